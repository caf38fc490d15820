"""The three forms for issues: current, as GitHub takes them, and filled in they become valid YAML."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT, SITE_URL, TOY
from patternbook import cli
from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.read import read_data
from patternbook.diagnostics.diagnostic import only_errors
from patternbook.model.entries import Finding
from patternbook.model.introspect import fields_of
from patternbook.model.registry import id_number
from patternbook.profile.issue_forms import ERROR_FORM, FINDING_FORM, OBJECTION_FORM, issue_forms
from patternbook.review.forms import Form, form_yaml

FOLDER = ROOT / ".github" / "ISSUE_TEMPLATE"
GOOD: dict[str, dict[str, str]] = {
    FINDING_FORM: {
        "title": 'Straw: keeps "water" # in',
        "statement": "Straw keeps water.\n\nIt does so in [[F-001]], they said.",
        "area": "Watering",
        "themes": "summer, winter",
        "study": "S-001",
        "locator": "p. 3: top",
        "stance": "supports",
        "source_claim": "Two planters said so.",
        "mentions": "2 of 7 planters",
        "traceability": "read",
        "contrary": "Looked at S-002.\nNothing: found.",
        "name": "Zoë Ångström",
        "orcid": "0000-0002-1694-233X",
        "conflicts": "none",
    },
    ERROR_FORM: {"entry": "F-001", "wrong": "Three planters", "right": "Two", "locator": "p. 3", "conflicts": "none"},
    OBJECTION_FORM: {"entry": "F-001", "ground": "wording", "argument": "It says 'often'.\n\nThe source does not.", "by": "Zoë", "conflicts": "none"},
}


def filled(form: Form, values: Mapping[str, str]) -> str:
    """The text of an issue made by a form; of choices, those that hold a given word."""
    parts = []
    for question in form.questions:
        answer = values.get(question.key, "_No response_")
        if question.choices is not None:
            words = answer.split(", ")
            answer = ", ".join(option for value, option in question.choices.items() if any(word in (value, value.title(), option) for word in words))
        parts.append(f"### {question.label}\n\n{answer}")
    return "\n\n".join(parts)


def forms(catalogue: Catalogue) -> dict[str, Form]:
    return {form.file: form for form in issue_forms(catalogue)}


def _without_names(form: str) -> tuple[Any, set[tuple[str, str]]]:
    """A form without what it lists of the data, and these names: question, id or slug."""
    content = yaml.safe_load(form)
    listed = [field for field in content["body"] if field.get("id") in ("area", "themes", "study")]
    options = [(field["id"], option) for field in listed for option in field["attributes"].pop("options")]
    return content, {(id_, found[0] if (found := re.search(r"^[A-Z]+-\w+|[a-z0-9-]+(?=\)$)", option)) else option) for id_, option in options}


def test_forms_are_current(catalogue: Catalogue) -> None:
    """They are what the model makes of them; words and studies may have been added to the data since, and titles corrected."""
    made = {form.file: _without_names(form_yaml(form)) for form in issue_forms(catalogue)}
    written = {path.name: _without_names(path.read_text("utf-8")) for path in FOLDER.glob("*.yml")}
    assert {name: content for name, (content, _) in written.items()} == {name: content for name, (content, _) in made.items()}, "run `make schema`"
    assert {name: names - made[name][1] for name, (_, names) in written.items()} == {name: set() for name in made}


def test_forms_are_what_github_takes(catalogue: Catalogue) -> None:
    for form in issue_forms(catalogue):
        fields = yaml.safe_load(form_yaml(form))["body"][1:]
        ids, labels = [field["id"] for field in fields], [field["attributes"]["label"] for field in fields]
        assert len(set(ids)) == len(ids)
        assert len(set(labels)) == len(labels)
        assert all(re.fullmatch(r"[A-Za-z0-9_-]+", id_) for id_ in ids)
        for field in fields:
            options = field["attributes"].get("options", ["one"])
            assert options
            assert len(set(options)) == len(options)
            assert all(isinstance(option, str) and option != "None" for option in options)
            assert isinstance(field["attributes"]["description"], str)


def test_form_asks_for_everything_that_a_finding_must_have(catalogue: Catalogue) -> None:
    asked = {question.key for question in forms(catalogue)[FINDING_FORM].questions if question.required}
    made_otherwise = {"id", "evidence"}
    assert {field.key for field in fields_of(Finding) if field.required} - made_otherwise <= asked


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the toy as its data; the current folder."""
    shutil.copytree(TOY, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def from_issue(capsys: pytest.CaptureFixture[str], text: str, *options: str) -> tuple[int, str, str]:
    Path("issue.md").write_text(text, "utf-8")
    code = cli.main(["from-issue", "issue.md", *options])
    said = capsys.readouterr()
    return code, said.out, said.err


def _checked(project: Path, text: str) -> Catalogue:
    """The toy with a new file: without a problem more."""
    before = read_data(TOY, ROOT, SITE_URL).diagnostics
    (project / "data" / "issue.yaml").write_text(text, "utf-8")
    reading = read_data(project / "data", project, SITE_URL)
    assert only_errors(reading.diagnostics) == ()
    assert len(reading.diagnostics) <= len(before) + 1
    return reading.catalogue()


def test_suggested_finding_becomes_valid_yaml(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = from_issue(capsys, filled(forms(toy)[FINDING_FORM], GOOD[FINDING_FORM]).replace("\n", "\r\n"))
    assert (code, err) == (0, "")
    assert out.startswith("# Conflicts of interest: none\n# Contrary evidence: Looked at S-002.\n#   Nothing: found.\n")
    catalogue = _checked(project, out)
    [id_] = catalogue.entries.keys() - toy.entries.keys()
    assert id_ == "F-new-straw-keeps-water"  # its number comes when it is accepted
    finding = catalogue.entries[id_]
    assert isinstance(finding, Finding)
    assert (finding.title, finding.statement) == (GOOD[FINDING_FORM]["title"], GOOD[FINDING_FORM]["statement"])
    assert (finding.area, finding.themes, finding.contributors) == ("watering", ("summer", "winter"), ("zoe-angstrom",))
    [evidence] = finding.evidence
    assert (evidence.study, evidence.source, evidence.locator, evidence.stance) == ("S-001", "lind2020watering", "p. 3: top", "supports")
    assert evidence.mentions is not None
    assert (evidence.mentions.count, evidence.mentions.of, evidence.mentions.unit) == (2, 7, "planters")
    assert catalogue.contributors["zoe-angstrom"].orcid == "0000-0002-1694-233X"


def test_second_finding_of_the_same_title_gets_a_placeholder_of_its_own(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    text = filled(forms(toy)[FINDING_FORM], GOOD[FINDING_FORM])
    (project / "data" / "first.yaml").write_text(from_issue(capsys, text)[1], "utf-8")
    code, out, err = from_issue(capsys, text)
    assert (code, err) == (0, "")
    assert "  - id: F-new-straw-keeps-water-2\n" in out


def test_objection_becomes_valid_yaml(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    text = filled(forms(toy)[OBJECTION_FORM], GOOD[OBJECTION_FORM])
    code, _, err = from_issue(capsys, text)
    assert (code, "--on 2026-12-01" in err) == (1, True)
    code, out, err = from_issue(capsys, text, "--on", "2026-11-30")
    assert (code, err) == (0, "")
    assert GOOD[OBJECTION_FORM]["argument"] in [each.argument for each in _checked(project, out).objections["F-001"]]
    code, _, err = from_issue(capsys, text, "--on", "tomorrow")
    assert code == 1
    assert err.startswith("issue.md: --on: ")


def test_reported_error_says_where_to_mend_it(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = from_issue(capsys, filled(forms(toy)[ERROR_FORM], GOOD[ERROR_FORM]))
    assert (code, err) == (0, "")
    assert all(line.startswith("#") for line in out.splitlines())
    place = toy.places["F-001"]
    assert f"{Path(place.file).name}, from line {place.line} on" in out
    assert yaml.safe_load(out) is None


@pytest.mark.parametrize("file", [FINDING_FORM, ERROR_FORM, OBJECTION_FORM])
def test_form_with_its_examples_untouched_is_refused(file: str, project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    form = forms(toy)[file]
    examples = {question.key: question.example for question in form.questions if question.example}
    for key in examples:
        code, out, err = from_issue(capsys, filled(form, GOOD[file] | {key: examples[key]}), "--on", "2026-11-30")
        assert (code, out) == (1, "")
        label = next(question.label for question in form.questions if question.key == key)
        assert f"{label}: the example was sent as the answer" in err
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"orcid": "1234"}, "Your ORCID: "),
        ({"statement": "A <script>alert(1)</script>."}, "Statement: "),
        ({"mentions": "many"}, "What it counts: 'many' is no number"),
        ({"study": "other"}, "Study: it is not in the catalogue; add it and its work first, and give its id with --study"),
        ({"source_claim": "FILL-IN"}, "What the study says: "),
    ],
)
def test_answers_that_make_no_valid_item_are_named(
    wrong: dict[str, str], problem: str, project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = from_issue(capsys, filled(forms(toy)[FINDING_FORM], GOOD[FINDING_FORM] | wrong))
    assert (code, out) == (1, "")
    assert err.startswith(f"issue.md: {problem}")


def test_contributor_who_is_known_is_not_added_again(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    known = next(each for each in toy.contributors.values() if each.orcid)
    form = forms(toy)[FINDING_FORM]
    code, out, _ = from_issue(capsys, filled(form, GOOD[FINDING_FORM] | {"name": "A. N. Other", "orcid": known.orcid or ""}))
    assert code == 0
    assert f"contributors: [{known.id}]" in out
    assert "\ncontributors:" not in out
    code, out, _ = from_issue(capsys, filled(form, GOOD[FINDING_FORM] | {"name": "_No response_", "orcid": "_No response_"}))
    assert (code, "contributors" in out) == (0, False)


def test_maintainer_names_the_study_that_was_added(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    text = filled(forms(toy)[FINDING_FORM], GOOD[FINDING_FORM] | {"study": "other", "new_study": "A new one."})
    code, out, _ = from_issue(capsys, text, "--study", "S-002", "--source", "lind2021keys")
    assert code == 0
    assert "study: S-002" in out
    assert "# The other study: A new one." in out
    code, _, err = from_issue(capsys, text, "--study", "S-02")
    assert (code, "did you mean 'S-0" in err) == (1, True)
    assert from_issue(capsys, text, "--study", "S-002", "--source", "nothing")[0] == 1


@pytest.mark.parametrize("counted", ["2/7 planters", "2 out of 7 planters", "2 of 7 planters"])
def test_what_is_counted_and_who_sent_it_are_read_as_people_write_them(
    counted: str, project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    given = GOOD[FINDING_FORM] | {"mentions": counted, "orcid": "https://orcid.org/0000-0002-1694-233X"}
    code, out, err = from_issue(capsys, filled(forms(toy)[FINDING_FORM], given))
    assert (code, err) == (0, "")
    assert "{count: 2, of: 7, unit: " in out
    assert 'orcid: "0000-0002-1694-233X"' in out


def test_a_study_after_the_last_leads_to_placeholders(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    text = filled(forms(toy)[FINDING_FORM], GOOD[FINDING_FORM] | {"study": "other", "new_study": "A new one."})
    assert "`patternbook new study`" in from_issue(capsys, text, "--study", "S-900")[2]
    path = next(path for path in (project / "data").rglob("*.yaml") if "\n  - id: S-002\n" in path.read_text("utf-8"))
    path.write_text(path.read_text("utf-8").replace("- id: S-002\n", "- id: S-new-keys\n"), "utf-8")
    for other in (project / "data").rglob("*.*"):
        if other.suffix in (".yaml", ".md"):
            other.write_text(other.read_text("utf-8").replace("S-002", "S-new-keys"), "utf-8")
    assert "S-new-keys" in from_issue(capsys, text, "--study", "S-900")[2]


def test_output_says_where_it_goes_and_what_is_still_expected(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    out = from_issue(capsys, filled(forms(toy)[FINDING_FORM], GOOD[FINDING_FORM]))[1]
    last = toy.places[max((each.id for each in toy.all_of(Finding)), key=id_number)].file
    assert re.search(rf"(?m)^# Put it at the end of `findings:` in data/\S*{Path(last).name}, from `- id:` on; the last line", out)
    assert (
        "    # questions_this_week:  # Questions a team can ask this week; at least 3 items\n    #   - text: FILL-IN\n    #     editorial: true"
        in out
    )
    filled_in = re.sub(r"(?m)^    # (?=\w+:|  )", "    ", out).replace("FILL-IN", "Straw was wet.")
    filled_in = filled_in.replace("source: Straw was wet.", "source: lind2020watering").replace("locator: Straw was wet.", "locator: p. 3")
    _checked(project, filled_in)


def test_entry_that_is_not_there_is_named(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = from_issue(capsys, filled(forms(toy)[ERROR_FORM], GOOD[ERROR_FORM] | {"entry": "F-01"}))
    assert code == 1
    assert err.startswith("issue.md: Which entry: there is no entry 'F-01'; did you mean 'F-0")


def test_hostile_answers_stay_texts(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = 'x"\n  - id: F-999\n    title: y\n# z: {a: &b !!python/object:os.system [*b]}\n---\n\x85...'
    code, out, _ = from_issue(capsys, filled(forms(toy)[FINDING_FORM], GOOD[FINDING_FORM] | {"statement": hostile, "contrary": hostile}))
    assert code == 0
    assert len(_checked(project, out).by_kind["finding"]) == len(toy.by_kind["finding"]) + 1


def test_forms_are_written_where_github_looks(project: Path, toy: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["issue-forms"]) == 0
    assert {path.name for path in (project / ".github" / "ISSUE_TEMPLATE").iterdir()} == {FINDING_FORM, ERROR_FORM, OBJECTION_FORM}
    assert cli.main(["issue-forms", "--folder", "elsewhere"]) == 0
    assert (project / "elsewhere" / FINDING_FORM).exists()
    assert cli.main(["from-issue", "nothing.md"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
