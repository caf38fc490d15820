"""What may help: nothing stands higher than its support and its link allow, and what is ours says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from conftest import WHERE, replace_fields
from patternbook.catalogue.catalogue import Catalogue, id_order
from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import AdviceBlock, AdviceItem, Document, ProseBlock
from patternbook.documents.resolve import build_context, resolve
from patternbook.model.components import Claim
from patternbook.model.entries import SUPPORT_WORDS, Pattern, Recommendation
from patternbook.profile.practice import advice
from patternbook.profile.practice.advice import NOT_TIED, OURS_KEY, OURS_TITLE, SUPPORT_GROUPS
from patternbook.profile.synthesis import SYNTHESIS

KINDS = ("finding", "pattern")
Documents = dict[str, Document]


@pytest.fixture(params=["toy", "catalogue"])
def context(request: pytest.FixtureRequest) -> Context:
    return build_context(request.getfixturevalue(request.param), WHERE, SYNTHESIS)


def _advised(context: Context) -> Iterator[tuple[Document, list[AdviceBlock]]]:
    for kind in KINDS:
        for id_ in context.catalogue.by_kind[kind]:
            document = resolve(f"{kind}s/{id_}", context)
            assert isinstance(document, Document)
            yield document, blocks_in(document, "help")


def blocks_in(document: Document, key: str) -> list[AdviceBlock]:
    """The blocks of advice in a section."""
    return [block for section in document.sections if section.key == key for block in section.blocks if isinstance(block, AdviceBlock)]


def _recommendation(item: AdviceItem, catalogue: Catalogue) -> Recommendation:
    found = catalogue.entries[item.target.id]
    assert isinstance(found, Recommendation)
    return found


def _trouble(pattern: Pattern) -> dict[str, bool]:
    """Finding with which a pattern was seen -> whether a source says so."""
    found: dict[str, bool] = {}
    for link in pattern.challenges:
        if link.effect != "eases":
            found[link.finding] = found.get(link.finding, False) or link.basis == "stated"
    return found


def _ties(id_: str, catalogue: Catalogue) -> dict[str, bool]:
    """Recommendation in use that leads from an entry -> whether sources state each step. Computed from the entries alone."""
    entry = catalogue.entries[id_]
    troubles = _trouble(entry) if isinstance(entry, Pattern) else {id_: True}
    ties: dict[str, bool] = {}
    for each in catalogue.all_of(Recommendation):
        for link in each.addresses if each.retired is None else ():
            if link.finding in troubles:
                ties[each.id] = ties.get(each.id, False) or (troubles[link.finding] and link.basis == "stated")
    return ties


def test_every_recommendation_stands_once_and_under_the_basis_of_its_link(context: Context) -> None:
    found = 0
    for document, blocks in _advised(context):
        listed = [(item.target.id, block.basis == "stated") for block in blocks for item in block.items]
        assert dict(listed) == _ties(document.id, context.catalogue), document.id
        assert len(listed) == len(dict(listed)), document.id
        found += len(listed)
    assert found > 3


def test_advice_comes_by_support_and_what_is_inferred_last(context: Context) -> None:
    kinds = list(SUPPORT_WORDS)
    for document, blocks in _advised(context):
        rows = [(block.basis, _recommendation(item, context.catalogue)) for block in blocks for item in block.items]
        ranks = [(basis == "inferred", kinds.index(each.support)) for basis, each in rows]
        assert ranks == sorted(ranks), document.id
        for block in blocks:
            supports = {_recommendation(item, context.catalogue).support for item in block.items}
            if block.basis == "stated":
                assert {SUPPORT_GROUPS[support] for support in supports} == {block.title}
            else:
                assert (block.title, block.key) == (OURS_TITLE, OURS_KEY)


def test_rows_carry_support_first_step_with_its_mark_who_starts_and_why(context: Context) -> None:
    for _, blocks in _advised(context):
        for item in (item for block in blocks for item in block.items):
            entry = _recommendation(item, context.catalogue)
            assert item.support.startswith(SUPPORT_WORDS[entry.support])
            assert item.first_step.text == entry.first_step.text
            assert item.first_step.note is not None
            assert item.first_step.note.editorial == entry.first_step.editorial
            assert [role.id for role in item.starts] == list(entry.who_starts.who)
            assert item.starts_basis == entry.who_starts.basis
            assert item.reasons


def test_reason_on_a_pattern_is_stated_only_where_both_steps_are(context: Context) -> None:
    catalogue = context.catalogue
    for document, blocks in _advised(context):
        entry = catalogue.entries[document.id]
        if not isinstance(entry, Pattern):
            continue
        troubles = _trouble(entry)
        for item in (item for block in blocks for item in block.items):
            addressed = {link.finding: link.basis == "stated" for link in _recommendation(item, catalogue).addresses}
            for reason in item.reasons:
                assert reason.through is not None
                finding = reason.through.id
                assert (reason.basis == "stated") == (troubles[finding] and addressed[finding]), (document.id, item.target.id)


def test_page_says_that_nothing_is_tied_to_it_only_where_that_is_so(context: Context) -> None:
    for document, blocks in _advised(context):
        in_help = [block for section in document.sections if section.key == "help" for block in section.blocks]
        said = any(isinstance(block, ProseBlock) and block.text == NOT_TIED for block in in_help)
        assert said == (bool(blocks) and all(block.basis == "inferred" for block in blocks)), document.id


def test_pattern_says_that_the_way_to_advice_is_composed(context: Context) -> None:
    words = context.catalogue.labelled(advice.COMPOSED)
    for document, blocks in _advised(context):
        if document.kind == "pattern" and blocks:
            [intro] = [s.blocks[0] for s in document.sections if s.key == "help"]
            assert isinstance(intro, ProseBlock)
            assert intro.text.startswith(words)
            assert (advice.IF_SEEN in intro.text) == (blocks[0].basis == "stated")


def test_retired_advice_is_not_offered(toy: Catalogue) -> None:
    def offered(catalogue: Catalogue) -> set[str]:
        return {item.target.id for _, blocks in _advised(build_context(catalogue, WHERE, SYNTHESIS)) for block in blocks for item in block.items}

    labels = {**toy.link_labels, "R-002": toy.link_labels["R-002"]._replace(retired=True)}
    assert offered(toy) - offered(replace(toy, link_labels=labels)) == {"R-002"}


def test_pattern_that_eases_a_finding_is_not_advised_against_it(toy: Catalogue) -> None:
    assert [link.effect for link in toy.all_of(Pattern)[1].challenges] == ["eases"]
    document = resolve("patterns/P-002", build_context(toy, WHERE, SYNTHESIS))
    assert isinstance(document, Document)
    assert blocks_in(document, "help") == blocks_in(document, "short") == []


def test_long_lists_are_cut_and_say_so(toy: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advice, "MAX_LISTED", 1)
    document = resolve("findings/F-002", build_context(toy, WHERE, SYNTHESIS))
    assert isinstance(document, Document)
    whole = _ties("F-002", toy)
    blocks = blocks_in(document, "help")
    assert all(len(block.items) == 1 for block in blocks)
    assert sum(len(block.items) + block.rest for block in blocks) == len(whole)


def test_ids_are_ordered_by_number() -> None:
    assert sorted(["R-1000", "R-999"], key=id_order) == ["R-999", "R-1000"]


def test_step_with_a_source_is_not_marked_as_ours(toy: Catalogue) -> None:
    scope = DocumentScope(build_context(toy, WHERE, SYNTHESIS))
    read = Claim(text="Ask.", source="lind2020watering", locator="p. 1")
    ours = replace_fields(read, source=None, locator=None, editorial=True)
    notes = [advice._first_step(step, scope).note for step in (read, ours)]
    assert [(note.editorial, note.locator) for note in notes if note] == [(False, "p. 1"), (True, "")]
