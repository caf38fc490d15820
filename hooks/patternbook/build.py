"""One build, from the data to the finished site, but for the theme around its pages: whoever drives it brings that.

`begin` reads, checks and makes what stands once; `publish` makes every page below an index and the search, beside the
site that stands; `deliver` puts them in its place. What stands is touched last, when nothing can fail any more but the moving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from patternbook import files, publishing
from patternbook.addresses import Addresses, Repository
from patternbook.before import Asked, Before, before, remember
from patternbook.cache import Store
from patternbook.catalogue import Catalogue
from patternbook.diagnostics import Diagnostic
from patternbook.documents.resolve import library
from patternbook.edition import edition
from patternbook.engine import code
from patternbook.pages.prints import Standing
from patternbook.pages.render import press, sources, templates
from patternbook.pages.site import Site, site
from patternbook.pages.traces import Ground, Once, ShellOf, ground
from patternbook.profile.pages import SYNTHESIS_PAGES
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.progress import Progress
from patternbook.publishing import Means, Published
from patternbook.quick import Reader, quick
from patternbook.read import Reading, read
from patternbook.search import Record, card, page_records
from patternbook.workers import Printing


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be built."""

    project: Path
    data: Path
    site: Path
    """Where the finished site goes."""
    asked: Asked
    """Everything it depends on."""
    where: Addresses
    repository: Repository
    documents: bool
    """Whether each entry's page has its data beside it."""

    @property
    def inside(self) -> bool:
        """Whether the data is part of the project, and so of its repository."""
        return self.data.resolve().is_relative_to(self.project.resolve())

    @property
    def named_from(self) -> Path:
        """The folder that pages and messages name files from: none says where on this machine data outside the project is."""
        return self.project if self.inside else self.data.parent


@dataclass(frozen=True, slots=True)
class Tools:
    """What a build works with."""

    store: Store
    progress: Progress
    processes: Callable[[int], int]
    """How many to use for so many things; raises ValueError where nobody can tell."""
    fast: bool
    """Whether the data may be read item by item; else only as a whole."""


@dataclass(frozen=True, slots=True)
class Build:
    """What was made before the theme is known."""

    wish: Wish
    tools: Tools
    began: bytes
    """Digest of what is asked, when the build began."""
    before: Before
    repository: Repository
    templates: Mapping[str, str]
    """As they were when the build began, by name."""
    standing: Standing
    under: Ground
    made: Site


def begin(wish: Wish, tools: Tools, say: Callable[[Diagnostic], None]) -> Build | None:
    """Read, check, and make what stands once; every diagnostic is said. None where the site is what the build would make.

    Raises:
        DataError: the data holds errors.
        WorkerLostError: a worker was killed.
        ValueError: nobody can tell how many processes to use.

    """
    files.recover(wish.site)
    began, stood = wish.asked.digest() if tools.store.file else b"", before(tools.store, wish.site)
    if stood.asked and stood.asked == began.hex():
        return None
    reading = _reading(wish, tools)
    for diagnostic in reading.diagnostics:
        say(diagnostic)
    return _made(reading.catalogue(), wish, tools, began, stood)


def _reading(wish: Wish, tools: Tools) -> Reading:
    reader = Reader(tools.store, code(), tools.processes, tools.progress.until)
    named_from, site_url = wish.named_from, wish.where.site_url
    found = quick(wish.data, named_from, site_url, reader) if tools.fast else None
    return found or read(wish.data, named_from, site_url, tools.progress.over)


def _made(catalogue: Catalogue, wish: Wish, tools: Tools, began: bytes, stood: Before) -> Build:
    store, where, repository = tools.store, wish.where, wish.repository if wish.inside else Repository("", wish.repository.branch)
    written = sources()
    environment = templates(written, store)
    standing = Standing(edition(environment, str(where.directories), repository.url, repository.branch), store)
    shelf = library(catalogue, where, SYNTHESIS)
    under = ground(shelf, standing.edition, str(wish.documents))
    made = site(shelf, press(where, repository, environment, standing), Once(under, standing.edition, store), SYNTHESIS_PAGES)
    return Build(wish, tools, began, stood, repository, written, standing, under, made)


def publish(build: Build, folder: Path, shell_of: ShellOf, guides: Iterable[Record]) -> Published:
    """Make and write below a folder what does not stand already, but for what the theme's side writes.

    Raises:
        LostSlotError: the theme no longer shows something; raised by `shell_of`.
        WorkerLostError: a worker was killed.
        OSError: something cannot be written.

    """
    printing = Printing(
        under=build.under,
        where=build.wish.where,
        repository=build.repository,
        folder=folder,
        before=build.before,
        titles={page.page: page.title for page in build.made.pages},
        templates=build.templates,
        edition=build.standing.edition,
        cache=build.tools.store.file,
        documents=build.wish.documents,
    )
    cards = {each.id: card(each) for each in (*page_records(build.made.pages), *guides)}
    means = Means(shell_of, build.tools.store, build.tools.processes, build.tools.progress.until)
    return publishing.publish_all(build.made.bound_pages, cards, printing, means)


def deliver(build: Build, made: Published) -> None:
    """Put what was made in place of what stood, and leave to the next build what it needs to know.

    Raises:
        OSError: something cannot be moved.

    """
    left = publishing.deliver(build.wish.site, build.before, made.files)
    remember(build.tools.store, build.wish.site, build.wish.asked, build.began, left)


def end(build: Build) -> None:
    """End a build, however it went; what it wrote and did not deliver goes."""
    build.tools.store.finish()
    build.tools.store.close()
    files.recover(build.wish.site)
