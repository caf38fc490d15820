"""Everything that can be named, and how to say that a name is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule, join_names, suggest_nearest
from patternbook.model.registry import KIND_BY_NAME, KINDS, STANDARD_PAGES, VOCABULARIES, kind_of_id

UNKNOWN_NAME = Rule("PB302", "error", "Something named does not exist", "Correct the name, or add what it names.")
WRONG_KIND = Rule("PB303", "error", "A relation points to the wrong kind", "Name an entry of the kind expected.")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Everything that can be named."""

    known: Mapping[str, frozenset[str]]
    """By kind of thing. A kind that is absent is not checked, since where it stands could not be read."""
    unread: frozenset[str] = frozenset()
    """Names that stand in what could not be read: naming them is no further mistake."""

    def lacks(self, kind: str, name: str) -> bool:
        """Whether nothing of that kind has this name, as far as one can tell."""
        return kind in self.known and name not in self.known[kind] and name not in self.unread


def collect_names(
    named: Iterable[tuple[str, str]], reference_keys: frozenset[str] | None, prose: Iterable[str], unread: frozenset[str] = frozenset()
) -> KnownNames:
    """Collect names by kind, from (list, name) of every item that has one; `entry` is any id, `link` what [[...]] may name: ids, and
    pages by their address.
    """
    by_key: dict[str, set[str]] = {}
    for key, name in named:
        by_key.setdefault(key, set()).add(name)
    names = {thing.name: frozenset(by_key.get(thing.key, ())) for thing in (*KINDS, *VOCABULARIES)}
    names["entry"] = frozenset().union(*(names[kind.name] for kind in KINDS))
    names["link"] = names["entry"] | STANDARD_PAGES.keys() | frozenset(prose)
    names["contributor"] = frozenset(by_key.get("contributors", ()))
    if reference_keys is not None:
        names["reference"] = reference_keys
    return KnownNames(names, unread)


class NameProblem(NamedTuple):
    """What is wrong with a name, in words."""

    message: str
    expected: str
    fix: str = ""


def unknown_name(place: Place, about: str, kind: str, name: str, names: KnownNames) -> Diagnostic:
    """The diagnostic for a name that is not known as a `kind`: it names another kind, or no such thing."""
    wrong = describe_wrong_kind(kind, name, names)
    message, expected, fix = wrong or describe_unknown(kind, name, names)
    return Diagnostic(WRONG_KIND if wrong else UNKNOWN_NAME, place, message, about, expected, fix)


def describe_wrong_kind(kind: str, name: str, names: KnownNames) -> NameProblem | None:
    """The failure to find `name` as a `kind` where it is an entry of another kind."""
    actual = kind_of_id(name)
    if actual is None or kind not in KIND_BY_NAME or actual.name == kind or name not in names.known["entry"]:
        return None
    return NameProblem(f"{name} is {_article(actual.label.one.lower())}", f"{_article(_label(kind))} ({KIND_BY_NAME[kind].prefix}-...)")


def describe_unknown(kind: str, name: str, names: KnownNames) -> NameProblem:
    """The failure to find `name` as a `kind` where there is no such thing."""
    label, known = _label(kind), names.known[kind]
    expected = f"{_article(label)}: {join_names(known)}" if len(known) <= 12 else _article(label)
    return NameProblem(f"unknown {label} {name!r}", expected, _meant(name, known))


def _meant(name: str, known: frozenset[str]) -> str:
    """What was probably meant. Ids that look alike mean different things, so only a missing zero is guessed; else the nearest is named."""
    number = _NUMBERED.fullmatch(name)
    if number is None:
        return suggest_nearest(name, known)
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
