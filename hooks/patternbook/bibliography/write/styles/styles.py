"""The styles, each one row of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.citation import citation_text, plain_text
from patternbook.bibliography.write.styles.acm import acm
from patternbook.bibliography.write.styles.chicago import chicago
from patternbook.bibliography.write.styles.ieee import ieee
from patternbook.bibliography.write.styles.runs import Runs


class Style(NamedTuple):
    """A style of a list of references."""

    name: str
    """On the command line: apa."""
    title: str
    """On pages: APA."""
    write: Callable[[Reference, str], Runs]
    """Prints a work, given the letter that tells it from others of its year."""


STYLES = (
    Style("apa", "APA", citation_text),
    Style("acm", "ACM", acm),
    Style("ieee", "IEEE", ieee),
    Style("chicago", "Chicago", chicago),
)


def plain_work(style: Style, work: Reference, suffix: str = "") -> str:
    """A work as plain text; of works that are cited together, one after the other."""
    if work.members:
        return " ".join(plain_work(style, member) for member in work.members)
    return plain_text(style.write(work, suffix))
