"""`patternbook new reference FILE`: works from BibTeX, RIS or CSL-JSON at the end of the bibliography, unless they are in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from patternbook.bibliography import Bibliography, parse_bibliography
from patternbook.bibliography.parse.exchange import ExchangeError, parse_csl, parse_ris
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.formats import to_bibtex
from patternbook.catalogue.tokenize import fold_text, tokenize
from patternbook.editing.nearest import STOP_WORDS
from patternbook.editing.splice import Cut, SpliceError, apply_cuts
from patternbook.editing.write import ChangedFile, open_file


class KnownWorkError(Exception):
    """A work is in the bibliography already; the message says under which key."""


class AddedReferences(NamedTuple):
    """The bibliography with new works, and what to say of them."""

    changed: ChangedFile
    says: list[str]


def read_works(text: str) -> Sequence[Reference]:
    """The works in a text whose format shows in its first character.

    Raises:
        ExchangeError: it is none of the formats, or something is wrong in it.

    """
    start = text.lstrip("\ufeff \t\r\n")[:2]
    if start[:1] in ("{", "["):
        return parse_csl(text)
    if re.match(r"[A-Z][A-Z0-9]", start):
        return parse_ris(text)
    parsed = parse_bibliography(text)
    if not parsed.references and not parsed.broken and "@" not in text:
        raise ExchangeError("it is neither BibTeX (`@article{...`) nor RIS (`TY  - JOUR`) nor CSL-JSON (`{...`)")
    if problem := _first_error(parsed):
        raise ExchangeError(problem)
    return parsed.references


def _first_error(parsed: Bibliography) -> str:
    return next((f"{each.message}; {each.fix or each.expected}".rstrip("; ") for each in parsed.problems if each.severity == "error"), "")


def add_works(works: Sequence[Reference], path: Path, base: Path, *, anyway: bool) -> AddedReferences:
    """The bibliography with works at its end.

    Args:
        works: The works.
        path: The bibliography.
        base: Folder that messages name files relative to.
        anyway: Whether to add works with a title that is there; a DOI that is there always means the same work.

    Raises:
        KnownWorkError: one of them is there.
        SpliceError: the result cannot be proven.

    """
    opened = open_file(path, base)
    before = parse_bibliography(opened.text)
    known = list(before.references)
    for work in works:
        _refuse_known(work, known, opened.file, anyway=anyway)
        known.append(replace(work, key=_free_key(work, known)))
    added = known[len(before.references) :]
    line_end = "\r\n" if "\r\n" in opened.text else "\n"
    gap = "" if not opened.text else line_end if opened.text.endswith("\n") else line_end * 2
    text = gap + line_end.join(to_bibtex(each).replace("\n", line_end) for each in added)
    changed = apply_cuts(opened.text, [Cut(len(opened.text), len(opened.text), text)])
    after = parse_bibliography(changed)
    if after.references[: len(before.references)] != before.references or [each.key for each in after.references] != [each.key for each in known]:
        raise SpliceError(f"{opened.file} was left as it is: its last entry must be complete first; `patternbook check` says what is wrong")
    if problem := _first_error(Bibliography(problems=tuple({*after.problems} - {*before.problems}))):
        raise SpliceError(f"{opened.file} was left as it is: {problem}")
    lines = {each.key: each.line for each in after.references}
    return AddedReferences(
        opened.with_text(changed), [f"Added {each.key} at {opened.file}:{lines[each.key]}; a text cites it as [@{each.key}, p. 1]." for each in added]
    )


def _refuse_known(work: Reference, known: Iterable[Reference], file: str, *, anyway: bool) -> None:
    title = _folded(work.title)
    for each in known:
        at = f"{each.key} ({file}:{each.line})"
        if work.doi and work.doi.lower() == each.doi.lower():
            raise KnownWorkError(f"{work.doi} is the DOI of {at}: cite that")
        if title == _folded(each.title) and not anyway:
            differs = "" if not (work.doi and each.doi) else ", with another DOI"
            raise KnownWorkError(f"the title is that of {at}{differs}: cite that, or say --as new if this is another work or version")


def _folded(title: str) -> str:
    return " ".join(tokenize(title))


def _free_key(work: Reference, known: Iterable[Reference]) -> str:
    """The work's own key where it is usable and free, else first name, year and first word of the title; with a letter where that is taken."""
    taken = {each.key.lower() for each in known}
    names = (*work.authors, *work.editors)
    words = [word for word in tokenize(work.title) if word not in STOP_WORDS]
    parts = (fold_text(names[0].short) if names else "", work.year, words[0] if words else "work")
    made = re.sub(r"[^a-z0-9]+", "", "".join(parts)) or "work"
    usable = [work.key] if re.fullmatch(r"[A-Za-z][A-Za-z0-9_:.+-]{3,60}", work.key) else []
    letters = [f"{made}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"]
    numbered = (f"{made}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (*usable, made, *letters, *numbered) if key.lower() not in taken)
