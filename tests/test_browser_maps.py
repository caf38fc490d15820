"""Map and matrix in a real browser: by keyboard and pointer, narrowed down and shared, by touch, on a phone, without script.

Needs Chromium, as the tests of all pages (test_browser.py).
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from patternbook.catalogue.catalogue import Catalogue
from test_browser import DESK, PHONE, TOO_WIDE, browser, opened, served

__all__ = ["browser", "served"]

SMALL = {"width": 320, "height": 640}
LIT = """() => [...document.querySelectorAll("a[data-key].pb-near")].map(link => link.dataset.key)"""
NEAR = """link => [link.dataset.key, ...link.dataset.near.split(" ").filter(Boolean)]"""


def _lit(page: Page) -> set[str]:
    return set(page.evaluate(LIT))


def _visible_rows(page: Page) -> set[str]:
    return set(page.evaluate("() => [...document.querySelectorAll('tr[data-of]')].filter(row => row.checkVisibility()).map(row => row.dataset.of)"))


@pytest.mark.parametrize("address", ["map/", ""], ids=["map", "home"])
def test_pointing_at_an_entry_lights_what_it_is_related_to(browser: Browser, served: str, address: str) -> None:
    with opened(browser, f"{served}{address}", viewport=DESK) as (page, noise):
        link = page.locator("a[data-key=P-001]")
        assert _lit(page) == set()
        link.hover()
        assert _lit(page) == set(link.evaluate(NEAR))
        assert len(_lit(page)) > 3
        assert page.locator(".pb-map-said").is_visible()
        before = page.locator("h1").bounding_box()
        page.mouse.move(0, 0)
        assert _lit(page) == set()
        assert page.locator("h1").bounding_box() == before  # nothing moves
        assert noise.heard == []


def test_moving_through_the_map_by_keyboard_lights_each_entry_in_order(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}map/", viewport=DESK) as (page, _):
        keys = page.evaluate("() => [...document.querySelectorAll('.pb-whole a[data-key]')].map(link => link.dataset.key)")
        assert keys[:2] == ["CP-001", "P-001"]  # a point, its patterns, then its areas with their findings
        page.locator(f"a[data-key='{keys[0]}']").focus()
        for key in keys[1:6]:
            page.keyboard.press("Tab")
            focused = page.locator(":focus")
            assert focused.get_attribute("data-key") == key
            assert _lit(page) == set(focused.evaluate(NEAR))
        page.keyboard.press("Escape")
        assert _lit(page) == set()
        assert re.fullmatch(r"\.\./[a-z-]+/[^/]+/", str(page.locator(":focus").get_attribute("href")))  # the browser follows it on Enter


def test_point_lights_the_lines_between_what_it_holds(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}map/", viewport=DESK) as (page, _):
        page.locator("a[data-key=CP-002]").focus()
        lit = page.evaluate("() => [...document.querySelectorAll('.pb-map-tie.pb-near')].map(line => line.dataset.ends)")
        assert lit
        assert all(set(ends.split()) <= _lit(page) for ends in lit)


def test_lines_of_a_lit_entry_are_seen_and_said(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}map/", viewport=DESK) as (page, _):
        arc = page.locator(".pb-map-arc").first
        assert arc.evaluate("each => getComputedStyle(each).visibility") == "hidden"
        first, _ = str(arc.get_attribute("data-ends")).split()
        page.locator(f"a[data-key={first}]").focus()
        assert arc.evaluate("each => getComputedStyle(each).visibility") == "visible"
        title = page.locator(f".pb-map-list [data-of={first}] > a").first.inner_text().removesuffix(first).strip()
        assert page.locator(".pb-map-said").inner_text().startswith(title)


@pytest.mark.parametrize("address", ["map/", "matrix/", ""], ids=["map", "matrix", "home"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SMALL, {"width": 768, "height": 1024}, DESK], ids=["small", "tablet", "desk"])
def test_axe_finds_nothing_and_nothing_is_too_wide(browser: Browser, served: str, address: str, scheme: Any, size: Any) -> None:
    with opened(browser, f"{served}{address}", viewport=size, color_scheme=scheme) as (page, noise):
        assert page.evaluate(TOO_WIDE) == []
        page.evaluate(AXE_SCRIPT)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("tags => axe.run({runOnly: tags}).then(found => found.violations.map(each => [each.id, each.nodes[0].html]))", tags)
        assert found == []
        assert noise.heard == []
        assert page.evaluate("() => window.violations") == []


def test_map_is_a_list_on_a_phone_and_both_on_a_desk(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}map/", viewport=SMALL) as (page, _):
        assert not page.locator(".pb-whole").is_visible()
        assert page.locator(".pb-map-list [data-of=F-001] > a").first.is_visible()
    with opened(browser, f"{served}map/", viewport=DESK) as (page, _):
        assert page.locator(".pb-whole").is_visible()
        assert page.locator(".pb-map-list").is_visible()


def test_without_script_everything_is_there(browser: Browser, served: str, catalogue: Catalogue) -> None:
    used = sum(not catalogue.link_labels[id_].retired for id_ in catalogue.by_kind["finding"])
    with opened(browser, f"{served}map/", viewport=DESK, java_script_enabled=False) as (page, _):
        assert page.locator(".pb-whole a[data-key^='F-']").count() == used
        page.locator(".pb-whole a[data-key=P-001]").click()
        assert page.url.endswith("/patterns/P-001/")
    with opened(browser, f"{served}matrix/?point=CP-001", viewport=DESK, java_script_enabled=False) as (page, _):
        assert page.locator("#evidence ~ .pb-scroll tr[data-of]:visible").count() == used
        assert page.locator("form:visible").count() == 0


def test_filter_narrows_all_tables_and_is_shared_by_the_address(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}matrix/", viewport=DESK) as (page, _):
        whole = _visible_rows(page)
        page.locator("select[name=point]").select_option("CP-002")
        some = _visible_rows(page)
        assert set() < some < whole
        assert {page.locator(f"tr[data-of={id_}]").first.get_attribute("data-point") for id_ in some} == {"CP-002"}
        page.locator("select[name=theme]").select_option(index=1)
        page.keyboard.press("Tab")
        fewer, address = _visible_rows(page), page.url
        assert fewer <= some
        assert "point=CP-002" in address
        assert page.locator(".pb-filter output").inner_text().startswith(f"{len(fewer)} of {len(whole)}")
    with opened(browser, address, viewport=DESK) as (page, _):
        assert _visible_rows(page) == fewer
        page.get_by_role("button", name="Show all").click()
        page.wait_for_function("!location.search")
        assert _visible_rows(page) == whole


HEADINGS = """() => [...document.querySelectorAll(".pb-matrix table")].map((table) => {
  const shown = [...table.querySelectorAll("tr[data-of]")].filter((row) => row.checkVisibility());
  const cells = [...[...table.tHead.rows].at(-1).cells].map((cell, place) => [place, cell]);
  const names = cells.filter(([place, cell]) => place && cell.checkVisibility());
  const empty = names.filter(([place]) => !shown.some((row) => row.cells[place].childElementCount));
  const above = table.tHead.rows.length > 1 ? [...table.tHead.rows[0].cells].filter((cell) => cell.checkVisibility()).slice(1) : [];
  const spanned = above.reduce((sum, cell) => sum + cell.colSpan, 0);
  return [names.length, empty.length, above.length ? spanned : names.length];
})"""
"""Of each table: headings of columns, those above no mark, columns that the headings above them span."""


def test_headings_go_with_the_marks_below_them(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}matrix/", viewport=DESK) as (page, _):
        whole = page.evaluate(HEADINGS)
        assert all(spanned == names for names, _, spanned in whole)
        page.locator("input[name=words]").fill("monitor")
        narrowed = page.evaluate(HEADINGS)
        assert any(names < before for (names, *_), (before, *_) in zip(narrowed, whole, strict=True) if names)
        assert [(empty, spanned - names) for names, empty, spanned in narrowed if names] == [(0, 0)] * sum(bool(names) for names, *_ in narrowed)
        assert "columns without marks left out" in page.locator(".pb-filter output").inner_text()
        page.get_by_role("button", name="Show all").click()
        page.wait_for_function("() => !location.search")
        assert page.evaluate(HEADINGS) == whole


def test_filter_that_nothing_fits_says_so(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}matrix/?words=nothing-has-this", viewport=DESK) as (page, _):
        assert _visible_rows(page) == set()
        assert page.locator(".pb-none:visible").count() == page.locator(".pb-matrix table").count()


def test_unknown_values_of_an_address_ask_for_nothing(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}matrix/?point=CP-999&theme=%3Cb%3E&colour=red", viewport=DESK) as (page, noise):
        assert page.locator("select[name=point]").input_value() == ""
        assert page.locator(".pb-none:visible").count() == 0
        assert noise.heard == []


def test_mark_is_explained_by_focus_pointer_and_first_touch(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}matrix/", viewport={"width": 900, "height": 900}, has_touch=True) as (page, _):
        mark = page.locator("#evidence ~ .pb-scroll .pb-effect").first
        mark.tap()
        note = page.locator(".pb-explained")
        assert str(mark.get_attribute("data-says")) in note.inner_text()
        assert page.url.endswith("/matrix/")  # the first touch explains
        mark.tap()
        page.wait_for_url("**/findings/**")
    with opened(browser, f"{served}matrix/", viewport=DESK) as (page, _):
        mark = page.locator("#patterns ~ .pb-scroll .pb-effect").first
        mark.hover()
        assert page.locator(".pb-explained").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator(".pb-explained").is_visible()


def test_matrix_is_a_list_with_words_on_a_phone(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}matrix/", viewport=PHONE) as (page, _):
        mark = page.locator("#evidence ~ .pb-scroll .pb-effect").first
        assert mark.inner_text().strip().endswith(str(mark.get_attribute("data-says")))
        box = mark.locator(".pb-hidden").bounding_box()
        assert box is not None
        assert box["width"] > 40


@pytest.mark.parametrize("address", ["map/", "matrix/"])
def test_forced_colours_keep_marks_and_light(browser: Browser, served: str, address: str) -> None:
    with opened(browser, f"{served}{address}", viewport=DESK, forced_colors="active", reduced_motion="reduce") as (page, noise):
        if address == "map/":
            dot = page.locator(".pb-whole .pb-map-dot").first
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert dot.evaluate("each => getComputedStyle(each).fill") != ground
            page.locator("a[data-key=P-001]").focus()
            line = page.locator(".pb-map-tie.pb-near").first
            assert line.evaluate("each => getComputedStyle(each).stroke") != page.locator(".pb-map-tie:not(.pb-near)").first.evaluate(
                "each => getComputedStyle(each).stroke"
            )
        assert noise.heard == []


def test_drawing_is_saved_as_svg_and_png(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}map/", viewport=DESK) as (page, noise):
        with page.expect_download() as plain:
            page.locator(".pb-save a").click()
        assert plain.value.suggested_filename == "map.svg"
        with page.expect_download() as drawn:
            page.get_by_role("button", name="PNG").click()
        assert drawn.value.suggested_filename == "map.png"
        content = drawn.value.path().read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) > 50_000
        assert noise.heard == []
        assert page.evaluate("() => window.violations") == []


def test_only_map_matrix_and_home_load_the_script(browser: Browser, served: str) -> None:
    for address, loads in (("map/", True), ("matrix/", True), ("", True), ("findings/F-001/", False)):
        with opened(browser, f"{served}{address}") as (_, noise):
            assert any(each.endswith("maps.js") for each in noise.requested) == loads, address
