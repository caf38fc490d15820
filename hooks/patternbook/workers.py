"""Pages below an index to finished files: their documents resolved, their bodies made or found, their files written.

Every process does so by itself (runtime/pool.py): pages are sent by name, and what comes back is what has to be kept. Shells are
made where the theme is, in the first process, when a worker asks for one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from io import FileIO
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from patternbook.addresses import Addresses, Repository
from patternbook.before import Before, Left
from patternbook.cache import Store
from patternbook.documents.reads import TEMPLATE, Reads, noting
from patternbook.documents.resolve import Bound, resolve
from patternbook.documents.scope import Library
from patternbook.edition import Edition
from patternbook.engine import code
from patternbook.pages.entries import beside, outline, settled, template
from patternbook.pages.page import Asset, Outline
from patternbook.pages.prints import key, made, packed, unpacked
from patternbook.pages.render import Press, press, templates
from patternbook.pages.shells import Shape, Shell, shape, values
from patternbook.pages.traces import Ground, ShellOf, Trace
from patternbook.runtime.pool import AskParent, Task, map_unordered
from patternbook.search import Card


@dataclass(frozen=True, slots=True)
class Printing:
    """What every page of a build shares."""

    under: Ground
    where: Addresses
    repository: Repository
    folder: Path
    """Files are written below it."""
    before: Before
    """The site that stands; what it holds need not be written."""
    titles: Mapping[str, str]
    """Index page -> its title."""
    templates: Mapping[str, str]
    """Name -> the template as it was when the build began."""
    edition: Edition
    cache: Path | None
    """Where earlier builds left what they made."""
    documents: bool
    """Whether resolved documents are published beside their pages."""


class Printed(Struct, frozen=True):
    """What is told of a page that was made."""

    page: str
    trace: Trace
    files: Mapping[str, Left]
    """The page and the files beside it, as they were written or stand."""
    card: Card
    rendered: bool
    """Whether the print was made now; else the cache held it."""
    packed: bytes
    """The print, to be kept, where it was made now and there is a cache."""


def publish(pages: Sequence[str], shell_of: ShellOf, printing: Printing, processes: int) -> Iterator[Printed]:
    """Make every page and the files beside it; tell of each once, in no particular order.

    Raises:
        WorkerLostError: a worker was killed; what was written is incomplete.
        OSError: something cannot be written.

    """
    return map_unordered(pages, Task(partial(_printer, printing), shell_of, code), processes)


@contextmanager
def _printer(printing: Printing, ask: AskParent) -> Iterator[Callable[[str], Printed]]:
    with Store(printing.cache) as store:
        yield _Bench.with_tools(printing, ask, store).print


@dataclass(frozen=True, slots=True)
class _Bench:
    """One process's tools; templates are compiled once, shells asked for once."""

    printing: Printing
    shell_of: ShellOf
    store: Store
    tools: Press
    shelf: Library
    """Notes what documents read of it."""
    reads: Reads
    shells: dict[Shape, Shell] = field(default_factory=dict)

    @classmethod
    def with_tools(cls, printing: Printing, shell_of: ShellOf, store: Store) -> _Bench:
        tools = press(printing.where, printing.repository, templates(printing.templates, store))
        return cls(printing, shell_of, store, tools, *noting(printing.under.shelf))

    def print(self, page: str) -> Printed:
        """Make one page and the files beside it, and write those that do not stand as they are."""
        printing = self.printing
        self.reads.clear()
        document = resolve(page, self.shelf)
        self.reads[f"{TEMPLATE}:{template(document)}"] = None
        around, text = self._outline(document), settled(document)
        own = key(document, text, printing.edition)
        trace = Trace(own.hex(), "\n".join(self.reads), shape(around))
        shell = self._shell(trace.shape)
        kept = self.store.get(own)
        print_ = unpacked(kept) if kept is not None else made(document, self.tools)
        made_of = printing.under.made_of(page, trace, shell)
        filled = values(around, print_.description, print_.at(document.origin.line), printing.where, printing.titles[around.parent or ""])
        files = {asset.file: put(printing.folder, printing.before, asset, made_of) for asset in self._beside(document, text)}
        file = printing.where.file(page)
        files[file] = _put(printing.folder, printing.before, file, made_of, lambda: shell.fill(filled, around.headings))
        worth_keeping = kept is None and self.store.file is not None
        return Printed(page, trace, files, print_.card, kept is None, packed(print_) if worth_keeping else b"")

    def _outline(self, document: Bound) -> Outline:
        found = outline(document)
        return found if self.printing.documents else replace(found, document="")

    def _beside(self, document: Bound, text: str) -> tuple[Asset, ...]:
        return beside(document, text) if self.printing.documents else ()

    def _shell(self, of: Shape) -> Shell:
        if of not in self.shells:
            self.shells[of] = self.shell_of(of)
        return self.shells[of]


def put(folder: Path, before: Before, asset: Asset, made_of: str) -> Left:
    """Write a file of the site below a folder, unless it stands and was made of just that."""
    return _put(folder, before, asset.file, made_of, lambda: asset.content)


def _put(folder: Path, before: Before, file: str, made_of: str, content: Callable[[], str]) -> Left:
    if before.holds(file, made_of):
        return before.files[file]
    with _opened(f"{folder}/{file}") as opened:
        opened.write(content().encode("utf-8", "xmlcharrefreplace"))
        state = os.fstat(opened.fileno())
    return Left(state.st_size, state.st_mtime_ns, made_of)


def _opened(path: str) -> FileIO:
    """A file to write, in one call where its folder is there: a site has tens of thousands."""
    try:
        return FileIO(path, "w")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - half the time
        return FileIO(path, "w")
