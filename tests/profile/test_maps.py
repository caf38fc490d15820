"""The map and the matrix: they hold what the catalogue holds, nothing retired, nothing twice, and fold where there is too much."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

import pytest

from conftest import ROOT, SITE_URL, WHERE
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import Context
from patternbook.documents.resolve import build_context
from patternbook.model.entries import Finding, Pattern, Recommendation
from patternbook.pages.page import Page
from patternbook.pages.render import page_renderer, template_environment, template_sources
from patternbook.pages.svg.drawing import Drawing
from patternbook.pages.svg.files import svg_file
from patternbook.profile.breadth import reason_apart
from patternbook.profile.maps import landscape as landscapes
from patternbook.profile.maps import matrix as matrices
from patternbook.profile.maps.columns import column_drawings
from patternbook.profile.maps.drawing import MAP_WIDTH, map_drawing
from patternbook.profile.maps.landscape import Landscape, make_landscape
from patternbook.profile.maps.matrix import matrix_page
from patternbook.profile.maps.page import map_file, map_page
from patternbook.profile.pages import home_page
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import RepositoryLinks, SiteUrls

BOTH = pytest.mark.parametrize("which", ["toy", "catalogue"])
SMALLEST = 11
"""Of text in CSS pixels."""
TINY_TITLE = "x & <b>"


@pytest.fixture
def context(which: str, request: pytest.FixtureRequest) -> Context:
    return build_context(request.getfixturevalue(which), WHERE, SYNTHESIS)


def _made(page: str, context: Context) -> Page:
    renderer = page_renderer(WHERE, RepositoryLinks("", "main"), template_environment(template_sources()))
    return {"map": map_page, "matrix": matrix_page, "": home_page}[page](context, renderer)


def _drawn(landscape: Landscape) -> ET.Element:
    body, height = map_drawing(landscape, lambda page: WHERE.href("map", page))
    return ET.fromstring(f'<svg width="{MAP_WIDTH}" height="{height}">{body}</svg>')


def _in_use(kind: str, catalogue: Catalogue) -> list[str]:
    return [id_ for id_ in catalogue.by_kind[kind] if not catalogue.link_labels[id_].retired]


def _ties(catalogue: Catalogue) -> set[tuple[str, str]]:
    """Every relation between patterns and findings in use, from the data."""
    ids = {*_in_use("pattern", catalogue), *_in_use("finding", catalogue)}
    return {(id_, link.target) for id_ in ids for link in catalogue.outgoing.get(id_, ()) if link.target in ids}


@BOTH
def test_map_holds_every_entry_in_use_and_every_relation_between_them(context: Context) -> None:
    catalogue, landscape = context.catalogue, make_landscape(context)
    patterns = [pattern.id for point in landscape.points for pattern in point.patterns]
    findings = [finding.id for point in landscape.points for area in point.areas for finding in area.findings]
    assert sorted(patterns) == sorted(_in_use("pattern", catalogue))
    assert sorted(findings) == sorted(_in_use("finding", catalogue))
    assert {(tie.source, tie.target) for tie in landscape.ties} == _ties(catalogue)
    assert landscape.count == len(findings)
    assert not landscape.folded
    for id_, other in _ties(catalogue):
        assert id_ == other or (other in landscape.near[id_] and id_ in landscape.near[other])


@BOTH
def test_drawing_links_everything_once_with_its_whole_title(context: Context) -> None:
    landscape = make_landscape(context)
    root = _drawn(landscape)
    links = {link.get("data-key"): link for link in root.iter("a")}
    assert len(links) == len(list(root.iter("a")))
    assert set(links) == set(landscape.near)
    for key, link in links.items():
        vocabulary, _, slug = str(key).rpartition(":")
        target = context.word(vocabulary, slug) if vocabulary else context.target(slug)
        assert link.get("href") == WHERE.href("map", target.page)
        said = "".join("".join(text.itertext()) for text in link.iter("text"))
        assert "".join(target.title.split()) in "".join(said.split())


@BOTH
def test_lines_of_the_drawing_are_the_relations(context: Context) -> None:
    landscape = make_landscape(context)
    ends = {tuple(str(line.get("data-ends")).split()) for line in _drawn(landscape).iter("path") if line.get("data-ends")}
    assert ends == {(tie.source, tie.target) for tie in landscape.ties}
    marks = [mark for mark in _drawn(landscape).iter("g") if mark.get("class") == "pb-effect-mark"]
    said = {(tie.source, tie.target, tie.variant) for tie in landscape.ties if tie.variant}
    assert len(marks) == len(said)  # as long as no finding has more than there is room for


@BOTH
def test_nothing_of_the_drawing_lies_on_anything_else_or_outside(context: Context) -> None:
    root = _drawn(make_landscape(context))
    boxes = []
    for rect in root.iter("rect"):
        x, y, width, height = (float(rect.get(side, "nan")) for side in ("x", "y", "width", "height"))
        boxes.append((x, y, x + width, y + height))
        assert x >= 0 and x + width <= MAP_WIDTH and y + height <= float(root.get("height", "nan"))
        assert height >= 24  # a finger finds it
    for one, other in combinations(boxes, 2):
        assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])
    for text in root.iter("text"):
        width = 7.4 * len("".join(text.itertext())) * (1.3 if text.get("class") == "pb-head" else 1)
        assert float(text.get("x", "nan")) + width <= MAP_WIDTH + 60


def test_no_text_of_a_drawing_is_small() -> None:
    css = (ROOT / "hooks" / "patternbook" / "theme" / "assets" / "patternbook.css").read_text("utf-8")
    sizes = {name: float(size) for name, size in re.findall(r"\n\.(pb-[a-z-]+) \{[^}]*?font-size: ([0-9.]+)px", css)}
    for name in ("pb-map-area", "pb-map-text", "pb-name", "pb-small", "pb-head"):
        assert sizes[name] >= SMALLEST


@BOTH
def test_list_says_what_the_drawing_shows(context: Context) -> None:
    landscape = make_landscape(context)
    html = _made("map", context).html
    listed = re.findall(r'data-of="([^"]+)"', html.partition('class="pb-map-list"')[2])
    assert sorted(listed) == sorted(key for key in landscape.near if not key.startswith("CP-"))
    described = html.partition("<desc")[2].partition(">")[2].partition("</desc>")[0]
    assert 10 < len(described.split()) <= 40


@BOTH
def test_home_page_has_the_map_in_small(context: Context) -> None:
    html = _made("", context).html
    drawings = [ET.fromstring(drawing) for drawing in re.findall(r"<svg class=\"pb-drawing.*?</svg>", html, re.DOTALL)]
    landscape = make_landscape(context)
    keys = [link.get("data-key") for drawing in drawings for link in drawing.iter("a")]
    assert sorted(map(str, keys)) == sorted(landscape.near)
    stops = [link.get("data-key") for drawing in drawings for link in drawing.iter("a") if link.get("tabindex") != "-1"]
    assert not [key for key in stops if str(key).startswith("F-")]  # they are many: the map has them
    for drawing in drawings:
        width, height = float(drawing.get("width", "nan")), float(drawing.get("height", "nan"))
        assert width <= 300  # a phone's
        for rect in drawing.iter("rect"):
            assert float(rect.get("x", "nan")) + float(rect.get("width", "nan")) <= width
            assert float(rect.get("y", "nan")) + float(rect.get("height", "nan")) <= height


def _without(catalogue: Catalogue, kind: str) -> Catalogue:
    """A catalogue whose entries of a kind are all gone."""
    naming = {what: tuple(id_ for id_ in ids if catalogue.kinds[id_].name != kind) for what, ids in catalogue.naming.items()}
    return replace(catalogue, naming=naming, by_kind={**catalogue.by_kind, kind: ()})


@pytest.mark.parametrize("kind", ["pattern", "finding", "collaboration-point", "recommendation", "study"])
@pytest.mark.parametrize("page", ["map", "matrix", ""])
def test_catalogue_without_a_kind_has_every_page(kind: str, page: str, toy: Catalogue) -> None:
    context = replace(build_context(toy, WHERE, SYNTHESIS), catalogue=_without(toy, kind))
    assert f"{WHERE.href(page, 'catalogue')}" in _made(page, context).html or page != "map" or make_landscape(context).points


def test_map_of_nothing_says_so(toy: Catalogue) -> None:
    empty = toy
    for kind in ("pattern", "finding", "collaboration-point"):
        empty = _without(empty, kind)
    context = replace(build_context(toy, WHERE, SYNTHESIS), catalogue=empty)
    assert "nothing to draw yet" in _made("map", context).html
    assert "pb-home-map" not in _made("", context).html
    assert list(map_file(context)) == []


@BOTH
def test_map_folds_where_there_is_too_much(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = make_landscape(context)
    monkeypatch.setattr(landscapes, "MOST_DRAWN_FINDINGS", 1)
    monkeypatch.setattr(landscapes, "MOST_DRAWN_PATTERNS", 1)
    folded = make_landscape(context)
    assert folded.folded
    assert folded.count == whole.count
    assert [len(point.patterns) + point.patterns_left for point in folded.points] == [len(point.patterns) for point in whole.points]
    drawn = _drawn(folded)
    assert not [link for link in drawn.iter("a") if str(link.get("data-key")).startswith("F-")]
    html = _made("map", context).html
    assert "too much for one drawing" in html
    assert all(f"{area.count:,}" in html for point in folded.points for area in point.areas)
    assert len(list(column_drawings(folded, lambda page: page))) == len(folded.points)


@BOTH
def test_matrix_folds_where_there_is_too_much(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrices, "MOST_IN_TABLES", {"finding": 1})
    html = _made("matrix", context).html
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", html, re.DOTALL)
    assert len(rows) == len(context.catalogue.words["area"])
    assert len(html) < 20_000


def _rows(html: str, table: str) -> Iterator[tuple[str, list[str]]]:
    """Id of a finding and its cells, of a table of the matrix."""
    part = html.partition(f'id="{table}"')[2].partition("</table>")[0]
    for row in re.finditer(r'<tr data-of="([^"]+)"[^>]*>(.*?)</tr>', part, re.DOTALL):
        yield row[1], re.findall(r"<td[^>]*>(.*?)</td>", row[2], re.DOTALL)


@BOTH
def test_advice_of_the_matrix_is_that_of_the_catalogue(context: Context) -> None:
    catalogue = context.catalogue
    expected: dict[str, set[tuple[str, bool]]] = {}
    for id_ in _in_use("recommendation", catalogue):
        entry = catalogue.entries[id_]
        assert isinstance(entry, Recommendation)
        for link in entry.addresses:
            if not catalogue.link_labels[link.finding].retired:
                expected.setdefault(link.finding, set()).add(
                    (id_, all(each.basis != "stated" for each in entry.addresses if each.finding == link.finding))
                )
    found = {
        finding: {(text.strip("()"), text.startswith("(")) for cell in cells for text in re.findall(r">(\(?R-\d+\)?)<", cell)}
        for finding, cells in _rows(_made("matrix", context).html, "advice")
    }
    assert found == expected


@BOTH
def test_evidence_map_marks_each_study_that_bears_on_a_finding(context: Context) -> None:
    html, catalogue = _made("matrix", context).html, context.catalogue
    found = dict(_rows(html, "evidence"))
    assert sorted(found) == sorted(_in_use("finding", catalogue))
    for id_, cells in found.items():
        entry = catalogue.entries[id_]
        assert isinstance(entry, Finding)
        assert len(cells) == len(_in_use("study", catalogue))
        assert sum(bool(cell) for cell in cells) == len({item.study for item in entry.evidence})
        counted = {(item.study, item.stance) for item in entry.evidence if not reason_apart(item, context.shared[item.study])}
        apart = {item.study for item in entry.evidence} - {study for study, _ in counted}
        assert "".join(cells).count("pb-effect") == len(counted) + len(apart)


@BOTH
def test_rows_of_the_matrix_say_what_they_belong_to(context: Context) -> None:
    html = _made("matrix", context).html
    for row in re.finditer(r'<tr data-of="([^"]+)" data-point="([^"]*)" data-theme="([^"]*)" data-role="([^"]*)">', html):
        entry = context.catalogue.entries[row[1]]
        assert isinstance(entry, Finding)
        assert (row[3].split(), row[4].split()) == ([*entry.themes], [*entry.roles])
        assert row[2] in {"", *context.catalogue.by_kind["collaboration-point"]}


def test_retired_entries_are_in_no_table_and_no_drawing(toy: Catalogue) -> None:
    context = build_context(toy, WHERE, SYNTHESIS)
    retired = [id_ for id_, label in toy.link_labels.items() if label.retired]
    assert retired
    assert isinstance(toy.entries[retired[0]], Pattern)
    for page in ("map", "matrix", ""):
        hrefs: Mapping[str, str] = {id_: WHERE.href(page, f"{toy.kinds[id_].plural}/{id_}") for id_ in retired}
        assert [id_ for id_, href in hrefs.items() if f'"{href}' in _made(page, context).html] == []


def test_file_of_the_map_stands_alone(catalogue: Catalogue) -> None:
    urls = SiteUrls(directories=True, indexes=frozenset(), site_url=SITE_URL)
    [(name, content)] = map_file(build_context(catalogue, urls, SYNTHESIS))
    assert name == "map.svg"
    root = ET.fromstring(content)
    assert catalogue.masthead.text_licence.title in content
    assert f"{SITE_URL}map/" in content
    assert catalogue.masthead.publisher in content
    hrefs = [element.get("href", "") for element in root.iter("{http://www.w3.org/2000/svg}a")]
    assert hrefs and all(href.startswith(SITE_URL) for href in hrefs)
    assert not re.search(r"url\(|@import|<image|<script", content)


def test_file_escapes_what_it_is_given(catalogue: Catalogue) -> None:
    body, height = map_drawing(make_landscape(build_context(catalogue, WHERE, SYNTHESIS)), str)
    made = svg_file([Drawing("pb-map", TINY_TITLE, TINY_TITLE, (10, height), body)], TINY_TITLE, "", catalogue.masthead)
    title = ET.fromstring(made).find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == TINY_TITLE
