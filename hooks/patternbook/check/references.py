"""The names that references may use, and the messages for a name that does not exist."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from patternbook.check.advice.forms import slug_of
from patternbook.check.advice.nearest import nearest_name
from patternbook.diagnostics.corrections import certain_name
from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule, join_names
from patternbook.markup import CITATION_KEY
from patternbook.model.components import DRAFT_PLACEHOLDER, SLUG_PATTERN
from patternbook.model.introspect import fields_of
from patternbook.model.registry import (
    ID_PATTERN,
    KIND_BY_NAME,
    KINDS,
    LISTS,
    PAGES_OF_LISTS,
    STANDARD_PAGES,
    VOCABULARIES,
    is_placeholder,
    kind_of_id,
    next_id,
)

UNKNOWN_NAME = Rule("PB302", "error", "Something named does not exist", "Correct the name, or add what it names.")
WRONG_KIND = Rule("PB303", "error", "A relation points to the wrong kind", "Name an entry of the kind expected.")

WORK, CONTRIBUTOR, IMAGE, ANY_ENTRY, LINK = "reference", "contributor", "image", "entry", "link"
"""Kinds of thing beside those of entries and words: a work, a person or group, a picture, any id, and what texts link to."""
MOST_NAMES = 12
"""The most names that a message lists."""


class TitledName(NamedTuple):
    """A name, and what people may write in its place."""

    kind: str
    """Kind of thing."""
    name: str
    title: str
    works: tuple[str, ...] = ()
    """Keys of the works that it rests on, the main one first; only of a study."""


@dataclass(frozen=True)
class KnownNames:
    """Everything that can be named."""

    known: Mapping[str, frozenset[str]]
    """By kind of thing. A kind that is absent is not checked, since the file that holds it could not be read."""
    unread: frozenset[str] = frozenset()
    """Names in files that could not be read: a reference to one of them is not reported as well."""
    titled: Callable[[], Iterable[TitledName]] = tuple
    """What has a title; asked for only where a name is unknown."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Kind of thing -> the file in which a further one belongs."""
    is_whole: bool = True
    """Whether every file could be read, at least in part."""

    def lacks(self, kind: str, name: str) -> bool:
        """Whether nothing of that kind has this name, as far as everything could be read."""
        return thing_named(kind, name) in self.known and kind in self.known and name not in self.known[kind] and name not in self.unread

    def without(self, things: Collection[str]) -> KnownNames:
        """The same without kinds of thing, which are then not checked."""
        return replace(self, known={thing: names for thing, names in self.known.items() if thing not in things})

    @cached_property
    def by_title(self) -> Mapping[str, list[TitledName]]:
        """Title in small letters -> what has it."""
        found = defaultdict[str, list[TitledName]](list)
        for each in self.titled():
            found[each.title.strip().casefold()].append(each)
        return found

    @cached_property
    def title_of(self) -> Mapping[str, str]:
        """Name -> title."""
        return {each.name: each.title for each in self.titled()}

    @cached_property
    def works_of(self) -> Mapping[str, tuple[str, ...]]:
        """Entry -> the works that it rests on."""
        return {each.name: each.works for each in self.titled() if each.works}


def collect_names(
    named: Iterable[tuple[str, str]],
    reference_keys: frozenset[str] | None,
    prose: Iterable[str],
    unread: frozenset[str] = frozenset(),
    *,
    titled: Callable[[], Iterable[TitledName]] = tuple,
    files: Mapping[str, str] | None = None,
    is_whole: bool = True,
) -> KnownNames:
    """Collect names by kind of thing; `entry` stands for any id, `link` for ids and addresses of pages, as in [[...]].

    Args:
        named: (list, name) of every item that has a name.
        reference_keys: Keys of the bibliography; None where it could not be read.
        prose: Slugs of the pages of prose.
        unread: Names in files that could not be read.
        titled: What has a title.
        files: List -> the file that holds its last item.
        is_whole: Whether every file could be read, at least in part. Where not, a kind of which nothing is there is not checked.

    """
    by_key: dict[str, set[str]] = defaultdict(set)
    for key, name in named:
        by_key[key].add(name)
    ids = frozenset[str]().union(*(by_key[kind.key] for kind in KINDS))
    known = {thing: frozenset(by_key[key]) for thing, key in LIST_OF_THING.items() if is_whole or by_key[key]}
    known |= {ANY_ENTRY: ids, LINK: ids | _standard_pages(by_key) | frozenset(prose)}
    known |= {WORK: reference_keys} if reference_keys is not None else {}
    homes = {thing: (files or {}).get(key, "") for thing, key in (*LIST_OF_THING.items(), (WORK, WORK))}
    return KnownNames(known, unread, titled, homes, is_whole)


def _standard_pages(by_key: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The standard pages of a catalogue with these lists."""
    return frozenset(page for page in STANDARD_PAGES if page not in PAGES_OF_LISTS or by_key.get(PAGES_OF_LISTS[page]))


LIST_OF_THING: Mapping[str, str] = {**{thing.name: thing.key for thing in (*KINDS, *VOCABULARIES)}, CONTRIBUTOR: "contributors", IMAGE: "images"}
"""Kind of thing -> the top-level list that holds it."""
THING_OF_LIST: Mapping[str, str] = {key: thing for thing, key in LIST_OF_THING.items()}


NameProblem = tuple[str, str, str]
"""What is wrong with a name: message, what was expected, fix."""


def unknown_name(place: Place, about: str, kind: str, name: str, names: KnownNames) -> Diagnostic:
    """The diagnostic for a name that no `kind` has: it belongs to another kind, or to nothing."""
    wrong = describe_wrong_kind(kind, name, names)
    message, expected, fix = wrong or describe_unknown(kind, name, names)
    return Diagnostic(WRONG_KIND if wrong else UNKNOWN_NAME, place, message, about, expected, fix)


def thing_named(kind: str, name: str) -> str:
    """The kind of thing that a name names: that of its prefix, where any id may stand."""
    actual = kind_of_id(name) if kind in (ANY_ENTRY, LINK) and _NUMBERED.fullmatch(name) else None
    return actual.name if actual is not None else kind


def mended_name(name: str, *, is_id: bool) -> str:
    """An id or slug in the form that it should have: `F4`, `f-004` -> `F-004`, `First area` -> `first-area`."""
    if re.fullmatch(ID_PATTERN if is_id else SLUG_PATTERN, name):
        return name
    number = _NUMBERED.fullmatch(name) if is_id else None
    return f"{number[1].upper()}-{int(number[2]):03d}" if number else slug_of(name)


def describe_wrong_kind(kind: str, name: str, names: KnownNames) -> NameProblem | None:
    """The problem where `name` belongs to an entry of another kind than `kind`; None where it does not."""
    actual = kind_of_id(name)
    if actual is None or kind not in KIND_BY_NAME or actual.name == kind or name not in names.known[ANY_ENTRY]:
        return None
    return f"{name} is {_article(actual.label.one.lower())}", f"{_article(_label(kind))} ({KIND_BY_NAME[kind].prefix}-...)", ""


def describe_unknown(kind: str, name: str, names: KnownNames, key: str = "", *, suggest: bool = True) -> NameProblem:
    """The problem where nothing has the name `name`.

    Args:
        kind: Kind of thing that is to be named.
        name: What was written.
        names: What there is.
        key: The list of the item that names it; empty where that is not known.
        suggest: Whether to look for what was meant, which takes time for each of many names.

    """
    label, known = _label(kind), names.known.get(kind, frozenset())
    expected = f"{_article(label)}: {join_names(known)}" if 0 < len(known) <= MOST_NAMES else _article(label)
    message = f"unknown {label} {name!r}"
    if not name.strip():
        return f"no {label} is named here", expected, "Write one, or take the field out where it is optional."
    if name == DRAFT_PLACEHOLDER:
        return f"{name} still stands where {_article(label)} belongs", expected, f"Replace {name}."
    if not suggest:
        return message, expected, ""
    for each in names.by_title.get(name.strip().casefold(), ()):
        if _fits(kind, each.kind):
            return f"{name!r} is the title of {each.name}", f"its {_name_of(kind)}", f"Write {each.name}."
    if cited := describe_citation(kind, name, names):
        return cited
    if written := next((id_ for id_ in _ID.findall(name) if id_ != name and not names.lacks(kind, id_)), ""):
        return message, f"the {_name_of(kind)} alone", f"Write {written}."
    for other in _others(kind, name, names):
        if rests := _resting(kind, name, names):
            return f"{name} is {_article(_label(other))}, not {_article('work' if kind == WORK else label)}", expected, rests
        return f"{name!r} is {_article(_label(other))}, not {_article(label)}", expected, _field_advice(other, label, key)
    return message, expected, _suggestion(kind, name, names)


def correct_unknown(kind: str, name: str, names: KnownNames) -> tuple[str, str] | None:
    """The name, and the one that it is certain to stand for: an id with its zeros, a misspelt word or key."""
    known = names.known.get(kind, frozenset())
    padded = _padded(name)
    meant = (padded if padded in known else "") if padded else certain_name(name, known)
    return (name, meant) if meant else None


def _padded(name: str) -> str:
    """The id that a name stands for which lacks its hyphen or its zeros; empty where it is nothing like an id."""
    number = _NUMBERED.fullmatch(name)
    return f"{number[1].upper()}-{int(number[2]):03d}" if number else ""


def describe_lost(things: Iterable[str], count: int) -> NameProblem:
    """The problem where nothing is there of kinds of thing that are named: a file was lost."""
    lists = sorted(LIST_OF_THING.get(thing, "references.bib") for thing in things)
    keys = " and ".join(filter(None, [", ".join(f"`{key}:`" for key in lists[:-1]), f"`{lists[-1]}:`"]))
    if lists == ["references.bib"]:
        return f"the bibliography holds no work, but {count} are cited", "works in references.bib", "Put back what it held, or add the works."
    what = "name is" if count == 1 else "names are"
    return f"no file holds {keys}, from which {count} {what} used", "the file that holds them", "Put the file back, or add the list to one."


_CITED = re.compile(rf"(?P<brackets>\[*)-?(?P<at>@?)(?P<key>{CITATION_KEY})(?:,\s*(?P<locator>[^\[\]@;]+?))?\]*")


def describe_citation(kind: str, name: str, names: KnownNames) -> NameProblem | None:
    """The problem where a citation, or the key in one, stands for a key alone, or in the brackets of a link; None where none does."""
    cited = _CITED.fullmatch(name.strip())
    if cited is None or kind not in (WORK, LINK) or cited["key"] not in names.known.get(WORK, ()) or (cited["key"] == name and kind == WORK):
        return None
    key, locator = cited["key"], cited["locator"]
    if kind == LINK:
        return f"{name!r} is a citation, not a link", "one pair of brackets and @", f"Write [@{key}, {locator}]." if locator else f"Write [@{key}]."
    return f"{name!r} is more than a key", "the key alone", f"Write {key}{f', and {locator} in `locator`' if locator else ''}."


def _fits(kind: str, actual: str) -> bool:
    return kind == actual or (kind in (ANY_ENTRY, LINK) and actual in KIND_BY_NAME)


def _name_of(kind: str) -> str:
    return "key" if kind == WORK else "file" if kind == IMAGE else "id" if kind in KIND_BY_NAME or kind in (ANY_ENTRY, LINK) else "slug"


def _others(kind: str, name: str, names: KnownNames) -> list[str]:
    """The other kinds of thing that have a name, or a title that is the same."""
    named = [other for other, known in names.known.items() if name in known and other not in (kind, ANY_ENTRY, LINK)]
    return named or [each.kind for each in names.by_title.get(name.strip().casefold(), ()) if each.kind != kind]


def _resting(kind: str, name: str, names: KnownNames) -> str:
    """The works that an entry rests on where a work is wanted, or the entries that rest on a work where one of those is, as advice."""
    if kind == WORK:
        works = [work for work in names.works_of.get(name, ()) if work in names.known[WORK]]
        return f"Its {'work is' if len(works) == 1 else 'works are'} {join_names(works)}." if works else ""
    prefix = KIND_BY_NAME[kind].prefix if kind in KIND_BY_NAME else ""
    resting = [id_ for id_, works in names.works_of.items() if name in works and id_.startswith(f"{prefix}-")] if prefix else []
    return f"The {kind} that rests on it is {resting[0]}." if len(resting) == 1 else f"Name {join_names(resting)}." if resting else ""


def _field_advice(other: str, label: str, key: str) -> str:
    """Where an item names the other kind of thing."""
    fields = [info.key for info in fields_of(LISTS[key]) if info.reference == other] if key in LISTS else []
    return f"Write it in `{fields[0]}`, or name {_article(label)} here." if fields else f"Name {_article(label)}."


def _suggestion(kind: str, name: str, names: KnownNames) -> str:
    """The fix for an unknown name. Similar ids mean different things, so only a missing zero is guessed; otherwise the nearest number is named."""
    known = names.known.get(kind, frozenset())
    number = _NUMBERED.fullmatch(name)
    add = _add_advice(kind, name, names)
    if number is None:
        near = nearest_name(name, known)
        return f"did you mean {near!r}?" if near else f"{add}, or name one that is there."
    padded = _padded(name)
    if padded in known:
        return f"did you mean {padded!r}?"
    if advice := _placeholder_advice(kind, name, known):
        return advice
    same = [match for other in known if (match := _NUMBERED.fullmatch(other)) and match[1] == number[1]]
    closest = min(same, key=lambda match: (abs(int(match[2]) - int(number[2])), int(match[2])), default=None)
    if closest is None:
        return f"{add}, or name one that is there."
    title = names.title_of.get(closest[0], "")
    return f"{add}, or name another: the nearest is {closest[0]}{f' ({short_title(title)})' if title else ''}."


def _placeholder_advice(kind: str, name: str, known: Collection[str]) -> str:
    """What to name in place of the id after the highest, which somebody expects for an entry of their own; empty of any other id."""
    thing = KIND_BY_NAME.get(thing_named(kind, name))
    prefix = name.partition("-")[0]
    if thing is None or prefix != thing.prefix or name != next_id(prefix, known):
        return ""
    waiting = sorted(each for each in known if each.startswith(f"{prefix}-") and is_placeholder(each))
    own = f": {join_names(waiting)}" if waiting else f" such as {prefix}-new-anything"
    return f"Numbers are given when an entry is accepted: name a new one by its placeholder{own}."


def _add_advice(kind: str, name: str, names: KnownNames) -> str:
    file = names.files.get(thing_named(kind, name), "")
    list_ = LIST_OF_THING.get(thing_named(kind, name), "")
    return f"Add it in {file}" if file else f"Add it under `{list_}:`" if list_ else "Add what it names"


def short_title(title: str) -> str:
    """A title in a message."""
    return title if len(title) <= MAX_TITLE else f"{title[: MAX_TITLE - 3].rstrip()}..."


MAX_TITLE = 60

_NUMBERED = re.compile(r"([A-Za-z]{1,2})[-_ ]?([0-9]{1,9})")
_ID = re.compile(rf"(?<![A-Za-z0-9-])(?:{'|'.join(kind.prefix for kind in KINDS)})-[0-9]{{3,9}}(?![A-Za-z0-9-])")


def written_id(text: str) -> re.Match[str] | None:
    """The first id in a text, such as an address."""
    return _ID.search(text)


def _label(kind: str) -> str:
    return {WORK: "reference key", ANY_ENTRY: "id", LINK: "id or page"}.get(kind, kind.replace("-", " "))


def _article(label: str) -> str:
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"
