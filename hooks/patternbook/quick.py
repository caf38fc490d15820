"""Data without fault, read quickly: item by item, each only once, by as many processes as there are cores.

Of an item that an earlier build found without fault only what others ask of it is needed (leaves.py, check/facts.py):
the item itself is read when a page shows it. Where anything is to be said about an item, nothing is said here: the
whole is then read in full (read.py), which knows every place and words every problem.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, cast

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
from patternbook.model.kinds import LISTS
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
    key: bytes
    """Digest of its text."""
    items: tuple[tuple[bytes, Piece], ...]
    """Each with its digest."""


def quick(folder: Path, base: Path, site_url: str, reader: Reader) -> Reading | None:
    """The same as `read` where nothing is to be said about any item; else None."""
    try:
        files = [_opened(path, shown(path, base), reader) for path in data_files(folder)]
        cuts, forms = [each_ for each_ in files if isinstance(each_, _Cut)], [each_ for each_ in files if isinstance(each_, Form)]
        known, read_now, works = _read(cuts, read_text(folder / BIBLIOGRAPHY, BIBLIOGRAPHY)[0], reader)
        of_cuts = (known[key].facts for cut in cuts for key, _ in cut.items)  # of an item that is written twice, twice
        facts_ = [*of_cuts, *chain.from_iterable(map(_facts_of, forms))]
    except _FlawError:
        return None
    mastheads = [form.catalogue for form in forms if form.catalogue]
    beside = read_beside(folder, base, lambda _: works)
    names = known_names(((each_.key, each_.name) for each_ in facts_ if each_.name), beside.keys, beside.slugs)
    if len(mastheads) != 1 or not sound(facts_, names, beside.references, beside.cited_in_prose):
        return None
    items = [item for file in files for item in (file.items if isinstance(file, Form) else _leaves(file, known, read_now))]
    return Reading(items, mastheads[0], beside, in_order(around(beside, names, folder, base, site_url)))


class _FlawError(Exception):
    """Something is to be said about an item."""


def _opened(path: Path, file: str, reader: Reader) -> _Cut | Form:
    """A file, cut into items; where it cannot be cut, as it is read as a whole."""
    text, _ = read_text(path, file)
    cut = pieces(text) if text is not None else None
    if text is None or cut is None or not LISTS.keys() >= {piece.key for piece in cut}:
        return _form(*load_file(path, file))
    digests = (digest(reader.code, "item", piece.key, piece.text) for piece in cut)
    return _Cut(file, digest(reader.code, "items", text), tuple(zip(digests, cut, strict=True)))


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


ReadNow = dict[bytes, Stretch]
"""Digest of an item that was read now -> its value as JSON."""


def _read(cuts: Sequence[_Cut], bibliography: str | None, reader: Reader) -> tuple[dict[bytes, Known], ReadNow, Bibliography]:
    """What is known of every item by its digest; the values of those that were read now; the bibliography."""
    known: dict[bytes, Known] = {}
    for cut in cuts:
        known |= _recalled(cut, reader.store)
    missing = {key: piece for cut in cuts for key, piece in cut.items if key not in known}
    works_key = digest(reader.code, "bibliography", bibliography or "")
    works = _works(reader.store.get(works_key))
    texts: Iterator[_Thing] = ((key, piece.key, piece.text) for key, piece in missing.items())
    things = texts if works else chain((bibliography or "",), texts)  # the longest first
    count = len(missing) + (works is None)
    block = bytearray()
    read_now: ReadNow = {}
    for found in reader.progress(count, "items read", each(things, Task(_examiner, _no_question), reader.processes(count))):
        if isinstance(found, Bibliography):
            works = found
            reader.store.put([(works_key, pickle.dumps(works))])
            continue
        key, known_, value = found
        if known_ is None:
            raise _FlawError
        known[key], read_now[key] = known_, Stretch(block, len(block), len(block) + len(value))
        block += value
    reader.store.put((key, pickle.dumps(known[key])) for key in missing)
    changed = (cut for cut in cuts if not missing.keys().isdisjoint(key for key, _ in cut.items))
    reader.store.put((cut.key, pickle.dumps([known[key] for key, _ in cut.items])) for cut in changed)
    return known, read_now, works or Bibliography()


def _works(kept: bytes | None) -> Bibliography | None:
    return cast("Bibliography", pickle.loads(kept)) if kept is not None else None  # noqa: S301 - of the private store only


def _recalled(cut: _Cut, store: Store) -> dict[bytes, Known]:
    """What earlier builds knew of the items of a file: of all at once where nothing in it has changed."""
    kept = store.get(cut.key)
    if kept is not None:
        store.used(key for key, _ in cut.items)
        return dict(zip((key for key, _ in cut.items), pickle.loads(kept), strict=True))  # noqa: S301 - of the private store only
    found = ((key, store.get(key)) for key, _ in cut.items)
    return {key: pickle.loads(kept) for key, kept in found if kept is not None}  # noqa: S301


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
    return key, Known(abstract(form.items[0].value), found), json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _leaves(cut: _Cut, known: Mapping[bytes, Known], read: Mapping[bytes, Stretch]) -> Iterator[Leaf]:
    for key, piece in cut.items:
        found = known[key]
        yield Leaf(piece.key, found.facts.name, Place(cut.file, *piece.start), key, found.abstract, Unread(piece.key, read.get(key, piece)))
