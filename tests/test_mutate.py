"""Mutants are drawn by a seed, change what can be seen, and run against the test files that imports lead to."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from conftest import ROOT
from mutate import Suite, drawn, mutations

MODULES = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "hooks").rglob("*.py"))]


def _changed(text: str) -> dict[str, str]:
    """Every mutant of a text, as Python writes it, with its kind."""
    count = len(list(mutations(ast.parse(text))))
    chosen = (list(mutations(ast.parse(text)))[number] for number in range(count))
    return {ast.unparse(ast.parse(each.apply(text))): each.kind for each in chosen}


KINDS = {
    "if a < b: pass": {"if a <= b:\n    pass": "comparison"},
    "a = b not in c": {"a = b in c": "comparison"},
    "a = b is None": {"a = b is not None": "comparison"},
    "a = b and (not c)": {"a = b or not c": "boolean", "a = b and c": "not"},
    "a = b - c": {"a = b + c": "arithmetic"},
    "a = 2": {"a = 3": "constant", "a = 1": "constant"},
    "a = ['b', '', True, None]": {"a = ['', '', True, None]": "constant", "a = ['b', '', False, None]": "constant"},
    "a = b[c:d]": {"a = b[:d]": "slice", "a = b[c:]": "slice"},
    "a = f(b, c)": {"a = f(c, b)": "arguments"},
    "def f():\n    return a": {"def f():\n    return None": "return"},
    "f(a)": {"pass": "statement"},
    "a.b = c": {"pass": "statement"},
    "a += b": {"pass": "statement", "a -= b": "arithmetic"},
    "a = f'{b:>9}{c[1:]}'": {
        "a = f'{b:}{c[1:]}'": "constant",
        "a = f'{b:>9}{c[2:]}'": "constant",
        "a = f'{b:>9}{c[0:]}'": "constant",
        "a = f'{b:>9}{c[:]}'": "slice",
    },
    "@f\n@cache\ndef g():\n    pass": {"@cache\ndef g():\n    pass": "decorator"},
}


@pytest.mark.parametrize(("text", "changed"), KINDS.items(), ids=list(KINDS))
def test_what_is_changed(text: str, changed: dict[str, str]) -> None:
    assert _changed(text) == changed


@pytest.mark.parametrize(
    "text",
    [
        '"""A docstring."""',
        "def f(a: 'A | None', b: list[1]) -> 'B': pass",
        "if TYPE_CHECKING:\n    a = 1",
        "if __name__ == '__main__':\n    main()",
        "__all__ = ['a']",
        "@lru_cache(maxsize=8)\n@dataclass(frozen=True, slots=True)\nclass A: pass",
        "log.info('read %s', 1)",
        "gc.collect(1)",
        "assert a is not None, 'b'",
        "a = cast('A', b)",
        "A = Literal['a', 'b']",
        "A = B | None",
        "a = zip(*b, strict=True)",
        "a = max(b, c)",
        "a = [b] + c",
        "def f():\n    return None",
        "from a import b",
    ],
)
def test_what_is_equivalent_by_construction_is_not_changed(text: str) -> None:
    assert _changed(text) == {}


def test_a_seed_stands_for_the_same_mutants() -> None:
    modules = {file: (ROOT / file).read_text("utf-8") for file in MODULES[::20]}
    mutants = drawn(modules, 7, 20)
    assert mutants == drawn(modules, 7, 20) != drawn(modules, 8, 20)
    assert len({mutant.text for mutant in mutants}) == 20
    assert all(ast.unparse(ast.parse(mutant.text)) != ast.unparse(ast.parse(modules[mutant.file])) for mutant in mutants)


def test_the_rest_of_the_text_is_kept() -> None:
    text = "a = 'ü', (b  # why\n     == c)\n# end\n"
    assert [each.text for each in drawn({"a.py": text}, 1, 9)].count("a = 'ü', ((b != c))\n# end\n") == 1


def test_no_more_mutants_are_drawn_than_there_are() -> None:
    assert [mutant.change for mutant in drawn({"a.py": "a = not b", "b.py": "import a"}, 1, 5)] == ["not: not b  ->  b"]


FILES = {
    "hooks/book/room/thing.py": "",
    "hooks/book/room/user.py": "from book.room import thing",
    "hooks/book/room/far.py": "import book.room.user",
    "hooks/book/cli.py": "from book.room import far",
    "tests/room/test_thing.py": "from book.room.thing import a",
    "tests/test_room.py": "from book.room.far import a",
    "tests/test_direct.py": "from book.room import thing",
    "tests/test_step.py": "from book.room.user import a",
    "tests/test_far.py": "from book.room.far import a",
    "tests/test_program.py": "import subprocess",
    "tests/test_other.py": "",
    "tests/test_large.py": "from book.room import thing",
    "tests/pages/test_pages.py": "from playwright.sync_api import sync_playwright",
    "tests/helper.py": "from book.room import thing",
    "tests/test_helped.py": "from helper import a",
}


@pytest.fixture
def files(tmp_path: Path) -> Suite:
    for file, text in FILES.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    return Suite.of(tmp_path)


def _names(found: list[str]) -> list[str]:
    return [file.removeprefix("tests/").removesuffix(".py") for file in found]


def test_test_files_are_found_by_imports_nearest_first(files: Suite) -> None:
    near = ["room/test_thing", "test_room", "test_direct", "test_helped", "test_step", "test_program"]
    assert _names(files.concerned("hooks/book/room/thing.py", {})) == [*near, "test_far", "test_other"]


def test_slow_test_files_run_only_where_they_are_near(files: Suite) -> None:
    seconds = dict.fromkeys(files.paths, 11.0) | {"tests/test_direct.py": 100.0, "tests/test_step.py": 100.0, "tests/test_helped.py": 9.0}
    assert _names(files.concerned("hooks/book/room/thing.py", seconds)) == ["room/test_thing", "test_room", "test_direct", "test_helped"]


def test_a_module_that_no_test_file_imports_is_left_to_those_that_run_the_program(files: Suite) -> None:
    seconds = dict.fromkeys(files.paths, 11.0) | {"tests/test_program.py": 100.0}
    assert _names(files.concerned("hooks/book/cli.py", seconds)) == ["test_program"]
