"""One build, from the data to the finished site: read, check, catalogue, documents, pages, files.

This is the plain path, which defines the site. incremental/fast_build.py does the same using what earlier builds left.
The theme is provided by the program that drives a build (mkdocs/hooks.py). Pages are written to a folder beside the
present site, which is replaced last, when only moving files can still fail.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from patternbook.build import swap
from patternbook.build.twin import list_site_files
from patternbook.catalogue.releases.history import history_of
from patternbook.check.read import Reading, read_data
from patternbook.documents.context import Context
from patternbook.documents.resolve import PageDocument, build_context, resolve
from patternbook.pages.entry import RenderedPage, outline_of, render_page
from patternbook.pages.exports.bundles import PageRecord
from patternbook.pages.exports.data_page import DATA_PAGE, with_sizes
from patternbook.pages.exports.whole import record_of, whole_files
from patternbook.pages.frame.shells import PageShape, Shell, shape_of
from patternbook.pages.outputs import FinishedPage, Output, alternates
from patternbook.pages.render import PageRenderer, page_renderer, template_environment, template_sources
from patternbook.pages.site import NoMemo, Site, make_site
from patternbook.profile.pages import SYNTHESIS_PAGES
from patternbook.profile.synonyms import search_meanings
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.runtime.progress import Progress
from patternbook.search import Card, Record, make_card, make_record, make_search_files, page_records
from patternbook.source.media.pictures import IMAGE_FOLDER
from patternbook.urls import RepositoryLinks, SiteUrls

GetShell = Callable[[PageShape], Shell]
"""Returns the shell for pages of a shape."""


class BuildInputs(NamedTuple):
    """Everything a build depends on."""

    paths: tuple[Path, ...]
    """Folders with everything below them, and files."""
    settings: tuple[str, ...]
    """Settings, versions, the day."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What is to be built."""

    project: Path
    data: Path
    named_from: Path
    """The folder to which file names on pages and in messages are relative: they never reveal where on this machine the data is."""
    site: Path
    """Folder of the finished site."""
    inputs: BuildInputs
    urls: SiteUrls
    data_repository: RepositoryLinks
    """The repository that holds the data; without an address if the data is outside the project."""
    outputs: tuple[Output, ...]
    docs: Path | None = None
    """Folder of the pages that MkDocs publishes besides; none if None."""


class Published(NamedTuple):
    """What `publish` wrote beside the present site."""

    rendered: Sequence[str]
    """Pages that were rendered."""
    deliver: Callable[[Iterable[str]], None]
    """Puts it in place of the present site. Receives the names of the files that the theme's side wrote; raises OSError if
    something cannot be moved, IncompleteError if something that was written is missing."""


class IncompleteError(Exception):
    """Files that a build wrote are gone before it ended."""


@dataclass(frozen=True, slots=True)
class PlainBuild:
    """A build whose data has been read. The plain path: every page is made anew, one after the other."""

    request: BuildRequest
    progress: Progress
    renderer: PageRenderer
    context: Context
    site: Site
    """The pages that exist once, and the names of the others."""
    compiled_templates: None = None
    """Where compiled templates of the theme are cached: nowhere."""

    def publish(self, folder: Path, shell_of: GetShell, guides: Iterable[Record]) -> Published:
        """Write everything that the theme's side does not write: pages below an index, files beside them, the search.

        Args:
            folder: Where to; beside the present site.
            shell_of: Returns the theme's shell for a shape of pages.
            guides: Search records of the pages in docs/.

        Raises:
            LostSlotError: The theme no longer shows something; from `shell_of`.
            WorkerLostError: A worker was killed; from a fast build only.
            OSError: Something cannot be written.

        """
        urls, outputs, titles = self.request.urls, self.request.outputs, self.site.titles
        cards, records, written = standalone_cards(self.site, guides), dict[str, PageRecord](), list[str]()
        for page in self.progress.track("pages", self.site.bound_pages):
            document = resolve(page, self.context)
            finished = finish_page(document, render_page(document, self.renderer), shell_of, self.request, titles, self.context)
            for output in outputs:
                if output.applies(document):
                    written.append(output.file(urls, page))
                    swap.write_file(folder, written[-1], output.content(finished))
            cards[page], records[page] = make_card(make_record(document)), record_of(document, self.context)
        for asset in (*make_search_files(cards.values(), urls, search_meanings(self.context.catalogue)), *whole_files(self.context, records)):
            written.append(asset.file)
            swap.write_file(folder, asset.file, asset.content)
        for file, picture in picture_files(self.context, self.request.data):
            written.append(file)
            swap.write_file(folder, file, picture.read_bytes())
        fill_sizes(folder, urls, {file.name: file.size for file in list_site_files(folder)})
        return Published([*titles, *self.site.bound_pages], partial(self._deliver, folder, written))

    def _deliver(self, folder: Path, written: Sequence[str], themed: Iterable[str]) -> None:
        require_files({file.name for file in list_site_files(folder)}, (*written, *themed))
        swap.replace_site(self.request.site, folder)

    def close(self) -> None:
        """End the build, whether it succeeded or not; what it wrote and did not deliver is removed."""
        swap.recover_site(self.request.site)


def begin_build(request: BuildRequest, progress: Progress, report: Callable[[Reading], None]) -> PlainBuild:
    """Read and check the data, and make the pages that exist once.

    Args:
        report: Receives what was read, with its diagnostics; raises to end the build where they stop it.

    Raises:
        DataError: The data holds errors, and `report` let them pass.

    """
    swap.recover_site(request.site)
    reading = read_data(request.data, request.named_from, request.urls.site_url, progress.track, docs=request.docs)
    report(reading)
    context = build_context(reading.catalogue(), request.urls, SYNTHESIS, history_of(reading.beside.archive, reading.beside.ledger))
    renderer = page_renderer(request.urls, request.data_repository, template_environment(template_sources()))
    return PlainBuild(request, progress, renderer, context, make_site(context, renderer, NoMemo(context), SYNTHESIS_PAGES))


def fill_sizes(folder: Path, urls: SiteUrls, sizes: Mapping[str, int]) -> None:
    """Write the sizes of files into the page that lists them, once all of them are known.

    Args:
        folder: The site that is being made.
        urls: How pages are addressed.
        sizes: File -> its size in bytes.

    """
    page = folder / urls.file(DATA_PAGE)
    if page.exists():  # the theme's side writes it
        swap.write_file(folder, urls.file(DATA_PAGE), with_sizes(page.read_text("utf-8"), sizes))


def standalone_cards(site: Site, guides: Iterable[Record]) -> dict[str, Card]:
    """The search cards of pages that exist once."""
    return {record.id: make_card(record) for record in (*page_records(site.pages), *guides)}


def picture_files(context: Context, data: Path) -> Iterator[tuple[str, Path]]:
    """Each picture as the site has it -> its file in the data folder. Its address is that of its name, so that others can link to it."""
    return ((f"{IMAGE_FOLDER}/{name}", data / IMAGE_FOLDER / name) for name in context.catalogue.images)


def require_files(present: Container[str], written: Iterable[str]) -> None:
    """Raise IncompleteError unless every file that was written is present: the site that stands is better than half a new one."""
    missing = sorted(file for file in written if file not in present)
    if missing:
        raise IncompleteError(f"{len(missing)} files of the new site are gone, {missing[0]} among them; something removed them; build again")


def finish_page(
    document: PageDocument, rendered: RenderedPage, shell_of: GetShell, request: BuildRequest, titles: Mapping[str, str], context: Context
) -> FinishedPage:
    """Combine a rendered page with the theme's shell; `titles` holds the titles of indexes, `context` gives addresses that are to last."""
    outline = outline_of(document, alternates(document, request.outputs, request.urls))
    shell, parent_title = shell_of(shape_of(outline)), titles[outline.parent or ""]
    return FinishedPage(
        document, outline, rendered.description, rendered.body, shell, request.urls, context.urls, parent_title, context.catalogue.masthead
    )
