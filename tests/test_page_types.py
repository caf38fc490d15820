"""One page of every type of the built site: valid, accessible, within its width, easy to hit, and printed so that it can be read.

Types are found in the site itself, so that a new page joins by being there. Of each type the largest page is looked at.
Needs Chromium, as the tests of all pages (test_browser.py); the checker needs Java and what tests/nu/ locks (`make nu`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

from conftest import ROOT, SITE_URL
from test_browser import PHONE, TOO_WIDE, Noise, browser, opened, scheme_of, served, visited

__all__ = ["browser", "served"]

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 320, "height": 640}
PARTS = 6
"""Tests that share the types, so that several processes can take them."""
MOST_STOPS = 10
"""Presses of the tab key before the text."""
NU = ROOT / ".venv" / "nu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def type_of(page: str) -> str:
    """The type of a page by its address: an index and what stands below it are two; each other standing page is one of its own."""
    first, *below = page.strip("/").split("/")
    return "/".join([first, *("*" for _ in below)])


def page_types(site: Path) -> dict[str, str]:
    """Type -> the address of its largest page."""
    pages = sorted(site.rglob("index.html"), key=lambda path: (path.stat().st_size, path))
    found = [path.parent.relative_to(site).as_posix().removeprefix(".") for path in pages]
    largest = {type_of(page): f"{page}/" if page else "" for page in found}
    return dict(sorted(largest.items()))


def test_types_are_found_in_the_site(site: Path) -> None:
    found = page_types(site)
    assert {"", "findings", "findings/*", "references/*", "products", "map", "matrix", "coverage", "cite", "own-catalogue"} <= found.keys()
    assert found["findings/*"].startswith("findings/F-")
    assert len(found) < 70  # not a type for each page


# ---- the Nu checker ----

FALSE_ALARMS = ("Content Security Policy",)
"""It takes addresses of files for another origin than the page's own, and JSON-LD for a script; test_browser.py tries the policy."""


def test_nu_checker(site: Path) -> None:
    """Neither errors nor warnings, on a page of each type and the page for unknown addresses."""
    java = shutil.which("java")
    if java is None or not NU.is_file():
        reason = "there is no Nu checker: install Java 11 or newer (Debian: default-jre-headless) and npm, and run `make nu`"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    pages = [site / "404.html", *(site / page / "index.html" for page in page_types(site).values())]
    command = [str(java), "-Xss4m", "-jar", str(NU), "--format", "json", "--stdout", *map(str, pages)]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    found = [(message["url"].partition(str(site))[2], message["message"], message.get("extract", "")) for message in said["messages"]]
    assert [each for each in found if not any(words in each[1] for words in FALSE_ALARMS)] == []


# ---- in a browser ----

STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(element =>
  element.checkVisibility({visibilityProperty: true}) && element.tabIndex >= 0 && !element.disabled
  && document.getElementById("main").compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING).length"""

SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].flatMap(element => {
  if (!element.checkVisibility({contentVisibilityAuto: true}) || element.closest("svg, .md-skip, .pb-search")) return [];
  const target = element.closest("label") ?? element;
  const block = (inside => { while (getComputedStyle(inside).display === "inline") inside = inside.parentElement; return inside; })(target);
  const inText = block !== target && block.textContent.trim() !== target.textContent.trim();
  const {width, height} = target.getBoundingClientRect();
  const least = inText ? 0 : 24;  // a link in a sentence is as wide as its word
  return width < least || height < 24 ? [[element.outerHTML.slice(0, 120), Math.round(width), Math.round(height)]] : [];
})"""
"""Targets below 24 px, by WCAG 2.5.8 without its exception for links in a line, as far as their height goes."""

UNNAMED = """() => [...document.querySelectorAll("main article article, figure, main svg:not([aria-hidden]), [role=group], [role=img], main section")]
  .filter(element => element.checkVisibility() && !element.getAttribute("aria-label")?.trim() && !element.hasAttribute("aria-labelledby")
    && !element.querySelector(":scope > :is(title, figcaption)"))
  .map(element => element.outerHTML.slice(0, 120))"""

TITLED = """() => [...document.querySelectorAll("main [title]")].map(element => element.outerHTML.slice(0, 120))"""
"""What only a pointer that rests tells; those with a finger, a keyboard or a screen reader never learn it."""

DOUBLE = """() => [...document.querySelectorAll(":is(h1, h2, h3, h4) [aria-label], :is(h1, h2, h3, h4)[aria-label]")].map(each => each.outerHTML)"""
"""Headings that are announced otherwise than they are written."""

LINES = """() => [...document.querySelectorAll("main p, main li")].flatMap(element => {
  if (!element.checkVisibility({contentVisibilityAuto: true}) || element.querySelector("p, li, table, pre, summary, br")) return [];
  const style = getComputedStyle(element), width = element.getBoundingClientRect().width;
  const canvas = new OffscreenCanvas(1, 1).getContext("2d");
  canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const text = element.textContent.trim().replace(/\\s+/g, " ");
  const fits = text.length * width / canvas.measureText(text).width;
  return text.length > 80 && fits > 82 ? [[Math.round(fits), element.outerHTML.slice(0, 120)]] : [];
})"""
"""Paragraphs in whose lines more than 82 of their own letters fit: on average they then hold 72 or so, as words do not break."""

PRINTED = """() => {
  const found = {}, walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = walk.nextNode());) {
    const element = text.parentElement;
    if (!text.data.trim() || element.closest("script, style, title, desc, .pb-hidden, math")) continue;
    if (!element.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    if (!range.getClientRects().length) continue;
    const style = getComputedStyle(element), capitals = style.fontVariantCaps === "normal" ? 1 : 0.7;
    const points = Math.round(parseFloat(style.fontSize) * capitals * 7.5) / 10;
    (found[points] ??= element.outerHTML.slice(0, 120));
  }
  return found;
}"""
"""Size of letters in points -> an element that has it. Small capitals are as high as small letters."""

FOLDED = """() => [...document.querySelectorAll("#main details")].filter(fold => {
  if (!fold.checkVisibility()) return false;
  const [, ...rest] = fold.children;
  return rest.some(part => getComputedStyle(part).display !== "none" && !part.checkVisibility({contentVisibilityAuto: true}));
}).map(fold => fold.outerHTML.slice(0, 120))"""


def _axe(page: Page) -> list[object]:
    """What axe-core finds, by its rules for good practice too."""
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [(rule["id"], *node["target"], node["failureSummary"]) for rule in found["violations"] for node in rule["nodes"]]


def _on_screen(page: Page) -> dict[str, object]:
    """What is wrong with a page on a wide screen, on a phone and on the narrowest one."""
    wrong: dict[str, object] = {"tab stops": max(0, page.evaluate(STOPS) - MOST_STOPS)}
    for name, script in (("unnamed", UNNAMED), ("told by title only", TITLED), ("headings", DOUBLE), ("long lines", LINES)):
        wrong[name] = page.evaluate(script)
    for size in (WIDE, PHONE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        width = size["width"]
        wrong[f"wider than {width}"] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong[f"outside of {width}"] = page.evaluate(TOO_WIDE)
        wrong[f"small at {width}"] = page.evaluate(SMALL) if size is not NARROW else []
    return wrong


def _on_paper(page: Page) -> dict[str, object]:
    """What is wrong with a page that is printed."""
    page.set_viewport_size({"width": 700, "height": 1000})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sizes = {float(points): element for points, element in page.evaluate(PRINTED).items()}
    wrong: dict[str, object] = {"letters below 8 pt": {points: element for points, element in sizes.items() if points < 8}}
    wrong["text below 9.5 pt"] = [points for points in _texts(page) if points < 9.5]
    wrong["folded"] = page.evaluate(FOLDED)
    wrong["no date"] = "" if f"printed on {datetime.now(UTC).date()}" in page.locator(".pb-paper").inner_text() else "none"
    wrong["no address"] = "" if SITE_URL in page.locator(".pb-paper").inner_text() else "none"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    return wrong


def _texts(page: Page) -> list[float]:
    """Sizes in points of paragraphs of running text."""
    script = """all => all.filter(text => text.checkVisibility() && !text.closest("table, footer, figcaption, .pb-banner, .pb-rail"))
      .map(text => parseFloat(getComputedStyle(text).fontSize) * 0.75)"""
    return [float(size) for size in page.locator("main p:not([class])").evaluate_all(script)]


def _quiet(page: Page, noise: Noise, served: str) -> list[str]:
    """What a page should not have done."""
    violations: list[str] = page.evaluate("window.violations")
    return [*(url for url in noise.requested if not url.startswith(served)), *noise.heard, *violations]


@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.full) for part in range(1, PARTS))])
def test_page_of_each_type(browser: Browser, served: str, site: Path, part: int) -> None:
    """Some fifty pages in both schemes take long: those of the first part are looked at by every run, all of them by CI."""
    wrong = {}
    with (
        browser.new_context(viewport=WIDE, color_scheme="light") as light,  # type: ignore[arg-type]
        browser.new_context(viewport=PHONE, color_scheme="dark") as dark,  # type: ignore[arg-type]
    ):
        for name in list(page_types(site).values())[part::PARTS]:
            found = _looked_at(light, served, name) | {f"{what}, dark": each for what, each in _in_the_dark(dark, served, name).items()}
            wrong[name] = {what: each for what, each in found.items() if each}
    assert {name: found for name, found in wrong.items() if found} == {}


def _looked_at(context: BrowserContext, served: str, name: str) -> dict[str, object]:
    with visited(context, served + name) as (page, noise):
        page.evaluate("document.fonts.ready.then(() => true)")
        wrong: dict[str, object] = {"scheme": "" if scheme_of(page) == ("light", "light") else scheme_of(page)}
        wrong["heading"] = "" if page.locator("main h1").is_visible() else "none"
        wrong |= _on_screen(page) | _on_paper(page)
        wrong["noise"] = _quiet(page, noise, served)
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        page.evaluate(AXE_SCRIPT)
        wrong["axe"] = _axe(page)
    return wrong


def _in_the_dark(context: BrowserContext, served: str, name: str) -> dict[str, object]:
    """The same page on a phone and in dark colours: what depends on them."""
    with visited(context, served + name) as (page, noise):
        page.evaluate("document.fonts.ready.then(() => true)")
        wrong: dict[str, object] = {"scheme": "" if scheme_of(page) == ("dark", "dark") else scheme_of(page), "noise": _quiet(page, noise, served)}
        page.evaluate(AXE_SCRIPT)
        wrong["axe"] = _axe(page)
    return wrong


@pytest.mark.parametrize("name", ["", "patterns/P-001/", "about/"])
def test_ten_presses_of_the_tab_key_reach_the_text(browser: Browser, served: str, name: str) -> None:
    """With the keys themselves: what is counted above is what a keyboard meets, and the text comes before its contents."""
    with opened(browser, served + name, viewport=WIDE) as (page, _):
        inside = "document.getElementById('main').contains(document.activeElement)"
        for _ in range(MOST_STOPS + 1):
            page.keyboard.press("Tab")
            if page.evaluate(inside):
                return
        assert page.evaluate("document.activeElement.outerHTML") == "something in the text"
