"""What a build depends on is known by its contents, wherever links lead; what cannot be read is nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from patternbook.build import BuildInputs
from patternbook.incremental.manifest import inputs_digest


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
