"""The names that references may use, and the messages for a name that does not exist."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from patternbook.diagnostics.corrections import certain_name
from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule, join_names, suggest_nearest
from patternbook.model.registry import KIND_BY_NAME, KINDS, STANDARD_PAGES, VOCABULARIES, kind_of_id

UNKNOWN_NAME = Rule("PB302", "error", "Something named does not exist", "Correct the name, or add what it names.")
WRONG_KIND = Rule("PB303", "error", "A relation points to the wrong kind", "Name an entry of the kind expected.")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Everything that can be named."""

    known: Mapping[str, frozenset[str]]
    """By kind of thing. A kind that is absent is not checked, since the file that holds it could not be read."""
    unread: frozenset[str] = frozenset()
    """Names in files that could not be read: a reference to one of them is not reported as well."""

    def lacks(self, kind: str, name: str) -> bool:
        """Whether nothing of that kind has this name, as far as everything could be read."""
        return kind in self.known and name not in self.known[kind] and name not in self.unread


def collect_names(
    named: Iterable[tuple[str, str]], reference_keys: frozenset[str] | None, prose: Iterable[str], unread: frozenset[str] = frozenset()
) -> KnownNames:
    """Collect names by kind of thing; `entry` stands for any id, `link` for ids and addresses of pages, as in [[...]].

    Args:
        named: (list, name) of every item that has a name.
        reference_keys: Keys of the bibliography; None where it could not be read.
        prose: Slugs of the pages of prose.
        unread: Names in files that could not be read.

    """
    by_key: dict[str, set[str]] = defaultdict(set)
    for key, name in named:
        by_key[key].add(name)
    ids = frozenset[str]().union(*(by_key[kind.key] for kind in KINDS))
    return KnownNames(
        {thing.name: frozenset(by_key[thing.key]) for thing in (*KINDS, *VOCABULARIES)}
        | {"entry": ids, "link": ids | STANDARD_PAGES.keys() | frozenset(prose), "contributor": frozenset(by_key["contributors"])}
        | ({"reference": reference_keys} if reference_keys is not None else {}),
        unread,
    )


NameProblem = tuple[str, str, str]
"""What is wrong with a name: message, what was expected, fix."""


def unknown_name(place: Place, about: str, kind: str, name: str, names: KnownNames) -> Diagnostic:
    """The diagnostic for a name that no `kind` has: it belongs to another kind, or to nothing."""
    wrong = describe_wrong_kind(kind, name, names)
    message, expected, fix = wrong or describe_unknown(kind, name, names)
    return Diagnostic(WRONG_KIND if wrong else UNKNOWN_NAME, place, message, about, expected, fix)


def describe_wrong_kind(kind: str, name: str, names: KnownNames) -> NameProblem | None:
    """The problem where `name` belongs to an entry of another kind than `kind`; None where it does not."""
    actual = kind_of_id(name)
    if actual is None or kind not in KIND_BY_NAME or actual.name == kind or name not in names.known["entry"]:
        return None
    return f"{name} is {_article(actual.label.one.lower())}", f"{_article(_label(kind))} ({KIND_BY_NAME[kind].prefix}-...)", ""


def describe_unknown(kind: str, name: str, names: KnownNames) -> NameProblem:
    """The problem where nothing has the name `name`."""
    label, known = _label(kind), names.known[kind]
    expected = f"{_article(label)}: {join_names(known)}" if len(known) <= 12 else _article(label)
    return f"unknown {label} {name!r}", expected, _suggestion(name, known)


def correct_unknown(kind: str, name: str, names: KnownNames) -> tuple[str, str] | None:
    """The name, and the one that it is certain to stand for: an id with its zeros, a misspelt word or key."""
    known = names.known[kind]
    padded = _padded(name)
    meant = (padded if padded in known else "") if padded else certain_name(name, known)
    return (name, meant) if meant else None


def _padded(name: str) -> str:
    """The id that a name stands for which lacks its hyphen or its zeros; empty where it is nothing like an id."""
    number = _NUMBERED.fullmatch(name)
    return f"{number[1].upper()}-{int(number[2]):03d}" if number else ""


def _suggestion(name: str, known: frozenset[str]) -> str:
    """The fix for an unknown name. Similar ids mean different things, so only a missing zero is guessed; otherwise the nearest number is named."""
    number = _NUMBERED.fullmatch(name)
    if number is None:
        return suggest_nearest(name, known)
    padded = _padded(name)
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
