"""No text is slow to read: every function that reads texts takes time in proportion to their length.

Each is given 40 kB of one fragment over and over, where a regular expression or a loop that looks ahead or back would take
time in proportion to the square: minutes for one pull request of a few hundred. The time is compared with that for an eighth
of the text, as the two kinds of growth are then so far apart (8 and 64) that other work on the machine cannot make one look
like the other.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.latex.codec import decode_latex, escape_latex, unescape_verbatim
from patternbook.bibliography.write import formats
from patternbook.bibliography.write.citation import citation_label
from patternbook.catalogue.tokenize import tokenize
from patternbook.check.optional.writing import CATALOGUE_WRITING_RULES, ITEM_WRITING_RULES
from patternbook.check.read import read_data
from patternbook.check.texts import Paragraph, claimed_numbers, paragraphs, sentences
from patternbook.documents.counts import singular
from patternbook.incremental.item_spans import split_items
from patternbook.markup import (
    Markdown,
    citations_at,
    code_languages,
    entry_links_at,
    escape_markdown,
    find_malformed,
    images_at,
    keys_in,
    malformed_images,
    parse_citation,
    raw_html,
    unsafe_links,
)
from patternbook.pages.frame.minify import minify_html
from patternbook.pages.markdown import fast
from patternbook.pages.markdown.marks import TextScope, formulas_as_text
from patternbook.pages.markdown.renderer import make_markdown_renderer
from patternbook.pages.page import Page
from patternbook.search.records import guide_record, make_card, page_records
from patternbook.source.csv_cells import CsvError, guard_formula, read_csv
from patternbook.source.files import guess_names
from patternbook.source.parse import parse_yaml
from patternbook.source.positions import parse_with_positions
from patternbook.urls import SiteUrls
from test_wrong import WRONG

LENGTH = 40_000
"""Characters of the longer text."""
PART = 8
"""The longer text has so many times the characters of the shorter one."""
TOLERANCE = 24
"""The longer text takes at most so many times the time of the shorter one: PART times if the time is linear, and its square
if it is quadratic."""
NOISE = 0.1
"""Seconds of processor time below which nothing is compared: a text that is read so fast is not slow."""
TRIES = 3
"""The least of so many times counts, as other work on the machine only adds to it."""

FRAGMENTS = (
    *(
        "<!--",
        "<",
        "<a>",
        "<https://",
        "[",
        "[[",
        "[@a;",
        "[a](",
        "[[F-999]]",
        "[@example2026]",
        "`",
        "`a``",
        "```\n",
        "\\",
        "*a_",
        "**a",
        "&#",
        "<math",
        '<math alttext="',
    ),
    *("# a\n", "- a\n", "> ", "|", " ", " \n", "\r", "a.", "1,", "-", "{", '"', "(", "@a{", "@a{b,\n", "$", " and ", "a: "),
    *("$a$", "$a ", "$$\n", "$$a\n", "$a\\$", "![a", "~~~\n", '![a](images/b.png "c'),
)
SCOPE = TextScope(here="", addresses=SiteUrls(directories=True, indexes=frozenset()), targets={}, references={})
RENDERER = make_markdown_renderer()

Read = Callable[[str], object]


def _all(function: Callable[[Markdown], Iterator[Any]]) -> Read:
    return lambda text: list(function(Markdown.of(text)))


def _paragraphs(text: str) -> None:
    for each in paragraphs(text):
        _ask(each)


def _ask(paragraph: Paragraph) -> tuple[object, ...]:
    return paragraph.is_heading, paragraph.is_ours, paragraph.is_cited, paragraph.start


def _csv(text: str) -> None:
    with suppress(CsvError):
        read_csv(text)


def _works(field: str, text: str) -> None:
    for work in parse_bibliography(f"@article{{k,\n  {field} = {{{text}}},\n  note = {{N}}\n}}\n").references:
        for write in (formats.to_bibtex, formats.to_ris, formats.to_csl_json, citation_label):
            write(work)


def _page_record(text: str) -> None:
    for record in page_records([Page(page="a", title=text[:80], description=text, html=text)]):
        make_card(record)


READERS: dict[str, Read] = {
    "code in a text": Markdown.of,
    "links": _all(entry_links_at),
    "citations": _all(citations_at),
    "malformed marks": _all(find_malformed),
    "raw HTML": _all(raw_html),
    "unsafe links": _all(unsafe_links),
    "pictures": _all(images_at),
    "malformed pictures": _all(malformed_images),
    "languages of code": _all(code_languages),
    "formulas as text": formulas_as_text,
    "a citation": parse_citation,
    "keys": keys_in,
    "escaping": escape_markdown,
    "paragraphs": _paragraphs,
    "a paragraph": lambda text: _ask(Paragraph(text, 0)),
    "sentences": lambda text: list(sentences(text)),
    "numbers": lambda text: list(claimed_numbers(text)),
    "page": lambda text: RENDERER.page(text, SCOPE),
    "block": lambda text: RENDERER.block(text, SCOPE),
    "line": lambda text: RENDERER.inline(text, SCOPE),
    "without a parser": lambda text: (fast.render_blocks(text, SCOPE), fast.render_inline(text, SCOPE)),
    "minified": minify_html,
    "YAML": parse_yaml,
    "YAML with places": lambda text: parse_with_positions("f.yaml", text),
    "YAML by item": lambda text: (split_items(text), split_items(f"a:\n{text}")),
    "CSV": _csv,
    "names": lambda text: guess_names(text.encode()),
    "formula": guard_formula,
    "bibliography": parse_bibliography,
    **{f"bibliography: {name}": partial(_works, name) for name in ("title", "author", "journal", "doi", "url", "howpublished", "pages", "date")},
    "LaTeX": lambda text: (decode_latex(text).bibtex, escape_latex(text), unescape_verbatim(text)),
    "words": tokenize,
    "search record of a guide": lambda text: make_card(guide_record("a", text)),
    "search record of a page": _page_record,
    "unit": singular,
}


def _seconds(read: Read, text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began


def _is_linear(read: Read, fragment: str) -> bool:
    text = (fragment * LENGTH)[:LENGTH]
    long = _seconds(read, text)
    if long <= NOISE:
        return True
    short = min(_seconds(read, text[: LENGTH // PART]) for _ in range(TRIES))
    for _ in range(TRIES):
        if long <= TOLERANCE * short:
            break
        long = min(long, _seconds(read, text))
    return long <= TOLERANCE * short


SLOW_ONCE = [("raw HTML", "<!--"), ("page", "# a\n"), ("paragraphs", " "), ("search record of a guide", "[a]("), ("line", "[@example2026]")]
"""What took time in proportion to the square: minutes at twice this length."""


@pytest.mark.parametrize(("name", "fragment"), SLOW_ONCE)
def test_text_that_was_slow_is_not(name: str, fragment: str) -> None:
    assert _is_linear(READERS[name], fragment)


@pytest.mark.full
@pytest.mark.parametrize("name", READERS)
def test_text_function_is_linear(name: str) -> None:
    assert [fragment for fragment in FRAGMENTS if not _is_linear(READERS[name], fragment)] == []


ENTRY = """
findings:
  - id: F-900
    title: {0}
    statement: {0}
    area: first-area
    themes: [communication]
    body: {0}
    evidence:
      - {{study: S-001, source: example2026, stance: mixed, source_claim: {0}, locator: {0}, mentions: {{participants: [P1a, P1b]}}}}
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small catalogue with every rule on."""
    folder = tmp_path_factory.mktemp("linear") / "data"
    shutil.copytree(WRONG / "base" / "data", folder)
    rules = ", ".join(f"{check.rule.code}: notice" for check in (*ITEM_WRITING_RULES, *CATALOGUE_WRITING_RULES))
    path = folder / "catalogue.yaml"
    path.write_text(f"{path.read_text('utf-8').rstrip()}\n  rules: {{{rules}}}\n", "utf-8")
    return folder


WRITTEN: dict[str, tuple[str, Callable[[str], str]]] = {
    "entry": ("long.yaml", lambda text: ENTRY.format(json.dumps(text, ensure_ascii=False))),
    "page": ("pages/long.md", lambda text: f"# Title\n{text}"),
    "file": ("long.yaml", lambda text: text),
    "items": ("long.yaml", lambda text: f"findings:\n{text}"),
    "bibliography": ("references.bib", lambda text: text),
}
"""What a text is, as a contributor may send it -> the file it is in, and what is in that."""
SHORTER = 4
"""Rules find thousands of problems in such a text, each of them with its place: it has so many times fewer characters."""


@pytest.mark.full
@pytest.mark.parametrize("name", WRITTEN)
def test_check_is_linear(name: str, data: Path) -> None:
    file, written = WRITTEN[name]
    path = data / file
    path.parent.mkdir(exist_ok=True)
    before = path.read_bytes() if path.exists() else None

    def check(text: str) -> None:
        path.write_text(written(text[: len(text) // SHORTER]), "utf-8", newline="")
        read_data(data, data, "https://catalogue.test/")

    try:
        assert [fragment for fragment in FRAGMENTS if not _is_linear(check, fragment)] == []
    finally:
        path.unlink()
        if before is not None:
            path.write_bytes(before)
