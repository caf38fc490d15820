"""Putting a finished site in place: all of it or nothing, whatever happens in between."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from patternbook.build import swap
from patternbook.build.swap import recover_site, replace_site, sibling_path


@pytest.fixture(params=["as the system can", "in two steps"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system can, two names are exchanged in one step; the two steps are what is done elsewhere."""
    if request.param == "in two steps":
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)


EITHER_WAY = pytest.mark.usefixtures("either_way")


def made(folder: Path, text: str) -> Path:
    """A small site: a page, and a page in a folder."""
    (folder / "findings").mkdir(parents=True)
    (folder / "index.html").write_text(text, "utf-8")
    (folder / "findings" / "index.html").write_text(text, "utf-8")
    return folder


def state(folder: Path) -> dict[str, str]:
    """Every file below a folder and what it holds."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def test_names_beside_the_site() -> None:
    assert sibling_path(Path("/srv/site"), "new") == Path("/srv/.site.new")
    assert sibling_path(Path("site"), "old") == Path(".site.old")


@EITHER_WAY
def test_site_is_replaced_and_nothing_is_left_over(tmp_path: Path) -> None:
    site, new = made(tmp_path / "site", "before"), made(sibling_path(tmp_path / "site", "new"), "after")
    (site / "gone.html").write_text("before", "utf-8")
    replace_site(site, new)
    assert state(tmp_path) == {"site/index.html": "after", "site/findings/index.html": "after"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_first_site(tmp_path: Path) -> None:
    replace_site(tmp_path / "site", made(tmp_path / ".site.new", "first"))
    assert state(tmp_path) == {"site/findings/index.html": "first", "site/index.html": "first"}


@EITHER_WAY
def test_failing_keeps_the_site(tmp_path: Path) -> None:
    site = made(tmp_path / "site", "before")
    with pytest.raises(OSError, match="No such file"):
        replace_site(site, tmp_path / ".site.new")
    assert state(tmp_path) == {"site/index.html": "before", "site/findings/index.html": "before"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_where_the_system_refuses_to_exchange_the_site_is_kept(tmp_path: Path) -> None:
    """A folder cannot be exchanged for one inside it (EINVAL), nor moved there: both ways fail, one after the other."""
    site = made(tmp_path / "site", "before")
    made(site / "inside", "after")
    before = state(tmp_path)
    with pytest.raises(OSError, match="No such file"):
        replace_site(site, site / "inside")
    assert state(tmp_path) == before


def test_interrupted_while_building(tmp_path: Path) -> None:
    site = made(tmp_path / "site", "before")
    made(sibling_path(site, "new"), "half")
    recover_site(site)
    assert state(tmp_path) == {"site/index.html": "before", "site/findings/index.html": "before"}


def test_interrupted_between_the_two_steps(tmp_path: Path) -> None:
    site = tmp_path / "site"
    made(sibling_path(site, "old"), "before")
    made(sibling_path(site, "new"), "after")
    recover_site(site)
    assert state(tmp_path) == {"site/index.html": "before", "site/findings/index.html": "before"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_interrupted_before_the_old_one_was_removed(tmp_path: Path) -> None:
    site = made(tmp_path / "site", "after")
    made(sibling_path(site, "old"), "before")
    recover_site(site)
    assert state(tmp_path) == {"site/index.html": "after", "site/findings/index.html": "after"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_interrupted_after_the_exchange(tmp_path: Path) -> None:
    """The names are exchanged and the old site, now called new, is half removed."""
    site = made(tmp_path / "site", "after")
    made(sibling_path(site, "new"), "before")
    (sibling_path(site, "new") / "index.html").unlink()
    recover_site(site)
    assert state(tmp_path) == {"site/index.html": "after", "site/findings/index.html": "after"}


def test_nothing_to_recover(tmp_path: Path) -> None:
    recover_site(tmp_path / "site")
    assert list(tmp_path.iterdir()) == []
    site = made(tmp_path / "site", "before")
    recover_site(site)
    recover_site(site)
    assert state(site) == {"index.html": "before", "findings/index.html": "before"}


def test_neighbours_are_left_alone(tmp_path: Path) -> None:
    site = made(tmp_path / "site", "before")
    for name in (".site2.new", "site.new", ".site.newer", ".other.old"):
        made(tmp_path / name, "mine")
    recover_site(site)
    replace_site(site, made(sibling_path(site, "new"), "after"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.old", ".site.newer", ".site2.new", "site", "site.new"]


def test_file_that_does_not_fit_is_no_file(tmp_path: Path) -> None:
    """A disk that is nearly full takes the beginning of a file and says so only by the number of bytes it took."""
    code = f"""
import resource, signal
from pathlib import Path
from patternbook.build.swap import write_file
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
write_file(Path({str(tmp_path)!r}), "index.html", "x" * 150)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].startswith("OSError: ")
