"""How references are named in running text, told apart and put in order; styles print them (`write/styles/`)."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import count

from patternbook.bibliography.collation import CollationKey, collation_key
from patternbook.bibliography.reference import Name, Reference
from patternbook.phrases import gettext, listed_with, pgettext

_PARTICLES = frozenset({"van", "von", "der", "den", "de", "du", "da", "di", "del", "della", "dos", "af", "av", "zu", "zur", "ten", "ter", "la", "le"})
"""Words of a given name that are no name: `Beethoven, Ludwig van`."""


def citation_label(reference: Reference, suffix: str = "") -> str:
    """`Nahar et al. 2022`; `suffix` is the letter that distinguishes it from others of the year (see `year_suffixes`).

    Of works that are cited together, the labels of all.
    """
    if reference.members:
        return "; ".join(map(citation_label, reference.members))
    return f"{_short_names(reference)} {year_text(reference, suffix)}"


def year_text(reference: Reference, suffix: str = "") -> str:
    """`2018a`; `in press` and `in press-a`, `n.d.` and `n.d.-a`, as a letter joins only a number."""
    if reference.members:
        return "; ".join(map(year_text, reference.members))
    year = reference.year or pgettext("year of a work that has none", "n.d.")
    return f"{year}{'' if not suffix or year[-1].isdecimal() else '-'}{suffix}"


def year_suffixes(references: Iterable[Reference]) -> dict[str, str]:
    """Key -> a, b, ... for references whose labels clash, by title, then key; nothing for the others."""
    groups: dict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        groups[reference.key if reference.members else citation_label(reference)].append(reference)
    suffixes: dict[str, str] = {}
    for group in groups.values():
        # A file may have written a letter itself: `year = {2020a}`.
        free = (letters for letters in map(_letters, count()) if citation_label(group[0], letters) not in groups)
        for reference in sorted(group, key=lambda one: (collation_key(one.title), one.key)):
            suffixes[reference.key] = next(free) if len(group) > 1 else ""
    return suffixes


def citation_labels(references: Collection[Reference]) -> dict[str, str]:
    """Key -> a label that no other reference has, in the order given."""
    suffixes = year_suffixes(references)
    labels = {each.key: citation_label(each, suffixes[each.key]) for each in references}
    sets = {each.key: "; ".join(labels[member.key] for member in each.members) for each in references if each.members}
    return labels | sets


def _letters(index: int) -> str:
    """0 -> a, 25 -> z, 26 -> aa."""
    head, tail = divmod(index, 26)
    return (_letters(head - 1) if head else "") + "abcdefghijklmnopqrstuvwxyz"[tail]


SortKey = tuple[tuple[str, ...], tuple[str, ...], float, CollationKey, str]


def citation_sort_key(reference: Reference) -> SortKey:
    """For lists of references: names in the order of the alphabet, then year, title, key; independent of any locale."""
    names = leading_names(reference)
    keys = [collation_key(part) for name in names for part in (name.short, initials(name.given), name.suffix)] or [collation_key(reference.title)]
    letters, accents, _ = zip(*keys, strict=True)
    return letters, accents, _year_order(reference), collation_key(reference.title), reference.key


def _year_order(reference: Reference) -> float:
    """Works without a date first, those in press last (APA 7, 9.46)."""
    first = reference.issued.first if reference.issued else None
    if first is not None:
        return first.year
    return math.inf if reference.status or reference.year else -math.inf


def leading_names(reference: Reference) -> tuple[Name, ...]:
    """The names that a citation starts with: the authors, else the editors."""
    return reference.authors or reference.editors


def _short_names(reference: Reference) -> str:
    names = leading_names(reference)
    if not names:
        # The title up to a colon, at most five words of it.
        words = reference.title.partition(":")[0].split() or [reference.key]
        return f"“{' '.join(words[:5])}{'…' if len(words) > 5 else ''}”"
    if len(names) > 2 or (reference.authors_more if reference.authors else reference.editors_more):
        return gettext("%(name)s et al.", name=names[0].short)
    return listed_with([name.short for name in names])


def initials(given: str) -> str:
    """`Jean-Pierre M.` as `J.-P. M.`; a script without capitals (Chinese, Arabic) is not cut."""
    return " ".join("".join(map(_initial, re.split(r"([\s-]+)", given))).split())


def _initial(part: str) -> str:
    if part in _PARTICLES:
        return part
    if len(part) == 1 and not (part.isalpha() or part.isspace() or part == "-"):
        return f"{part}."
    if not (part[:1].isalpha() and (part[0].isupper() or part[0].islower())):
        return part
    dotted = re.fullmatch(r"(?:\w\.)+", part)
    return part.replace(".", ". ").strip() if dotted else f"{part[0]}."
