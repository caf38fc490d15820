"""The live preview: an edit is shown, a mistake is told and keeps the last good site up, a mended file is shown again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from conftest import ROOT, TOY

DEADLINE = 60.0
"""Seconds that something is waited for before the test fails."""


@dataclass(frozen=True)
class Preview:
    """A running preview of a copy of the toy."""

    data: Path
    address: str
    said: Path
    process: subprocess.Popen[bytes]

    def page(self, page: str) -> str:
        try:
            with urlopen(f"{self.address}{page}", timeout=DEADLINE) as answer:
                return str(answer.read().decode())
        except (URLError, ConnectionError):
            return ""  # not up yet

    def wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + DEADLINE
        while not until():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < end, self.said.read_text()
            time.sleep(0.05)

    def replace(self, old: str, new: str) -> None:
        path = self.data / "tips.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    shutil.copytree(TOY, tmp_path / "data")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    settings = {"PATTERNBOOK_DATA": str(tmp_path / "data"), "PATTERNBOOK_CACHE": str(tmp_path / "kept"), "NO_MKDOCS_2_WARNING": "1"}
    said = tmp_path / "said.txt"
    with said.open("wb") as out:
        command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
        process = subprocess.Popen(command, cwd=ROOT, env=own | settings, stdout=out, stderr=subprocess.STDOUT)
        try:
            yield Preview(tmp_path / "data", f"http://127.0.0.1:{port}/", said, process)
        finally:
            process.terminate()
            process.wait(DEADLINE)


def test_preview_shows_edits_and_survives_mistakes(preview: Preview) -> None:
    page = "patternbook/recommendations/R-004/"
    preview.wait(lambda: "Mulch" in preview.page(page))
    preview.replace("title: Mulch", "title: Mulch twice")
    preview.wait(lambda: "Mulch twice" in preview.page(page))
    preview.replace("title: Mulch twice", "title: [")
    preview.wait(lambda: "The last good site stays up; it is rebuilt when you save." in preview.said.read_text("utf-8"))
    assert "data/tips.yaml:" in preview.said.read_text("utf-8")
    assert "Mulch twice" in preview.page(page)
    preview.replace("title: [", "title: Mulch three times")
    preview.wait(lambda: "Mulch three times" in preview.page(page))
    assert "Traceback" not in preview.said.read_text("utf-8")
