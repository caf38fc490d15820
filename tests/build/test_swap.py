"""Putting a finished site in place: all of it or nothing, whatever happens in between."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from patternbook.build.swap import BusyError, lock_site, recover_site, replace_in_two_steps, replace_site, sibling_path, update_site

Replace = Callable[[Path, Path], None]
# `replace_site` exchanges two names in one step where the system can; the two steps are what it does elsewhere.
EITHER_WAY = pytest.mark.parametrize(
    "put", [pytest.param(replace_site, id="as the system can"), pytest.param(replace_in_two_steps, id="in two steps")]
)


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
def test_site_is_replaced_and_nothing_is_left_over(put: Replace, tmp_path: Path) -> None:
    site, new = made(tmp_path / "site", "before"), made(sibling_path(tmp_path / "site", "new"), "after")
    (site / "gone.html").write_text("before", "utf-8")
    put(site, new)
    assert state(tmp_path) == {"site/index.html": "after", "site/findings/index.html": "after"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_first_site(tmp_path: Path) -> None:
    replace_site(tmp_path / "site", made(tmp_path / ".site.new", "first"))
    assert state(tmp_path) == {"site/findings/index.html": "first", "site/index.html": "first"}


@EITHER_WAY
def test_failing_keeps_the_site(put: Replace, tmp_path: Path) -> None:
    site = made(tmp_path / "site", "before")
    with pytest.raises(OSError, match="No such file"):
        put(site, tmp_path / ".site.new")
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


def test_a_second_build_of_one_site_is_kept_away(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with lock_site(site), pytest.raises(BusyError, match="another build is under way beside site/"), lock_site(site):
        pass
    with lock_site(site):  # and let in when the first has ended
        assert not site.exists()


def test_build_says_that_another_one_is_under_way(tmp_path: Path) -> None:
    with lock_site(tmp_path / "site"):
        command = [str(Path(sys.executable).parent / "patternbook"), "build", "--site", str(tmp_path / "site")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "another build is under way beside site/; wait for it, or name another folder with --site\n"


def test_only_what_changed_is_moved_in(tmp_path: Path) -> None:
    site, new = made(tmp_path / "site", "before"), sibling_path(tmp_path / "site", "new")
    (site / "terms" / "old").mkdir(parents=True)
    (site / "terms" / "old" / "index.html").write_text("before", "utf-8")
    kept = (site / "index.html").stat().st_ino
    (new / "roles").mkdir(parents=True)
    (new / "findings").mkdir()
    (new / "findings" / "index.html").write_text("after", "utf-8")
    (new / "roles" / "index.html").write_text("after", "utf-8")
    update_site(site, new, ["terms/old/index.html"])
    assert state(tmp_path) == {"site/index.html": "before", "site/findings/index.html": "after", "site/roles/index.html": "after"}
    assert (site / "index.html").stat().st_ino == kept
    assert sorted(path.name for path in site.iterdir()) == ["findings", "index.html", "roles"]  # no empty folder is left
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_file_in_place_of_a_folder(tmp_path: Path) -> None:
    site, new = made(tmp_path / "site", "before"), sibling_path(tmp_path / "site", "new")
    new.mkdir()
    (new / "findings").write_text("after", "utf-8")
    update_site(site, new, ["findings/index.html"])
    assert state(site) == {"index.html": "before", "findings": "after"}


def test_interrupted_move_is_finished(tmp_path: Path) -> None:
    """Some files are in place, others are not, and none of those that are gone was removed."""
    site, ready = made(tmp_path / "site", "before"), sibling_path(tmp_path / "site", "ready")
    (site / "gone.html").write_text("before", "utf-8")
    (site / "index.html").write_text("after", "utf-8")
    (ready / "findings").mkdir(parents=True)
    (ready / "findings" / "index.html").write_text("after", "utf-8")
    (ready / ".gone.json").write_text('["gone.html", "gone-before.html"]', "utf-8")
    recover_site(site)
    assert state(tmp_path) == {"site/index.html": "after", "site/findings/index.html": "after"}


def test_interrupted_while_the_empty_folder_of_moved_files_was_removed(tmp_path: Path) -> None:
    site = made(tmp_path / "site", "after")
    (sibling_path(site, "ready") / "findings").mkdir(parents=True)  # its list of what is gone is gone itself
    recover_site(site)
    assert state(tmp_path) == {"site/index.html": "after", "site/findings/index.html": "after"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_interrupted_after_a_folder_took_the_place_of_a_file(tmp_path: Path) -> None:
    site, new = made(tmp_path / "site", "before"), sibling_path(tmp_path / "site", "new")
    (site / "thing").write_text("a file")
    (new / "thing").mkdir(parents=True)
    (new / "thing" / "index.html").write_text("in a folder")
    update_site(site, new, ["thing"])
    sibling_path(site, "ready").mkdir()  # as if it was killed before the end
    (sibling_path(site, "ready") / ".gone.json").write_text('["thing"]')
    recover_site(site)
    assert (site / "thing" / "index.html").read_text() == "in a folder"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
