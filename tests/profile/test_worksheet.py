"""The worksheet's page and files: what the data hold of the answers, bounded, without what is retired; none without questions."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from conftest import SITE_URL, WHERE, replace_fields
from patternbook.catalogue.catalogue import Catalogue, LinkLabel
from patternbook.documents.context import Context
from patternbook.documents.model import Arrow
from patternbook.documents.resolve import build_context
from patternbook.model.components import Effect
from patternbook.pages.render import page_renderer, template_environment, template_sources
from patternbook.pages.site import NoMemo, make_menu, make_site
from patternbook.pages.svg.small import small_sketch
from patternbook.profile.pages import SYNTHESIS_PAGES
from patternbook.profile.practice.worksheet.page import worksheet_page
from patternbook.profile.practice.worksheet.reports import MOST_ADVICE, MOST_EFFECTS, worksheet_files
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import RepositoryLinks

BOTH = pytest.mark.parametrize("which", ["toy", "catalogue"])


def _context(catalogue: Catalogue) -> Context:
    return build_context(catalogue, WHERE, SYNTHESIS)


def _files(catalogue: Catalogue) -> dict[str, Any]:
    return {file: json.loads(content) for file, content in worksheet_files(_context(catalogue))}


def _page(catalogue: Catalogue) -> str:
    return worksheet_page(_context(catalogue), page_renderer(WHERE, RepositoryLinks("", "main"), template_environment(template_sources()))).html


def _retired(catalogue: Catalogue, *ids: str) -> Catalogue:
    labels = {id_: LinkLabel(label.title, label.retired or id_ in ids) for id_, label in catalogue.link_labels.items()}
    return replace(catalogue, link_labels=MappingProxyType(labels))


@BOTH
def test_files_hold_every_effect_of_every_answer_as_it_is_written(which: str, request: pytest.FixtureRequest) -> None:
    catalogue: Catalogue = request.getfixturevalue(which)
    files = _files(catalogue)
    assert list(files) == [f"worksheet/{question.slug}.json" for question in catalogue.worksheet]
    for question in catalogue.worksheet:
        held = files[f"worksheet/{question.slug}.json"]
        assert list(held["patterns"]) == [each.pattern for each in question.answers]
        for id_, row in held["patterns"].items():
            written = [(link.target, link.relation) for link in catalogue.outgoing.get(id_, ()) if isinstance(link.relation, Effect)]
            assert sorted((each["finding"], each["effect"], each.get("inferred", False)) for each in row["effects"]) == sorted(
                (target, effect.effect, effect.basis == "inferred") for target, effect in written if isinstance(effect, Effect)
            )
            assert row["title"] == catalogue.link_labels[id_].title
            assert not row["more"]
        for id_, row in held["findings"].items():
            written_advice = [(link.source, link.relation.basis) for link in catalogue.incoming.get(id_, ()) if link.kind.field == "addresses"]
            assert sorted((each["id"], "inferred" if each.get("inferred") else "stated") for each in row["advice"]) == sorted(written_advice)
        for id_, row in held["recommendations"].items():
            entry: Any = catalogue.entries[id_]
            assert row.get("ours", False) == entry.first_step.editorial, "a first step of ours never stands without its mark"


def test_texts_in_files_are_plain(toy: Catalogue) -> None:
    assert not re.search(r"\[\[|\[@|</", json.dumps(_files(toy)))


@BOTH
def test_nothing_counts_organizations_or_judges(which: str, request: pytest.FixtureRequest) -> None:
    catalogue = request.getfixturevalue(which)
    keys = {key for file in _files(catalogue).values() for rows in file.values() for row in rows.values() for key in row}
    assert keys <= {*("id", "title", "href", "effects", "more", "forms"), *("seen", "advice"), *("rank", "support", "step", "ours", "lead")}


def test_what_is_retired_is_neither_asked_nor_reported(toy: Catalogue) -> None:
    files = _files(_retired(toy, "P-001", "F-002", "R-001"))
    assert list(files["worksheet/turns.json"]["patterns"]) == ["P-002"]
    text = json.dumps(files)
    assert not re.search(r'"(P-001|F-002|R-001)"', text)
    assert 'value="P-001"' not in _page(_retired(toy, "P-001"))


def test_question_of_which_nothing_is_left_is_not_asked(toy: Catalogue) -> None:
    gone = _retired(toy, "P-003")
    assert "worksheet/keys.json" not in _files(gone)
    assert "Where is the key?" not in _page(gone)
    assert "Where is the key?" in _page(toy)


def test_worksheet_of_which_nothing_is_left_says_so(toy: Catalogue) -> None:
    page = _page(_retired(toy, *(id_ for id_ in toy.link_labels if id_[0] in "PF")))
    assert "There is nothing to ask yet." in page
    assert "data-words" not in page


def test_answer_knows_which_retired_entry_it_takes_the_place_of(toy: Catalogue) -> None:
    assert re.search(r'value="P-003" data-replaces="P-004"', _page(toy))


def test_file_is_bounded_however_much_is_reported(toy: Catalogue) -> None:
    link = next(each for each in toy.outgoing["P-001"] if isinstance(each.relation, Effect))
    address = next(each for each in toy.incoming["F-001"] if each.kind.field == "addresses")
    many = {**toy.outgoing, "P-001": (link,) * 2000}
    incoming = {**toy.incoming, "F-001": (*(link,) * 2000, *(address,) * 2000)}
    files = _files(replace(toy, outgoing=MappingProxyType(many), incoming=MappingProxyType(incoming)))
    assert len(files["worksheet/turns.json"]["patterns"]["P-001"]["effects"]) == MOST_EFFECTS
    assert files["worksheet/turns.json"]["patterns"]["P-001"]["more"]
    assert len(files["worksheet/signs.json"]["findings"]["F-001"]["seen"]) == MOST_EFFECTS
    assert all(len(row["advice"]) <= MOST_ADVICE for row in files["worksheet/signs.json"]["findings"].values())


def test_catalogue_without_worksheet_has_no_page_no_file_and_no_link(toy: Catalogue) -> None:
    without = replace(toy, worksheet=())
    context, renderer = _context(without), page_renderer(WHERE, RepositoryLinks("", "main"), template_environment(template_sources()))
    made = make_site(context, renderer, NoMemo(context), SYNTHESIS_PAGES)
    assert "worksheet" not in {page.page for page in made.pages}
    assert not any("worksheet" in page.html for page in made.pages if page.page == "")
    assert _files(without) == {}
    assert [[child.page for item in make_menu(each) for child in item.children if child.page == "worksheet"] for each in (without, toy)] == [
        [],
        ["worksheet"],
    ]


@BOTH
def test_form_is_whole_without_a_script(which: str, request: pytest.FixtureRequest) -> None:
    catalogue: Catalogue = request.getfixturevalue(which)
    page = _page(catalogue)
    for question in catalogue.worksheet:
        for id_ in (*(each.pattern for each in question.answers), *(each.finding for each in question.signs)):
            assert page.count(f'name="{question.slug}" value="{id_}"') == 1
    structures = [question for question in catalogue.worksheet if question.answers]
    assert page.count("data-open>") == 2 * len(structures)
    assert page.count("<textarea") == len(catalogue.worksheet) + 1
    signs = sum(len(question.signs) for question in catalogue.worksheet)
    assert page.count('<span class="pb-tag">ours</span></span>') == signs, "each sign has its mark"
    assert SITE_URL in page
    assert "<button" not in page


def test_texts_of_the_worksheet_are_text(toy: Catalogue) -> None:
    page = _page(toy)
    assert "Who opens the tap &#34;first&#34; &amp; why 1 &lt; 2?" in page
    assert "The last bed is *dry*" in page
    hostile = replace_fields(toy.worksheet[0], slug="a", question="<script>x</script>")
    assert "<script>x" not in _page(replace(toy, worksheet=(hostile,)))


@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_small_sketch_keeps_its_width_and_shows_every_team(count: int) -> None:
    boxes = [f"A team with a long name {number}" for number in range(count)]
    arrows = [Arrow(start=0, end=count - 1, what="x"), Arrow(start=count - 1, end=0, what="y"), Arrow(start=0, end=0, what="z")]
    drawing = small_sketch(boxes, arrows)
    assert drawing.count("<rect") == count
    assert drawing.count("pb-arrow") == 3
    width = re.search(r'width="(\d+)"', drawing)
    assert width
    assert int(width[1]) < 140
    assert 'aria-hidden="true"' in drawing


def test_small_sketch_of_teams_alone() -> None:
    drawing = small_sketch(["Everybody"], [])
    assert "pb-arrow" not in drawing
    assert ">Everybody<" in drawing
