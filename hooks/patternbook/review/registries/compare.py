"""A work of the bibliography compared with its record: title, names, year. What only differs in writing is no difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from unicodedata import combining, normalize

from patternbook.bibliography.reference import Name, Organisation, Reference
from patternbook.catalogue.work_status import RegisteredDifference, WorkNotice, WorkStatus
from patternbook.review.registries.records import RegisteredName, RegisteredWork, notices_about

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "&": " and "})
"""Letters that are not composed, as registries without them write them."""


def compare_works(
    references: Iterable[Reference], works: Sequence[RegisteredWork], unknown: Iterable[str], day: str
) -> Iterator[tuple[str, WorkStatus]]:
    """The status of each work of the bibliography that the registry was asked for, by its key.

    Args:
        references: The bibliography.
        works: What the registry says; works that the bibliography does not have are passed over.
        unknown: DOIs that no registry knows, in lower case.
        day: The day on which the registry said so.

    """
    by_doi, notices, missing = {work.doi.lower(): work for work in works}, notices_about(works), frozenset(unknown)
    for reference in references:
        doi = reference.doi.lower()
        if doi in missing:
            yield reference.key, WorkStatus(reference.doi, day, unknown=True)
        elif doi and (doi in by_doi or doi in notices):
            differences = tuple(_differences(reference, by_doi[doi])) if doi in by_doi else ()
            yield reference.key, WorkStatus(reference.doi, day, notices=_notices(doi, notices), differences=differences)


def _notices(doi: str, notices: Mapping[str, tuple[WorkNotice, ...]]) -> tuple[WorkNotice, ...]:
    return notices.get(doi, ())


def _differences(reference: Reference, work: RegisteredWork) -> Iterator[RegisteredDifference]:
    if work.titles and _folded(reference.title) not in map(_folded, work.titles):
        yield RegisteredDifference("title", reference.title, work.titles[-1])
    ours, theirs = (reference.authors, work.authors) if reference.authors else (reference.editors, work.editors)
    more = reference.authors_more if reference.authors else reference.editors_more
    if ours and theirs and not _same_names(ours, theirs[: len(ours)] if more else theirs):
        yield RegisteredDifference("names", "; ".join(map(_shown, ours)), "; ".join(map(_shown_registered, theirs)))
    if work.years and not any(year in reference.year for year in work.years):
        yield RegisteredDifference("year", reference.year, ", ".join(work.years))


def _same_names(ours: Sequence[Name], theirs: Sequence[RegisteredName]) -> bool:
    return len(ours) == len(theirs) and all(map(_same_name, ours, theirs))


def _same_name(ours: Name, theirs: RegisteredName) -> bool:
    """Whether these name one person: the same family name, with or without its particle, and no other initial."""
    if isinstance(ours, Organisation):
        return _folded(ours.name) in (_folded(theirs.family), _folded(f"{theirs.given} {theirs.family}"))
    families = {_folded(theirs.family), _folded(f"{theirs.particle} {theirs.family}")}
    if not {_folded(ours.family), _folded(ours.short), _folded(f"{ours.short} {ours.suffix}")} & families:
        return not theirs.given and _folded(f"{ours.given} {ours.short}") in families
    return not (ours.given and theirs.given) or _folded(ours.given)[:1] == _folded(theirs.given)[:1]


def _shown(name: Name) -> str:
    return f"{name.short}, {name.given}" if name.given else name.short


def _shown_registered(name: RegisteredName) -> str:
    family = f"{name.particle} {name.family}".strip()
    return f"{family}, {name.given}" if name.given else family


def _folded(text: str) -> str:
    """The letters and digits of a text, without case and accents."""
    plain = normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(character for character in plain if character.isalnum() and not combining(character))
