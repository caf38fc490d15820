"""Pages of the toy catalogue, for both forms of addresses: every link leads somewhere, every text stays text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import html5lib
import pytest
from markupsafe import escape
from msgspec.json import decode

from conftest import ROOT, SITE_URL, TOY, WHERE
from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.read import read_data
from patternbook.diagnostics.explanations import explanation_groups, explanations
from patternbook.documents.model import Document, LinkItem, LinksBlock, Note, SectionDocument, TableBlock, Target, published_document
from patternbook.incremental.page_cache import pack_page, render_for_cache, unpack_page
from patternbook.model.registry import HOME, KINDS, STANDARD_PAGES, VOCABULARIES
from patternbook.pages.components import _SHORT, PageComponents
from patternbook.pages.entry import render_page
from patternbook.pages.frame.minify import minify_html
from patternbook.pages.markdown.marks import TextScope
from patternbook.pages.markdown.renderer import make_markdown_renderer
from patternbook.pages.page import MenuItem
from patternbook.pages.render import page_renderer, template_environment, template_sources
from patternbook.pages.sections import _LONG, section_html
from patternbook.pages.site import make_menu, make_urls
from patternbook.urls import RepositoryLinks, SiteUrls
from whole import Whole, WholePage, whole

REPOSITORY = "https://github.com/example/garden"


@cache
def made(*, directories: bool) -> tuple[Whole, SiteUrls]:
    """The toy's site, made once for each form of addresses."""
    where = make_urls(directories=directories, site_url=SITE_URL)
    catalogue = read_data(TOY, ROOT, SITE_URL).catalogue()
    return whole(catalogue, where, RepositoryLinks(REPOSITORY, "main")), where


FORMS = pytest.mark.parametrize("directories", [True, False], ids=["directories", "files"])


@cache
def _read(html: str) -> tuple[ET.Element, list[tuple[object, str]]]:
    """A body as a parser of HTML reads it, and the mistakes that it finds: where, which."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root: ET.Element = parser.parse(f"<!DOCTYPE html><title></title><body>{html}</body>")
    return root, [(where, code) for where, code, _ in parser.errors]


def _parsed(html: str) -> ET.Element:
    return _read(html)[0]


def _page(page: str, *, directories: bool = True) -> WholePage:
    return next(each for each in made(directories=directories)[0].pages if each.page == page)


PICTURE = re.compile(r"(?:^|/)images/[a-z0-9.-]+$")
"""A picture of the data folder."""

SUFFIXES = (".json", ".csv", ".bib", ".ris", ".txt", ".svg", ".xml", ".md", ".db", ".inv")
"""Of files that are no pages."""


def _ids(page: WholePage) -> list[str]:
    return [element.get("id", "") for element in _parsed(page.html).iter() if "id" in element.attrib]


def _hrefs(page: WholePage) -> Iterator[str]:
    for element in _parsed(page.html).iter():
        for name in ("href", "src", "xlink:href", "action", "data"):
            if name in element.attrib:
                yield element.attrib[name]


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


@FORMS
def test_every_link_leads_to_a_page_or_a_file_that_exists(directories: bool) -> None:
    made_whole, where = made(directories=directories)
    pages = {urljoin(SITE_URL, where.url(page.page)): page for page in made_whole.pages}
    files = {urljoin(SITE_URL, asset.file) for asset in made_whole.assets}
    inside = 0
    files |= {urljoin(SITE_URL, f"images/{path.name}") for path in (TOY / "images").iterdir()}
    for address, page in pages.items():
        for href in _hrefs(page):
            target, anchor = urldefrag(unquote(urljoin(address, href)))
            target = target.partition("?")[0]  # of a link to the catalogue: how it is narrowed down
            if not target.startswith(SITE_URL):
                assert urlsplit(href).scheme == "https", (page.page, href)
                continue
            inside += 1
            assert target in pages or target in files, (page.page, href)
            assert not anchor or anchor in _ids(pages[target]), (page.page, href)
    assert inside > 500


@FORMS
def test_links_within_the_site_are_relative(directories: bool) -> None:
    for page in made(directories=directories)[0].pages:
        assert not [href for href in _hrefs(page) if href.startswith(("/", SITE_URL))], page.page


@FORMS
def test_links_have_the_form_of_their_site(directories: bool) -> None:
    inside = [href for page in made(directories=directories)[0].pages for href in _hrefs(page) if not urlsplit(href).scheme]
    own = [urlsplit(href).path for href in inside if not href.startswith("#")]
    suffixes = ("/" if directories else ".html", *SUFFIXES)
    assert [path for path in own if not path.endswith(suffixes) and not PICTURE.search(path)] == []


@FORMS
def test_headings_in_the_contents_exist_on_the_page(directories: bool) -> None:
    for page in made(directories=directories)[0].pages:
        ids = _ids(page)
        assert [heading.anchor for heading in page.headings if heading.anchor not in ids] == [], page.page


@FORMS
def test_no_two_elements_of_a_page_share_an_id(directories: bool) -> None:
    for page in made(directories=directories)[0].pages:
        ids = _ids(page)
        assert len(ids) == len(set(ids)), page.page


@FORMS
def test_references_between_elements_hold(directories: bool) -> None:
    for page in made(directories=directories)[0].pages:
        ids = set(_ids(page))
        for element in _parsed(page.html).iter():
            for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                assert set(element.get(name, "").split()) <= ids, (page.page, name)


def test_every_page_has_its_address_once() -> None:
    for directories in (True, False):
        made_whole, where = made(directories=directories)
        found = [where.url(page.page) for page in made_whole.pages] + [asset.file for asset in made_whole.assets]
        assert len(found) == len(set(found))


@pytest.mark.parametrize("url", ["", REPOSITORY], ids=["no repository", "a repository"])
def test_pages_below_an_index_are_written_without_blanks(toy_documents: dict[str, Document], url: str) -> None:
    """Only what stands around them has to be made compact."""
    tools = page_renderer(make_urls(directories=True), RepositoryLinks(url, "main"), template_environment(template_sources()))
    for document in toy_documents.values():
        html = render_page(document, tools).body
        assert minify_html(html) == html, document.page


def test_a_print_comes_out_of_the_cache_as_it_went_in(toy_documents: dict[str, Document]) -> None:
    tools = page_renderer(make_urls(directories=True), RepositoryLinks(REPOSITORY, "main"), template_environment(template_sources()))
    for document in toy_documents.values():
        print_ = render_for_cache(document, tools)
        assert unpack_page(pack_page(print_)) == print_


def test_both_forms_have_the_same_pages_with_the_same_words() -> None:
    with_folders, with_files = (made(directories=directories)[0].pages for directories in (True, False))
    assert [page.page for page in with_folders] == [page.page for page in with_files]
    for one, other in zip(with_folders, with_files, strict=True):
        addressed = re.sub(re.escape(SITE_URL) + r"([\w/-]+)\.html", SITE_URL + r"\1/", _text(_parsed(other.html)))
        assert _text(_parsed(one.html)) == addressed, one.page


def test_addresses_are_those_promised(toy: Catalogue) -> None:
    made_whole, _ = made(directories=True)
    pages = {page.page for page in made_whole.pages}
    assert {"collaboration-points", "patterns", "findings", "recommendations", "studies", "cases"} <= pages
    assert {"indicators", "products", "stages"} <= pages
    assert {"areas", "themes", "roles", "terms", "references", "matrix", "catalogue", "coverage", "glossary", ""} <= pages
    assert {"findings/F-1000", "patterns/P-004", "references/niwa2018", "areas/watering", "terms/rota", "barrel-rules"} <= pages
    expected = {f"{toy.kinds[id_].plural}/{id_}" for id_ in toy.entries} | {f"references/{key}" for key in toy.references}
    expected |= {f"{vocabulary.plural}/{slug}" for vocabulary in VOCABULARIES for slug in toy.words[vocabulary.name]}
    expected |= {kind.plural for kind in (*KINDS, *VOCABULARIES)} | set(STANDARD_PAGES) | {"", "barrel-rules"}
    expected |= {f"patterns/{id_}/checklist" for id_ in toy.by_kind["pattern"]}
    assert pages == expected


def test_every_entry_and_word_has_its_document_beside_it(toy_documents: dict[str, Document]) -> None:
    made_whole, _ = made(directories=True)
    assets = {asset.file: asset.content for asset in made_whole.assets}
    for page, document in toy_documents.items():
        assert decode(assets[f"{page}.json"], type=Document) == published_document(document)
        assert f"{page}.json" in [each.file for each in _page(page).alternates]


def test_every_page_has_one_first_heading_and_goes_down_by_one() -> None:
    for page in made(directories=True)[0].pages:
        levels = [int(element.tag[1]) for element in _parsed(page.html).iter() if re.fullmatch("h[1-6]", str(element.tag))]
        assert levels.count(1) == 1, page.page
        assert levels[0] == 1, page.page
        assert all(after - before <= 1 for before, after in pairwise(levels)), (page.page, levels)


def test_every_page_has_a_title_and_a_plain_description() -> None:
    for page in made(directories=True)[0].pages:
        assert page.title.strip()
        assert page.description.strip(), page.page
        assert not re.search(r"\[\[|\[@|\n", page.description) or page.page == "terms/barrel", page.page  # there it stands in code
        assert not re.search(r"\s[.,;]", page.description), (page.page, page.description)
    # links and citations in the words of the page; no markup, nothing escaped yet
    assert _page("findings/F-001").description == (
        "Beds that are watered last often get nothing; see Whoever comes first, waters P-001, The key is not where it should be F-002 "
        "and (Lind et al. 2020, p. 12; 庭の会 2018)."
    )
    assert _page("patterns/P-001").description == "Nobody is named; the first to come opens the tap & waters what looks dry."


def _h1(page: WholePage) -> str:
    return next(_text(element) for element in _parsed(page.html).iter("h1"))


def test_pages_are_html_without_a_mistake() -> None:
    for directories in (True, False):
        for page in made(directories=directories)[0].pages:
            assert _read(page.html)[1] == [], page.page


TITLES = {
    "": 'The Toy Garden: Beds & Barrels, 1 < 2 > 0, "made up"',
    "findings/F-001": 'Late beds often stay dry, even where 2 barrels > 1 barrel & "everybody" waters',
    "patterns/P-005": "No lock at all, not even a `<lock>`",  # titles are plain text
    "areas/watering": "Watering & barrels",
    "barrel-rules": 'The barrel\'s rules & "customs"',
    "references/niwa2018": "庭と水: みんなの畑",
    "references/council-report": 'Annual Report on <script>alert("made up")</script> & Gardens',  # the work, not its label
}


@pytest.mark.parametrize(("page", "title"), TITLES.items())
def test_title_reads_as_it_was_written(page: str, title: str) -> None:
    assert _h1(_page(page)) == title


def test_title_reads_as_it_was_written_wherever_it_is_named() -> None:
    title = "No lock at all, not even a `<lock>`"
    for page in ("patterns", "catalogue", "collaboration-points/CP-002", "findings/F-003"):
        named = [_text(link) for link in _parsed(_page(page).html).iter("a") if link.get("href", "").endswith("P-005/")]
        assert [text for text in named if not text.startswith(title)] == [], page
        assert named or page.startswith("findings"), page
    heading = next(element for element in _parsed(_page("findings").html).iter("a") if element.get("href") == "#watering")
    assert _text(heading) == "Watering & barrels"


def test_work_reads_as_it_was_written() -> None:
    report = "Annual Report on <script>alert(“made up”)</script> & Gardens"
    for page in ("references", "references/council-report"):
        assert report in _text(_parsed(_page(page).html))
    text = _text(_parsed(_page("references/lind2020watering").html))
    assert "Who Waters? A Made-up Study of “Shared” Hoses & Barrels: 1 < 2 > 0." in text
    assert "https://doi.org/10.5555/toy.garden(1)%3C2%3E" in list(_hrefs(_page("references/lind2020watering")))
    assert "庭と水: みんなの畑" in _text(_parsed(_page("references/niwa2018").html))
    assert "https://garden.example/keys?a=1&b=2" in list(_hrefs(_page("references/lind2021keys")))


def test_no_page_holds_scripts_styles_or_unresolved_marks() -> None:
    for page in made(directories=True)[0].pages:
        for element in _parsed(page.html).iter():
            assert element.tag not in {"script", "style", "iframe", "object", "embed"}, page.page
            # a form narrows down what its page shows (theme/assets): it is found as a search, and sends nothing anywhere
            assert element.tag != "form" or (element.get("role") == "search" and not {"action", "method"} & element.attrib.keys()), page.page
            assert not {"formaction", "formmethod"} & element.attrib.keys(), page.page
            assert not [name for name in element.attrib if str(name).startswith("on") or name == "style"], page.page
        without_code = re.sub(r"<code>.*?</code>", "", page.html, flags=re.DOTALL)
        assert not re.search(r"\[\[|\[@|\{\{|\{%|&amp;(amp|lt|gt|quot|#)|>None<|\bMarkup\(", without_code), page.page


def test_code_keeps_its_marks() -> None:
    code = [element.text for element in _parsed(_page("findings/F-001").html).iter("code")]
    assert {"[[F-001]]", "<b>"} <= set(code)


def test_markdown_becomes_html() -> None:
    html = _parsed(_page("findings/F-001").html)
    section = next(element for element in html.iter("section") if element.get("aria-labelledby") == "detail")
    assert [_text(cell) for cell in section.iter("td")] == ["first", "all", "last", "none"]
    assert [_text(item) for item in section.iter("li")] == ["one", "two"]
    assert [element.tag for element in section.iter() if re.fullmatch("h[1-6]", str(element.tag))] == ["h2", "h3"]
    assert {"https://garden.example/?a=1&b=2", "https://garden.example/x"} <= {element.get("href") for element in section.iter("a")}


def test_link_says_title_and_id() -> None:
    statement = next(element for element in _parsed(_page("findings/F-001").html).iter("div") if element.get("class") == "pb-statement")
    assert [_text(link) for link in statement.iter("a")][:2] == ["Whoever comes first, waters P-001", "The key is not where it should be F-002"]


def test_citation_in_a_text_names_work_and_place() -> None:
    statement = next(element for element in _parsed(_page("findings/F-001").html).iter("div") if element.get("class") == "pb-statement")
    assert _text(statement).endswith("and (Lind et al. 2020, p. 12; 庭の会 2018).")
    # inside brackets of its own, a citation brings none
    assert "Leave some for others (Council for Gardens, Parks & Ponds 2019, p. 3; Okoro n.d.)." in _text(_parsed(_page("barrel-rules").html))


def test_anchors_of_prose_are_unique_and_never_empty() -> None:
    assert [heading.anchor for heading in _page("barrel-rules").headings] == ["first-rule", "why-how-so", "first-rule-2", "section"]


def test_a_mark_of_the_matrix_says_what_is_meant_and_leads_there() -> None:
    marks = {mark.get("href"): mark for mark in _parsed(_page("matrix").html).iter("a") if mark.get("class") == "pb-effect"}
    mark = marks["../patterns/P-002/#challenges"]
    assert (mark.get("data-says"), _text(mark)) == ("Reported eased where The rota on the door", "▼ eased Reported eased where The rota on the door")
    said = [mark.get("data-says") for mark in _parsed(_page("matrix").html).iter("a") if mark.get("href") == "../patterns/P-001/#challenges"]
    assert said == [
        "Reported worse where Whoever comes first, waters; the late bed; when: in July",
        "Reported alike in Whoever comes first, waters",
        "Not removed by Whoever comes first, waters; inferred",
    ]


def test_home_page_counts_one_as_one() -> None:
    starter = read_data(ROOT / "hooks" / "patternbook" / "commands" / "starter", ROOT, SITE_URL).catalogue()
    made_whole = whole(starter, WHERE, RepositoryLinks("", "main"))
    home = next(page for page in made_whole.pages if not page.page)
    counted = next(_text(element) for element in _parsed(home.html).iter("p") if element.get("class") == "pb-counts")
    assert {"1 collaboration point", "1 study", "1 reference"} <= set(counted.split(" · "))


def test_pattern_says_first_that_it_is_described_not_recommended() -> None:
    paragraphs = [_text(element) for element in _parsed(_page("patterns/P-002").html).iter("p")]
    assert next(text for text in paragraphs if "P-002" not in text).startswith("Described, not recommended.")


def test_retired_entry_says_so_and_links_to_its_successor() -> None:
    banner = next(element for element in _parsed(_page("patterns/P-004").html).iter("p") if "pb-gone" in element.get("class", ""))
    assert _text(banner) == (
        "Retired. On 2026-06-01: It was One key, one keeper P-003 & nothing else. See One key, one keeper P-003. "
        "It does not say exactly the same: whether it fits is for you to decide."
    )
    assert {link.get("href") for link in banner.iter("a")} == {"../P-003/"}
    index = next(element for element in _parsed(_page("patterns").html).iter("a") if element.get("href") == "P-004/")
    assert _text(index).endswith("(retired)")


def test_what_a_recommendation_rests_on_is_said_where_it_is_named() -> None:
    text = _text(_parsed(_page("findings/F-001").html))
    assert "Buy a second barrel R-002Suggested by participants; effect not measured" in text.replace("R-002 ", "R-002")


MANY = "P" * (_SHORT + 1)
PARTS = PageComponents(make_markdown_renderer(), TextScope("findings/F-001", make_urls(directories=True), {}, {}))


@pytest.mark.parametrize(
    ("labels", "html"),
    [
        pytest.param("", '<span class="pb-counted">2 < 3</span>', id="none"),
        pytest.param("P1a & P2", '<span class="pb-counted">2 < 3 <span class="pb-labels">(P1a & P2)</span></span>', id="few"),
        pytest.param(MANY, f'<details class="pb-fold"><summary>2 < 3</summary><span class="pb-labels">{MANY}</span></details>', id="many"),
    ],
)
def test_many_labels_are_folded_under_their_count(labels: str, html: str) -> None:
    assert PARTS.counted(Note(counted="2 < 3", labels=labels)) == html.replace("2 <", "2 &lt;").replace("P1a &", "P1a &amp;")


def _of_length(count: int) -> tuple[LinksBlock, TableBlock]:
    link = LinkItem(says="", target=Target(kind="finding", id="F-001", title="One", page="findings/F-001"))
    return LinksBlock(title="List & all", items=(link,) * count), TableBlock(
        title="Table & all", head=("A", "B", "C"), rows=(("1", "2", "3"),) * count
    )


@pytest.mark.parametrize(("key", "count", "folded"), [("rests", _LONG, 0), ("rests", _LONG + 1, 2), ("sample", _LONG + 1, 2), ("help", _LONG + 1, 0)])
def test_long_lists_that_are_looked_up_are_folded_under_their_title(key: str, count: int, folded: int) -> None:
    html = section_html(SectionDocument(key=key, title="Title", blocks=_of_length(count)), PARTS)
    found = _parsed(html)
    assert [_text(summary) for summary in found.iter("summary")] == [f"List & all {count}", f"Table & all {count}"][:folded]
    assert len(list(found.iter("li"))) == len(list(found.iter("tr"))) - 1 == count
    assert html.count("List &amp; all") == html.count("Table &amp; all") == 1


def test_glossary_is_in_alphabetical_order(toy: Catalogue) -> None:
    assert list(toy.words["term"]) == ["rota", "barrel"]  # as written
    assert [heading.title for heading in _page("glossary").headings] == ["Barrel", "Rota"]


def test_table_of_products_links_what_they_are_named_for() -> None:
    cells = [cell for cell in _parsed(_page("products").html).iter("td") if cell.get("data-label") == "Named for"]
    linked = [(link.text, link.get("href")) for link in cells[0].iter("a")]
    assert linked == [("F-001", "../findings/F-001/"), ("F-002", "../findings/F-002/")]
    titles = ['Late beds often stay dry, even where 2 barrels > 1 barrel & "everybody" waters', "The key is not where it should be"]
    hidden = [span for span in cells[0].iter("span") if span.get("class") == "pb-hidden"]
    assert [_text(span) for span in hidden] == titles  # an ID alone says too little where it is read aloud
    assert _text(cells[0]) == f"F-001 {titles[0]} F-002 {titles[1]}"


def test_sections_that_are_folded_are_there() -> None:
    assert {section.key for kind in KINDS for section in kind.sections if section.folded == "long"} == {"sample", "rests"}
    assert {section.key for kind in KINDS for section in kind.sections if section.folded == "whole"} == {"together", "works", "elsewhere"}


def test_inferred_and_editorial_statements_are_marked() -> None:
    text = _text(_parsed(_page("findings/F-001").html))
    for mark in ("ours, editorial", "inferred", "read in a related text", "our reading", "caution", "no number"):
        assert mark in text, mark


def test_text_of_ours_leads_to_the_evidence_that_it_follows_from() -> None:
    html = _parsed(_page("findings/F-001").html)
    rows = {row.get("id") for row in html.iter("tr")}
    assert {"evidence-S-001", "evidence-S-002", "evidence-S-003", "evidence-S-004", "evidence-S-003-2"} <= rows
    follows = [element for element in html.iter("span") if _text(element).startswith("follows from")]
    assert [_text(element) for element in follows] == [
        "follows from evidence 1, evidence 2, Nobody reads the barrel's gauge",
        "follows from evidence 1",
        "follows from Nobody reads the barrel's gauge",
    ]
    assert [link.get("href") for link in follows[0].iter("a")] == ["#evidence-S-001", "#evidence-S-002", "../F-003/"]


def test_list_of_ours_says_whether_it_follows_from_anything() -> None:
    html = _parsed(_page("findings/F-001").html)
    section = {element.get("aria-labelledby"): _text(element) for element in html.iter("section")}
    assert "Follows from the facts cited on this page." in section["who-feels-it"]
    assert "Written by us; not reported by a source." in section["questions"]  # of two, one follows from something
    assert "Follows from the facts" not in section["questions"] + section["signs"]  # of the last, only one is ours


def test_evidence_that_is_not_counted_stands_apart() -> None:
    html = _parsed(_page("findings/F-1000").html)
    first, second = (row for row in html.iter("tr") if row.get("id"))
    assert (first.get("class"), second.get("class")) == ("pb-supports", "pb-apart")
    assert "indirect: It is about keys & coats." in _text(second)
    assert "supports" not in _text(second)


def test_row_of_evidence_names_its_study_and_leads_to_its_sample() -> None:
    html = _parsed(_page("findings/F-001").html)
    rows = {row.get("id"): row for row in html.iter("tr") if row.get("id")}
    assert "Lind 2020 · interviews, walks, n = 5 people S-001" in _text(rows["evidence-S-001"])
    links = [link.get("href") for link in rows["evidence-S-003-2"].iter("a")]
    assert links[:2] == ["../../studies/S-003/#sample", "#evidence-S-003-2"]
    assert {element.get("id") for element in _parsed(_page("studies/S-003").html).iter()} >= {"sample"}
    cell = next(rows["evidence-S-003-2"].iter("td"))
    assert cell.get("id") == "evidence-5"  # an address from before rows were named after their study


def test_page_says_how_sure_and_what_is_verified() -> None:
    text = _text(_parsed(_page("findings/F-001").html))
    assert "Verified by a second person: 1 of 5 items of evidence." in text
    assert "Verified by a second person: none of 1 item of evidence." in _text(_parsed(_page("findings/F-002").html))
    assert "No gardener has reviewed this; see Arrangements and observations & ask." in text
    assert "graded moderate" in text


def test_coverage_says_what_is_verified_and_how_complete_it_is() -> None:
    html = _parsed(_page("coverage").html)
    cells = [[_text(cell) for cell in row if str(cell.tag) in ("th", "td")] for row in html.iter("tr")]
    assert ["Observations", "17", "1"] in cells
    assert ["Arrangements", "1", "none"] in cells
    assert not any(row[0] == "Inquiries" and len(row) == 3 for row in cells)  # a kind without evidence
    state = [row for row in cells if len(row) == 4]
    assert [row[0].split()[0] for row in state[1:]] == ["Watering", "Summer"]
    assert state[1][1:] == [
        "Four gardens, asked about water S-001 and the council's count (Council for Gardens, Parks & Ponds 2019).",
        'Beds by the "river" are missing.',
        "2026-05-01, in the shed.",
    ]


def test_roles_of_a_relation_are_on_the_page() -> None:
    assert "concerns: Waterer" in _text(_parsed(_page("patterns/P-001").html))


@pytest.mark.parametrize("page", ["findings/F-1000", "areas/shed", "references/niwa2018"])
def test_page_leads_to_its_source_and_to_a_report(page: str) -> None:
    hrefs = [href for href in _hrefs(_page(page)) if href.startswith(REPOSITORY)]
    file, _, line = next(href for href in hrefs if "/blob/" in href).removeprefix(f"{REPOSITORY}/blob/main/").partition("#L")
    name = page.rpartition("/")[2]
    assert name in (ROOT / file).read_text("utf-8").splitlines()[int(line) - 1]
    assert f"{REPOSITORY}/edit/main/{file}" in hrefs
    assert any(href.startswith(f"{REPOSITORY}/issues/new?title={name}%3A%20") for href in hrefs)


@pytest.mark.parametrize(("page", "file"), [("", "pages/home.md"), ("barrel-rules", "pages/barrel-rules.md")])
def test_prose_leads_to_its_source_and_to_a_report(page: str, file: str) -> None:
    found = [href for href in _hrefs(_page(page)) if href.startswith(REPOSITORY)]
    assert found[:2] == [f"{REPOSITORY}/edit/main/tests/toy/{file}", f"{REPOSITORY}/blob/main/tests/toy/{file}#L1"]
    assert found[2].startswith(f"{REPOSITORY}/issues/new?title={page or 'home'}%3A%20")
    assert (ROOT / "tests" / "toy" / file).exists()


def test_without_a_repository_there_are_no_such_links(toy: Catalogue) -> None:
    all_of_it = whole(toy, WHERE, RepositoryLinks("", "main"))
    for page in all_of_it.pages:
        assert not [href for href in _hrefs(page) if "github.com" in href or "/issues/" in href], page.page
    page = next(each for each in all_of_it.pages if each.page == "findings/F-1000")
    assert "Written in tests/toy/observations/barrel.yaml, line" in _text(_parsed(page.html))
    prose = next(each for each in all_of_it.pages if each.page == "barrel-rules")
    assert "Written in tests/toy/pages/barrel-rules.md." in _text(_parsed(prose.html))


def _menu_pages(items: tuple[MenuItem, ...]) -> list[str]:
    return [page for item in items for page in ([item.page] if item.page is not None else _menu_pages(item.children))]


def test_menu_names_pages_that_exist_and_no_entry() -> None:
    made_whole, _ = made(directories=True)
    listed = _menu_pages(made_whole.menu)
    assert len(listed) == len(set(listed))
    assert set(listed) <= {page.page for page in made_whole.pages}
    assert not [page for page in listed if "/" in page]  # it must not grow with the catalogue
    titles = {item.title for item in made_whole.menu} | {child.title for item in made_whole.menu for child in item.children}
    assert {"Arrangements", "Observations", "Tips", "Plot stories", "Beds", 'The barrel\'s rules & "customs"'} <= titles


def test_labels_of_the_catalogue_stand_on_the_pages() -> None:
    for page, label in (("findings", "Observations"), ("patterns", "Arrangements"), ("areas", "Beds"), ("terms", "Garden words")):
        assert _h1(_page(page)) == label
    assert "Observation F-001" in _text(_parsed(_page("findings/F-001").html))
    assert "2 meeting spots" in _text(_parsed(_page("").html))


def test_every_page_can_be_reached_from_the_home_page_or_the_menu() -> None:
    made_whole, where = made(directories=True)
    pages = {urljoin(SITE_URL, where.url(page.page)): page for page in made_whole.pages}
    todo = [urljoin(SITE_URL, where.url(page)) for page in _menu_pages(made_whole.menu)]
    seen: set[str] = set()
    while todo:
        address = todo.pop()
        if address in seen or address not in pages:
            continue
        seen.add(address)
        todo += [urldefrag(urljoin(address, href))[0].partition("?")[0] for href in _hrefs(pages[address])]
    assert seen == set(pages)


def test_previous_next_and_parent_are_pages() -> None:
    made_whole, _ = made(directories=True)
    pages = {page.page for page in made_whole.pages}
    for page in made_whole.pages:
        assert {page.previous, page.next, page.parent} <= pages | {None}
        assert page.page not in {page.previous, page.next, page.parent}


def test_menu_groups_indexes_and_pages(catalogue: Catalogue) -> None:
    found = [(item.title, [child.page for child in item.children]) for item in make_menu(catalogue)]
    assert found[:-1] == [
        ("Home", []),
        ("Patterns", ["patterns", "collaboration-points", "cases"]),  # what the heading is named after comes first
        ("Findings", ["findings", "areas", "themes", "roles"]),
        ("Recommendations", ["recommendations", "artefacts", "worksheet"]),
        ("Products", ["products", "indicators", "stages"]),
        ("Map", ["map", "matrix"]),
        ("Evidence", ["studies", "references", "coverage"]),
        ("Glossary", ["glossary", "terms"]),
    ]
    title, children = found[-1]
    assert title == "About"
    standard = ["catalogue", "cite", "data", "releases", "changes", "format", "checks"]
    assert children == [*(page.slug for page in catalogue.prose if page.slug != HOME), *standard]


def test_page_of_checks_explains_every_code() -> None:
    page = _page("checks")
    assert [heading.anchor for heading in page.headings] == [group.key for group in explanation_groups()]
    for code, explanation in explanations().items():
        section = page.html.partition(f'<h3 id="{code}">')[2].partition("<h3")[0]
        assert [page.html.count(f'id="{code}"'), page.html.count(f'href="#{code}"')] == [1, 2]  # from the table, and its own
        assert all(f"<code>{escape(example.text)}</code>" in section for example in (explanation.wrong, explanation.right))
