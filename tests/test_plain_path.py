"""The plain path is the definition: with everything off that exists only for speed, the site is the same, byte for byte."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from conftest import TOY, build


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a site by its path from the root."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differing(one: Path, other: Path) -> list[str]:
    """Paths of the files that are not the same in two sites."""
    left, right = contents(one), contents(other)
    return sorted(file for file in left.keys() | right.keys() if left.get(file) != right.get(file))


def build_plain(folder: Path, **environment: str) -> Path:
    """Build a site by the plain path alone."""
    done = build(folder, PATTERNBOOK_FAST="off", **environment)
    assert done.returncode == 0, done.stderr
    return folder


def test_shipped_site_is_the_same(site: Path, tmp_path: Path) -> None:
    plain = build_plain(tmp_path / "base", PATTERNBOOK_REPO_URL="https://github.com/example/patterns")
    assert len(contents(plain)) > 400
    assert differing(site, plain) == []


@pytest.mark.parametrize("warm", [False, True], ids=["from nothing", "from a cache"])
def test_toy_site_is_the_same(tmp_path: Path, *, warm: bool) -> None:
    plain = build_plain(tmp_path / "plain", PATTERNBOOK_DATA=str(TOY))
    for folder in ("first", "fast") if warm else ("fast",):
        done = build(tmp_path / folder, PATTERNBOOK_DATA=str(TOY), PATTERNBOOK_CACHE=str(tmp_path / "cache"), PATTERNBOOK_JOBS="2")
        assert done.returncode == 0, done.stderr
    assert len(contents(plain)) > 60
    assert differing(tmp_path / "fast", plain) == []


def test_plain_path_keeps_nothing(tmp_path: Path) -> None:
    build_plain(tmp_path / "plain", PATTERNBOOK_DATA=str(TOY), PATTERNBOOK_CACHE=str(tmp_path / "cache"), PATTERNBOOK_JOBS="2")
    assert not (tmp_path / "cache").exists()


def test_another_synonym_is_found_after_a_fast_build(tmp_path: Path) -> None:
    """Though no page has changed."""
    copytree(TOY, tmp_path / "data")
    environment = {"PATTERNBOOK_DATA": str(tmp_path / "data"), "PATTERNBOOK_CACHE": str(tmp_path / "cache")}
    assert build(tmp_path / "fast", **environment).returncode == 0
    before = contents(tmp_path / "fast")
    (tmp_path / "data" / "further.yaml").write_text("synonyms:\n  - words: [watering, irrigation]\n", "utf-8")
    assert build(tmp_path / "fast", **environment).returncode == 0
    after = contents(tmp_path / "fast")
    assert b"irrigation" in after["assets/search/language.js"]
    assert [file for file in after if file.startswith("assets/search/") and after[file] != before.get(file)] == ["assets/search/language.js"]
    assert differing(tmp_path / "fast", build_plain(tmp_path / "plain", PATTERNBOOK_DATA=str(tmp_path / "data"))) == []
