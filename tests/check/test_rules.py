"""Every rule once: a rule that is written in one place is reported on every path, as severe as the catalogue wants it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, SITE_URL, TOY, WHERE
from patternbook.catalogue.own_phrases import BROKEN_PHRASES, UNSPOKEN_LANGUAGE
from patternbook.catalogue.releases.addresses import ADDRESS_RULES
from patternbook.catalogue.releases.archive import RELEASE_RULES
from patternbook.catalogue.releases.base import BASE_RULES
from patternbook.catalogue.releases.ledger import LEDGER_LINE
from patternbook.catalogue.work_status import BROKEN_STATUS
from patternbook.check.plausibility.rules import PLAUSIBLE_SURROUNDINGS
from patternbook.check.read import Reading, read_data
from patternbook.check.rules import CATALOGUE_RULES, ITEM_RULES, RULES
from patternbook.diagnostics.diagnostic import READING_RULES, format_text, only_errors
from patternbook.incremental.store import STORE_FILE, Store
from patternbook.urls import RepositoryLinks
from test_read_cached import quickly
from test_wrong import CASES, WRONG, expected, laid_out, reading_of
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
    beside_items = {*RELEASE_RULES, LEDGER_LINE, BROKEN_STATUS, BROKEN_PHRASES, UNSPOKEN_LANGUAGE, *ADDRESS_RULES, *BASE_RULES}
    declared = {
        *READING_RULES,
        *beside_items,
        *PLAUSIBLE_SURROUNDINGS,
        *(check.rule for check in ITEM_RULES),
        *(check.rule for check in CATALOGUE_RULES),
    }
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


def with_rules(data: Path, rules: str) -> None:
    """Let a catalogue choose these severities, in place of those that it chooses."""
    path = data / "catalogue.yaml"
    text = re.sub(r"(?m)^  rules: .*\n", "", path.read_text("utf-8"))
    path.write_text(re.sub(r"(?m)^  language: .*\n", lambda line: f"{line[0]}  rules: {{{rules}}}\n", text), "utf-8")


@pytest.mark.parametrize(("severity", "found"), [("error", ["error"]), ("warning", ["warning"]), ("notice", ["notice"]), ("off", [])])
def test_catalogue_chooses_how_severe_a_rule_is(severity: str, found: list[str], tmp_path: Path) -> None:
    folder = laid_out("bib-never-cited", tmp_path / "wrong")
    with_rules(folder / "data", f"PB406: {severity}")
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
            with_rules(data / "data", ", ".join(f"{code}: warning" for code in sorted(codes)))
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
        with_rules(folder / "data", f"{rule.code}: notice")
        lowered = [d for d in reading_of(folder).diagnostics if d.code == "PB204"]
        assert [d.severity for d in lowered] == ([] if rule.adjustable else ["error"])
        assert all("nothing can be built" in d.message and d.place.line > 1 for d in lowered)


def test_catalogue_may_say_what_holds_anyway(tmp_path: Path) -> None:
    folder = laid_out("bib-never-cited", tmp_path / "wrong")
    with_rules(folder / "data", "PB301: error, PB406: warning")
    assert [d.code for d in reading_of(folder).diagnostics] == ["PB406"]


def test_severities_hold_for_what_is_no_item(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(TOY, data)
    with_rules(data, "PB407: off, PB501: error")
    found = read_data(data, tmp_path, "https://example.org/patternbook/").diagnostics
    assert [(d.code, d.severity) for d in found] == [("PB501", "error")]


SWITCHED = {code for code, rule in RULES.items() if not rule.on}
SWITCHING_CASES = [case for case in CASES if {line.split(": ")[1] for line in expected(case)} <= SWITCHED]


def test_rules_that_are_off_can_be_switched_on() -> None:
    others = {f"PB60{number}" for number in range(1, 10)} | {"PB350"}
    assert {f"PB32{number}" for number in range(1, 7)} | others == SWITCHED
    assert all(RULES[code].adjustable for code in SWITCHED)


def test_every_rule_that_is_off_has_a_case_that_breaks_no_other_rule() -> None:
    assert {line.split(": ")[1] for case in SWITCHING_CASES for line in expected(case)} == SWITCHED


@pytest.mark.parametrize("case", SWITCHING_CASES)
@pytest.mark.parametrize("rules", ["", "PB406: notice", ", ".join(f"{code}: off" for code in sorted(SWITCHED))], ids=["none", "another", "off"])
def test_rule_that_is_off_says_nothing_unless_it_is_chosen(case: str, rules: str, tmp_path: Path) -> None:
    folder = laid_out(case, tmp_path / "wrong")
    with_rules(folder / "data", rules)
    assert reading_of(folder).diagnostics == ()


@pytest.mark.parametrize("severity", ["error", "warning", "notice"])
def test_rule_that_is_switched_on_is_as_severe_as_chosen(severity: str, tmp_path: Path) -> None:
    for case in SWITCHING_CASES:
        folder = laid_out(case, tmp_path / case)
        codes = {line.split(": ")[1] for line in expected(case)}
        with_rules(folder / "data", ", ".join(f"{code}: {severity}" for code in codes))
        assert {(d.code, d.severity) for d in reading_of(folder).diagnostics} == {(code, severity) for code in codes}


@pytest.mark.parametrize("case", SWITCHING_CASES)
def test_what_was_cached_before_rules_were_switched_hides_nothing(case: str, tmp_path: Path) -> None:
    folder = laid_out(case, tmp_path / "wrong")
    code = expected(case)[0].split(": ")[1]
    with Store(tmp_path / STORE_FILE) as store:
        for rules in ("", f"{code}: notice", f"{code}: off", f"{code}: warning", f"{code}: warning", ""):
            with_rules(folder / "data", rules)
            in_full, quick = reading_of(folder), quickly(folder / "data", folder, store)
            is_on = rules.endswith(("notice", "warning"))
            assert bool(in_full.diagnostics) == is_on
            assert quick is not None or is_on  # where nothing is wrong, it is read quickly
            assert quick is None or quick.diagnostics == in_full.diagnostics


OF_COMPLETE_ENTRIES = {"PB601"}
"""The base holds as little of everything as there can be."""


def test_rules_on_writing_compare_with_what_a_clean_build_left(tmp_path: Path) -> None:
    """All of these rules are on and nothing is wrong; then a mistake is made together with items that are not read again."""
    folder = tmp_path / "wrong"
    shutil.copytree(WRONG / "base", folder)
    findings = folder / "data" / "findings.yaml"
    findings.write_text(findings.read_text("utf-8").replace("Nobody decides", "None decides"), "utf-8")
    with_rules(folder / "data", ", ".join(f"{code}: notice" for code in SWITCHED - OF_COMPLETE_ENTRIES))
    assert reading_of(folder).diagnostics == ()
    repeated = "A sentence of eight words and a few more."
    with Store(tmp_path / STORE_FILE) as store:
        for count in (0, 1, 2):  # the second makes it a repetition, of one that is not read again
            evidence = "[{study: S-001, source: example2026, stance: supports, source_claim: x, locator: p. 1}]"
            rest = f"statement: {repeated}, area: first-area, themes: [communication], evidence: {evidence}"
            more = "findings:\n" + "".join(f"  - {{id: F-00{number + 3}, title: {'XY'[number]} waits here, {rest}}}\n" for number in range(count))
            (folder / "data" / "more.yaml").write_text(more if count else "findings: []\n", "utf-8")
            in_full, quick = reading_of(folder), quickly(folder / "data", folder, store)
            assert [d.code for d in in_full.diagnostics] == (["PB326"] if count == 2 else [])
            assert quick is not None or count == 2
            assert quick is None or quick.diagnostics == in_full.diagnostics


@pytest.mark.parametrize("case", ["participant-without-organization", "participant-named-in-text", "share-of-picked-sample"])
def test_rules_on_samples_compare_with_a_study_that_is_not_read_again(case: str, tmp_path: Path) -> None:
    folder = laid_out(case, tmp_path / "wrong")
    more = folder / "data" / "more.yaml"
    wrong = more.read_text("utf-8")
    more.write_text("findings: []\n", "utf-8")
    with Store(tmp_path / STORE_FILE) as store:
        quickly(folder / "data", folder, store)
        more.write_text(wrong, "utf-8")
        in_full, quick = reading_of(folder), quickly(folder / "data", folder, store)
        assert {d.code for d in in_full.diagnostics} == {expected(case)[0].split(": ")[1]}
        assert quick is not None
        assert quick.diagnostics == in_full.diagnostics


def test_complete_entries_are_complete_on_every_path(tmp_path: Path) -> None:
    """As much as is expected, no more: each item taken away is missed."""
    folder = tmp_path / "wrong"
    shutil.copytree(WRONG / "base", folder)
    with_rules(folder / "data", "PB601: error")
    missed = [d for d in reading_of(folder).diagnostics if d.entry == "F-001"]
    assert [d.message for d in missed] == ["`questions_this_week` holds nothing", "`signs` holds nothing"]
    findings = folder / "data" / "findings.yaml"
    items = "[{editorial: true, text: One.}, {editorial: true, text: Two.}, {editorial: true, text: Three.}]"
    findings.write_text(
        findings.read_text("utf-8").replace("    body: |", f"    signs: {items}\n    questions_this_week: {items}\n    body: |"), "utf-8"
    )
    assert [d for d in reading_of(folder).diagnostics if d.entry == "F-001"] == []
