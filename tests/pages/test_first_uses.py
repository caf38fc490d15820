"""Only the first use of a term on a page is a link, and none inside what is a link, code, a heading or the name of who is quoted."""

from __future__ import annotations

import re

import pytest

from conftest import WHERE
from patternbook.documents.model import CitedReference, Target
from patternbook.pages.markdown.marks import TextScope
from patternbook.pages.markdown.renderer import make_markdown_renderer
from patternbook.pages.markdown.terms import FirstUses

TERMS = {form: Target(kind="term", id=form.split("s")[0], title=form, page=f"terms/{page}") for form, page in (
    ("model", "model"), ("models", "model"), ("model team", "model-team"), ("model teams", "model-team"), ("IT", "it"),
)}  # fmt: skip


def scope(here: str = "findings/F-001") -> TextScope:
    targets = {"F-002": Target(kind="finding", id="F-002", title="The model fails", page="findings/F-002")}
    works = {"kim2018": CitedReference(key="kim2018", label="Model 2018", year="2018", text="A model")}
    return TextScope(here, WHERE, targets, works, terms=FirstUses(here, TERMS))


def linked(text: str, here: str = "findings/F-001", *, page: bool = False) -> list[str]:
    """The words of a text that link to a term."""
    renderer, marks = make_markdown_renderer(), scope(here)
    html = renderer.page(text, marks)[0] if page else renderer.block(text, marks)
    return re.findall(r'<a class="pb-term" href="[^"]+">([^<]*)</a>', html)


CASES = {
    "first only": ("A model, another model and models.", ["model"]),
    "plural": ("Models and a model.", ["Models"]),
    "longest": ("A model team with a model.", ["model team", "model"]),
    "longest, twice": ("Model teams; a model team.", ["Model teams"]),
    "owner": ("The model's cost.", ["model"]),
    "inside a link": ("[the model](https://a.org) and [[F-002]]; a model.", ["model"]),
    "inside a citation": ("As told [@kim2018, model 3]. A model.", ["model"]),
    "inside code": ("`model` and\n\n```\nmodel\n```\n\n`a` model", ["model"]),
    "inside a heading": ("# The model\n\nA model.", ["model"]),
    "inside a table": ("| model |\n| --- |\n| a model |\n", ["model"]),
    "whom a quotation is by": ("> They said so.\n>\n> — the model team\n\nA model.", ["model"]),
    "inside a quotation": ("> The model is late.\n", ["model"]),
    "emphasis": ("A **model** team.", ["model"]),
    "entities": ("A & model < IT > it", ["model", "IT"]),
    "part of a word": ("remodelled, supermodel, model-based; model", ["model"]),
    "over a line end": ("The model\nteam.", ["model\nteam"]),
    "two paragraphs": ("The model\n\nteam.", ["model"]),
    "a letter that becomes two": ("İ and a model.", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_first_uses(text: str, expected: list[str]) -> None:
    assert linked(text) == expected


def test_first_use_of_a_page_not_of_a_text() -> None:
    renderer, marks = make_markdown_renderer(), scope()
    assert "pb-term" in renderer.inline("The model.", marks)
    assert "pb-term" not in renderer.inline("Its model.", marks)


def test_no_page_links_to_itself() -> None:
    """And a longer term stays one on the page of what it begins with."""
    assert linked("A model team has a model.", "terms/model") == ["model team"]
    assert linked("A model team has a model.", "terms/model-team") == ["model"]


def test_headings_of_prose_stay_as_they_are() -> None:
    assert linked("# The model\n\n## A model\n\nThe model.", page=True) == ["model"]


def test_texts_without_terms_are_the_same() -> None:
    renderer = make_markdown_renderer()
    bare = TextScope("a", WHERE, {}, {})
    assert renderer.block("A model.", bare) == "<p>A model.</p>\n"
