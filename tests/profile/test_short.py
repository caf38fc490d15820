"""The summary at the top: only what has a source, the strongest of what is against, and nothing that is not said further down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conftest import WHERE, replace_fields
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import AdviceBlock, Block, Document, LinksBlock, ListBlock
from patternbook.documents.resolve import build_context, resolve
from patternbook.markup import escape_markdown
from patternbook.model.components import Claim, Evidence
from patternbook.model.entries import Finding
from patternbook.profile.breadth import reason_apart
from patternbook.profile.practice.short import QUALIFIERS, in_short
from patternbook.profile.synthesis import SYNTHESIS


@pytest.fixture(params=["toy", "catalogue"])
def context(request: pytest.FixtureRequest) -> Context:
    return build_context(request.getfixturevalue(request.param), WHERE, SYNTHESIS)


def _short(page: str, context: Context) -> tuple[Document, tuple[Block, ...]]:
    document = resolve(page, context)
    assert isinstance(document, Document)
    return document, next((section.blocks for section in document.sections if section.key == "short"), ())


def _pages(context: Context) -> list[str]:
    return [f"{kind}s/{id_}" for kind in ("finding", "pattern") for id_ in context.catalogue.by_kind[kind]]


def test_it_holds_nothing_of_ours_but_marked_first_steps(context: Context) -> None:
    seen = 0
    for page in _pages(context):
        document, blocks = _short(page, context)
        for block in blocks:
            if isinstance(block, ListBlock) and block.title != "How sure":
                for item in block.items:
                    assert item.note is not None and item.note.key in document.references, page
                    assert not item.note.editorial and item.note.traceability != "inferred", page
            elif isinstance(block, LinksBlock):
                assert all(item.note and item.note.key in document.references for item in block.items), page
            elif isinstance(block, AdviceBlock):
                assert block.basis == "stated"
                assert all(reason.basis == "stated" for item in block.items for reason in item.reasons[:1]), page
                assert all(item.first_step.note and (item.first_step.note.editorial or item.first_step.note.key) for item in block.items), page
                seen += len(block.items)
    assert seen


def test_how_sure_is_the_line_of_the_page(context: Context) -> None:
    for page in _pages(context):
        document, blocks = _short(page, context)
        lines = [item.text for block in blocks if isinstance(block, ListBlock) and block.title == "How sure" for item in block.items]
        assert lines == ([escape_markdown(document.breadth.how_sure)] if document.breadth else []), page


def test_what_is_against_is_never_left_out(context: Context) -> None:
    for page in _pages(context):
        document, blocks = _short(page, context)
        evidence: tuple[Evidence, ...] = getattr(context.catalogue.entries[document.id], "evidence")  # noqa: B009
        stances = [item.stance for item in evidence if not reason_apart(item, context.shared[item.study]) and item.stance in QUALIFIERS]
        titles = [block.title for block in blocks if isinstance(block, ListBlock) and block.title in QUALIFIERS.values()]
        assert titles == ([QUALIFIERS[min(stances, key=list(QUALIFIERS).index)]] if stances else []), page


def test_what_contradicts_comes_before_what_qualifies(toy: Catalogue) -> None:
    _, blocks = _short("findings/F-001", build_context(toy, WHERE, SYNTHESIS))
    against = [
        (block.title, item.text) for block in blocks if isinstance(block, ListBlock) and block.title in QUALIFIERS.values() for item in block.items
    ]
    assert against == [("Against it", "Last beds did best.")]


def test_what_only_we_conclude_is_no_place(toy: Catalogue) -> None:
    scope = DocumentScope(build_context(toy, WHERE, SYNTHESIS))
    entry = toy.entries["F-999"]
    assert isinstance(entry, Finding)
    read = Claim(text="In July.", source="lind2020watering", locator="p. 1")
    ours = [
        replace_fields(read, source=None, locator=None, editorial=True),
        replace_fields(read, basis="inferred"),
        replace_fields(read, traceability="inferred"),
    ]
    for claims, places in ((ours, []), ([*ours, read], ["In July."])):
        blocks = in_short(replace_fields(entry, conditions=tuple(claims)), scope)
        assert [item.text for block in blocks if isinstance(block, ListBlock) and block.title == "Where" for item in block.items] == places


def test_catalogue_without_advice_says_nothing_of_advice(toy: Catalogue) -> None:
    bare = replace(toy, incoming={}, by_kind={**toy.by_kind, "recommendation": ()})
    for without in (bare, replace(bare, outgoing={})):
        context = build_context(without, WHERE, SYNTHESIS)
        for page in _pages(context):
            assert not any(isinstance(block, AdviceBlock) for block in _short(page, context)[1]), page


def test_finding_to_which_no_source_ties_advice_says_so(toy: Catalogue) -> None:
    context = build_context(toy, WHERE, SYNTHESIS)
    found = {page: [block for block in _short(page, context)[1] if isinstance(block, AdviceBlock)] for page in _pages(context) if page[0] == "f"}
    assert all(len(blocks) == 1 for blocks in found.values())
    assert any(not block.items and not block.full for [block] in found.values())  # nothing at all
