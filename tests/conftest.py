"""What tests share: the shipped data read once, the site built once, any unexpected warning a failure.

An error in the shipped data is one failure, with its diagnostics: nothing else is run, as hundreds of tests read that data.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

from patternbook.build.lock import lock_site
from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.read import Reading, read_data
from patternbook.diagnostics.diagnostic import DataError, only_errors
from patternbook.documents.model import Document
from patternbook.documents.resolve import build_context, resolve
from patternbook.model.registry import PLACEHOLDER_ID
from patternbook.model.struct import ModelStruct, field_values
from patternbook.pages.site import make_urls
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.source.parse import parse_yaml

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # a busy machine is no failure; growth is tested in test_linear.py

signal.signal(signal.SIGINT, signal.default_int_handler)
"""A shell that runs the tests in the background ignores Ctrl-C for them, and programs that tests start and interrupt would inherit that."""

settings.register_profile("any machine", settings(), deadline=None)
settings.load_profile("any machine")  # how long an example takes depends on what else the machine does

P = TypeVar("P", bound=ModelStruct)

ROOT = Path(__file__).parent.parent
TOY = ROOT / "tests" / "toy"
SITE_URL = "https://catalogue.test/base/"
WHERE = make_urls(directories=True, site_url=SITE_URL)


def replace_fields(part: P, **changes: object) -> P:
    """A copy of a part of the data with other values of these fields, which are not validated."""
    copy = object.__new__(type(part))
    copy.__setstate__((None, field_values(part) | changes))
    return copy


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record-golden", action="store_true", help="record the golden files anew")


SHIPPED = pytest.StashKey[Reading]()
"""The shipped data, read before any test is collected: some tests are one for each entry or file of it."""


class _SoundData(pytest.Item):
    """The one test that is left where there are errors in the shipped data."""

    def runtest(self) -> None:
        raise DataError(only_errors(self.config.stash[SHIPPED].diagnostics))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        return f"{excinfo.value}\n`patternbook check` says the same; nothing else was run."

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, "errors in the shipped data"


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> bool | None:
    """Read the shipped data; where there are errors in it, collect nothing but the test that says so."""
    try:
        reading = session.config.stash[SHIPPED] = read_data(ROOT / "data", ROOT, SITE_URL, docs=ROOT / "docs")
    except Exception:  # the engine is broken: its own tests say where
        return None
    if not only_errors(reading.diagnostics):
        return None
    session.items = [_SoundData.from_parent(session, name="shipped data")]
    session.testscollected = 1
    return True


OF_SHIPPED_DATA = frozenset({"shipped", "catalogue", "shipped_documents", "site"})
"""The fixtures that are made of the shipped data."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ask for the shipped data; run the long ones first, so that no process waits for one at the end."""
    for item in items:
        if not OF_SHIPPED_DATA.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.shipped)
    items.sort(key=lambda item: item.get_closest_marker("full") is None)


@pytest.fixture(scope="session")
def shipped(pytestconfig: pytest.Config) -> Reading:
    """The shipped data, read and checked."""
    return pytestconfig.stash.get(SHIPPED, None) or read_data(ROOT / "data", ROOT, SITE_URL)


def read_yaml(text: str) -> Any:
    """A YAML text as the engine reads it: no test reads the data by another reader, which could take it for something else."""
    parsed = parse_yaml(text)
    assert parsed is not None
    return parsed.value


@pytest.fixture(scope="session")
def catalogue(shipped: Reading) -> Catalogue:
    """The shipped catalogue."""
    return shipped.catalogue()


def _documents(catalogue: Catalogue) -> dict[str, Document]:
    context = build_context(catalogue, WHERE, SYNTHESIS)
    made = (resolve(page, context) for page in context.neighbours)
    return {document.page: document for document in made if isinstance(document, Document)}


@pytest.fixture(scope="session")
def shipped_documents(catalogue: Catalogue) -> dict[str, Document]:
    """Every document of the shipped catalogue by page."""
    return _documents(catalogue)


@pytest.fixture(scope="session")
def toy() -> Catalogue:
    """The toy catalogue: small, made up, with everything in it once."""
    return read_data(TOY, ROOT, SITE_URL).catalogue()


@pytest.fixture(scope="session")
def toy_documents(toy: Catalogue) -> dict[str, Document]:
    """Every document of the toy catalogue by page."""
    return _documents(toy)


def _strict() -> list[str]:
    """Any warning fails a build, unless entries of the shipped data wait for their numbers, which the check accepts as well."""
    texts = (path.read_text("utf-8") for path in (ROOT / "data").rglob("*.yaml"))
    return [] if any(PLACEHOLDER_ID.search(text) for text in texts) else ["--strict"]


def build(site: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build with MkDocs as its own process, strict; a warning fails it."""
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    settings = {"PATTERNBOOK_SITE_DIR": str(site), "PATTERNBOOK_SITE_URL": SITE_URL, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"}
    settings |= {"PATTERNBOOK_CACHE": "off"}  # what is tested is made now
    command = [sys.executable, "-m", "mkdocs", "build", *_strict(), *arguments]
    return subprocess.run(command, cwd=ROOT, env=surroundings | settings | environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped catalogue's site, built once for all tests, for a repository and under a sub-path."""
    repository = "https://github.com/example/patterns"
    return build_once("built", tmp_path_factory, lambda folder: build(folder / "base", PATTERNBOOK_REPO_URL=repository)) / "base"


def build_once(name: str, tmp_path_factory: pytest.TempPathFactory, made: Callable[[Path], subprocess.CompletedProcess[str]]) -> Path:
    """A folder with what a build makes, made by the first of the processes that run tests and shared by all.

    Args:
        name: Of the folder.
        tmp_path_factory: Of the process.
        made: Builds into the folder it is given.

    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if own.name.startswith("popen-") else own) / name  # a session that a test starts is no worker of this one
    with lock_site(folder, print):
        if not folder.is_dir():
            done = made(folder)
            assert done.returncode == 0, done.stderr
    return folder
