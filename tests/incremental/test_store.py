"""The store: private, checked, and never in the way."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from patternbook.incremental.store import (
    BUILDS_PER_SWEEP,
    CACHE_FOLDER,
    ROWS_PER_QUERY,
    STORE_FILE,
    Store,
    UnsafeFolderError,
    cache_folder,
    prepare_folder,
)
from patternbook.incremental.template_cache import TemplateCache
from patternbook.pages.render import template_environment, template_sources
from patternbook.runtime.digests import digest

KEY, OTHER = digest("key"), digest("other")


def test_value_is_found_by_the_next_build(tmp_path: Path) -> None:
    with Store(tmp_path / STORE_FILE) as store:
        assert store.get(KEY) is None
        store.put([(KEY, b"value"), (OTHER, b"")])
        assert store.get(KEY) == b"value"
    with Store(tmp_path / STORE_FILE) as store:
        assert (store.get(KEY), store.get(OTHER)) == (b"value", b"")


def test_store_without_a_file_keeps_nothing() -> None:
    with Store(None) as store:
        store.put([(KEY, b"value")])
        store.finish()
        assert store.get(KEY) is None
        assert store.file is None


@pytest.mark.parametrize(("one", "other"), [(("ab", "c"), ("a", "bc")), (("a", ""), ("a",)), ((b"a",), (b"b",))])
def test_keys_tell_parts_apart(one: tuple[str | bytes, ...], other: tuple[str | bytes, ...]) -> None:
    assert digest(*one) != digest(*other)
    assert digest(*one) == digest(*one)
    assert digest("\ud800") != digest("?")  # half a character, as a file name may hold


def test_changed_value_is_not_believed(tmp_path: Path) -> None:
    with Store(tmp_path / STORE_FILE) as store:
        store.put([(KEY, b"value"), (OTHER, b"other")])
    with sqlite3.connect(tmp_path / STORE_FILE) as connection:
        connection.execute("UPDATE kept SET value = ? WHERE key = ?", (b"valve", KEY))
        connection.execute("UPDATE kept SET key = ? WHERE key = ?", (digest("third"), OTHER))  # a whole row in another's place
    connection.close()
    with Store(tmp_path / STORE_FILE) as store:
        assert store.get(KEY) is None
        assert store.get(digest("third")) is None
        store.put([(KEY, b"value")])
        assert store.get(KEY) == b"value"


def test_file_that_is_no_store_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).write_bytes(b"no database" * 1000)
    with Store(tmp_path / STORE_FILE) as store:
        store.put([(KEY, b"value")])
        assert store.get(KEY) == b"value"


def test_what_was_not_used_for_long_is_forgotten(tmp_path: Path) -> None:
    with Store(tmp_path / STORE_FILE) as store:
        store.put([(KEY, b"value"), (OTHER, b"other")])
        store.finish()
    for _ in range(2 * BUILDS_PER_SWEEP + 1):
        with Store(tmp_path / STORE_FILE) as store:
            store.used([KEY])
            store.finish()
    with Store(tmp_path / STORE_FILE) as store:
        assert (store.get(KEY), store.get(OTHER)) == (b"value", None)


def test_value_that_was_fetched_is_of_use(tmp_path: Path) -> None:
    with Store(tmp_path / STORE_FILE) as store:
        store.put([(KEY, b"value")])
        store.finish()
    for _ in range(2 * BUILDS_PER_SWEEP + 1):
        with Store(tmp_path / STORE_FILE) as store:
            assert store.get(KEY) == b"value"
            store.finish()


def test_full_store_is_given_up_without_an_error(tmp_path: Path) -> None:
    with Store(tmp_path / STORE_FILE) as store:
        assert store._connection is not None
        store._connection.execute("PRAGMA max_page_count = 4")  # what a full disk looks like to SQLite
        store.put([(KEY, os.urandom(100_000))])
        assert store.get(KEY) is None
        assert store.file is None
        store.put([(OTHER, b"other")])
        store.finish()
    assert not (tmp_path / STORE_FILE).exists()


def test_folder_is_private(tmp_path: Path) -> None:
    folder = prepare_folder(tmp_path / "deep" / "cache")
    assert folder.stat().st_mode & 0o777 == 0o700
    with Store(folder / STORE_FILE) as store:
        store.put([(KEY, b"value")])
        assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
def test_folder_that_others_can_write_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(mode)
    with pytest.raises(UnsafeFolderError, match="others can write to cache"):
        prepare_folder(tmp_path / "cache")


def test_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(UnsafeFolderError, match="cache cannot be used"):
        prepare_folder(tmp_path / "cache")


def test_folder_is_refused_where_the_system_does_not_say_whose_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "getuid")
    with pytest.raises(UnsafeFolderError, match="this system does not say who can write to cache"):
        prepare_folder(tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    if os.getuid() == 0:
        folder.mkdir(mode=0o700)
        os.chown(folder, 12345, -1)
    else:
        folder = Path("/")  # which is root's
    with pytest.raises(UnsafeFolderError, match="belongs to another user"):
        prepare_folder(folder)


@pytest.mark.parametrize(("wish", "folder"), [("", CACHE_FOLDER), ("elsewhere", "elsewhere"), ("/tmp/x", "/tmp/x"), ("off", None)])
def test_environment_names_the_folder(wish: str, folder: str | None) -> None:
    assert cache_folder(Path("/base"), {"PATTERNBOOK_CACHE": wish}) == (Path("/base") / folder if folder else None)


def test_values_are_written_together(tmp_path: Path) -> None:
    rows = [(digest(str(number)), b"value") for number in range(ROWS_PER_QUERY)]
    with Store(tmp_path / STORE_FILE) as store, Store(tmp_path / STORE_FILE) as reader:
        for row in rows[:-1]:
            store.put([row])
        assert reader.get(rows[0][0]) is None
        store.put(rows[-1:])
        assert reader.get(rows[0][0]) == b"value"


def test_compiled_templates_that_were_altered_are_compiled_again(tmp_path: Path) -> None:
    written = {"page.html": "as it is"}
    with Store(tmp_path / STORE_FILE) as store:
        assert template_environment(written, TemplateCache(store)).get_template("page.html").render() == "as it is"
    with closing(sqlite3.connect(tmp_path / STORE_FILE)) as connection:
        altered = connection.execute("UPDATE kept SET value = replace(value, 'as it is', 'as it IS')").rowcount
        connection.commit()
    assert altered == 1
    with Store(tmp_path / STORE_FILE) as store:
        assert template_environment(written, TemplateCache(store)).get_template("page.html").render() == "as it is"


def test_templates_are_those_of_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("patternbook.pages.render.TEMPLATES", tmp_path)
    (tmp_path / "page.html").write_text("as it was")
    written = template_sources()
    (tmp_path / "page.html").write_text("as it is now")
    assert template_environment(written).get_template("page.html").render() == "as it was"
