"""The catalogue narrowed down in a real browser: by keyboard, by address, with the back button, without script, and where there is much."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from conftest import ROOT, SITE_URL, TOY, WHERE
from patternbook.check.read import read_data
from patternbook.documents.resolve import build_context
from patternbook.pages.render import page_renderer, template_environment, template_sources
from patternbook.pages.site import NoMemo, make_site
from patternbook.profile.pages import SYNTHESIS_PAGES
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import RepositoryLinks
from test_browser import DESK, PHONE, Noise, visited
from test_browser import browser as browser  # a fixture

ASSETS = ROOT / "hooks" / "patternbook" / "theme" / "assets"
HOST = "http://catalogue.test/"
SHELL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="../assets/patternbook.css">{head}</head>
<body style="color: var(--pb-ink); background: var(--pb-paper)"><main class="md-content"><div class="md-typeset">{body}</div></main>
<script src="../assets/patternbook.js"></script></body></html>"""
"""A page with the styles of the site, and nothing of the theme around it."""
COUNT = ".pb-browse-count"
LINKS = ".pb-browse-results .pb-id"

Files = Mapping[str, str]


@cache
def site_of(data: Path) -> Files:
    """What a build publishes for the page of the catalogue."""
    context = build_context(read_data(data, ROOT, SITE_URL).catalogue(), WHERE, SYNTHESIS)
    renderer = page_renderer(WHERE, RepositoryLinks("", ""), template_environment(template_sources()))
    made = make_site(context, renderer, NoMemo(context), SYNTHESIS_PAGES)
    page = next(page for page in made.pages if page.page == "catalogue")
    files = {f"/{asset.file}": str(asset.content) for asset in made.assets if asset.file.startswith("catalogue/")}
    return {**files, "/catalogue/": SHELL.format(title=page.title, head=page.metadata, body=page.html)}


@contextmanager
def somebody(browser: Browser, files: Files, **options: Any) -> Iterator[BrowserContext]:
    """A reader of these files."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST.rstrip("/")).partition("?")[0].partition("#")[0]
        if path in files:
            route.fulfill(body=files[path], content_type="text/html" if path.endswith("/") else "application/json")
        elif path.startswith("/assets/"):
            kind = "text/javascript" if path.endswith(".js") else mimetypes.guess_type(path)[0]
            route.fulfill(path=ASSETS / path.removeprefix("/assets/"), content_type=kind)
        else:
            route.fulfill(body=SHELL.format(title=path, head="", body=path), content_type="text/html")

    with browser.new_context(**{"viewport": DESK, **options}) as context:
        context.route(f"{HOST}**", answer)
        context.set_default_timeout(5000)
        yield context


def rows_of(files: Files) -> int:
    """How many entries there are to narrow down."""
    return int(json.loads(files["/catalogue/facets.json"])["rows"])


def box(page: Page, facet: str, value: str) -> Locator:
    """A value of a facet that is open."""
    return page.locator(f".pb-browse-facet input[name='{facet}'][value='{value}']")


@contextmanager
def opened(browser: Browser, files: Files, query: str = "", **options: Any) -> Iterator[tuple[Page, Noise]]:
    with somebody(browser, files, **options) as context, visited(context, f"{HOST}catalogue/{query}") as (page, noise):
        yield page, noise


def ids(page: Page) -> list[str]:
    return page.locator(LINKS).all_inner_texts()


def test_by_keyboard_with_the_choice_in_the_address_and_back_again(browser: Browser) -> None:
    files = site_of(TOY)
    every = f"{rows_of(files)} entries"
    with opened(browser, files) as (page, noise):
        expect(page.locator(COUNT)).to_have_text(every)
        assert page.locator(COUNT).evaluate("each => each.tagName") == "OUTPUT"  # which is announced
        page.get_by_label("Words in titles and statements").focus()
        page.keyboard.type("barrel")
        expect(page.locator(COUNT)).to_contain_text(f" of {rows_of(files)} entries")
        expect(page).to_have_url(f"{HOST}catalogue/?words=barrel")
        page.keyboard.press("Tab")  # the first facet
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "kind"
        findings = box(page, "kind", "finding")
        findings.focus()
        page.keyboard.press("Space")
        expect(page).to_have_url(f"{HOST}catalogue/?words=barrel&kind=finding")
        found = ids(page)
        assert found
        assert all(each.startswith("F-") for each in found)
        expect(page.locator("label:has(input[value=finding]) .pb-browse-number")).to_have_text(str(len(found)))
        page.get_by_role("button", name="Table").press("Enter")
        expect(page).to_have_url(f"{HOST}catalogue/?words=barrel&kind=finding&view=table")
        assert page.locator(".pb-browse-results tbody tr").count() == len(found)
        page.go_back()
        expect(page.locator(".pb-browse-cards")).to_be_visible()
        page.go_back()
        expect(findings).not_to_be_checked()
        expect(page).to_have_url(f"{HOST}catalogue/?words=barrel")
        page.go_back()
        expect(page.locator(COUNT)).to_have_text(f"{rows_of(files)} entries")
        page.get_by_label("Sort").select_option("title")
        titles = page.locator(".pb-browse-results .pb-title").all_inner_texts()
        assert titles == sorted(titles, key=str.casefold)
        assert noise.heard + page.evaluate("window.violations") == []


def test_address_is_shared_and_what_it_asks_in_vain_is_said(browser: Browser) -> None:
    files = site_of(TOY)
    with opened(browser, files, "?theme=winter&theme=nowhere&foo=%3Cb%3E&kind=finding&sort=up") as (page, noise):
        expect(page.locator(COUNT)).to_contain_text(f" of {rows_of(files)} entries")
        expect(page.locator(".pb-browse-said")).to_have_text("Left aside, as nothing here is called so: foo=<b>, sort=up, theme=nowhere.")
        assert all(each.startswith("F-") for each in ids(page))
        assert page.locator("input[name=theme]:checked").count() == 1
        page.get_by_role("button", name="Leave out Kind").click()
        expect(page.locator(".pb-browse-chosen button")).to_have_count(1)
        assert noise.heard == []
    with opened(browser, files, "?words=barrel&kind=study&theme=summer") as (page, _):
        expect(page.locator(COUNT)).to_have_text(f"0 of {rows_of(files)} entries")
        help_ = page.locator(".pb-browse-none")
        expect(help_).to_contain_text("Nothing here fits all of this.")
        help_.get_by_role("button", name="Without Kind").click()
        expect(page.locator(".pb-browse-results .pb-id").first).to_be_visible()
        expect(page).to_have_url(f"{HOST}catalogue/?words=barrel&theme=summer")
    with opened(browser, files, "?pattern=P-999") as (page, _):  # a retired entry, or one that never was
        expect(page.locator(".pb-browse-said")).to_contain_text("pattern=P-999")
        expect(page.locator(COUNT)).to_have_text(f"{rows_of(files)} entries")


def test_narrow_in_forced_colours_and_without_script(browser: Browser) -> None:
    files = site_of(TOY)
    with opened(browser, files, "?theme=summer", viewport={"width": 320, "height": 640}, forced_colors="active") as (page, noise):
        expect(page.locator(".pb-browse-cards")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_text("Narrow down", exact=True).click()
        page.locator(".pb-browse-facet > summary").nth(1).click()
        page.locator(".pb-browse-facet").nth(1).get_by_role("checkbox").first.check()
        expect(page.locator(".pb-browse-chosen button").first).to_be_visible()
        page.get_by_role("button", name="Table").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert noise.heard == []
    with opened(browser, files, java_script_enabled=False) as (page, noise):
        assert not page.locator(".pb-browse-form").is_visible()
        assert not page.locator(".pb-browse-bar").is_visible()
        assert page.locator(".pb-browse-results h2").count() >= 6
        assert len(ids(page)) >= 24
        assert noise.heard == []


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone", "desk"])
def test_axe_finds_nothing_with_every_facet_open(browser: Browser, size: dict[str, int], scheme: str) -> None:
    with opened(browser, site_of(TOY), "?theme=summer&view=table", viewport=size, color_scheme=scheme) as (page, _):
        expect(page.locator(".pb-browse-results table")).to_be_visible()
        page.evaluate("document.querySelectorAll('.pb-browse details').forEach(each => { each.open = true; })")
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate("axe.run('.pb-browse', {resultTypes: ['violations']})")
        assert [(rule["id"], *node["target"]) for rule in found["violations"] for node in rule["nodes"]] == []


def many(files: Files, number: int) -> Files:
    """The same catalogue with so many findings in files of 250, made of one of its rows."""
    first = json.loads(files["/catalogue/facets.json"])
    part = json.loads(files["/catalogue/findings-1.json"])
    row = part["rows"][0]
    made = [[f"F-{index:05d}", f"{row[1]} {'zebra' if index % 2 == 0 else 'lion'} {index}", *row[2:]] for index in range(number)]
    chunks = {f"findings-{start // 250 + 1}.json": made[start : start + 250] for start in range(0, number, 250)}
    others = [file for file in first["files"] if file[1] != "finding"]
    first["files"] = [*others, *([name, "finding", len(rows)] for name, rows in chunks.items())]
    first["kinds"]["finding"][2] = number
    first["rows"] = sum(file[2] for file in first["files"])
    extra = {f"/catalogue/{name}": json.dumps({**part, "rows": rows}) for name, rows in chunks.items()}
    return {**files, **extra, "/catalogue/facets.json": json.dumps(first)}


WATCHED = """() => {
  window.changed = 0;
  new MutationObserver(records => { for (const each of records) window.changed += each.addedNodes.length + each.removedNodes.length + 1; })
    .observe(document.querySelector(".pb-browse"), { childList: true, subtree: true, characterData: true, attributes: true });
}"""


def test_a_keystroke_changes_as_much_of_the_page_at_2000_entries_as_at_200(browser: Browser) -> None:
    """What takes time is the page: of 2,000 rows as of 200, the same few are shown and the same few counts change."""
    changes = []
    for number in (200, 2000):
        with opened(browser, many(site_of(TOY), number)) as (page, noise):
            page.get_by_label("Words in titles and statements").fill("zebra")
            expect(page.locator(COUNT)).to_contain_text(f"{number // 2:,} of")
            assert len(ids(page)) == 30
            page.evaluate(WATCHED)
            page.get_by_label("Words in titles and statements").press("Backspace")
            page.get_by_label("Words in titles and statements").press("a")
            expect(page).to_have_url(f"{HOST}catalogue/?words=zebra")
            changes.append(page.evaluate("window.changed"))
            page.get_by_role("button", name="Show 30 more").click()
            assert len(ids(page)) == 60
            assert page.evaluate("document.activeElement.textContent.includes('F-00060')")
            assert noise.heard == []
    assert changes[0] * 0.8 <= changes[1] <= changes[0] * 1.2
    assert changes[1] < 1000


def test_first_load_asks_for_the_rows_that_it_shows_and_no_more(browser: Browser) -> None:
    with opened(browser, many(site_of(TOY), 10_000)) as (page, noise):
        expect(page.locator(COUNT)).to_contain_text("entries")
        asked = [address for address in noise.requested if "findings-" in address]
        assert len(asked) <= 1
        box(page, "kind", "study").check()
        expect(page.locator(COUNT)).to_contain_text(" of 10,0")
        assert len([address for address in noise.requested if "findings-" in address]) == len(asked)  # of studies only
        summaries = page.locator(".pb-browse-facet > summary:visible").all_inner_texts()
        assert "Support" not in [each.strip() for each in summaries]  # which no study has
        assert "How far read" in [each.strip() for each in summaries]


def test_catalogue_without_patterns_and_one_that_cannot_be_loaded(browser: Browser) -> None:
    starter = site_of(ROOT / "hooks" / "patternbook" / "commands" / "starter")
    with opened(browser, starter) as (page, noise):
        expect(page.locator(COUNT)).to_have_text(f"{rows_of(starter)} entries")
        assert page.locator(".pb-browse-facet [name=pattern]").count() == 0
        assert noise.heard == []
    lost = {path: content for path, content in site_of(TOY).items() if not path.endswith(".json")}
    with opened(browser, lost) as (page, _):
        expect(page.locator(".pb-browse.pb-off")).to_be_attached()
        assert not page.locator(".pb-browse-form").is_visible()
        assert len(ids(page)) >= 24  # the list stays
