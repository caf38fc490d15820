"""From a data folder to a catalogue: load everything, check everything, report everything at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from patternbook import bibliography
from patternbook.catalogue import Catalogue, Prose, build
from patternbook.check.form import Form, Item, Written, check_form
from patternbook.check.gather import gather
from patternbook.check.names import Names, at, check_filled, check_named, check_text, check_unique, known_names, within
from patternbook.check.rules import Whole
from patternbook.diagnostics import DataError, Diagnostic, Place, errors, in_order
from patternbook.leaves import Leaf
from patternbook.load import Over, bytes_of, data_files, load_folder, names_in, read_text, shown
from patternbook.markup import Markdown, keys_meant
from patternbook.model.registry import KINDS, TAKEN
from patternbook.model.vocabulary import Masthead
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

    items: Sequence[Item | Leaf]
    """Those of valid form, in the order they are written in."""
    masthead: Masthead | None
    beside: Beside
    diagnostics: tuple[Diagnostic, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Entries per kind prefix, and references."""
        found = Counter(item.key for item in self.items)
        return {kind.prefix: found[kind.key] for kind in KINDS} | {"references": len(self.beside.references)}

    def catalogue(self) -> Catalogue:
        """The frozen catalogue.

        Raises:
            DataError: the data holds errors; carries every diagnostic of the run.

        """
        if errors(self.diagnostics) or self.masthead is None:
            raise DataError(self.diagnostics)
        leaves = (item if isinstance(item, Leaf) else Leaf.of(item) for item in self.items)
        return build(leaves, self.masthead, self.beside.references, self.beside.reference_file, self.beside.prose)


@dataclass(frozen=True, slots=True, repr=False)
class Beside:
    """What stands beside the items in a data folder: the bibliography, and prose."""

    reference_file: str
    references: dict[str, Reference]
    keys: frozenset[str] | None
    """Keys of all works, readable or not; None where the bibliography could not be read."""
    prose: tuple[Prose, ...]
    slugs: tuple[str, ...]
    """Of all pages of prose, readable or not."""
    problems: tuple[Diagnostic, ...]

    @property
    def cited_in_prose(self) -> frozenset[str]:
        return frozenset(key for page in self.prose for key in keys_meant(Markdown.of(page.text)))


ParseBibliography = Callable[[str], bibliography.Bibliography]


def read_beside(folder: Path, base: Path, parse: ParseBibliography) -> Beside:
    """Read the bibliography and the prose of a data folder."""
    reference_file, paths = shown(folder / BIBLIOGRAPHY, base), _pages(folder)
    found, problems = _read_references(folder / BIBLIOGRAPHY, reference_file, parse)
    prose, prose_problems = _read_prose(paths, base)
    references = {reference.key: reference for reference in found.references} if found else {}
    keys = frozenset(references) | found.broken if found else None
    return Beside(reference_file, references, keys, prose, tuple(path.stem for path in paths), (*problems, *prose_problems))


def read(folder: Path, base: Path, site_url: str, over: Over = lambda stage, things: things) -> Reading:
    """Load and check the data folder; messages name files relative to `base`. Raises nothing for bad data."""
    sources, problems = load_folder(folder, base, over=over)
    unread = {problem.place.file for problem in problems}
    form = check_form(sources, complete=unread <= {source.file for source in sources}) if sources else Form()
    beside = read_beside(folder, base, bibliography.parse)
    unread |= {problem.place.file for problem in form.problems if problem.code == "PB108"}
    unread |= {problem.place.file for problem in beside.problems if problem.place.file != beside.reference_file}
    left = _left_unread(folder, base, unread)
    names = known_names(((each.key, each.name) for each in form.names), beside.keys, beside.slugs, names_in(left))
    problems += form.problems
    problems += check_unique(form)
    cited: set[str] = set()
    told = {problem.place for problem in form.problems}
    problems += _check_items(over("items checked", form.written), names, Whole.of(form.written), told, cited)
    problems += _unused(beside, cited, left)
    problems += around(beside, names, folder, base, site_url)
    return Reading(form.items, form.catalogue, beside, in_order(problems))


def around(beside: Beside, names: Names, folder: Path, base: Path, site_url: str) -> Iterator[Diagnostic]:
    """What is to be said besides the items: of the bibliography, prose, lists of tokens, the address."""
    yield from beside.problems
    yield from _check_prose(beside.prose, names)
    yield from load_lists(folder, base, names)[1]
    if site_url == DEFAULT_SITE_URL:
        yield Diagnostic("PB501", Place(CONFIGURATION), f"citations would carry {site_url}")


def _left_unread(folder: Path, base: Path, files: Collection[str]) -> bytes:
    """What stands in files of which something could not be read: what is named there is neither unknown nor unused."""
    paths = (*data_files(folder), *_pages(folder))
    return b"\n".join(bytes_of(path) for path in paths if shown(path, base) in files)


def _pages(folder: Path) -> list[Path]:
    return sorted((folder / PAGES).glob("*.md"))


def _read_references(path: Path, file: str, parse: ParseBibliography) -> tuple[bibliography.Bibliography | None, list[Diagnostic]]:
    text, problems = read_text(path, file)
    if text is None:
        return None, problems
    found = parse(text)
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


def _check_items(items: Iterable[Written], names: Names, whole: Whole, told: Container[Place], cited: set[str]) -> Iterator[Diagnostic]:
    """What no item can know of itself, one after the other: what one says is gathered, looked at and forgotten.

    Adds to `cited` what may be the key of a reference.
    """
    for item in items:
        contents = gather(item.model, item.spot)
        yield from check_named(item, contents, names)
        yield from check_filled(item, contents, told)
        yield from whole.check(item, contents)
        cited.update(name.name for name in contents.names if name.kind == "reference")
        cited.update(contents.astray)  # what stands astray is not called unused besides
        for spot, markdown in contents.marked:
            yield from check_text(markdown, at(item, spot), item.name, names)
            cited.update(keys_meant(markdown))


def _check_prose(prose: tuple[Prose, ...], names: Names) -> Iterator[Diagnostic]:
    for page in prose:
        start = Place(page.place.file)
        yield from check_text(Markdown.of(page.title), lambda _, start=start: start, page.slug, names)  # type: ignore[misc]
        yield from check_text(Markdown.of(page.text), within(page.text, page.place), page.slug, names)


def _unused(beside: Beside, cited: Collection[str], left: bytes) -> Iterator[Diagnostic]:
    """References that nothing cites, as far as everything could be read."""
    in_prose = beside.cited_in_prose
    for key, reference in beside.references.items():
        if key not in cited and key not in in_prose and key.encode() not in left:
            yield Diagnostic("PB406", Place(beside.reference_file, reference.line), "nothing cites this reference", key)
