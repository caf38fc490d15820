"""Drawings as files: each stands alone, says the same words as the drawing on its page, and where it is from."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from conftest import SITE_URL, WHERE, replace_fields
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.model import Block, Document
from patternbook.documents.resolve import build_context, resolve
from patternbook.pages.svg.drawing import Drawing, inline_svg
from patternbook.pages.svg.drawings import drawing_files, drawing_svg, drawings_of
from patternbook.pages.svg.files import svg_file
from patternbook.profile.synthesis import SYNTHESIS
from test_charts import CHARTS
from test_diagrams import SKETCHES

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "a < b & \"c\" <script>alert(1)</script> 'd' ]]> 水"


def _words(markup: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(markup).iter() if text.tag in ("text", f"{SVG}text")]


def _file(drawing: Drawing, catalogue: Catalogue, title: str = HOSTILE, source: str = f"{SITE_URL}patterns/P-001/") -> str:
    return svg_file([drawing], title, source, catalogue.masthead)


@pytest.mark.parametrize("name", [*SKETCHES, *CHARTS])
def test_file_stands_alone(name: str, toy: Catalogue) -> None:
    drawing = (SKETCHES | CHARTS)[name]
    content = _file(drawing, toy)
    root = ET.fromstring(content)  # well-formed
    assert not re.search(r"url\(|@import|<image|<script|<use|<foreignObject|var\(|xlink:|src=", content)
    links = [link for link in root.iter(f"{SVG}a") if "href" in link.attrib]
    others = [element for element in root.iter() if element.tag.startswith(SVG) and element not in links]
    assert not [element for element in others if any(name.endswith("href") for name in element.attrib)]
    styles = next(root.iter(f"{SVG}style")).text or ""
    classes = {name for element in root.iter() for name in element.get("class", "").split()}
    assert [name for name in classes if not re.search(rf"\.{re.escape(name)}\b", styles) and name not in {"pb-bars", "pb-sample"}] == []
    assert re.findall(r"(?:fill|stroke): (?!#[0-9a-f]{6};|none;)[^;]*;", styles) == []  # colours are values
    assert root.get("role") == "img"
    said = {name: element.text for name in ("title", "desc") for element in root.iter(f"{SVG}{name}")}
    assert said == {"title": HOSTILE, "desc": drawing.description}


@pytest.mark.parametrize("name", [*SKETCHES, *CHARTS])
def test_file_says_what_the_page_says_and_where_it_is_from(name: str, toy: Catalogue) -> None:
    drawing = (SKETCHES | CHARTS)[name]
    said = _words(_file(drawing, toy))
    on_page = _words(inline_svg(drawing))
    assert any(said[start : start + len(on_page)] == on_page for start in range(len(said)))
    whole = " ".join(said)
    assert "".join(HOSTILE.split()) in "".join(whole.split())
    for part in (toy.masthead.title, toy.masthead.publisher, toy.masthead.text_licence.spdx, f"{SITE_URL}patterns/P-001/", drawing.caption):
        assert "".join(part.split()) in "".join(whole.split()), part


@pytest.mark.parametrize("name", [*SKETCHES, *CHARTS])
def test_nothing_is_drawn_outside_or_on_top_of_anything(name: str, toy: Catalogue) -> None:
    root = ET.fromstring(_file((SKETCHES | CHARTS)[name], toy))
    left, top, width, height = map(float, root.get("viewBox", "").split())
    lines = [element for element in root if element.tag == f"{SVG}text"]
    [group] = [element for element in root if element.tag == f"{SVG}g"]
    above = float(re.findall(r"translate\(0 ([\d.]+)\)", group.get("transform", ""))[0])
    below = above + (SKETCHES | CHARTS)[name].size[1]
    for line in lines:
        y = float(line.get("y", "nan"))
        assert top < y < top + height
        assert y <= above or y >= below
        assert len(line.text or "") * 6 <= width + 2 * left


def _drawn(documents: dict[str, Document]) -> list[tuple[Document, str, list[Block]]]:
    return [(document, name, blocks) for document in documents.values() for name, blocks in drawing_files(document).items()]


@pytest.mark.parametrize("which", ["toy", "catalogue"], ids=["toy", "shipped"])
def test_files_of_the_catalogues_say_what_their_pages_say(which: str, request: pytest.FixtureRequest) -> None:
    catalogue: Catalogue = request.getfixturevalue(which)
    documents: dict[str, Document] = request.getfixturevalue({"toy": "toy_documents", "catalogue": "shipped_documents"}[which])
    drawn = _drawn(documents)
    assert {name for _, name, _ in drawn} >= {"sketch", "sample"}
    for document, name, blocks in drawn:
        content = drawing_svg(blocks, document.title, WHERE.public, WHERE.public(document.page), catalogue.masthead)
        on_page = [word for block in blocks for drawing in drawings_of(block, str) for word in _words(inline_svg(drawing))]
        said = _words(content)
        assert [word for word in on_page if word not in said] == [], (document.page, name)
        hrefs = [link.get("href", "") for link in ET.fromstring(content).iter(f"{SVG}a")]
        assert all(href.startswith(SITE_URL) for href in hrefs), document.page


@pytest.mark.parametrize("site_url", ["", "https://example.org/", "http://127.0.0.1:8000/"])
def test_without_a_public_address_a_file_names_none(site_url: str, toy: Catalogue) -> None:
    urls = replace_url(site_url)
    context = build_context(toy, urls, SYNTHESIS)
    made = 0
    for page in (page for page in context.neighbours if page.partition("/")[0] in ("patterns", "findings", "cases", "studies")):
        document = resolve(page, context)
        for blocks in drawing_files(document).values():
            content = drawing_svg(blocks, page, urls.public, urls.public(page), toy.masthead)
            assert "href" not in content.partition("</metadata>")[2]
            assert "example.org" not in content and "127.0.0.1" not in content
            made += 1
    assert made


def replace_url(site_url: str) -> type(WHERE):  # type: ignore[valid-type]
    """The addresses of a site elsewhere."""
    return type(WHERE)(WHERE.directories, WHERE.indexes, site_url)


def test_language_is_that_of_the_catalogue(toy: Catalogue) -> None:
    masthead = replace_fields(toy.masthead, language="de")
    assert ET.fromstring(svg_file([SKETCHES["sketch"]], "Titel", "", masthead)).get("lang") == "de"
