"""A reference as an item of CSL-JSON, which citation processors read."""

from __future__ import annotations

from collections.abc import Mapping

from patternbook.bibliography.dates import PUBLICATION_STATES, DatePoint, DateSpan, read_edtf, year_words
from patternbook.bibliography.entry_types import PART_TYPES
from patternbook.bibliography.exchange_names import CSL_NAMES, CSL_ROLES, OTHERS, default_genre
from patternbook.bibliography.reference import Contributors, Name, Organisation, Reference, ReferenceType
from patternbook.bibliography.write.ris import family_first_name, publisher_or_container

_CSL_TYPES: Mapping[ReferenceType, str] = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "dataset": "dataset",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "manual": "book",
    "mastersthesis": "thesis",
    "misc": "document",
    "online": "webpage",
    "patent": "patent",
    "phdthesis": "thesis",
    "proceedings": "book",
    "software": "software",
    "standard": "standard",
    "techreport": "report",
    "unpublished": "manuscript",
    "video": "motion_picture",
}
"""CSL 1.0.2, appendix III."""


def to_csl_json(reference: Reference) -> dict[str, object]:
    """The reference as a CSL-JSON item (CSL 1.0.2); empty fields are left out."""
    # CSL's issue is a journal's; a book's number counts in its series; reports, patents and standards have a number.
    has_issue = reference.kind in {"article", "inproceedings"} and not (reference.series and reference.kind != "article")
    in_series = not has_issue and bool(reference.series) and reference.kind not in {"techreport", "patent", "standard"}
    item: dict[str, object] = {
        "id": reference.key,
        "type": _csl_type(reference),
        "title": reference.title,
        "author": _csl_names(reference.authors, more=reference.authors_more),
        "editor": _csl_names(reference.editors, more=reference.editors_more),
        **{CSL_ROLES[each.role]: _csl_names(each.names, more=each.more) for each in reference.contributors if each.role in CSL_ROLES},
        "issued": _issued(reference),
        "original-date": _csl_date(reference.original_date),
        "event-date": _csl_date(reference.extra_text("eventdate")),
        "accessed": _csl_date(reference.accessed),
        "container-title": reference.container if reference.kind in PART_TYPES else "",
        "collection-title": reference.series,
        "collection-number": reference.number if in_series else "",
        "volume": reference.volume,
        "issue": reference.number if has_issue else "",
        "number": reference.article_number if has_issue or in_series else reference.number or reference.article_number,
        "chapter-number": reference.chapter,
        "page": reference.pages if "-" in reference.pages else reference.pages.replace("–", "-"),
        "edition": reference.edition,
        "version": reference.version,
        "publisher": publisher_or_container(reference),
        "publisher-place": reference.address,
        "genre": reference.genre or default_genre(reference.kind, reference.number),
        "status": PUBLICATION_STATES.get(reference.status, reference.status),
        "DOI": reference.doi,
        "URL": reference.url or reference.eprint_url,
        "ISBN": reference.isbn,
        "note": reference.note,
        "archive": reference.archive,
        "archive_location": reference.eprint,
        **{CSL_NAMES[name]: text for name, text in reference.extra if name in CSL_NAMES},
        "custom": _custom(reference),
    }
    return {name: value for name, value in item.items() if value}


def _csl_type(reference: Reference) -> str:
    subtype = reference.extra_text("entrysubtype")
    if reference.kind != "article":
        return _CSL_TYPES[reference.kind]
    if not reference.published_in:
        return "article"  # a journal article without a journal is a preprint
    return f"article-{subtype if subtype in ('magazine', 'newspaper') else 'journal'}"


def _custom(reference: Reference) -> dict[str, str]:
    """What CSL has no variable for, by biblatex's names."""
    told = {
        "entryset": ",".join(member.key for member in reference.members),
        "maintitle": reference.main_title,
        "primaryclass": reference.primary_class,
        "howpublished": reference.container if reference.publisher and reference.kind not in PART_TYPES else "",
        **{each.role: _in_words(each) for each in reference.contributors if each.role not in CSL_ROLES},
        **{name: text for name, text in reference.extra if name not in CSL_NAMES and name != "eventdate"},
    }
    return {name: text for name, text in told.items() if text}


def _in_words(people: Contributors) -> str:
    return " and ".join([*map(family_first_name, people.names), *([OTHERS] if people.more else [])])


def _issued(reference: Reference) -> dict[str, object]:
    return csl_date(reference.issued) if reference.issued else {"literal": reference.year} if reference.year else {}


def _csl_date(text: str) -> dict[str, object]:
    """A date in biblatex's notation, or in words, as CSL has it."""
    span = read_edtf(text) if text else None
    return csl_date(span) if span else {"literal": text} if text else {}


def csl_date(span: DateSpan) -> dict[str, object]:
    """A date as CSL has it: parts, `circa`, `season`; in words, too, where these do not say it all."""
    points = [point for point in (span.start, span.end) if point is not None]
    date: dict[str, object] = {"date-parts": [_parts(point) for point in points]}
    if any(point.circa or point.uncertain for point in points):
        date["circa"] = True
    if points[0].season:
        date["season"] = points[0].season
    is_open = span.is_range and len(points) == 1
    are_alike = len({point.circa for point in points}) == 1
    if is_open or not are_alike or any(point.uncertain or point.unknown for point in points):
        date["literal"] = year_words(span)
    return date


def _parts(point: DatePoint) -> list[int]:
    """Year, month, day as far as given. CSL's years have no 0: 1 BCE is -1."""
    year = point.year if point.year > 0 else point.year - 1
    return [year, *([point.month, *([point.day] if point.day else [])] if point.month else [])]


def _csl_names(names: tuple[Name, ...], *, more: bool) -> list[dict[str, str]]:
    return [*map(_csl_name, names), *([{"literal": OTHERS}] if more else [])]


def _csl_name(name: Name) -> dict[str, str]:
    if isinstance(name, Organisation):
        return {"literal": name.name}
    fields = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.prefix,
        "suffix": name.suffix,
    }
    return {field: value for field, value in fields.items() if value}
