"""From a data folder to a catalogue: load everything, check everything, report everything at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from patternbook import bibliography
from patternbook.catalogue import Catalogue, Prose, build
from patternbook.check.form import Form, Item, Written, check_form
from patternbook.check.names import Names, at, check_named, check_text, check_unique, known_names, within
from patternbook.check.rules import unused_references, whole
from patternbook.diagnostics import DataError, Diagnostic, Place, errors, in_order
from patternbook.load import data_files, load_folder, names_in, read_text, shown, texts
from patternbook.markup import citations
from patternbook.model.kinds import KINDS, TAKEN
from patternbook.reference import Reference
from patternbook.screening.lists import load_lists
from patternbook.settings import CONFIGURATION, DEFAULT_SITE_URL

BIBLIOGRAPHY = "references.bib"
PAGES = "pages"

_BIBLIOGRAPHY_CODES = {
    "duplicate-key": "PB402",
    "missing-field": "PB403",
    "bad-url": "PB404",
    "bad-doi": "PB404",
    "unknown-type": "PB405",
    "missing-year": "PB407",
    "duplicate-field": "PB408",
    "missing-recommended": "PB408",
    "bad-eprint": "PB408",
    "unbraced-organisation": "PB409",
    "unknown-command": "PB409",
}
"""Codes of the bibliography's problems; what is not here is PB401, malformed."""


_BIBLIOGRAPHY_FIXES = {
    "duplicate-field": "Keep one of the two.",
    "missing-recommended": "Add the field.",
    "bad-eprint": "Correct the number, or take it out.",
    "unknown-command": "Write the character itself, or take the command out.",
}
"""Advice where a rule covers several problems and the problem brings none of its own."""


@dataclass(frozen=True, slots=True, repr=False)  # of everything: megabytes that nobody reads
class Reading:
    """All that one run found: checked items and every diagnostic."""

    form: Form
    references: dict[str, Reference]
    reference_file: str
    prose: tuple[Prose, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Entries per kind prefix, and references."""
        found = Counter(item.key for item in self.form.items)
        return {kind.prefix: found[kind.key] for kind in KINDS} | {"references": len(self.references)}

    def catalogue(self) -> Catalogue:
        """The frozen catalogue.

        Raises:
            DataError: the data holds errors; carries every diagnostic of the run.

        """
        if errors(self.diagnostics) or self.form.catalogue is None:
            raise DataError(self.diagnostics)
        return build(self.form.items, self.form.catalogue, self.references, self.reference_file, self.prose)


def read(folder: Path, base: Path, site_url: str) -> Reading:
    """Load and check the data folder; messages name files relative to `base`. Raises nothing for bad data."""
    sources, problems = load_folder(folder, base)
    unread = {problem.place.file for problem in problems}
    form = check_form(sources, complete=unread <= {source.file for source in sources}) if sources else Form()
    reference_file = shown(folder / BIBLIOGRAPHY, base)
    bibliography_, bibliography_problems = _read_references(folder / BIBLIOGRAPHY, reference_file)
    references = {reference.key: reference for reference in bibliography_.references} if bibliography_ else {}
    prose, prose_problems = _read_prose(folder / PAGES, base)
    keys = frozenset(references) | bibliography_.broken if bibliography_ else None
    unread |= {problem.place.file for problem in form.problems if problem.code == "PB108"}
    names = known_names(form, keys, _page_names(folder), _names_unread(folder, base, unread))
    problems += [*form.problems, *bibliography_problems, *prose_problems]
    problems += check_unique(form)
    problems += _check_names(form.written, names)
    problems += _check_prose(prose, names)
    problems += whole(tuple(form.items))
    problems += load_lists(folder, base)[1]
    if not errors(problems):
        problems += _unused(form.items, prose, references, reference_file)
    if site_url == DEFAULT_SITE_URL:
        problems.append(Diagnostic("PB501", Place(CONFIGURATION), f"citations would carry {site_url}"))
    return Reading(form, references, reference_file, prose, in_order(problems))


def _names_unread(folder: Path, base: Path, files: Collection[str]) -> frozenset[str]:
    """Ids and slugs that stand in files of which something could not be read."""
    return frozenset(name for path in data_files(folder) if shown(path, base) in files for name in names_in(path))


def _page_names(folder: Path) -> list[str]:
    return [path.stem for path in (folder / PAGES).glob("*.md")]


def _read_references(path: Path, file: str) -> tuple[bibliography.Bibliography | None, list[Diagnostic]]:
    text, problems = read_text(path, file)
    if text is None:
        return None, problems
    found = bibliography.parse(text)
    problems += [_worded(problem, file) for problem in found.problems]
    return found, problems


def _worded(problem: bibliography.BibliographyProblem, file: str) -> Diagnostic:
    code = _BIBLIOGRAPHY_CODES.get(problem.code, "PB401")
    place = Place(file, problem.line, problem.column)
    return Diagnostic(code, place, problem.message, problem.key, problem.expected, problem.fix or _BIBLIOGRAPHY_FIXES.get(problem.code, ""))


def _read_prose(folder: Path, base: Path) -> tuple[tuple[Prose, ...], list[Diagnostic]]:
    pages, problems = [], []
    for path in sorted(folder.glob("*.md")):
        file = shown(path, base)
        text, found = read_text(path, file)
        problems += found
        if text is None:
            continue
        if path.stem in TAKEN:
            problems.append(
                Diagnostic(
                    "PB301", Place(file), f"the address {path.stem!r} belongs to another page", path.stem, "a name of its own", "Rename the file."
                )
            )
        heading, _, rest = text.partition("\n")
        if not heading.startswith("# "):
            problems.append(Diagnostic("PB203", Place(file), "the page has no title", path.stem, "`# Title` as the first line"))
            continue
        pages.append(Prose(path.stem, heading[2:].strip(), rest, Place(file, 2)))
    return tuple(pages), problems


def _check_names(items: Iterable[Written], names: Names) -> Iterator[Diagnostic]:
    for item in items:
        yield from check_named(item, names)
        for way, text in texts(item.raw):
            if "[" in text or "<" in text:  # few texts hold a mark
                yield from check_text(text, at(item, way), item.name, names)


def _check_prose(prose: tuple[Prose, ...], names: Names) -> Iterator[Diagnostic]:
    for page in prose:
        start = Place(page.place.file)
        yield from check_text(page.title, lambda _, start=start: start, page.slug, names)  # type: ignore[misc]
        yield from check_text(page.text, within(page.text, page.place), page.slug, names)


def _unused(items: list[Item], prose: tuple[Prose, ...], references: dict[str, Reference], file: str) -> Iterator[Diagnostic]:
    in_prose = [page.text for page in prose]
    in_entries = [text for item in items for _, text in texts(item.raw) if "[@" in text]
    cited = frozenset(work.key for text in (*in_prose, *in_entries) for work in citations(text))
    lines = {key: reference.line for key, reference in references.items()}
    for key, line in unused_references(items, cited, lines):
        yield Diagnostic("PB406", Place(file, line), "nothing cites this reference", key)
