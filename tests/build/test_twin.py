"""An update is one step: the new site is made in the twin, whatever state that is in, and exchanged for the old one."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from patternbook.build import swap, twin
from patternbook.build.swap import recover_site, sibling_path
from patternbook.build.twin import keep_twin, list_site_files, update_site

Files = dict[str, str]
OLD = {"index.html": "old", "findings/F-001/index.html": "old", "terms/bed/index.html": "gone", "about.html": "same"}
CHANGED = {"index.html": "new!", "findings/F-001/index.html": "new!", "roles/cook/index.html": "new!"}
NEW = CHANGED | {"about.html": "same"}


def write(folder: Path, files: Files) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def read(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def stamps(*folders: Path) -> dict[str, tuple[int, int]]:
    """The files of the folders; the last folder that has one decides."""
    return {file.name: (file.size, file.time) for folder in folders for file in list_site_files(folder)}


def touched(site: Path) -> int:
    return max(file.touched for file in list_site_files(site))


def update(site: Path, changed: Files, removed: tuple[str, ...] = ()) -> int:
    """Update the site as a build does: it has written what changed, and knows what else is to be there."""
    new = write(sibling_path(site, "new"), changed)
    wanted = {name: stamp for name, stamp in stamps(site, new).items() if name not in removed}
    return update_site(site, new, wanted)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was just made as a whole, with its twin."""
    site = write(tmp_path / "site", OLD)
    newest = keep_twin(site, stamps(site))
    assert newest == touched(site)
    assert read(sibling_path(site, "twin")) == OLD
    return site


@pytest.fixture(params=["as the system can", "without exchange", "without hard links", "without both"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other systems and file systems cannot do."""

    def refuse(source: str, target: str) -> None:
        Path(target).parent.stat()  # the folder is missing: as it is said anywhere
        raise OSError(errno.EPERM, "Operation not permitted")

    if request.param in ("without exchange", "without both"):
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    if request.param in ("without hard links", "without both"):
        monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("either_way")
def test_updates_one_after_the_other(tmp_path: Path) -> None:
    site = write(tmp_path / "site", OLD)
    keep_twin(site, stamps(site))
    assert update(site, CHANGED, ("terms/bed/index.html",)) == touched(site)
    assert read(site) == NEW
    assert not (site / "terms").exists()  # no empty folder is left
    assert update(site, {"about.html": "third"}) == touched(site)
    assert read(site) == NEW | {"about.html": "third"}
    assert update(site, {"index.html": "fourth"}, ("roles/cook/index.html",)) == touched(site)
    assert read(site) == {"index.html": "fourth", "findings/F-001/index.html": "new!", "about.html": "third"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.twin", "site"]


def test_what_did_not_change_is_the_same_file(site: Path) -> None:
    before = (site / "about.html").stat().st_ino
    update(site, CHANGED)
    assert (site / "about.html").stat().st_ino == before
    assert read(sibling_path(site, "twin")) == OLD  # which is the site as it was before


def test_site_changes_in_the_one_moment_of_the_exchange(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def exchange(one: Path, other: Path) -> None:
        seen.append(read(one))
        original(one, other)
        seen.append(read(one))

    original = swap.exchange_folders
    monkeypatch.setattr(twin, "exchange_folders", exchange)
    update(site, CHANGED, ("terms/bed/index.html",))
    assert seen == [OLD, NEW]


def _as_file(folder: Path) -> None:
    swap.remove_folder(folder)
    folder.write_text("?")


def _as_link(folder: Path) -> None:
    swap.remove_folder(folder)
    folder.symlink_to(folder.parent / "mine")


def _rewrite(folder: Path, name: str, text: str) -> None:
    """Another file of the same name: what is written in place is the site's own file."""
    (folder / name).unlink()
    write(folder, {name: text})


def _file_as_link(folder: Path) -> None:
    (folder / "about.html").unlink()
    (folder / "about.html").symlink_to("../mine/about.html")


def _in_the_way(folder: Path) -> None:
    """A folder where a file is to be, and a file where a folder is."""
    (folder / "index.html").unlink()
    write(folder, {"index.html/what.html": "?", "roles": "?"})


DAMAGE: dict[str, Callable[[Path], object]] = {
    "none": swap.remove_folder,
    "a file": _as_file,
    "a link": _as_link,
    "a file is missing": lambda folder: os.remove(f"{folder}/about.html"),  # noqa: PTH107
    "a file is too many": lambda folder: write(folder, {"new/index.html": "?"}),
    "a file is another": lambda folder: _rewrite(folder, "about.html", "other"),
    "a file is a link": _file_as_link,
    "things in the way": _in_the_way,
    "an empty folder in the way": lambda folder: Path(folder, "roles/cook/index.html").mkdir(parents=True),
    "half brought up": lambda folder: _rewrite(folder, "index.html", "new!"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_twin_is_mended(site: Path, damage: Callable[[Path], object]) -> None:
    outside = write(site.parent / "mine", {"about.html": "mine"})
    damage(sibling_path(site, "twin"))
    assert update(site, CHANGED, ("terms/bed/index.html",)) == touched(site)
    assert read(site) == NEW
    assert not site.is_symlink()
    assert read(outside) == {"about.html": "mine"}


def test_update_that_cannot_be_written_leaves_the_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(OSError, match="No space left"):
        update(site, CHANGED)
    assert read(site) == OLD
    monkeypatch.undo()
    recover_site(site)
    update(site, CHANGED, ("terms/bed/index.html",))
    assert read(site) == NEW


def test_site_needs_no_twin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    site = write(tmp_path / "site", OLD)
    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(shutil, "copy2", full)
    assert keep_twin(site, stamps(site)) == touched(site)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
