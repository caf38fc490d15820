"""What a first view costs, on the heaviest page of each kind: bytes, requests, what moves, what keeps the browser busy; and the fonts.

The kinds are those that the built site has (`weights.kinds_of_pages`), so that new ones join.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from test_browser import DESK, PHONE, opened
from test_browser import browser as browser  # the fixture
from test_browser import served as served
from weights import kinds_of_pages, served_with_gzip, view

THEME = Path(__file__).parent.parent / "hooks" / "patternbook" / "theme" / "assets"
MOST_BYTES = 110_000
MOST_REQUESTS = 14
"""Most pages ask for six or seven files; the catalogue narrowed down for its data, too."""
MOST_FONTS = 45_000
LONG_TASK = 50
"""Milliseconds; https://www.w3.org/TR/longtasks/ ."""
ON_DEMAND = {"search.js": "never", "quick.js": "never", "filter.js": "pb-filtered", "maps.js": "data-lights|data-narrows"}
"""Scripts that only some pages load, and what is in the HTML of these."""


@pytest.fixture(scope="module")
def packed(site: Path) -> Iterator[str]:
    """Address of the built site, packed, with scripts and fonts that come late."""
    with served_with_gzip(site) as address:
        yield address


FEW = ("home", "findings/ entry", "references/ entry", "index with filters", "catalogue", "matrix", "map-page")
"""Kinds whose pages differ most; all of them would take a minute."""


@pytest.mark.parametrize(
    ("size", "every"),
    [
        pytest.param(PHONE, False, id="phone-few"),
        pytest.param(PHONE, True, id="phone", marks=pytest.mark.full),
        pytest.param(DESK, True, id="desk", marks=pytest.mark.full),
    ],
)
def test_first_view(browser: Browser, packed: str, site: Path, size: dict[str, int], *, every: bool) -> None:
    """Few bytes and requests, only scripts that the page uses, and nothing moves."""
    pages = kinds_of_pages(site)
    assert set(FEW) <= pages.keys()
    wrong = []
    for kind, page in pages.items() if every else [(kind, pages[kind]) for kind in FEW]:
        found = view(browser, packed, site, page, size)
        html = (site / page / "index.html").read_text("utf-8")
        loaded = {name for name in ON_DEMAND if f"assets/{name}" in found.sizes}
        idle = loaded - {name for name, uses in ON_DEMAND.items() if re.search(uses, html)}
        if found.total > MOST_BYTES or len(found.sizes) > MOST_REQUESTS or found.shift or idle:
            wrong.append((kind, found.total, len(found.sizes), found.shift, idle))
    assert wrong == [], "kind of page, bytes, requests, shift, scripts without use"


def longest_run(browser: Browser, address: str) -> float:
    """Milliseconds of processor time that a script's longest run takes while a page is loaded, from a trace; other programs hardly lengthen it."""
    with browser.new_context(viewport=DESK) as context:  # type: ignore[arg-type]
        page = context.new_page()
        browser.start_tracing(page=page, categories=["devtools.timeline"])
        page.goto(address, wait_until="load")
        page.wait_for_timeout(100)
        events = json.loads(browser.stop_tracing())["traceEvents"]
    return max((each.get("tdur", 0) / 1000 for each in events if each["name"] in ("EvaluateScript", "FunctionCall")), default=0)


@pytest.mark.full
def test_no_script_keeps_the_browser_busy(browser: Browser, site: Path) -> None:
    """On the heaviest page of each kind. A processor that is shared may be slow for a moment; a script that is slow is so each time."""
    with served_with_gzip(site, late=0) as address:
        for kind, name in kinds_of_pages(site).items():
            took = longest_run(browser, address + name)
            if took > LONG_TASK:
                took = min(took, longest_run(browser, address + name))
            assert took <= LONG_TASK, kind


# ---- fonts ----


def test_fonts_of_every_page_are_small() -> None:
    assert sum(path.stat().st_size for path in (THEME / "fonts").glob("*-latin.woff2")) <= MOST_FONTS


def covered() -> set[int]:
    """The characters that the styles say are in the fonts."""
    ranges = {each for block in re.findall(r"unicode-range:([^;]+);", (THEME / "patternbook.css").read_text("utf-8")) for each in block.split(",")}
    bounds = [each.strip().removeprefix("U+").partition("-") for each in ranges]
    return {code for first, _, last in bounds for code in range(int(first, 16), int(last or first, 16) + 1)}


class Text(HTMLParser):
    """The characters that a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.characters: set[str] = set()
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.characters |= set(data)


def test_every_latin_letter_of_the_pages_is_in_a_font(site: Path) -> None:
    """What is not falls back to the system's font knowingly: marks that are drawn (arrows, circles), other scripts, what is not seen."""
    found = Text()
    for path in site.rglob("*.html"):
        found.feed(path.read_text("utf-8"))
    fonts = covered()
    lost = {each for each in found.characters if ord(each) not in fonts}
    assert {
        each for each in lost if unicodedata.category(each)[0] not in "SCZ" and unicodedata.name(each, "").startswith(("LATIN", "DIGIT"))
    } == set()
    assert {each for each in lost if unicodedata.category(each)[0] == "P"} == set()


@pytest.mark.parametrize(("own", "fallback"), [("Patternbook Sans", "Sans fallback"), ("Patternbook Serif", "Serif fallback")])
@pytest.mark.parametrize("weight", [400, 600])
def test_fallback_is_as_wide(browser: Browser, served: str, own: str, fallback: str, weight: int) -> None:
    """So that a page whose fonts come too late is set alike. Here they may be late without being given up, as a busy machine's are."""
    with browser.new_context() as context:
        page = context.new_page()
        styles = (THEME / "patternbook.css").read_text("utf-8")
        page.route("**/patternbook.css", lambda route: route.fulfill(body=styles.replace("font-display: optional", "font-display: block")))
        page.goto(served)
        widths = page.evaluate(
            """async ([names, weight]) => {
              const text = "Who is responsible for the model after it was handed over, and who notices when the data changes?";
              const context = document.createElement("canvas").getContext("2d");
              const widths = [];
              for (const name of names) {
                const font = `${weight} 20px "${name}"`;
                if (!(await document.fonts.load(font)).length) return null;
                context.font = font;
                widths.push(context.measureText(text).width);
              }
              return widths;
            }""",
            [[own, fallback], weight],
        )
        if widths is None:
            pytest.skip("this machine has neither Arial and Times nor Liberation's fonts")
        assert widths[1] == pytest.approx(widths[0], rel=0.03)


def test_letters_beyond_latin_1_come_from_a_second_file(browser: Browser, served: str) -> None:
    with opened(browser, served) as (page, noise):
        page.evaluate("document.fonts.ready.then(() => true)")
        assert not [url for url in noise.requested if "latin-ext" in url]
        with page.expect_request("**/*-latin-ext.woff2"):
            page.locator("main p:visible").first.evaluate("paragraph => paragraph.append('Šimečková')")
