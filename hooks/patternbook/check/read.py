"""From a data folder to a catalogue: load everything, check everything, report everything at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from patternbook import bibliography
from patternbook.bibliography.reference import Reference
from patternbook.catalogue.catalogue import Catalogue, ProsePage, build_catalogue
from patternbook.catalogue.items import Item as CatalogueItem
from patternbook.catalogue.items import ReadItem
from patternbook.check.collect import ItemContents, Position
from patternbook.check.references import collect_names
from patternbook.check.rules import NAME_TWICE, REFERENCE_LIST, apply_severities, catalogue_diagnostics, item_diagnostics
from patternbook.check.summary import CatalogueSummary, CheckedItem, ItemSummary, OpenItem, SharedValues, summarize
from patternbook.check.token_lists import load_lists
from patternbook.check.validate import ValidatedItems, validate_items
from patternbook.diagnostics.diagnostic import (
    DEFAULT_ADDRESS,
    DOUBTFUL_TEXT,
    INCOMPLETE_REFERENCE,
    MALFORMED_BIBLIOGRAPHY,
    NO_YEAR,
    PARTIAL_REFERENCE,
    REFERENCE_TWICE,
    UNKNOWN_KEY,
    UNKNOWN_TYPE,
    UNSAFE_ADDRESS,
    WRONG_FORM,
    DataError,
    Diagnostic,
    Place,
    only_errors,
    sort_diagnostics,
)
from patternbook.markup import Markdown
from patternbook.model.registry import KINDS, RESERVED_ADDRESSES
from patternbook.model.vocabulary import Masthead
from patternbook.settings import CONFIGURATION, DEFAULT_SITE_URL
from patternbook.source.files import ShowProgress, data_files, display_path, guess_names, load_folder, read_bytes, read_text
from patternbook.source.parse import ValueSpot, YamlValue

BIBLIOGRAPHY_FILE = "references.bib"
PROSE_FOLDER = "pages"

_BIBLIOGRAPHY_RULES = {
    "duplicate-key": REFERENCE_TWICE,
    "missing-field": INCOMPLETE_REFERENCE,
    "bad-url": UNSAFE_ADDRESS,
    "bad-doi": UNSAFE_ADDRESS,
    "unknown-type": UNKNOWN_TYPE,
    "missing-year": NO_YEAR,
    "duplicate-field": PARTIAL_REFERENCE,
    "missing-recommended": PARTIAL_REFERENCE,
    "bad-eprint": PARTIAL_REFERENCE,
    "unbraced-organisation": DOUBTFUL_TEXT,
    "unknown-command": DOUBTFUL_TEXT,
}
"""Rules of the bibliography's problems; what is not here is malformed."""

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

    items: Sequence[CatalogueItem]
    """Those of valid form, in the order they are written in."""
    masthead: Masthead | None
    beside: Supplement
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
        if only_errors(self.diagnostics) or self.masthead is None:
            raise DataError(self.diagnostics)
        return build_catalogue(self.items, self.masthead, self.beside.references, self.beside.reference_file, self.beside.prose)


@dataclass(frozen=True, slots=True, repr=False)
class Supplement:
    """What stands beside the items in a data folder: the bibliography, and prose."""

    reference_file: str
    references: dict[str, Reference]
    keys: frozenset[str] | None
    """Keys of all works, readable or not; None where the bibliography could not be read."""
    prose: tuple[ProsePage, ...]
    slugs: tuple[str, ...]
    """Of all pages of prose, readable or not."""
    problems: tuple[Diagnostic, ...]

    @property
    def openers(self) -> list[OpenItem]:
        """Of the pages and the references, as rules see them."""
        works = (partial(_reference_item, key, Place(self.reference_file, each.line)) for key, each in self.references.items())
        return [*(partial(_page_item, page) for page in self.prose), *works]


def _page_item(page: ProsePage) -> CheckedItem:
    """A page of prose is two texts."""
    texts: dict[str, YamlValue] = {"title": page.title, "text": page.text}
    marked: list[tuple[ValueSpot, Markdown]] = [((texts, key), Markdown.of(str(text))) for key, text in texts.items()]

    def place(position: Position) -> Place:
        start, offset = page.place, position.offset or 0
        if position.spot[1] == "title":
            return Place(start.file)
        line, column = page.text.count("\n", 0, offset), offset - page.text.rfind("\n", 0, offset)
        return Place(start.file, start.line + line, column if line else start.column + offset)

    return CheckedItem(PROSE_FOLDER, page.slug, None, ItemContents(marked=marked), place)


def _reference_item(key: str, place: Place) -> CheckedItem:
    """A reference is a name that others cite."""
    return CheckedItem(REFERENCE_LIST, key, ({}, "key"), ItemContents(), lambda _: place)


ParseBibliography = Callable[[str], bibliography.Bibliography]


def read_supplement(folder: Path, base: Path, parse: ParseBibliography) -> Supplement:
    """Read the bibliography and the prose of a data folder."""
    reference_file, paths = display_path(folder / BIBLIOGRAPHY_FILE, base), _pages(folder)
    found, problems = _read_references(folder / BIBLIOGRAPHY_FILE, reference_file, parse)
    prose, prose_problems = _read_prose(paths, base)
    references = {reference.key: reference for reference in found.references} if found else {}
    keys = frozenset(references) | found.broken if found else None
    return Supplement(reference_file, references, keys, prose, tuple(path.stem for path in paths), (*problems, *prose_problems))


def read_data(folder: Path, base: Path, site_url: str, over: ShowProgress = lambda stage, things: things) -> Reading:
    """Load and check the data folder; messages name files relative to `base`. Raises nothing for bad data."""
    sources, problems = load_folder(folder, base, over=over)
    unread = {problem.place.file for problem in problems}
    form = validate_items(sources, complete=unread <= {source.file for source in sources}) if sources else ValidatedItems()
    unread |= {problem.place.file for problem in form.problems if problem.rule is UNKNOWN_KEY}
    beside = read_supplement(folder, base, bibliography.parse_bibliography)
    openers: list[OpenItem] = [*(item.checked for item in form.written), *beside.openers]
    wrong = {problem.place for problem in form.problems}
    summaries: list[ItemSummary] = []
    shared: SharedValues = {}
    for opener in over("items checked", openers):
        item = opener()
        found = item_diagnostics(item)
        problems += (each for each in found if each.rule is not WRONG_FORM or each.place not in wrong)  # one mistake, one diagnostic
        summaries.append(summarize(item, shared))
    problems += form.problems
    problems += check_together(SummarizedItems(summaries, openers), beside, unread, Surroundings(folder, base, site_url))
    return Reading(read_items(form), form.catalogue, beside, final_diagnostics(problems, form.catalogue))


def read_items(form: ValidatedItems) -> tuple[ReadItem, ...]:
    """The items of valid form as the catalogue takes them."""
    return tuple(ReadItem.of(item.key, item.name, item.place(), item.value) for item in form.items)


class Surroundings(NamedTuple):
    """Where the data is, and where the site will be."""

    folder: Path
    base: Path
    """What messages name files relative to."""
    site_url: str


class SummarizedItems(NamedTuple):
    """Everything that catalogue rules compare, and what places are looked up in."""

    summaries: Sequence[ItemSummary]
    openers: Sequence[OpenItem | None]
    """Opens what each is a summary of; None where that is not read."""


def check_together(items: SummarizedItems, beside: Supplement, unread: Collection[str], around: Surroundings) -> Iterator[Diagnostic]:
    """What is to be said of everything together, and of what is not an item: bibliography, token lists, the site's address.

    Args:
        items: every item, page and reference.
        beside: what is in the data folder besides items.
        unread: files of which something could not be read.
        around: where everything is.

    Raises:
        NotAtHandError: something is wrong in an item that is not read.

    """
    unread = {*unread, *(problem.place.file for problem in beside.problems if problem.place.file != beside.reference_file)}
    left = _contents_of(unread, around)
    named = ((item.key, item.name) for item in items.summaries if item.is_named)
    names = collect_names(named, beside.keys, beside.slugs, guess_names(left))
    yield from catalogue_diagnostics(CatalogueSummary(items.summaries, names, left), items.openers)
    yield from beside.problems
    yield from load_lists(around.folder, around.base, names)[1]
    if around.site_url == DEFAULT_SITE_URL:
        yield Diagnostic(DEFAULT_ADDRESS, Place(CONFIGURATION), f"citations would carry {around.site_url}")


def final_diagnostics(problems: Iterable[Diagnostic], masthead: Masthead | None) -> tuple[Diagnostic, ...]:
    """The diagnostics of a run in their order, each as severe as the catalogue wants it."""
    return sort_diagnostics(apply_severities(problems, masthead.rules) if masthead is not None else problems)


def _contents_of(files: Collection[str], around: Surroundings) -> bytes:
    """The bytes of some of the data folder's files, readable as text or not."""
    paths = (*data_files(around.folder), *_pages(around.folder)) if files else ()
    return b"\n".join(read_bytes(path) for path in paths if display_path(path, around.base) in files)


def _pages(folder: Path) -> list[Path]:
    return sorted((folder / PROSE_FOLDER).glob("*.md"))


def _read_references(path: Path, file: str, parse: ParseBibliography) -> tuple[bibliography.Bibliography | None, list[Diagnostic]]:
    text, problems = read_text(path, file)
    if text is None:
        return None, problems
    found = parse(text)
    problems += [_worded(problem, file) for problem in found.problems]
    return found, problems


def _worded(problem: bibliography.BibliographyProblem, file: str) -> Diagnostic:
    rule = _BIBLIOGRAPHY_RULES.get(problem.code, MALFORMED_BIBLIOGRAPHY)
    place = Place(file, problem.line, problem.column)
    return Diagnostic(rule, place, problem.message, problem.key, problem.expected, problem.fix or _BIBLIOGRAPHY_FIXES.get(problem.code, ""))


def _read_prose(paths: Iterable[Path], base: Path) -> tuple[tuple[ProsePage, ...], list[Diagnostic]]:
    pages, problems = [], []
    for path in paths:
        file = display_path(path, base)
        text, found = read_text(path, file)
        problems += found
        if text is None:
            continue
        if path.stem in RESERVED_ADDRESSES:
            problems.append(
                Diagnostic(
                    NAME_TWICE, Place(file), f"the address {path.stem!r} belongs to another page", path.stem, "a name of its own", "Rename the file."
                )
            )
        heading, _, rest = text.partition("\n")
        if heading.startswith("# "):
            pages.append(ProsePage(path.stem, heading[2:].strip(), rest, Place(file, 2)))
        else:
            problems.append(Diagnostic(WRONG_FORM, Place(file), "the page has no title", path.stem, "`# Title` as the first line"))
            pages.append(ProsePage(path.stem, "", text, Place(file)))
    return tuple(pages), problems
