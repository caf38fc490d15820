"""Data without fault, read quickly: item by item, each only once, by as many processes as there are cores.

Of an item that an earlier build found without fault only what others ask of it is needed (leaves.py, check/facts.py):
the item itself is read when a page shows it. Where anything is to be said about an item, nothing is said here: the
whole is then read in full (read.py), which knows every place and words every problem.
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

from patternbook.bibliography import Bibliography
from patternbook.bibliography import parse as parse_bibliography
from patternbook.cache import Store, digest
from patternbook.check.facts import Facts, facts, sound
from patternbook.check.form import Form, check_form
from patternbook.check.gather import gather
from patternbook.check.names import known_names
from patternbook.crew import Ask, Task, each
from patternbook.diagnostics import Place, in_order
from patternbook.leaves import Abstract, Leaf, Stretch, Unread, abstract
from patternbook.load import data_files, load_file, read_text, shown
from patternbook.model.registry import LISTS
from patternbook.pieces import Piece, pieces, value_of
from patternbook.read import BIBLIOGRAPHY, Reading, around, read_beside
from patternbook.source import Source


@dataclass(frozen=True, slots=True)
class Reader:
    """What a quick reading works with."""

    store: Store
    """What earlier builds found."""
    code: bytes
    """Digest of the code that reads."""
    processes: Callable[[int], int]
    """How many to use for so many items."""
    progress: Callable[[int, str, Iterable[Any]], Iterable[Any]]
    """Shows how far it is: of how many, what, the things themselves."""


class Known(NamedTuple):
    """What is known of an item without fault."""

    abstract: Abstract
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Cut:
    """A file that was cut into items."""

    file: str
    text: str
    digest: bytes
    """Of its text."""
    items: tuple[tuple[bytes, Piece], ...]
    """Each with its digest."""
    last: _Kept | None
    """What the last build left of the file, whether it has changed since or not."""


class Found(NamedTuple):
    """An item without fault."""

    known: Known
    at: Stretch


class _Kept(NamedTuple):
    """What is left of a file to the next build, in the order of its items."""

    digest: bytes
    items: tuple[tuple[bytes, Piece], ...]
    known: tuple[Known, ...]
    ends: tuple[int, ...]
    block: bytes
    """Their values as JSON, each up to its end."""

    def found(self) -> Iterator[tuple[bytes, Found]]:
        for (key, _), known, start, end in zip(self.items, self.known, (0, *self.ends), self.ends, strict=False):
            yield key, Found(known, Stretch(self.block, start, end))


def quick(folder: Path, base: Path, site_url: str, reader: Reader) -> Reading | None:
    """The same as `read` where nothing is to be said about any item; else None."""
    try:
        files = [_opened(path, shown(path, base), reader) for path in data_files(folder)]
        cuts, forms = [each_ for each_ in files if isinstance(each_, _Cut)], [each_ for each_ in files if isinstance(each_, Form)]
        found, works = _read(cuts, read_text(folder / BIBLIOGRAPHY, BIBLIOGRAPHY)[0], reader)
        of_cuts = (found[key].known.facts for cut in cuts for key, _ in cut.items)  # of an item that is written twice, twice
        facts_ = [*of_cuts, *chain.from_iterable(map(_facts_of, forms))]
    except _FlawError:
        return None
    mastheads = [form.catalogue for form in forms if form.catalogue]
    beside = read_beside(folder, base, lambda _: works)
    names = known_names(((each_.key, each_.name) for each_ in facts_ if each_.name), beside.keys, beside.slugs)
    if len(mastheads) != 1 or not sound(facts_, names, beside.references, beside.cited_in_prose):
        return None
    items = [item for file in files for item in (file.items if isinstance(file, Form) else _leaves(file, found))]
    return Reading(items, mastheads[0], beside, in_order(around(beside, names, folder, base, site_url)))


class _FlawError(Exception):
    """Something is to be said about an item."""


def _opened(path: Path, file: str, reader: Reader) -> _Cut | Form:
    """A file, cut into items; where it cannot be cut, as it is read as a whole."""
    text, _ = read_text(path, file)
    if text is not None:
        own, last = digest(reader.code, "items", text), _last(file, reader)
        items = last.items if last and last.digest == own else _items(text, reader)
        if items:
            return _Cut(file, text, own, items, last)
    return _form(*load_file(path, file))


def _last(file: str, reader: Reader) -> _Kept | None:
    kept = reader.store.get(_key(file, reader))
    return cast("_Kept", pickle.loads(kept)) if kept is not None else None  # noqa: S301 - of the private store only


def _key(file: str, reader: Reader) -> bytes:
    return digest(reader.code, "file", file)


def _items(text: str, reader: Reader) -> tuple[tuple[bytes, Piece], ...]:
    """The items with their digests; none where the text cannot be cut, or holds anything but lists that we know."""
    cut = pieces(text) or ()
    known = LISTS.keys() >= {piece.key for piece in cut}
    return tuple((digest(reader.code, "item", piece.key, piece.of(text)), piece) for piece in cut) if known else ()


def _form(source: Source | None, problems: Sequence[object] = ()) -> Form:
    form = check_form((source,), complete=False) if source is not None else Form()
    if source is None or problems or form.problems:
        raise _FlawError
    return form


def _facts_of(form: Form) -> Iterator[Facts]:
    named = {(each_.key, each_.name) for each_ in form.names}
    for item in form.written:
        found = facts(item, gather(item.model, item.spot), named=(item.key, item.name) in named)
        if found is None:
            raise _FlawError
        yield found


def _read(cuts: Sequence[_Cut], bibliography: str | None, reader: Reader) -> tuple[dict[bytes, Found], Bibliography]:
    """What is found of every item by its digest; the bibliography."""
    found: dict[bytes, Found] = dict(chain.from_iterable(cut.last.found() for cut in cuts if cut.last))
    missing = {key: (piece, cut.text) for cut in cuts for key, piece in cut.items if key not in found}
    works_key = digest(reader.code, "bibliography", bibliography or "")
    works = _works(reader.store.get(works_key))
    texts: Iterator[_Thing] = ((key, piece.key, piece.of(text)) for key, (piece, text) in missing.items())
    things = texts if works else chain((bibliography or "",), texts)  # the longest first
    count = len(missing) + (works is None)
    block = bytearray()
    for examined in reader.progress(count, "items read", each(things, Task(_examiner, _no_question), reader.processes(count))):
        if isinstance(examined, Bibliography):
            works = examined
            reader.store.put([(works_key, pickle.dumps(works))])
            continue
        key, known, value = examined
        if known is None:
            raise _FlawError
        found[key] = Found(known, Stretch(block, len(block), len(block) + len(value)))
        block += value
    changed = (cut for cut in cuts if cut.last is None or cut.last.digest != cut.digest)
    reader.store.put((_key(cut.file, reader), pickle.dumps(_kept(cut, found))) for cut in changed)
    return found, works or Bibliography()


def _kept(cut: _Cut, found: Mapping[bytes, Found]) -> _Kept:
    every = [found[key] for key, _ in cut.items]
    values = [each_.at.bytes() for each_ in every]
    return _Kept(cut.digest, cut.items, tuple(each_.known for each_ in every), tuple(accumulate(map(len, values))), b"".join(values))


def _works(kept: bytes | None) -> Bibliography | None:
    return cast("Bibliography", pickle.loads(kept)) if kept is not None else None  # noqa: S301 - of the private store only


_Thing = tuple[bytes, str, str] | str
"""What is to be read: digest of an item, the list it stands in, its text; or a bibliography."""
_Examined = tuple[bytes, Known | None, bytes]
"""Digest of an item; what is known of it, or None where something is to be said about it; its value as JSON."""


@contextmanager
def _examiner(_: Ask) -> Iterator[Callable[[_Thing], _Examined | Bibliography]]:
    yield _examined


def _no_question(_: Any) -> None:
    """Reading an item asks nothing."""


def _examined(thing: _Thing) -> _Examined | Bibliography:
    if isinstance(thing, str):
        return parse_bibliography(thing)
    key, list_, text = thing
    value = value_of(text)
    try:
        form = _form(Source("", {list_: [value]}, f"{list_}:\n{text}") if value is not None else None)
        (found,) = _facts_of(form)
    except _FlawError:
        return key, None, b""
    return key, Known(abstract(form.items[0].value), found), encode(value)


def _leaves(cut: _Cut, found: Mapping[bytes, Found]) -> Iterator[Leaf]:
    for key, piece in cut.items:
        known, at = found[key]
        yield Leaf(piece.key, known.facts.name, Place(cut.file, *piece.start), key, known.abstract, Unread(piece.key, at))
