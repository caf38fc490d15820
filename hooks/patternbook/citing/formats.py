"""Every form of a citation, each one row of a table: how it is written for an entry and for a work, and how several are joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from patternbook.bibliography.latex.codec import escape_latex
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json, to_ris
from patternbook.bibliography.write.styles.runs import plain_text
from patternbook.bibliography.write.styles.styles import STYLES, Style, plain_work
from patternbook.citing.citation import EntryCitation, cite_catalogue
from patternbook.citing.records import csl_text, entry_bibtex, entry_csl, entry_ris
from patternbook.citing.styles import entry_runs
from patternbook.phrases import gettext, gettext_noop


class CitationFormat(NamedTuple):
    """A form of a citation. Its functions are no lambdas, so that it can be sent to workers."""

    name: str
    """On the command line: csl-json."""
    title: str
    """On pages: CSL-JSON."""
    entry: Callable[[EntryCitation], str]
    """Writes an entry, or the catalogue as a whole."""
    work: Callable[[Reference, str], str]
    """Writes a work, given the letter that tells it from others of its year."""
    join: Callable[[Iterable[str]], str]
    """Makes a file of several."""


def _entry_text(style: Style, cited: EntryCitation) -> str:
    return plain_text(entry_runs(style, cited))


def _entry_json(cited: EntryCitation) -> str:
    return csl_text(entry_csl(cited))


def _work_bibtex(reference: Reference, _: str) -> str:
    return to_bibtex(reference)


def _work_ris(reference: Reference, _: str) -> str:
    return to_ris(reference)


def _work_json(reference: Reference, _: str) -> str:
    return csl_text(to_csl_json(reference))


def _lines(texts: Iterable[str]) -> str:
    return "".join(f"{text}\n" for text in texts)


def _json_list(items: Iterable[str]) -> str:
    listed = ",\n".join(items)
    return f"[\n{listed}\n]\n"


def _of_style(style: Style) -> CitationFormat:
    return CitationFormat(style.name, style.title, partial(_entry_text, style), partial(plain_work, style), _lines)


STYLE_FORMATS = tuple(map(_of_style, STYLES))
"""Citations as text."""
BIBTEX = CitationFormat("bibtex", "BibTeX", entry_bibtex, _work_bibtex, "\n".join)
RIS = CitationFormat("ris", "RIS", entry_ris, _work_ris, "\r\n".join)
CSL_JSON = CitationFormat("csl-json", "CSL-JSON", _entry_json, _work_json, _json_list)
FORMATS = (*STYLE_FORMATS, BIBTEX, RIS, CSL_JSON)

CITATION_FILES: tuple[tuple[str, str, str, CitationFormat | None], ...] = (
    ("bib", "BibTeX", "application/x-bibtex", BIBTEX),
    ("ris", "RIS", "application/x-research-info-systems", RIS),
    ("csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", CSL_JSON),
    ("txt", gettext_noop("plain text"), "text/plain", None),
)
"""Files beside whatever is cited: suffix, title, media type, and the format; None for the one with every style."""
TOPIC_SUFFIX = "all.bib"
"""Suffix of a topic's file, which stands beside the topic's page: areas/project-planning.all.bib."""


@lru_cache(maxsize=1 << 12)
def work_texts(reference: Reference, suffix: str) -> tuple[str, ...]:
    """A work in every format, in their order. Cached, as all that rests on a study cites it."""
    texts = {write: write(reference, suffix) for write in dict.fromkeys(each.work for each in FORMATS)}
    return tuple([texts[each.work] for each in FORMATS])


def entry_texts(cited: EntryCitation) -> tuple[str, ...]:
    """An entry in every format, in their order."""
    return tuple([each.entry(cited) for each in FORMATS])


def latex_line(cited: EntryCitation, works: Iterable[tuple[str, str]]) -> str:
    r"""What to write in LaTeX: `\cite[section 7.2]{nahar2022}, as restated in \cite[F-012]{patternbook:2026.12}`.

    Args:
        cited: Cited by the one key of the catalogue, with the id as the note.
        works: Key and place of the works behind it.

    """
    own = latex_cite(cite_catalogue(cited.edition).key, cited.id)
    behind = ", ".join(latex_cite(key, place) for key, place in works)
    return gettext("%(works)s, as restated in %(text)s", works=behind, text=own) if behind else own


def latex_cite(key: str, note: str = "") -> str:
    r"""`\cite[note]{key}`."""
    escaped = escape_latex(note)
    if "[" in note or "]" in note:  # it would end the optional argument
        escaped = f"{{{escaped}}}"
    return rf"\cite{f'[{escaped}]' if note else ''}{{{key}}}"
