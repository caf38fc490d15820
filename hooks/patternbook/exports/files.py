"""A file of an export, and a row of the table of exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from patternbook.exports.dataset import Dataset


class ExportFile(NamedTuple):
    """A finished file."""

    file: str
    """Path from the site's root."""
    content: bytes


Write = Callable[[Dataset, str], Iterable[ExportFile]]
"""Makes the files of a dataset, given the `file` of the row."""


class Export(NamedTuple):
    """A file of the whole catalogue, or several of one form. Its function is no lambda, so that it can be sent to workers."""

    file: str
    """Path from the site's root; with `{id}` where there is one for each entry."""
    title: str
    """On `/data/`, with labels as in `Section.title`: {finding}."""
    about: str
    """One sentence: what is in it, and for whom."""
    media_type: str
    group: str
    """Heading on `/data/`, one of outputs.py:EXPORT_GROUPS."""
    write: Write
    schema: str = ""
    """The file's JSON Schema, from the site's root."""
    in_releases: bool = False
    """Whether every release serves it, too, below its own address."""
