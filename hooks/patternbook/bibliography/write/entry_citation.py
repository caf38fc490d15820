"""Citations of an entry of the catalogue itself, in the formats that references have."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from patternbook.bibliography.latex import codec
from patternbook.bibliography.reference import Name, Organisation, Reference
from patternbook.bibliography.write.citation import TextRun, name_list, plain_text
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json, to_ris


@dataclass(frozen=True, slots=True)
class EntryCitation:
    """What a citation of one entry is made of.

    id: "F-012".  title: the entry's title.
    authors: of the entry; where empty, the publisher takes their place.  editors: of the catalogue; may be empty.
    publisher: "Patternbook contributors".  catalogue_title: "Collaboration Patterns for ML-Enabled Systems".
    year: of the release, "2026".  release: "2026.12", or empty for a text that is not released.
    url: the page of that release, http or https.  licence: "CC BY 4.0".
    """

    id: str
    title: str
    publisher: str
    catalogue_title: str
    year: str
    url: str
    release: str = ""
    licence: str = ""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()

    @property
    def signing(self) -> tuple[Name, ...]:
        """The authors, else the publisher as one."""
        return self.authors or ((Organisation(self.publisher),) if self.publisher else ())

    @property
    def edition(self) -> str:
        """`Collaboration Patterns for ML-Enabled Systems, release 2026.12`."""
        return f"{self.catalogue_title}, release {self.release}" if self.release else self.catalogue_title


def entry_key(citation: EntryCitation, prefix: str) -> str:
    """`patternbook-F-012`: a key every reference manager accepts."""
    return re.sub(r"[^A-Za-z0-9_:.+-]+", "-", f"{prefix}-{citation.id}").strip("-")


def entry_bibtex(citation: EntryCitation, prefix: str) -> str:
    """A BibTeX entry for one entry of the catalogue."""
    return to_bibtex(entry_reference(citation, prefix))


def entry_ris(citation: EntryCitation, prefix: str) -> str:
    """A RIS record for one entry of the catalogue."""
    return to_ris(_chapter(citation, prefix))


def entry_csl_json(citation: EntryCitation, prefix: str) -> dict[str, object]:
    """A CSL-JSON item for one entry of the catalogue: a chapter of the catalogue."""
    item = to_csl_json(_chapter(citation, prefix))
    return item | {"version": citation.release} if citation.release else item


def entry_plain(citation: EntryCitation) -> str:
    """`Patternbook contributors (2026). Title (F-012). In Catalogue, release 2026.12. https://...; CC BY 4.0.`"""
    return plain_text(entry_runs(citation))


def entry_runs(citation: EntryCitation) -> tuple[TextRun, ...]:
    """The same as runs, with the catalogue's title in italics and the address as a link."""
    editors = f"{name_list(citation.editors)} ({'Eds.' if len(citation.editors) > 1 else 'Ed.'}), " if citation.editors else ""
    names, year = name_list(citation.signing), citation.year or "n.d."
    runs = (
        TextRun(f"{names} ({year}). {citation.title} ({citation.id}). In {editors}"),
        TextRun(citation.catalogue_title, italic=True),
        TextRun(f", release {citation.release}. " if citation.release else ". "),
        TextRun(f"{citation.publisher.rstrip('.')}. " if citation.authors and citation.publisher else ""),
        TextRun(citation.url, href=citation.url),
        TextRun(citation.licence and f"; {citation.licence}."),
    )
    return tuple(run for run in runs if run.text)


def entry_reference(citation: EntryCitation, prefix: str) -> Reference:
    """The entry as a reference, for every format that references have."""
    parts = (citation.release and f"Release {citation.release}", f"entry {citation.id}")
    note = ", ".join(filter(None, parts)) + (f". {citation.licence}" if citation.licence else "")
    return Reference(
        key=entry_key(citation, prefix),
        kind="misc",
        title=citation.title,
        authors=citation.signing,
        editors=citation.editors,
        year=citation.year,
        container=f"In {citation.edition}",
        publisher=citation.publisher,
        url=citation.url,
        note=note[:1].upper() + note[1:],
        raw_fields=(("title", _protected(citation.title)),),
    )


def _chapter(citation: EntryCitation, prefix: str) -> Reference:
    """The reference as a part of the catalogue, for formats that have a type for that."""
    return replace(entry_reference(citation, prefix), kind="incollection", container=citation.edition)


def _protected(title: str) -> str:
    """The title as LaTeX, words with capitals in braces so that no style lower-cases `ML`; the first letter is safe."""
    if title[1:].islower():  # most titles
        return codec.escape_latex(title)
    return re.sub(r"\S+", _protected_word, title)


def _protected_word(word: re.Match[str]) -> str:
    escaped = codec.escape_latex(word[0])
    letters = word[0] if word.start() else word[0][1:]
    return f"{{{escaped}}}" if any(map(str.isupper, letters)) else escaped
