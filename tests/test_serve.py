"""The live preview: an edit is shown, whatever fails is told and keeps the last good site up, a mended file is shown again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from conftest import ROOT

DEADLINE = 60.0
"""Seconds that something is waited for before the test fails."""
PAGE, PROBLEMS = "/patternbook/patterns/P-001/", "/problems/"
TEMPLATE, PARTIAL = "hooks/patternbook/pages/templates/entry.html", "hooks/patternbook/theme/partials/footer.html"
TITLE, BANNER = b"One decides (example)", b'<div class="preview-banner"'


@dataclass(frozen=True)
class Answer:
    """An answer of the preview."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Preview:
    """A running preview of a project."""

    project: Path
    port: int
    said: Path
    process: subprocess.Popen[bytes]

    def ask(self, address: str, method: str = "GET") -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        try:
            connection.request(method, address)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        except (OSError, HTTPException):
            return Answer(0, {}, b"")  # not up yet
        finally:
            connection.close()

    def page(self) -> bytes:
        return self.ask(PAGE).body

    def log(self) -> str:
        return self.said.read_text("utf-8")

    def wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + DEADLINE
        while not until():
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < end, self.log()
            time.sleep(0.05)

    def replace(self, old: bytes, new: bytes, file: str = "data/findings.yaml") -> None:
        raw = (self.project / file).read_bytes()
        assert old in raw
        (self.project / file).write_bytes(raw.replace(old, new))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with an engine of its own, which may be broken."""
    shutil.copytree(ROOT / "hooks", tmp_path / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "hooks" / "patternbook" / "commands" / "starter", tmp_path / "data")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "guide.md").write_text("# Guide\n\nText.\n", "utf-8")
    return tmp_path


@contextmanager
def serve(project: Path, **environment: str) -> Iterator[Preview]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    settings = {"PATTERNBOOK_CACHE": str(project / "kept"), "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(project / "hooks")}
    said = project / "said.txt"
    with said.open("wb") as out:
        command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "-a", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, cwd=project, env=own | settings | environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            yield Preview(project, port, said, process)
        finally:
            process.terminate()
            process.wait(DEADLINE)


def test_preview_shows_edits_and_survives_mistakes(project: Path) -> None:
    with serve(project) as preview:
        preview.wait(lambda: TITLE in preview.page())
        preview.replace(b"title: One decides", b"title: Two decides")
        preview.wait(lambda: b"Two decides" in preview.page())
        preview.replace(b"title: Two decides (example)", b"title: [")
        preview.wait(lambda: "The last good site stays up; it is rebuilt when you save." in preview.log())
        assert "data/findings.yaml:" in preview.log()
        assert b"Two decides" in preview.page()
        assert BANNER in preview.page()
        assert b"<code>data/findings.yaml:" in preview.ask(PROBLEMS).body
        preview.replace(b"title: [", b"title: Three decide")
        preview.wait(lambda: b"Three decide" in preview.page())
        assert BANNER not in preview.page()
        assert "Traceback" not in preview.log()


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        pytest.param(PARTIAL, b"{#-", b"{% if %}{#-", b"<code>hooks/patternbook/theme/partials/footer.html:1:1</code>", id="template of the theme"),
        pytest.param(PARTIAL, b"{#-", b"\xff{#-", b"<code>hooks/patternbook/theme/partials/footer.html:1:1</code>", id="its bytes"),
        pytest.param(PARTIAL, b"{#-", b"{{ no.such }}{#-", b"<code>hooks/patternbook/theme/partials/footer.html:1:1</code>", id="its names"),
        pytest.param(TEMPLATE, b"{%", b"{% if %}{%", b"<code>hooks/patternbook/pages/templates/entry.html:", id="template of a page"),
        pytest.param(TEMPLATE, b"{%", b"\xff{%", b"<code>hooks/patternbook/pages/templates/entry.html:", id="bytes of a page's template"),
        pytest.param("docs/guide.md", b"Text", b"Te\xfft", b"<code>docs/guide.md:3:3</code> PB102", id="bytes of docs"),
        pytest.param("docs/guide.md", b"Text", b"<b>Text", b"<code>docs/guide.md:3:1</code> PB310", id="HTML in docs"),
        pytest.param("mkdocs.yml", b"\nplugins:", b"\n  : [\nplugins:", b"<code>mkdocs.yml:", id="settings"),
        pytest.param("mkdocs.yml", b"name: material", b"name: no_such", b"Unrecognised theme name", id="unknown theme"),
    ],
)
@pytest.mark.full
def test_preview_survives_what_is_not_data(project: Path, file: str, old: bytes, new: bytes, told: bytes) -> None:
    with serve(project) as preview:
        preview.wait(lambda: TITLE in preview.page())
        preview.replace(old, new, file)
        preview.wait(lambda: BANNER in preview.page())
        assert TITLE in preview.page()
        assert b'href="/problems/?from=/patternbook/patterns/P-001/"' in preview.page()
        assert told in preview.ask(PROBLEMS).body
        assert b'<a href="/patternbook/terms/">Go back' in preview.ask(f"{PROBLEMS}?from=/patternbook/terms/").body
        preview.replace(new, old, file)
        preview.wait(lambda: BANNER not in preview.page())
        assert TITLE in preview.page()
        gone = preview.ask(f"{PROBLEMS}?from={PAGE}")
        assert (gone.status, gone.headers["Location"]) == (302, PAGE)
        assert preview.ask(f"{PROBLEMS}?from=//example.org/").headers["Location"] == "/patternbook/"
        assert "Traceback" not in preview.log()


def test_a_preview_whose_first_build_fails_shows_why_until_it_is_mended(project: Path) -> None:
    good = (project / PARTIAL).read_bytes()
    (project / PARTIAL).write_bytes(good + b"\n{% endfor %}")
    with serve(project) as preview:
        preview.wait(lambda: preview.ask(PAGE).status == 503)
        for address in (PAGE, "/", PROBLEMS, "/patternbook/assets/patternbook.css"):
            answer = preview.ask(address)
            assert (answer.status, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
            assert b"<code>hooks/patternbook/theme/partials/footer.html:" in answer.body
        assert preview.ask("/problems/preview.css").status == 200
        (project / PARTIAL).write_bytes(good)
        preview.wait(lambda: TITLE in preview.page())
        assert preview.ask(PROBLEMS).status == 302


def test_a_preview_without_a_data_folder_says_so(project: Path) -> None:
    with serve(project, PATTERNBOOK_DATA="nowhere") as preview:
        preview.wait(lambda: preview.ask(PAGE).status == 503)
        assert b"PB109: there is no such folder" in preview.page()


def test_preview_answers_only_what_a_site_is_asked(project: Path) -> None:
    with serve(project) as preview:
        preview.wait(lambda: TITLE in preview.page())
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "NOSUCH"):
            answer = preview.ask(PAGE, method)
            assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
        for address in ("/patternbook/%00", "/%00", "/problems/%00", "/livereload/%00"):
            assert preview.ask(address).status == 400
        shown, head = preview.ask(PAGE), preview.ask(PAGE, "HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["Content-Length"] == shown.headers["Content-Length"] == str(len(shown.body))
        assert preview.ask("/patternbook/nowhere").status == 404
        assert preview.ask("/problems/..%2fpreview.py").status in (302, 404)
        # The page's policy forbids the script that MkDocs would add; ours is a file.
        assert b"var livereload" not in shown.body
        assert shown.body.count(b'<script src="/problems/preview.js" data-epoch="') == 1
        assert "Traceback" not in preview.log()
