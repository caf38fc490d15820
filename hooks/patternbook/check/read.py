"""Read a data folder into a catalogue: load and check everything, and report every problem at once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from patternbook import bibliography
from patternbook.bibliography.reference import Reference
from patternbook.catalogue.catalogue import Catalogue, ProsePage, build_catalogue
from patternbook.catalogue.items import Item, ReadItem, header_of
from patternbook.catalogue.own_phrases import BROKEN_PHRASES, is_spoken, read_own_phrases, unspoken
from patternbook.catalogue.releases.addresses import address_diagnostics, present_pages, release_diagnostics
from patternbook.catalogue.releases.archive import RELEASE_RULES, Archive, read_archive
from patternbook.catalogue.releases.ledger import LEDGER_LINE, Ledger, read_ledger
from patternbook.catalogue.work_status import BROKEN_STATUS, WorkStatus, read_statuses, retractions
from patternbook.check.collect import ItemContents, Position
from patternbook.check.form.validate import RawItem, ValidatedItems, ValidItem, require_catalogue, validate_source
from patternbook.check.guides import check_guides
from patternbook.check.plausibility.aliases import WrittenAlias, alias_diagnostics, alias_fault
from patternbook.check.plausibility.files import unread_files
from patternbook.check.plausibility.media.images import FoundPictures, is_listed_picture, picture_diagnostics, read_pictures
from patternbook.check.plausibility.references import WrittenBibliography, reference_diagnostics
from patternbook.check.plausibility.works.locators import page_spans
from patternbook.check.references import THING_OF_LIST, WORK, TitledName, collect_names
from patternbook.check.rules import NAME_TWICE, PROSE_FOLDER, REFERENCE_LIST, catalogue_diagnostics, item_diagnostics, switched_on
from patternbook.check.summaries.catalogue_summary import CatalogueSummary, OpenItem, own_name
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.item_summary import ItemSummary, summarize
from patternbook.check.token_lists import KeepExamples, check_lists, try_now
from patternbook.diagnostics.diagnostic import (
    DEFAULT_ADDRESS,
    DOUBTFUL_TEXT,
    EMPTY_FILE,
    INCOMPLETE_REFERENCE,
    LINK_OUTSIDE,
    MALFORMED_BIBLIOGRAPHY,
    MALFORMED_YAML,
    NO_YEAR,
    PARTIAL_REFERENCE,
    REFERENCE_TWICE,
    UNCARRIED_CHARACTER,
    UNKNOWN_KEY,
    UNKNOWN_TYPE,
    UNREADABLE_FILE,
    UNSAFE_ADDRESS,
    UNSUPPORTED_YAML,
    VALUE_NOT_ALLOWED,
    WRONG_FORM,
    DataError,
    Diagnostic,
    Place,
    only_errors,
    sort_diagnostics,
)
from patternbook.markup import Markdown
from patternbook.model.registry import ALIASES, CATALOGUE_KEY, HOME, KINDS, LISTED, RESERVED_ADDRESSES, kind_of_id
from patternbook.model.vocabulary import Masthead
from patternbook.settings import CONFIGURATION, DEFAULT_SITE_URL
from patternbook.source.characters import UNCARRIED, describe_uncarried, without_uncarried
from patternbook.source.conflicts import CONFLICT, CONFLICT_FIX, ONE_SIDE, has_conflict, keep_first_sides
from patternbook.source.days import SECONDS_A_DAY, day_of
from patternbook.source.files import (
    MAX_FILE_BYTES,
    ShowProgress,
    data_files,
    display_path,
    folder_files,
    guess_names,
    last_change,
    links_outside,
    load_folder,
    outside_link,
    read_bytes,
    read_text,
)
from patternbook.source.media.pictures import IMAGE_FOLDER
from patternbook.source.parse import YamlValue
from patternbook.urls import alias_path, as_compared

BIBLIOGRAPHY_FILE = "references.bib"

_BIBLIOGRAPHY_RULES = {
    "duplicate-key": (REFERENCE_TWICE, ""),
    "missing-field": (INCOMPLETE_REFERENCE, ""),
    "bad-url": (UNSAFE_ADDRESS, ""),
    "bad-doi": (UNSAFE_ADDRESS, ""),
    "unknown-type": (UNKNOWN_TYPE, ""),
    "missing-year": (NO_YEAR, ""),
    "duplicate-field": (PARTIAL_REFERENCE, "Keep one of the two."),
    "missing-recommended": (PARTIAL_REFERENCE, "Add the field."),
    "bad-eprint": (PARTIAL_REFERENCE, "Correct the number, or take it out."),
    "bad-date": (PARTIAL_REFERENCE, "Write the year, or the date as 2024-05-31; a range has a slash, 1994/1997."),
    "misplaced-suffix": (DOUBTFUL_TEXT, ""),
    "unbraced-organisation": (DOUBTFUL_TEXT, ""),
    "unknown-command": (DOUBTFUL_TEXT, "Write the character itself, or take the command out."),
}
"""Code of a problem in the bibliography -> its rule, and a fix where the problem has none and that of the rule is too general.

Problems with any other code break the rule MALFORMED_BIBLIOGRAPHY.
"""


@dataclass(frozen=True, slots=True, repr=False)  # a repr of everything would be megabytes
class Reading:
    """The result of one run: checked items and every diagnostic."""

    items: Sequence[Item]
    """Items of valid form, in the order of the files."""
    masthead: Masthead | None
    beside: Supplement
    diagnostics: tuple[Diagnostic, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Entries per kind prefix, and references."""
        counts = Counter(item.key for item in self.items)
        return {kind.prefix: counts[kind.key] for kind in KINDS} | {"references": len(self.beside.references)}

    def catalogue(self) -> Catalogue:
        """The frozen catalogue.

        Raises:
            DataError: there are errors in the data; holds every diagnostic of the run.

        """
        if only_errors(self.diagnostics) or self.masthead is None:
            raise DataError(self.diagnostics)
        return build_catalogue(
            self.items,
            self.masthead,
            self.beside.references,
            self.beside.reference_file,
            self.beside.prose,
            self.beside.statuses,
            self.beside.pictures.contents,
            self.beside.phrases,
        )


@dataclass(frozen=True, slots=True, repr=False)
class Supplement:
    """The rest of a data folder besides the items: the bibliography, and prose."""

    reference_file: str
    reference_text: str
    references: dict[str, Reference]
    keys: frozenset[str] | None
    """Keys of all works, readable or not; None where the bibliography could not be read."""
    prose: tuple[ProsePage, ...]
    slugs: tuple[str, ...]
    """Slugs of all pages of prose, readable or not."""
    pictures: FoundPictures
    archive: Archive
    """The releases."""
    ledger: Ledger
    statuses: Mapping[str, WorkStatus]
    """Key of a work -> what a registry said of it."""
    phrases: str
    """The catalogue's own file of phrases."""
    problems: tuple[Diagnostic, ...]

    @property
    def openers(self) -> list[OpenItem]:
        """The pages and references as items, for the rules."""
        return [
            *(partial(_page_item, page) for page in self.prose),
            *(partial(_reference_item, key, Place(self.reference_file, reference.line)) for key, reference in self.references.items()),
        ]


def _page_item(page: ProsePage) -> CheckedItem:
    """A page of prose as an item with two texts."""
    texts: dict[str, YamlValue] = {"title": page.title, "text": page.text}
    lines = [0, *(end.end() for end in re.finditer("\n", page.text))]

    def place(position: Position) -> Place:
        start, offset = page.place, position.offset or 0
        if position.spot[1] == "title":
            return Place(start.file)
        line = bisect_right(lines, offset) - 1
        return Place(start.file, start.line + line, offset - lines[line] + (1 if line else start.column))

    return CheckedItem(PROSE_FOLDER, page.slug, None, ItemContents(marked=[((texts, key), Markdown.of(str(texts[key]))) for key in texts]), place)


def _reference_item(key: str, place: Place) -> CheckedItem:
    """A reference as an item that consists of its name."""
    return CheckedItem(REFERENCE_LIST, key, ({}, "key"), ItemContents(), lambda _: place)


def read_supplement(folder: Path, base: Path, parse: Callable[[str], bibliography.Bibliography]) -> Supplement:
    """Read the bibliography and the prose of a data folder; messages name files relative to `base`."""
    reference_file = display_path(folder / BIBLIOGRAPHY_FILE, base)
    text, problems = read_text(folder / BIBLIOGRAPHY_FILE, reference_file, folder)
    parsed = parse(text) if text is not None else bibliography.Bibliography()
    problems += [_bibliography_diagnostic(problem, reference_file) for problem in parsed.problems]
    references = {reference.key: reference for reference in parsed.references}
    paths, prose = _prose_files(folder), list[ProsePage]()
    archive, release_problems = read_archive(folder, base)
    ledger, ledger_problems = read_ledger(folder, base)
    statuses, status_problems = read_statuses(folder, base, references)
    phrases, phrase_problems = read_own_phrases(folder, base)
    problems += [*release_problems, *ledger_problems, *status_problems, *phrase_problems]
    for path in paths:
        pages, prose_problems = _read_prose(path, display_path(path, base), folder)
        prose += pages
        problems += prose_problems
    return Supplement(
        reference_file=reference_file,
        reference_text=text or "",
        references=references,
        keys=frozenset(references) | parsed.broken if text is not None else None,
        prose=tuple(prose),
        slugs=tuple(path.stem for path in paths),
        pictures=read_pictures(folder, base),
        archive=archive,
        ledger=ledger,
        statuses=statuses,
        phrases=phrases,
        problems=tuple(problems),
    )


Notice = Callable[[Iterable[Diagnostic]], None]
"""Is given problems as soon as they are found, in any order and before the catalogue's severities apply."""


def ignore(_: Iterable[Diagnostic]) -> None:
    """Notice nothing."""


def read_data(
    folder: Path,
    base: Path,
    site_url: str,
    over: ShowProgress = lambda stage, things: things,
    *,
    docs: Path | None = None,
    notice: Notice = ignore,
) -> Reading:
    """Load and check the data folder. Raises nothing for bad data.

    Args:
        folder: The data folder.
        base: Folder that messages name files relative to.
        site_url: Address of the site.
        over: Iterates over the items of a stage, given its name, and may show the progress.
        docs: Folder of the pages that are published besides; none if None.
        notice: Is given problems as they are found.

    """
    sources, problems = load_folder(folder, base, over=over)
    form = ValidatedItems()
    for source in sources:
        known = len(form.problems)
        validate_source(form, source)
        notice(form.problems[known:])
    loaded = LoadedData(form, [source.file for source in sources], problems, form.written)
    beside = read_supplement(folder, base, bibliography.parse_bibliography)
    diagnostics = check_loaded(loaded, beside, Surroundings(folder, base, site_url, docs), over, notice)
    return Reading([read_item(item) for item in form.items], form.catalogue, beside, diagnostics)


def read_item(item: ValidItem) -> ReadItem:
    """An item of valid form, for the catalogue."""
    return ReadItem(item.key, item.name, item.source.at(item.spot), header_of(item.value), item.value)


class KnownItem(NamedTuple):
    """An item in which item rules found no problem before: it is opened only where another item contradicts it."""

    summary: ItemSummary
    checked: OpenItem
    file: str

    @property
    def home(self) -> tuple[str, str]:
        """Its list, and the file that it is in."""
        return self.summary.key, self.file


class LoadedData(NamedTuple):
    """The items of a data folder before they are checked."""

    form: ValidatedItems
    """The validated items, without those that are known."""
    files: Sequence[str]
    """The files that could be read, as far as they could."""
    problems: Sequence[Diagnostic]
    """Of reading the files."""
    items: Sequence[RawItem | KnownItem]
    """Every item, valid or not, in the order of the files."""


def check_loaded(
    loaded: LoadedData,
    beside: Supplement,
    around: Surroundings,
    over: ShowProgress = lambda stage, things: things,
    notice: Notice = ignore,
) -> tuple[Diagnostic, ...]:
    """Check a data folder that was loaded: every diagnostic of the run, in order.

    Args:
        loaded: Its items.
        beside: The rest of it.
        around: Where it is.
        over: Iterates over the items of a stage, given its name, and may show the progress.
        notice: Is given problems as they are found.

    """
    form, problems = loaded.form, [_with_key_above(problem, around) for problem in loaded.problems]
    notice(problems)
    notice(form.problems)
    unread = {problem.place.file for problem in problems}
    if loaded.files and unread <= {*loaded.files} and not any(problem.rule is MALFORMED_YAML for problem in problems):
        require_catalogue(form, loaded.files[0])
    unread |= {problem.place.file for problem in form.problems if problem.rule is UNKNOWN_KEY}
    on = switched_on(form.catalogue)
    openers: list[OpenItem] = [*(item.checked for item in loaded.items), *beside.openers]
    known = [item.summary if isinstance(item, KnownItem) else None for item in loaded.items] + [None] * len(beside.openers)
    # One mistake, one diagnostic: of a value that YAML or its form refuses nothing else is said.
    refused = {problem.place for problem in problems if problem.rule is UNSUPPORTED_YAML}
    form.problems[:] = [problem for problem in form.problems if problem.place not in refused]
    wrong = {problem.place for problem in form.problems if problem.rule in (WRONG_FORM, VALUE_NOT_ALLOWED)}
    summaries: list[ItemSummary] = []
    shared: dict[Any, Any] = {}
    for opener, summary in over("items checked", list(zip(openers, known, strict=True))):
        if summary is None:
            item = opener()
            found = [each for each in item_diagnostics(item, on) if each.place not in wrong]
            notice(found)
            problems += found
            summary = summarize(item, shared, writing=bool(on))
        summaries.append(summary)
    problems += form.problems
    readable = not any(problem.rule in (UNREADABLE_FILE, EMPTY_FILE, LINK_OUTSIDE) for problem in loaded.problems)
    homes = dict(item.home for item in loaded.items) | {WORK: beside.reference_file}
    problems += _check_together(summaries, openers, form.catalogue, beside, Unread(unread, homes, readable), around)
    return _final_diagnostics(problems, form.catalogue)


def _with_key_above(problem: Diagnostic, around: Surroundings) -> Diagnostic:
    """A diagnostic; where a file holds a list alone, with the key that its ids belong below."""
    if problem.rule is not EMPTY_FILE:
        return problem
    kinds = Counter(kind.key for name in guess_names(read_bytes(around.base / problem.place.file)) if (kind := kind_of_id(name)) is not None)
    return replace(problem, fix=f"Write `{kinds.most_common(1)[0][0]}:` on a line of its own above the list.") if kinds else problem


class Unread(NamedTuple):
    """What could not be read, and where further items belong."""

    partly: Collection[str]
    """Files of which something could not be read."""
    homes: Mapping[str, str]
    """List -> the file that holds its last item."""
    all_readable: bool
    """Whether every file could be opened and holds something."""


class Surroundings(NamedTuple):
    """Where the data is, and where the site will be."""

    folder: Path
    base: Path
    """Folder that messages name files relative to."""
    site_url: str
    docs: Path | None
    """Folder of the pages that are published besides."""
    keep_examples: KeepExamples = try_now
    """Tries the examples of token lists, unless the outcome is known."""


def _check_together(
    summaries: Sequence[ItemSummary],
    openers: Sequence[OpenItem],
    masthead: Masthead | None,
    beside: Supplement,
    files: Unread,
    around: Surroundings,
) -> Iterator[Diagnostic]:
    """Check everything together, and what is not an item: bibliography, token lists, the site's address.

    Args:
        summaries: Of every item, page and reference.
        openers: Open the same, to look up places.
        masthead: The catalogue's own fields: the rules that it switches on, and its year.
        beside: The rest of the data folder.
        files: What could not be read, and where which list is.
        around: Where everything is.

    """
    on, latest_day = switched_on(masthead), _latest_day(around.folder, masthead)
    unread = {*files.partly, *(problem.place.file for problem in beside.problems if _hides_names(problem, beside))}
    paths = (*data_files(around.folder), *_prose_files(around.folder)) if unread else ()
    unread_contents = b"\n".join(read_bytes(path, MAX_FILE_BYTES) for path in paths if display_path(path, around.base) in unread)
    named = ((item.key, item.name) for item in summaries if item.is_named)
    titled = partial(_titled, summaries, beside.references)
    names = collect_names(
        named, beside.keys, beside.slugs, guess_names(unread_contents), titled=titled, files=files.homes, is_whole=files.all_readable
    )
    catalogue = CatalogueSummary(summaries, names, retractions(beside.statuses), page_spans(beside.references), latest_day, unread_contents)
    yield from catalogue_diagnostics(catalogue, openers, on)
    yield from beside.problems
    if masthead is not None and not beside.phrases and not is_spoken(masthead.language):
        yield unspoken(masthead.language, _place_of_language(summaries, openers))
    yield from reference_diagnostics(WrittenBibliography(beside.reference_file, beside.reference_text, beside.references, latest_day))
    yield from unread_files(around.folder, around.base, BIBLIOGRAPHY_FILE, PROSE_FOLDER)
    listed = {item.name: next(opened.place(at) for at in own_name(opened)) for item, opened in _pictures_listed(summaries, openers)}
    yield from picture_diagnostics(listed, beside.pictures, display_path(around.folder / IMAGE_FOLDER, around.base))
    yield from check_lists(around.folder, around.base, names.without(catalogue.lost), on, around.keep_examples)
    for folder in filter(None, (around.folder, around.docs)):
        yield from (outside_link(display_path(link, around.base), folder) for link in links_outside(folder))
    yield from release_diagnostics(beside.ledger, beside.archive, around.folder, around.base)
    present = present_pages(summaries, beside.slugs)
    if not unread:
        yield from address_diagnostics(beside.ledger, present, around.folder, around.base)
    yield from alias_diagnostics(_written_aliases(summaries, openers), _taken_paths(present, beside.ledger, around.docs))
    guides = {as_compared(path.stem): path for path in sorted(around.docs.glob("*.md"))} if around.docs is not None else {}
    for page in beside.prose:
        if guide := guides.get(as_compared(page.slug)):
            message = f"the address {page.slug!r} belongs to {display_path(guide, around.base)}"
            yield Diagnostic(NAME_TWICE, Place(page.place.file), message, page.slug, "a name of its own", "Rename the file.")
    if around.docs is not None:
        yield from check_guides(around.docs, around.base, on)
    if around.site_url == DEFAULT_SITE_URL:
        yield Diagnostic(DEFAULT_ADDRESS, Place(CONFIGURATION), "citations carry no address while it stands")


def _place_of_language(summaries: Iterable[ItemSummary], openers: Iterable[OpenItem]) -> Place:
    opened = next(opener() for item, opener in zip(summaries, openers, strict=True) if item.key == CATALOGUE_KEY)
    assert opened.contents.whole is not None  # noqa: S101 - it has a language
    return opened.place(Position((opened.contents.whole.raw, "language")))


def _pictures_listed(summaries: Iterable[ItemSummary], openers: Iterable[OpenItem]) -> Iterator[tuple[ItemSummary, CheckedItem]]:
    pairs = zip(summaries, openers, strict=True)
    return ((item, opener()) for item, opener in pairs if is_listed_picture(item))


def _written_aliases(summaries: Iterable[ItemSummary], openers: Iterable[OpenItem]) -> Iterator[WrittenAlias]:
    for item, opener in zip(summaries, openers, strict=True):
        if item.aliases and item.is_named and item.key in _PLURALS:
            opened = opener()
            assert opened.contents.whole is not None  # noqa: S101 - it has a field
            for spot, address in opened.contents.whole.texts(ALIASES):
                if not alias_fault(address):
                    yield WrittenAlias(address, item.name, f"{_PLURALS[item.key]}/{item.name}", opened.place(Position(spot)))


_PLURALS = {thing.key: thing.plural for thing in LISTED}


def _taken_paths(present: Iterable[str], ledger: Ledger, docs: Path | None) -> dict[str, str]:
    """Path of every page that the site has besides addresses from elsewhere -> what it is, for messages."""
    guides = (path.relative_to(docs).with_suffix("").as_posix() for path in docs.rglob("*.md")) if docs is not None else ()
    pages = {
        **dict.fromkeys(("", *RESERVED_ADDRESSES, *guides), "a page of the site"),
        **dict.fromkeys((*ledger.moved, *ledger.withdrawn), "a page that was published"),
    }
    return {alias_path(page): what for page, what in pages.items()} | {alias_path(page): page for page in present if page != HOME}


def _hides_names(problem: Diagnostic, beside: Supplement) -> bool:
    """Whether a problem with a file may hide names that it defines; a release defines none."""
    return problem.place.file != beside.reference_file and problem.rule not in (*RELEASE_RULES, LEDGER_LINE, BROKEN_STATUS, BROKEN_PHRASES)


def _titled(summaries: Iterable[ItemSummary], references: Mapping[str, Reference]) -> Iterator[TitledName]:
    """What may be named by its title: entries, words, people, and works by their DOI, too."""
    for item in summaries:
        if item.is_named and item.title and item.key in THING_OF_LIST:
            yield TitledName(THING_OF_LIST[item.key], item.name, item.title, item.reads.sources if item.reads is not None else ())
    for key, reference in references.items():
        yield from (TitledName(WORK, key, text) for text in (reference.title, reference.doi) if text)


_KNOWS_TIME = "2000-01-01"
"""A folder whose files were all changed before was given fixed times, as packages are, so that they tell nothing."""


def _latest_day(folder: Path, masthead: Masthead | None) -> str:
    """The latest day that the data may name: the day after the last change of any file, or the last day of the catalogue's own year.

    No clock is read. The date of the newest commit, or one that is given for a build, says nothing of what was written since.

    Args:
        folder: The data folder.
        masthead: The catalogue's own fields, with its year.

    """
    changed = day_of(last_change(folder_files(folder)) + SECONDS_A_DAY)
    if changed < _KNOWS_TIME:
        return ""
    if masthead is None or int(masthead.year) > int(changed[:4]) + 1:
        return changed
    return max(changed, f"{masthead.year}-12-31")


def _final_diagnostics(problems: Iterable[Diagnostic], masthead: Masthead | None) -> tuple[Diagnostic, ...]:
    """The diagnostics of a run in their order, with the severities that the catalogue chooses, without those of rules that it turned off."""
    severities = masthead.rules if masthead is not None else {}
    adjusted = ((each, severities.get(each.code) if each.rule.adjustable else None) for each in problems)
    return sort_diagnostics(
        replace(each, rule=replace(each.rule, severity=severity)) if severity else each for each, severity in adjusted if severity != "off"
    )


def _prose_files(folder: Path) -> list[Path]:
    return sorted((folder / PROSE_FOLDER).glob("*.md"))


def _bibliography_diagnostic(problem: bibliography.BibliographyProblem, file: str) -> Diagnostic:
    rule, fix = _BIBLIOGRAPHY_RULES.get(problem.code, (MALFORMED_BIBLIOGRAPHY, ""))
    return Diagnostic(rule, Place(file, problem.line, problem.column), problem.message, problem.key, problem.expected, problem.fix or fix)


def _read_prose(path: Path, file: str, within: Path) -> tuple[list[ProsePage], list[Diagnostic]]:
    """A page of prose, or none where it cannot be read, and what is wrong with it."""
    text, problems = read_text(path, file, within)
    if text is None:
        return [], problems
    slug = path.stem
    if has_conflict(text):
        text, conflicts = keep_first_sides(text)
        problems += [Diagnostic(WRONG_FORM, Place(file, line), CONFLICT, slug, ONE_SIDE, CONFLICT_FIX) for line in conflicts]
    if found := UNCARRIED.search(text):
        place = Place(file, text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start()))
        problems.append(Diagnostic(UNCARRIED_CHARACTER, place, f"{describe_uncarried(text)}, is on this page", slug))
        text = without_uncarried(text)
    if as_compared(slug) in RESERVED_ADDRESSES:
        message = f"the address {slug!r} belongs to another page"
        problems.append(Diagnostic(NAME_TWICE, Place(file), message, slug, "a name of its own", "Rename the file."))
    heading, _, rest = text.partition("\n")
    if heading.startswith("# ") and heading[2:].strip():
        return [ProsePage(slug, heading[2:].strip(), rest, Place(file, 2))], problems
    problems.append(Diagnostic(WRONG_FORM, Place(file), "the page has no title", slug, "`# Title` as the first line"))
    return [ProsePage(slug, "", text, Place(file))], problems
