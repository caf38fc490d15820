"""One build, from the data to the finished site: read, check, catalogue, documents, pages, files.

This is the plain path, which defines the site. incremental/fast_build.py does the same with what earlier builds left.
Whoever drives a build brings the theme (mkdocs_hooks.py). Pages are written beside the present site, which is touched
last, when nothing can fail any more but the moving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from jinja2 import BytecodeCache

from patternbook.build import swap
from patternbook.check.read import Reading, read_data
from patternbook.documents.context import Context
from patternbook.documents.resolve import PageDocument, build_context, resolve
from patternbook.pages.entry import RenderedPage, outline_of, render_page
from patternbook.pages.frame.shells import PageShape, Shell, shape_of
from patternbook.pages.outputs import FinishedPage, Output, alternates
from patternbook.pages.render import PageRenderer, page_renderer, template_environment, template_sources
from patternbook.pages.site import NoMemo, Site, make_site
from patternbook.profile.pages import SYNTHESIS_PAGES
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.runtime.progress import Progress
from patternbook.search import Card, Record, make_card, make_record, make_search_files, page_records
from patternbook.urls import RepositoryLinks, SiteUrls

GetShell = Callable[[PageShape], Shell]
"""Gives the shell for pages of a shape."""


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
    site: Path
    """Folder of the finished site."""
    inputs: BuildInputs
    urls: SiteUrls
    repository: RepositoryLinks
    outputs: tuple[Output, ...]

    @property
    def named_from(self) -> Path:
        """The folder that pages and messages name files from: none shows where on this machine data outside the project is."""
        return self.project if self._inside else self.data.parent

    @property
    def data_repository(self) -> RepositoryLinks:
        """The repository that holds the data; without an address where the data lies outside the project."""
        return self.repository if self._inside else RepositoryLinks("", self.repository.branch)

    @property
    def _inside(self) -> bool:
        return self.data.resolve().is_relative_to(self.project.resolve())


class Published(NamedTuple):
    """What `publish` wrote beside the present site."""

    rendered: Sequence[str]
    """Pages that were rendered."""
    deliver: Callable[[], None]
    """Puts it in place of the present site; raises OSError where something cannot be moved."""


class SiteBuild(Protocol):
    """A build whose data has been read, as whoever brings the theme drives it."""

    @property
    def request(self) -> BuildRequest: ...

    @property
    def site(self) -> Site:
        """The pages that exist once, and the names of the others."""

    @property
    def compiled_templates(self) -> BytecodeCache | None:
        """Where compiled templates of the theme may be kept."""

    def publish(self, folder: Path, shell_of: GetShell, guides: Iterable[Record]) -> Published:
        """Write all that the theme's side does not write: pages below an index, files beside them, the search.

        Args:
            folder: Where to; beside the present site.
            shell_of: Gives the theme's shell for a shape of pages.
            guides: Search records of the pages in docs/.

        Raises:
            LostSlotError: The theme no longer shows something; from `shell_of`.
            WorkerLostError: A worker was killed.
            OSError: Something cannot be written.

        """

    def close(self) -> None:
        """End the build, however it went; what it wrote and did not deliver is removed."""


@dataclass(frozen=True, slots=True)
class PlainBuild:
    """The plain path: every page anew, one after the other."""

    request: BuildRequest
    progress: Progress
    renderer: PageRenderer
    context: Context
    site: Site
    compiled_templates: None = None

    def publish(self, folder: Path, shell_of: GetShell, guides: Iterable[Record]) -> Published:
        """See `SiteBuild.publish`."""
        cards = standalone_cards(self.site, guides)
        titles = self.site.titles
        for page in self.progress.track("pages", self.site.bound_pages):
            document = resolve(page, self.context)
            finished = finish_page(document, render_page(document, self.renderer), shell_of, self.request.outputs, self.request.urls, titles)
            for output in self.request.outputs:
                if output.applies(document):
                    swap.write_file(folder, output.file(self.request.urls, page), output.content(finished))
            cards[page] = make_card(make_record(document))
        for asset in make_search_files(cards.values(), self.request.urls):
            swap.write_file(folder, asset.file, asset.content)
        return Published([*titles, *self.site.bound_pages], lambda: swap.replace_site(self.request.site, folder))

    def close(self) -> None:
        """See `SiteBuild.close`."""
        swap.recover_site(self.request.site)


def begin_build(request: BuildRequest, progress: Progress, report: Callable[[Reading], None]) -> PlainBuild:
    """Read and check the data, and make the pages that exist once.

    Args:
        report: Is given what was read, with its diagnostics; raises to end the build where they stop it.

    Raises:
        DataError: The data holds errors, and `report` let them pass.

    """
    swap.recover_site(request.site)
    reading = read_data(request.data, request.named_from, request.urls.site_url, progress.track)
    report(reading)
    context = build_context(reading.catalogue(), request.urls, SYNTHESIS)
    renderer = page_renderer(request.urls, request.data_repository, template_environment(template_sources()))
    return PlainBuild(request, progress, renderer, context, make_site(context, renderer, NoMemo(context), SYNTHESIS_PAGES))


def standalone_cards(site_: Site, guides: Iterable[Record]) -> dict[str, Card]:
    """The search cards of pages that exist once."""
    return {each.id: make_card(each) for each in (*page_records(site_.pages), *guides)}


def finish_page(
    document: PageDocument,
    rendered: RenderedPage,
    shell_of: GetShell,
    outputs: Iterable[Output],
    urls: SiteUrls,
    titles: Mapping[str, str],
) -> FinishedPage:
    """A rendered page with the theme's shell; `titles` holds the titles of indexes."""
    around = outline_of(document, alternates(document, outputs, urls))
    return FinishedPage(document, around, rendered.description, rendered.body, shell_of(shape_of(around)), urls, titles[around.parent or ""])
