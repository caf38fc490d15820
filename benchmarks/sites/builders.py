"""The builders that are measured: their sources, their commands, and what a cold build removes first.

Ours runs in a copy of this project, so that a template can be edited. Peers are run as their manuals say, with what they
offer for building again after an edit; mkdocs' `--dirty` is not used, since it leaves a search index of one page.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import distributions
from pathlib import Path

from sites import hugo, hugo_light, markdown, ours, sphinx
from sites.book import PLURALS, SITE_URL, Book, File, book
from sites.corpus import Corpus, edited, neighbour_of, subject_of
from sites.ours import PROJECT

PEERS = PROJECT / ".venv" / "peers"
"""The virtual environment that `make peers` makes."""
INSTALL = "make peers"

SITE, CACHE = "site", "cache"
"""Folders of a finished site and of our cache, beside the sources."""

OURS = "patternbook"


@dataclass(frozen=True, slots=True)
class Builder:
    """A program that makes a site out of the corpus."""

    name: str
    program: Path
    """Its executable."""
    distribution: str
    """Its name among installed packages, for its version."""
    files: Callable[[Corpus, str], Iterator[File]]
    """Source files for a corpus; the template carries the edition."""
    cold: Sequence[str]
    """Command for a build that finds nothing; run in the folder of the sources."""
    again: Sequence[str]
    """Command for a build that finds what the last one left."""
    leaves: Sequence[str]
    """What a build leaves behind."""
    page: Callable[[str], str]
    """Path of a page's file from its address: findings/F-004 -> site/findings/F-004/index.html."""
    at_most: int
    """Entries up to which it is measured unless asked for."""
    prepare: Callable[[Path], None] = lambda folder: folder.mkdir(parents=True)
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def installed(self) -> bool:
        return self.program.exists()

    @property
    def version(self) -> str:
        """As installed, or nothing."""
        paths = sys.path if self.program == Path(sys.executable) else [str(path) for path in PEERS.glob("lib/python*/site-packages")]
        return next((found.version for found in distributions(name=self.distribution, path=paths)), "")


@dataclass(frozen=True, slots=True)
class State:
    """What has been edited so far: the last mark of each kind, or nothing."""

    body: str = ""
    title: str = ""
    template: str = ""


@dataclass(slots=True)
class Sources:
    """The sources of one builder for one corpus, in a folder of their own, and how far they have been edited."""

    builder: Builder
    corpus: Corpus
    folder: Path
    state: State = field(default_factory=State)

    @property
    def site(self) -> Path:
        return self.folder / SITE

    def files(self, state: State) -> Iterator[File]:
        """All files, edited so far."""
        return self.builder.files(edited(self.corpus, state.body, state.title), state.template)

    def write(self, state: State) -> None:
        """Write what differs from what is there; files that stay as they are keep their times."""
        if not self.folder.exists():
            self.builder.prepare(self.folder)
        self.state = state
        for name, text in self.files(state):
            path = self.folder / name
            if not path.exists() or path.read_text("utf-8") != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="\n")

    def edit(self, what: str, mark: str) -> None:
        """Put a new mark into the body or the title of one entry, or into the template."""
        self.write(replace(self.state, **{what: mark}))

    def forget(self) -> None:
        """Remove everything a build left."""
        for name in self.builder.leaves:
            path = self.folder / name
            if path.is_dir():
                shutil.rmtree(path)
            elif path.exists():
                path.unlink()

    def start(self, scenario: str, mark: str) -> None:
        """Bring everything to where a scenario starts from: nothing left of a build, nothing changed, or one edit more."""
        if scenario == "cold":
            self.forget()
        elif scenario != "warm":
            self.edit(scenario, mark)

    def stale_pages(self) -> list[str]:
        """Pages of the finished site that do not show the last edits."""
        pages = ((self.builder.page(address), text) for address, text in self.expected())
        return [f"{page} does not show {text!r}" for page, text in pages if text and not _shows(self.site / page, text)]

    def expected(self) -> Sequence[tuple[str, str]]:
        """Addresses, and what their pages must show: the edited entry's own, and for its title one that names it."""
        own, other, last = subject_of(self.corpus), neighbour_of(self.corpus), self.state
        expected = [(own, own.title), (own, last.title), (own, last.body), (own, last.template), (other, own.title), (other, last.title)]
        return [(f"{PLURALS[entry.kind]}/{entry.id}", text) for entry, text in expected]


@dataclass(slots=True)
class Shipped(Sources):
    """The catalogue that a commit ships, in place of a corpus."""

    project: Path = PROJECT

    def files(self, state: State) -> Iterator[File]:
        return ours.shipped_files(self.project, state.body, state.title, state.template)

    def expected(self) -> Sequence[tuple[str, str]]:
        return [(ours.SHIPPED_PAGE, text) for text in (self.state.title, self.state.body, self.state.template)]


def shipped(builder: Builder, folder: Path, project: Path = PROJECT) -> Sources:
    """Sources of the catalogue that a commit ships."""
    return Shipped(builder, Corpus((), (), (), ()), folder, project=project)


def _shows(page: Path, text: str) -> bool:
    return page.is_file() and text in page.read_text("utf-8")


def environment_of(sources: Sources) -> dict[str, str]:
    """The environment of a build: of the caller's settings only the number of workers."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PATTERNBOOK_", "HUGO_")) or key == "PATTERNBOOK_JOBS"}
    here = str(sources.folder)
    return kept | {key: value.replace("{here}", here) for key, value in sources.builder.environment.items()}


def _directory(address: str) -> str:
    return f"{address}/index.html"


_MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", SITE)
_SPHINX = (str(PEERS / "bin" / "sphinx-build"), "-q", "-j", str(os.cpu_count() or 1), "-d", "doctrees")
_ZENSICAL = (str(PEERS / "bin" / "zensical"), "build")
_HUGO = next(PEERS.glob("lib/python*/site-packages/hugo/binaries/hugo*"), PEERS / "bin" / "hugo")
"""The binary itself: the command that its package installs starts a Python first."""


def ours_of(project: Path, name: str = OURS) -> Builder:
    """Ours as it is in a checkout of this project."""
    command = (sys.executable, "-m", "mkdocs", "build", "--quiet")
    return Builder(
        name=name,
        program=Path(sys.executable),
        distribution="patternbook",
        files=partial(ours.files, project=project),
        cold=command,
        again=command,
        leaves=(SITE, CACHE),
        page=_directory,
        at_most=1_000_000,
        prepare=partial(ours.copy_project, project=project),
        environment={
            "PATTERNBOOK_DATA": "{here}/data",
            "PATTERNBOOK_SITE_DIR": f"{{here}}/{SITE}",
            "PATTERNBOOK_CACHE": f"{{here}}/{CACHE}",
            "PATTERNBOOK_SITE_URL": SITE_URL,
            "PYTHONPATH": "{here}/hooks",
            "NO_MKDOCS_2_WARNING": "1",
            "SOURCE_DATE_EPOCH": "0",
        },
    )


def _hugo(name: str, files: Callable[[Book, str], Iterator[File]]) -> Builder:
    command = (str(_HUGO), "--quiet", "--destination", SITE)
    return Builder(
        name=name,
        program=_HUGO,
        distribution="hugo",
        files=lambda corpus, edition: files(book(corpus), edition),
        cold=command,
        again=command,
        leaves=(SITE, "hugo-cache", "resources", ".hugo_build.lock"),
        page=lambda address: _directory(address.lower()),
        at_most=1_000_000,
        environment={"HUGO_CACHEDIR": "{here}/hugo-cache"},
    )


BUILDERS: Mapping[str, Builder] = {
    builder.name: builder
    for builder in (
        ours_of(PROJECT),
        _hugo("hugo", hugo.files),
        Builder(
            name="zensical",
            program=PEERS / "bin" / "zensical",
            distribution="zensical",
            files=lambda corpus, edition: markdown.files(book(corpus), edition),
            cold=(*_ZENSICAL, "--clean"),
            again=_ZENSICAL,
            leaves=(SITE, ".cache"),
            page=_directory,
            at_most=3_000,
        ),
        Builder(
            name="material",
            program=Path(sys.executable),
            distribution="mkdocs-material",
            files=lambda corpus, edition: markdown.files(book(corpus), edition),
            cold=_MKDOCS,
            again=_MKDOCS,
            leaves=(SITE,),
            page=_directory,
            at_most=1_000,
            environment={"NO_MKDOCS_2_WARNING": "1"},
        ),
        Builder(
            name="sphinx",
            program=PEERS / "bin" / "sphinx-build",
            distribution="sphinx-needs",
            files=lambda corpus, edition: sphinx.files(book(corpus), edition),
            cold=(*_SPHINX, "-E", "-a", ".", SITE),
            again=(*_SPHINX, ".", SITE),
            leaves=(SITE, "doctrees"),
            page=lambda address: f"{address}.html",
            at_most=1_000,
        ),
        _hugo("hugo-light", hugo_light.files),
    )
}
