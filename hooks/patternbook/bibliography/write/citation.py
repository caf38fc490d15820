"""Citations of a reference: its label in running text, and its line in a list of references.

The line follows APA 7 (author, date, title, source, link), with the title's capitals left as given. It is a sequence
of runs, so that plain text, Markdown and HTML are thin writers over one wording.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import count, groupby

from patternbook.bibliography.collation import CollationKey, collation_key
from patternbook.bibliography.dates import PUBLICATION_STATES, date_words, ordinal, read_edtf, year_words
from patternbook.bibliography.entry_types import PART_TYPES
from patternbook.bibliography.reference import Name, Reference

_ENDS = re.compile(r"[.?!…][\"”’']*$")

_PARTICLES = frozenset({"van", "von", "der", "den", "de", "du", "da", "di", "del", "della", "dos", "af", "av", "zu", "zur", "ten", "ter", "la", "le"})
"""Words of a given name that are no name: `Beethoven, Ludwig van`."""

_FULL_DATE = frozenset({"online", "video"})
"""Kinds of works that APA cites with month and day (10.16, 10.12)."""

_BRACKETS = {
    "dataset": "Data set",
    "mastersthesis": "Master's thesis",
    "patent": "Patent",
    "phdthesis": "Doctoral dissertation",
    "software": "Computer software",
    "video": "Video",
}
"""Descriptions that APA adds in brackets where the title alone does not show the type of work."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A stretch of a citation: its text, whether it is in italics, and the address it links to (http, https or nothing)."""

    text: str
    italic: bool = False
    href: str = ""


def plain_text(runs: Iterable[TextRun]) -> str:
    """The citation as plain text."""
    return "".join(run.text for run in runs)


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
    year = reference.year or "n.d."
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
        return f"{names[0].short} et al."
    return " and ".join(name.short for name in names)


def plain_name(name: Name) -> str:
    """`van der Aalst, W. M. P., Jr.`; organisations in full."""
    return _comma_list(name.short, initials(name.given), name.suffix)


def _comma_list(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def initials(given: str) -> str:
    """`Jean-Pierre M.` as `J.-P. M.`; a script without capitals (Chinese, Arabic) is not cut."""
    return " ".join("".join(map(_initial, re.split(r"([\s-]+)", given))).split())


def _initial(part: str) -> str:
    if part in _PARTICLES:
        return part
    if not (part[:1].isalpha() and (part[0].isupper() or part[0].islower())):
        return part
    dotted = re.fullmatch(r"(?:\w\.)+", part)
    return part.replace(".", ". ").strip() if dotted else f"{part[0]}."


def citation_text(reference: Reference, suffix: str = "") -> tuple[TextRun, ...]:
    """The reference as one line of a list of references, APA 7-like; of works that are cited together, one after the other."""
    if reference.members:
        parts = [citation_text(member) for member in reference.members]
        return tuple(run for number, part in enumerate(parts) for run in ((TextRun(" "), *part) if number else part))
    year = TextRun(f" ({_date_text(reference, suffix)}). ")
    names = _names(reference)
    # The title comes first where there are no names (APA 7, 9.12).
    head = [TextRun(f"{names.removesuffix('.')}."), year, *_title(reference), TextRun(" ")] if names else [*_title(reference), year]
    first = _original_year(reference)
    runs = (run for run in (*head, *_source(reference), *_links(reference), TextRun(first and f" ({first})")) if run.text)
    # Neighbours that look the same become one run.
    looks = groupby(runs, key=lambda run: (run.italic, run.href))
    joined = [TextRun(plain_text(group), italic, href) for (italic, href), group in looks]
    if not joined[-1].href:
        joined[-1] = TextRun(joined[-1].text.rstrip(), joined[-1].italic)
    joined = [TextRun(run.text.replace("  ", " "), run.italic, run.href) for run in joined]
    return tuple(run for run in joined if run.text)


def _date_text(reference: Reference, suffix: str) -> str:
    """`2019b`; of a web page `2005, October 16`; of a dated work that is still to appear also its state."""
    year, issued = year_text(reference, suffix), reference.issued
    if issued and (reference.kind in _FULL_DATE or reference.extra_text("entrysubtype") in ("magazine", "newspaper")):
        year = date_words(issued, year)
    state = PUBLICATION_STATES.get(reference.status, reference.status)
    return f"{year}, {state}" if state and issued else year


def _original_year(reference: Reference) -> str:
    """`Original work published 1869`."""
    span = read_edtf(reference.original_date)
    year = year_words(span) if span else reference.original_date
    return year and f"Original work published {year}"


def _names(reference: Reference) -> str:
    if reference.authors:
        return name_list(reference.authors, more=reference.authors_more)
    if not reference.editors:
        return ""
    return f"{name_list(reference.editors, more=reference.editors_more)} {_editor_mark(reference)}"


def _editor_mark(reference: Reference) -> str:
    return "(Eds.)" if len(reference.editors) > 1 or reference.editors_more else "(Ed.)"


def name_list(names: tuple[Name, ...], *, more: bool = False) -> str:
    """`Nahar, N., Zhou, S., & Lewis, G.`; `et al.` where the list goes on."""
    return _joined([plain_name(name) for name in names], more=more)


def _joined(names: list[str], *, more: bool) -> str:
    """Up to twenty names in full; of more, the first nineteen, an ellipsis and the last (APA 7, 9.8)."""
    if more:
        return f"{names[0]} et al." if len(names) == 1 and ", " not in names[0] else ", ".join([*names[:19], "et al."])
    if len(names) > 20:
        return f"{', '.join(names[:19])}, … {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)


def _title(reference: Reference) -> tuple[TextRun, TextRun]:
    """The title, in italics for a work that is not part of another, then its details."""
    details = _details(reference)
    title = reference.title or f"[{reference.key}]"
    if reference.main_title and not _is_part(reference) and reference.main_title != title:
        title = f"{reference.main_title}: {reference.volume and f'Vol. {reference.volume}. '}{title}"
    return TextRun(title if details else _stopped(title), italic=not _is_part(reference)), TextRun(details and _stopped(f" {details}"))


def _is_part(reference: Reference) -> bool:
    return reference.kind in PART_TYPES and bool(reference.published_in)


def _details(reference: Reference) -> str:
    """`(J. Smith, Trans.; 2nd ed.)`, `(Report No. 12)`, `[Doctoral dissertation, Carnegie Mellon University]`."""
    people = _people(reference)
    if _is_part(reference):
        return f"({people})" if people else ""
    number = _numbered(reference)
    place = () if reference.kind not in ("inbook", "incollection") else (_chapter_text(reference), _page_text(reference))
    about = _comma_list(edition_text(reference.edition), _volume_text(reference), *place, _version_text(reference), number)
    details = "; ".join(filter(None, (people, about)))
    description = ""
    if reference.kind in _BRACKETS and not number:
        school = reference.container if reference.kind.endswith("thesis") else ""
        description = _comma_list(reference.genre or _BRACKETS[reference.kind], school)
    return f"{details and f'({details})'} {description and f'[{description}]'}".strip()


def _people(reference: Reference) -> str:
    """Editors beside authors, and translators: `R. D. Hicks, Ed.; J. Smith, Trans.`"""
    editors = [] if _is_part(reference) or not reference.authors else [initials_first(name) for name in reference.editors]
    translated = reference.in_role("translator")
    translators = [initials_first(name) for name in translated.names]
    if editors and editors == translators:
        return f"{_pair(editors, more=translated.more)}, Ed{'s' if len(editors) > 1 else ''}. & Trans."
    edited = f"{_pair(editors, more=reference.editors_more)}, {_editor_mark(reference).strip('()')}" if editors else ""
    return "; ".join(filter(None, (edited, f"{_pair(translators, more=translated.more)}, Trans." if translators else "")))


def _pair(names: list[str], *, more: bool) -> str:
    """`M. Dorigo & T. Stützle`; of more names a list."""
    return " & ".join(names) if len(names) == 2 and not more else _joined(names, more=more)


def _numbered(reference: Reference) -> str:
    """`Report No. 12`; nothing more before a number that says itself what it is."""
    what = {"techreport": reference.genre or "Report", "patent": "Patent"}.get(reference.kind, "") if reference.number else ""
    return what and (reference.number if re.match(r"(?i)\w*\s*report|patent", reference.number) else f"{what} No. {reference.number}")


def _volume_text(reference: Reference) -> str:
    if reference.kind == "article" or (reference.main_title and not _is_part(reference)):
        return ""
    volumes = reference.extra_text("volumes")
    return f"Vol. {reference.volume}" if reference.volume else f"Vols. 1–{volumes}" if volumes.isdecimal() and not _is_part(reference) else ""


def _chapter_text(reference: Reference) -> str:
    return f"Chapter {reference.chapter}" if reference.chapter else ""


def _version_text(reference: Reference) -> str:
    version = reference.version
    return version and (version if re.match(r"(?i)v(?:ersion)?[\s.]*[0-9]|release", version) else f"Version {version}")


def edition_text(text: str) -> str:
    """`2` or `Second` as `2nd ed.`, `Second ed.`; `2nd edition` as `2nd ed.`"""
    text = re.sub(r"\s+ed(?:\.|ition)?$", "", text, flags=re.IGNORECASE)
    if not text or re.search(r"\b(?:eds?\.?|edition|release|draft)\b", text, re.IGNORECASE):
        return text
    return f"{ordinal(int(text)) if re.fullmatch('[0-9]{1,4}', text) else text} ed."


def _source(reference: Reference) -> list[TextRun]:
    """The publication it appeared in, or its publisher, up to a full stop and a blank."""
    if not _is_part(reference):
        runs = [TextRun("" if reference.kind == "article" else _publisher(reference))]
    else:
        runs = _journal(reference) if reference.kind == "article" else _book(reference)
    text = plain_text(runs)
    return [*runs, TextRun(" " if _ENDS.search(text) else ". ")] if text else []


def _journal(reference: Reference) -> list[TextRun]:
    """`Journal, 7(2), 12–14`: journal and volume in italics."""
    place = f"Article {reference.article_number}" if reference.article_number else reference.pages
    return [
        TextRun(reference.published_in, italic=True),
        TextRun(", " if reference.volume or reference.number else ""),
        TextRun(reference.volume, italic=True),
        TextRun(reference.number and f"({reference.number})"),
        TextRun(place and f", {place}"),
    ]


def _book(reference: Reference) -> list[TextRun]:
    """`In E. Editor (Ed.), Book (2nd ed., Vol. 3, pp. 1–5). Publisher`."""
    names = _pair([initials_first(name) for name in reference.editors], more=reference.editors_more)
    authors = reference.in_role("bookauthor")
    writers = "" if authors.names == reference.authors else _pair([initials_first(name) for name in authors.names], more=authors.more)
    edited = f"{names} {_editor_mark(reference)}" if names and reference.authors else ""
    place = _page_text(reference) or _chapter_text(reference)
    volume = _volume_text(reference)
    inside = _comma_list(edited.replace(" (", ", ").rstrip(")") if writers else "", edition_text(reference.edition), volume, place)
    publisher = _publisher(reference)
    return [
        TextRun(f"In {writers}, " if writers else f"In {edited}, " if edited else "In "),
        TextRun(reference.published_in, italic=True),
        TextRun(inside and f" ({inside})"),
        TextRun(publisher and f". {publisher}"),
    ]


def initials_first(name: Name) -> str:
    """`W. M. P. van der Aalst Jr.`, the form of editors inside a citation."""
    return " ".join(filter(None, (initials(name.given), name.short, name.suffix)))


def _page_text(reference: Reference) -> str:
    if not reference.pages:
        return reference.article_number and f"Article {reference.article_number}"
    several = re.search(r"[–,]|[0-9]-+[0-9]", reference.pages)
    return f"{'pp.' if several else 'p.'} {reference.pages}"


def _publisher(reference: Reference) -> str:
    """The publisher, unless it is an author (APA 7, 9.29); for works that are not part of another also how or by whom."""
    own = reference.container if reference.kind not in PART_TYPES and not reference.kind.endswith("thesis") else ""
    authors = {name.short for name in reference.authors}
    given = (own, reference.publisher)
    parts = dict.fromkeys(part for part in given if part and part not in authors and not reference.names_eprint(part))
    if not parts and reference.kind in {"misc", "online", "unpublished"} and not reference.names_eprint(reference.note):
        return reference.note
    return ". ".join(parts)


def _links(reference: Reference) -> tuple[TextRun, ...]:
    address, preprint = reference.doi_url or reference.web_address, reference.eprint_url
    if reference.names_eprint(address):
        preprint = ""  # the address has the number
    gap = TextRun(" " if address and preprint else "")
    on = reference.extra_text("archivedate") if reference.archived and not reference.doi else ""
    return TextRun(on and f"Archived {on}, "), TextRun(address, href=address), gap, TextRun(preprint and f"arXiv:{reference.eprint}", href=preprint)


def _stopped(text: str) -> str:
    """The text with a full stop, unless it ends in a mark of its own."""
    return text if _ENDS.search(text) else f"{text}."
