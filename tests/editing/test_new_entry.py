"""Drafts of entries: where they go, what is in them, what is asked before, and that the check finds what is unfilled."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import SITE_URL, TOY
from patternbook import cli
from patternbook.check.read import read_data
from patternbook.editing.draft import Drafter, quoted
from patternbook.editing.nearest import Described, nearest
from patternbook.editing.new_entry import UnansweredError, WantedEntry, answers, draft_entry
from patternbook.editing.write import write_files
from patternbook.model.components import DRAFT_PLACEHOLDER, Evidence
from patternbook.model.kind import Kind
from patternbook.model.registry import KIND_BY_NAME, KINDS
from patternbook.source.parse import parse_yaml

FINDING = KIND_BY_NAME["finding"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the toy catalogue."""
    shutil.copytree(TOY, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATTERNBOOK_CACHE", "off")
    return tmp_path / "data"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def placeholders(text: str) -> Iterator[tuple[int, int]]:
    """Line and column of every unfilled value."""
    for number, line in enumerate(text.split("\n"), 1):
        code = "" if line.lstrip().startswith("#") else line.partition("  # ")[0]
        if DRAFT_PLACEHOLDER in code:
            yield number, code.index(DRAFT_PLACEHOLDER) + 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_check_finds_every_placeholder_of_a_draft_once_and_nothing_else(kind: Kind, data: Path) -> None:
    before = {(each.code, each.message) for each in read_data(data, data.parent, SITE_URL).diagnostics}
    text = contents(data)
    assert cli.main(["new", kind.name, "--title", "Zebras: graze & sleep #1", "--as", "new"]) == 0
    [file] = [name for name, raw in contents(data).items() if text.get(name) != raw]
    written = (data / file).read_bytes().decode()
    found = [each for each in read_data(data, data.parent, SITE_URL).diagnostics if (each.code, each.message) not in before]
    unfilled = [(each.place.line, each.place.column) for each in found if DRAFT_PLACEHOLDER in each.message]
    assert len(unfilled) == len(set(unfilled))
    assert {line for line, _ in unfilled} == {line for line, _ in placeholders(written)}
    others = {each.code for each in found if DRAFT_PLACEHOLDER not in each.message}
    assert others <= {"PB319", "PB203", "PB201"}, found  # not yet numbered; of two fields one must be there
    draft = written.partition("-new-")[2].split("\n")
    assert max(len(line) for line in draft[: 1 + next((at for at, line in enumerate(draft) if not line), len(draft))]) <= 130


def test_draft_goes_behind_the_last_entry_and_keeps_every_other_byte(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last = max((item for item in read_data(data, data.parent, SITE_URL).items if item.key == "findings"), key=lambda item: item.name)
    before = contents(data)
    arguments = [
        "new",
        "finding",
        "--title",
        "Zebras sleep",
        "--statement",
        "Word " * 40,
        "--group",
        "plot",
        "--name",
        "The zebra, one",
        "--as",
        "new",
    ]
    assert cli.main(arguments) == 0
    after = contents(data)
    [file] = [name for name in after if before[name] != after[name]]
    assert last.place.file.endswith(file)
    old, new = before[file].decode(), after[file].decode()
    begin = next(at for at, (one, other) in enumerate(zip(f"{old}\0", new, strict=False)) if one != other)
    assert new[:begin] + new[begin + len(new) - len(old) :] == old
    line = next(number for number, each in enumerate(new.split("\n"), 1) if "F-new-zebra-one" in each)
    assert capsys.readouterr().out.startswith(f"Drafted F-new-zebra-one at data/{file}:{line}. ")
    read = parse_yaml(new)
    assert read is not None
    entry = read.value["findings"][-1]  # type: ignore[index, call-overload]
    assert (entry["title"], entry["statement"], entry["area"]) == ("Zebras sleep", ("Word " * 40).strip(), "plot")  # type: ignore[index, call-overload]


def test_two_drafts_have_placeholders_of_their_own(data: Path) -> None:
    for _ in range(2):
        assert cli.main(["new", "study", "--title", "The zebra of the year", "--as", "new"]) == 0
    text = (data / "inquiries.yaml").read_text("utf-8")
    assert text.count("id: S-new-zebra-year\n") == text.count("id: S-new-zebra-year-2\n") == 1


def test_kind_without_an_entry_gets_a_file(data: Path) -> None:
    (data / "tips.yaml").unlink()
    assert cli.main(["new", "recommendation", "--title", "Feed the zebra", "--as", "new"]) == 0
    text = (data / "recommendations.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=schema/data.schema.json\nrecommendations:\n  - id: R-new-feed-zebra\n")


def asked(*replies: str) -> tuple[Callable[[str], str], list[str]]:
    """Somebody who gives these replies, and what was asked."""
    questions: list[str] = []
    left = list(replies)

    def ask(question: str) -> str:
        questions.append(question)
        return left.pop(0)

    return ask, questions


def test_who_can_be_asked_is_asked_and_shown_what_is_near(data: Path) -> None:
    near = next(item for item in read_data(data, data.parent, SITE_URL).items if item.name == "F-001")
    ask, questions = asked("", near.header.title, "", "", "same F-001", "narrower F-888", "narrower F-001")
    shown: list[str] = []
    drafted = draft_entry(WantedEntry(FINDING), data, data.parent, ask, shown.append)
    assert [question[:5] for question in questions] == ["Title", "Title", "State", "Area ", "> ", "> ", "> "]
    assert any(line.startswith(f"  F-001  {near.header.title}") for line in shown)
    assert shown[-2:] == ["'same' is none of new, evidence, narrower, wider, opposite", "'narrower' needs the id of an entry that is there"]
    write_files([drafted.changed])
    added = drafted.changed.raw.decode()
    assert "    refines:" in added.split("F-new-")[1]
    assert "- finding: F-001\n" in added.split("F-new-")[1]


@pytest.mark.parametrize(("answer", "field"), [("narrower", "refines"), ("wider", "generalises"), ("opposite", "conflicts_with")])
def test_claim_beside_another_is_linked_to_it(answer: str, field: str, data: Path) -> None:
    assert cli.main(["new", "finding", "--title", "Zebras", "--as", answer, "--of", "F-001"]) == 0
    draft = "".join(path.read_text("utf-8") for path in data.rglob("*.y*ml")).partition("F-new-zebras")[2]
    assert f"\n    {field}:" in draft


def test_same_claim_gets_further_evidence_instead_of_an_entry(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", "finding", "--title", "Zebras", "--as", "evidence", "--of", "F-001"]) == 0
    assert capsys.readouterr().out.startswith("Drafted evidence of F-001 at ")
    text = "".join(path.read_text("utf-8") for path in data.rglob("*.y*ml"))
    assert "F-new-" not in text
    assert {each.entry for each in read_data(data, data.parent, SITE_URL).diagnostics if DRAFT_PLACEHOLDER in each.message} == {"F-001"}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["finding"], 2, "--title is needed"),
        (["finding", "--title", "{near}"], 2, "say with --as what it is beside them"),
        (["finding", "--title", "Zebra", "--as", "wider", "--of", "F-888"], 2, "'wider' needs the id of an entry that is there"),
        (["recommendation", "--title", "Zebra", "--as", "wider", "--of", "R-001"], 2, "'wider' is none of new, evidence"),
        (["zebra", "--title", "Zebra"], 2, "there is no kind 'zebra'; there are collaboration-point, "),
        (["study", "--title", "Zebra", "--as", "evidence", "--of", "S-001"], 1, "S-001 is of a kind that lists no evidence"),
    ],
)
def test_what_is_missing_is_said_in_one_line_and_nothing_is_written(
    arguments: list[str], code: int, message: str, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    title = next(item.header.title for item in read_data(data, data.parent, SITE_URL).items if item.name == "F-001")
    before = contents(data)
    assert cli.main(["new", *(each.format(near=title) for each in arguments)]) == code
    said = capsys.readouterr().err
    assert said.startswith(message)
    assert said.count("\n") == 1
    assert contents(data) == before


def test_file_that_is_no_yaml_stays_as_it_is(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data / "tips.yaml"
    path.write_text(path.read_text("utf-8") + "  - id: [\n", "utf-8")
    before = contents(data)
    assert cli.main(["new", "recommendation", "--title", "Zebra", "--as", "new"]) in (0, 1)
    assert contents(data)["tips.yaml"] == before["tips.yaml"]


def test_answers_follow_from_the_relations_of_a_kind() -> None:
    assert answers(FINDING) == ("new", "evidence", "narrower", "wider", "opposite")
    assert answers(KIND_BY_NAME["study"]) == ("new", "evidence")


def test_nearest_are_found_by_other_forms_of_the_words() -> None:
    others = [
        Described("F-001", "Documentation is rarely written", "Teams write little down about a model.", ("docs",)),
        Described("F-002", "Data arrives late", "Contracts about data take months.", ("data",)),
        Described("F-003", "Budgets are cut", "Managers cut budgets.", ("docs",)),
    ]
    assert [each.id for each in nearest(Described("", "Models are not documented", "Nobody writes.", ()), others, 5)] == ["F-001"]
    assert [each.id for each in nearest(Described("", "Undocumented, or badly documented", "", ()), others, 5)] == ["F-001"]
    assert nearest(Described("", "Zebras", "", ("docs",)), others, 5) == []
    assert nearest(Described("", "Zebras", "", ()), [], 5) == []


def test_draft_of_a_part_is_yaml_with_every_required_field() -> None:
    read = parse_yaml(textwrap.indent("\n".join(Drafter({}, {}).part(Evidence)), ""))
    assert read is not None
    assert read.value == dict.fromkeys(("study", "source", "locator", "stance", "source_claim"), DRAFT_PLACEHOLDER)


@pytest.mark.parametrize(
    "text", ["a", "No", "null", "1", "a: b", "a #b", "a, b", "[a", "- a", "é", 'say "x"', "it's", "a\\b", "*a", "{}", " a ", "x]"]
)
def test_quoted_text_reads_the_same(text: str) -> None:
    for written in (f"a: {quoted(text)}\n", f"a: [{quoted(text)}]\n", f"a: {{b: {quoted(text)}}}\n"):
        read = parse_yaml(written)
        assert read is not None
        assert read.value in ({"a": text}, {"a": [text]}, {"a": {"b": text}})


def test_unanswered_is_raised_where_nobody_can_be_asked(data: Path) -> None:
    with pytest.raises(UnansweredError, match="--title"):
        draft_entry(WantedEntry(FINDING), data, data.parent, None, print)
