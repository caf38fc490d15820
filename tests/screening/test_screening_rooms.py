"""The rooms of screening: small, without import cycles, and independent of the rest of the engine but for its base."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from conftest import ROOT

SCREENING = ROOT / "hooks" / "patternbook" / "screening"
BASE = {"diagnostics", "model", "runtime", "source"}
"""Rooms of the engine that screening may import."""
MAX_ITEMS = 12


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """Modules of the engine that a file imports, as parts of their names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("patternbook."):
            names = [(*node.module.split("."), alias.name) for alias in node.names]
            yield from (name[1:] for name in names)


def room_of(module: tuple[str, ...]) -> str:
    """Folder of a module or name below screening."""
    path = SCREENING.joinpath(*module)
    while not path.is_dir():
        path = path.parent
    return path.relative_to(SCREENING).as_posix()


def test_screening_imports_nothing_of_the_engine_but_its_base() -> None:
    found = {(path.name, name[0]) for path in SCREENING.rglob("*.py") for name in imported(path)}
    assert {pair for pair in found if pair[1] not in BASE | {"screening"}} == set()


def test_rooms_of_screening_import_one_another_in_one_direction() -> None:
    graph: dict[str, set[str]] = {}
    for path in SCREENING.rglob("*.py"):
        room = path.parent.relative_to(SCREENING).as_posix()
        others = {room_of(name[1:]) for name in imported(path) if name[0] == "screening"}
        graph.setdefault(room, set()).update(others - {room})
    order = list(TopologicalSorter(graph).static_order())
    assert len(order) >= 10
    assert order[-1] == "."


def test_rooms_of_screening_are_small() -> None:
    for folder in (SCREENING, *(path for path in SCREENING.rglob("*") if path.is_dir() and path.name != "__pycache__")):
        items = [path for path in folder.iterdir() if not path.name.startswith("__") and (path.suffix == ".py" or path.is_dir())]
        assert len(items) <= MAX_ITEMS, folder
