"""The page of the worksheet: a form that is whole without a script, and on paper."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import Context
from patternbook.documents.model import Target
from patternbook.model.entries import FINDING, PATTERN, Pattern
from patternbook.model.registry import STANDARD_PAGES, WORKSHEET
from patternbook.pages.frame.loads import module_html
from patternbook.pages.markdown.marks import escape_html
from patternbook.pages.page import Heading, Page
from patternbook.pages.render import PageRenderer
from patternbook.pages.svg.small import small_sketch
from patternbook.phrases import gettext
from patternbook.profile.practice.worksheet.reports import AskedQuestion, worksheet_questions
from patternbook.profile.practice.worksheet.words import OPEN_ANSWERS, script_words
from patternbook.profile.views import sketch_of


class SheetOption(NamedTuple):
    """An answer or a sign of a question."""

    text: str
    target: Target
    drawing: Markup
    """What it looks like; empty where there is no sketch."""
    replaces: Sequence[str]
    """Ids that it takes the place of, which an address may still hold."""


class SheetQuestion(NamedTuple):
    """A question of the worksheet as its template takes it."""

    slug: str
    text: str
    hint: str
    several: bool
    is_signs: bool
    options: tuple[SheetOption, ...]


def worksheet_page(context: Context, renderer: PageRenderer) -> Page:
    """The questions with their answers, and room for what the script gathers and for what a team writes."""
    questions = [_question(asked, context) for asked in worksheet_questions(context.catalogue)]
    title = gettext(STANDARD_PAGES[WORKSHEET])
    values: Mapping[str, object] = {
        "title": title,
        "questions": questions,
        "open_answers": {value: gettext(text) for value, text in OPEN_ANSWERS.items()},
        "files": renderer.addresses.asset(WORKSHEET, f"{WORKSHEET}/"),
        "words": json.dumps(script_words(), ensure_ascii=False),
        "address": context.urls.absolute(WORKSHEET) if context.urls.site_url else "",
        "masthead": context.catalogue.masthead,
    }
    return Page(
        page=WORKSHEET,
        title=title,
        description=gettext("A few questions on your team: what was reported of teams like it, and what people suggest."),
        html=renderer.render("worksheet.html", WORKSHEET, {}, {}, **values),
        headings=tuple(Heading(2, f"question-{question.slug}", question.text) for question in questions),
        metadata=_assets(renderer),
    )


def _assets(renderer: PageRenderer) -> str:
    """Styles and script, which only this page loads."""
    styles = escape_html(renderer.addresses.asset(WORKSHEET, "assets/worksheet.css"))
    return f'<link rel="stylesheet" href="{styles}">{module_html(WORKSHEET, "worksheet.js", renderer)}'


def _question(asked: AskedQuestion, context: Context) -> SheetQuestion:
    question = asked.question
    replaced = _replaced(PATTERN.name if question.answers else FINDING.name, context.catalogue)
    options = (SheetOption(text, context.target(id_), _drawing(id_, context.catalogue), replaced.get(id_, ())) for id_, text in asked.options.items())
    return SheetQuestion(question.slug, question.question, question.hint or "", question.several, bool(question.signs), tuple(options))


def _drawing(id_: str, catalogue: Catalogue) -> Markup:
    entry = catalogue.entries[id_] if catalogue.kinds[id_].name == PATTERN.name else None
    if not isinstance(entry, Pattern) or entry.structure is None:
        return Markup()
    sketch = sketch_of(entry.structure)
    return small_sketch(sketch.boxes, sketch.arrows)


def _replaced(kind: str, catalogue: Catalogue) -> Mapping[str, list[str]]:
    """Id of an entry of a kind -> the retired entries whose place it takes."""
    found: dict[str, list[str]] = {}
    for id_ in catalogue.by_kind[kind]:
        retired = catalogue.entries[id_].retired if catalogue.link_labels[id_].retired else None
        for successor in retired.all_successors if retired is not None else ():
            found.setdefault(successor, []).append(id_)
    return found
