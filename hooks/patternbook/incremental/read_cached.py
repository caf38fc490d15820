"""Data without fault, read quickly: item by item, each only once, by as many processes as there are cores.

Of an item that an earlier build found without fault only its summaries are needed (incremental/lazy_items.py, check/summary.py): the
item itself is read when a page shows it. The rules are those of the full reading. Where one finds something wrong in an
item that is not read with places here, everything is read in full (read.py).
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, chain
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
from patternbook.check.rules import NotAtHandError, check_item, item_diagnostics
from patternbook.check.summary import ItemSummary, summarize
from patternbook.check.validate import ValidatedItems, validate_items
from patternbook.diagnostics.diagnostic import Place
from patternbook.digests import digest
from patternbook.incremental.item_spans import ItemSpan, parse_item, split_items
from patternbook.incremental.lazy_items import ByteSpan, LazyItem, RecentValues
from patternbook.incremental.store import Store
from patternbook.model.registry import LISTS
from patternbook.model.vocabulary import Masthead
from patternbook.runtime.code_version import code_digest
from patternbook.runtime.pool import AskParent, Task, map_unordered
from patternbook.source.files import data_files, display_path, load_file, read_text
from patternbook.source.source_file import SourceFile


@dataclass(frozen=True, slots=True)
class CachedReader:
    """What a quick reading works with."""

    store: Store
    """What earlier builds found."""
    code: bytes
    """Digest of the code that reads."""
    processes: Callable[[int], int]
    """How many to use for so many items."""
    progress: Callable[[int, str, Iterable[Any]], Iterable[Any]]
    """Shows how far it is: of how many, what, the things themselves."""


class KnownItem(NamedTuple):
    """What is known of an item without fault."""

    header: ItemHeader
    summary: ItemSummary


@dataclass(frozen=True, slots=True)
class _Cut:
    """A file that was cut into items."""

    file: str
    text: str
    digest: bytes
    """Of its text."""
    items: tuple[tuple[bytes, ItemSpan], ...]
    """Each with its digest."""
    last: _Kept | None
    """What the last build left of the file, whether it has changed since or not."""


class FoundItem(NamedTuple):
    """An item without fault."""

    known: KnownItem
    at: ByteSpan


class _Kept(NamedTuple):
    """What is left of a file to the next build, in the order of its items."""

    digest: bytes
    items: tuple[tuple[bytes, ItemSpan], ...]
    known: tuple[KnownItem, ...]
    ends: tuple[int, ...]
    block: bytes
    """Their values as JSON, each up to its end."""

    def found(self) -> Iterator[tuple[bytes, FoundItem]]:
        for (key, _), known, start, end in zip(self.items, self.known, (0, *self.ends), self.ends, strict=False):
            yield key, FoundItem(known, ByteSpan(self.block, start, end))


def read_cached(folder: Path, base: Path, site_url: str, reader: CachedReader) -> Reading | None:
    """The same as `read`; None where that has to be read in full."""
    try:
        files = [_opened(path, display_path(path, base), reader) for path in data_files(folder)]
        cuts, forms = [each_ for each_ in files if isinstance(each_, _Cut)], [each_ for each_ in files if isinstance(each_, ValidatedItems)]
        masthead = _masthead(forms)
        found, works = _read(cuts, read_text(folder / BIBLIOGRAPHY_FILE, BIBLIOGRAPHY_FILE)[0], reader)
        beside = read_supplement(folder, base, lambda _: works)
        at_hand = [*(item.checked for form in forms for item in form.written), *beside.openers]
        checked = [opener() for opener in at_hand]
        known = [found[key].known.summary for cut in cuts for key, _ in cut.items]  # of an item that is written twice, twice
        items = SummarizedItems([*known, *(summarize(item, {}) for item in checked)], [*(None for _ in known), *at_hand])
        problems = [*chain.from_iterable(map(item_diagnostics, checked)), *check_together(items, beside, (), Surroundings(folder, base, site_url))]
    except (_FlawError, NotAtHandError):
        return None
    recent = RecentValues()
    read_: list[Item] = [
        item for file in files for item in (read_items(file) if isinstance(file, ValidatedItems) else _lazy_items(file, found, recent))
    ]
    return Reading(read_, masthead, beside, final_diagnostics(problems, masthead))


class _FlawError(Exception):
    """The form of something is wrong, or something in an item whatever others say."""


def _masthead(forms: Iterable[ValidatedItems]) -> Masthead:
    """The catalogue's own fields, where they are given once."""
    found = [form.catalogue for form in forms if form.catalogue]
    if len(found) != 1:
        raise _FlawError
    return found[0]


def _opened(path: Path, file: str, reader: CachedReader) -> _Cut | ValidatedItems:
    """A file, cut into items; where it cannot be cut, as it is read as a whole."""
    text, _ = read_text(path, file)
    if text is not None:
        own, last = digest(reader.code, "items", text), _last(file, reader)
        items = last.items if last and last.digest == own else _items(text, reader)
        if items:
            return _Cut(file, text, own, items, last)
    return _form(*load_file(path, file))


def _last(file: str, reader: CachedReader) -> _Kept | None:
    kept = reader.store.get(_key(file, reader))
    return cast("_Kept", pickle.loads(kept)) if kept is not None else None  # noqa: S301 - of the private store only


def _key(file: str, reader: CachedReader) -> bytes:
    return digest(reader.code, "file", file)


def _items(text: str, reader: CachedReader) -> tuple[tuple[bytes, ItemSpan], ...]:
    """The items with their digests; none where the text cannot be cut, or holds anything but lists that we know."""
    cut = split_items(text) or ()
    known = LISTS.keys() >= {piece.key for piece in cut}
    return tuple((digest(reader.code, "item", piece.key, piece.of(text)), piece) for piece in cut) if known else ()


def _form(source: SourceFile | None, problems: Sequence[object] = ()) -> ValidatedItems:
    form = validate_items((source,), complete=False) if source is not None else ValidatedItems()
    if source is None or problems or form.problems:
        raise _FlawError
    return form


def _read(cuts: Sequence[_Cut], bibliography: str | None, reader: CachedReader) -> tuple[dict[bytes, FoundItem], Bibliography]:
    """What is found of every item by its digest; the bibliography."""
    found: dict[bytes, FoundItem] = dict(chain.from_iterable(cut.last.found() for cut in cuts if cut.last))
    missing = {key: (piece, cut.text) for cut in cuts for key, piece in cut.items if key not in found}
    works_key = digest(reader.code, "bibliography", bibliography or "")
    works = _works(reader.store.get(works_key))
    texts: Iterator[_Thing] = ((key, piece.key, piece.of(text)) for key, (piece, text) in missing.items())
    things = texts if works else chain((bibliography or "",), texts)  # the longest first
    count = len(missing) + (works is None)
    block = bytearray()
    for examined in reader.progress(count, "items read", map_unordered(things, Task(_examiner, _no_question, code_digest), reader.processes(count))):
        if isinstance(examined, Bibliography):
            works = examined
            reader.store.put([(works_key, pickle.dumps(works))])
            continue
        key, known, value = examined
        if known is None:
            raise _FlawError
        found[key] = FoundItem(known, ByteSpan(block, len(block), len(block) + len(value)))
        block += value
    changed = (cut for cut in cuts if cut.last is None or cut.last.digest != cut.digest)
    reader.store.put((_key(cut.file, reader), pickle.dumps(_kept(cut, found))) for cut in changed)
    return found, works or Bibliography()


def _kept(cut: _Cut, found: Mapping[bytes, FoundItem]) -> _Kept:
    every = [found[key] for key, _ in cut.items]
    values = [each_.at.bytes() for each_ in every]
    return _Kept(cut.digest, cut.items, tuple(each_.known for each_ in every), tuple(accumulate(map(len, values))), b"".join(values))


def _works(kept: bytes | None) -> Bibliography | None:
    return cast("Bibliography", pickle.loads(kept)) if kept is not None else None  # noqa: S301 - of the private store only


_Thing = tuple[bytes, str, str] | str
"""What is to be read: digest of an item, the list it stands in, its text; or a bibliography."""
_Examined = tuple[bytes, KnownItem | None, bytes]
"""Digest of an item; what is known of it, or None where something is to be said about it; its value as JSON."""


@contextmanager
def _examiner(_: AskParent) -> Iterator[Callable[[_Thing], _Examined | Bibliography]]:
    yield _examined


def _no_question(_: Any) -> None:
    """Reading an item asks nothing."""


def _examined(thing: _Thing) -> _Examined | Bibliography:
    if isinstance(thing, str):
        return parse_bibliography(thing)
    key, list_, text = thing
    value = parse_item(text)
    try:
        form = _form(SourceFile("", {list_: [value]}, f"{list_}:\n{text}") if value is not None else None)
    except _FlawError:
        return key, None, b""
    item = form.items[0].checked()
    if any(True for _ in check_item(item)):
        return key, None, b""
    return key, KnownItem(header_of(form.items[0].value), summarize(item, {})), encode(value)


def _lazy_items(cut: _Cut, found: Mapping[bytes, FoundItem], recent: RecentValues) -> Iterator[LazyItem]:
    for key, piece in cut.items:
        known, at = found[key]
        yield LazyItem(piece.key, known.summary.name, Place(cut.file, *piece.start), key, known.header, at, recent)
