"""What is written for maintainers is true: every module, function, file, command and setting that it names exists."""

from __future__ import annotations

import ast
import importlib
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT
from patternbook import cli
from patternbook.model.vocabulary import REPLY_WORDS
from patternbook.review.differences import OPEN_LONGER

ENGINE = ROOT / "hooks" / "patternbook"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
README, CONTRIBUTING, MAKEFILE = ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "Makefile"
GOVERNANCE = ROOT / "GOVERNANCE.md"
FOR_MAINTAINERS = (ARCHITECTURE, README, CONTRIBUTING, GOVERNANCE)
GUIDES = sorted({*FOR_MAINTAINERS, *(ROOT / "docs").glob("*.md")})
MODULES = sorted(path.relative_to(ENGINE).as_posix() for path in ENGINE.rglob("*.py"))

CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"\.?[a-z0-9_][\w.-]*(?:/[\w.-]+)*(?:/|\.(?:py|md|html|css|js|yml|yaml|toml|txt|in|json|bib|svg))")
MADE = {
    "site/",
    ".patternbook-cache/",
    "products/imported.yaml",
    "findings/F-004.json",
    "catalogue.bib",
    "cite.bib",
    "myst.xref.json",
    "references.status.json",
    "api/v1/status.json",
    "api/v1/index.json",
    "data/datapackage.json",
    "data/metadata.json",
}
"""What commands write; none of it is in the repository."""
OTHERS = {"setup.py", "pyproject.toml"}
"""Files of the repositories that screening reads."""


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _section(text: str, title: str) -> str:
    """What stands under a heading of the second level, up to the next one."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def _named(path: Path) -> Iterator[str]:
    """What stands in backticks, outside the tables that list the modules of a room."""
    lines = _text(path).split("\n## Every module\n")
    yield from CODE.findall(lines[0])
    yield from (name for line in "".join(lines[1:]).split("\n") if not line.startswith("|") for name in CODE.findall(line))


@cache
def _paths() -> frozenset[str]:
    """Every end of the path of every file and folder."""
    tops = (path for path in ROOT.glob("*") if path.name not in {".git", ".venv", "build", "site"})
    paths = (path.relative_to(ROOT) for top in tops for path in (top, *top.rglob("*")))
    return frozenset("/".join(path.parts[start:]) for path in paths for start in range(len(path.parts)))


def test_functions_named_in_the_architecture_exist() -> None:
    names = re.findall(
        r"\b((?:[a-z_]+\.)*[a-z_]+):([A-Za-z_]\w*(?:\.\w+)*)",
        "\n".join([*_named(ARCHITECTURE), _section(_text(ARCHITECTURE), "The way of the data")]),
    )
    assert len(names) > 40
    for module, name in names:
        found: object = importlib.import_module(f"patternbook.{module}")
        for part in name.split("."):
            found = getattr(found, part)


@pytest.mark.parametrize("path", FOR_MAINTAINERS, ids=lambda path: path.name)
def test_files_named_for_maintainers_exist(path: Path) -> None:
    named = {name for name in _named(path) if PATH.fullmatch(name) and not re.search(r"[A-Z]{4}", name)} - MADE
    assert len(named) >= 2
    assert [name for name in sorted(named) if name.rstrip("/") not in _paths()] == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_links_between_guides_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", re.sub(r"^```.*?^```", "", _text(path), flags=re.DOTALL | re.MULTILINE))
    made = {"format.md", "checks.md"}  # pages of the site
    assert [link for link in links if ":" not in link and link not in made and not (path.parent / link).exists()] == []


def test_every_module_has_a_line_in_the_architecture() -> None:
    listed = []
    for room in _section(_text(ARCHITECTURE), "Every module").split("\n### ")[1:]:
        heading, _, rows = room.partition("\n")
        folder = heading.strip("`") if heading.startswith("`") else ""
        listed += [f"{folder}{name}" for name in re.findall(r"^\| `([^`]+)` \|", rows, re.MULTILINE)]
    assert sorted(listed) == sorted(set(listed))
    assert [name for name in listed if not ((ENGINE / name).exists() or (ROOT / name).exists())] == []
    assert {name for name in MODULES if not name.endswith("__init__.py")} <= set(listed)


def test_tests_of_every_room_exist() -> None:
    rows = [line.split(" | ") for line in _section(_text(README), "How it is built").split("\n") if line.startswith("| `")]
    assert len(rows) > 15
    for _, _, tests in rows:
        paths = CODE.findall(tests)
        assert paths
        assert [path for path in paths if not (ROOT / "tests" / path).exists()] == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_make_has_the_targets_that_guides_name(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", _text(MAKEFILE), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", _text(path))) <= targets
    assert set(re.findall(r"^(?:\w+=\S+ )*make ([a-z]+)", _text(path), re.MULTILINE)) <= targets


def _help(*command: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit):
        cli.main([*command, "--help"])
    return capsys.readouterr().out


def test_commands_are_listed_with_their_options(capsys: pytest.CaptureFixture[str]) -> None:
    listed = dict(re.findall(r"^\| `patternbook ([a-z-]+)([^`]*)`", _section(_text(README), "Commands"), re.MULTILINE))
    assert set(listed) == set(re.findall(r"^    ([a-z-]+)(?: |$)", _help(capsys=capsys), re.MULTILINE))
    for command, usage in listed.items():
        assert set(re.findall(r"--[a-z-]+", usage)) <= set(re.findall(r"--[a-z-]+", _help(command, capsys=capsys)))


def test_settings_are_those_that_the_code_reads() -> None:
    names = re.compile(r"PATTERNBOOK_[A-Z_]+")
    code = "".join(map(_text, (ROOT / "mkdocs.yml", *ENGINE.rglob("*.py"))))
    assert set(names.findall(_text(README))) == set(names.findall(code))
    assert all(set(names.findall(_text(path))) <= set(names.findall(code)) for path in GUIDES)


def test_one_command_records_every_golden_file() -> None:
    recorded = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py") if 'getoption("--record-golden")' in _text(path)}
    [command] = re.findall(r"^golden:.*\n\t(.*--record-golden)$", _text(MAKEFILE), re.MULTILINE)
    recorded.discard(Path(__file__).relative_to(ROOT).as_posix())
    assert set(re.findall(r"tests/\S+", command)) == recorded
    assert "`make golden`" in _text(CONTRIBUTING)


@pytest.mark.parametrize("path", [CONTRIBUTING, ROOT / "docs" / "contributing.md"], ids=["code", "entries"])
def test_contributing_stays_within_one_screen(path: Path) -> None:
    lines = _text(path).rstrip("\n").split("\n")
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 135


def test_rules_are_the_same_wherever_they_stand() -> None:
    governance = _text(GOVERNANCE)
    template, guide = _text(ROOT / ".github" / "pull_request_template.md"), _text(ROOT / "docs" / "contributing.md")
    for text in (governance, template, guide):
        assert "fourteen days" in text
        assert re.search(r"one named reviewer", text, re.IGNORECASE)
    for question in ("does the source say this, there", "was contrary evidence looked for", "does the title promise more"):
        assert question in template.lower()
        assert question in guide.lower()
    assert all(name in governance for name in OPEN_LONGER)
    assert f"{REPLY_WORDS} of them" in governance.replace("\n", " ")
    assert governance.index("title") < governance.index("fourteen days")


def test_architecture_is_on_no_site(site: Path) -> None:
    assert ARCHITECTURE.exists()
    assert (site / "own-catalogue").is_dir()
    assert not (site / "architecture").exists()
    assert "architecture/" not in _text(site / "index.html")


def _comments(path: Path) -> Iterator[str]:
    """Docstrings and comments of a module."""
    text = _text(path)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value
    yield from (token.string for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type == tokenize.COMMENT)


@pytest.mark.parametrize("folder", ["hooks", "tests", "benchmarks"])
def test_comments_cite_only_files_of_the_repository(folder: str) -> None:
    paths = [path for path in (ROOT / folder).rglob("*.py") if "wrong" not in path.parts]
    cited = {
        (path.name, name)
        for path in paths
        for text in _comments(path)
        for name in re.findall(r"(?<![\w./*-])[a-z_][a-z_/-]*\.(?:md|py)\b", re.sub(r"https?://\S+", "", text))
    }
    assert cited
    assert sorted((where, name) for where, name in cited if name not in _paths() | OTHERS) == []
