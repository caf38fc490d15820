"""Progress: a bar on a terminal, one line per stage elsewhere."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys

import pytest

from conftest import ROOT, SITE_URL
from patternbook.runtime.progress import BAR_WIDTH, Progress, render_bar, summary_line


def test_without_a_terminal_a_stage_is_one_line() -> None:
    said: list[str] = []
    assert list(Progress(said.append, None).track("pages", "abc")) == ["a", "b", "c"]
    assert [re.sub(r"[\d,.]+(?= s|/s)", "N", each) for each in said] == ["pages: 3 in N s, N/s"]


def test_stage_that_fails_clears_its_bar_and_says_nothing() -> None:
    said: list[str] = []
    terminal = io.StringIO()
    things = (1 // each for each in (1, 0))
    with pytest.raises(ZeroDivisionError):
        list(Progress(said.append, terminal).track_total(2, "pages", things))
    assert said == []
    assert terminal.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("count", "total", "filled"),
    [(0, 1290, 0), (645, 1290, BAR_WIDTH // 2), (1290, 1290, BAR_WIDTH), (2000, 1290, BAR_WIDTH), (0, 0, BAR_WIDTH)],
)
def test_bar_is_as_full_as_the_stage(count: int, total: int, filled: int) -> None:
    drawn = render_bar("pages", count, total, 2.0)
    assert drawn.count("#") == filled
    assert f"{count:,}/{total:,}  {count / 2:,.0f}/s" in drawn
    assert len(drawn) < 80


def test_line_has_count_seconds_and_rate() -> None:
    assert summary_line("pages", 1290, 6.0) == "pages: 1,290 in 6.0 s, 215/s"
    assert summary_line("pages", 0, 0.0) == "pages: 0 in 0.0 s, 0/s"


@pytest.mark.parametrize("watched", [True, False], ids=["terminal", "pipe"])
def test_build_shows_bars_on_a_terminal_only(tmp_path: object, watched: bool) -> None:
    ours, theirs = pty.openpty() if watched else os.pipe()
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path)]
    own = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    environment = own | {"PATTERNBOOK_CACHE": "off", "PATTERNBOOK_SITE_URL": SITE_URL, "NO_MKDOCS_2_WARNING": "1"}
    build = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=theirs)
    os.close(theirs)
    said = b""
    while chunk := _read(ours):
        said += chunk
    os.close(ours)
    assert build.wait(60) == 0
    assert re.search(rb"pages: [\d,]+ in [\d.]+ s, [\d,]+/s", said)
    assert re.search(rb"search files: [\d,]+ in", said)
    assert (b"pages [#" in said) == watched


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # a terminal whose other end is closed
        return b""
