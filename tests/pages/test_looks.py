"""Quick looks stay small, however long the page is, and say what is ours."""

from __future__ import annotations

from msgspec.structs import replace

from conftest import WHERE
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.model import Document, EvidenceBlock, SectionDocument, document_json
from patternbook.documents.references import ReferenceDocument
from patternbook.documents.resolve import build_context, resolve
from patternbook.pages.exports.looks import page_look
from patternbook.pages.outputs import OUTPUTS
from patternbook.profile.synthesis import SYNTHESIS

MOST = 5_000
"""Bytes of a look."""


def test_every_look_is_small(catalogue: Catalogue) -> None:
    context = build_context(catalogue, WHERE, SYNTHESIS)
    made = (resolve(page, context) for page in context.neighbours)
    sizes = [len(document_json(page_look(document)).encode()) for document in made if isinstance(document, Document | ReferenceDocument)]
    assert len(sizes) > 300
    assert max(sizes) < MOST


def test_look_at_a_long_page_is_small(toy_documents: dict[str, Document]) -> None:
    document = toy_documents["findings/F-001"]
    one = next(item for section in document.sections for block in section.blocks if isinstance(block, EvidenceBlock) for item in block.items)
    items = tuple(replace(one, number=number, anchor=f"evidence-{number}", text="Words " * 200) for number in range(1, 500))
    sections = tuple(SectionDocument(key=f"s-{number}", title="Title " * 50, blocks=(EvidenceBlock(items=items),)) for number in range(3))
    look = page_look(replace(document, statement="*Many* words. " * 500, sections=sections))
    assert len(document_json(look).encode()) < 2 * MOST
    assert look.text.endswith("…")
    assert "*" not in look.text


def test_look_at_a_term_has_both_meanings(toy_documents: dict[str, Document]) -> None:
    look = page_look(toy_documents["terms/barrel"])
    assert look.text == "What rain is kept in; P-001 in code stays as it is."
    assert [(each.title, each.ours) for each in look.says] == [("", False), ("Planter", False), ("Waterer", True)]


def test_look_at_evidence_is_at_its_row(toy_documents: dict[str, Document]) -> None:
    look = page_look(toy_documents["findings/F-001"])
    assert look.places
    assert look.places[next(name for name in look.places if name.startswith("evidence-"))].text
    assert look.places["evidence"].title == "Evidence"


def test_no_head_links_to_looks() -> None:
    assert [output.name for output in OUTPUTS if not output.media_type] == ["look"]
