"""Pages in a real browser: quiet, readable, with the keyboard, without script, on paper. What holds for every page: test_page_types.py.

Needs Chromium (Debian: `apt-get install chromium`). Without one these tests skip, but not in CI, where they fail.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from conftest import SITE_URL
from patternbook.pages.frame import csp
from patternbook.pages.sections import _LONG

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
VIEWS = [(PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "dark")]
VIEW_IDS = ["phone-light", "phone-dark", "desk-light", "desk-dark"]


POLICY = csp.theme_policy(Path(csp.__file__).parents[2] / "theme")
"""What every page states itself."""


class Handler(SimpleHTTPRequestHandler):
    """Files of the site below /base/, with the policy as a header too: what only a header can say, and twice the check."""

    protocol_version = "HTTP/1.1"
    root: Path

    def translate_path(self, path: str) -> str:
        inside = path.partition("?")[0].startswith("/base/")
        return super().translate_path(path.removeprefix("/base")) if inside else str(self.root / "not-there")

    def end_headers(self) -> None:
        file = Path(self.translate_path(self.path))
        page = file / "index.html" if file.is_dir() else file
        if page.suffix == ".html" and page.is_file():
            self.send_header("Content-Security-Policy", f"{POLICY}; frame-ancestors 'none'")
        super().end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


def named(page: str) -> str:
    """A page's name in a test's id."""
    return page.strip("/") or "home"


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """Address of the built site on this machine, below the sub-path it was built for."""
    handler = type("SiteHandler", (Handler,), {"root": site})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/base/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    if CHROMIUM is None:
        reason = "there is no Chromium: install chromium, or have chromium, chromium-browser or google-chrome on the path"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Noise:
    """Everything that a page should not do."""  # without slots: playwright marks the objects whose methods it calls

    heard: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"console {message.type}: {message.text}")

    def failed(self, request: Request) -> None:
        self.heard.append(f"failed: {request.url} {request.failure}")

    def answered(self, response: Response) -> None:
        if response.status >= 400:
            self.heard.append(f"{response.status}: {response.url}")


WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event => window.violations.push(event.violatedDirective + " " + event.blockedURI));
"""


@contextmanager
def visited(context: BrowserContext, address: str) -> Iterator[tuple[Page, Noise]]:
    """A new page, loaded, its noise recorded from the start."""
    page, noise = context.new_page(), Noise()
    page.on("console", noise.console)
    page.on("pageerror", lambda error: noise.heard.append(f"script: {error}"))
    page.on("requestfailed", noise.failed)
    page.on("response", noise.answered)
    page.on("request", lambda request: noise.requested.append(request.url))
    page.add_init_script(WATCH)
    page.goto(address, wait_until="load")
    yield page, noise
    page.close()


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[tuple[Page, Noise]]:
    """The same in a context of its own."""
    with browser.new_context(**options) as context, visited(context, address) as found:
        yield found


TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = element => element && element !== document.body &&
    (["auto", "scroll", "hidden"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  return [...document.querySelectorAll(".md-content *, .md-header *, .md-footer *")]
    .filter(element => element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement) && !element.closest(".pb-search"))
    .map(element => element.outerHTML.slice(0, 120));
}"""

ORPHANS = """() => [...document.querySelectorAll(".pb-link .pb-id")].flatMap(id => {
  const after = id.parentElement.nextSibling;
  if (after?.nodeType !== Node.TEXT_NODE || !/^[).,;:]/.test(after.data)) return [];
  const range = document.createRange();
  range.setStart(after, 0);
  range.setEnd(after, 1);
  return [[id.textContent, range.getBoundingClientRect().top > id.getBoundingClientRect().bottom]];
})"""
"""Links with a bracket or a stop behind them: their id, and whether that begins a line of its own."""

CONTRASTS = """(selectors) => {
  const channels = text => text.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = element => {
    for (; element; element = element.parentElement) {
      const found = channels(getComputedStyle(element).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  const found = {};
  for (const selector of selectors)
    for (const element of document.querySelectorAll(selector)) {
      if (!element.checkVisibility()) continue;
      const [one, other] = [luminance(channels(getComputedStyle(element).color)), luminance(ground(element))].sort((a, b) => a - b);
      found[selector] = Math.min(found[selector] ?? 21, (other + 0.05) / (one + 0.05));
    }
  return found;
}"""

TEXTS = ["h1", "h2", "article p", "article li", "article a", "article td", "article th", ".pb-note", ".pb-tag", ".pb-none", ".pb-hint",
         ".pb-kicker", "pre code", ".md-path a", ".pb-neighbours a", ".md-copyright", ".pb-menu a", ".pb-contents a", ".pb-search-query"]  # fmt: skip


def scheme_of(page: Page) -> tuple[str, str]:
    """What the ground and what the browser's own controls are: light or dark."""
    ground, controls = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).colorScheme]")
    return "dark" if sum(map(float, re.findall(r"[\d.]+", ground)[:3])) < 240 else "light", controls


def test_no_line_begins_with_a_bracket(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}findings/F-012/", viewport=PHONE) as (page, _):
        page.evaluate("document.fonts.ready.then(() => true)")
        for width in range(340, 440, 2):
            page.set_viewport_size({"width": width, "height": 844})
            found = page.evaluate(ORPHANS)
            assert len(found) >= 2
            assert [id_ for id_, orphan in found if orphan] == [], width


@pytest.mark.parametrize("name", ["format/", "checks/", "patterns/P-010/", "findings/F-012/"], ids=named)
def test_rows_of_wide_tables_are_cards_on_a_phone(browser: Browser, served: str, name: str) -> None:
    with opened(browser, served + name, viewport=PHONE) as (page, _):
        tables = page.locator(".pb-cards")
        assert tables.count() >= 1
        assert tables.evaluate_all("found => found.flatMap(table => [...table.querySelectorAll('td')]).every(cell => cell.dataset.label)")
        assert tables.evaluate_all(BESIDE) == []


BESIDE = """tables => tables.flatMap(table => [...table.querySelectorAll("tbody :is(td, th)")]
  .filter(cell => cell.checkVisibility() && cell.getBoundingClientRect().width < table.parentElement.clientWidth - 1)
  .map(cell => cell.textContent))"""
"""Cells that have less than the whole width."""


def test_two_fonts_are_loaded(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}findings/F-012/") as (page, noise):
        page.evaluate("document.fonts.ready.then(() => true)")
        fonts = [url for url in noise.requested if url.endswith(".woff2")]
        assert len(fonts) == 2
        assert all(url.startswith(f"{served}assets/fonts/") for url in fonts)
        assert noise.heard == []


def test_the_policy_is_enforced(browser: Browser, served: str) -> None:
    """That the page is quiet means something: a script or a style that it did not bring is refused."""
    with opened(browser, served) as (page, _):
        page.evaluate("""() => {
          document.body.append(Object.assign(document.createElement("script"), {textContent: "window.foreign = true"}));
          document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>styled</p><img src='https://elsewhere.test/x.png'>");
        }""")
        page.wait_for_function("window.violations.length >= 3")
        assert page.evaluate("window.foreign") is None
        refused = {violation.partition(" ")[0] for violation in page.evaluate("window.violations")}
        assert refused >= {"script-src-elem", "style-src-attr", "img-src"}


def test_no_page_may_frame_ours(browser: Browser, served: str) -> None:
    with opened(browser, served) as (page, _), page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.evaluate("document.body.append(Object.assign(document.createElement('iframe'), {src: './findings/F-012/'}))")


# ---- keyboard ----


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.className"))


def test_tab_reaches_the_skip_link_first_and_then_search(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}findings/F-012/", viewport=DESK) as (page, _):
        page.keyboard.press("Tab")
        assert "md-skip" in focused(page)
        assert page.locator(".md-skip").is_visible()
        reached = []
        for _ in range(8):
            page.keyboard.press("Tab")
            reached.append(focused(page))
        assert any("pb-search-query" in each for each in reached)


def test_skip_link_leads_to_the_content(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}findings/F-012/", viewport=DESK) as (page, _):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("location.hash !== ''")
        assert page.evaluate("document.activeElement === document.getElementById('main')")
        assert page.locator("article h1").is_visible()  # nothing of the entry is skipped


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_menu_of_a_phone_opens_by_keyboard(browser: Browser, served: str, script: bool) -> None:
    with opened(browser, f"{served}findings/F-012/", viewport=PHONE, java_script_enabled=script) as (page, _):
        link = page.locator(".pb-menu a", has_text="Collaboration points")
        assert not link.is_visible()
        for _ in range(2):
            page.keyboard.press("Tab")
        assert focused(page) == "pb-button pb-menu-open"
        page.keyboard.press("Space")
        link.wait_for()
        if script:
            page.keyboard.press("Escape")
            link.wait_for(state="hidden")
            page.keyboard.press("Space")
        link.click()
        page.wait_for_url(f"{served}collaboration-points/")


def test_tabs_are_few_and_the_menu_has_all_pages(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}references/", viewport=DESK) as (page, _):
        seen = [link.inner_text() for link in page.locator(".pb-menu a").all() if link.is_visible()]
        assert seen == ["Patterns", "Findings", "Recommendations", "Products", "Evidence"]  # the first parts, and the open one
        assert page.locator(".pb-siblings a").all_inner_texts()[:2] == ["Studies", "References"]
        assert page.locator(".pb-siblings [aria-current=page]").inner_text() == "References"
        page.get_by_text("All pages").click()
        page.get_by_role("link", name="Areas", exact=True).click()
        page.wait_for_url(f"{served}areas/")
        assert not page.locator(".pb-menu").get_by_role("link", name="Themes").is_visible()
        page.go_back()
        assert not page.locator(".pb-menu").get_by_role("link", name="Themes").is_visible()  # the page, not the menu that led away


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_contents_fold_on_a_phone_and_stand_open_on_a_desk(browser: Browser, served: str, script: bool) -> None:
    with opened(browser, f"{served}findings/F-012/", viewport=PHONE, java_script_enabled=script) as (page, _):
        link = page.locator(".pb-contents a[href='#evidence']")
        assert not link.is_visible()
        page.locator(".pb-contents summary").click()
        link.click()
        page.wait_for_function("scrollY > 500")
        assert page.locator("#evidence").evaluate(IN_VIEW)
        if script:
            link.wait_for(state="hidden")
            bar, heading = page.locator(".pb-contents").bounding_box(), page.locator("#evidence").bounding_box()
            assert bar is not None
            assert heading is not None
            assert bar["y"] > 0  # it stays in sight,
            assert heading["y"] >= bar["y"] + bar["height"]  # and covers nothing
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        link.wait_for()


def test_contents_say_where_one_reads(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}findings/F-012/#evidence", viewport=DESK) as (page, _):
        current = page.locator(".pb-contents [aria-current]")
        current.wait_for()
        assert current.get_attribute("href") == "#evidence"


def test_colours_are_chosen_and_kept(browser: Browser, served: str) -> None:
    with browser.new_context(color_scheme="dark") as context, visited(context, served) as (page, _):
        button, seen = page.locator(".pb-scheme"), []
        for _ in range(3):
            seen.append((button.get_attribute("aria-label"), *scheme_of(page)))
            button.click()
        assert seen == [
            ("Use light colours", "dark", "dark"),  # as the system, and what pressing does
            ("Use dark colours", "light", "light"),
            ("Use the system's colours", "dark", "dark"),
        ]
        button.click()
        with visited(context, f"{served}findings/F-012/") as (other, noise):
            assert scheme_of(other) == ("light", "light")
            assert noise.heard == []


def test_slash_opens_search(browser: Browser, served: str) -> None:
    with opened(browser, served, viewport=DESK) as (page, _):
        page.keyboard.press("/")
        page.wait_for_function("document.activeElement.classList.contains('pb-search-query')")


IN_VIEW = "(element) => { const {top} = element.getBoundingClientRect(); return top >= 0 && top < innerHeight; }"


def test_c_jumps_to_the_cite_box(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}findings/F-012/", viewport=DESK) as (page, _):
        cite = page.locator("#cite")
        assert not cite.evaluate(IN_VIEW)
        page.keyboard.press("c")
        page.wait_for_function("document.getElementById('cite').contains(document.activeElement)")
        assert cite.evaluate(IN_VIEW)


def test_c_is_a_letter_where_one_types(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}findings/F-012/", viewport=DESK) as (page, _):
        page.locator(".pb-search-query").click()
        page.keyboard.type("c")
        assert page.locator(".pb-search-query").input_value() == "c"
        assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("name", ["findings/F-012/", "references/kim2018datascientists/"])
def test_copy_button_copies(browser: Browser, served: str, name: str) -> None:
    with opened(browser, served + name, permissions=["clipboard-read", "clipboard-write"]) as (page, noise):
        page.locator(".pb-forms > label", has_text="BibTeX").click()
        box = page.locator(".pb-forms > div:visible .pb-copy").last
        box.get_by_role("button").click()
        page.wait_for_function("[...document.querySelectorAll('.pb-copy-button')].some(button => button.textContent !== 'Copy')")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("@")
        assert copied == box.locator("code").text_content()
        assert noise.heard == []


# ---- search ----


@pytest.mark.parametrize("wanted", ["F-012", "vocabularies"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_search_finds_the_entry(browser: Browser, served: str, wanted: str, size: dict[str, int]) -> None:
    with opened(browser, served, viewport=size) as (page, noise):
        page.keyboard.press("/")
        page.keyboard.type(wanted)
        hit = page.locator("#pb-search-results [role=option]", has_text="F-012").first
        hit.wait_for()
        assert "Differing vocabularies" in (hit.text_content() or "")
        assert [url for url in noise.requested if not url.startswith(served)] == []
        assert noise.heard + page.evaluate("window.violations") == []


# ---- without script, on paper ----


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["", "findings/F-012/", "patterns/P-010/"], ids=named)
def test_without_script(browser: Browser, served: str, name: str, scheme: str) -> None:
    with opened(browser, served + name, java_script_enabled=False, color_scheme=scheme, viewport=DESK) as (page, noise):
        assert page.locator("h1").is_visible()
        assert scheme_of(page) == (scheme, scheme)
        assert {selector: ratio for selector, ratio in page.evaluate(CONTRASTS, TEXTS).items() if ratio < 4.5} == {}
        assert page.locator("article p").first.is_visible()
        assert page.locator("article a[href*='F-0']").first.is_visible()
        if name:
            assert page.locator(".pb-cite code").first.is_visible()
            assert page.locator("[class*=copy-button]").count() == 0
        assert noise.heard == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_labels_unfold_without_script(browser: Browser, served: str, size: dict[str, int]) -> None:
    with opened(browser, f"{served}findings/F-012/", java_script_enabled=False, viewport=size) as (page, _):
        fold = page.locator(".pb-evidence details").first
        labels = fold.locator(".pb-labels")
        assert not labels.is_visible()
        fold.locator("summary", has_text="17 participants in 13 organizations").click()
        assert labels.is_visible()
        assert labels.inner_text().startswith("P1a, P1b")


def test_long_lists_unfold_without_script(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}studies/S-001/", java_script_enabled=False, viewport=DESK) as (page, _):
        fold = page.locator("#rests ~ details", has_text="Recommendations")
        entries = fold.locator("a[href*='R-0']")
        assert entries.count() > _LONG
        assert not entries.first.is_visible()
        fold.locator("summary").click()
        assert entries.first.is_visible()
        assert entries.last.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["findings/F-012/", "patterns/P-010/"])
def test_print(browser: Browser, served: str, name: str, scheme: str) -> None:
    """The entry without navigation, dark on white whatever the screen is: grounds are not printed."""
    with opened(browser, served + name, color_scheme=scheme, viewport=DESK) as (page, _):
        page.emulate_media(media="print")
        for selector in (
            ".md-header",
            ".pb-menu",
            ".pb-contents",
            ".md-skip",
            ".md-copyright",
            ".pb-neighbours",
            ".md-path",
            ".pb-workbench",
            ".pb-copy-button",
            ".pb-siblings",
        ):
            assert [each for each in page.locator(selector).all() if each.is_visible()] == [], selector
        for selector in ("h1", ".pb-statement", ".pb-evidence"):
            assert page.locator(selector).first.is_visible(), selector
        [citation] = [code.inner_text() for code in page.locator(".pb-cite code").all() if code.is_visible()]
        assert citation.startswith("Patternbook contributors. (2026). ")
        assert citation.endswith(f"{SITE_URL}{name}")
        assert page.evaluate(PRINTED_LIGHT, ["h1", "article p", "article a", ".pb-note", "article td", "pre code"]) == []


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("recommendations/R-005/", 1),
        ("indicators/I-016/", 1),
        ("products/M-015/", 1),
        ("findings/F-012/", 2),
        ("findings/F-003/", 3),  # many works to follow, which are printed too
        ("findings/F-043/", 2),
        ("patterns/P-001/", 3),  # with what may help
        ("collaboration-points/CP-003/", 2),
        ("studies/S-001/", 4),  # with its appraisal, question by question, and 23 discrepancies
    ],
)
def test_an_entry_is_printed_on_one_sheet(browser: Browser, served: str, name: str, most: int) -> None:
    """A sheet has two sides."""
    with opened(browser, served + name, viewport=DESK) as (page, _):
        pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
        assert 1 <= len(pages) <= most


def test_what_is_folded_is_printed(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}findings/F-003/", java_script_enabled=False, viewport=DESK) as (page, _):
        rows = page.locator("#evidence ~ details tbody tr")
        seen = "rows => rows.filter(row => row.checkVisibility({contentVisibilityAuto: true}) && row.getBoundingClientRect().height > 0).length"
        assert rows.evaluate_all(seen) == 0
        page.emulate_media(media="print")
        rows.last.wait_for()  # the other medium's styles may take a moment
        assert rows.evaluate_all(seen) == rows.count() > 1
        labels = page.locator(".pb-labels")
        assert labels.evaluate_all(seen) == labels.count() > 0


PRINTED_LIGHT = """(selectors) => selectors.flatMap(selector => [...document.querySelectorAll(selector)]
  .filter(element => element.checkVisibility())
  .map(element => [selector, getComputedStyle(element).color])
  .filter(([, color]) => Math.min(...color.match(/[\\d.]+/g).slice(0, 3).map(Number)) > 110).slice(0, 1))"""
