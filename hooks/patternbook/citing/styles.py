"""An entry, or the catalogue, in the styles of a list of references: printed as a work, by the styles that print works."""

from __future__ import annotations

from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.styles.runs import Runs
from patternbook.bibliography.write.styles.styles import Style
from patternbook.citing.citation import EntryCitation


def entry_runs(style: Style, cited: EntryCitation) -> Runs:
    """An entry as a chapter of the catalogue, or the catalogue as a book; its release is what editions are of books."""
    return style.write(_work(cited), "")


def _work(cited: EntryCitation) -> Reference:
    state = cited.edition.state
    return Reference(
        key=cited.key,
        kind="incollection" if cited.id else "book",
        title=f"{cited.title} ({cited.id})" if cited.id else cited.title,
        authors=cited.signing,
        year=cited.edition.year,
        container=cited.edition.title if cited.id else "",
        edition=f"{state[:1].upper()}{state[1:]}",
        publisher=cited.publisher,
        doi=cited.doi,
        url=cited.url,
    )
