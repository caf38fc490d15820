"""What a build depends on is known by its contents, wherever links lead; the last site only as long as it is as it was left."""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from patternbook.build.pipeline import BuildInputs
from patternbook.build.twin import list_site_files
from patternbook.incremental.manifest import FileStamp, SiteManifest, inputs_digest, read_manifest, write_manifest
from patternbook.incremental.store import STORE_FILE, Store
from patternbook.runtime.digests import digest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "read" / "inner").mkdir(parents=True)
    (tmp_path / "read" / "inner" / "one.md").write_text("one")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "two.md").write_text("two")
    return tmp_path / "read"


def test_a_file_behind_a_linked_folder_counts(folder: Path) -> None:
    (folder / "linked").symlink_to("../elsewhere")
    inputs = BuildInputs((folder,), ())
    before = inputs_digest(inputs)
    (folder.parent / "elsewhere" / "two.md").write_text("two, edited")
    assert inputs_digest(inputs) != before


def test_a_loop_of_links_ends(folder: Path) -> None:
    inputs = BuildInputs((folder,), ())
    before = inputs_digest(inputs)
    (folder / "inner" / "back").symlink_to("..")
    assert inputs_digest(inputs) == before


def test_a_link_to_nothing_is_read_as_nothing(folder: Path) -> None:
    inputs = BuildInputs((folder,), ())
    before = inputs_digest(inputs)
    (folder / ".#one.md").symlink_to("me@host.1:2")  # as Emacs marks a file that is not saved
    assert inputs_digest(inputs) not in (before, b"")


def test_compiled_python_does_not_count(folder: Path) -> None:
    inputs = BuildInputs((folder,), ())
    before = inputs_digest(inputs)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "one.pyc").write_text("code")
    assert inputs_digest(inputs) == before


def test_settings_and_names_of_files_count(folder: Path) -> None:
    one = inputs_digest(BuildInputs((folder,), ("told",)))
    assert inputs_digest(BuildInputs((folder,), ("told otherwise",))) != one
    (folder / "inner" / "one.md").rename(folder / "inner" / "two.md")
    assert inputs_digest(BuildInputs((folder,), ("told",))) != one


INPUTS = BuildInputs((), ("told",))
PAGE, INNER = "index.html", "findings/F-001/index.html"


@pytest.fixture
def left(tmp_path: Path) -> dict[str, FileStamp]:
    """The files of a site that a build left and a store remembers."""
    site = tmp_path / "site"
    for name in (PAGE, INNER):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(f"made {name}")
    files = {file.name: FileStamp(file.size, file.time, f"key of {file.name}") for file in list_site_files(site)}
    with Store(tmp_path / STORE_FILE) as store:
        write_manifest(store, site, INPUTS, inputs_digest(INPUTS), files, _touched(site))
    return files


def _touched(site: Path) -> int:
    return max(file.touched for file in list_site_files(site))


def _before(folder: Path, site: str = "site") -> SiteManifest:
    """What a later build finds."""
    with Store(folder / STORE_FILE) as store:
        return read_manifest(store, folder / site)


def test_site_as_it_was_left_is_found_with_what_it_was_made_of(tmp_path: Path, left: dict[str, FileStamp]) -> None:
    assert set(left) == {PAGE, INNER}
    found = _before(tmp_path)
    assert (found.inputs, found.files) == (inputs_digest(INPUTS).hex(), left)
    assert found.has(INNER, f"key of {INNER}")
    assert not found.has(INNER, f"key of {PAGE}")
    assert not found.has("other.html", "")


def _later(path: Path) -> None:
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1))


def _same_time(path: Path, text: str) -> None:
    state = path.stat()
    path.write_text(text)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def _through_a_link(path: Path) -> None:
    outside = next(folder for folder in path.parents if folder.name == "site").with_name("moved.html")
    path.symlink_to(path.rename(outside))


TOUCHED: dict[str, Callable[[Path], object]] = {
    "written later, as long as before": _later,
    "longer, of the same time": lambda path: _same_time(path, "made otherwise, and longer than it was"),
    "as long, of the same time": lambda path: _same_time(path, path.read_text().replace("made", "MADE")),
    "removed": Path.unlink,
    "added beside": lambda path: path.with_name("added.html").touch(),
    "renamed": lambda path: path.rename(path.with_name("renamed.html")),
    "a link to what it was": _through_a_link,
}


@pytest.mark.parametrize("file", [PAGE, INNER], ids=["at the root", "below"])
@pytest.mark.parametrize("touch", TOUCHED.values(), ids=TOUCHED)
def test_site_that_somebody_touched_is_not_known(tmp_path: Path, left: dict[str, FileStamp], touch: Callable[[Path], object], file: str) -> None:
    touch(tmp_path / "site" / file)
    assert _before(tmp_path) == SiteManifest()
    assert left


def test_site_that_was_delivered_in_part_is_not_known(tmp_path: Path) -> None:
    """What is recorded is what was to be delivered: half a site is built anew, whoever took the other half away."""
    site = tmp_path / "site"
    site.mkdir()
    (site / PAGE).write_text("made")
    (half,) = list_site_files(site)
    whole = {name: FileStamp(half.size, half.time, "key") for name in (PAGE, INNER)}
    with Store(tmp_path / STORE_FILE) as store:
        write_manifest(store, site, INPUTS, inputs_digest(INPUTS), whole, half.touched)
    assert _before(tmp_path) == SiteManifest()


def test_site_that_is_gone_is_not_known(tmp_path: Path, left: dict[str, FileStamp]) -> None:
    (tmp_path / "site").rename(tmp_path / "moved")
    assert _before(tmp_path) == _before(tmp_path, "moved") == SiteManifest()
    (tmp_path / "moved").rename(tmp_path / "site")
    assert _before(tmp_path).files == left


def test_other_site_is_not_known_though_it_is_alike(tmp_path: Path, left: dict[str, FileStamp]) -> None:
    (tmp_path / "other").symlink_to("site")
    assert _before(tmp_path, "other") == SiteManifest()
    assert _before(tmp_path).files == left


def test_nothing_is_known_where_nothing_is_kept(tmp_path: Path, left: dict[str, FileStamp]) -> None:
    with Store(None) as store:
        write_manifest(store, tmp_path / "site", INPUTS, inputs_digest(INPUTS), left, _touched(tmp_path / "site"))
        assert read_manifest(store, tmp_path / "site") == SiteManifest()
    with Store(tmp_path / "new.sqlite") as store:
        assert read_manifest(store, tmp_path / "site") == SiteManifest()


def test_damaged_record_is_as_none(tmp_path: Path, left: dict[str, FileStamp]) -> None:
    with closing(sqlite3.connect(tmp_path / STORE_FILE)) as connection, connection:
        connection.execute("UPDATE kept SET value = substr(value, 1, length(value) - 1)")
    assert _before(tmp_path) == SiteManifest()
    with Store(tmp_path / STORE_FILE) as store:
        write_manifest(store, tmp_path / "site", INPUTS, inputs_digest(INPUTS), left, _touched(tmp_path / "site"))
    (tmp_path / STORE_FILE).write_bytes(b"no database" * 100)
    assert _before(tmp_path) == SiteManifest()


def test_a_manifest_of_another_version_of_the_engine_is_not_read(tmp_path: Path) -> None:
    """Its form may be another: the site is built anew, where a build once ended with an error."""
    site = tmp_path / "site"
    site.mkdir()
    with Store(tmp_path / STORE_FILE) as store:
        store.put([(digest("site", str(site)), pickle.dumps(("", [])))])
        assert read_manifest(store, site) == SiteManifest()
