"""Problems as values, and the four forms they are written in."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.check.rules import RULES
from patternbook.diagnostics.diagnostic import (
    DataError,
    Diagnostic,
    Place,
    build_obstacle,
    format_text,
    join_names,
    only_errors,
    sort_diagnostics,
    suggest_nearest,
)
from patternbook.diagnostics.escaping import one_line
from patternbook.diagnostics.formats import fingerprints, format_github, format_json
from patternbook.diagnostics.sarif import format_sarif

ERROR = Diagnostic(RULES["PB302"], Place("data/findings.yaml", 3, 7), "unknown area 'x'", "F-001", "an area: a or b", "did you mean 'a'?")
BARE = Diagnostic(RULES["PB106"], Place("data/x.yaml"), "nothing is in this file")
WARNING = Diagnostic(RULES["PB309"], Place("data/findings.yaml", 9, 1), "F-002 is retired", "F-001")
NOTICE = Diagnostic(RULES["PB501"], Place("mkdocs.yml"), "100% default:\r\nyes, it is")
ALL = (ERROR, BARE, WARNING, NOTICE)


def test_rules_are_named_by_their_codes() -> None:
    assert all(code == rule.code and re.fullmatch(r"PB[1-6]\d\d", code) for code, rule in RULES.items())
    assert all(rule.title and rule.fix.endswith(".") for rule in RULES.values())


def test_severity_is_the_rules() -> None:
    assert [d.severity for d in ALL] == ["error", "error", "warning", "notice"]
    assert only_errors(ALL) == (ERROR, BARE)


def test_text() -> None:
    assert format_text(ALL[:3]) == [
        "data/findings.yaml:3:7: PB302: F-001: unknown area 'x'; expected an area: a or b; did you mean 'a'?",
        # Without a fix of its own the rule's advice stands there.
        "data/x.yaml:1:1: PB106: nothing is in this file; Add a key such as `findings:`, or delete the file.",
        "data/findings.yaml:9:1: PB309: warning: F-001: F-002 is retired; Name its successor.",
    ]


@pytest.mark.parametrize(
    ("fix", "said"),
    [
        pytest.param("did you mean 'a'?", "did you mean 'a'?", id="of its own"),
        pytest.param("", "Correct its name, or take it out", id="of its rule"),
    ],
)
def test_a_fix_stands_before_a_long_list_of_what_was_expected(fix: str, said: str) -> None:
    names = join_names((f"field_{number}" for number in range(20)), 30)
    unknown = Diagnostic(RULES["PB202"], Place("data/x.yaml", 2, 3), "unknown field 'b'", "F-001", names, fix)
    assert format_text([unknown]) == [f"data/x.yaml:2:3: PB202: F-001: unknown field 'b'; {said} (expected {names})"]
    assert format_github([unknown])[0].endswith(f"unknown field 'b'; {said} (expected {names})")


def test_data_error_carries_and_words_everything() -> None:
    error = DataError(iter(ALL))
    assert error.diagnostics == ALL
    assert str(error).splitlines()[:2] == format_text(ALL[:2])


def test_json() -> None:
    report = json.loads(format_json(iter(ALL), {"F": 1}))
    assert set(report) == {"format", "counts", "totals", "diagnostics"}
    assert (report["format"], report["counts"], report["totals"]) == (1, {"F": 1}, {"error": 2, "warning": 1, "notice": 1})
    assert report["diagnostics"][0] == {
        "code": "PB302",
        "severity": "error",
        "file": "data/findings.yaml",
        "line": 3,
        "column": 7,
        "entry": "F-001",
        "message": "unknown area 'x'",
        "expected": "an area: a or b",
        "fix": "did you mean 'a'?",
        "related": [],
        "help": "",
        "fingerprint": next(fingerprints([ERROR])),
        "corrections": [],
    }
    assert report["diagnostics"][1]["fix"] == RULES["PB106"].fix
    assert json.loads(format_json([], {}))["totals"] == {"error": 0, "warning": 0, "notice": 0}


def test_further_places_with_one_cause() -> None:
    places = tuple(Place("data/x.yaml", line) for line in range(2, 7))
    cause = Diagnostic(RULES["PB302"], Place("data/x.yaml", 1), "unknown finding 'F-009'", "F-001", "a finding", "Add it.", places)
    assert format_text([cause]) == ["data/x.yaml:1:1: PB302: F-001: unknown finding 'F-009'; expected a finding; Add it; and 5 more places"]
    assert format_text([cause], lambda place: f"line {place.line}") == [
        *format_text([cause]),
        "     1 | line 1",
        "       | ^",
        "    also data/x.yaml:2, data/x.yaml:3, data/x.yaml:4, ...",
    ]
    (row,) = json.loads(format_json([cause], {}))["diagnostics"]
    assert [place["line"] for place in row["related"]] == [2, 3, 4, 5, 6]
    (run,) = json.loads(format_sarif([cause]))["runs"]
    assert [place["physicalLocation"]["region"]["startLine"] for place in run["results"][0]["relatedLocations"]] == [2, 3, 4, 5, 6]
    (line,) = format_github([cause])
    assert line.endswith("and 5 more places")


def test_github() -> None:
    assert format_github([ERROR, WARNING]) == [
        "::error file=data/findings.yaml,line=3,col=7,title=PB302 F-001::unknown area 'x'; expected an area: a or b; did you mean 'a'?",
        "::warning file=data/findings.yaml,line=9,col=1,title=PB309 F-001::F-002 is retired; Name its successor.",
    ]


def test_github_escapes_what_would_end_a_command_or_a_property() -> None:
    hostile = Diagnostic(RULES["PB501"], Place("a:b,c%d\n.yaml"), "100%:\r\n::error::x", "k,1:2")
    (line,) = format_github([hostile])
    assert line == (
        "::notice file=a%3Ab%2Cc%25d%0A.yaml,line=1,col=1,title=PB501 k%2C1%3A2::100%25:%0D%0A::error::x; Set PATTERNBOOK_SITE_URL or `site_url`."
    )


TEXT = st.text(max_size=20)
ANY = st.builds(
    Diagnostic,
    st.sampled_from(sorted(RULES.values(), key=lambda rule: rule.code)),
    st.builds(Place, TEXT, st.integers(1, 99), st.integers(1, 99)),
    TEXT,
    TEXT,
    TEXT,
    TEXT,
)


@given(ANY)
def test_github_lines_can_be_undone(diagnostic: Diagnostic) -> None:
    (line,) = format_github([diagnostic])
    found = re.fullmatch(r"::(\w+) file=([^,:\r\n]*),line=(\d+),col=(\d+),title=([^,:\r\n]*)::([^\r\n]*)", line)
    assert found is not None

    def undone(text: str) -> str:
        for escaped, plain in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
            text = text.replace(escaped, plain)
        return text

    assert found[1] == diagnostic.severity
    assert one_line(undone(found[2])) == one_line(diagnostic.place.file)
    assert one_line(undone(found[6])).startswith(one_line(diagnostic.message))


FORMS = {
    "text": lambda diagnostic: "\n".join(format_text([diagnostic])),
    "github": lambda diagnostic: "\n".join(format_github([diagnostic])),
    "json": lambda diagnostic: format_json([diagnostic], {}),
    "sarif": lambda diagnostic: format_sarif([diagnostic]),
}
STARTS = ("\n", "\r\n", "\x0b", "\x85", "\u2028", "", " ")
HOSTILE = [*(f"{start}::error::x" for start in STARTS), "##[error]x", "\x1b[2J", "\udcff", "\u202e"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("hostile", HOSTILE, ids=ascii)
def test_no_text_of_a_diagnostic_makes_a_line_or_a_command(form: str, hostile: str) -> None:
    written = FORMS[form](Diagnostic(RULES["PB302"], Place(hostile), hostile, hostile, hostile, hostile))
    written.encode()  # no surrogates, which a terminal refuses
    plain = FORMS[form](Diagnostic(RULES["PB302"], Place("x"), "x", "x", "x", "x"))
    assert len(written.splitlines()) == len(plain.splitlines())
    assert [line for line in written.splitlines() if line.lstrip().startswith("::")] == ([written] if form == "github" else [])
    assert re.search(r"##\[|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", written) is None


def test_json_gives_back_what_it_writes_in_another_way() -> None:
    report = json.loads(format_json([Diagnostic(RULES["PB302"], Place("a\udcff\n"), "##[error]\u2028\u202e")], {}))
    assert (report["diagnostics"][0]["file"], report["diagnostics"][0]["message"]) == ("a\udcff\n", "##[error]\u2028\u202e")


def test_a_file_is_named_by_its_bytes_in_sarif() -> None:
    report = json.loads(format_sarif([Diagnostic(RULES["PB302"], Place("a\udcff\n.yaml"), "x")]))
    assert report["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%FF%0A.yaml"


def test_a_strict_build_names_its_warnings_in_one_line() -> None:
    assert build_obstacle([Diagnostic(RULES["PB309"], Place("a\n::error::x"), "x")], strict=True).splitlines()[1:] == []


@pytest.mark.parametrize(
    ("wrong", "known", "answer"),
    [
        pytest.param("suports", ["contradicts", "supports"], "did you mean 'supports'?", id="letter missing"),
        pytest.param("tehmes", ["themes", "title"], "did you mean 'themes'?", id="letters swapped"),
        pytest.param("F-O01", ["F-100", "F-001"], "did you mean 'F-001'?", id="a letter for a digit"),
        pytest.param("xyz", ["themes", "title"], "", id="nothing is close"),
        pytest.param("themes", [], "", id="nothing is known"),
        pytest.param("", ["a"], "", id="nothing written"),
    ],
)
def test_nearest(wrong: str, known: list[str], answer: str) -> None:
    assert suggest_nearest(wrong, known) == answer


@given(st.permutations(["F-001", "F-010", "F-100", "F-011", "R-001"]))
def test_nearest_does_not_depend_on_the_order_of_what_is_known(known: list[str]) -> None:
    assert suggest_nearest("F-111", known) == suggest_nearest("F-111", sorted(known))


@pytest.mark.parametrize(
    ("names", "limit", "text"),
    [
        pytest.param([], 12, "nothing", id="none"),
        pytest.param(["a"], 12, "a", id="one"),
        pytest.param(["b", "a"], 12, "a or b", id="sorted"),
        pytest.param(["c", "b", "a"], 12, "a, b or c", id="three"),
        pytest.param(["c", "b", "a"], 2, "a, b or ...", id="cut"),
    ],
)
def test_listed(names: list[str], limit: int, text: str) -> None:
    assert join_names(names, limit) == text


@given(st.permutations([ERROR, BARE, WARNING, NOTICE, ERROR, WARNING]))
def test_in_order_by_place_and_each_once(shuffled: list[Diagnostic]) -> None:
    assert sort_diagnostics(shuffled) == (ERROR, WARNING, BARE, NOTICE)


def test_in_order_counts_lines_and_columns_as_numbers() -> None:
    places = [Place("f", 10, 1), Place("f", 9, 10), Place("f", 9, 9), Place("e", 99, 1)]
    found = sort_diagnostics(Diagnostic(RULES["PB101"], place, "x") for place in places)
    assert [d.place for d in found] == [Place("e", 99, 1), Place("f", 9, 9), Place("f", 9, 10), Place("f", 10, 1)]
    # Two problems at one place are two, in the order of their codes.
    pair = [Diagnostic(RULES["PB302"], Place("f"), "x"), Diagnostic(RULES["PB103"], Place("f"), "x"), Diagnostic(RULES["PB103"], Place("f"), "y")]
    assert [(d.code, d.message) for d in sort_diagnostics(pair)] == [("PB103", "x"), ("PB103", "y"), ("PB302", "x")]
