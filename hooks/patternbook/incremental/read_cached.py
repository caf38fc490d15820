"""Data without errors, read fast: item by item, each only once, by as many processes as there are cores.

Of an item in which an earlier build found no problem, only its summaries are needed (lazy_items.py, check/summary.py): the
item itself is read when a page shows it. The rules are those of the full reading. If one finds a problem in an item
that was not read with positions here, everything is read in full (check/read.py).
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple, cast

from msgspec.json import encode

from patternbook.bibliography import Bibliography, parse_bibliography
from patternbook.catalogue.items import Item, ItemHeader, header_of
from patternbook.check.read import (
    BIBLIOGRAPHY_FILE,
    Reading,
    SummarizedItems,
    Surroundings,
    check_together,
    final_diagnostics,
    read_items,
    read_supplement,
)
from patternbook.check.rules import NotAtHandError, SwitchedOn, check_item, item_diagnostics, switched_on
from patternbook.check.summary import ItemSummary, summarize
from patternbook.check.validate import ValidatedItems, validate_items
from patternbook.diagnostics.diagnostic import Place
from patternbook.digests import digest
from patternbook.incremental.item_spans import ItemSpan, parse_item, split_items
from patternbook.incremental.lazy_items import ByteSpan, LazyItem
from patternbook.incremental.store import Store
from patternbook.model.registry import LISTS
from patternbook.model.struct import ModelStruct
from patternbook.runtime.code_version import code_digest
from patternbook.runtime.pool import AskParent, Task, map_unordered
from patternbook.source.files import data_files, display_path, load_file, read_text
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
    found: tuple[FoundItem, ...]
    """The same items; their values share one block."""
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


class _FallBackError(Exception):
    """The data has a problem, or a form that is not read by items: everything must be read in full."""


def read_cached(folder: Path, base: Path, site_url: str, reader: CachedReader, docs: Path | None = None) -> Reading | None:
    """Read a data folder as `read_data` does; None if the data must be read by `read_data` itself."""
    try:
        files = [_read_file(path, display_path(path, base), folder, reader) for path in data_files(folder)]
        splits, forms = [each for each in files if isinstance(each, _SplitFile)], [each for each in files if isinstance(each, ValidatedItems)]
        mastheads = [form.catalogue for form in forms if form.catalogue]
        if len(mastheads) != 1:
            return None
        on = switched_on(mastheads[0])
        found, works = _find_items(splits, read_text(folder / BIBLIOGRAPHY_FILE, BIBLIOGRAPHY_FILE, folder)[0], reader, on)
        beside = read_supplement(folder, base, lambda _: works)
        openers = [*(item.checked for form in forms for item in form.written), *beside.openers]
        checked = [opener() for opener in openers]
        known = [found[key].summary for split in splits for key, _ in split.items]  # an item that is written twice is in it twice
        summaries = [*known, *(summarize(item, {}, writing=bool(on)) for item in checked)]
        items = SummarizedItems(summaries, [*(None for _ in known), *openers], on)
        problems = [
            *(each for item in checked for each in item_diagnostics(item, on)),
            *check_together(items, beside, (), Surroundings(folder, base, site_url, docs)),
        ]
    except (_FallBackError, NotAtHandError):
        return None
    recent: dict[bytes, ModelStruct] = {}
    all_items: list[Item] = []
    for file in files:
        all_items += read_items(file) if isinstance(file, ValidatedItems) else _lazy_items(file, found, recent)
    return Reading(all_items, mastheads[0], beside, final_diagnostics(problems, mastheads[0]))


def _read_file(path: Path, file: str, folder: Path, reader: CachedReader) -> _SplitFile | ValidatedItems:
    """Split a file into items; validate it as a whole if it cannot be split, or holds other things than lists of the model."""
    text, _ = read_text(path, file, folder)
    if text is not None:
        packed = reader.store.get(digest(reader.code, "file", file))
        last = cast("_CachedFile", pickle.loads(packed)) if packed is not None else None  # noqa: S301 - from the private store only
        own = digest(reader.code, "items", text)
        if last and last.digest == own:
            return _SplitFile(file, text, own, last.items, last)
        spans = split_items(text)
        if spans and LISTS.keys() >= {span.key for span in spans}:
            items = tuple((digest(reader.code, "item", span.key, span.of(text)), span) for span in spans)
            return _SplitFile(file, text, own, items, last)
    return _validate(*load_file(path, file, folder))


def _validate(source: SourceFile | None, problems: Sequence[object] = ()) -> ValidatedItems:
    form = validate_items((source,), complete=False) if source is not None else ValidatedItems()
    if source is None or problems or form.problems:
        raise _FallBackError
    return form


def _find_items(
    splits: Sequence[_SplitFile], bibliography: str | None, reader: CachedReader, on: SwitchedOn
) -> tuple[dict[bytes, FoundItem], Bibliography]:
    """Every item by its digest, and the bibliography: from the cache, or else read now and cached."""
    found = {
        key: item for split in splits if split.last and split.last.on == on for (key, _), item in zip(split.last.items, split.last.found, strict=True)
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
            raise _FallBackError
        value = item.span.bytes()
        found[key] = FoundItem(item.header, item.summary, ByteSpan(block, len(block), len(block) + len(value)))
        block += value
    for split in splits:
        if split.last is None or (split.last.digest, split.last.on) != (split.digest, on):
            reader.store.put([(digest(reader.code, "file", split.file), pickle.dumps(_to_cache(split, found, on)))])
    return found, works or Bibliography()


def _to_cache(split: _SplitFile, found: Mapping[bytes, FoundItem], on: SwitchedOn) -> _CachedFile:
    items = [found[key] for key, _ in split.items]
    values = [item.span.bytes() for item in items]
    block, bounds = b"".join(values), pairwise([0, *accumulate(map(len, values))])
    moved = (FoundItem(item.header, item.summary, ByteSpan(block, *bound)) for item, bound in zip(items, bounds, strict=True))
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
    value = parse_item(item_text)
    try:
        form = _validate(SourceFile("", {list_: [value]}, f"{list_}:\n{item_text}") if value is not None else None)
    except _FallBackError:
        return key, None
    item = form.items[0].checked()
    if any(True for _ in check_item(item, on)):
        return key, None
    encoded = encode(value)
    return key, FoundItem(header_of(form.items[0].value), summarize(item, {}, writing=bool(on)), ByteSpan(encoded, 0, len(encoded)))


def _lazy_items(split: _SplitFile, found: Mapping[bytes, FoundItem], recent: dict[bytes, ModelStruct]) -> Iterator[LazyItem]:
    for key, span in split.items:
        item = found[key]
        yield LazyItem(span.key, item.summary.name, Place(split.file, *span.start), key, item.header, item.span, recent)
