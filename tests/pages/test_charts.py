"""Drawings of numbers: well-formed, in proportion, said in words, with nothing on top of anything else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from patternbook.documents.model import ChartsBlock, Document, FunnelBlock, Mark, MarksBlock, MarkState, Step, Target
from patternbook.pages.svg.charts import _WIDTH, bar_chart, funnel_chart, sample_chart
from patternbook.pages.svg.drawing import inline_svg

HOSTILE = "a < b & \"c\" <script>alert(1)</script> 'd' 水"


def _target(title: str, page: str) -> Target:
    return Target(kind="finding", id="F-001", title=title, page=page)


def _steps(*steps: tuple[str, str, int]) -> list[Step]:
    return [Step(target=_target(title, page), left=left, unit="things") for title, page, left in steps]


STEPS = [
    Step(target=_target("Search", "s/"), left=430902, unit="things", doubts=("a",)),
    *_steps((HOSTILE, "x/?a=1&b=2", 300), ("Last", "l/", 0)),
]
ROWS = [("core", 11), (HOSTILE, 1430), ("a label that is far too long for two lines of any drawing whatsoever", 0)]
STATES: tuple[MarkState, ...] = ("example", "exception", "unnamed")
MARKS = [Mark(target=_target(HOSTILE, f"m/{number}/"), label=f"P{number}", state=STATES[number % 3]) for number in range(1, 31)]
CHARTS = {
    "funnel": funnel_chart("What is left", STEPS, str),
    "funnel of nothing": funnel_chart("What is left", [], str),
    "bars": bar_chart("Sizes", "things", ROWS),
    "bars of nothing": bar_chart("Sizes", "things", []),
    "bars of noughts": bar_chart("Sizes", "things", [("none", 0)]),
    "sample": sample_chart("All", MARKS, str),
    "sample of one": sample_chart("All", MARKS[:1], str),
}
DRAWINGS = {name: inline_svg(chart) for name, chart in CHARTS.items()}
SMALLEST = 11


def parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)


def all_(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if element.tag == name]


@pytest.mark.parametrize("name", DRAWINGS)
def test_well_formed_with_neither_styles_nor_scripts(name: str) -> None:
    root = parsed(DRAWINGS[name])
    for element in root.iter():
        assert "style" not in element.attrib
        assert not any(attribute.startswith("on") for attribute in element.attrib)
        assert element.tag in {"svg", "a", "path", "rect", "text", "title"}
    assert float(root.get("width", "nan")) == _WIDTH
    assert root.get("aria-label")


@pytest.mark.parametrize("name", DRAWINGS)
def test_rectangles_lie_apart_and_inside(name: str) -> None:
    root = parsed(DRAWINGS[name])
    height = float(root.get("height", "nan"))
    boxes = []
    for rect in all_(root, "rect"):
        x, y, wide, high = (float(rect.get(side, "nan")) for side in ("x", "y", "width", "height"))
        boxes.append((x, y, x + wide, y + high))
        assert x >= 0 and y >= 0 and x + wide <= _WIDTH and y + high <= height
    for one, other in combinations(boxes, 2):
        assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])


@pytest.mark.parametrize("name", DRAWINGS)
def test_text_is_large_enough_and_inside(name: str) -> None:
    css = (ROOT / "hooks" / "patternbook" / "theme" / "assets" / "patternbook.css").read_text("utf-8")
    sizes = {found: float(size) for found, size in re.findall(r"\n\.(pb-[a-z]+) \{[^}]*?font-size: ([0-9.]+)px", css)}
    root = parsed(DRAWINGS[name])
    for text in all_(root, "text"):
        size = min(sizes[each] for each in text.get("class", "").split() if each in sizes)
        assert size >= SMALLEST
        wide, x = len(text.text or "") * 7.2 * size / 13, float(text.get("x", "nan"))
        left = x - wide / 2 if "pb-centred" in text.get("class", "") else x - wide if "pb-ending" in text.get("class", "") else x
        assert left >= -2 and left + wide <= _WIDTH + 2, text.text


def test_hostile_text_stays_text() -> None:
    for drawing in DRAWINGS.values():
        assert "<script" not in drawing
    assert any(text.text and text.text.startswith("2 a < b & ") for text in all_(parsed(DRAWINGS["funnel"]), "text"))


def test_funnel_says_every_number_and_links_every_step() -> None:
    root = parsed(DRAWINGS["funnel"])
    assert [link.get("href") for link in all_(root, "a")] == ["s/", "x/?a=1&b=2", "l/"]
    assert "Search: 430,902 things left" in root.get("aria-label", "")
    said = [text.text for text in all_(root, "text")]
    assert "430,902 left (a)" in said
    assert "300 left" in said
    doubted = [path for path in all_(root, "path") if "pb-doubted" in path.get("class", "")]
    assert len(doubted) == 1


def test_bars_are_as_long_as_their_numbers() -> None:
    lengths = [float(rect.get("width", "nan")) for rect in all_(parsed(inline_svg(bar_chart("t", "u", [("a", 10), ("b", 5), ("c", 20)]))), "rect")]
    assert lengths[0] / lengths[1] == pytest.approx(2, abs=0.05)
    assert lengths[2] / lengths[0] == pytest.approx(2, abs=0.05)
    assert "core 11" in parsed(DRAWINGS["bars"]).get("aria-label", "")


def test_sample_links_what_is_named_and_nothing_else() -> None:
    root = parsed(DRAWINGS["sample"])
    named = [mark for mark in MARKS if mark.state != "unnamed"]
    assert [link.get("href") for link in all_(root, "a")] == [mark.target.page for mark in named]
    assert [link.get("aria-label") for link in all_(root, "a")][:2] == [f"P1 {HOSTILE}: an exception", f"P3 {HOSTILE}: shows it"]
    assert len(all_(root, "rect")) == 30
    corners = [path for path in all_(root, "path") if path.get("class") == "pb-corner"]
    assert len(corners) == sum(mark.state == "exception" for mark in MARKS)


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=9))
def test_a_funnel_never_grows_where_its_numbers_do_not(counts: list[int]) -> None:
    counts = sorted(counts, reverse=True)
    root = parsed(inline_svg(funnel_chart("t", _steps(*((f"s{count}", "x/", count) for count in counts)), str)))
    bottoms = []
    for path in all_(root, "path"):
        right, left = (float(number) for number in re.findall(r"L([\d.]+) \d+H([\d.]+)Z", path.get("d", ""))[0])
        bottoms.append(right - left)
    assert all(later <= earlier for earlier, later in pairwise(bottoms))
    assert counts[0] < 10 * (counts[-1] + 1) or bottoms[-1] < bottoms[0]  # ten times fewer can be seen
    assert all(0 < wide <= _WIDTH for wide in bottoms)


def test_shipped_catalogue_draws_each_kind(shipped_documents: dict[str, Document]) -> None:
    blocks = [block for document in shipped_documents.values() for section in document.sections for block in section.blocks]
    assert sum(isinstance(block, FunnelBlock) for block in blocks) >= 1
    assert sum(isinstance(block, MarksBlock) for block in blocks) > 15  # on findings; a product says in words which of them it shows
    assert not any(isinstance(block, ChartsBlock) for block in blocks)  # these stand on the index
