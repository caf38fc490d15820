"""Drawings: well-formed, linked, legible, with nothing on top of anything else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from patternbook.documents.model import Arrow, Document, SketchBlock
from patternbook.model.registry import LISTED
from patternbook.pages.svg.diagrams import _LETTER, KIND_ICONS, kind_icon, sketch_diagram
from patternbook.pages.svg.drawing import inline_svg

SMALLEST = 11
"""Of text in CSS pixels; drawings are shown at their own size and scroll where there is no room."""

HOSTILE = "a < b & \"c\" <script>alert(1)</script> 'd' 水"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze and a good many words besides it"
WORDY = "everything that somebody who was there the year before remembers of the beds, the barrel, the paths and the keys"
TEAMS = ["Planters", "Waterers and everybody with a can", "The council", LONG]


def _arrow(start: int, end: int, what: str) -> Arrow:
    return Arrow(start=start, end=end, what=what)


FLOWS = [
    _arrow(0, 1, "seedlings, once a week, if at all"),  # next to each other: little room
    _arrow(1, 1, "a long word with themselves"),  # to itself
    _arrow(3, 0, HOSTILE),  # backwards, across all
    _arrow(3, 3, "to itself, at the very right"),
]


def _parsed(markup: str) -> ET.Element:
    return ET.fromstring(markup)


def _all(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if element.tag == name]


Box = tuple[float, float, float, float]


def _boxes(root: ET.Element) -> list[Box]:
    """(left, top, right, bottom) of every box."""
    sizes = [tuple(float(rect.get(side, "nan")) for side in ("x", "y", "width", "height")) for rect in _all(root, "rect")]
    return [(x, y, x + width, y + height) for x, y, width, height in sizes]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _canvas(root: ET.Element) -> Box:
    svg = next(element for element in root.iter() if element.tag == "svg")
    left, top, width, height = map(float, svg.get("viewBox", "").split())
    assert (svg.get("width"), svg.get("height")) == (f"{width:g}", f"{height:g}")  # a pixel is a pixel
    return left, top, left + width, top + height


def _text_boxes(root: ET.Element) -> list[tuple[Box, str]]:
    """Where each text stands, by the drawing's own measure of a letter."""
    found = []
    for text in _all(root, "text"):
        x, y, width = float(text.get("x", "nan")), float(text.get("y", "nan")), len(text.text or "") * _LETTER
        if "pb-small" in text.get("class", ""):
            width *= 12 / 13
        if "pb-head" in text.get("class", ""):
            width *= 16 / 13
        left = x - width / 2 if "pb-centred" in text.get("class", "") else x
        found.append(((left, y - 10, left + width, y + 2), text.text or ""))
    return found


def _rules() -> dict[str, float]:
    """Class -> size of its text, from the style sheet."""
    css = (ROOT / "hooks" / "patternbook" / "theme" / "assets" / "patternbook.css").read_text("utf-8")
    return {name: float(size) for name, size in re.findall(r"\n\.(pb-[a-z]+) \{[^}]*?font-size: ([0-9.]+)px", css)}


SKETCHES = {
    "sketch": sketch_diagram("Who is there", TEAMS, FLOWS),
    "sketch, hostile": sketch_diagram(HOSTILE, [HOSTILE, "b"], [_arrow(1, 0, HOSTILE)]),
    "sketch, long": sketch_diagram(
        "Who is there",
        [WORDY, "The council", "b"],
        [_arrow(0, 1, WORDY), _arrow(1, 0, "short"), _arrow(1, 1, WORDY), _arrow(0, 2, WORDY)],
    ),
    "sketch of one": sketch_diagram("Who is there", ["Everybody"], []),
    "sketch of one, to itself": sketch_diagram("Who is there", ["Everybody"], [_arrow(0, 0, "a long talk among themselves")]),
}
DRAWINGS = {name: inline_svg(sketch) for name, sketch in SKETCHES.items()} | {f"mark of {kind}": kind_icon(kind) for kind in KIND_ICONS}


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing_is_well_formed_and_brings_no_styles_or_scripts(name: str) -> None:
    root = _parsed(DRAWINGS[name])
    for element in root.iter():
        assert "style" not in element.attrib
        assert not any(attribute.startswith("on") for attribute in element.attrib)
        assert element.tag in {"svg", "g", "a", "path", "circle", "rect", "text", "title", "div"}


@pytest.mark.parametrize("name", DRAWINGS)
def test_boxes_lie_apart_and_inside(name: str) -> None:
    root = _parsed(DRAWINGS[name])
    boxes, canvas = _boxes(root), _canvas(root)
    assert not any(_overlap(one, other) for one, other in combinations(boxes, 2))
    assert all(canvas[0] <= left and canvas[1] <= top and right <= canvas[2] and bottom <= canvas[3] for left, top, right, bottom in boxes)


@pytest.mark.parametrize("name", [name for name in DRAWINGS if not name.startswith("mark")])
def test_text_is_not_smaller_than_it_may_be(name: str) -> None:
    sizes = _rules()
    for text in _all(_parsed(DRAWINGS[name]), "text"):
        own = [sizes[each] for each in text.get("class", "").split() if each in sizes]
        assert own, text.get("class")
        assert min(own) >= SMALLEST
        assert "font-size" not in text.attrib


@pytest.mark.parametrize("name", ["sketch", "sketch, hostile", "sketch, long"])
def test_texts_lie_apart_and_inside(name: str) -> None:
    root = _parsed(DRAWINGS[name])
    texts, canvas = _text_boxes(root), _canvas(root)
    for (one, said), (other, says) in combinations(texts, 2):
        assert not _overlap(one, other), (said, says)
    for (left, top, right, bottom), said in texts:
        assert canvas[1] <= top and bottom <= canvas[3], said
        assert canvas[0] <= left and right <= canvas[2], said


def test_sketch_says_in_words_what_it_draws() -> None:
    root = _parsed(DRAWINGS["sketch"])
    [svg] = _all(root, "svg")
    assert svg.get("role") == "img"
    label = svg.get("aria-label", "")
    for flow in FLOWS:
        assert f"{TEAMS[flow.start]} to {TEAMS[flow.end]}: {flow.what}" in label


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in text.split()}


def test_sketch_cuts_nothing_however_long() -> None:
    texts = " ".join(text.text or "" for text in _all(_parsed(DRAWINGS["sketch, long"]), "text"))
    assert texts.count(WORDY) == 4


def test_hostile_text_stays_text() -> None:
    assert not re.search("<script|alert\\(1\\)<", DRAWINGS["sketch, hostile"])


@pytest.mark.parametrize("which", ["toy_documents", "shipped_documents"])
def test_sketches_of_the_catalogues_leave_out_no_word(which: str, request: pytest.FixtureRequest) -> None:
    documents: dict[str, Document] = request.getfixturevalue(which)
    drawn = 0
    for document in documents.values():
        for block in (block for section in document.sections for block in section.blocks if isinstance(block, SketchBlock)):
            root = _parsed(inline_svg(sketch_diagram(block.title, block.boxes, block.arrows)))
            said = "".join(text.text or "" for text in _all(root, "text")).replace(" ", "")
            assert all(word in said for word in _words((*block.boxes, *(arrow.what for arrow in block.arrows)))), document.id
            drawn += 1
    assert drawn >= 3


def test_every_kind_has_a_mark_of_its_own() -> None:
    names = [*(thing.name for thing in LISTED if thing.mark), "reference", "index"]
    assert len({kind_icon(name) for name in names}) == len(names)
    assert kind_icon("nothing known") == kind_icon("index")


LABEL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=60).filter(str.strip)


@given(st.data())
def test_any_sketch_is_well_formed_with_its_boxes_apart(data: st.DataObject) -> None:
    teams = data.draw(st.lists(LABEL, min_size=1, max_size=5))
    ends = st.integers(0, len(teams) - 1)
    flows = data.draw(st.lists(st.builds(_arrow, ends, ends, LABEL), max_size=6))
    root = _parsed(inline_svg(sketch_diagram("Title", teams, flows)))
    assert len(_boxes(root)) == len(teams)
    assert not any(_overlap(one, other) for one, other in combinations(_boxes(root), 2))
