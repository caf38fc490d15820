"""The engine as a whole: pure, of its own, and the same every time it runs."""

from __future__ import annotations

import ast
import importlib
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

import patternbook
from conftest import ROOT, TOY
from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.read import read_data
from patternbook.pages.site import make_urls
from patternbook.urls import RepositoryLinks
from whole import Whole, whole

ENGINE = ROOT / "hooks" / "patternbook"
MODULES = sorted(module.name for module in pkgutil.walk_packages(patternbook.__path__, "patternbook."))
FILES = sorted(ENGINE.rglob("*.py"))

EDGES = {
    "source/files.py",
    "build/command.py",
    "build/lock.py",
    "build/source_date.py",
    "build/twin.py",
    "incremental/store.py",
    "cli.py",
    "editing/write.py",
    "runtime/code_version.py",
    "build/swap.py",
    "screening/repository/git_store.py",
    "mkdocs/hooks.py",
    "incremental/manifest.py",
    "review/revisions.py",
    "runtime/pool.py",
    "screening/pipeline/run.py",
    "settings.py",
    "runtime/signals.py",
    "screening/repository/work_tree.py",
}
"""Modules that deal with the surroundings, so that no other has to; so do all commands."""

CLOCKS_NETWORK_AND_CHANCE = frozenset({
    *("asyncio", "calendar", "datetime", "ftplib", "getpass", "http", "imaplib", "locale", "platform", "poplib", "random", "requests", "secrets"),
    *("select", "smtplib", "socket", "socketserver", "ssl", "time", "urllib.request", "urllib3", "uuid", "webbrowser", "xmlrpc", "zoneinfo"),
})  # fmt: skip
ALLOWED = {
    "runtime/progress.py": frozenset({"time", "time.monotonic"}),
    "commands/reviewing/unverified.py": frozenset({"random"}),  # a draw with a seed, which can be repeated
    "review/registries/network.py": frozenset(
        {*("http.client", "http.client.HTTPException"), *("urllib.request", "urllib.request.Request", "urllib.request.urlopen")}
    ),  # one command with one option; no build
}
"""What these show goes to the terminal, never into the site."""
SURROUNDINGS = frozenset({"os", "subprocess", "sys", "shutil", "tempfile", "ctypes", "signal"})


def test_every_module_is_looked_at() -> None:
    assert len(MODULES) >= 30
    assert {"patternbook.cli", "patternbook.pages.site", "patternbook.documents.resolve"} <= set(MODULES)
    assert len(FILES) == len(MODULES) + 1  # and the package itself


def test_only_its_adapter_imports_mkdocs() -> None:
    engine = [name for name in MODULES if not name.startswith("patternbook.mkdocs")]
    code = f"""
import importlib, json, sys
sys.path.insert(0, {str(ENGINE.parent)!r})
for name in {engine!r}: importlib.import_module(name)
print(json.dumps(sorted(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    loaded: list[str] = json.loads(done.stdout)
    assert "patternbook.pages.site" in loaded
    assert [name for name in loaded if name.partition(".")[0] in {"mkdocs", "material", "markdown", "pymdownx"}] == []


@pytest.mark.parametrize("module", MODULES)
def test_structs_are_frozen(module: str) -> None:
    found = [each for each in vars(importlib.import_module(module)).values() if isinstance(each, type) and issubclass(each, msgspec.Struct)]
    assert [each.__name__ for each in found if not each.__struct_config__.frozen and each is not msgspec.Struct] == []


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_module_asks_no_clock_no_network_and_no_chance(path: Path) -> None:
    imported = set(_imports(path)) - ALLOWED.get(path.relative_to(ENGINE).as_posix(), frozenset())
    assert not {name for name in imported if name in CLOCKS_NETWORK_AND_CHANCE or name.partition(".")[0] in CLOCKS_NETWORK_AND_CHANCE}
    if path.relative_to(ENGINE).as_posix() not in EDGES and ENGINE / "commands" not in path.parents:
        assert not {name.partition(".")[0] for name in imported} & SURROUNDINGS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_module_keeps_nothing_to_itself(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        assert not isinstance(node, ast.Global | ast.Nonlocal), f"line {node.lineno}"


def _imported() -> list[ModuleType]:
    return [importlib.import_module(name) for name in MODULES]


def _state() -> dict[str, tuple[int, str]]:
    """Every global of every module: which object it is, and what a container holds."""
    found = {}
    for module in _imported():
        for name, value in vars(module).items():
            if not name.startswith("__"):
                found[f"{module.__name__}.{name}"] = id(value), repr(value) if isinstance(value, dict | list | set) else ""
    return found


def _made(catalogue: Catalogue) -> Whole:
    return whole(catalogue, make_urls(directories=True, site_url="https://catalogue.test/"), RepositoryLinks("", "main"))


def test_making_sites_changes_no_module(toy: Catalogue) -> None:
    before = _state()
    assert len(before) > 300
    one, other = _made(toy), _made(toy)
    assert _state() == before
    assert one == other


def test_one_catalogue_leaves_nothing_behind_for_the_next(toy: Catalogue, catalogue: Catalogue) -> None:
    alone = _made(toy)
    _made(catalogue)  # as when the data folder of a running `serve` changes
    assert _made(toy) == alone


def test_site_is_the_same_whatever_the_order_of_hashing() -> None:
    code = """
import hashlib
from pathlib import Path
from patternbook.urls import RepositoryLinks
from patternbook.pages.site import make_urls
from patternbook.check.read import read_data
from whole import whole
reading = read_data(Path("tests/toy"), Path(), "https://catalogue.test/")
made = whole(reading.catalogue(), make_urls(directories=True, site_url="https://catalogue.test/"), RepositoryLinks("", "main"))
print(hashlib.sha256(repr((made, reading.diagnostics)).encode()).hexdigest())
"""
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone, locale in (("1", "UTC", "C"), ("2", "Pacific/Apia", "de_DE.UTF-8"), ("3", "Asia/Kolkata", "C.UTF-8"))
    }
    assert len(digests) == 1


def test_reading_changes_nothing_on_disk() -> None:
    def contents() -> dict[Path, tuple[bytes, int]]:
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted((TOY).rglob("*")) if path.is_file()}

    before = contents()
    _made(read_data(TOY, ROOT, "").catalogue())
    assert contents() == before
