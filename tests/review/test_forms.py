"""Forms for issues: what GitHub shows, and what somebody filled in, are read by the same questions."""

from __future__ import annotations

import pytest
import yaml

from patternbook.review.forms import Form, FormError, FormQuestion, form_yaml, read_form

COLOURS = {"red": "Red, as a brick (red)", "blue": "Blue (blue)", "green": "Green (green)"}
FORM = Form(
    "one.yml",
    "One",
    "About one.",
    "One: ",
    "Hello.",
    (
        FormQuestion("title", "Title", "A title.", "Teams that never meet"),
        FormQuestion("text", "Text", "A text.", long=True),
        FormQuestion("colour", "Colour", "One.", choices=COLOURS),
        FormQuestion("colours", "Colours", "Some.", choices=COLOURS, many=True, required=False),
        FormQuestion("more", "More", "More.", "such as: this", required=False),
    ),
)
OTHER = Form("other.yml", "Other", "About another.", "Other: ", "Hello.", (FormQuestion("entry", "Entry", "Which."),))
GOOD = {"Title": "A title", "Text": "One.\n\n### A heading\n\nTwo.", "Colour": COLOURS["red"], "Colours": "_No response_", "More": "_No response_"}


def body(**answers: str) -> str:
    """The text of an issue, as GitHub makes it of a form."""
    return "\n\n".join(f"### {label}\n\n{answer}" for label, answer in (GOOD | answers).items())


def answers(text: str) -> dict[str, tuple[str, ...]]:
    form, found = read_form(text, (OTHER, FORM))
    assert form is FORM
    return found


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(FormError) as error:
        read_form(text, (OTHER, FORM))
    return error.value.lines


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_answers_are_read_by_their_headings(end: str) -> None:
    found = answers(body().replace("\n", end))
    assert found == {"title": ("A title",), "text": ("One.\n\n### A heading\n\nTwo.",), "colour": ("red",)}


def test_choices_with_commas_are_told_apart() -> None:
    assert answers(body(Colours=f"{COLOURS['red']}, {COLOURS['green']}"))["colours"] == ("red", "green")


def test_nobody_sees_what_is_not_printed() -> None:
    assert answers(body(Title="A\u202e ti\x1b[31mtle"))["title"] == ("A  ti [31mtle",)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"Title": "_No response_"}, "Title: an answer is missing"),
        ({"Title": "  "}, "Title: an answer is missing"),
        ({"Title": "Teams that never meet"}, "Title: the example was sent as the answer"),
        ({"Title": "teams that never  meet."}, "Title: the example was sent as the answer"),
        ({"More": "such as: this"}, "More: the example was sent as the answer"),
        ({"Title": "One\ntwo"}, "Title: the answer has several lines"),
        ({"Colour": "Yellow"}, "Colour: 'Yellow' is none of the choices: Red, as a brick (red), Blue (blue)"),
        ({"Colours": "Blue (blue), Yellow"}, "Colours: 'Blue (blue), Yellow' is none of the choices"),
        ({"Colour": "None"}, "Colour: an answer is missing"),
    ],
)
def test_answers_that_are_none_are_refused(wrong: dict[str, str], problem: str) -> None:
    [found] = problems(body(**wrong))
    assert found.startswith(problem)


def test_every_problem_is_said_at_once() -> None:
    assert [line.partition(":")[0] for line in problems(body(Title="", Text="", Colour="x"))] == ["Title", "Text", "Colour"]


def test_heading_given_twice_is_refused() -> None:
    assert problems(body(Text="One.\n\n### Title\n\nAnother")) == ("Title: this heading is there twice; keep one of the two",)


@pytest.mark.parametrize("text", ["", "Hello, I found a mistake.", "### Something\n\nelse", body().replace("### Colour\n", "### Color\n")])
def test_text_of_no_form_is_refused(text: str) -> None:
    [found] = problems(text)
    assert found.startswith("no form has these headings; ")
    assert found.endswith("made by one of: Other, One")


def test_form_is_what_github_reads() -> None:
    form = yaml.safe_load(form_yaml(FORM))
    assert list(form) == ["name", "description", "title", "body"]
    assert [field["type"] for field in form["body"]] == ["markdown", "input", "textarea", "dropdown", "dropdown", "input"]
    assert form["body"][3]["attributes"]["options"] == list(COLOURS.values())
    assert [field["attributes"].get("multiple") for field in form["body"]] == [None, None, None, False, True, None]
    assert [field["validations"]["required"] for field in form["body"][1:]] == [True, True, True, False, False]
