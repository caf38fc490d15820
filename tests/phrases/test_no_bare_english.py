"""Nothing that a reader sees or hears is written past the phrases: a site in an invented language shows no Latin letter that is not meant.

The catalogue is the toy, with its own texts in Greek letters; its language is one in which every phrase of the engine stands in
Cyrillic letters. What is still Latin on a page is neither of the two.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from conftest import ROOT, build
from patternbook.model.introspect import fields_of
from patternbook.model.registry import CATALOGUE_KEY, CATALOGUE_MODEL, LISTS
from patternbook.model.struct import ModelStruct
from patternbook.pages.render import TEMPLATES
from patternbook.phrases.files import PHRASES_TEMPLATE
from patternbook.runtime.code_version import PACKAGE

THEME = PACKAGE / "theme"

LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
GREEK = str.maketrans(LATIN, "αβψδεφγηιξκλμνοπθρστθωςχυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΘΩΣΧΥΖ")
CYRILLIC = str.maketrans(LATIN, "абцдефгхийклмнопярстужвщызАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЩЫЗ")
KEPT_IN_TEXTS = re.compile(
    r"(\[\[.*?\]\]|\[@[^\]]*\]|@[\w:.-]+|<?https?://\S+|`[^`]*`|```.*?```|\$\$.*?\$\$|\$[a-z\\\\][^$]*\$|\b[A-Z]{1,2}-\d{3}\b|!\[|\]\(\S+)",
    re.DOTALL,
)
"""What stands in texts and is no words: marks, addresses, code, formulas."""
KEPT_IN_PHRASES = re.compile(r"(%\(\w+\)s|\{[a-z-]+\}|<[^>]*>)")
NOT_WORDS = {"rules", "labels", "empty"}
"""Fields of the data whose keys name something, and are no texts."""
OFF = ("PB307", "PB325", "PB344", "PB364", "PB407")
"""Rules about how texts are written, such as that a locator says `section` or `p.`."""
FORMATS = {
    *("Atom", "DB", "Data", "Datasette", "MyST", "MB", "Package", "Python", "SQL", "SQLite", "Schema", "Sphinx", "UTF", "datasette", "kB"),
    *("BibTeX", "RIS", "CSL", "JSON", "APA", "ACM", "IEEE", "Chicago", "LaTeX", "DOI", "SVG", "PNG", "CSV", "ORCID", "feed", "xml", "Apache", "CC"),
}
"""What is called the same in every language."""
SAID = ("aria-label", "title", "alt", "placeholder", "data-label", "data-says", "content")
"""Attributes with words for readers; `content` of what describes the page."""


def in_greek(text: str) -> str:
    return "".join(part if number % 2 else part.translate(GREEK) for number, part in enumerate(KEPT_IN_TEXTS.split(text)))


def in_cyrillic(text: str) -> str:
    return "".join(part if number % 2 else part.translate(CYRILLIC) for number, part in enumerate(KEPT_IN_PHRASES.split(text)))


def translated(value: Any, model: type[ModelStruct]) -> Any:
    """A value of the data with all its texts in Greek letters."""
    if isinstance(value, list):
        return [translated(each, model) for each in value]
    if not isinstance(value, dict):
        return value
    fields = {field.key: field for field in fields_of(model)}
    return {key: _of_field(each, fields[key]) if key in fields else each for key, each in value.items()}


def _of_field(value: Any, field: Any) -> Any:
    if field.part is not None:
        return translated(value, field.part)
    if field.key == "labels":
        return {kind: {number: in_greek(words) for number, words in label.items()} for kind, label in value.items()}
    if not field.free_text or field.key in NOT_WORDS:
        return value
    if isinstance(value, list):
        return [in_greek(each) for each in value]
    if isinstance(value, dict):
        return {in_greek(key): each for key, each in value.items()}
    return in_greek(value) if isinstance(value, str) else value


def write_catalogue(folder: Path) -> None:
    """The toy with Greek texts, and phrases in Cyrillic letters."""
    shutil.copytree(ROOT / "tests" / "toy", folder)
    for path in folder.rglob("*.y*ml"):
        data = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        lists = {key: translated(value, CATALOGUE_MODEL if key == CATALOGUE_KEY else LISTS[key]) for key, value in data.items()}
        if CATALOGUE_KEY in lists:
            lists[CATALOGUE_KEY] |= {"language": "xx", "release": "unreleased", "rules": dict.fromkeys(OFF, "off")}
        path.write_text(yaml.safe_dump(lists, allow_unicode=True, sort_keys=False), "utf-8")
    for path in (folder / "pages").glob("*.md"):
        path.write_text(in_greek(path.read_text("utf-8")), "utf-8")
    bibliography = folder / "references.bib"
    text = re.sub(
        r"^(\s*(?:title|author|editor|journal|booktitle|publisher|note|institution|school|address|series)\s*= )(.*)$",
        lambda match: match[1] + match[2].translate(GREEK).replace(" ανδ ", " and "),
        bibliography.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    bibliography.write_text(text, "utf-8")
    with PHRASES_TEMPLATE.open("rb") as file:
        catalog = read_po(file)
    _translate(catalog)
    with (folder / "phrases.po").open("wb") as file:
        write_po(file, catalog, omit_header=True)


def _translate(catalog: Catalog) -> None:
    for message in catalog:
        if message.id and not message.context:
            message.string = in_cyrillic(message.id) if isinstance(message.id, str) else tuple(map(in_cyrillic, message.id))


def words_of(html: str, page: str) -> Iterator[str]:
    """Everything on a page that a reader sees or hears, without code, what is declared to be English, and what is no phrase of ours."""
    folder = page.partition("/")[0]
    yield from _words(html5lib.parse(html, namespaceHTMLElements=False), (*PASSED_OVER, *OF_PAGES.get(folder, ())))


PASSED_OVER: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("html", "lang", re.compile("^en$")),
    ("", "lang", re.compile("^en$")),
    ("", "class", re.compile(r"\b(?:pb-cited|pb-id)\b")),
    ("a", "href", re.compile(rf"\b(?:{'|'.join(path.stem for path in (ROOT / 'docs').glob('*.md'))})/")),
)
"""(tag or any, attribute, its value): elements with locators and ids, and links to the pages of docs/, which are prose."""
_HEADINGS = (("h2", "id", re.compile("")), ("h3", "id", re.compile("")), ("nav", "class", re.compile("pb-contents")))
_CITATIONS = (("p", "class", re.compile("pb-statement")), ("span", "class", re.compile("pb-row-text")), ("meta", "name", re.compile("")))
_FIELDS = (*_HEADINGS, ("caption", "class", re.compile("")), ("a", "href", re.compile("^#")))
OF_PAGES = {"format": _FIELDS, "checks": _HEADINGS, "references": _CITATIONS}
"""Folder of a page -> the same for it: names of fields and codes; citations in a style, whose words are those of the style."""
WITHOUT_WORDS = ("script", "style", "code", "pre", "math", "{http://www.w3.org/1998/Math/MathML}math")


def _words(element: ElementTree.Element, passed_over: Sequence[tuple[str, str, re.Pattern[str]]]) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in WITHOUT_WORDS:
        return
    if any(tag in ("", element.tag) and name in element.attrib and value.search(element.attrib[name]) for tag, name, value in passed_over):
        return
    if element.tag != "meta" or element.get("name") == "description":
        yield from (element.get(name, "") for name in SAID)
    yield element.text or ""
    for child in element:
        yield from _words(child, passed_over)
        yield child.tail or ""


NO_WORDS = re.compile(
    r"`[^`]*`|https?://\S+|\b[A-Z]{1,2}-\d+\S*|10\.5555/\S+"
    r"|\S+\.(?:ya?ml|bib|md|svg|xml|csv|json|db|inv)\b|\b(?:section|p\.) \d"
)
"""Code, addresses, ids, names of files, places in works."""


def latin(text: str) -> set[str]:
    """Words in Latin letters that no program or format is called."""
    bare = NO_WORDS.sub(" ", text)
    return {word for word in re.findall(r"[A-Za-z]{2,}", bare) if word not in FORMATS}


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in the invented language."""
    folder = tmp_path_factory.mktemp("foreign")
    write_catalogue(folder / "data")
    done = build(folder / "site", PATTERNBOOK_DATA=str(folder / "data"), PATTERNBOOK_CACHE="off")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def bare_words(site: Path) -> Mapping[str, set[str]]:
    """Latin word -> the pages that show it."""
    found = defaultdict[str, set[str]](set)
    guides = {path.stem for path in (ROOT / "docs").glob("*.md")}
    for page in site.rglob("*.html"):
        name = page.relative_to(site).as_posix()
        if name.partition("/")[0] in guides:
            continue  # prose of the repository
        for text in words_of(page.read_text("utf-8"), name):
            for word in latin(text):
                found[word].add(name)
    return found


def test_no_page_shows_bare_english(foreign: Path) -> None:
    assert {word: sorted(pages)[:3] for word, pages in bare_words(foreign).items()} == {}


def test_every_file_for_readers_is_in_the_language(foreign: Path) -> None:
    drawing = (foreign / "map.svg").read_text("utf-8")
    shown = re.findall(r"<(?:text|tspan|title|desc)[^>]*>([^<]*)", drawing)
    assert shown
    assert {word for text in shown for word in latin(unescape(text))} == set()
    cards = "".join(path.read_text("utf-8") for path in (foreign / "assets" / "search").glob("*.js"))
    assert "Finding" not in cards
    script = (foreign / "assets" / "phrases.js").read_text("utf-8")
    assert in_cyrillic("Copied") in script
    page = (foreign / "index.html").read_text("utf-8")
    assert '<html lang="xx">' in page
    assert page.index("assets/phrases.js") < page.index("assets/patternbook.js")


# ---- what no page of the toy shows: read in the sources ----


def template_words(source: str) -> Iterator[str]:
    """What a template says by itself: its text without tags, and the words in attributes for readers."""
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    parts = (node.data for node in environment.parse(source).find_all(nodes.TemplateData))
    text = "\0".join(parts)
    yield from re.findall(rf'\s(?:{"|".join(SAID[:-1])})="([^"]*)"', text)
    yield re.sub(r"<(?:script|style|svg|code)\b.*?</(?:script|style|svg|code)>|<[^<>]*>", " ", text, flags=re.DOTALL)


IN_ENGLISH = {"checks.html", "format.html"}
"""Templates of pages for those who write data, in English but for their heads (`lang="en"`), which the test of pages sees."""


@pytest.mark.parametrize("path", sorted([*TEMPLATES.glob("*.html"), *THEME.rglob("*.html")]), ids=lambda path: path.name)
def test_template_says_nothing_by_itself(path: Path) -> None:
    if path.name not in IN_ENGLISH:
        assert {word for text in template_words(path.read_text("utf-8")) for word in latin(text)} == set()


def test_what_a_template_says_is_found() -> None:
    source = '<p class="no">Two {{ _("not") }}</p>{% trans %}not{% endtrans %}<a title="Words">{% if no %}more{% endif %}</a>'
    assert {word for text in template_words(source) for word in latin(text)} == {"Two", "Words", "more"}


SCRIPT_TEXT = re.compile(r"""(?<!gettext\()(?<!one, )(["`])((?:(?!\1)[^\\\n])*[A-Za-z]{2,} [a-z]{2,}(?:(?!\1)[^\\\n])*)\1""")


@pytest.mark.parametrize("path", sorted(THEME.rglob("assets/*.js")), ids=lambda path: path.name)
def test_script_says_nothing_by_itself(path: Path) -> None:
    lines = [re.sub(r"(^|\s)//.*", "", line) for line in path.read_text("utf-8").splitlines()]
    said = [match[2] for line in lines if not re.search(r"gettext\(|new Error\(", line) for match in SCRIPT_TEXT.finditer(line)]
    assert [text for text in said if not re.search(r"[.#:\[<>=]|use strict|^pb-", text)] == []


@pytest.mark.parametrize("path", sorted(THEME.rglob("assets/*.js")), ids=lambda path: path.name)
def test_script_names_each_phrase_in_its_call(path: Path) -> None:
    source = path.read_text("utf-8")
    assert re.findall(r"""\b(?:gettext|ngettext)\((?!\s*")[^)]{0,30}""", source) == []
    with PHRASES_TEMPLATE.open("rb") as file:
        known = {message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file)}
    assert {*re.findall(r'\b(?:gettext|ngettext)\(\s*"([^"]*)"', source)} <= known
