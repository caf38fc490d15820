"""What readers take away, in a real browser: one sheet of A4 for each checklist, sheets to fill in across, drawings as PNG.

Needs Chromium, as the tests of all pages (test_browser.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from patternbook.catalogue.catalogue import Catalogue
from test_browser import DESK, PHONE, TOO_WIDE, browser, opened, served

__all__ = ["browser", "served"]

SMALL = {"width": 320, "height": 640}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
A4 = (595, 842)


def _sheets(page: Page) -> list[tuple[int, int]]:
    """Width and height in points of each page that is printed."""
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/Type /Page\b(?!s).*?/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed, re.DOTALL)
    assert len(boxes) == len(re.findall(rb"/Type /Page\b(?!s)", printed))
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def _in_print(page: Page, selectors: Iterable[str]) -> list[str]:
    """Those of the selectors of which anything is printed."""
    page.emulate_media(media="print")
    shown = [each for each in selectors if page.locator(each).locator("visible=true").count()]
    page.emulate_media(media=None)
    return shown


def test_every_checklist_is_one_sheet_and_every_artefact_lies_across(browser: Browser, served: str, catalogue: Catalogue) -> None:
    navigation = [".md-header", ".pb-neighbours", ".md-copyright", ".md-path", ".pb-save", ".pb-formats", ".pb-workbench"]
    with opened(browser, served) as (page, noise):
        for id_ in catalogue.by_kind["pattern"]:
            page.goto(f"{served}patterns/{id_}/checklist/")
            assert _sheets(page) == [A4], id_
        assert _in_print(page, [*navigation, ".pb-lines", ".pb-foot"]) == [".pb-lines", ".pb-foot"]
        for slug in catalogue.words["artefact"]:
            page.goto(f"{served}artefacts/{slug}/")
            sizes = _sheets(page)
            assert set(sizes) == {A4[::-1]} and len(sizes) <= 3, slug
        assert _in_print(page, [*navigation, ".pb-sheet", ".pb-foot", ".pb-sheet-who"]) == [".pb-sheet", ".pb-foot", ".pb-sheet-who"]
        assert [each for each in noise.heard if not each.endswith("net::ERR_ABORTED")] == []  # the icon of a page that was left


def test_sheets_read_well_on_a_phone_and_on_a_desk(browser: Browser, served: str) -> None:
    for address in ("artefacts/responsibility-grid/", "patterns/P-004/checklist/"):
        for size, scheme in ((SMALL, "dark"), (DESK, "light")):
            with opened(browser, f"{served}{address}", viewport=size, color_scheme=scheme) as (page, noise):
                assert page.evaluate(TOO_WIDE) == []
                page.evaluate(AXE_SCRIPT)
                script = "tags => axe.run({runOnly: tags}).then(found => found.violations.map(each => [each.id, each.nodes[0].html]))"
                assert page.evaluate(script, TAGS) == []
                assert noise.heard == []
                assert page.evaluate("() => window.violations") == []


def test_pattern_leads_to_its_checklist_and_saves_its_sketch(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}patterns/P-004/", viewport=PHONE) as (page, noise):
        take = page.locator(".pb-take")
        assert take.bounding_box()["y"] < 2.2 * PHONE["height"]  # type: ignore[index] # within two screens, below what is in short
        with page.expect_download() as plain:
            page.locator(".pb-save a").first.click()
        assert plain.value.suggested_filename == "P-004.sketch.svg"
        with page.expect_download() as drawn:
            page.get_by_role("button", name="PNG").first.click()
        assert drawn.value.suggested_filename == "P-004.sketch.png"
        content = drawn.value.path().read_bytes()
        assert content.startswith(b"\x89PNG")
        wide, high = (int.from_bytes(content[start : start + 4], "big") for start in (16, 20))
        size = page.evaluate("fetch(document.querySelector('.pb-save').dataset.save).then(answer => answer.text())")
        [(width, height)] = re.findall(r'^<svg [^>]*width="(\d+)" height="(\d+)"', size)
        assert (wide, high) == (2 * int(width), 2 * int(height))
        page.route("**/*.svg", lambda route: route.abort())
        page.get_by_role("button", name="PNG").first.click()
        page.locator(".pb-save [role=status]", has_text="the SVG is the same drawing").wait_for()
        noise.heard.clear()  # the request that was cut off
        take.get_by_text("Checklist on one page").click()
        assert page.url.endswith("patterns/P-004/checklist/")
        assert noise.heard == []


def test_without_script_the_svg_and_the_sheets_are_there(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}patterns/P-004/", java_script_enabled=False) as (page, _):
        assert page.locator(".pb-save a").first.get_attribute("href") == "../P-004.sketch.svg"
        assert page.get_by_role("button", name="PNG").count() == 0
        page.goto(f"{served}patterns/P-004/checklist/")
        assert page.locator(".pb-checks > li").count() > 5
    with opened(browser, f"{served}findings/F-001/") as (_, noise):
        assert not [each for each in noise.requested if each.endswith(("drawings.js", "sheet.css"))]  # only where they are needed
