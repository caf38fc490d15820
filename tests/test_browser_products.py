"""The table of products in a real browser: narrowed down by word and column, by keyboard, by address, and whole without script."""

from __future__ import annotations

import csv
import io
import itertools
import re
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT
from test_browser import DESK, PHONE, opened
from test_browser import browser as browser  # the fixtures
from test_browser import served as served

ROWS = ".pb-filtered tbody tr"


def shown(page: Page) -> list[str]:
    return [row.locator(".pb-id").first.inner_text().strip() for row in page.locator(f"{ROWS}:visible").all()]


def test_words_and_columns_narrow_it_down(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}products/", viewport=DESK) as (page, noise):
        assert len(shown(page)) == 30
        page.locator("select[name=genre]").select_option("mobile")  # a chart is called so too
        assert shown(page) == [f"M-{number:03d}" for number in range(1, 11)]
        page.get_by_label("Training").select_option("steps by hand")
        assert shown(page) == ["M-006", "M-010"]
        page.get_by_label("Words").fill("maps")
        assert shown(page) == ["M-006"]
        expect(page.locator(".pb-filter output")).to_have_text("1 of 30")
        page.get_by_label("Words").fill("nothing has this word")
        assert shown(page) == []
        assert noise.heard + page.evaluate("window.violations") == []


def test_the_choice_is_in_the_address_and_comes_back(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}products/", viewport=DESK) as (page, _):
        page.locator("select[name=importance]").select_option("core")
        page.get_by_label("Words").fill("OCR & more")
        expect(page).to_have_url(f"{served}products/?words=OCR+%26+more&importance=core")
    with opened(browser, f"{served}products/?words=ocr&importance=core&unknown=1", viewport=DESK) as (page, _):
        assert shown(page) == ["M-001", "M-012"]
        assert page.get_by_label("Words").input_value() == "ocr"
    with opened(browser, f"{served}products/?genre=%3Cimg%3E", viewport=DESK) as (page, noise):
        assert len(shown(page)) == 30  # a value that is not on offer asks for nothing
        assert noise.heard == []


PART = """<!doctype html><meta charset="utf-8"><title>Part</title><link rel="icon" href="data:,">
<nav class="pb-parts"><ul><li><a href="/products/">M-001 to M-002</a></li><li><span aria-current="page">M-003</span></li></ul></nav>
<form class="pb-filter"><label>Words <input type="search" name="words"></label>
<label>Genre <select name="genre"><option value="">all</option><option>desktop</option><option>web</option></select></label><output></output></form>
<div class="pb-scroll"><table class="pb-filtered"><caption>All</caption>
<thead><tr><th>Product</th><th data-filter>Genre</th></tr></thead>
<tbody><tr><th>One</th><td>web</td></tr><tr><th>Two</th><td>desktop</td></tr></tbody></table></div>
<script src="/patternbook.js"></script><script type="module" src="/filter.js"></script>"""
"""The second page of a table that is spread over two."""


def test_the_choice_goes_along_to_the_other_pages_of_a_long_table(browser: Browser) -> None:
    with browser.new_context() as context:
        context.route("**/products/**", lambda route: route.fulfill(body=PART, content_type="text/html"))
        for script in ("patternbook.js", "filter.js", "narrow.js"):
            file = ROOT / "hooks" / "patternbook" / "theme" / "assets" / script
            context.route(f"**/{script}", lambda route, _, file=file: route.fulfill(path=file, content_type="text/javascript"))
        page = context.new_page()
        page.goto("http://catalogue.test/products/2/?genre=web")
        output, other = page.locator(".pb-filter output"), page.get_by_role("link", name="M-001 to M-002")
        expect(output).to_have_text("1 of 2 on this page")
        expect(other).to_have_attribute("href", re.compile(r"/products/\?genre=web$"))
        page.get_by_label("Words").fill("o")
        expect(other).to_have_attribute("href", re.compile(r"/products/\?words=o&genre=web$"))
        page.goto("http://catalogue.test/products/2/?genre=mobile")  # of the other page
        expect(output).to_have_text("0 of 2 on this page")
        page.get_by_label("Genre").select_option("all")
        expect(output).to_have_text("2 of 2 on this page")
        expect(other).to_have_attribute("href", re.compile(r"/products/$"))


def test_by_keyboard(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}products/", viewport=DESK) as (page, _):
        page.get_by_label("Words").focus()
        page.keyboard.type("F-043 web")
        assert "M-021" in shown(page)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "genre"
        page.keyboard.press("d")
        assert set(shown(page)) <= {f"M-{number:03d}" for number in range(11, 21)}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_whole_without_script(browser: Browser, served: str, size: dict[str, int]) -> None:
    with opened(browser, f"{served}products/", java_script_enabled=False, viewport=size) as (page, noise):
        assert page.locator(f"{ROWS}:visible").count() == 30
        assert page.locator(".pb-filter:visible").count() == 0
        assert page.locator(".pb-charts svg:visible").count() >= 4
        assert noise.heard == []


def test_downloads_are_there(served: str, site: Path) -> None:
    rows = list(csv.reader(io.StringIO((site / "products.csv").read_bytes().decode("utf-8"), newline="")))
    assert (len(rows), rows[1][0]) == (31, "M-001")
    assert (site / "products.json").is_file()


def test_marks_lead_to_products_and_back(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}findings/F-043/", viewport=DESK) as (page, _):
        page.get_by_role("link", name="P14 Algoloop (trading): an exception").click()
        expect(page).to_have_url(f"{served}products/M-014/")
        page.get_by_role("link", name="Fully automated pipelines").first.click()
        expect(page).to_have_url(f"{served}findings/F-043/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_with_the_table_narrowed_down(browser: Browser, served: str, scheme: str) -> None:
    with opened(browser, f"{served}products/?genre=web", viewport=PHONE, color_scheme=scheme, bypass_csp=True) as (page, _):
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate("axe.run('article', {resultTypes: ['violations']})")
        assert [(rule["id"], *node["target"]) for rule in found["violations"] for node in rule["nodes"]] == []


def test_bars_of_the_charts_are_drawn_apart(browser: Browser, served: str) -> None:
    """Nothing else of the page's styles may mean them: once the bar at its top did."""
    with opened(browser, f"{served}products/", viewport=DESK) as (page, _):
        charts = page.locator(".pb-bars").all()
        assert len(charts) == 8
        for chart in charts:
            boxes = [bar.bounding_box() for bar in chart.locator("rect.pb-bar").all()]
            edges = [(box["y"], box["y"] + box["height"]) for box in boxes if box]
            assert len(edges) == len(boxes) > 1
            assert all(bottom < top for (_, bottom), (top, _) in itertools.pairwise(edges))
