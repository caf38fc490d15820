"""The worksheet in a real browser: every combination of answers, six derived by hand, shared, on paper, by keyboard, without script.

Needs Chromium, as the tests of all pages (test_browser.py).
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from conftest import ROOT, read_yaml
from patternbook.catalogue.catalogue import Catalogue
from patternbook.model.components import Effect
from patternbook.model.entries import Recommendation
from patternbook.profile.practice.advice import advice_for
from test_browser import DESK, PHONE, TOO_WIDE, browser, opened, served

__all__ = ["browser", "served"]

SMALL = {"width": 320, "height": 640}
CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "profile" / "worksheet_cases.yaml").read_text("utf-8"))["cases"]
TYPICAL = "?order=P-001&data=P-006&deploys=P-011"
FULLEST = "?order=P-002&data=P-004&deploys=P-011"
"""Of one answer to each question that about which most is reported."""

GATHER = """async (asked) => {
  const { gather, outline } = await import(document.querySelector("script[src*='worksheet.js']").src);
  const place = document.querySelector("[data-words]"), words = JSON.parse(place.dataset.words);
  const questions = [...place.querySelectorAll("[data-question]")].map(field => ({
    slug: field.dataset.question, signs: "signs" in field.dataset,
    options: [...field.querySelectorAll("input:not([data-open])")].map(each => each.value)}));
  const sheet = {questions, patterns: {}, findings: {}, recommendations: {}};
  for (const {slug} of questions) {
    const file = await (await fetch(`${place.dataset.files}${slug}.json`)).json();
    for (const key in file) for (const id in file[key]) sheet[key][id] = {...sheet[key][id], ...file[key][id]};
  }
  const texts = new Set(JSON.stringify([sheet, words]).match(/"(?:[^"\\\\]|\\\\.)*"/g).map(each => JSON.parse(each)));
  const strange = [];
  const found = asked.map(chosen => {
    const answer = gather(sheet, chosen);
    for (const section of outline(answer, sheet, words)) {
      if (!texts.has(section.title)) strange.push(section.title);
      const lines = section.groups.flatMap(group =>
        [group.title ?? [], ...(group.notes ?? []), ...group.items.flatMap(item => [item.line, ...item.below])]);
      for (const part of lines.flat()) if (part.href && !texts.has(part.title)) strange.push(part.title);
    }
    return {
      with: answer.reported.flatMap(each => each.effects.map(one => [each.pattern, one.finding, one.effect, one.inferred ? "inferred" : "stated"])),
      whatever: answer.alike.map(each => [each.finding, ...each.seen.map(one => one.pattern)]),
      untied: answer.untied,
      elsewhere: answer.elsewhere.map(id => [id, ...new Set(sheet.findings[id].seen.map(one => one.pattern.id))]),
      stated: answer.advice.stated.map(each => each.id),
      inferred: answer.advice.inferred.map(each => each.id),
      rising: answer.advice.stated.map(each => sheet.recommendations[each.id].rank).every((rank, index, all) => !index || all[index - 1] <= rank),
    };
  });
  return [found, [...new Set(strange)]];
}"""
"""For each choice of answers what the pure part of the script gathers, and titles in it that the data do not hold."""

Choice = Mapping[str, list[str]]


class Told(NamedTuple):
    """What a source or we say of a pattern and a finding."""

    pattern: str
    finding: str
    effect: str
    basis: str


def _told(catalogue: Catalogue) -> list[Told]:
    labels = catalogue.link_labels
    links = (link for id_ in catalogue.by_kind["pattern"] for link in catalogue.outgoing.get(id_, ()))
    return [
        Told(link.source, link.target, link.relation.effect, link.relation.basis)
        for link in links
        if isinstance(link.relation, Effect) and not (labels[link.source].retired or labels[link.target].retired)
    ]


def _expected(choice: Choice, catalogue: Catalogue, told: list[Told]) -> dict[str, Any]:
    """What the data hold for a choice, put together without the script."""
    structures = {question.slug: [each.pattern for each in question.answers] for question in catalogue.worksheet if question.answers}
    signs = [each.finding for question in catalogue.worksheet for each in question.signs]
    ticked = [id_ for id_ in signs if any(id_ in values for values in choice.values())]
    picked = {slug: [id_ for id_ in ids if id_ in choice.get(slug, ())] for slug, ids in structures.items()}
    own = {id_ for ids in picked.values() for id_ in ids}
    looked = own | {id_ for slug, ids in structures.items() if not picked[slug] for id_ in ids}
    with_ = [each for each in told if each.pattern in own and each.effect != "reported-in-all"]
    alike = [each for each in told if each.pattern in looked and each.effect == "reported-in-all"]
    tied = {each.finding for each in told}
    ways: dict[str, bool] = {}
    for each in (*(one for one in with_ if one.effect != "eases"), *alike):
        ways[each.finding] = ways.get(each.finding, False) or each.basis == "stated"
    ways |= dict.fromkeys(ticked, True)
    stated, every = set(), set()
    for finding, is_stated in ways.items():
        for advice in advice_for(finding, catalogue):
            every.add(advice.entry.id)
            stated |= {advice.entry.id} if is_stated and advice.is_stated else set()
    return {
        "with": sorted(map(list, with_)),
        "whatever": sorted([id_, *sorted(each.pattern for each in alike if each.finding == id_)] for id_ in {each.finding for each in alike}),
        "untied": sorted(set(signs) - tied),
        "elsewhere": sorted(
            [id_, *sorted({each.pattern for each in told if each.finding == id_})]
            for id_ in ticked
            if id_ in tied and id_ not in {each.finding for each in (*with_, *alike)}
        ),
        "stated": sorted(stated),
        "inferred": sorted(every - stated),
        "rising": True,
    }


def _sorted(found: dict[str, Any]) -> dict[str, Any]:
    """The same without an order that has no meaning."""
    lists = {key: sorted([each[0], *sorted(each[1:])] for each in found[key]) for key in ("whatever", "elsewhere")}
    return {**found, "with": sorted(found["with"]), "untied": sorted(found["untied"]), "rising": found["rising"], **lists} | {
        key: sorted(found[key]) for key in ("stated", "inferred")
    }


def _choices(catalogue: Catalogue) -> Iterator[Choice]:
    """Every combination of answers without a sign; and every sign, and all of them, with some."""
    per_question: list[list[tuple[str, list[str]]]] = []
    for question in catalogue.worksheet:
        ids = [each.pattern for each in question.answers]
        if ids:
            subsets = [[id_ for bit, id_ in enumerate(ids) if number >> bit & 1] for number in range(1 << len(ids))]
            fitting = [each for each in subsets if question.several or len(each) <= 1]
            per_question.append([(question.slug, each) for each in (*fitting, ["unknown"], ["none"])])
    choices: list[dict[str, list[str]]] = [{}]
    for answers in per_question:
        choices = [{**choice, slug: values} for choice in choices for slug, values in answers]
    yield from choices
    for question in catalogue.worksheet:
        ids = [each.finding for each in question.signs]
        for number, ticked in enumerate([*([id_] for id_ in ids), ids] if ids else ()):
            yield from ({**choice, question.slug: ticked} for choice in choices[number :: max(1, len(choices) // 12)])


def test_every_combination_says_what_the_data_hold_and_nothing_else(browser: Browser, served: str, catalogue: Catalogue) -> None:
    choices, told = list(_choices(catalogue)), _told(catalogue)
    assert len(choices) > 1000
    with opened(browser, f"{served}worksheet/", viewport=DESK) as (page, noise):
        found, strange = page.evaluate(GATHER, choices)
        assert strange == []
        assert noise.heard == []
    for choice, each in zip(choices, found, strict=True):
        assert _sorted(each) == _expected(choice, catalogue, told), choice


def test_six_combinations_say_what_was_derived_by_hand(browser: Browser, served: str, catalogue: Catalogue) -> None:
    assert len(CASES) == 6
    known = {"F": 17, "R": 59}  # what the fact sheets hold; the catalogue may grow

    def is_known(name: str) -> bool:
        prefix, _, number = name.partition("-")
        return int(number) <= known.get(prefix, 11)

    choices = [_choice(case["address"]) for case in CASES]
    with opened(browser, f"{served}worksheet/", viewport=DESK) as (page, _):
        found, _ = page.evaluate(GATHER, choices)
    helpful = "practised-and-reported-helpful"
    for case, each in zip(CASES, found, strict=True):
        sure = _sorted(each)
        assert [row for row in sure["with"] if is_known(row[0]) and is_known(row[1])] == sorted(case["with"]), case["name"]
        for key in ("whatever", "elsewhere"):
            rows = [[name for name in row if is_known(name)] for row in sure[key] if is_known(row[0])]
            assert rows == sorted(case[key]), (case["name"], key)
        stated = [id_ for id_ in sure["stated"] if is_known(id_)]
        by_support = {id_: entry.support for id_ in stated if isinstance(entry := catalogue.entries[id_], Recommendation)}
        assert [id_ for id_ in sure["untied"] if is_known(id_)] == case["untied"], case["name"]
        assert [id_ for id_ in stated if by_support[id_] == helpful] == case["helpful"], case["name"]
        assert [id_ for id_ in stated if by_support[id_] != helpful] == case["suggested"], case["name"]
        assert [id_ for id_ in sure["inferred"] if is_known(id_)] == case["inferred"], case["name"]


def _choice(address: str) -> Choice:
    choice: dict[str, list[str]] = {}
    for slug, value in parse_qsl(address):
        choice.setdefault(slug, []).append(value)
    return choice


def _answered(page: Page) -> None:
    page.locator(".pb-answer h3").first.wait_for()


def _checked(page: Page) -> list[str]:
    return page.evaluate("() => [...document.querySelectorAll('.pb-sheet input:checked')].map(each => each.value)")  # type: ignore[no-any-return]


def test_answers_are_gathered_shared_downloaded_and_cleared(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}worksheet/", viewport=DESK, reduced_motion="reduce") as (page, noise):
        assert not page.locator(".pb-answer").is_visible()
        assert not any(".json" in each for each in noise.requested)  # nothing is loaded before somebody answers
        page.locator("input[value=P-001]").focus()
        page.keyboard.press("Space")
        _answered(page)
        page.keyboard.press("ArrowDown")  # the next answer to the same question
        page.locator("input[value=P-004]").check()
        page.locator("input[name=data][value=unknown]").check()  # which stands alone
        assert _checked(page) == ["P-002", "unknown"]
        page.locator("input[value=P-006]").check()
        page.locator("input[value=P-008]").check()
        page.locator("input[value=F-007]").check()
        assert page.url.endswith("?order=P-002&data=P-006&data=P-008&signs=F-007")
        assert re.fullmatch(r"With such a structure: \d+\. Whatever .*", page.locator(".pb-sheet [role=status]").inner_text())
        page.locator("textarea").first.fill("Two *teams* & <one> client")
        shown, address = page.locator("[data-answer]").inner_text(), page.url
        for words in ("Product-first trajectory", "You ticked these", "What people suggest", "First step:", "ours"):
            assert words.lower() in shown.lower()
        assert not page.locator("details.pb-part li").first.is_visible()  # what is inferred is folded
        with page.expect_download() as waited:
            page.get_by_role("button", name="Download as Markdown").click()
        assert waited.value.suggested_filename == "your-team.md"
        text = Path(waited.value.path()).read_text("utf-8")
        assert text.startswith("# Your team on one page\n\n## What came first?\n\n- The product; the model comes in later (")
        assert "\nWhat we see: Two *teams* & <one> client\n" in text
        assert "/patterns/P-002/)" in text
        assert "(inferred by us)" in text
        assert "undefined" not in text
        assert "](../" not in text
        assert noise.heard == []
        page.get_by_role("button", name="Clear all answers").click()
        assert _checked(page) == []
        assert "?" not in page.url
        assert not page.locator(".pb-answer").is_visible()
    with opened(browser, address, viewport=PHONE) as (page, _):
        _answered(page)
        page.wait_for_function("text => document.querySelector('[data-answer]').innerText.length > 200", arg="")
        assert _checked(page) == ["P-002", "P-006", "P-008", "F-007"]
        assert re.sub(r"\s+", "", page.locator("[data-answer]").inner_text()) == re.sub(r"\s+", "", shown)


@pytest.mark.parametrize(
    ("query", "checked", "said"),
    [
        pytest.param("?order=P-999&colour=%3Cb%3Ered", [], "order=P-999, colour=<b>red", id="unknown"),
        pytest.param("?order=P-001&order=P-002", ["P-001"], "order=P-002", id="two where one is meant"),
        pytest.param("?data=P-004&data=none", ["none"], "", id="none fits stands alone"),
        pytest.param("?order=F-001&signs=P-001&=&a", [], "order=F-001", id="of another kind"),
        pytest.param("?" + "&".join(f"x{number}=1" for number in range(500)), [], "…", id="far too many"),
    ],
)
def test_unknown_parameters_are_said_and_break_nothing(browser: Browser, served: str, query: str, checked: list[str], said: str) -> None:
    with opened(browser, f"{served}worksheet/{query}", viewport=DESK) as (page, noise):
        assert _checked(page) == checked
        notice = page.locator("[data-notice]")
        assert notice.is_visible() == bool(said)
        assert said in notice.inner_text()
        assert page.locator("[data-notice] b").count() == 0
        assert noise.heard == []


def test_answer_that_took_the_place_of_a_retired_one_is_found(browser: Browser, served: str) -> None:
    replace = """<input type="radio" name="order" value="P-001" data-replaces="P-777 P-778">"""
    with browser.new_context() as context:
        page = context.new_page()
        whole = page.request.get(f"{served}worksheet/").text()
        assert whole.count('name="order" value="P-001"') == 1
        body = re.sub(r'<input type="?radio"? name="order" value="P-001">', replace, whole)
        page.route("**/worksheet/?*", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
        page.goto(f"{served}worksheet/?order=P-778")
        _answered(page)
        assert _checked(page) == ["P-001"]
        assert page.locator("[data-notice]").inner_text() == "P-778 is no longer in use: P-001 takes its place here."


def test_files_that_cannot_be_loaded_are_said(browser: Browser, served: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/worksheet/*.json", lambda route: route.abort())
        page.goto(f"{served}worksheet/{TYPICAL}")
        page.get_by_text("could not be loaded").last.wait_for()
        assert page.locator("[data-answer]").inner_text() == page.locator(".pb-sheet [role=status]").inner_text()
        page.unroute("**/worksheet/*.json")
        page.locator("input[value=P-002]").check()  # and tried again
        _answered(page)


def test_without_script_the_form_is_whole_and_has_no_dead_button(browser: Browser, served: str, catalogue: Catalogue) -> None:
    with opened(browser, f"{served}worksheet/{TYPICAL}", viewport=SMALL, java_script_enabled=False) as (page, noise):
        values = {each.get_attribute("value") for each in page.locator(".pb-sheet input").all()}
        assert values == {
            *(each.pattern for question in catalogue.worksheet for each in question.answers),
            *(each.finding for question in catalogue.worksheet for each in question.signs),
            *("unknown", "none"),
        }
        assert page.locator(".pb-worksheet button, .pb-worksheet [type=submit]").count() == 0
        assert page.locator(".pb-worksheet textarea:visible").count() == len(catalogue.worksheet) + 1
        assert page.locator(".pb-worksheet svg.pb-small-sketch:visible").count() == sum(len(each.answers) for each in catalogue.worksheet)
        assert page.locator(".pb-answer").is_visible() is False
        page.locator("input[value=P-002]").focus()
        page.keyboard.press("Enter")  # which submits nothing
        assert page.url.endswith(TYPICAL)
        page.locator(".pb-option-of a").first.click()
        assert "/patterns/P-" in page.url
        assert noise.heard == []


@pytest.mark.parametrize(
    ("size", "options"),
    [
        pytest.param(SMALL, {"color_scheme": "light"}, id="small-light"),
        pytest.param({"width": 768, "height": 1024}, {"color_scheme": "dark"}, id="tablet-dark"),
        pytest.param(DESK, {"color_scheme": "light"}, id="desk-light"),
        pytest.param(SMALL, {"color_scheme": "dark"}, id="small-dark"),
        pytest.param(DESK, {"forced_colors": "active"}, id="forced-colours"),
    ],
)
def test_axe_finds_nothing_and_nothing_is_too_wide(browser: Browser, served: str, size: Any, options: Any) -> None:
    with opened(browser, f"{served}worksheet/{TYPICAL}&signs=F-007", viewport=size, **options) as (page, noise):
        _answered(page)
        page.locator("details.pb-part summary").click()
        assert page.evaluate(TOO_WIDE) == []
        page.evaluate(AXE_SCRIPT)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("tags => axe.run({runOnly: tags}).then(found => found.violations.map(each => [each.id, each.nodes[0].html]))", tags)
        assert found == []
        assert noise.heard == []
        assert page.evaluate("() => window.violations") == []
        smallest = (
            "() => Math.min(...[...document.querySelectorAll('.pb-small-sketch text')].map(each => parseFloat(getComputedStyle(each).fontSize)))"
        )
        assert page.evaluate(smallest) >= 11


CUT = """() => [...document.querySelectorAll(".pb-part:not(details) :is(li, h4)")]
  .filter(each => !each.checkVisibility() || each.scrollWidth > each.clientWidth + 1).length"""
"""Lines of the answer that are not shown whole."""


def _pages(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_prints_on_one_page_and_goes_on_where_more_is_ticked(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}worksheet/", viewport=DESK) as (page, _):
        assert _pages(page) == 1  # the form to fill in
        page.emulate_media(media="print")
        assert page.locator(".pb-option:visible").count() == page.locator(".pb-option").count()
        page.emulate_media(media="null")
        for query in (TYPICAL, FULLEST, "?order=P-003&data=P-008&deploys=P-009"):
            page.goto(f"{served}worksheet/{query}")
            _answered(page)
            assert _pages(page) == 1, query
        page.emulate_media(media="print")
        assert page.locator(".pb-option:visible").count() == 3  # what was chosen
        assert page.locator("[data-address]").inner_text() == page.url
        page.emulate_media(media="null")
        for box in page.locator(".pb-sheet input[type=checkbox]:not([data-open])").all():
            box.check()
        assert _pages(page) > 1
        page.emulate_media(media="print")
        assert page.evaluate(CUT) == 0


@pytest.mark.full
def test_one_answer_to_each_question_prints_on_one_page(browser: Browser, served: str, catalogue: Catalogue) -> None:
    """Whichever it is: a good forty prints, which take a minute."""
    answers = [[f"{question.slug}={each.pattern}" for each in question.answers] for question in catalogue.worksheet if question.answers]
    with opened(browser, f"{served}worksheet/", viewport=DESK) as (page, _):
        longer = []
        for chosen in product(*answers):
            query = "&".join(chosen)
            page.goto(f"{served}worksheet/?{query}")
            _answered(page)
            longer += [query] if _pages(page) > 1 else []
    assert longer == []


def test_script_is_small_and_only_its_page_loads_it(browser: Browser, served: str) -> None:
    script = ROOT / "hooks" / "patternbook" / "theme" / "assets" / "worksheet.js"
    assert len(gzip.compress(script.read_bytes(), 9, mtime=0)) < 5000
    with opened(browser, served, viewport=DESK) as (page, noise):
        assert not any("worksheet" in each for each in noise.requested)
        page.locator(".pb-worksheet-link a").click()
        page.wait_for_url("**/worksheet/")
        assert any(each.endswith("worksheet.js") for each in noise.requested)
