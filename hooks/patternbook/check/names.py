"""Does everything that is named exist, once, and is it of the right kind?"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from patternbook.check.form import Form, NameWritten, Written
from patternbook.check.gather import UNFILLED, Contents
from patternbook.diagnostics import Diagnostic, Place, listed, nearest
from patternbook.markup import Markdown, citations_at, entry_links_at, malformed, raw_html, unsafe_links
from patternbook.model.base import Entry
from patternbook.model.registry import KIND_BY_NAME, KINDS, PAGES, VOCABULARIES, kind_of_id
from patternbook.values import Spot


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that can be named."""

    known: Mapping[str, frozenset[str]]
    """By kind of thing. A kind that is absent is not checked, since where it stands could not be read."""
    unread: frozenset[str] = frozenset()
    """Names that stand in what could not be read: naming them is no further mistake."""

    def lacks(self, kind: str, name: str) -> bool:
        """Whether nothing of that kind has this name, as far as one can tell."""
        return kind in self.known and name not in self.known[kind] and name not in self.unread


def known_names(
    named: Iterable[tuple[str, str]], reference_keys: frozenset[str] | None, prose: Iterable[str], unread: frozenset[str] = frozenset()
) -> Names:
    """Collect names by kind, from (list, name) of every item that has one; `entry` is any id, `link` what [[...]] may name: ids, and
    pages by their address.
    """
    by_key: dict[str, set[str]] = {}
    for key, name in named:
        by_key.setdefault(key, set()).add(name)
    names = {thing.name: frozenset(by_key.get(thing.key, ())) for thing in (*KINDS, *VOCABULARIES)}
    names["entry"] = frozenset().union(*(names[kind.name] for kind in KINDS))
    names["link"] = names["entry"] | PAGES.keys() | frozenset(prose)
    names["contributor"] = frozenset(by_key.get("contributors", ()))
    if reference_keys is not None:
        names["reference"] = reference_keys
    return Names(names, unread)


def check_unique(form: Form) -> Iterator[Diagnostic]:
    """Ids are unique among all entries, slugs in their own list."""
    seen: dict[tuple[str, str], NameWritten] = {}
    entry_keys = {kind.key for kind in KINDS}
    for each in form.names:
        scope = "entries" if each.key in entry_keys else each.key
        before = seen.setdefault((scope, each.name), each)
        if before is not each:
            first, is_id = before.place(), scope == "entries"
            fix = f"the next free id is {next_id(form, each.name)}" if is_id else "Keep one, or give one of the two another name."
            message = f"{each.name!r} was given before, at {first.file}:{first.line}"
            yield Diagnostic("PB301", each.place(), message, each.name, "an id of its own" if is_id else "a slug of its own", fix)


def next_id(form: Form, like: str) -> str:
    """The highest id of the same prefix plus one."""
    prefix = like.partition("-")[0]
    named = (each.name.partition("-") for each in form.names)
    numbers = [int(digits) for start, _, digits in named if start == prefix and digits.isdigit()]
    return f"{prefix}-{max(numbers, default=0) + 1:03d}"


def check_named(item: Written, contents: Contents, names: Names) -> Iterator[Diagnostic]:
    """Every id, slug and key in the fields of an item."""
    for spot, kind, name in contents.names:
        if names.lacks(kind, name):
            yield unknown(item.source.at(spot), item.name, kind, name, names)
        elif name == item.name and kind != "contributor" and issubclass(item.model, Entry):
            yield Diagnostic("PB304", item.source.at(spot), f"{name} names itself", item.name)


def check_filled(item: Written, contents: Contents, told: Container[Place]) -> Iterator[Diagnostic]:
    """Texts of a draft that are still to be written; what the form says of a place already is not said twice."""
    for spot in contents.unfilled:
        place = item.source.at(spot)
        if place not in told:
            yield Diagnostic("PB203", place, f"{UNFILLED} still stands where a text belongs", item.name, "a text", f"Replace {UNFILLED}.")


def unknown(place: Place, about: str, kind: str, name: str, names: Names) -> Diagnostic:
    """Word the failure to find `name` as a `kind`: wrong kind, or no such thing."""
    label = _label(kind)
    actual = kind_of_id(name)
    if actual is not None and kind in KIND_BY_NAME and actual.name != kind and name in names.known["entry"]:
        message = f"{name} is {_article(actual.label.one.lower())}"
        return Diagnostic("PB303", place, message, about, f"{_article(label)} ({KIND_BY_NAME[kind].prefix}-...)")
    known = names.known[kind]
    expected = f"{_article(label)}: {listed(known)}" if len(known) <= 12 else _article(label)
    return Diagnostic("PB302", place, f"unknown {label} {name!r}", about, expected, _meant(name, known))


def _meant(name: str, known: frozenset[str]) -> str:
    """What was probably meant. Ids that look alike mean different things, so only a missing zero is guessed; else the nearest is named."""
    number = _NUMBERED.fullmatch(name)
    if number is None:
        return nearest(name, known)
    padded = f"{number[1].upper()}-{int(number[2]):03d}"
    if padded in known:
        return f"did you mean {padded!r}?"
    same = [match for other in known if (match := _NUMBERED.fullmatch(other)) and match[1] == number[1]]
    closest = min(same, key=lambda match: (abs(int(match[2]) - int(number[2])), int(match[2])), default=None)
    return f"the nearest there is: {closest[0]}" if closest else ""


_NUMBERED = re.compile(r"([A-Za-z]{1,2})-?([0-9]{1,9})")


def _label(kind: str) -> str:
    return {"reference": "reference key", "entry": "id", "link": "id or page"}.get(kind, kind.replace("-", " "))


def _article(label: str) -> str:
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def check_text(markdown: Markdown, place: Callable[[int], Place], about: str, names: Names) -> Iterator[Diagnostic]:
    """Links, citations and HTML inside a text; `place` tells where the character at an offset stands."""
    text = markdown.plain
    if "[[" in text or "[@" in text:
        yield from _check_marks(markdown, place, about, names)
    if "<" in text:
        for offset, tag in raw_html(markdown):
            yield Diagnostic("PB310", place(offset), f"raw HTML {tag[:40]!r}", about)
    if "](" in text:
        for offset, target in unsafe_links(markdown):
            yield Diagnostic("PB311", place(offset), f"link to {target[:40]!r}", about)


def _check_marks(markdown: Markdown, place: Callable[[int], Place], about: str, names: Names) -> Iterator[Diagnostic]:
    for offset, id_ in entry_links_at(markdown):
        if names.lacks("link", id_):
            yield unknown(place(offset), about, "link", id_, names)
    for offset, work in citations_at(markdown):
        if names.lacks("reference", work.key):
            yield unknown(place(offset), about, "reference", work.key, names)
    for offset, opening in malformed(markdown):
        yield Diagnostic("PB308", place(offset), f"malformed link or citation {opening!r}", about)


def at(item: Written, spot: Spot) -> Callable[[int], Place]:
    """Where a character of a text in YAML stands."""
    return lambda offset: item.source.inside(spot, offset)


def within(text: str, start: Place) -> Callable[[int], Place]:
    """Where a character of a plain file stands; `start` is the place of its first."""

    def place(offset: int) -> Place:
        line, column = text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset)
        return Place(start.file, start.line + line, column if line else start.column + offset)

    return place
