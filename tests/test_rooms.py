"""The engine's rooms: small, without import cycles, each public name with one meaning, and found from the README."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from conftest import ROOT

HOOKS = ROOT / "hooks"
ENGINE = HOOKS / "patternbook"
MOST = 13
"""Items of a room: more cannot be taken in at a glance."""
OF_EVERY_COMMAND = {"add_arguments", "run"}
"""Functions that every command has, with the same meaning in each."""
IN_TWO_SCHEMAS = {"Origin"}
"""Classes whose names two published schemas hold, with different meanings; a new name would change the schemas."""


def _is_room(folder: Path) -> bool:
    return (folder / "__init__.py").exists()


ROOMS = sorted(folder for folder in (ENGINE, *ENGINE.rglob("*")) if folder.is_dir() and _is_room(folder))
HOUSES = [room for room in ROOMS if any(_is_room(item) for item in room.iterdir())]
"""Rooms with rooms in them."""
FILES = sorted(ENGINE.rglob("*.py"))


def _name(path: Path) -> str:
    """A path as a test's id."""
    return path.relative_to(HOOKS).as_posix()


def _items(room: Path) -> list[Path]:
    """Modules and folders of a room."""
    return [item for item in room.iterdir() if item.name not in ("__init__.py", "__pycache__") and (item.is_dir() or item.suffix == ".py")]


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def _imports(file: Path) -> Iterator[str]:
    """Dotted names of everything a module imports, wherever in it."""
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _item_of(name: str, room: Path) -> str | None:
    """The item of a room that an imported name belongs to; None for what lies elsewhere, or in the room's own `__init__`."""
    parts = (HOOKS / name.replace(".", "/")).relative_to(HOOKS).parts
    inside = room.relative_to(HOOKS).parts
    if parts[: len(inside)] != inside or len(parts) == len(inside):
        return None
    item = parts[len(inside)]
    return item if (room / item).is_dir() or (room / f"{item}.py").exists() else None


def _graph(room: Path) -> Mapping[str, set[str]]:
    """Item of a room -> the other items it imports."""
    graph: dict[str, set[str]] = {item.stem: set() for item in _items(room)}
    for item in _items(room):
        for file in sorted(item.rglob("*.py")) if item.is_dir() else [item]:
            found = {_item_of(name, room) for name in _imports(file)}
            graph[item.stem] |= {name for name in found if name} - {item.stem}
    return graph


def _reached(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    """Everything that an item depends on, directly or not."""
    reached, todo = set[str](), [start]
    while todo:
        todo += graph[todo.pop()] - reached
        reached |= set(todo)
    return reached


def _public(file: Path) -> Iterator[str]:
    """Public names that a module defines; type variables are no names of things."""
    for node in _tree(file).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign) and not _is_type_variable(node.value):
            names = [inner.id for target in node.targets for inner in ast.walk(target) if isinstance(inner, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        else:
            names = []
        yield from (name for name in names if not name.startswith("_"))


def _is_type_variable(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "TypeVar"


@pytest.mark.parametrize("room", ROOMS, ids=_name)
def test_room_is_taken_in_at_a_glance(room: Path) -> None:
    assert len(_items(room)) <= (MOST if room != ENGINE else 2 * MOST), sorted(item.name for item in _items(room))


@pytest.mark.parametrize("room", ROOMS, ids=_name)
def test_room_says_what_it_is_for(room: Path) -> None:
    assert ast.get_docstring(_tree(room / "__init__.py"))


@pytest.mark.parametrize("room", HOUSES, ids=_name)
def test_no_rooms_import_each_other(room: Path) -> None:
    try:
        TopologicalSorter(_graph(room)).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(reversed(error.args[1])))


@pytest.mark.parametrize("room", ["catalogue", "documents"])
def test_what_is_checked_does_not_depend_on_its_checks(room: str) -> None:
    reached = _reached(room, _graph(ENGINE))
    assert "model" in reached
    assert "check" not in reached


def test_git_ignores_no_module() -> None:
    command = ["git", "check-ignore", "--no-index", "--stdin"]
    ignored = subprocess.run(command, cwd=ROOT, input="\n".join(map(str, FILES)), capture_output=True, text=True, check=False)
    assert (ignored.returncode, ignored.stdout) == (1, "")  # 1: none


def test_public_names_have_one_meaning() -> None:
    found = defaultdict(list)
    for file in FILES:
        for name in set(_public(file)):
            found[name].append(_name(file))
    assert len(found) > 500
    assert {name: files for name, files in found.items() if len(files) > 1 and name not in IN_TWO_SCHEMAS | OF_EVERY_COMMAND} == {}


@pytest.mark.parametrize("file", [file for file in FILES if ENGINE / "mkdocs" not in file.parents], ids=_name)
def test_only_the_adapter_imports_mkdocs(file: Path) -> None:
    assert {name.partition(".")[0] for name in _imports(file)}.isdisjoint({"mkdocs", "material"})


def test_readme_names_every_room() -> None:
    rows = re.findall(r"^\| ((?:`[^`]+`(?:, )?)+) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([\w.]+/?)`", row)}
    rooms = {f"{item.name}/" if item.is_dir() else item.name for item in _items(ENGINE)}
    assert {name for name in named if name.endswith((".py", "/"))} == rooms


def test_folders_of_tests_are_called_like_rooms() -> None:
    folders = {path.parent.relative_to(ROOT / "tests").as_posix() for path in (ROOT / "tests").glob("*/test_*.py")}
    assert folders
    assert folders <= {item.name for item in _items(ENGINE) if item.is_dir()}
