"""A catalogue of 2,000 entries, built as any other: searched in a real browser, and no page of it is large."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from conftest import build
from generate import generate
from patternbook.source.files import data_files, load_file
from test_browser import DESK, PHONE, Handler, opened
from test_browser import browser as browser  # the fixture
from test_browser_search import field, look_for, options
from test_plain_path import build_plain, differing

pytestmark = pytest.mark.full

ENTRIES = 2_000
LARGEST_PAGE = 100_000
"""Bytes of a page as it travels, compressed."""
FIRST_SEARCH = 400_000
"""Bytes that a first search fetches, compressed."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "data"
    generate(folder, ENTRIES)
    return folder


@pytest.fixture(scope="module")
def large(data: Path) -> Path:
    folder = data.parent / "base"
    done = build(folder, PATTERNBOOK_DATA=str(data), PATTERNBOOK_CACHE="off")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def address(large: Path) -> Iterator[str]:
    handler = type("LargeHandler", (Handler,), {"root": large})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(large))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/base/"
        server.shutdown()


@pytest.fixture(scope="module")
def title(data: Path) -> str:
    """The title of F-777."""
    for path in data_files(data):
        source, _ = load_file(path, path.name)
        findings = source.root.get("findings") if source else None
        for each in findings if isinstance(findings, list) else ():
            if isinstance(each, dict) and each["id"] == "F-777":
                return str(each["title"])
    raise AssertionError("no F-777")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desktop", "phone"])
def test_search_by_id_title_and_kind(browser: Browser, address: str, title: str, size: dict[str, int]) -> None:
    with opened(browser, f"{address}findings/F-001/", viewport=size) as (page, noise):
        page.set_default_timeout(10_000)
        page.keyboard.press("/")
        expect(field(page)).to_be_focused()
        look_for(page, "F-777", "1 result")
        expect(options(page)).to_contain_text("Finding F-777")
        field(page).fill(title)
        expect(options(page).first).to_contain_text("F-777")
        field(page).fill(f"pattern {max(title.split(), key=len)}")  # a made-up word, which no page of prose has
        expect(options(page).first).to_contain_text("Pattern P-")
        look_for(page, "F-777", "1 result")
        page.keyboard.press("Enter")
        page.wait_for_url("**/findings/F-777/")
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        assert [each for each in noise.heard if "ERR_ABORTED" not in each] == []
        assert all(url.startswith((address, "data:")) for url in noise.requested)


def test_no_page_is_large(large: Path) -> None:
    sizes = {file.relative_to(large).as_posix(): len(gzip.compress(file.read_bytes(), 6)) for file in large.rglob("*.html")}
    assert len(sizes) > ENTRIES
    assert {name: size for name, size in sizes.items() if size > LARGEST_PAGE} == {}


def test_plain_path_gives_the_same_site(data: Path, large: Path, tmp_path: Path) -> None:
    assert differing(large, build_plain(tmp_path / "base", PATTERNBOOK_DATA=str(data))) == []


def test_first_search_is_small(browser: Browser, address: str, large: Path, title: str) -> None:
    """What a reader's first search fetches, whatever it is."""
    with opened(browser, f"{address}findings/F-001/", viewport=DESK) as (page, noise):
        before = set(noise.requested)
        page.keyboard.press("/")
        field(page).fill(title.split()[0][:4])
        expect(options(page).first).to_be_visible()
        fetched = {url for url in noise.requested if url not in before and not url.startswith("data:")}
        sizes = [len(gzip.compress((large / url.removeprefix(address)).read_bytes(), 6)) for url in fetched]
        assert 0 < sum(sizes) < FIRST_SEARCH
