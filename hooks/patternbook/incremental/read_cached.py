"""Data without errors, read fast: item by item, each only once, by as many processes as there are cores.

Of an item in which an earlier build found no problem, only its summaries are needed (lazy_items.py, check/summaries/): the
item itself is read when a page shows it, or when another item contradicts it. An item with a problem is read alone, with
places. The rules are those of the full reading (check/read.py), which also reads each file that cannot be cut into items.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple, cast

from msgspec.json import encode

from patternbook.bibliography import Bibliography, parse_bibliography
from patternbook.catalogue.items import Item, ItemHeader, header_of
from patternbook.check.form.validate import RawItem, ValidatedItems, item_name, validate_alone, validate_source
from patternbook.check.read import (
    BIBLIOGRAPHY_FILE,
    KnownItem,
    LoadedData,
    Notice,
    Reading,
    Surroundings,
    check_loaded,
    ignore,
    read_data,
    read_item,
    read_supplement,
)
from patternbook.check.rules import SwitchedOn, check_item, switched_on
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.summaries.item_summary import ItemSummary, summarize
from patternbook.check.token_lists import Examples
from patternbook.diagnostics.diagnostic import Diagnostic, Place
from patternbook.incremental.item_spans import ItemSpan, read_alone, split_items
from patternbook.incremental.lazy_items import ByteSpan, LazyItem
from patternbook.incremental.store import Store
from patternbook.model.registry import CATALOGUE_KEY, LISTS
from patternbook.model.struct import ModelStruct
from patternbook.runtime.code_version import code_digest
from patternbook.runtime.digests import digest
from patternbook.runtime.pool import AskParent, Task, map_unordered
from patternbook.source.files import data_files, display_path, parse_file, read_text
from patternbook.source.parse import value_at
from patternbook.source.source_file import SourceFile


@dataclass(frozen=True, slots=True)
class CachedReader:
    """What reading with a cache needs."""

    store: Store
    """What earlier builds found."""
    code: bytes
    """Digest of the code that reads."""
    processes: Callable[[int], int]
    """The number of processes to use for so many items."""
    progress: Callable[[int, str, Iterable[Any]], Iterable[Any]]
    """Shows progress: number of items, stage, the items themselves."""


class FoundItem(NamedTuple):
    """An item without problems."""

    header: ItemHeader
    summary: ItemSummary
    span: ByteSpan
    """Its value as JSON."""


_DigestedSpans = tuple[tuple[bytes, ItemSpan], ...]
"""The items of a file, each with its digest."""


class _CachedFile(NamedTuple):
    """What is cached of a file."""

    digest: bytes
    items: _DigestedSpans
    found: tuple[FoundItem | None, ...]
    """The same items; their values share one block. None for an item with a problem, which is read alone again."""
    on: SwitchedOn
    """Rules that the catalogue switched on: nothing was found by these either."""


@dataclass(frozen=True, slots=True)
class _SplitFile:
    """A file that was split into items."""

    file: str
    text: str
    digest: bytes
    """Of its text."""
    items: _DigestedSpans
    last: _CachedFile | None
    """What the last build cached of the file, whether it has changed since or not."""

    def read_alone(self, number: int) -> SourceFile | None:
        """One item, with its places in the file."""
        span = self.items[number][1]
        return read_alone(self.file, span.key, span.of(self.text), span.start[0])


class _WholeFile(NamedTuple):
    """A file that is not read by items."""

    source: SourceFile | None
    problems: Sequence[Diagnostic]


def read_cached(folder: Path, base: Path, site_url: str, reader: CachedReader, docs: Path | None = None, notice: Notice = ignore) -> Reading:
    """Read a data folder as `read_data` does, with the same result."""
    paths = data_files(folder)
    if not paths:
        return read_data(folder, base, site_url, docs=docs, notice=notice)
    files = [_read_file(path, display_path(path, base), folder, reader) for path in paths]
    on = _switched_on(files)
    splits = [file for file in files if isinstance(file, _SplitFile)]
    found, works = _find_items(splits, read_text(folder / BIBLIOGRAPHY_FILE, BIBLIOGRAPHY_FILE, folder)[0], reader, on)
    loader = _Loader(found)
    for file in files:
        loader.load(file)
    beside = read_supplement(folder, base, lambda _: works)
    diagnostics = check_loaded(loader.loaded(), beside, Surroundings(folder, base, site_url, docs, partial(_keep_examples, reader)), notice=notice)
    return Reading(loader.items, loader.form.catalogue, beside, diagnostics)


def _keep_examples(reader: CachedReader, text: str, found: Callable[[], Examples]) -> Examples:
    """What was found by trying the examples of token lists with this text, which is tried once."""
    key = digest(reader.code, "examples", text)
    packed = reader.store.get(key)
    if packed is None:
        packed = pickle.dumps([*found()])
        reader.store.put([(key, packed)])
    return cast("Examples", pickle.loads(packed))  # noqa: S301 - from the private store only


def _switched_on(files: Iterable[_SplitFile | _WholeFile]) -> SwitchedOn:
    """The rules that the catalogue switches on; its own fields are in a file that is not read by items."""
    form = ValidatedItems()
    for file in files:
        if isinstance(file, _WholeFile) and file.source is not None and CATALOGUE_KEY in file.source.root:
            validate_source(form, file.source)
    return switched_on(form.catalogue)


@dataclass(frozen=True, slots=True)
class _Loader:
    """Puts together what was read of each file."""

    found: Mapping[bytes, FoundItem | None]
    form: ValidatedItems = field(default_factory=ValidatedItems)
    files: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    written: list[RawItem | KnownItem] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    """Those of valid form."""
    recent: dict[bytes, ModelStruct] = field(default_factory=dict)

    def loaded(self) -> LoadedData:
        return LoadedData(self.form, self.files, self.problems, self.written)

    def load(self, file: _SplitFile | _WholeFile) -> None:
        """Load a file: as it is cut, unless one of its items can only be read with the others."""
        if isinstance(file, _WholeFile):
            self._load_whole(file)
            return
        alone = {number: file.read_alone(number) for number, (key, _) in enumerate(file.items) if self.found[key] is None}
        if None in alone.values():
            self._load_whole(_WholeFile(*parse_file(file.file, file.text)))
        else:
            self._load_split(file, alone)

    def _load_whole(self, file: _WholeFile) -> None:
        self.problems.extend(file.problems)
        if file.source is not None:
            self.files.append(file.source.file)
            self._validate(partial(validate_source, self.form, file.source))

    def _load_split(self, file: _SplitFile, alone: Mapping[int, SourceFile | None]) -> None:
        self.files.append(file.file)
        indexes = Counter[str]()
        for number, (key, span) in enumerate(file.items):
            item = self.found[key]
            if item is not None:
                # An item without a name of its own is named by its position, which is not part of its text.
                name = item.summary.name if item.summary.is_named else item_name(span.key, {}, indexes[span.key])
                self.written.append(KnownItem(item.summary._replace(name=name), partial(_open_item, file, number, name), file.file))
                self.items.append(LazyItem(span.key, name, Place(file.file, *span.start), key, item.header, item.span, self.recent))
            elif (source := alone[number]) is not None:
                self._validate(partial(validate_alone, self.form, source, indexes[span.key]))
            indexes[span.key] += 1

    def _validate(self, validate: Callable[[], None]) -> None:
        """Take over the items that a validation adds."""
        written, valid = len(self.form.written), len(self.form.items)
        validate()
        self.written.extend(self.form.written[written:])
        self.items.extend(map(read_item, self.form.items[valid:]))


def _open_item(file: _SplitFile, number: int, name: str) -> CheckedItem:
    """An item that was found without problems, with its places."""
    source, span = file.read_alone(number), file.items[number][1]
    assert source is not None  # noqa: S101 - found before in the same text
    return RawItem(span.key, name, source, (source.root[span.key], 0)).checked()  # type: ignore[arg-type]


def _read_file(path: Path, file: str, folder: Path, reader: CachedReader) -> _SplitFile | _WholeFile:
    """Split a file into items; read it as a whole if it cannot be split, or holds other things than lists of the model."""
    text, problems = read_text(path, file, folder)
    if text is None:
        return _WholeFile(None, problems)
    packed = reader.store.get(digest(reader.code, "file", file))
    last = cast("_CachedFile", pickle.loads(packed)) if packed is not None else None  # noqa: S301 - from the private store only
    own = digest(reader.code, "items", text)
    if last and last.digest == own:
        return _SplitFile(file, text, own, last.items, last)
    spans = split_items(text)
    if spans and LISTS.keys() >= {span.key for span in spans}:
        items = tuple((digest(reader.code, "item", span.key, span.of(text)), span) for span in spans)
        return _SplitFile(file, text, own, items, last)
    return _WholeFile(*parse_file(file, text))


def _find_items(
    splits: Sequence[_SplitFile], bibliography: str | None, reader: CachedReader, on: SwitchedOn
) -> tuple[dict[bytes, FoundItem | None], Bibliography]:
    """Every item by its digest, None where it has a problem, and the bibliography: from the cache, or else read now and cached."""
    found = {
        key: item for split in splits if split.last and split.last.on >= on for (key, _), item in zip(split.last.items, split.last.found, strict=True)
    }
    missing = {key: (span, split.text) for split in splits for key, span in split.items if key not in found}
    texts: Iterator[_Text] = ((key, span.key, span.of(text)) for key, (span, text) in missing.items())  # cut when needed, to save memory
    works_key = digest(reader.code, "bibliography", bibliography or "")
    packed = reader.store.get(works_key)
    works = cast("Bibliography", pickle.loads(packed)) if packed is not None else None  # noqa: S301 - from the private store only
    if works is None:
        texts = chain((bibliography or "",), texts)  # it takes longest, so it is first
    count = len(missing) + (works is None)
    block = bytearray()
    task = Task(partial(_reader, on), lambda _: None, code_digest)  # workers ask nothing
    for result in reader.progress(count, "items read", map_unordered(texts, task, reader.processes(count))):
        if isinstance(result, Bibliography):
            works = result
            reader.store.put([(works_key, pickle.dumps(works))])
            continue
        key, item = result
        if item is None:
            found[key] = None
            continue
        value = item.span.bytes()
        found[key] = FoundItem(item.header, item.summary, ByteSpan(block, len(block), len(block) + len(value)))
        block += value
    for split in splits:
        if split.last is None or split.last.digest != split.digest or not split.last.on >= on:
            reader.store.put([(digest(reader.code, "file", split.file), pickle.dumps(_to_cache(split, found, on)))])
    return found, works or Bibliography()


def _to_cache(split: _SplitFile, found: Mapping[bytes, FoundItem | None], on: SwitchedOn) -> _CachedFile:
    items = [found[key] for key, _ in split.items]
    values = [item.span.bytes() if item else b"" for item in items]
    block, bounds = b"".join(values), pairwise([0, *accumulate(map(len, values))])
    moved = (FoundItem(item.header, item.summary, ByteSpan(block, *bound)) if item else None for item, bound in zip(items, bounds, strict=True))
    return _CachedFile(split.digest, split.items, tuple(moved), on)


_Text = tuple[bytes, str, str] | str
"""What a worker reads: the digest of an item, the list it belongs to, its text; or a bibliography."""
_ItemResult = tuple[bytes, FoundItem | None]
"""Digest of an item; the item, or None if it has a problem."""


@contextmanager
def _reader(on: SwitchedOn, _: AskParent) -> Iterator[Callable[[_Text], _ItemResult | Bibliography]]:
    yield partial(_read_text, on)


def _read_text(on: SwitchedOn, text: _Text) -> _ItemResult | Bibliography:
    if isinstance(text, str):
        return parse_bibliography(text)
    key, list_, item_text = text
    source, form = read_alone("", list_, item_text), ValidatedItems()
    if source is None:
        return key, None
    validate_alone(form, source, 0)
    if form.problems:
        return key, None
    item = form.items[0].checked()
    if any(True for _ in check_item(item, on)):
        return key, None
    encoded = encode(value_at(form.items[0].spot))
    return key, FoundItem(header_of(form.items[0].value), summarize(item, {}, writing=bool(on)), ByteSpan(encoded, 0, len(encoded)))
