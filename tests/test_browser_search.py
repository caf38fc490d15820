"""The search box in a real browser, over an index of 2,000 entries: by id, title word and kind, by keyboard, on a phone, from a folder.

One page with the box stands for all: the theme's part, the styles, the script, and the policy that every page has.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from shutil import copy
from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser, Locator, Page, Route, expect

from patternbook.catalogue.tokenize import tokenize
from patternbook.documents.model import Document
from patternbook.pages.frame import csp
from patternbook.search import Card, Meanings, Record, entry_record, make_card, make_search_files, page_record
from patternbook.urls import SiteUrls
from test_browser import DESK, PHONE, POLICY, VIEW_IDS, VIEWS, Handler, Noise, opened
from test_browser import browser as browser  # the fixture
from test_search import WORDS

ROOT = Path(__file__).parent.parent
HOSTILE = "<img src=x onerror=alert(1)> & </script> \"quoted\" 'umbrella'"

PAGE = """<!doctype html>
<html lang="en"{scheme}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Search</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="assets/patternbook.css"></head>
<body>
<header class="md-header"><nav aria-label="Header">{box}</nav></header>
<main><h1>A page</h1><p><label>Name <input id="name"></label> <a href="#end" id="end">The end</a></p></main>
<script src="assets/patternbook.js"></script></body></html>
"""


def box(*, directories: bool) -> str:
    """The theme's partials/search.html as the theme would fill it in, for the site's root."""
    environment = Environment(loader=FileSystemLoader(ROOT / "hooks" / "patternbook" / "theme" / "partials"), autoescape=False)
    environment.filters["url"] = lambda address: address
    environment.globals["_"] = str
    return environment.get_template("search.html").render(config=SimpleNamespace(use_directory_urls=directories))


def entry(kind: str, prefix: str, number: int, like: Record, title: str) -> Card:
    label = kind.capitalize()
    return make_card(Record(kind, label, f"{label}s", f"{prefix}-{number:03d}", title, like.line, like.names, like.telling, like.rest))


def cards(texts: Sequence[Record]) -> list[Card]:
    """2,000 entries with the shipped texts; every title has a word that tells it from its like, every tenth the word `lantern`."""
    chance = random.Random(11)
    found = []
    for kind, prefix, count in (("pattern", "P", 500), ("finding", "F", 1200), ("recommendation", "R", 300)):
        for number in range(1, count + 1):
            like = texts[chance.randrange(len(texts))]
            title = f"{like.title}, {'lantern' if number % 10 == 0 else 'candle'} {prefix.lower()}x{number}"
            found.append(entry(kind, prefix, number, like, title))
    found.append(entry("finding", "F", 1201, texts[0], HOSTILE))
    found.append(entry("pattern", "P", 501, texts[0], "Lantern"))
    found.append(entry("pattern", "P", 502, texts[0], "C++ in organizations with vocabularies of 倫理"))
    found.append(make_card(Record("pattern", "Pattern", "Patterns", "P-503", "Q&A after the handover", "", "", "", "", retired=False)))
    found.append(make_card(Record("pattern", "Pattern", "Patterns", "P-504", "A tulip that is gone", "", "", "", "", retired=True)))
    found.append(make_card(Record("reference", "Reference", "References", "kim2020", "Harbour tulips in the far north", "", "", "", "")))
    found.append(make_card(Record("pattern", "Pattern", "Patterns", "P-505", "Tulips of a harbour", "", "", "", "")))
    found.append(make_card(Record("pattern", "Pattern", "Patterns", "P-506", "Zinc pails", "", "", "", "")))
    found.append(make_card(Record("pattern", "Pattern", "Patterns", "P-507", "What pours", "", "", "", "Out of zinc pails.")))
    found += [make_card(page_record(page, page.title(), "", "", "")) for page in ("catalogue", "glossary")]
    return [*found, make_card(page_record("about us", "About lighthouses", "What this is.", "", ""))]


MEANINGS = Meanings("en", [("lighthouse", "beacon"), ("lantern", "petroleum lamp"), ("hand-off", "handover"), ("CI/CD", "communication")])


def assemble(folder: Path, found: Sequence[Card], *, directories: bool = True, meanings: Meanings = MEANINGS) -> None:
    """A site of one page per scheme, and the pages that results lead to."""
    where = SiteUrls(directories=directories, indexes=frozenset())
    for file in make_search_files(found, where, meanings):
        path = folder / file.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(file.content), "utf-8")
    for name in ("patternbook.css", "patternbook.js", "search.js", "quick.js", "quick.css"):  # the last two where one taps
        copy(ROOT / "hooks" / "patternbook" / "theme" / "assets" / name, folder / "assets" / name)
    (folder / "assets" / "fonts").mkdir()
    for font in (ROOT / "hooks" / "patternbook" / "theme" / "assets" / "fonts").glob("*.woff2"):
        copy(font, folder / "assets" / "fonts" / font.name)
    for scheme in ("light", "dark", "no-script"):
        html = PAGE.format(scheme="" if scheme == "no-script" else f' data-scheme="{scheme}"', box=box(directories=directories))
        (folder / f"{scheme}.html").write_text(csp.add_policy(html, POLICY), "utf-8")
    for page in ("findings/F-012", "patterns/P-501", "about us"):
        path = folder / where.url(page) / "index.html" if directories else folder / where.url(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<!doctype html><meta charset=utf-8><title>{page}</title><link rel=icon href='data:,'>", "utf-8")


@pytest.fixture(scope="module")
def texts(shipped_documents: dict[str, Document]) -> list[Record]:
    return [entry_record(document) for document in shipped_documents.values() if document.kind in ("finding", "pattern", "recommendation")]


@pytest.fixture(scope="module")
def folder(texts: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("search") / "base"
    assemble(made, cards(texts))
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the folder is served, below a sub-path, with the policy as a header too."""
    handler = type("SearchHandler", (Handler,), {"root": folder})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/base/"
        server.shutdown()


def complaints(noise: Noise) -> list[str]:
    """Without what was still on its way when a result was opened."""
    return [each for each in noise.heard if "ERR_ABORTED" not in each]


@contextmanager
def visit(browser: Browser, address: str, view: tuple[dict[str, int], str] = (DESK, "light"), **options: Any) -> Iterator[tuple[Page, Noise]]:
    """The page with the box; afterwards: nothing was complained about, nothing came from elsewhere."""
    size, scheme = view
    with opened(browser, f"{address}{scheme}.html", viewport=size, **options) as (page, noise):
        page.set_default_timeout(10_000)
        yield page, noise
        assert complaints(noise) == []
        assert all(url.startswith((address, "data:")) for url in noise.requested)
        if options.get("java_script_enabled", True):
            assert page.evaluate("window.violations ?? []") == []


def field(page: Page) -> Locator:
    return page.get_by_role("combobox")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def status(page: Page) -> Locator:
    """Where the search says how much it found."""
    return page.locator("#pb-search-form").get_by_role("status")


def look_for(page: Page, text: str, outcome: str) -> None:
    """Type as a reader would, and wait until what was found is told."""
    field(page).fill("")
    page.keyboard.type(text)
    expect(status(page)).to_have_text(outcome)


# ---- the same words, numbers and pages on both sides ----

IDS = """async text => {
  const { manifest, pages } = await patternbookSearch.find(text);
  return (await patternbookSearch.rows(manifest, pages)).map(row => row.id);
}"""


@pytest.fixture(scope="module")
def script(browser: Browser, address: str) -> Iterator[Page]:
    """A page to ask the script's functions."""
    with visit(browser, address) as (page, _):
        yield asked(page)


def asked(page: Page) -> Page:
    """The page with the script that finds, which comes when the box gets the focus."""
    field(page).focus()
    page.wait_for_function("() => Boolean(window.patternbookSearch)")
    return page


def test_the_script_knows_the_same_words(script: Page) -> None:
    assert script.evaluate("texts => texts.map(patternbookSearch.words)", list(WORDS)) == list(WORDS.values())


def test_the_script_folds_every_letter_alike(script: Page) -> None:
    """Every character that this Python knows, between two others; of the long lists of Han and Hangul one in sixty."""
    known = [chr(code) for code in range(sys.maxunicode + 1) if code < 0x3400 or code >= 0xD7A4 or code % 61 == 0]
    asked = [f"xy{character}yx" for character in known if unicodedata.category(character) not in ("Cn", "Cs", "Co")]
    given = json.loads(script.evaluate("texts => JSON.stringify(JSON.parse(texts).map(patternbookSearch.words))", json.dumps(asked)))
    assert [text for text, found in zip(asked, given, strict=True) if tokenize(text) != found] == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("team models", [("team", False), ("models", True)]),
        ("F-012", [("f-012", True)]),
        ("cites F-0", [("cites", False), ("f-0", True)]),
        ("F-", [("f-", True)]),
        ("a", []),
        ("  ", []),
        ("C++", [("c++", True)]),
    ],
)
def test_query(script: Page, text: str, asks: list[tuple[str, bool]]) -> None:
    assert script.evaluate("text => patternbookSearch.query(text).map(word => [word.text, word.open])", text) == [list(ask) for ask in asks]


def family(script: Page, word: str) -> list[str]:
    """The other words that the script takes for forms of one."""
    found: list[str] = script.evaluate("async word => patternbookSearch.family(await patternbookSearch.load('language'), word)", word)
    return found


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("vocabularies", "vocabulary"),
        ("vocabulary", "vocabularies"),
        ("teams", "team"),
        ("processes", "process"),
        ("process", "processes"),
        ("organisation", "organization"),
        ("recognize", "recognise"),
        ("organisations", "organization"),
        ("analyze", "analyse"),
        ("modeling", "modelling"),
        ("modelling", "modeling"),
        ("labeled", "labelled"),
        ("labellers", "labeler"),
        ("behavior", "behaviour"),
        ("behaviours", "behavior"),
        ("neighboring", "neighbouring"),
        ("artifact", "artefacts"),
        ("judgment", "judgement"),
        ("practiced", "practised"),
        ("license", "licence"),
        ("skepticism", "scepticism"),
        ("fulfilment", "fulfillment"),
        ("catalogs", "catalogue"),
    ],
)
def test_other_spellings(script: Page, word: str, other: str) -> None:
    assert other in family(script, word)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("responsible", "responsibility"),
        ("responsibilities", "responsible"),
        ("siloed", "silo"),
        ("silos", "siloing"),
        ("model", "modelling"),
        ("modelled", "model"),
        ("deploying", "deployment"),
        ("evaluate", "evaluation"),
        ("documented", "documentation"),
        ("explainability", "explainable"),
        ("accurate", "accuracy"),
        ("planned", "plan"),
        ("decide", "decision"),
        ("scientists", "science"),
    ],
)
def test_words_of_one_family(script: Page, word: str, other: str) -> None:
    assert other in family(script, word)
    assert word in family(script, other)


@pytest.mark.parametrize(("word", "other"), [("responsible", "response"), ("organ", "organization"), ("general", "generation"), ("mode", "model")])
def test_words_of_two_families(script: Page, word: str, other: str) -> None:
    assert other not in family(script, word)


@pytest.mark.parametrize("word", ["f-012", "c++", "is", "倫理", "2022", "q&a"])
def test_what_has_no_family(script: Page, word: str) -> None:
    assert family(script, word) == []


def test_another_language_has_other_endings(browser: Browser, tmp_path: Path) -> None:
    """Only the data of the language differs."""
    titles = ("Verantwortlichkeiten der Modelle", "Schulungen für alle", "Modelling responsibilities")
    found = [make_card(Record("finding", "Befund", "Befunde", f"F-{number:03d}", title, "", "", "", "")) for number, title in enumerate(titles, 1)]
    assemble(tmp_path, found, directories=False, meanings=Meanings("de"))
    with opened(browser, f"{tmp_path.as_uri()}/light.html", viewport=DESK) as (page, _):
        assert asked(page).evaluate(IDS, "wer ist verantwortlich")[:1] == ["F-001"]
        assert page.evaluate(IDS, "schulen") == ["F-002"]
        assert page.evaluate(IDS, "responsible") == []


LETTERS = st.text("abcdé", min_size=1, max_size=7)


@given(LETTERS, LETTERS)
def test_one_letter_amiss(script: Page, one: str, other: str) -> None:
    """By the definition of the distance of Damerau and Levenshtein with neighbours swapped once."""
    assert script.evaluate("([one, other]) => patternbookSearch.slipped(one, other)", [one, other]) == (other in edits(one))


def edits(word: str) -> set[str]:
    """Every word one slip away, in these letters."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    dropped = {left + right[1:] for left, right in cuts if right}
    added = {left + letter + right for left, right in cuts for letter in "abcdé"}
    replaced = {left + letter + right[1:] for left, right in cuts if right for letter in "abcdé"}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    return (dropped | added | replaced | swapped) - {word}


@pytest.mark.parametrize("query", ["communication", "requirements lantern", "f-012", "wor", "data sci", "lantern px10", "organizations"])
def test_pages_that_hold_every_word_come_before_others(script: Page, texts: list[Record], query: str) -> None:
    *whole, last = tokenize(query)
    expected = set()
    near = {word: {word, *family(script, word)} for word in (*whole, last)}
    for each in cards(texts):
        known = {word for part in each.words for word in part.split()}
        if all(near[word] & known for word in whole) and (near[last] & known or any(word.startswith(last) for word in known)):
            expected.add(each.id)
    found = script.evaluate(IDS, query)
    assert expected
    assert set(found[: len(expected)]) == expected
    assert len(found) == len(set(found))


# ---- what a reader does ----


@pytest.mark.parametrize("view", VIEWS, ids=VIEW_IDS)
def test_by_id_title_word_and_kind(browser: Browser, address: str, view: tuple[dict[str, int], str]) -> None:
    with visit(browser, address, view) as (page, _):
        page.keyboard.press("/")
        expect(field(page)).to_be_focused()
        look_for(page, "F-012", "1 result")
        expect(options(page)).to_contain_text("Finding F-012")
        look_for(page, "lantern", "201 results")
        expect(options(page).first).to_contain_text("Lantern")
        expect(options(page).first).to_contain_text("P-501")
        expect(options(page)).to_have_count(11)  # ten, and the one that shows more
        field(page).fill("recommendations lantern")
        expect(options(page).first).to_contain_text("Recommendation R-010")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("typed", ["f12", "F 12", "f-12", "f012", "F-012"])
def test_an_id_as_people_write_it(browser: Browser, address: str, typed: str) -> None:
    with visit(browser, address) as (page, _):
        field(page).fill(typed)
        expect(options(page).first).to_contain_text("F-012")


def test_best_matches_come_first(browser: Browser, address: str) -> None:
    with visit(browser, address) as (page, _):
        look_for(page, "lantern fx", "120 results")
        expect(options(page).first).to_contain_text("F-010")
        field(page).fill("c++ vocabulary")
        expect(options(page).first).to_contain_text("P-502")
        field(page).fill("倫理")
        expect(options(page)).to_have_count(1)
        field(page).fill("umbrella")
        expect(options(page)).to_have_count(1)
        expect(options(page).locator(".pb-search-title")).to_have_text(HOSTILE)
        expect(options(page).locator("mark")).to_have_text("'umbrella'")
        assert page.locator("img").count() == 0


def test_keyboard_only(browser: Browser, address: str) -> None:
    with visit(browser, address) as (page, _):
        page.keyboard.press("/")
        box_, first = field(page), options(page).first
        expect(box_).to_have_attribute("aria-expanded", "false")
        look_for(page, "lantern", "201 results")
        expect(box_).to_have_attribute("aria-expanded", "true")
        expect(box_).not_to_have_attribute("aria-activedescendant", "pb-search-0")
        page.keyboard.press("ArrowDown")
        expect(first).to_have_attribute("aria-selected", "true")
        expect(box_).to_have_attribute("aria-activedescendant", "pb-search-0")
        expect(box_).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(first).to_have_attribute("aria-selected", "false")
        page.keyboard.press("ArrowUp")  # from the box up to the last one, which shows more
        expect(options(page).last).to_have_text("Show 10 more of 191")
        page.keyboard.press("Enter")
        expect(options(page)).to_have_count(21)
        expect(box_).to_have_attribute("aria-activedescendant", "pb-search-10")
        page.keyboard.press("Escape")
        expect(options(page)).to_have_count(0)
        expect(box_).to_have_attribute("aria-expanded", "false")
        expect(box_).to_have_value("lantern")
        page.keyboard.press("ArrowDown")
        expect(options(page)).to_have_count(11)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        expect(box_).to_have_value("")


def test_enter_opens_the_first_even_before_it_is_shown(browser: Browser, address: str) -> None:
    with visit(browser, address) as (page, _):
        page.keyboard.press("/")
        page.keyboard.type("F-012")
        page.keyboard.press("Enter")
        page.wait_for_url("**/findings/F-012/")


def test_enter_opens_the_chosen(browser: Browser, address: str) -> None:
    with visit(browser, address) as (page, _):
        page.keyboard.press("/")
        look_for(page, "lighthouse", "1 result")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/about%20us/")


def test_one_kind(browser: Browser, address: str) -> None:
    """Buttons show one kind only, with their counts; Tab reaches them, and leaving them closes the list."""
    with visit(browser, address) as (page, _):
        page.keyboard.press("/")
        look_for(page, "lantern", "201 results")
        kinds = page.get_by_role("group", name="Show one kind").get_by_role("button")
        expect(kinds).to_have_text(["All 201", "Patterns 51", "Findings 120", "Recommendations 30"])
        for _ in range(3):
            page.keyboard.press("Tab")
        expect(kinds.nth(2)).to_be_focused()
        page.keyboard.press("Enter")
        expect(status(page)).to_have_text("120 results")
        expect(kinds.nth(2)).to_have_attribute("aria-pressed", "true")
        expect(kinds.nth(2)).to_be_focused()
        expect(options(page).first).to_contain_text("Finding F-010")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.locator("#name")).to_be_focused()
        expect(options(page)).to_have_count(0)


def test_a_click_elsewhere_closes(browser: Browser, address: str) -> None:
    with visit(browser, address) as (page, _):
        page.keyboard.press("/")
        look_for(page, "lantern", "201 results")
        page.locator("h1").click(position={"x": 5, "y": 5})
        expect(options(page)).to_have_count(0)


def test_a_slash_is_a_letter_where_one_types(browser: Browser, address: str) -> None:
    with visit(browser, address) as (page, _):
        page.locator("#name").click()
        page.keyboard.type("a/b")
        expect(page.locator("#name")).to_have_value("a/b")


def test_on_a_phone_a_button_opens_the_box_over_the_page(browser: Browser, address: str) -> None:
    with visit(browser, address, (PHONE, "light"), has_touch=True) as (page, _):
        button = page.get_by_role("button", name="Search")
        expect(field(page)).to_have_count(0)
        button.tap()
        expect(button).to_have_attribute("aria-expanded", "true")
        expect(field(page)).to_be_focused()
        look_for(page, "lantern", "201 results")
        page.get_by_role("button", name="Close").tap()
        expect(field(page)).to_have_count(0)
        expect(button).to_be_focused()
        button.tap()
        look_for(page, "F-012", "1 result")
        options(page).first.tap()
        page.wait_for_url("**/findings/F-012/")


@pytest.mark.parametrize(
    ("text", "message"),
    [("a", "Type a word, a title or an id such as F-012."), ("qqq", "Nothing found. Other words may help; or look through:")],
)
def test_what_is_said_where_there_is_nothing(browser: Browser, address: str, text: str, message: str) -> None:
    with visit(browser, address) as (page, _):
        field(page).fill(text)
        expect(page.locator(".pb-search-note")).to_have_text(message)
        expect(status(page)).to_have_text(message)
        expect(field(page)).to_have_attribute("aria-expanded", "false")
        links = page.locator(".pb-search-offers").get_by_role("link")
        expect(links).to_have_text(["Catalogue", "Glossary"] if text == "qqq" else [])
        assert [link.get_attribute("href") for link in links.all()] == ([f"{address}catalogue/", f"{address}glossary/"] if text == "qqq" else [])


def test_some_words_where_no_page_holds_all(browser: Browser, address: str) -> None:
    with visit(browser, address) as (page, _):
        field(page).fill("lighthouse kangaroo lagoon")
        expect(status(page)).to_have_text("1 result, none with every word")
        expect(page.locator(".pb-search-hint")).to_have_text("No page holds every word; these hold some of them.")
        expect(options(page).first.locator(".pb-search-lacks")).to_have_text("Without: kangaroo, lagoon")
        field(page).fill("where is the lighthouse")  # words that say little are missed by nobody
        expect(status(page)).to_have_text("1 result")
        expect(page.locator(".pb-search-hint")).to_be_hidden()
        expect(page.locator(".pb-search-lacks")).to_have_count(0)


@pytest.mark.parametrize("typed", ["lghthouse", "liighthouse", "lightkouse", "lihgthouse", "lighthoues", "kighthouse", "ligthhouses"])
def test_a_letter_amiss(browser: Browser, address: str, typed: str) -> None:
    with visit(browser, address) as (page, noise):
        field(page).fill("lighthouse")
        expect(options(page)).to_have_count(1)
        assert not [url for url in noise.requested if url.endswith("/names.js")], "only for a word that is found nowhere"
        field(page).fill(f"about {typed}")
        expect(page.locator(".pb-search-hint")).to_contain_text("Did you mean: about lighthouse")
        expect(options(page).first).to_contain_text("About lighthouses")
        page.get_by_role("button", name="about lighthouse").click()
        expect(field(page)).to_be_focused()
        expect(field(page)).to_have_value(re.compile("^about lighthouses?$"))
        expect(page.locator(".pb-search-hint")).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("beacon", "about us"),  # a synonym
        ("beacons", "about us"),  # a form of it
        ("petroleum lamps", "P-501"),
        ("handoff", "P-503"),  # written as one word
        ("hand off", "P-503"),
        ("hand over", "P-503"),
        ("q&a", "P-503"),
        ("Q & A", "P-503"),
        ("c++", "P-502"),
        ("倫", "P-502"),
        ("理", "P-502"),
        ("lightshouse", "about us"),
        ("zinc pails", "P-506"),  # titles before texts
        ("harbour tulip", "P-505"),  # entries before works
        ("p-504", "P-504"),
    ],
)
def test_what_comes_first(script: Page, typed: str, first: str) -> None:
    assert script.evaluate(IDS, typed)[0] == first.replace(" ", "%20") + ("/" if " " in first else "")


def test_what_is_retired_is_out(script: Page) -> None:
    assert "P-504" not in script.evaluate(IDS, "tulip")


HOSTILE_QUERIES = [
    "x" * 5_000,
    "ab " * 2_000,
    "model " * 900,
    "(a+)+$",
    "[",
    "\\",
    ".*",
    "</script><b>",
    "%00",
    "{{7*7}}",
    "e\u0301" * 3_000,
    "\ud800",
    "__proto__",
    "constructor",
]


@pytest.mark.parametrize("typed", HOSTILE_QUERIES, ids=lambda text: text[:9])
def test_a_hostile_query_does_no_harm(browser: Browser, address: str, typed: str) -> None:
    """It is answered within two seconds, of which the script takes a part, and the box still works."""
    with visit(browser, address) as (page, _):
        page.evaluate(
            "text => { const box = document.querySelector('.pb-search-query'); box.value = text; box.dispatchEvent(new Event('input')); }", typed
        )
        expect(status(page)).not_to_have_text("", timeout=5_000)
        took = page.evaluate(
            "async text => { const began = performance.now(); await patternbookSearch.find(text); return performance.now() - began; }", typed
        )
        assert took < 2_000
        field(page).fill("lighthouse")
        expect(status(page)).to_have_text("1 result")


def test_a_query_in_the_address(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}light.html?q=lighthouses", viewport=DESK) as (page, noise):
        expect(options(page)).to_have_count(1)
        assert complaints(noise) == []


def test_only_the_last_query_counts(browser: Browser, address: str) -> None:
    """The titles of the first come after those of the second."""
    with visit(browser, address) as (page, _):
        held: list[Route] = []
        page.route("**/titles-pattern-*.js", lambda route: held.append(route))
        with page.expect_request("**/titles-pattern-*.js"):
            field(page).fill("lantern")
        field(page).fill("lighthouse")
        expect(options(page)).to_have_count(1)
        for route in held:
            route.continue_()
        page.wait_for_timeout(300)
        expect(options(page)).to_have_count(1)
        expect(status(page)).to_have_text("1 result")


def test_a_lost_index_is_said_and_asked_for_again(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}light.html", viewport=DESK) as (page, _):
        page.route("**/assets/search/*", lambda route: route.abort())
        field(page).fill("lantern")
        expect(status(page)).to_have_text("The search could not be loaded. The catalogue page lists every entry.")
        expect(page.locator(".pb-search-offers").get_by_role("link", name="Catalogue")).to_be_visible()
        page.unroute("**/assets/search/*")
        field(page).fill("lighthouse")
        expect(options(page)).to_have_count(1)


def test_without_script_there_is_a_link_to_the_catalogue(browser: Browser, address: str) -> None:
    with visit(browser, address, (DESK, "no-script"), java_script_enabled=False) as (page, _):
        expect(page.get_by_role("link", name="Catalogue")).to_be_visible()
        expect(page.locator(".pb-search-query")).to_be_hidden()
        expect(page.locator(".pb-search-open")).to_be_hidden()


@pytest.mark.parametrize("view", VIEWS, ids=VIEW_IDS)
def test_axe(browser: Browser, address: str, view: tuple[dict[str, int], str]) -> None:
    with visit(browser, address, view, bypass_csp=True) as (page, _):
        page.keyboard.press("/")
        look_for(page, "lantern", "201 results")
        page.keyboard.press("ArrowDown")
        page.evaluate(Path(AXE_SCRIPT).read_text("utf-8") if Path(str(AXE_SCRIPT)[:200]).is_file() else str(AXE_SCRIPT))
        found = page.evaluate("axe.run('.pb-search').then(result => result.violations.map(each => [each.id, each.nodes.map(node => node.html)]))")
        assert found == []


def test_from_a_folder_without_a_server(browser: Browser, texts: list[Record], tmp_path: Path) -> None:
    assemble(tmp_path, [card for card in cards(texts) if card.id in ("P-501", "P-502")], directories=False)
    with opened(browser, f"{tmp_path.as_uri()}/light.html", viewport=DESK) as (page, noise):
        field(page).fill("lantern")
        page.keyboard.press("Enter")
        page.wait_for_url("**/patterns/P-501.html")
        assert complaints(noise) == []


# ---- what it costs ----


def test_a_page_asks_for_nothing_of_the_search_until_somebody_searches(browser: Browser, address: str) -> None:
    with visit(browser, address) as (page, noise):
        page.wait_for_timeout(200)
        assert not [url for url in noise.requested if "/assets/search" in url]


@pytest.mark.parametrize(("how", "size"), [("key", DESK), ("click", DESK), ("tap", PHONE)])
def test_what_is_typed_before_the_script_is_there_is_not_lost(browser: Browser, address: str, how: str, size: dict[str, int]) -> None:
    """Letters, and Enter after them; the script is asked for once."""
    with visit(browser, address, (size, "light"), has_touch=True) as (page, noise):
        held: list[Route] = []
        page.route("**/assets/search.js", lambda route: held.append(route))
        with page.expect_request("**/assets/search.js"):
            if how == "key":
                page.keyboard.press("/")
            elif how == "click":
                field(page).click()
            else:
                page.get_by_role("button", name="Search").tap()
        expect(field(page)).to_be_focused()
        page.keyboard.type("F-012")
        page.keyboard.press("Enter")
        expect(field(page)).to_have_value("F-012")
        for route in held:
            route.continue_()
        page.wait_for_url("**/findings/F-012/")
        assert len([url for url in noise.requested if url.endswith("/assets/search.js")]) == 1


def test_where_the_script_is_lost_the_link_comes_back_and_the_next_letter_asks_again(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}light.html", viewport=PHONE) as (page, _):
        page.route("**/assets/search.js", lambda route: route.abort())
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("link", name="Catalogue")).to_be_visible()
        page.unroute("**/assets/search.js")
        page.get_by_role("button", name="Search").click()
        field(page).fill("lighthouse")
        expect(options(page)).to_have_count(1)


@pytest.mark.parametrize("query", ["communication", "requirements", "F-1012", "model team", "who is responsible for deployment", "comunication"])
def test_a_first_search_typed_slowly_is_small(browser: Browser, address: str, folder: Path, query: str) -> None:
    """Letter by letter, each waited for: everything loaded on the way, compressed, the script included."""
    with visit(browser, address) as (page, noise):
        field(page).click()
        page.keyboard.type(query, delay=170)
        expect(options(page).first).to_be_visible()
        page.wait_for_timeout(300)
        files = {url.removeprefix(address) for url in noise.requested if "/assets/search" in url}
        assert len(files) == len([url for url in noise.requested if "/assets/search" in url]), "nothing twice"
        assert sum(len(gzip.compress((folder / file).read_bytes(), 6)) for file in files) <= 200_000
