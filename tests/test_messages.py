"""What a message says about single mistakes: one message at the right line, in words, with a fix that is right when it is followed.

Each mistake is made in a small catalogue. `mended` is the text after following the message's advice, which must leave nothing
to report. Kinds of mistakes: YAML's traps, fields, forms of values, names, and what is lost.
"""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from patternbook.check.read import Reading
from patternbook.diagnostics.diagnostic import format_text
from patternbook.incremental.store import STORE_FILE, Store
from patternbook.source.lines import lines_below
from test_read_cached import quickly
from test_wrong import WRONG, reading_of

MORE = """\
findings:
  - id: F-003
    title: Decisions pile up
    statement: Work waits.
    area: first-area
    themes: [communication]
    signs:
      - text: A long list.
        source: example2026
        locator: p. 3
    limits:
      - text: One study.
        editorial: true
    contributes_to:
      - finding: F-001
        how: worsens
        source: example2026
        locator: p. 4
    goes_with:
      - finding: F-004
        basis: inferred
    evidence:
      - study: S-001
        source: example2026
        stance: mixed
        source_claim: Some lists grew.
        locator: p. 3
        mentions: {count: 11, of: 19, unit: lists}
  - id: F-004
    title: Decisions are forgotten
    statement: They are made again.
    area: first-area
    themes: [communication]
    evidence:
      - {study: S-001, source: example2026, stance: supports, source_claim: It was forgotten., locator: p. 6}
patterns:
  - id: P-002
    title: Two decide
    statement: Each may be away.
    collaboration_point: CP-001
    challenges:
      - {finding: F-003, effect: eases, source: example2026, locator: p. 7}
contributors:
  - id: ada
    name: Ada Ono
    orcid: 0000-0002-1825-0097
"""


@dataclass(frozen=True)
class Mistake:
    """One thing done wrong in `data/more.yaml`."""

    name: str
    before: str
    after: str
    code: str
    at: str
    """What the file holds from the place of the message on."""
    says: tuple[str, ...]
    mended: str = ""
    """The text after following the advice; not tried where it is empty."""


FLOW_CLAIM = "source_claim: It was forgotten.,"
MISTAKES = (
    # YAML
    Mistake("a tab", "    area: first-area\n", "\tarea: first-area\n", "PB103", "\tarea", ("a tab indents this line", "Replace the tab with blanks")),
    Mistake(
        "a colon in a text",
        "title: Decisions pile up",
        "title: Decisions: they pile up",
        "PB103",
        ": they",
        ("holds a colon", 'title: "Decisions: they pile up"'),
        'title: "Decisions: they pile up"',
    ),
    Mistake("a quote never closed", "title: Decisions pile up", 'title: "Decisions pile up', "PB103", '"Dec', ("never closed", 'closing "')),
    Mistake(
        "an apostrophe in single quotes",
        "title: Decisions pile up",
        "title: 'What's decided'",
        "PB103",
        "s decided",
        ("goes on after its closing quote", "''"),
        "title: 'What''s decided'",
    ),
    Mistake(
        "a comma between braces",
        FLOW_CLAIM,
        "source_claim: It was forgotten, then found.,",
        "PB202",
        "then found",
        ("a comma between braces", 'source_claim: "It was forgotten, then found."'),
        'source_claim: "It was forgotten, then found.",',
    ),
    Mistake(
        "a colon between braces",
        FLOW_CLAIM,
        "source_claim: Forgotten: all of it.,",
        "PB103",
        ": all",
        ("between braces", "quotes"),
        'source_claim: "Forgotten: all of it.",',
    ),
    Mistake(
        "a hash after a blank between braces",
        FLOW_CLAIM,
        "source_claim: Forgotten #1,",
        "PB103",
        "#1",
        ("starts a comment",),
        'source_claim: "Forgotten #1",',
    ),
    Mistake(
        "a text that starts with @",
        "statement: Work waits.",
        "statement: @example2026 says so.",
        "PB103",
        "@example",
        ("cannot start with @", '"@example2026 says so."'),
        'statement: "@example2026 says so."',
    ),
    Mistake(
        "a text that starts with a link",
        "statement: Work waits.",
        "statement: [[F-001]] comes first.",
        "PB103",
        "[[F-001]] comes",
        ("a text that starts with [ needs quotes", 'statement: "[[F-001]] comes first."'),
        'statement: "[[F-001]] comes first."',
    ),
    Mistake(
        "a text that starts with a citation",
        "statement: Work waits.",
        "statement: [@example2026, p. 1] says so.",
        "PB103",
        "[@example",
        ("a text that starts with [ needs quotes",),
        'statement: "[@example2026, p. 1] says so."',
    ),
    Mistake("only a link", "statement: Work waits.", "statement: [[F-001]]", "PB203", "[[F", ("is a list", '"[[F-001]]"'), 'statement: "[[F-001]]"'),
    Mistake(
        "emphasis at the start",
        "statement: Work waits.",
        "statement: **Work** waits.",
        "PB103",
        "**Work",
        ("cannot start with *", '"**Work** waits."'),
        'statement: "**Work** waits."',
    ),
    Mistake(
        "an exclamation mark at the start",
        "statement: Work waits.",
        "statement: !Work waits.",
        "PB105",
        "!Work",
        ("quotes",),
        'statement: "!Work waits."',
    ),
    Mistake(
        "a merge's conflict",
        "    title: Decisions pile up\n",
        "<<<<<<< HEAD\n    title: Decisions pile up\n=======\n    title: Decisions wait\n>>>>>>> mine\n",
        "PB103",
        "<<<<<<<",
        ("conflict", "======="),
        "    title: Decisions pile up\n",
    ),
    Mistake(
        "no blank after a colon",
        "    statement: Work waits.",
        "    statement:Work waits.",
        "PB103",
        "Work",
        ("a blank is missing after `statement:`", "statement: Work waits."),
        "    statement: Work waits.",
    ),
    Mistake(
        "no blank after a colon between braces",
        "count: 11, of: 19",
        "count:11, of: 19",
        "PB202",
        "count:11",
        ("a blank is missing after `count:`", "count: 11"),
        "count: 11, of: 19",
    ),
    Mistake(
        "a blank too many",
        "    statement: Work",
        "     statement: Work",
        "PB103",
        "statement",
        ("4 blanks, as before `title:`",),
        "    statement: Work",
    ),
    Mistake(
        "a blank too few", "    statement: Work", "   statement: Work", "PB103", "statement", ("4 blanks, as before `title:`",), "    statement: Work"
    ),
    Mistake("a hyphen is missing", "  - id: F-004", "  id: F-004", "PB103", "id: F-004", ("a hyphen is missing before `id:`",), "  - id: F-004"),
    Mistake("an item indented too far", "  - id: F-004", "   - id: F-004", "PB103", "- id: F-004", ("3 blanks", "2 blanks"), "  - id: F-004"),
    Mistake("a brace never closed", "unit: lists}", "unit: lists", "PB103", "{count", ("never closed", "}"), "unit: lists}"),
    Mistake(
        "a bar with text behind it",
        "statement: Work waits.",
        "statement: | Work waits.",
        "PB103",
        "Work",
        ("text follows |", '"Work waits."'),
        "statement: Work waits.",
    ),
    Mistake("a second document", "  - id: F-004", "---\n  - id: F-004", "PB103", "---", ("second document", "`---`"), "  - id: F-004"),
    Mistake(
        "a text that is a comment", "statement: Work waits.", "statement: # Work", "PB203", "", ("starts a comment", "quotes"), 'statement: "# Work"'
    ),
    Mistake(
        "a no-break space", "    statement: Work", "\u00a0   statement: Work", "PB103", "\u00a0", ("U+00A0", "plain blank"), "    statement: Work"
    ),
    Mistake(
        "a no-break space after the first key of an item",
        "- text: A long list.",
        "- text:\u00a0A long list.",
        "PB103",
        "\u00a0A",
        ("U+00A0", "after `text:`", "Write `- text: A long list.`"),
        "- text: A long list.",
    ),
    Mistake(
        "no blank after the first key of an item", "- id: F-004", "- id:F-004", "PB103", "F-004", ("after `id:`", "`- id: F-004`"), "- id: F-004"
    ),
    Mistake(
        "a text with marks and a colon",
        "statement: Work waits.",
        'statement: It: "waits", and it\'s so.',
        "PB103",
        ": ",
        ("'It: \"waits\", and it''s so.'", "`>-`"),
        "statement: 'It: \"waits\", and it''s so.'",
    ),
    Mistake(
        "a long text is cut after a word",
        "statement: Work waits.",
        "statement: It waits: for those who decide what is next and for those who do not decide.",
        "PB103",
        ": for",
        ('"It waits: for those who decide what is next and for..."',),
    ),
    Mistake(
        "@ at the start",
        "statement: Work waits.",
        "statement: @example2026 asks.",
        "PB103",
        "@example2026",
        ('"@example2026 asks."', "a citation in it is written [@key]"),
    ),
    Mistake(
        "a citation for a key",
        "source: example2026\n        stance",
        "source: [@example2026]\n        stance",
        "PB103",
        "[@example2026]",
        ("Write source: example2026 where a key belongs",),
        "source: example2026\n        stance",
    ),
    Mistake(
        "a citation in quotes for a key",
        "source: example2026\n        stance",
        'source: "[@example2026, p. 4]"\n        stance',
        "PB302",
        '"[@',
        ("Write example2026, and p. 4 in `locator`",),
        "source: example2026\n        stance",
    ),
    *(
        Mistake(
            f"{written} for a citation",
            "statement: Work waits.",
            f"statement: 'Work waits {written}.'",
            code,
            written,
            (says, f"Write {meant}."),
            f"statement: 'Work waits {meant}.'",
        )
        for written, code, says, meant in (
            ("[[@example2026, p. 4]]", "PB302", "is a citation, not a link", "[@example2026, p. 4]"),
            ("[[example2026]]", "PB302", "is a citation, not a link", "[@example2026]"),
            ("[example2026, p. 4]", "PB308", "without its @", "[@example2026, p. 4]"),
            (r"\cite{example2026}", "PB308", "LaTeX", "[@example2026]"),
            (r"\citep[see][p. 4]{example2026}", "PB308", "LaTeX", "[@example2026, p. 4]"),
        )
    ),
    # Fields
    Mistake("claim for source_claim", "source_claim: Some", "claim: Some", "PB202", "claim:", ("did you mean 'source_claim'",), "source_claim: Some"),
    Mistake(
        "reference for source",
        "        source: example2026\n        stance",
        "        reference: example2026\n        stance",
        "PB202",
        "reference:",
        ("did you mean 'source'",),
        "        source: example2026\n        stance",
    ),
    Mistake(
        "letters swapped",
        "    title: Decisions pile",
        "    titel: Decisions pile",
        "PB202",
        "titel",
        ("did you mean 'title'",),
        "    title: Decisions pile",
    ),
    Mistake(
        "editorial on a relation",
        "        basis: inferred",
        "        editorial: true",
        "PB202",
        "editorial",
        ("`basis: inferred`",),
        "        basis: inferred",
    ),
    Mistake(
        "a field in the wrong place",
        "        mentions: {count: 11, of: 19, unit: lists}",
        "        participants: [P1a]",
        "PB202",
        "participants",
        ("part of `mentions`",),
        "        mentions: {participants: [P1a]}",
    ),
    Mistake(
        "a field missing",
        "        stance: mixed\n",
        "",
        "PB201",
        "study: S-001",
        ("contradicts, mixed, qualifies or supports",),
        "        stance: mixed\n",
    ),
    Mistake("no locator", "        locator: p. 4\n", "", "PB205", "finding: F-001", ("Add `locator`",), "        locator: p. 4\n"),
    Mistake(
        "no source for a link",
        "        source: example2026\n        locator: p. 4\n",
        "",
        "PB205",
        "finding: F-001",
        ("`basis: inferred`",),
        "        basis: inferred\n",
    ),
    # Forms
    Mistake(
        "a number for counts",
        "{count: 11, of: 19, unit: lists}",
        "11",
        "PB203",
        "11",
        ("{count: 11, of: NUMBER, unit: WORDS}",),
        "{count: 11, of: 50, unit: papers}",
    ),
    Mistake(
        "a text for a list",
        "[communication]\n    signs",
        "communication\n    signs",
        "PB203",
        "communication",
        ("[communication]",),
        "[communication]\n    signs",
    ),
    Mistake(
        "an id for a relation",
        "    goes_with:\n      - finding: F-004\n        basis: inferred\n",
        "    goes_with: F-004\n",
        "PB203",
        "F-004",
        ("`- finding: F-004`", "`source` and `locator`"),
        "    goes_with:\n      - finding: F-004\n        source: example2026\n        locator: p. 1\n",
    ),
    Mistake(
        "a text for a claim that is usually ours",
        "      - text: A long list.\n        source: example2026\n        locator: p. 3\n",
        "      - A long list.\n",
        "PB203",
        "A long",
        ("`- text: A long list.`, with `editorial: true` below it where it is ours, or `source` and `locator` where a source says it",),
        "      - text: A long list.\n        editorial: true\n",
    ),
    Mistake(
        "a share for counts",
        "{count: 11, of: 19, unit: lists}",
        "58% of the lists",
        "PB203",
        "58%",
        ("{count: NUMBER, of: NUMBER, unit: WORDS}",),
    ),
    Mistake("a share for a number", "count: 11,", "count: 58%,", "PB203", "58%", ("A share is not a count",)),
    Mistake("a number that is none exactly", "count: 11,", "count: over 10,", "PB203", "over", ("`caution`",)),
    Mistake(
        "a number with a comma",
        "count: 11, of: 19,",
        "count: 1,100, of: 1900,",
        "PB202",
        "100",
        ("ends a number", "Write count: 1100"),
        "count: 1100, of: 1900,",
    ),
    Mistake(
        "a text for a list of several",
        "unit: lists}",
        "unit: lists, participants: 'P1, P2'}",
        "PB203",
        "'P1",
        ("Write `participants: [P1, P2]`",),
    ),
    Mistake("a share in a unit", "unit: lists", "unit: 58% of the lists", "PB339", "58%", ("`count` and `of`", "papers"), "unit: lists"),
    Mistake("pages that run backwards", "locator: p. 6", "locator: p. 99-10", "PB339", "p. 99", ("from 99 to 10",), "locator: p. 99-110"),
    Mistake(
        "the id after the highest",
        "    goes_with:\n      - finding: F-004\n",
        "    goes_with:\n      - finding: F-005\n",
        "PB302",
        "F-005",
        ("name a new one by its placeholder such as F-new-anything",),
    ),
    Mistake(
        "a list twice at the top",
        "  - id: F-004\n",
        "findings:\n  - id: F-004\n",
        "PB104",
        "findings:",
        ("Put the entries under the first `findings:`, on line 1",),
        "  - id: F-004\n",
    ),
    Mistake(
        "a list twice in an entry",
        "    contributes_to:\n",
        "    limits:\n      - text: One year.\n        editorial: true\n    contributes_to:\n",
        "PB104",
        "limits:",
        ("Move the items below line",),
        "      - text: One year.\n        editorial: true\n    contributes_to:\n",
    ),
    Mistake(
        "ids for relations",
        "    goes_with:\n      - finding: F-004\n        basis: inferred\n",
        "    goes_with: [F-004]\n",
        "PB203",
        "F-004",
        ("finding: F-004",),
    ),
    Mistake(
        "a choice misspelt",
        "stance: mixed",
        "stance: mixt",
        "PB204",
        "mixt",
        ("contradicts, mixed, qualifies or supports", "did you mean 'mixed'"),
        "stance: mixed",
    ),
    Mistake("a choice of another field", "stance: mixed", "stance: own-result", "PB204", "own-result", ("`role_in_source`",)),
    Mistake("a number in words and digits", "count: 11,", "count: 11 lists,", "PB203", "11 lists", ("Write 11.",), "count: 11,"),
    Mistake("an id with too few digits", "- id: F-004", "- id: F-4", "PB203", "F-4", ("Write F-004.",), "- id: F-004"),
    Mistake(
        "an ORCID iD as an address",
        "orcid: 0000-0002-1825-0097",
        "orcid: https://orcid.org/0000-0002-1825-0097",
        "PB203",
        "https",
        ("Write 0000-0002-1825-0097.",),
        "orcid: 0000-0002-1825-0097",
    ),
    Mistake("a colon missing between braces", "of: 19,", "of 19,", "PB202", "of 19", ("a colon is missing after `of`", "Write of: 19"), "of: 19,"),
    Mistake(
        "words with commas for a list of words",
        "[communication]\n    signs",
        "communication, process\n    signs",
        "PB203",
        "communication",
        ("Write `themes: [communication, process]`",),
    ),
    Mistake(
        "a text with a colon in a list of texts",
        "    goes_with:",
        "    questions_this_week:\n      - Which of the words: all of them\n    goes_with:",
        "PB202",
        "Which",
        ("make a field of the start of a text", '"Which of the words: all of them"'),
    ),
    Mistake(
        "a choice that only sounds alike",
        "effect: eases",
        "effect: increases",
        "PB204",
        "increases",
        ("amplifies (is reported worse here)", "one of the values"),
    ),
    Mistake(
        "a field by another name that is there",
        "        stance: mixed",
        "        quote: Ada\n        stance: mixed",
        "PB202",
        "quote",
        ("`source_claim` is there already: take this one out",),
        "        stance: mixed",
    ),
    Mistake(
        "a name for who and when",
        "        mentions: {count",
        "        verified_by: Ada Ono\n        mentions: {count",
        "PB203",
        "Ada Ono",
        ("{by: Ada Ono, on: 2",),
    ),
    # Names
    Mistake(
        "a word of another vocabulary",
        "    area: first-area\n",
        "    area: communication\n",
        "PB302",
        "communication",
        ("is a theme, not an area", "first-area"),
        "    area: first-area\n",
    ),
    Mistake(
        "a title for a slug",
        "    area: first-area\n",
        "    area: First area\n",
        "PB302",
        "First area",
        ("title of first-area", "Write first-area."),
        "    area: first-area\n",
    ),
    Mistake(
        "a title for an id", "- finding: F-004", "- finding: Decisions are forgotten", "PB302", "Decisions", ("Write F-004.",), "- finding: F-004"
    ),
    Mistake("a zero missing", "- finding: F-004", "- finding: F-4", "PB302", "F-4", ("did you mean 'F-004'",), "- finding: F-004"),
    Mistake(
        "an address for an id",
        "- finding: F-004",
        "- finding: https://example.org/findings/F-004/",
        "PB302",
        "https",
        ("Write F-004.",),
        "- finding: F-004",
    ),
    Mistake(
        "a study that is not there", "- study: S-001", "- study: S-017", "PB302", "S-017", ("Add it in data/studies.yaml", "S-001 (An example study)")
    ),
    Mistake(
        "another kind",
        "- {finding: F-003, effect",
        "- {finding: P-001, effect",
        "PB303",
        "P-001",
        ("P-001 is a pattern", "expected a finding", "`variant_of`"),
    ),
    Mistake(
        "the start of a key",
        "        source: example2026\n        stance",
        "        source: example\n        stance",
        "PB302",
        "example",
        ("did you mean 'example2026'",),
        "        source: example2026\n        stance",
    ),
    Mistake("a list misspelt", "patterns:\n", "pattern:\n", "PB108", "pattern:", ("did you mean 'patterns'",), "patterns:\n"),
)


def laid_out(folder: Path, text: str = MORE) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(WRONG / "base", folder)
    (folder / "data" / "more.yaml").write_text(text, "utf-8")
    return folder


def told(reading: Reading) -> list[str]:
    return format_text(reading.diagnostics)


def test_catalogue_is_without_a_mistake(tmp_path: Path) -> None:
    assert told(reading_of(laid_out(tmp_path / "wrong"))) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_message(mistake: Mistake, tmp_path: Path) -> None:
    assert MORE.count(mistake.before) >= 1
    text = MORE.replace(mistake.before, mistake.after, 1)
    reading = reading_of(laid_out(tmp_path / "wrong", text))
    (found,) = reading.diagnostics
    (line,) = told(reading)
    lines = text.split("\n")
    assert (found.code, found.place.file) == (mistake.code, "data/more.yaml"), line
    assert lines[found.place.line - 1][found.place.column - 1 :].startswith(mistake.at), line
    for part in mistake.says:
        assert part in line
    assert "^[" not in line
    assert "$" not in line, "no regular expression"
    shown = format_text(reading.diagnostics, lines_below(tmp_path / "wrong"))
    if lines[found.place.line - 1][found.place.column - 1 :]:
        assert shown[2].endswith("^")
    with Store(tmp_path / STORE_FILE) as store:  # from the cache, too
        for _ in range(2):
            assert quickly(tmp_path / "wrong" / "data", tmp_path / "wrong", store).diagnostics == reading.diagnostics
    if mistake.mended:
        assert told(reading_of(laid_out(tmp_path / "wrong", MORE.replace(mistake.before, mistake.mended, 1)))) == []


@pytest.mark.parametrize(
    ("removed", "code", "says"),
    [
        pytest.param("data/studies.yaml", "PB302", "no file holds `studies:`", id="studies"),
        pytest.param("data/references.bib", "PB101", "No such file", id="bibliography"),
        pytest.param("data/vocabulary.yaml", "PB302", "`areas:`, `roles:` and `themes:`", id="several lists"),
        pytest.param("data/findings.yaml", "PB302", "unknown finding 'F-001'", id="findings of which others are elsewhere"),
    ],
)
def test_a_lost_file_is_one_message(removed: str, code: str, says: str, tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "wrong")
    (folder / removed).unlink()
    found = [each for each in reading_of(folder).diagnostics if each.severity == "error"]
    assert [each.code for each in found][:1] == [code]
    assert says in found[0].message
    assert len(found) <= (1 if "findings" not in removed else 2)


def test_a_lost_entry_is_one_message_with_all_places(tmp_path: Path) -> None:
    folder = laid_out(
        tmp_path / "wrong",
        MORE.replace("  - id: F-003\n", "  - id: F-033\n").replace(
            "  - id: F-004\n", "  - id: F-004\n    refines: [{finding: F-003, basis: inferred}]\n"
        ),
    )
    (found,) = reading_of(folder).diagnostics
    assert (found.code, found.message) == ("PB302", "unknown finding 'F-003'")
    assert "F-033 in data/more.yaml is meant, which nothing names" in found.fix
    cut = MORE.index("  - id: F-004"), MORE.index("patterns:")
    folder = laid_out(
        tmp_path / "wrong",
        (MORE[: cut[0]] + MORE[cut[1] :]).replace("    title: Two decide\n", '    title: Two decide\n    body: "[[F-004]] and [[F-004]] [ours]"\n'),
    )
    (found,) = reading_of(folder).diagnostics
    assert len(found.related) == 2
    assert told(reading_of(folder))[0].endswith("; and 2 more places")


@pytest.mark.parametrize("id_", ["F-4", "f-004", "F004", "F-004x", ""])
def test_an_entry_with_a_wrong_id_is_one_message(id_: str, tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "wrong", MORE.replace("- id: F-004", f"- id: {id_}"))
    assert [each.code for each in reading_of(folder).diagnostics] == ["PB203"]


@pytest.mark.parametrize(
    ("by", "entry"),
    [
        ("anna-beck", "- id: anna beck\n  name: Anna Beck\n"),
        ("Anna Beck", "- id: anna beck\n  name: Anna Beck\n"),
        ("anna-beck", "  - id:anna-beck\n    name: Anna Beck\n"),
        ("anna-beck", "  - name: Anna Beck\n    ID: anna-beck\n   orcid: x\n"),
        ("anna-beck", "  - name: Anna Beck\n    id- anna-beck\n"),
    ],
)
def test_who_stands_where_the_file_is_malformed_is_not_unknown(by: str, entry: str, tmp_path: Path) -> None:
    read_by = f'        extracted_by: {{on: "2026-11-01", by: {by}, version: "1"}}\n        mentions: {{count'
    folder = laid_out(tmp_path / "wrong", MORE.replace("        mentions: {count", read_by, 1) + entry)
    assert [each.code for each in reading_of(folder).diagnostics] == ["PB103"]


def test_one_word_for_a_list_of_them_is_one_message(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "wrong")
    path = folder / "data" / "findings.yaml"
    path.write_text(path.read_text("utf-8").replace("    who_starts:", "    area: first-area\n    who_starts:"), "utf-8")
    (found,) = reading_of(folder).diagnostics
    assert found.fix == "did you mean 'areas'? Write `areas: [first-area]`."


def test_a_fault_costs_its_entry_only(tmp_path: Path) -> None:
    text = MORE.replace("title: Decisions are forgotten", "title: Decisions: forgotten").replace("stance: mixed", "stance: mixt")
    folder = laid_out(tmp_path / "wrong", text)
    reading = reading_of(folder)
    assert [each.code for each in reading.diagnostics] == ["PB204", "PB103"]  # the link to F-004 is not reported
    assert {item.name for item in reading.items} >= {"P-002", "ada"}


def test_a_text_has_a_stated_number_of_messages(tmp_path: Path) -> None:
    began = time.process_time()
    folder = laid_out(tmp_path / "wrong", MORE.replace("statement: Work waits.", f"statement: |\n      {'[[ ' * 30_000}"))
    found = [each for each in reading_of(folder).diagnostics if each.code == "PB308"]
    assert len(found) == 10
    assert len(found[-1].related) == 30_000 - 10
    assert time.process_time() - began < 20


def test_no_message_holds_a_pattern() -> None:
    recorded = "".join(path.read_text("utf-8") for path in WRONG.glob("*/expected.txt"))
    assert re.findall(r"\^\(|\[0-9\]|\{3,9\}|\[a-z", recorded) == []
