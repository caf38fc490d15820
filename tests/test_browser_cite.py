"""The box of citations in a browser: tabs by mouse and keyboard, without script, on a narrow phone, on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from patternbook.citing.formats import FORMATS
from test_browser import DESK, opened
from test_browser import browser as browser  # the fixtures
from test_browser import served as served

TITLES = [*(form.title for form in FORMATS), "LaTeX"]
NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize("name", ["findings/F-012/", "references/kim2018datascientists/", "cite/"])
@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_one_form_at_a_time_and_each_is_there(browser: Browser, served: str, name: str, scripts: bool) -> None:
    with opened(browser, served + name, java_script_enabled=scripts, viewport=NARROW) as (page, noise):
        panels, tabs = page.locator(".pb-forms > div"), page.locator(".pb-forms > label")
        assert tabs.all_inner_texts() == TITLES
        for index, title in enumerate(TITLES):
            tabs.nth(index).click()
            assert [panel.is_visible() for panel in panels.all()] == [number == index for number in range(len(TITLES))]
            assert all(f", {title}" in caption for caption in panels.nth(index).locator("figcaption").all_inner_texts())
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        assert noise.heard == []


def test_tabs_by_keyboard(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}findings/F-012/", viewport=DESK) as (page, _):
        page.locator(".pb-forms > label > input").first.focus()
        for index in range(1, len(TITLES)):
            page.keyboard.press("ArrowRight")
            assert page.locator(".pb-forms > div").nth(index).is_visible()
            style = page.locator(".pb-forms > label").nth(index).evaluate("(label) => getComputedStyle(label).outlineStyle")
            assert style == "solid"  # where the focus is, is seen
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.pb-forms > div') !== null")  # on to the text, and its button


def test_what_is_printed_names_works_and_entry(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}findings/F-012/", viewport=DESK) as (page, _):
        page.locator(".pb-forms > label", has_text="RIS").click()
        page.emulate_media(media="print")
        shown = [code.inner_text() for code in page.locator(".pb-forms code").all() if code.is_visible()]
        assert len(shown) == 1
        assert "(F-012). In Collaboration Patterns" in shown[0]
        assert page.locator(".pb-cite p", has_text="Nahar et al. 2022, section 7.2").is_visible()
        assert not page.locator(".pb-forms > label").first.is_visible()


@pytest.mark.parametrize("name", ["findings/F-012/", "references/kim2018datascientists/"])
def test_files_are_there_and_offered_in_the_head(browser: Browser, served: str, name: str) -> None:
    with opened(browser, served + name, viewport=DESK) as (page, _):
        offered = page.locator(".pb-cite .pb-hint a").evaluate_all("(links) => links.map((link) => link.href)")
        alternates = page.locator("link[rel=alternate]").evaluate_all("(links) => links.map((link) => link.href)")
        files = [address for address in offered if not address.endswith("/")]
        assert len(files) == 4
        assert set(files) <= set(alternates)
        assert [page.request.get(address).status for address in files] == [200] * 4
