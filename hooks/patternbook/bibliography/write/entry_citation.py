"""How to cite an entry of the catalogue itself: the same formats, for our own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from patternbook.bibliography.latex import codec
from patternbook.bibliography.reference import Name, Organisation, Reference
from patternbook.bibliography.write.citation import TextRun, name_list, plain_text
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json, to_ris

_UNUSABLE = re.compile(r"[^A-Za-z0-9_:.+-]+")


@dataclass(frozen=True, slots=True)
class EntryCitation:
    """What a citation of one entry says.

    id: "F-012".  title: the entry's title.
    authors: who wrote the entry; where empty, the publisher signs.  editors: of the catalogue; may be empty.
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
    return _UNUSABLE.sub("-", f"{prefix}-{citation.id}").strip("-")


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
    return tuple(run for run in _runs(citation) if run.text)


def _runs(citation: EntryCitation) -> Iterator[TextRun]:
    names = name_list(citation.signing)
    yield TextRun(f"{names} ({citation.year or 'n.d.'}). {citation.title} ({citation.id}). In {_editors(citation)}")
    yield TextRun(citation.catalogue_title, italic=True)
    yield TextRun(f", release {citation.release}. " if citation.release else ". ")
    if citation.authors and citation.publisher:
        yield TextRun(f"{citation.publisher.rstrip('.')}. ")
    yield TextRun(citation.url, href=citation.url)
    yield TextRun(f"; {citation.licence}." if citation.licence else "")


def _editors(citation: EntryCitation) -> str:
    if not citation.editors:
        return ""
    return f"{name_list(citation.editors)} ({'Eds.' if len(citation.editors) > 1 else 'Ed.'}), "


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
    """For formats that can say what an entry is: a part of the catalogue."""
    return replace(entry_reference(citation, prefix), kind="incollection", container=citation.edition)


def _protected(title: str) -> str:
    """The title as LaTeX, words with capitals in braces so that no style lower-cases `ML`; the first letter is safe."""
    if title[1:].islower():  # most titles
        return codec.escape_latex(title)
    words = re.split(r"(\s+)", title)
    return "".join(_protected_word(word, is_first=index == 0) for index, word in enumerate(words))


def _protected_word(word: str, *, is_first: bool) -> str:
    escaped = codec.escape_latex(word)
    has_capital = any(character.isupper() for character in (word[1:] if is_first else word))
    return f"{{{escaped}}}" if has_capital else escaped
