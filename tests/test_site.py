"""The built site: links, relations, what every page carries, citations, policy, size. Read with a parser of its own."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import bibtexparser
import pytest
from bibtexparser.bparser import BibTexParser
from pybtex.database import parse_string
from pybtex.richtext import Text

from conftest import ROOT, SITE_URL
from patternbook.bibliography.write.styles.styles import STYLES, Style
from patternbook.catalogue.catalogue import Catalogue
from patternbook.citing.citation import MOST_NAMED
from patternbook.citing.formats import CITATION_FILES
from patternbook.documents.model import Document
from patternbook.model.registry import VOCABULARY_BY_NAME

pytestmark = pytest.mark.shipped

REPOSITORY = "https://github.com/example/patterns"
PAGE_BUDGET = 100_000
"""Bytes of a page, compressed: what a phone loads besides the theme's own files."""

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(slots=True)
class Item:
    """A line of a list of relations: where it leads, and what it says."""

    hrefs: list[str] = field(default_factory=list)
    text: str = ""


class Page(HTMLParser):
    """What a page holds, as far as these tests ask."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__()
        self.url = url
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.headings = 0
        self.title = ""
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.code: list[str] = []
        self.captions: list[str] = []
        self.texts: list[str] = []
        self.breadcrumb = ""
        self.relations: list[Item] = []
        self.foot: list[str] = []
        self.menu: list[dict[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self.headings += tag == "h1"
        if tag == "script":
            self.scripts.append((given, ""))
        elif tag == "code" and self._inside("pb-copy"):
            self.code.append("")
        elif tag == "figcaption" and self._inside("pb-copy"):
            self.captions.append("")
        elif tag == "li" and self._inside("pb-links"):
            self.relations.append(Item())
        elif tag == "a" and self._inside("pb-links"):
            self.relations[-1].hrefs.append(given["href"])
        elif tag == "a" and self._inside("pb-workbench"):
            self.foot.append(given["href"])
        elif tag == "a" and self._inside("pb-menu"):
            self.menu.append(given)
        if tag not in VOID:
            self._open.append((tag, given.get("class", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))  # of SVG: nothing stands inside

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._inside_tag("script"):
            attributes, body = self.scripts[-1]
            self.scripts[-1] = attributes, body + data
        elif self._inside_tag("title") and not self._inside_tag("svg"):
            self.title += data
        elif self._inside_tag("code", "pre"):
            if self._inside("pb-copy"):
                self.code[-1] += data
        else:
            self.texts.append(data)
            if self._inside_tag("figcaption") and self._inside("pb-copy"):
                self.captions[-1] += data
            if self._inside("md-path"):
                self.breadcrumb += data
            if self._inside("pb-links") and self._inside_tag("li"):
                self.relations[-1].text += data

    def _inside(self, class_: str) -> bool:
        return any(class_ in classes.split() for _, classes in self._open)

    def _inside_tag(self, *tags: str) -> bool:
        return any(tag in tags for tag, _ in self._open)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """Attributes of all elements of a name with these attributes."""
        return [given for name, given in self.tags if name == tag and wanted.items() <= given.items()]

    @property
    def ids(self) -> list[str]:
        return [given["id"] for _, given in self.tags if "id" in given]

    def meta(self, name: str) -> str:
        return next((given["content"] for given in self.all("meta", name=name)), "")

    def targets(self) -> Iterator[tuple[str, str]]:
        """(tag, absolute address) of everything the page links to or loads."""
        for tag, given in self.tags:
            for name in ("href", "src"):
                if name in given:
                    yield tag, urljoin(self.url, given[name])


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Every page by its address; 404.html by the address of a page that is not there."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        url = SITE_URL + file.relative_to(site).as_posix().removesuffix("index.html")
        found[url] = Page(url, file.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def real(pages: dict[str, Page]) -> dict[str, Page]:
    """The same without 404.html."""
    return {url: page for url, page in pages.items() if not url.endswith("404.html")}


@pytest.fixture(scope="module")
def entries(real: dict[str, Page], shipped_documents: dict[str, Document]) -> dict[str, tuple[Document, Page]]:
    """Entries by id: document and page."""
    found = (document for document in shipped_documents.values() if document.kind not in VOCABULARY_BY_NAME)
    return {document.id: (document, real[f"{SITE_URL}{document.page}/"]) for document in found}


# ---- links ----


def test_every_address_inside_the_site_resolves(site: Path, pages: dict[str, Page]) -> None:
    anchors = {url: frozenset(page.ids) for url, page in pages.items()}
    broken = []
    for page in pages.values():
        for _, address in page.targets():
            where, _, anchor = address.partition("#")
            if where.startswith(SITE_URL) and not arrives(site, where, unquote(anchor), anchors):
                broken.append((page.url, address))
            elif urlsplit(where).netloc == urlsplit(SITE_URL).netloc and not where.startswith(SITE_URL):
                broken.append((page.url, f"{address} is outside the site's folder"))
    assert broken == []


def arrives(site: Path, where: str, anchor: str, anchors: Mapping[str, frozenset[str]]) -> bool:
    if where in anchors:
        return not anchor or anchor in anchors[where]
    page, _, query = where.partition("?")
    if page in anchors:
        return page == f"{SITE_URL}catalogue/" and can_be_asked(site, query) and not anchor
    return (site / unquote(page.removeprefix(SITE_URL))).is_file() and not anchor


def can_be_asked(site: Path, query: str) -> bool:
    """Whether the catalogue has every facet and every value of a query."""
    facets = json.loads((site / "catalogue" / "facets.json").read_text("utf-8"))["facets"]
    values = {facet["name"]: {value for value, *_ in facet["values"]} for facet in facets}
    return all(set(asked) <= values.get(name, set()) for name, asked in parse_qs(query, strict_parsing=True).items())


def test_no_page_is_an_orphan(real: dict[str, Page]) -> None:
    """Every page can be reached from the home page by links alone."""
    seen: set[str] = set()
    todo = [SITE_URL]
    while todo:
        url = todo.pop()
        if url not in seen:
            seen.add(url)
            todo += [address.partition("#")[0] for tag, address in real[url].targets() if tag == "a" and address.partition("#")[0] in real]
    assert sorted(real.keys() - seen) == []


def test_ids_are_unique_in_each_page(pages: dict[str, Page]) -> None:
    assert {url: found for url, page in pages.items() if (found := {id_ for id_ in page.ids if page.ids.count(id_) > 1})} == {}


def test_links_have_a_name(pages: dict[str, Page]) -> None:
    """No empty address; what opens elsewhere does so in the same window."""
    for page in pages.values():
        assert [given for given in page.all("a") if not given.get("href") or given.get("target")] == [], page.url


# ---- relations ----

SAYS = {
    "amplifies": ("is reported worse here", "Reported worse where"),
    "eases": ("is reported to be eased here", "Reported eased where"),
    "specific": ("is specific to this pattern", "Specific to"),
    "reported-in-all": ("was reported here as in the alternatives", "Reported alike in"),
    "does-not-remove": ("is not removed here", "Not removed by"),
    "contributes": ("Adds to", "Fed by"),
    "worsens": ("Makes worse", "Made worse by"),
    "condition-of": ("Goes before", "Above all where"),
    "need-for": ("A reason to care about", "Matters because of"),
    "hides": ("Keeps unseen", "Goes unnoticed because of"),
    "addresses": ("Meant to help with", ""),
    "variant_of": ("A form of", "Has the form"),
}


def test_every_relation_stands_on_both_pages(catalogue: Catalogue, entries: dict[str, tuple[Document, Page]]) -> None:
    links = [link for links in catalogue.outgoing.values() for link in links]
    assert len(links) > 250
    missing = []
    for link in links:
        says, inverse = SAYS.get(getattr(link.relation, "effect", getattr(link.relation, "how", link.kind.field)), ("", ""))
        for here, there, words in ((link.source, link.target, says), (link.target, link.source, inverse)):
            _, page = entries[here]
            lines = [item.text for item in page.relations if entries[there][1].url in (urljoin(page.url, href) for href in item.hrefs)]
            if not any(words in " ".join(line.split()) for line in lines):
                missing.append((here, words, there))
    assert missing == []


# ---- what every page carries ----


def test_every_page_says_what_it_is(real: dict[str, Page]) -> None:
    lacks = [(url, what) for url, page in real.items() for what, there in carried(page).items() if not there]
    assert lacks == []


def carried(page: Page) -> dict[str, bool]:
    [canonical] = page.all("link", rel="canonical") or [{"href": ""}]
    return {
        "title": len(page.title.strip()) > 5,
        "description": len(page.meta("description")) > 10,
        "canonical": canonical["href"] == page.url,
        "one h1": page.headings == 1,
        "breadcrumb": bool(page.breadcrumb.strip()) or page.url == SITE_URL,
        "language": bool(page.all("html", lang="en")),
    }


def test_titles_tell_pages_apart(real: dict[str, Page]) -> None:
    by_title: dict[str, list[str]] = {}
    for url, page in real.items():
        by_title.setdefault(" ".join(page.title.split()), []).append(url)
    assert {title: urls for title, urls in by_title.items() if len(urls) > 1} == {}


LEFT_OVER = re.compile(
    r"\[\[|\]\]|\[@|`|\*\*|\]\(|\{\{|\{%|\bTBD\b|\bTODO\b|Traceback|<patternbook|"
    r"^\s*(None|True|False|Undefined|\[\]|\(\)|\{\})\s*$"
)


def test_nothing_unresolved_is_left(pages: dict[str, Page]) -> None:
    """Outside code, where marks may be explained, and BibTeX."""
    found = [(page.url, text.strip()) for page in pages.values() for text in page.texts if LEFT_OVER.search(text)]
    found += [
        (page.url, f"{name}={value}")
        for page in pages.values()
        for _, given in page.tags
        for name, value in given.items()
        if value == "None" or "[[" in value or "{{" in value or "undefined" in value
    ]
    assert found == []


def test_coverage_cites_instead_of_naming_keys(pages: dict[str, Page], catalogue: Catalogue) -> None:
    page = pages[f"{SITE_URL}coverage/"]
    assert [key for key in catalogue.references if re.search(rf"\b{re.escape(key)}\b", " ".join(page.texts))] == []
    cited = {href for tag, href in page.targets() if tag == "a" and href.startswith(f"{SITE_URL}references/")}
    assert len(cited) > 15


def test_there_is_a_404_page(pages: dict[str, Page]) -> None:
    """It is shown at any address, so that nothing on it may be relative."""
    page = pages[f"{SITE_URL}404.html"]
    assert page.headings == 1
    addresses = [given[name] for _, given in page.tags for name in ("href", "src") if name in given]
    assert [address for address in addresses if not address.startswith(("/base/", "#", "https://"))] == []
    assert page.title.startswith("Not found")
    assert addresses.count("/base/catalogue/") >= 2  # in the menu and in the text


def test_the_404_page_is_readable_without_styles(site: Path) -> None:
    """A site moved to another address serves the page without them: every drawing has a size, nothing else is drawn."""
    drawings = re.findall(r"<svg[^>]*>", (site / "404.html").read_text("utf-8"))
    assert len(drawings) == 1
    assert 'width="24" height="24"' in drawings[0]


def test_the_tab_and_the_bar_show_the_catalogues_own_mark(site: Path, pages: dict[str, Page]) -> None:
    icons = {urljoin(url, icon["href"]) for url, page in pages.items() for icon in page.all("link", rel="icon")}
    assert icons == {f"{SITE_URL}assets/favicon.svg"}
    drawn = (ROOT / "hooks" / "patternbook" / "theme" / ".icons" / "patternbook" / "logo.svg").read_text("utf-8").strip()
    for page in ("index.html", "findings/F-012/index.html"):
        assert (site / page).read_text("utf-8").count(drawn) == 1


# ---- links to the source ----


def test_entries_link_to_their_place_in_the_source(entries: dict[str, tuple[Document, Page]]) -> None:
    """Edit, look, report: the file and the line where the id is written."""
    lines = {file: file.read_text("utf-8").split("\n") for file in (ROOT / "data").rglob("*.yaml")}
    for id_, (_, page) in entries.items():
        edit, source, report = page.foot
        file, _, line = source.removeprefix(f"{REPOSITORY}/blob/main/").partition("#L")
        assert re.fullmatch(rf"\s*- id: {id_}\s*", lines[ROOT / file][int(line) - 1]), source
        assert edit == f"{REPOSITORY}/edit/main/{file}"
        assert report.startswith(f"{REPOSITORY}/issues/new?")
        assert parse_qs(urlsplit(report).query)["title"] == [f"{id_}: "]


def test_references_link_to_their_place_in_the_bibliography(catalogue: Catalogue, real: dict[str, Page]) -> None:
    lines = (ROOT / "data" / "references.bib").read_text("utf-8").split("\n")
    for key in catalogue.references:
        _, source, report = real[f"{SITE_URL}references/{key}/"].foot
        assert re.match(rf"@\w+\{{\s*{re.escape(key)},", lines[int(source.partition("#L")[2]) - 1]), source
        assert parse_qs(urlsplit(report).query)["title"] == [f"{key}: "]


# ---- citations ----


def box(page: Page, ending: str) -> str:
    """The one text to copy whose caption ends so."""
    [found] = [code for caption, code in zip(page.captions, page.code, strict=True) if caption.endswith(ending)]
    return found


def bare(title: str) -> str:
    """A title without what BibTeX adds: braces, escapes, line breaks."""
    return " ".join(re.sub(r"[{}\\]", "", title).split())


def test_citations_of_entries_parse(entries: dict[str, tuple[Document, Page]]) -> None:
    """All in one file, as somebody who collects them has it, read by two independent parsers."""
    text = "\n".join(box(page, "This entry, BibTeX") for _, page in entries.values())
    by_pybtex = parse_string(text, "bibtex").entries
    by_bibtexparser = bibtexparser.loads(text, BibTexParser(common_strings=True)).entries_dict
    assert len(by_pybtex) == len(by_bibtexparser) == len(entries)
    for id_, (document, page) in entries.items():
        [key] = [key for key in by_bibtexparser if id_ in key.split(":")]
        fields, others = by_pybtex[key].fields, by_bibtexparser[key]
        assert fields["note"] == others["note"]
        assert fields["note"].endswith(f" \\url{{{page.url}}}")  # styles of BibTeX print no field `url`
        assert str(Text.from_latex(fields["title"])) == document.title
        assert bare(others["title"]) == document.title
        assert id_ in fields["note"]
        assert (others["year"], fields["year"]) == ("2026", "2026")


def test_works_beside_the_citation_of_an_entry_parse(entries: dict[str, tuple[Document, Page]]) -> None:
    """What it restates comes first, read by the same two parsers."""
    for id_, (document, page) in entries.items():
        assert document.cite, id_
        keys = [work.key for work in document.cite.works[:MOST_NAMED]]
        assert ("What it restates, BibTeX" in page.captions) == bool(keys), id_
        if keys:
            text = box(page, "What it restates, BibTeX")
            by_bibtexparser = bibtexparser.loads(text, BibTexParser(common_strings=True, ignore_nonstandard_types=False)).entries
            assert [*parse_string(text, "bibtex").entries] == [each["ID"] for each in by_bibtexparser] == keys, id_


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_plain_citations_of_entries(entries: dict[str, tuple[Document, Page]], style: Style) -> None:
    for id_, (document, page) in entries.items():
        plain = box(page, f"This entry, {style.title}").replace("’", "'")  # styles differ in the form of apostrophes
        assert all(part in plain for part in (f"({id_})", document.title, page.url, "2026", "Patternbook contributors")), plain


def test_citations_of_references_parse(catalogue: Catalogue, real: dict[str, Page]) -> None:
    text = "\n".join(box(real[f"{SITE_URL}references/{key}/"], ", BibTeX") for key in catalogue.references)
    by_pybtex = parse_string(text, "bibtex").entries
    by_bibtexparser = bibtexparser.loads(text, BibTexParser(common_strings=True, ignore_nonstandard_types=False)).entries_dict
    assert set(by_pybtex) == set(by_bibtexparser) == set(catalogue.references)
    for key, reference in catalogue.references.items():
        assert plain_title(str(Text.from_latex(by_pybtex[key].fields["title"]))) == plain_title(reference.title)
        assert by_bibtexparser[key].get("year", "") == reference.year
        assert by_bibtexparser[key].get("doi", "").replace("\\", "") == reference.doi


def plain_title(title: str) -> str:
    return "".join(re.findall(r"\w", title))


# ---- files beside the pages ----


def test_documents_beside_the_pages(site: Path, shipped_documents: dict[str, Document], real: dict[str, Page]) -> None:
    for name, document in shipped_documents.items():
        written = json.loads((site / f"{name}.json").read_text("utf-8"))
        assert (written["id"], written["title"], written["page"]) == (document.id, document.title, name)
        page = real[f"{SITE_URL}{name}/"]
        assert f"{SITE_URL}{name}.json" in [urljoin(page.url, link["href"]) for link in page.all("link", rel="alternate")]


def test_sitemap_lists_every_page(site: Path, real: dict[str, Page]) -> None:
    root = ET.parse(site / "sitemap.xml").getroot()
    listed = [each.text or "" for each in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sorted(listed) == sorted(real)


def test_search_knows_every_entry(site: Path, shipped_documents: dict[str, Document]) -> None:
    files = (site / "assets" / "search").glob("titles-*.js")
    rows = [row for file in files for row in json.loads(file.read_text("utf-8").partition(",")[2].removesuffix(");\n"))]
    titles = {(name, title) for _, name, title, *_ in rows}
    missing = [name for name, document in shipped_documents.items() if (document.id, document.title) not in titles]
    assert missing == []
    assert not (site / "search").exists()  # the theme's own, which grows with the catalogue


AROUND_BUDGET = 6_700
"""Bytes around a page's own text and contents: they are written again for each of many thousand entries.

A third is the menu of all pages. The rest is mostly the title and description for other sites, addresses of fonts that are asked for
early, titles of the neighbours, and the list of the part of the menu that one is in.
"""
METADATA_BUDGET = 3_000
"""Bytes in the head of a page that say for programs what the entry is and how to cite it."""
_CITATION_TYPES = "|".join(re.escape(media_type) for _, _, media_type, _ in CITATION_FILES)
METADATA = re.compile(
    rf'<link rel="alternate" type="(?:{_CITATION_TYPES})"[^>]*>|<link rel="(?:license|cite-as)"[^>]*>'
    r'|<meta name="(?:citation_|DC\.)[^>]*>|<script type="application/ld\+json">.*?</script>',
    re.DOTALL,
)


FORMATS = r'\s*<p class="pb-formats"(?:(?!</p>).)*</p>'
"""The line below an entry with the files of its own: a part of it, outside of the element as it is about the page."""


def test_little_stands_around_an_entry(site: Path, entries: dict[str, tuple[Document, Page]]) -> None:
    """Neither much of the site's own nor much metadata of the entry, each counted alone."""
    for name, (document, _) in entries.items():
        html = (site / document.page / "index.html").read_text("utf-8")
        body = re.search(rf'<article class="pb-entry.*</article>{FORMATS}(?=\s*</div>\s*</div>\s*(?:<div class="pb-side">|</main>))', html, re.DOTALL)
        contents = re.search(r'<nav class="pb-contents".*?</nav>', html, re.DOTALL)
        assert body, name
        metadata = sum(map(len, METADATA.findall(html[: body.start()])))
        assert 0 < metadata <= METADATA_BUDGET, name
        assert len(html) - len(body[0]) - (len(contents[0]) if contents else 0) - metadata <= AROUND_BUDGET, name


OF_PAGES = {
    "": ["maps.js"],
    "map/": ["maps.js"],
    "matrix/": ["maps.js"],
    "catalogue/": ["browse.js"],
    "products/": ["filter.js"],
    "worksheet/": ["worksheet.js"],
}
"""Scripts of single pages, besides those that go with what is on a page."""
STYLES_OF_PAGES = {"catalogue/": ["browse.css"], "worksheet/": ["worksheet.css"]}


def test_pages_load_neither_scripts_nor_styles_of_the_theme(site: Path, pages: dict[str, Page]) -> None:
    for page in pages.values():
        name = page.url.removeprefix(SITE_URL)
        holds = {class_ for _, given in page.tags for class_ in given.get("class", "").split()}
        scripts = [*OF_PAGES.get(name, ()), *(["drawings.js"] if any("data-save" in given for _, given in page.tags) else []), "patternbook.js"]
        sheet = ["sheet.css"] if holds & {"pb-sheet", "pb-checklist"} and name != "worksheet/" else []
        styles = ["patternbook.css", *STYLES_OF_PAGES.get(name, ()), *sheet]
        loaded = [given["src"] for given, _ in page.scripts if "src" in given], [link["href"] for link in page.all("link", rel="stylesheet")]
        for addresses, wanted in zip(loaded, (scripts, styles), strict=True):
            assert [urljoin(page.url, each) for each in addresses] == [f"{SITE_URL}assets/{each}" for each in wanted], page.url
    assert not any((site / "assets" / folder).exists() for folder in ("javascripts", "stylesheets"))


def test_the_menu_names_every_page_of_it_once_and_says_where_one_is(pages: dict[str, Page]) -> None:
    """One list for tabs and menu. An entry stands below a page of it, a page of it is the current one."""
    menus = {page.url: [given for given in page.menu if "aria-current" in given] for page in pages.values()}
    assert [given["href"] for given in menus[f"{SITE_URL}matrix/"]] == ["./"]
    assert menus[f"{SITE_URL}findings/F-012/"] == []
    for url in (f"{SITE_URL}findings/F-012/", f"{SITE_URL}indicators/"):
        assert sum(given.get("class") == "pb-here" for tag, given in pages[url].tags if tag == "li") == 1


# ---- policy ----


def policy_of(page: Page) -> dict[str, list[str]]:
    [meta] = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    return {name: sources for name, *sources in (directive.split() for directive in meta["content"].split(";"))}


DATA_BLOCKS = frozenset({"application/json", "application/ld+json"})
"""Types of `script` that are data: a browser ends before it asks the policy (HTML, prepare the script element, before the step of CSP)."""


def test_every_inline_script_is_named_in_the_policy(pages: dict[str, Page]) -> None:
    for page in pages.values():
        inline = [body for given, body in page.scripts if "src" not in given and given.get("type") not in DATA_BLOCKS]
        wanted = {f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" for body in inline}
        assert set(policy_of(page)["script-src"]) == {"'self'"} | wanted, page.url
        assert policy_of(page)["default-src"] == ["'self'"]


def test_nothing_on_a_page_needs_an_exception(pages: dict[str, Page]) -> None:
    """No style attribute, style element or event handler: the policy allows none."""
    tags = [(page.url, tag, name) for page in pages.values() for tag, given in page.tags for name in given]
    found = [each for each in tags if each[2] == "style" or each[2].startswith("on")]
    found += [(page.url, "style", "") for page in pages.values() for _ in page.all("style")]
    assert found == []


STATED = frozenset({"canonical", "license", "cite-as"})
"""Relations of `link` that say something about the page: no browser loads what they name (HTML, link types; RFC 8574)."""
LOADING = frozenset({"link", "script", "img", "iframe", "source", "video", "audio", "object", "embed", "image", "use"})


def test_no_page_asks_another_host(site: Path, pages: dict[str, Page]) -> None:
    """Only `a` leads elsewhere."""
    for page in pages.values():
        loaded = [given for tag, given in page.tags if tag in LOADING and not (tag == "link" and given.get("rel") in STATED)]
        addresses = [given.get(name, "") for given in loaded for name in ("href", "src", "srcset", "data", "poster")]
        assert [address for address in addresses if "//" in address] == [], page.url
    assert [file for file in site.rglob("*.html") if "api.github.com" in file.read_text("utf-8")] == []


def test_our_styles_and_scripts_ask_no_other_host(site: Path) -> None:
    for file in (site / "assets").glob("patternbook.*"):
        text = file.read_text("utf-8").replace("xmlns='http://www.w3.org/2000/svg'", "")  # a name, not an address
        assert not re.search(r"https?:|url\(\s*[\"']?//|@import", text), file.name


# ---- size ----


def test_pages_are_small(site: Path) -> None:
    sizes = {file.relative_to(site).as_posix(): len(gzip.compress(file.read_bytes(), mtime=0)) for file in site.rglob("*.html")}
    assert {name: size for name, size in sizes.items() if size > PAGE_BUDGET} == {}


def test_no_file_is_published_that_no_page_loads(site: Path) -> None:
    """Of scripts and styles; the theme brings two megabytes of them."""
    published = {path.relative_to(site).as_posix() for kind in ("js", "css", "map") for path in (site / "assets").rglob(f"*.{kind}")}
    loaded = {found for page in site.rglob("*.html") for found in re.findall(r"assets/[\w./-]+\.(?:js|css)", page.read_text("utf-8"))}
    todo = [file for file in loaded if file.endswith(".js")]
    while todo:  # what scripts load where somebody needs it
        text = (site / todo.pop()).read_text("utf-8")
        more = {f"assets/{name}" for name in re.findall(r'(?:from |import\(|load\(|new URL\()"(?:\./)?([\w-]+\.(?:js|css))"', text)} - loaded
        loaded |= more
        todo += [file for file in more if file.endswith(".js")]
    assert {file for file in published - loaded if not file.startswith("assets/search/")} == set()
    assert loaded <= published
