"""How a reference reads: its label in running text, and its line in a list of references.

The line follows APA 7 (author, date, title, source, link), with the title's capitals left as given. It is a sequence
of runs, so that plain text, Markdown and HTML are thin writers over one wording.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from patternbook.bibliography.reference import Name, Organisation, Reference

MAX_LISTED_NAMES = 20
"""APA 7, 9.8: twenty names in full; of more, the first nineteen, an ellipsis and the last."""

_ENDS = re.compile(r"[.?!…][\"”’')\]]*$")
_ORDINAL = re.compile(r"^[0-9]+$")
_EDITION_WORD = re.compile(r"\b(ed\.?|edition)$", re.IGNORECASE)

_BRACKETS: Mapping[str, str] = {
    "dataset": "Data set",
    "mastersthesis": "Master's thesis",
    "patent": "Patent",
    "phdthesis": "Doctoral dissertation",
    "software": "Computer software",
    "video": "Video",
}
"""What APA adds in brackets where the title alone does not tell what it is."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A stretch of a citation: its text, whether it is in italics, where it links to (http, https or nothing)."""

    text: str
    italic: bool = False
    href: str = ""


def plain_text(runs: Iterable[TextRun]) -> str:
    """The citation as plain text."""
    return "".join(run.text for run in runs)


def citation_label(reference: Reference, suffix: str = "") -> str:
    """`Nahar et al. 2022`; `suffix` is the letter that tells it from others of the year (see `year_suffixes`)."""
    return f"{_short_names(reference)} {year_text(reference, suffix)}"


def year_text(reference: Reference, suffix: str = "") -> str:
    """`2018a`, or `n.d.` and `n.d.-a` where there is no year."""
    if reference.year:
        return f"{reference.year}{suffix}"
    return f"n.d.-{suffix}" if suffix else "n.d."


def year_suffixes(references: Iterable[Reference]) -> dict[str, str]:
    """Key -> a, b, ... for those whose labels clash, nothing for the others; by title, then key, in any order given."""
    groups: dict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        groups[citation_label(reference)].append(reference)
    suffixes: dict[str, str] = {}
    for group in groups.values():
        alike = sorted(group, key=lambda one: (one.title.casefold(), one.key))
        suffixes |= {one.key: _letters(index) if len(group) > 1 else "" for index, one in enumerate(alike)}
    return suffixes


def citation_labels(references: Iterable[Reference]) -> dict[str, str]:
    """Key -> a label that no other reference has, in the order given."""
    references = tuple(references)
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
    """Who stands first in a citation: the authors, else the editors."""
    return reference.authors or reference.editors


def _short_names(reference: Reference) -> str:
    names = leading_names(reference)
    more = reference.authors_more if reference.authors else reference.editors_more
    if not names:
        return f"“{_first_words(reference.title) or reference.key}”"
    if len(names) > 2 or more:
        return f"{names[0].short} et al."
    return " and ".join(name.short for name in names)


def _first_words(title: str, limit: int = 5) -> str:
    """The part before a colon, or the first words."""
    words = title.partition(":")[0].split()
    return " ".join(words[:limit]) + ("…" if len(words) > limit else "")


def plain_name(name: Name) -> str:
    """`van der Aalst, W. M. P., Jr.`; organisations in full."""
    if isinstance(name, Organisation):
        return name.name
    return ", ".join(filter(None, (name.short, initials(name.given), name.suffix)))


def initials(given: str) -> str:
    """`Jean-Pierre M.` as `J.-P. M.`; a script without capitals (Chinese, Arabic) is not cut."""
    parts = (_initial(part) for part in re.split(r"([\s-]+)", given))
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _initial(part: str) -> str:
    if not part or not part[0].isalpha() or not (part[0].isupper() or part[0].islower()):
        return part
    dotted = re.fullmatch(r"(?:\w\.)+", part)
    return part.replace(".", ". ").strip() if dotted else f"{part[0]}."


def citation_text(reference: Reference, suffix: str = "") -> tuple[TextRun, ...]:
    """The reference as one line of a list of references, APA 7-like."""
    runs = [*_head(reference, suffix), *_source(reference), *_links(reference)]
    return tuple(_merged(runs))


def _head(reference: Reference, suffix: str) -> Iterator[TextRun]:
    """Names, year and title; the title first where nobody signs (APA 7, 9.12)."""
    year = f"({year_text(reference, suffix)}). "
    names = _names(reference)
    if not names:
        yield from _title(reference)
        yield TextRun(f" {year}")
        return
    yield TextRun(f"{names}{'' if names.endswith('.') else '.'} {year}")
    yield from _title(reference)
    yield TextRun(" ")


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


def _joined(shown: list[str], *, more: bool) -> str:
    if more:
        return ", ".join([*shown[: MAX_LISTED_NAMES - 1], "et al."])
    if len(shown) > MAX_LISTED_NAMES:
        return f"{', '.join(shown[: MAX_LISTED_NAMES - 1])}, … {shown[-1]}"
    return f"{', '.join(shown[:-1])}, & {shown[-1]}" if len(shown) > 1 else "".join(shown)


def _title(reference: Reference) -> Iterator[TextRun]:
    """The title, in italics where the work stands on its own, with what it is in brackets."""
    details = _details(reference)
    title = reference.title or f"[{reference.key}]"
    yield TextRun(title if details else _stopped(title), italic=not _is_part(reference))
    if details:
        yield TextRun(_stopped(f" {details}"))


def _is_part(reference: Reference) -> bool:
    parts = {"article", "inproceedings", "incollection", "inbook"}
    return reference.kind in parts and bool(reference.container)


def _details(reference: Reference) -> str:
    """`(2nd ed.)`, `(Report No. 12)`, `[Doctoral dissertation, Carnegie Mellon University]`."""
    round_, square = [], []
    if not _is_part(reference):
        round_ += [edition_text(reference.edition)] if reference.edition else []
        round_ += [f"Vol. {reference.volume}"] if reference.volume and reference.kind != "article" else []
    if reference.kind == "techreport" and reference.number:
        round_.append(f"{reference.genre or 'Report'} No. {reference.number}")
    elif reference.kind == "patent" and reference.number:
        round_.append(f"Patent No. {reference.number}")
    elif reference.kind in _BRACKETS:
        thesis = reference.container if reference.kind.endswith("thesis") else ""
        square += [", ".join(filter(None, (reference.genre or _BRACKETS[reference.kind], thesis)))]
    inside = [f"({', '.join(round_)})"] if round_ else []
    return " ".join(inside + [f"[{', '.join(square)}]"] * bool(square))


def edition_text(text: str) -> str:
    """`2` or `Second` as `2nd ed.`, `Second ed.`"""
    if _EDITION_WORD.search(text):
        return text
    if _ORDINAL.match(text):
        ending = "th" if text[-2:] in {"11", "12", "13"} else {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")
        return f"{text}{ending} ed."
    return f"{text} ed."


def _source(reference: Reference) -> Iterator[TextRun]:
    """Where it appeared, up to a full stop and a blank."""
    if reference.kind == "article":
        runs = _journal(reference)
    elif _is_part(reference):
        runs = _book(reference)
    else:
        runs = [TextRun(_publisher(reference))]
    text = plain_text(runs)
    if text:
        yield from runs
        yield TextRun(" " if _ENDS.search(text) else ". ")


def _journal(reference: Reference) -> list[TextRun]:
    """`Journal, 7(2), 12–14`: journal and volume in italics."""
    if not reference.container:
        return []
    runs = [TextRun(reference.container, italic=True)]
    if reference.volume:
        runs += [TextRun(", "), TextRun(reference.volume, italic=True)]
    if reference.number:
        runs.append(TextRun(f"({reference.number})" if reference.volume else f", ({reference.number})"))
    where = f"Article {reference.article_number}" if reference.article_number else reference.pages
    return [*runs, TextRun(f", {where}")] if where else runs


def _book(reference: Reference) -> list[TextRun]:
    """`In E. Editor (Ed.), Book (2nd ed., Vol. 3, pp. 1–5). Publisher`."""
    editors = [f"{initials_first(name)}" for name in reference.editors]
    names = " & ".join(editors) if len(editors) == 2 and not reference.editors_more else ""
    names = names or _joined(editors, more=reference.editors_more)
    runs = [TextRun(f"In {names} {_editor_mark(reference)}, " if editors and reference.authors else "In ")]
    runs.append(TextRun(reference.container, italic=True))
    inside = [edition_text(reference.edition)] if reference.edition else []
    inside += [f"Vol. {reference.volume}"] if reference.volume else []
    inside += [_page_text(reference)] if reference.pages or reference.article_number else []
    publisher = _publisher(reference)
    tail = (f" ({', '.join(inside)})" if inside else "") + (f". {publisher}" if publisher else "")
    return [*runs, TextRun(tail)] if tail else runs


def initials_first(name: Name) -> str:
    """`W. M. P. van der Aalst Jr.`, as editors stand inside a citation."""
    if isinstance(name, Organisation):
        return name.name
    return " ".join(filter(None, (initials(name.given), name.short, name.suffix)))


def _page_text(reference: Reference) -> str:
    if not reference.pages:
        return f"Article {reference.article_number}"
    several = re.search(r"[–,]|[0-9]-+[0-9]", reference.pages)
    return f"{'pp.' if several else 'p.'} {reference.pages}"


def _publisher(reference: Reference) -> str:
    """Who published it, unless that is who signs it (APA 7, 9.29). For works on their own also how or by whom."""
    own = reference.container if not _is_part(reference) and not reference.kind.endswith("thesis") else ""
    signed = {name.short for name in reference.authors}
    parts = dict.fromkeys(part for part in (own, reference.publisher) if part and part not in signed)
    if not parts and reference.kind in {"misc", "online", "unpublished"}:
        return reference.note
    return ". ".join(parts)


def _links(reference: Reference) -> Iterator[TextRun]:
    if address := reference.doi_url or reference.url:
        yield TextRun(address, href=address)
    if reference.eprint_url:
        yield TextRun(" " if address else "")
        yield TextRun(f"arXiv:{reference.eprint}", href=reference.eprint_url)


def _stopped(text: str) -> str:
    """With a full stop, where it does not end in one."""
    return text if _ENDS.search(text) else f"{text}."


def _merged(runs: Iterable[TextRun]) -> Iterator[TextRun]:
    """Empty runs left out, neighbours of one look as one, no blank at the end."""
    kept: list[TextRun] = []
    for run in runs:
        if kept and not run.href and not kept[-1].href and run.italic == kept[-1].italic:
            kept[-1] = TextRun(kept[-1].text + run.text, run.italic)
        elif run.text:
            kept.append(run)
    if kept and not kept[-1].href:
        kept[-1] = TextRun(kept[-1].text.rstrip(), kept[-1].italic)
    yield from (run for run in kept if run.text)
