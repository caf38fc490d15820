"""Every rule once: a rule that is written in one place is reported on every path, as severe as the catalogue wants it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, SITE_URL, TOY, WHERE
from patternbook.check.read import Reading, read_data
from patternbook.check.rules import CATALOGUE_RULES, ITEM_RULES, RULES
from patternbook.diagnostics.diagnostic import READING_RULES, format_text, only_errors
from patternbook.incremental.store import STORE_FILE, Store
from patternbook.urls import RepositoryLinks
from test_read_cached import quickly
from test_wrong import CASES, expected, laid_out, reading_of
from whole import whole

ITEM_RULE = """
@reports_rule(Rule("PB398", "warning", "A title asks", "Say it.", adjustable=True))
def titles_that_ask(item: CheckedItem) -> Iterator[Problem]:
    if item.contents.whole is not None and item.contents.whole.text("title").endswith("?"):
        yield Problem(Position((item.contents.whole.raw, "title")), "the title asks")


"""
CATALOGUE_RULE = """
@reports_rule(Rule("PB399", "warning", "A case is cited by nobody", "Cite it.", adjustable=True))
def lonely_cases(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    for number, item in enumerate(catalogue.items):
        if item.name == "K-001":
            yield CatalogueProblem(number, own_name, "nobody cites this case")


"""


def test_rules_are_listed_once_each_and_in_order() -> None:
    declared = {*READING_RULES, *(check.rule for check in ITEM_RULES), *(check.rule for check in CATALOGUE_RULES)}
    assert set(RULES.values()) == declared
    assert list(RULES) == sorted(RULES)
    assert len({rule.code for rule in declared}) == len(declared)  # no code is declared with two meanings


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with two more rules, each written in one file, and the toy as its data with a title that asks."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("hooks", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(TOY, folder / "data")
    tips = folder / "data" / "tips.yaml"
    tips.write_text(tips.read_text("utf-8").replace("title: Mulch", "title: 'Mulch?' #", 1), "utf-8")
    rules = folder / "hooks" / "patternbook" / "check" / "rules.py"
    code = rules.read_text("utf-8").replace(
        "ITEM_RULES: tuple[ItemRule, ...] = (", f"{ITEM_RULE}ITEM_RULES: tuple[ItemRule, ...] = (\n    titles_that_ask,"
    )
    code = code.replace(
        "CATALOGUE_RULES: tuple[CatalogueRule, ...] = (", f"{CATALOGUE_RULE}CATALOGUE_RULES: tuple[CatalogueRule, ...] = (\n    lonely_cases,"
    )
    rules.write_text(code, "utf-8")
    return folder


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python module in a project, with the project's own code."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    clean |= {"PYTHONPATH": str(folder / "hooks"), "PATTERNBOOK_SITE_URL": SITE_URL, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"}
    return subprocess.run([sys.executable, "-m", *arguments], cwd=folder, env=clean | environment, capture_output=True, text=True, check=False)


def test_rule_written_in_one_place_is_reported_everywhere(project: Path) -> None:
    plain = run(project, "patternbook.cli", "check", PATTERNBOOK_CACHE="off")
    said = [line for line in plain.stdout.splitlines() if ": PB39" in line]
    assert [line.split(": ")[1:4] for line in said] == [["PB399", "warning", "K-001"], ["PB398", "warning", "R-004"]], plain.stderr
    assert all(int(line.split(":")[1]) > 1 for line in said)
    for _ in range(2):  # from nothing, and with what that build left
        built = run(project, "mkdocs", "build")
        assert built.returncode == 0, built.stderr
        assert [line for line in said if line not in built.stderr] == []
        tips = project / "data" / "tips.yaml"
        tips.write_text(tips.read_text("utf-8") + "\n", "utf-8")  # or nothing would be read
    cached = run(project, "patternbook.cli", "check")
    assert cached.stdout == plain.stdout
    checks = (project / "site" / "checks" / "index.html").read_text("utf-8")
    assert "PB398" in checks
    assert "PB399" in checks
    sarif = json.loads(run(project, "patternbook.cli", "check", "--format", "sarif").stdout)
    assert {"PB398", "PB399"} <= {rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]}


def with_rules(folder: Path, rules: str) -> None:
    """Let the catalogue of a case choose severities."""
    path = folder / "data" / "catalogue.yaml"
    path.write_text(path.read_text("utf-8").replace("  language: en\n", f"  language: en\n  rules: {{{rules}}}\n"), "utf-8")


@pytest.mark.parametrize(("severity", "found"), [("error", ["error"]), ("warning", ["warning"]), ("notice", ["notice"]), ("off", [])])
def test_catalogue_chooses_how_severe_a_rule_is(severity: str, found: list[str], tmp_path: Path) -> None:
    folder = laid_out("bib-never-cited", tmp_path / "wrong")
    with_rules(folder, f"PB406: {severity}")
    in_full = reading_of(folder)
    assert [d.severity for d in in_full.diagnostics if d.code == "PB406"] == found
    assert bool(only_errors(in_full.diagnostics)) == (severity == "error")
    with Store(tmp_path / STORE_FILE) as store:
        for _ in range(2):
            assert quickly(folder / "data", folder, store).diagnostics == in_full.diagnostics


def broken(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each case that breaks adjustable rules only, with these as warnings."""
    for case in CASES:
        codes = {line.split(": ")[1] for line in expected(case)}
        if all(RULES[code].adjustable for code in codes):
            data = laid_out(case, folder / case)
            with_rules(data, ", ".join(f"{code}: warning" for code in sorted(codes)))
            yield case, data


def test_what_may_be_lowered_can_be_built(tmp_path: Path) -> None:
    lowered = set()
    for case, folder in broken(tmp_path):
        reading = reading_of(folder)
        assert {d.severity for d in reading.diagnostics} == {"warning"}, (case, format_text(reading.diagnostics))
        assert whole(reading.catalogue(), WHERE, RepositoryLinks("", "main")).pages
        lowered |= {d.code for d in reading.diagnostics}
    assert lowered == {rule.code for rule in RULES.values() if rule.adjustable}


def rows(reading: Reading) -> list[tuple[str, int, int, str]]:
    return [(d.code, d.place.line, d.place.column, d.message) for d in reading.diagnostics]


def test_what_makes_a_build_impossible_stays_an_error(tmp_path: Path) -> None:
    for rule in RULES.values():
        folder = laid_out("bib-never-cited", tmp_path / rule.code)
        with_rules(folder, f"{rule.code}: notice")
        lowered = [d for d in reading_of(folder).diagnostics if d.code == "PB204"]
        assert [d.severity for d in lowered] == ([] if rule.adjustable else ["error"])
        assert all("nothing can be built" in d.message and d.place.line > 1 for d in lowered)


def test_catalogue_may_say_what_holds_anyway(tmp_path: Path) -> None:
    folder = laid_out("bib-never-cited", tmp_path / "wrong")
    with_rules(folder, "PB301: error, PB406: warning")
    assert [d.code for d in reading_of(folder).diagnostics] == ["PB406"]


def test_severities_hold_for_what_is_no_item(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(TOY, data)
    path = data / "catalogue.yaml"
    path.write_text(path.read_text("utf-8").replace("  language: en\n", "  language: en\n  rules: {PB407: off, PB501: error}\n"), "utf-8")
    found = read_data(data, tmp_path, "https://example.org/patternbook/").diagnostics
    assert [(d.code, d.severity) for d in found] == [("PB501", "error")]
