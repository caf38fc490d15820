"""The styles, each one row of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.styles.acm import acm
from patternbook.bibliography.write.styles.apa import apa
from patternbook.bibliography.write.styles.chicago import chicago
from patternbook.bibliography.write.styles.ieee import ieee
from patternbook.bibliography.write.styles.runs import Runs, TextRun, plain_text


class Style(NamedTuple):
    """A style of a list of references."""

    name: str
    """On the command line: apa."""
    title: str
    """On pages: APA."""
    write: Callable[[Reference, str], Runs]
    """Prints a work, given the letter that tells it from others of its year."""


_APA = Style("apa", "APA", apa)
STYLES = (
    _APA,
    Style("acm", "ACM", acm),
    Style("ieee", "IEEE", ieee),
    Style("chicago", "Chicago", chicago),
)


def work_runs(style: Style, work: Reference, suffix: str = "") -> Runs:
    """A work in a style; of works that are cited together, one after the other."""
    if not work.members:
        return style.write(work, suffix)
    parts = [work_runs(style, member) for member in work.members]
    return tuple(run for number, part in enumerate(parts) for run in ((TextRun(" "), *part) if number else part))


def plain_work(style: Style, work: Reference, suffix: str = "") -> str:
    """A work in a style as plain text."""
    return plain_text(work_runs(style, work, suffix))


def citation_text(work: Reference, suffix: str = "") -> Runs:
    """A work as pages print it, in the style of the APA."""
    return work_runs(_APA, work, suffix)
