"""Citations of a reference: its label in running text, and its line in a list of references.

The line follows APA 7 (author, date, title, source, link), with the title's capitals left as given. It is a sequence
of runs, so that plain text, Markdown and HTML are thin writers over one wording.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from patternbook.bibliography.entry_types import PART_TYPES
from patternbook.bibliography.reference import Name, Reference

_ENDS = re.compile(r"[.?!…][\"”’')\]]*$")

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
    """`Nahar et al. 2022`; `suffix` is the letter that distinguishes it from others of the year (see `year_suffixes`)."""
    return f"{_short_names(reference)} {year_text(reference, suffix)}"


def year_text(reference: Reference, suffix: str = "") -> str:
    """`2018a`, or `n.d.` and `n.d.-a` where there is no year."""
    if reference.year:
        return f"{reference.year}{suffix}"
    return f"n.d.-{suffix}" if suffix else "n.d."


def year_suffixes(references: Iterable[Reference]) -> dict[str, str]:
    """Key -> a, b, ... for references whose labels clash, by title, then key; nothing for the others."""
    groups: dict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        groups[citation_label(reference)].append(reference)
    return {
        reference.key: _letters(index) if len(group) > 1 else ""
        for group in groups.values()
        for index, reference in enumerate(sorted(group, key=lambda one: (one.title.casefold(), one.key)))
    }


def citation_labels(references: Collection[Reference]) -> dict[str, str]:
    """Key -> a label that no other reference has, in the order given."""
    suffixes = year_suffixes(references)
    return {reference.key: citation_label(reference, suffixes[reference.key]) for reference in references}


def _letters(index: int) -> str:
    """0 -> a, 25 -> z, 26 -> aa."""
    head, tail = divmod(index, 26)
    return (_letters(head - 1) if head else "") + "abcdefghijklmnopqrstuvwxyz"[tail]


def citation_sort_key(reference: Reference) -> tuple[str, str, str, str]:
    """For lists of references: names, year, title, key; without regard to case, independent of any locale."""
    names = " ".join(plain_name(name) for name in leading_names(reference)) or reference.title
    return names.casefold(), reference.year, reference.title.casefold(), reference.key


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
    if not (part[:1].isalpha() and (part[0].isupper() or part[0].islower())):
        return part
    dotted = re.fullmatch(r"(?:\w\.)+", part)
    return part.replace(".", ". ").strip() if dotted else f"{part[0]}."


def citation_text(reference: Reference, suffix: str = "") -> tuple[TextRun, ...]:
    """The reference as one line of a list of references, APA 7-like."""
    year = TextRun(f" ({year_text(reference, suffix)}). ")
    names = _names(reference)
    # The title comes first where there are no names (APA 7, 9.12).
    head = [TextRun(f"{names.removesuffix('.')}."), year, *_title(reference), TextRun(" ")] if names else [*_title(reference), year]
    runs = (run for run in (*head, *_source(reference), *_links(reference)) if run.text)
    # Neighbours that look the same become one run.
    looks = groupby(runs, key=lambda run: (run.italic, run.href))
    joined = [TextRun(plain_text(group), italic, href) for (italic, href), group in looks]
    if not joined[-1].href:
        joined[-1] = TextRun(joined[-1].text.rstrip(), joined[-1].italic)
    return tuple(run for run in joined if run.text)


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
        return ", ".join([*names[:19], "et al."])
    if len(names) > 20:
        return f"{', '.join(names[:19])}, … {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)


def _title(reference: Reference) -> tuple[TextRun, TextRun]:
    """The title, in italics for a work that is not part of another, then its details."""
    details = _details(reference)
    title = reference.title or f"[{reference.key}]"
    return TextRun(title if details else _stopped(title), italic=not _is_part(reference)), TextRun(details and _stopped(f" {details}"))


def _is_part(reference: Reference) -> bool:
    return reference.kind in PART_TYPES and bool(reference.container)


def _details(reference: Reference) -> str:
    """`(2nd ed.)`, `(Report No. 12)`, `[Doctoral dissertation, Carnegie Mellon University]`."""
    if _is_part(reference):
        return ""
    volume = "" if reference.kind == "article" else reference.volume
    numbered = {"techreport": reference.genre or "Report", "patent": "Patent"}.get(reference.kind, "") if reference.number else ""
    details = _comma_list(edition_text(reference.edition), volume and f"Vol. {volume}", numbered and f"{numbered} No. {reference.number}")
    description = ""
    if reference.kind in _BRACKETS and not numbered:
        school = reference.container if reference.kind.endswith("thesis") else ""
        description = _comma_list(reference.genre or _BRACKETS[reference.kind], school)
    return f"{details and f'({details})'} {description and f'[{description}]'}".strip()


def edition_text(text: str) -> str:
    """`2` or `Second` as `2nd ed.`, `Second ed.`"""
    if not text or re.search(r"\b(ed\.?|edition)$", text, re.IGNORECASE):
        return text
    ending = ""
    if re.match(r"^[0-9]+$", text):
        ending = "th" if text[-2:] in {"11", "12", "13"} else {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")
    return f"{text}{ending} ed."


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
        TextRun(reference.container, italic=True),
        TextRun(", " if reference.volume or reference.number else ""),
        TextRun(reference.volume, italic=True),
        TextRun(reference.number and f"({reference.number})"),
        TextRun(place and f", {place}"),
    ]


def _book(reference: Reference) -> list[TextRun]:
    """`In E. Editor (Ed.), Book (2nd ed., Vol. 3, pp. 1–5). Publisher`."""
    editors = [initials_first(name) for name in reference.editors]
    is_pair = len(editors) == 2 and not reference.editors_more
    names = " & ".join(editors) if is_pair else _joined(editors, more=reference.editors_more)
    inside = _comma_list(edition_text(reference.edition), reference.volume and f"Vol. {reference.volume}", _page_text(reference))
    publisher = _publisher(reference)
    return [
        TextRun(f"In {names} {_editor_mark(reference)}, " if editors and reference.authors else "In "),
        TextRun(reference.container, italic=True),
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
    own = reference.container if not _is_part(reference) and not reference.kind.endswith("thesis") else ""
    authors = {name.short for name in reference.authors}
    parts = dict.fromkeys(part for part in (own, reference.publisher) if part and part not in authors)
    if not parts and reference.kind in {"misc", "online", "unpublished"}:
        return reference.note
    return ". ".join(parts)


def _links(reference: Reference) -> tuple[TextRun, ...]:
    address, preprint = reference.doi_url or reference.url, reference.eprint_url
    gap = TextRun(" " if address and preprint else "")
    return TextRun(address, href=address), gap, TextRun(preprint and f"arXiv:{reference.eprint}", href=preprint)


def _stopped(text: str) -> str:
    """The text with a full stop, unless it ends in a mark of its own."""
    return text if _ENDS.search(text) else f"{text}."
