"""Rules that a catalogue switches on: what they find, what they leave alone, and that following them mends what they found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from patternbook.check.form.validate import ValidatedItems, validate_source
from patternbook.check.optional.completeness import titles_with_full_stop
from patternbook.check.optional.spelling import american_words
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.diagnostics.diagnostic import Diagnostic
from patternbook.source.files import parse_file
from test_wrong import laid_out, reading_of


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("the behavior of colors", ["behaviour", "colours"]),
        ("Labor, honors and favorites", ["Labour", "honours", "favourites"]),
        ("in the center of theaters", ["centre", "theatres"]),
        ("centered, analyzed, cataloged", ["centred", "analysed", "catalogued"]),
        ("modeling what travelers labeled", ["modelling", "travellers", "labelled"]),
        ("a defense, a license, practicing", ["defence", "licence", "practising"]),
        ("skillful, fulfill, installments", ["skilful", "fulfil", "instalments"]),
        ("artifacts of judgment", ["artefacts", "judgement"]),
        ("gray; skeptical, moving toward it afterward", ["grey", "sceptical", "towards", "afterwards"]),
        ("maneuvering pediatricians gotten moldy", ["manoeuvring", "paediatricians", "got", "mouldy"]),
        ("The end. Color begins.\n\n- Center", ["Colour", "Centre"]),
        ("**color** and *gray* (behavior)", ["colour", "grey", "behaviour"]),
        ("well-labeled color-blind", ["labelled", "colour"]),
    ],
)
def test_american_spellings(text: str, right: list[str]) -> None:
    found = list(american_words(text))
    assert [british for _, _, british in found] == right
    assert all(text[offset:].startswith(word) for offset, word, _ in found)
    mended = text
    for offset, word, british in reversed(found):
        mended = mended[:offset] + british + mended[offset + len(word) :]
    assert list(american_words(mended)) == []


@pytest.mark.parametrize(
    "text",
    [
        "behaviour, colour, humorous, honorary, laborious, vigorous, coloration, favour, error, doctor, editor, anchor",
        "organization, realize, program, dialog, disk, meter, parameter, diameter, prescription, practice, practices, advise",
        "controlled, compelled, fulfilled, skilled, filling, enrolled, distilled, dialling, cancel, labels, models, install, installation",
        "licensed, licensing, to license it, licence, defensive, offensive, expense, sense, license-free".replace("license-free", ""),
        "catalogue, blog, backlog, log, logging, analogous, player, layer, enter, centre, central, tiger, fibre",
        "away, day, tray, old, golden, told, holding, plough, low, allow, stage, page, staging, packaging, managing",
        "the MIT License, Center for Studies, Model Artifact Store, IEEE Color; the GRAY list",
        "`color`, color(), color.py, x.color, https://example.org/color, a@color, [x](color.html), [@color, p. 4]",
        'they print "color" and “gray”',
        "```\ncolor\n```",
        "towards, afterwards, forward, award, steward, got, rotten, forgotten, oxygen",
    ],
)
def test_british_texts_names_code_and_quotations_are_left_alone(text: str) -> None:
    assert list(american_words(text)) == []


def item(yaml: str) -> CheckedItem:
    source, problems = parse_file("f.yaml", yaml)
    assert source is not None, problems
    form = ValidatedItems()
    validate_source(form, source)
    return form.written[0].checked()


@pytest.mark.parametrize(
    ("title", "mended"),
    [
        ("It waits.", "'It waits'"),
        ('"It waits.\\""', "'It waits\"'"),
        ("It waits at vol. 2", None),
        ("It waits ...", None),
        ("It waits for Crate Inc.", None),
        ("It waits in the U.S.", None),
        ("It waits for screws, nails etc.", None),
        ("待つ。", "'待つ'"),
        ("Does it wait?", None),
    ],
)
def test_full_stops_of_titles(title: str, mended: str | None) -> None:
    found = list(titles_with_full_stop.find(item(f"roles:\n  - slug: a\n    title: {title}\n")))
    assert [problem.expected for problem in found] == ([mended] if mended else [])


def apply_fix(text: str, problem: Diagnostic) -> str:
    """The text of a file after what a message says was done."""
    lines = text.split("\n")
    start = sum(map(len, lines[: problem.place.line - 1])) + problem.place.line - 1 + problem.place.column - 1
    before, after = text[:start], text[start:]
    if problem.code == "PB607":
        return before + re.sub(r"^\w+", problem.expected.strip("'"), after, count=1)
    if problem.code == "PB603":
        return before + problem.expected + after[after.index("\n") if "\n" in after else len(after) :]
    organization = problem.expected.partition(" ")[0]
    return before + after.replace("organizations: [", f'organizations: ["{organization}", ', 1)


@pytest.mark.parametrize("case", ["american-spelling", "participant-without-organization"])
def test_fix_mends_what_was_found_and_leads_into_nothing_else(case: str, tmp_path: Path) -> None:
    folder = laid_out(case, tmp_path / "wrong")
    for problem in reversed(reading_of(folder).diagnostics):  # from the end, so that places stay
        path = folder / problem.place.file
        path.write_text(apply_fix(path.read_text("utf-8"), problem), "utf-8")
    assert reading_of(folder).diagnostics == ()
