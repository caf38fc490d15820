"""A reader with ten minutes and a phone: from a situation to a first step in two clicks, each summary on one screen, what is folded found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from patternbook.profile.practice.advice import OURS_KEY, OURS_TITLE
from test_browser import browser, opened, served

__all__ = ["browser", "served"]

PHONE = {"width": 360, "height": 740}
SCREEN = "() => innerHeight - document.querySelector('.pb-contents').getBoundingClientRect().bottom"
"""Height that the bars on top leave, at the top of a page or further down."""


def _ids(site: Path, plural: str) -> list[str]:
    return sorted(each.name for each in (site / plural).iterdir() if each.is_dir() and re.fullmatch(r"[A-Z]+-\d+", each.name))


@pytest.fixture
def phone(browser: Browser, served: str) -> Iterator[Page]:
    with opened(browser, served, viewport=PHONE) as (page, _):
        yield page


def test_every_summary_fits_on_the_screen_of_a_phone(phone: Page, served: str, site: Path) -> None:
    high = []
    for plural in ("findings", "patterns"):
        for id_ in _ids(site, plural):
            phone.goto(f"{served}{plural}/{id_}/")
            summary = phone.locator(".pb-section--short")
            if summary.count() and summary.bounding_box()["height"] > phone.evaluate(SCREEN):  # type: ignore[index]
                high.append(id_)
    assert high == []


def test_from_a_situation_to_a_first_step_in_one_click(phone: Page) -> None:
    """The summary of the page that a situation leads to holds the first step, with its mark."""
    for number in range(phone.locator(".pb-situations > li").count()):
        situation = phone.locator(".pb-situations > li").nth(number)
        advised = situation.locator(".pb-then .pb-link")
        if advised.count():
            title = advised.locator(".pb-title").inner_text()
            situation.locator(".pb-link").first.click()
            assert phone.locator(".pb-section--short li > .pb-link .pb-title", has_text=title).first.is_visible()
            assert "ours, editorial" in phone.locator(".pb-section--short .pb-step").first.inner_text().lower()
            phone.go_back()


def test_situations_come_first_and_lead_to_advice_that_sources_tie(phone: Page) -> None:
    assert phone.locator("article h2").first.inner_text().startswith("Start from your situation")
    links = phone.locator(".pb-situations > li").first.locator("a")
    assert links.count() == 2
    assert phone.locator(".pb-situations").bounding_box()["y"] < PHONE["height"]  # type: ignore[index]


def test_folds_stay_as_they_were_left_on_every_page(phone: Page, served: str) -> None:
    folds = "details[data-fold=works]"
    phone.goto(f"{served}findings/F-003/")
    assert not phone.locator(folds).evaluate("fold => fold.open")
    phone.locator(f"{folds} > summary").click()
    phone.goto(f"{served}findings/F-001/")
    assert phone.locator(folds).evaluate("fold => fold.open")
    phone.locator(f"{folds} > summary").press("Enter")
    phone.reload()
    assert not phone.locator(folds).evaluate("fold => fold.open")


@pytest.mark.parametrize("script", [True, False])
def test_link_to_what_is_folded_opens_it(browser: Browser, served: str, *, script: bool) -> None:
    with opened(browser, f"{served}findings/F-009/", viewport=PHONE, java_script_enabled=script) as (page, _):
        fold = page.locator("details:has(.pb-helps)")
        assert not fold.locator("li").first.is_visible()
        page.locator(f".pb-section--short a[href='#{OURS_KEY}']").click()
        fold.locator("li").first.wait_for()
        assert fold.locator("summary").first.inner_text().startswith(OURS_TITLE)


def test_words_in_a_fold_are_found_on_the_page(browser: Browser, served: str) -> None:
    """As a search in the page does, an address with a piece of text opens what holds it."""
    with opened(browser, f"{served}findings/F-003/", viewport=PHONE) as (page, _):
        words = page.locator("details[data-fold=works] li").first.evaluate("item => item.textContent.trim().split(/\\s+/).slice(0, 4).join(' ')")
        page.goto("about:blank")
        page.goto(f"{served}findings/F-003/#:~:text={words.replace(' ', '%20')}")
        page.locator("details[data-fold=works] li").first.wait_for()


def test_folded_sections_are_printed(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}patterns/P-001/", java_script_enabled=False) as (page, _):
        page.emulate_media(media="print")
        for fold in ("together", "works"):
            page.locator(f"details[data-fold={fold}] :is(td, li)").first.wait_for()


def test_advice_by_the_role_that_starts(phone: Page, served: str) -> None:
    phone.goto(f"{served}patterns/P-001/")
    rows = phone.locator(".pb-section--help .pb-helps > li")
    whole = rows.evaluate_all("rows => rows.filter(row => !row.hidden).length")
    button = phone.locator(".pb-roles button").first
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    left = rows.evaluate_all("rows => rows.filter(row => !row.hidden).map(row => row.querySelector('.pb-starts').textContent)")
    assert 0 < len(left) < whole
    assert all(button.inner_text() in starts for starts in left)
    assert phone.locator(".pb-roles output").inner_text() == f"{len(left)} of {whole}"
    empty = "lists => lists.filter(list => list.hidden !== [...list.children].every(row => row.hidden)).length"
    assert phone.locator(".pb-section--help .pb-helps").evaluate_all(empty) == 0
    button.click()
    assert rows.evaluate_all("rows => rows.filter(row => !row.hidden).length") == whole
    assert phone.locator(".pb-roles output").inner_text() == ""


def test_role_whose_advice_is_folded_opens_the_fold(phone: Page, served: str) -> None:
    phone.goto(f"{served}findings/F-009/")
    phone.locator(".pb-roles button").first.click()
    phone.locator(f"#{OURS_KEY} > li:not([hidden])").first.wait_for()


def test_without_script_advice_is_a_plain_list(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}patterns/P-001/", viewport=PHONE, java_script_enabled=False) as (page, _):
        assert page.locator(".pb-roles:visible").count() == 0
        assert page.locator(".pb-section--help .pb-helps > li:visible").count() > 2


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("name", ["", "patterns/P-001/", "findings/F-010/"])
def test_nothing_is_wider_than_the_page(browser: Browser, served: str, name: str, width: int) -> None:
    with opened(browser, served + name, viewport={"width": width, "height": 900}) as (page, _):
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_home_uses_a_wide_screen(browser: Browser, served: str) -> None:
    with opened(browser, served, viewport={"width": 1440, "height": 900}) as (page, _):
        tops = page.locator(".pb-situations > li").evaluate_all("items => items.slice(0, 2).map(item => item.getBoundingClientRect().top)")
        assert tops[0] == tops[1]
        intro = page.locator(".pb-home-top .pb-intro").bounding_box()
        assert intro is not None
        assert intro["x"] > 1440 / 2
