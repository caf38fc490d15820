"""What reference managers and search engines read in the head of a page, read back by a parser of HTML."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from typing import Any

import html5lib
import pytest
from msgspec.structs import replace

from conftest import SITE_URL, WHERE
from patternbook.bibliography import parse_bibliography
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.model import Document
from patternbook.documents.references import ReferenceDocument
from patternbook.documents.resolve import PageDocument, build_context, resolve
from patternbook.model.registry import LISTED_BY_NAME
from patternbook.pages.frame.metadata import document_metadata
from patternbook.pages.site import make_urls
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.urls import SiteUrls, reference_page


class Head:
    """The elements of a head."""

    def __init__(self, html: str) -> None:
        document = html5lib.parse(f"<!doctype html><html><head>{html}<title>end</title></head>", namespaceHTMLElements=False)
        head = document.find("head")
        assert head is not None
        assert head[-1].tag == "title"  # nothing before it ended the head
        self.meta = defaultdict[str, list[str]](list)
        for element in head.iter("meta"):
            self.meta[element.get("name", "")].append(element.get("content", ""))
        self.links = {element.get("rel"): element.get("href") for element in head.iter("link")}
        (script,) = head.iter("script")
        assert script.get("type") == "application/ld+json"
        self.json: dict[str, Any] = json.loads(script.text or "")


def _head(toy: Catalogue, page: str, where: SiteUrls = WHERE) -> Head:
    return Head(document_metadata(resolve(page, build_context(toy, where, SYNTHESIS)), "What it says.", where))


def test_page_of_an_entry_describes_the_entry(toy: Catalogue) -> None:
    head = _head(toy, "patterns/P-003")
    url = f"{SITE_URL}patterns/P-003/"
    title, whole = "One key, one keeper", 'The Toy Garden: Beds & Barrels, 1 < 2 > 0, "made up"'
    assert head.meta["citation_title"] == head.meta["DC.title"] == [title]
    assert head.meta["citation_author"] == head.meta["DC.creator"] == ["Lind, Ada Maria", "Ōno, Ken"]  # one each
    assert head.meta["citation_inbook_title"] == [whole]
    assert head.meta["citation_publication_date"] == ["2026/12/01"]
    assert head.meta["DC.date"] == ["2026-12-01"]
    assert head.meta["citation_public_url"] == head.meta["DC.identifier"] == [url]
    assert head.meta["DC.rights"] == [head.links["license"]] == ["https://creativecommons.org/licenses/by-sa/4.0/"]
    assert head.links["cite-as"] == url
    assert head.json["@type"] == ["DefinedTerm", "CreativeWork"]
    assert (head.json["@id"], head.json["termCode"], head.json["name"]) == (url, "P-003", title)
    assert head.json["inDefinedTermSet"] == {"@type": "DefinedTermSet", "name": whole, "url": SITE_URL}
    assert [author["name"] for author in head.json["author"]] == ["Ada Maria Lind", "Ken Ōno"]


def test_page_of_a_work_describes_the_work(toy: Catalogue) -> None:
    head = _head(toy, "references/lind2020watering")
    assert head.meta["citation_title"] == ['Who Waters? A Made-up Study of "Shared" Hoses & Barrels: 1 < 2 > 0']
    assert head.meta["citation_author"] == ["Lind, Ada Maria", "de la Cruz, José", "Ono, Ken"]
    assert [*head.meta].index("citation_inbook_title") < [*head.meta].index("citation_conference_title")  # Zotero takes the type from the last
    assert (head.meta["citation_firstpage"], head.meta["citation_lastpage"]) == (["11"], ["19"])
    assert head.meta["citation_doi"] == ["10.5555/toy.garden(1)<2>"]
    assert head.meta["DC.type"] == ["conferencePaper"]
    assert head.links == {"cite-as": "https://doi.org/10.5555/toy.garden(1)%3C2%3E"}  # no licence: the work is not ours
    assert (head.json["@type"], head.json["datePublished"]) == ("ScholarlyArticle", "2020")


CONTAINERS = {
    "@article{k, title={T}, author={A, B}, journal={J}, year=2020}": ("citation_journal_title", "journalArticle"),
    "@phdthesis{k, title={T}, author={A, B}, school={S}, year=2020}": ("citation_dissertation_institution", "thesis"),
    "@techreport{k, title={T}, author={A, B}, institution={S}, number=7, year=2020}": ("citation_technical_report_institution", "report"),
    "@book{k, title={T}, author={A, B}, publisher={S}, year=2020, isbn={978-3-16-148410-0}}": ("citation_isbn", "book"),
    "@incollection{k, title={T}, author={A, B}, booktitle={S}, publisher={P}, year=2020}": ("citation_inbook_title", "bookSection"),
    "@online{k, title={T}, author={A, B}, url={https://a.org/}, year=2020}": ("citation_public_url", "webpage"),
    "@dataset{k, title={T}, author={A, B}, year=2020}": ("citation_title", "dataset"),
    "@software{k, title={T}, author={A, B}, year=2020}": ("citation_title", "computerProgram"),
    "@video{k, title={T}, author={A, B}, year=2020}": ("citation_title", "videoRecording"),
}


@pytest.mark.parametrize(("bibtex", "expected"), CONTAINERS.items(), ids=lambda each: each[1] if isinstance(each, tuple) else "")
def test_type_of_a_work(toy: Catalogue, bibtex: str, expected: tuple[str, str]) -> None:
    head = Head(document_metadata(_work(bibtex, toy), "", WHERE))
    assert head.meta[expected[0]]
    assert head.meta["DC.type"] == [expected[1]]


def _work(bibtex: str, toy: Catalogue) -> PageDocument:
    (reference,) = parse_bibliography(bibtex).references
    page = reference_page("k")
    alone = dataclasses.replace(toy, references={"k": reference}, reference_keys={page: "k"})
    return resolve(page, build_context(alone, WHERE, SYNTHESIS))


def test_work_without_names_and_year(toy: Catalogue) -> None:
    head = Head(document_metadata(_work("@misc{k, title={T}}", toy), "", WHERE))
    assert (head.meta["citation_author"], head.meta["citation_publication_date"]) == ([], [])
    assert head.json == {"@context": "https://schema.org", "@type": "CreativeWork", "name": "T"}


def test_names_are_not_split_where_they_are_none_of_people(toy: Catalogue) -> None:
    """Zotero splits a name at its comma, else at its last blank; a comma at the end it takes away."""
    names = "{Council for Gardens, Parks and Ponds} and Oak, Ada and others"
    head = Head(document_metadata(_work(f"@book{{k, title={{T}}, author={{{names}}}, publisher={{P}}, year=2020}}", toy), "", WHERE))
    assert head.meta["citation_author"] == head.meta["DC.creator"] == ["Council for Gardens Parks and Ponds,", "Oak, Ada"]
    assert [author["name"] for author in head.json["author"]] == ["Council for Gardens, Parks and Ponds", "Ada Oak"]


def test_word_is_a_page_and_no_article(toy: Catalogue) -> None:
    assert _head(toy, "areas/watering").meta["DC.type"] == ["webpage"]


def test_four_hundred_authors_are_four_hundred(toy: Catalogue) -> None:
    names = " and ".join(f"F{number}, G" for number in range(400))
    head = Head(document_metadata(_work(f"@misc{{k, title={{T}}, author={{{names}}}}}", toy), "", WHERE))
    assert len(head.meta["citation_author"]) == len(head.json["author"]) == 400


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!-- <script>", '"><img src=x onerror=alert(1)>', "&lt;/script>", "\u2028 ' \\"]
)
def test_no_text_ends_the_data_block(toy: Catalogue, text: str) -> None:
    document = resolve("findings/F-001", build_context(toy, WHERE, SYNTHESIS))
    assert isinstance(document, Document)
    head = Head(document_metadata(replace(document, title=text), text, WHERE))
    assert (head.json["name"], head.json["description"]) == (text, text)
    hostile = _work(f"@misc{{k, title={{{text}}}, author={{{{{text}}}}}}}", toy)
    assert isinstance(hostile, ReferenceDocument)
    assert Head(document_metadata(hostile, text, WHERE)).meta["citation_title"] == [hostile.title]


@pytest.mark.parametrize("site_url", ["", "https://example.org/patternbook/", "http://127.0.0.1:8000/"])
def test_no_address_that_leads_nowhere(toy: Catalogue, site_url: str) -> None:
    where = make_urls(directories=True, site_url=site_url)
    for page in ("findings/F-001", "areas/watering"):
        html = document_metadata(resolve(page, build_context(toy, where, SYNTHESIS)), "", where)
        assert "example.org" not in html
        assert "127.0.0.1" not in html
        assert "cite-as" not in Head(html).links


def test_types_are_those_that_kinds_declare(toy: Catalogue) -> None:
    context = build_context(toy, WHERE, SYNTHESIS)
    for page in context.neighbours:
        document = resolve(page, context)
        if isinstance(document, Document):
            head = Head(document_metadata(document, "", WHERE))
            assert tuple(head.json["@type"]) == LISTED_BY_NAME[document.kind].schema_types
            assert ("author" in head.json) == (document.cite is not None)
