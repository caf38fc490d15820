"""Quick looks in a real browser: under the pointer, with the focus, by a tap; put away with Escape; never in the way of a link."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Route, expect

from test_browser import DESK, browser, opened, served

__all__ = ["browser", "served"]

FINDING = "findings/F-014/"
TERM, LOOK = ".pb-section--short a.pb-term[href*='/accuracy/']", ".pb-look"
PHONE = {"width": 320, "height": 640}


def loaded(page: Page) -> None:
    """Wait for the script, which a page for fingers loads by itself."""
    page.wait_for_selector("link[href$='quick.css']", state="attached")


@pytest.fixture
def desk(browser: Browser, served: str) -> Iterator[Page]:
    with opened(browser, f"{served}{FINDING}", viewport=DESK) as (page, noise):
        yield page
        assert [each for each in noise.heard if "ERR_ABORTED" not in each] == []  # a page that is left loads nothing more


def test_pointer_shows_both_meanings_and_may_go_there(desk: Page) -> None:
    assert desk.evaluate("performance.getEntriesByType('resource').filter(each => each.name.includes('quick')).length") == 0
    desk.locator(TERM).hover()
    look = desk.locator(LOOK)
    expect(look).to_contain_text("Accuracy")
    assert look.get_attribute("role") == "tooltip"
    assert desk.locator(TERM).get_attribute("aria-describedby") == "pb-look"
    first, second = (look.locator(".pb-look-says dt").nth(number).bounding_box() for number in (0, 1))
    assert first
    assert second
    assert first["y"] == second["y"]  # side by side
    look.hover()
    desk.wait_for_timeout(400)
    expect(look).to_be_visible()
    loaded = desk.evaluate("performance.getEntriesByType('resource').filter(each => /look[.]json/.test(each.name)).map(each => each.encodedBodySize)")
    assert len(loaded) == 1
    assert loaded[0] < 5_000
    desk.mouse.move(5, 5)
    expect(look).to_have_count(0)
    assert desk.locator(TERM).get_attribute("aria-describedby") is None


def test_escape_puts_it_away_until_the_pointer_comes_again(desk: Page) -> None:
    desk.locator(TERM).hover()
    expect(desk.locator(LOOK)).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator(LOOK)).to_have_count(0)
    desk.locator(TERM).hover(position={"x": 3, "y": 3})
    desk.wait_for_timeout(500)
    expect(desk.locator(LOOK)).to_have_count(0)
    desk.mouse.move(5, 5)
    desk.locator(TERM).hover()
    expect(desk.locator(LOOK)).to_be_visible()


def test_keyboard_shows_it_and_enter_follows(desk: Page) -> None:
    desk.locator("h1").evaluate("heading => { heading.tabIndex = -1; heading.focus(); }")
    while not desk.evaluate("document.activeElement.matches('.pb-term')"):
        desk.keyboard.press("Tab")
    expect(desk.locator(LOOK)).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator(LOOK)).to_have_count(0)
    assert desk.evaluate("document.activeElement.matches('.pb-term')")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/terms/**")


def test_entry_work_and_place(desk: Page, served: str) -> None:
    look = desk.locator(LOOK)
    desk.locator(".pb-helps .pb-link").first.hover()
    expect(look.locator(".pb-look-sure")).to_contain_text("Support:")
    desk.locator(".pb-evidence td[data-label=Where] a").first.hover()
    expect(look.locator(".pb-look-kind")).to_contain_text("Reference")
    expect(look.locator(".pb-look-sure")).to_contain_text("Cited by")
    here = desk.locator("main a[href^='#evidence-']:not(.pb-row-link):visible").first
    here.hover()  # a place on this page
    expect(look.locator(".pb-look-kind")).to_have_text("On this page")
    row = desk.locator(f"tr:has({here.get_attribute('href')}), tr{here.get_attribute('href')}").first.locator("td").nth(1)
    expect(look).to_contain_text(row.inner_text()[:30])
    desk.goto(f"{served}matrix/")
    desk.mouse.move(5, 5)
    link = desk.locator("main a[href*='/#evidence']:visible").first
    link.evaluate("link => link.classList.remove('pb-effect')")  # marks explain themselves
    link.hover()
    expect(look.locator(".pb-look-place")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_look(browser: Browser, served: str, scheme: str) -> None:
    options = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "color_scheme": scheme, "bypass_csp": True}
    with opened(browser, f"{served}{FINDING}", **options) as (page, _):
        page.add_script_tag(content=AXE_SCRIPT)
        loaded(page)
        for act in ("tap", "focus"):
            page.locator(TERM).evaluate("link => link.blur()")
            page.mouse.move(5, 5)
            page.locator(TERM).tap() if act == "tap" else page.locator(TERM).hover()
            expect(page.locator(LOOK)).to_be_visible()
            found = page.evaluate("axe.run({resultTypes: ['violations']})")
            assert [each["id"] for each in found["violations"]] == []
            box = page.locator(LOOK).bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE["width"]
            page.keyboard.press("Escape")


@pytest.fixture
def phone(browser: Browser, served: str) -> Iterator[Page]:
    with opened(browser, f"{served}{FINDING}", viewport=PHONE, has_touch=True, is_mobile=True) as (page, _):
        loaded(page)
        yield page


def test_first_tap_shows_it_and_second_follows(phone: Page) -> None:
    phone.locator(TERM).tap()
    look = phone.locator(LOOK)
    expect(look).to_have_attribute("role", "dialog")
    expect(look.get_by_role("link", name="Open")).to_be_focused()
    look.get_by_role("button", name="Close").tap()
    expect(look).to_have_count(0)
    expect(phone.locator(TERM)).to_be_focused()
    phone.locator(TERM).tap()
    expect(look).to_be_visible()
    phone.keyboard.press("Escape")
    expect(look).to_have_count(0)
    phone.locator(TERM).tap()
    expect(look).to_be_visible()
    phone.locator(TERM).tap()
    phone.wait_for_url("**/terms/accuracy/")


def test_open_leads_on_and_lists_are_followed_at_once(phone: Page, served: str) -> None:
    phone.locator(TERM).tap()
    phone.locator(LOOK).get_by_role("link", name="Open").tap()
    phone.wait_for_url("**/terms/accuracy/")
    phone.goto(f"{served}{FINDING}")
    phone.locator(".pb-section--short .pb-links .pb-link").first.tap()
    phone.wait_for_url("**/recommendations/**")


@pytest.mark.parametrize("answer", ["missing", "broken", "late"])
def test_link_is_followed_where_nothing_can_be_shown(phone: Page, answer: str) -> None:
    def respond(route: Route) -> None:
        if answer != "late":
            route.fulfill(status=404 if answer == "missing" else 200, body="<p>no JSON")

    phone.route("**/*.look.json", respond)
    phone.locator(TERM).tap()
    phone.wait_for_url("**/terms/accuracy/")


def test_without_script_there_are_links(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}{FINDING}", viewport=DESK, java_script_enabled=False) as (page, _):
        page.locator(TERM).hover()
        page.locator(TERM).click()
        page.wait_for_url("**/terms/accuracy/")


def test_page_from_a_disk_has_links_only(browser: Browser, site: Path) -> None:
    with browser.new_context() as context:
        page, heard = context.new_page(), list[str]()
        page.on("console", lambda message: heard.append(message.text) if "quick" in message.text else None)
        page.goto((site / FINDING / "index.html").as_uri())
        page.locator(TERM).hover()
        page.wait_for_timeout(500)
        assert page.locator(LOOK).count() == 0
        assert heard == []


def test_forced_colours_and_print(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}{FINDING}", viewport=DESK, forced_colors="active", reduced_motion="reduce") as (page, _):
        page.locator(TERM).hover()
        look = page.locator(LOOK)
        expect(look).to_be_visible()
        assert look.evaluate("look => getComputedStyle(look).borderTopWidth") != "0px"
        assert page.evaluate("document.getAnimations().length") == 0
        page.emulate_media(media="print")
        assert look.evaluate("look => getComputedStyle(look).display") == "none"


def test_terms_stand_out_quietly(desk: Page) -> None:
    """By a dotted line, and not by colour alone."""
    style = desk.locator(TERM).evaluate(
        "link => { const style = getComputedStyle(link); return [style.textDecorationLine, style.textDecorationStyle]; }"
    )
    assert style == ["underline", "dotted"]


def test_backlinks_have_sentences(desk: Page, served: str) -> None:
    desk.goto(f"{served}references/kim2018datascientists/")
    mention = desk.locator("#cited-by ~ ul .pb-mention").first
    expect(mention).to_be_visible()
    assert len(mention.inner_text()) > 20
    assert desk.locator("#cited-by ~ ul .pb-mention mark").count() > 3
