"""Addresses in a real browser: one that is not there but names an id, and one that moved, with its fragment."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from conftest import TOY, build
from test_browser import browser

__all__ = ["browser"]


class WithMissing(SimpleHTTPRequestHandler):
    """Files below /base/, and 404.html for what is not there, as hosts of pages do."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.partition("?")[0].removeprefix("/base"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The toy's site with a word that moved."""
    folder = tmp_path_factory.mktemp("moved")
    shutil.copytree(TOY, folder / "data")
    (folder / "data" / "ledger.yaml").write_text("ledger:\n  - areas/yard\n  - moved areas/yard areas/shed\n", "utf-8")
    done = build(folder / "site", PATTERNBOOK_DATA=str(folder / "data"))
    assert done.returncode == 0, done.stderr
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(WithMissing, directory=str(folder / "site"))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/base/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("f-4", "findings/F-004/"),
        ("findings/f-004/#evidence", "findings/F-004/#evidence"),
        ("F4", "findings/F-004/"),
        ("finding/F_0004.html", "findings/F-004/"),
        ("cp-1/", "collaboration-points/CP-001/"),
        ("P-777", None),
        ("findings/elsewhere", None),
        ("x-4", None),
    ],
)
def test_missing_address_that_names_an_id(browser: Browser, address: str, asked: str, leads: str | None) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        with page.expect_event("load"):
            page.goto(address + asked)
        page.wait_for_load_state("networkidle")
        meant = page.locator(".pb-meant")
        assert meant.is_visible() == (leads is not None)
        if leads is not None:
            assert meant.locator("a").get_attribute("href") == address + leads


def test_moved_address_leads_on_with_its_fragment(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}areas/yard/#findings")
        page.wait_for_url(f"{address}areas/shed/#findings")


def test_moved_address_has_a_link_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}areas/yard/")
        assert page.locator("main a[data-moved], article a[data-moved]").first.get_attribute("href") == "../shed/"
