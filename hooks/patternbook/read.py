"""From a data folder to a catalogue: load everything, check everything, report everything at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from patternbook import bibliography
from patternbook.catalogue import Catalogue, Prose, build
from patternbook.check.form import Form, check_form
from patternbook.check.gather import gather
from patternbook.check.names import Names, at, check_filled, check_named, check_text, check_unique, known_names, within
from patternbook.check.rules import Gathered, unused_references, whole
from patternbook.diagnostics import DataError, Diagnostic, Place, errors, in_order
from patternbook.load import Load, Over, PlacesUnknownError, bytes_of, data_files, load_file, load_folder, names_in, read_text, shown
from patternbook.markup import Markdown, keys_meant
from patternbook.model.kinds import KINDS, TAKEN
from patternbook.reference import Reference
from patternbook.screening.loading import load_lists
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


@dataclass(frozen=True, slots=True)
class Readers:
    """How files are read: by default in full."""

    load: Load = load_file
    bibliography: Callable[[str], bibliography.Bibliography] = bibliography.parse
    over: Over = lambda stage, things: things


IN_FULL = Readers()


def read(folder: Path, base: Path, site_url: str, readers: Readers = IN_FULL) -> Reading:
    """Load and check the data folder; messages name files relative to `base`. Raises nothing for bad data."""
    try:
        return _read(folder, base, site_url, readers)
    except PlacesUnknownError:  # something is to be said about a place
        return _read(folder, base, site_url, Readers(over=readers.over))


def _read(folder: Path, base: Path, site_url: str, readers: Readers) -> Reading:
    sources, problems = load_folder(folder, base, readers.load, readers.over)
    unread = {problem.place.file for problem in problems}
    form = check_form(sources, complete=unread <= {source.file for source in sources}) if sources else Form()
    reference_file = shown(folder / BIBLIOGRAPHY, base)
    bibliography_, bibliography_problems = _read_references(folder / BIBLIOGRAPHY, reference_file, readers)
    references = {reference.key: reference for reference in bibliography_.references} if bibliography_ else {}
    prose, prose_problems = _read_prose(_pages(folder), base)
    keys = frozenset(references) | bibliography_.broken if bibliography_ else None
    unread |= {problem.place.file for problem in form.problems if problem.code == "PB108"} | {problem.place.file for problem in prose_problems}
    left = _left_unread(folder, base, unread)
    names = known_names(form, keys, [path.stem for path in _pages(folder)], names_in(left))
    gathered = [(item, gather(item.model, item.spot)) for item in readers.over("items checked", form.written)]
    problems += [*form.problems, *bibliography_problems, *prose_problems]
    problems += check_unique(form)
    problems += _check_names(gathered, names)
    problems += _check_filled(gathered, {problem.place for problem in form.problems})
    problems += _check_prose(prose, names)
    problems += whole(gathered)
    problems += _unused(gathered, prose, {key: each.line for key, each in references.items() if key.encode() not in left}, reference_file)
    problems += load_lists(folder, base, names)[1]
    if site_url == DEFAULT_SITE_URL:
        problems.append(Diagnostic("PB501", Place(CONFIGURATION), f"citations would carry {site_url}"))
    return Reading(form, references, reference_file, prose, in_order(problems))


def _left_unread(folder: Path, base: Path, files: Collection[str]) -> bytes:
    """What stands in files of which something could not be read: what is named there is neither unknown nor unused."""
    paths = (*data_files(folder), *_pages(folder))
    return b"\n".join(bytes_of(path) for path in paths if shown(path, base) in files)


def _pages(folder: Path) -> list[Path]:
    return sorted((folder / PAGES).glob("*.md"))


def _read_references(path: Path, file: str, readers: Readers) -> tuple[bibliography.Bibliography | None, list[Diagnostic]]:
    text, problems = read_text(path, file)
    if text is None:
        return None, problems
    found = readers.bibliography(text)
    problems += [_worded(problem, file) for problem in found.problems]
    return found, problems


def _worded(problem: bibliography.BibliographyProblem, file: str) -> Diagnostic:
    code = _BIBLIOGRAPHY_CODES.get(problem.code, "PB401")
    place = Place(file, problem.line, problem.column)
    return Diagnostic(code, place, problem.message, problem.key, problem.expected, problem.fix or _BIBLIOGRAPHY_FIXES.get(problem.code, ""))


def _read_prose(paths: Iterable[Path], base: Path) -> tuple[tuple[Prose, ...], list[Diagnostic]]:
    pages, problems = [], []
    for path in paths:
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
        if heading.startswith("# "):
            pages.append(Prose(path.stem, heading[2:].strip(), rest, Place(file, 2)))
        else:
            problems.append(Diagnostic("PB203", Place(file), "the page has no title", path.stem, "`# Title` as the first line"))
            pages.append(Prose(path.stem, "", text, Place(file)))
    return tuple(pages), problems


def _check_names(gathered: Gathered, names: Names) -> Iterator[Diagnostic]:
    for item, contents in gathered:
        yield from check_named(item, contents, names)
        for spot, markdown in contents.marked:
            yield from check_text(markdown, at(item, spot), item.name, names)


def _check_filled(gathered: Gathered, told: Container[Place]) -> Iterator[Diagnostic]:
    for item, contents in gathered:
        yield from check_filled(item, contents, told)


def _check_prose(prose: tuple[Prose, ...], names: Names) -> Iterator[Diagnostic]:
    for page in prose:
        start = Place(page.place.file)
        yield from check_text(Markdown.of(page.title), lambda _, start=start: start, page.slug, names)  # type: ignore[misc]
        yield from check_text(Markdown.of(page.text), within(page.text, page.place), page.slug, names)


def _unused(gathered: Gathered, prose: tuple[Prose, ...], lines: dict[str, int], file: str) -> Iterator[Diagnostic]:
    in_prose = [Markdown.of(page.text) for page in prose]
    in_entries = [markdown for _, contents in gathered for _, markdown in contents.marked]
    cited = frozenset(key for markdown in (*in_prose, *in_entries) for key in keys_meant(markdown))
    for key, line in unused_references(gathered, cited, lines):
        yield Diagnostic("PB406", Place(file, line), "nothing cites this reference", key)
