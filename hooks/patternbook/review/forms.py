"""Forms for issues, as GitHub shows them, and what somebody filled into one: both from the same questions, so that they agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import yaml

NO_ANSWERS = ("", "_No response_", "None")
"""What GitHub writes where a question was not answered."""
HEADING = "### "


class FormError(Exception):
    """A filled form cannot be read, or answers are not what was asked for."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take one line for each problem."""
        self.lines = tuple(lines)
        super().__init__("; ".join(self.lines))


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A field of a form."""

    key: str
    """The field of the data that the answer goes to, or a name of its own."""
    label: str
    """The heading above the answer."""
    asks: str
    """What is asked for."""
    example: str = ""
    """Shown in the empty field. Who sends it as the answer has not answered."""
    choices: Mapping[str, str] | None = None
    """Value in the data -> the option that is shown for it."""
    many: bool = False
    """Whether several choices may be taken."""
    long: bool = False
    """Whether the answer may have several lines."""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A form for issues."""

    file: str
    """Its name below `.github/ISSUE_TEMPLATE/`."""
    name: str
    about: str
    title: str
    """Start of the title of an issue."""
    intro: str
    questions: tuple[FormQuestion, ...]


def form_yaml(form: Form) -> str:
    """A form as GitHub reads it."""
    body = [{"type": "markdown", "attributes": {"value": form.intro}}, *map(_field, form.questions)]
    content = {"name": form.name, "description": form.about, "title": form.title, "body": body}
    return "# Derived from the model and the data by `make schema`.\n" + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)


def _field(question: FormQuestion) -> dict[str, object]:
    attributes: dict[str, object] = {"label": question.label, "description": question.asks}
    if question.choices is not None:
        attributes |= {"multiple": question.many, "options": list(question.choices.values())}
    elif question.example:
        attributes["placeholder"] = question.example
    kind = "dropdown" if question.choices is not None else "textarea" if question.long else "input"
    return {"type": kind, "id": question.key.replace("_", "-"), "attributes": attributes, "validations": {"required": question.required}}


def read_form(text: str, forms: Sequence[Form]) -> tuple[Form, dict[str, tuple[str, ...]]]:
    """The form that an issue's text was made by, and the answers by their keys; a question without answer is missing.

    Raises:
        FormError: no form has these headings, or answers are missing or not what was asked for.

    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    headings = {line.removeprefix(HEADING).strip() for line in lines if line.startswith(HEADING)}
    form = max(forms, key=lambda each: sum(question.label in headings for question in each.questions))
    if missing := [question.label for question in form.questions if question.label not in headings]:
        known = ", ".join(each.name for each in forms)
        raise FormError([f"no form has these headings; {form.name!r} has {missing[0]!r} too. Expected the text of an issue made by one of: {known}"])
    written = _sections(lines, [question.label for question in form.questions])
    answers, problems = dict[str, tuple[str, ...]](), list[str]()
    for question in form.questions:
        answer, problem = _answer(question, written[question.label])
        if problem:
            problems.append(f"{question.label}: {problem}")
        elif answer:
            answers[question.key] = answer
    if problems:
        raise FormError(problems)
    return form, answers


def _sections(lines: Sequence[str], labels: Sequence[str]) -> dict[str, str]:
    """The text below each of these headings. Any other heading belongs to the answer it stands in."""
    found: dict[str, list[str]] = {}
    label = ""
    for line in lines:
        heading = line.removeprefix(HEADING).strip()
        if line.startswith(HEADING) and heading in labels:
            label = heading
            if label in found:
                raise FormError([f"{label}: this heading is there twice; keep one of the two"])
            found[label] = []
        elif label:
            found[label].append(line)
    return {label: _printable("\n".join(text)).strip() for label, text in found.items()}


def _printable(text: str) -> str:
    """A text without control characters, changes of direction and other signs that nobody sees."""
    return "".join(character if character.isprintable() or character == "\n" else " " for character in text)


def _answer(question: FormQuestion, text: str) -> tuple[tuple[str, ...], str]:
    """The values of an answer, and what is wrong with it."""
    if text in NO_ANSWERS:
        return (), "an answer is missing" if question.required else ""
    if question.example and _compared(text) == _compared(question.example):
        return (), "the example was sent as the answer; say it in your own words, or leave it empty where it need not be answered"
    if question.choices is None:
        return ((text,), "") if question.long or "\n" not in text else ((), "the answer has several lines; expected one")
    taken = [value for value, option in question.choices.items() if (option in text if question.many else option == text)]
    if ", ".join(question.choices[value] for value in taken) != text:
        return (), f"{text[:60]!r} is none of the choices: {', '.join(question.choices.values())}"
    return tuple(taken), ""


def _compared(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
