"""Facets of the catalogue: derived from the model, in files that do not grow, and what is missing counted by them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from conftest import WHERE, replace_fields
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import Context
from patternbook.documents.resolve import build_context
from patternbook.model.introspect import fields_of
from patternbook.model.registry import KINDS, LISTED
from patternbook.pages.exports.facets import parts as parts_module
from patternbook.pages.exports.facets.declared import choice_fields, declared_facets, facet_values, used_terms
from patternbook.pages.exports.facets.gaps import count_gaps
from patternbook.pages.exports.facets.parts import FACETS_FILE, RowFile, facet_assets, make_part, plan_parts
from patternbook.pages.render import PageRenderer, page_renderer, template_environment, template_sources
from patternbook.pages.site import NoMemo, make_site
from patternbook.profile.pages import SYNTHESIS_PAGES
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import RepositoryLinks


@pytest.fixture(scope="module")
def context(toy: Catalogue) -> Context:
    return build_context(toy, WHERE, SYNTHESIS)


@pytest.fixture(scope="module")
def renderer() -> PageRenderer:
    return page_renderer(WHERE, RepositoryLinks("https://github.com/example/garden", "main"), template_environment(template_sources()))


def _parts(context: Context, renderer: PageRenderer) -> list[RowFile]:
    return [make_part(plan, used_terms(context.catalogue), renderer, context) for plan in plan_parts(context)]


def _values(id_: str, context: Context) -> Mapping[str, Any]:
    return facet_values(id_, used_terms(context.catalogue), context)


def test_every_kind_vocabulary_and_choice_field_is_a_facet(context: Context) -> None:
    """A new one is without another line: whatever the model declares is here."""
    names = [facet.name for facet in declared_facets(context)]
    assert len(set(names)) == len(names)
    assert {thing.name for thing in LISTED} <= set(names)
    for kind in KINDS:
        own = {field.name for field in fields_of(kind.model) if field.choices and field.type_name == "text"}
        assert own <= {choice.field for choice in choice_fields(kind.model) if not choice.holder}
        assert {choice.facet for choice in choice_fields(kind.model)} <= set(names)
    assert names[0] == "kind"


def test_how_a_text_was_read_is_no_facet() -> None:
    facets = {choice.facet for kind in KINDS for choice in choice_fields(kind.model)}
    assert not {name for name in facets if "traceability" in name or name.startswith(("first-step", "artefact", "retired"))}


def test_values_of_an_entry_come_from_its_fields_its_words_and_both_ends_of_relations(context: Context) -> None:
    values = _values("F-001", context)
    assert list(values["kind"]) == ["finding"]
    assert values["area"] == {"watering": context.catalogue.words["area"]["watering"].title}
    assert list(values["collaboration-point"]) == ["CP-001"]  # of its area
    patterns = {link.source for link in context.catalogue.incoming["F-001"] if link.kind.source == "pattern"}
    assert patterns
    assert patterns <= set(values["pattern"])  # which name it
    assert {item.study for item in context.catalogue.entries["F-001"].evidence} <= set(values["study"])  # type: ignore[attr-defined]
    assert "F-001" not in values.get("finding", {})
    assert values["breadth"].keys() <= {"0", "1", "2", "3"}
    assert "depth" in values


def test_retired_entries_are_neither_rows_nor_values(context: Context, renderer: PageRenderer) -> None:
    labels = context.catalogue.link_labels
    retired = {id_ for id_, label in labels.items() if label.retired}
    assert retired
    for part in _parts(context, renderer):
        content = json.loads(part.content)
        assert not retired & {row[0] for row in content["rows"]}
        assert not retired & {value for _, values in content["facets"] for value in values if isinstance(value, str)}


def test_counts_are_those_of_the_rows(context: Context, renderer: PageRenderer) -> None:
    parts = _parts(context, renderer)
    files = {asset.file: json.loads(asset.content) for asset in facet_assets(parts, renderer, context)}
    first = files.pop(FACETS_FILE)
    assert first["rows"] == sum(len(file["rows"]) for file in files.values()) == sum(count for _, _, count in first["files"])
    assert [name.removeprefix("catalogue/") for name in files] == [name for name, _, _ in first["files"]]
    for facet in first["facets"]:
        for value, title, number in facet["values"]:
            found = 0
            for file in files.values():
                at = next((index for index, (name, _) in enumerate(file["facets"]) if name == facet["name"]), None)
                if at is not None:
                    listed = [each if isinstance(each, str) else each[0] for each in file["facets"][at][1]]
                    found += sum(value in [listed[place] for place in row[4 + at]] for row in file["rows"])
            assert (facet["name"], value, found) == (facet["name"], value, number)
            assert title


def test_no_file_grows_with_the_catalogue(context: Context, renderer: PageRenderer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts_module, "ROWS_PER_FILE", 2)
    monkeypatch.setattr(parts_module, "VALUES_AT_FIRST", 1)
    files = {asset.file: json.loads(asset.content) for asset in facet_assets(_parts(context, renderer), renderer, context)}
    first = files.pop(FACETS_FILE)
    assert all(len(file["rows"]) <= 2 for file in files.values())
    assert all(len(facet["values"]) <= 1 <= facet["all"] for facet in first["facets"])
    assert [name for name, _, _ in first["files"]][1:3] == ["patterns-1.json", "patterns-2.json"]


def test_statement_is_a_plain_line_cut_at_a_word(context: Context, renderer: PageRenderer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts_module, "MOST_CHARACTERS", 30)
    rows = {row[0]: row for part in _parts(context, renderer) for row in json.loads(part.content)["rows"]}
    assert rows["F-001"][3] == "Beds that are watered last…"


# ---- gaps ----


def test_gaps_name_what_could_be_added_and_how(context: Context, renderer: PageRenderer) -> None:
    gaps = count_gaps(_parts(context, renderer), context)
    assert {each.value for each in gaps.declared} <= {"second-data-set", "own-result", "stated-advice"}
    assert gaps.declared
    assert all(each.gap.form and each.gap.command for each in gaps.declared)
    assert gaps.others
    assert [each.count for each in gaps.others] == sorted((each.count for each in gaps.others), reverse=True)


def test_a_section_that_its_source_is_silent_on_is_no_gap(context: Context) -> None:
    """Of `silent` and `not-observable` somebody has looked; of the others nobody has."""
    id_ = next(id_ for id_ in context.catalogue.by_kind["finding"] if "finding-who-feels-it" in _values(id_, context).get("missing", {}))
    entry = context.catalogue.entries[id_]
    for reason, is_gap in (("silent", False), ("not-observable", False), ("not-read", True), ("not-extracted", True)):
        changed = replace_fields(entry, empty={"who-feels-it": reason})
        other = replace(context, catalogue=replace(context.catalogue, entries={**context.catalogue.entries, id_: changed}))
        assert ("finding-who-feels-it" in _values(id_, other)["missing"]) == is_gap, reason


@pytest.mark.parametrize("repository", ["https://github.com/example/garden", ""], ids=["repository", "none"])
def test_coverage_page_opens_the_way_to_contribute(context: Context, repository: str) -> None:
    renderer = page_renderer(WHERE, RepositoryLinks(repository, "main"), template_environment(template_sources()))
    pages = {page.page: page for page in make_site(context, renderer, NoMemo(context), SYNTHESIS_PAGES).pages}
    html = pages["coverage"].html
    assert ("https://github.com/example/garden/issues/new?template=suggest-finding.yml" in html) == bool(repository)
    assert "patternbook new finding --as evidence --of ID" in html
    assert "It says nothing about the world" in html
    assert 'href="../catalogue/?missing=' in html


def test_a_catalogue_without_entries_has_no_facets(context: Context, renderer: PageRenderer) -> None:
    empty = replace(context, catalogue=replace(context.catalogue, by_kind=dict.fromkeys(context.catalogue.by_kind, ())))
    [first] = facet_assets(_parts(empty, renderer), renderer, empty)
    assert json.loads(first.content)["rows"] == 0
