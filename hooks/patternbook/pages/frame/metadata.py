"""What programs read in the head of a page: reference managers (Highwire, Dublin Core), search engines (JSON-LD), links by relation.

All of it is made from the CSL-JSON item of what the page is about, so that it can't say something else than the citations. The
page of a work describes the work, the page of an entry the entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec.json import decode, encode

from patternbook.bibliography.exchange_names import OTHERS
from patternbook.documents.model import Cite, Document
from patternbook.documents.references import ReferenceDocument, doi_address
from patternbook.documents.resolve import PageDocument
from patternbook.model.registry import LISTED_BY_NAME
from patternbook.pages.markdown.marks import escape_html
from patternbook.urls import SiteUrls

CslItem = Mapping[str, Any]
"""A CSL-JSON item."""


class _WorkType(NamedTuple):
    """What clients call a type of work."""

    schema: str
    """In schema.org."""
    dublin: str
    """As Dublin Core's type, in the words of Zotero's RDF translator."""
    container: tuple[str, ...] = ()
    """Highwire tags for what it appeared in. Zotero takes the type from the last of them."""
    publisher: str = "publisher"
    """Highwire tag for who published it."""
    number: str = ""
    """Highwire tag for its number."""


_OTHER = _WorkType("CreativeWork", "document")
_WORK_TYPES: Mapping[str, _WorkType] = MappingProxyType({
    "article": _WorkType("ScholarlyArticle", "preprint"),
    "article-journal": _WorkType("ScholarlyArticle", "journalArticle", ("journal_title",)),
    "book": _WorkType("Book", "book"),
    "chapter": _WorkType("Chapter", "bookSection", ("inbook_title",)),
    "dataset": _WorkType("Dataset", "dataset"),
    "manuscript": _WorkType("CreativeWork", "manuscript"),
    "motion_picture": _WorkType("VideoObject", "videoRecording"),
    "paper-conference": _WorkType("ScholarlyArticle", "conferencePaper", ("inbook_title", "conference_title")),
    "patent": _WorkType("CreativeWork", "patent"),
    "report": _WorkType("Report", "report", (), "technical_report_institution", "technical_report_number"),
    "software": _WorkType("SoftwareSourceCode", "computerProgram"),
    "standard": _WorkType("CreativeWork", "standard"),
    "thesis": _WorkType("Thesis", "thesis", (), "dissertation_institution"),
    "webpage": _WorkType("WebPage", "webpage"),
})  # fmt: skip
"""Type of a CSL-JSON item -> what clients call it."""


def document_metadata(document: PageDocument, description: str, urls: SiteUrls) -> str:
    """The part of the head that is about what a page below an index describes."""
    if not isinstance(document, Document | ReferenceDocument):
        return ""  # a page of a release, which searches leave out
    if not isinstance(document, Document):
        item, address = _item(document.cite), document.href  # of the work
        links = [f'<link rel="cite-as" href="{escape_html(address)}">'] if document.doi else []
        return "".join((*links, *_tags(item), _script(_work_node(item, address))))
    item = _item(document.cite) if document.cite else {}
    url = document.cite.url if document.cite else urls.public(document.page)
    links = [f'<link rel="license" href="{escape_html(document.licence.url)}">']
    links += [f'<link rel="cite-as" href="{escape_html(url)}">'] if item and url else []
    return "".join((*links, *_tags(item, document.licence.url), _script(_entry_node(document, item, description, urls))))


def catalogue_metadata(cite: Cite, summary: str, licence: str, keywords: tuple[str, ...]) -> str:
    """The same for pages about the catalogue as a whole."""
    item, dois = _item(cite), [doi_address(doi) for doi in cite.dois or ()]
    parts = [f'<link rel="license" href="{escape_html(licence)}">']
    parts += [f'<link rel="cite-as" href="{escape_html(address)}">' for address in [*dois[:1], *filter(None, [cite.url])][:1]]
    named = {"identifier": dois, "sameAs": dois} if dois else {}
    node = {
        **_work_node(item, cite.url),
        **named,
        "@type": ["Dataset", "DefinedTermSet"],
        "description": summary,
        "license": licence,
        "keywords": keywords,
    }
    return "".join((*parts, *_tags(item, licence), _script(node)))


_CONTEXT = "https://schema.org"


def _item(cite: Cite) -> CslItem:
    item: CslItem = decode(next(form.entry for form in cite.forms or () if form.name == "csl-json"))
    return item


def _tags(item: CslItem, licence: str = "") -> Iterator[str]:
    """The `meta` elements of an item, one author each; what it lacks is left out. What is no item, such as a word, is a page of the web."""
    for name, value in (*_highwire(item), *_dublin(item, licence)) if item else [("DC.type", "webpage")]:
        if value:
            yield f'<meta name="{name}" content="{escape_html(str(value))}">'


def _highwire(item: CslItem) -> Iterator[tuple[str, Any]]:
    kind = _WORK_TYPES.get(item["type"], _OTHER)
    first, _, last = str(item.get("page", "")).partition("-")
    yield "citation_title", item["title"]
    yield from (("citation_author", name) for name in _names(item, "author"))
    yield from (("citation_editor", name) for name in _names(item, "editor"))
    yield "citation_publication_date", _date(item, "/")
    yield from ((f"citation_{tag}", item.get("container-title")) for tag in kind.container)
    yield f"citation_{kind.publisher}", item.get("publisher")
    yield f"citation_{kind.number or 'number'}", item.get("number") if kind.number else ""
    yield "citation_volume", item.get("volume")
    yield "citation_issue", item.get("issue")
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield "citation_isbn", item.get("ISBN")
    yield "citation_doi", item.get("DOI")
    yield "citation_language", item.get("language")
    yield "citation_public_url", item.get("URL")


def _dublin(item: CslItem, licence: str) -> Iterator[tuple[str, Any]]:
    yield "DC.type", _WORK_TYPES.get(item["type"], _OTHER).dublin
    yield "DC.title", item["title"]
    yield from (("DC.creator", name) for name in _names(item, "author"))
    yield "DC.date", _date(item, "-")
    yield "DC.publisher", item.get("publisher")
    yield "DC.language", item.get("language")
    yield "DC.identifier", f"doi:{item['DOI']}" if "DOI" in item else item.get("URL")
    yield "DC.rights", licence


def _names(item: CslItem, role: str) -> Iterator[str]:
    """Each name with the family name first, as clients split them at the comma; not the word that stands for further names.

    Clients also split what has no comma, at its last blank. So the name of an organisation ends in one, which they take away again, and
    has none inside.
    """
    for name in item.get(role, ()):
        whole = name.get("literal", "")
        family = " ".join(filter(None, (name.get("non-dropping-particle"), name.get("family"))))
        if whole != OTHERS:
            yield f"{whole.replace(',', '')}," if whole else ", ".join(filter(None, (family, name.get("given"), name.get("suffix"))))


def _date(item: CslItem, separator: str) -> str:
    """`2022`, or `2022/05` where the month is known; empty for a date that is no number, which clients would misread."""
    parts: Sequence[int] = next(iter(item.get("issued", {}).get("date-parts", ())), ())
    return separator.join(f"{part:02d}" for part in parts)


def _people(item: CslItem) -> list[dict[str, str]]:
    """Authors in the words of schema.org."""
    return [
        {"@type": "Organization", "name": name["literal"]} if "literal" in name else {"@type": "Person", "name": _given_first(name)}
        for name in item.get("author", ())
        if name.get("literal") != OTHERS
    ]


def _given_first(name: Mapping[str, str]) -> str:
    return " ".join(filter(None, (name.get(part) for part in ("given", "non-dropping-particle", "family", "suffix"))))


def _work_node(item: CslItem, address: str) -> dict[str, Any]:
    """A work in JSON-LD."""
    container, publisher = item.get("container-title"), item.get("publisher")
    values = {
        "url": address,
        "name": item["title"],
        "author": _people(item),
        "datePublished": _date(item, "-"),
        "isPartOf": {"@type": "Periodical" if item["type"] == "article-journal" else "Book", "name": container} if container else None,
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        "pagination": item.get("page"),
        "isbn": item.get("ISBN"),
        "version": item.get("version"),
        "inLanguage": item.get("language"),
        "identifier": f"doi:{item['DOI']}" if "DOI" in item else None,
    }
    return {"@context": _CONTEXT, "@type": _WORK_TYPES.get(item["type"], _OTHER).schema, **_given(values)}


def _entry_node(document: Document, item: CslItem, description: str, urls: SiteUrls) -> dict[str, Any]:
    """An entry or a word in JSON-LD, of the types that its kind declares; who wrote it, and from which works, only of an entry."""
    types, cite = LISTED_BY_NAME[document.kind].schema_types, document.cite
    url = (cite.page_url or cite.url) if cite else urls.public(document.page)
    is_term = "DefinedTerm" in types
    whole = {"@type": "DefinedTermSet" if is_term else "CreativeWork", "name": item.get("container-title"), "url": urls.public("")}
    shared = _work_node(item, url) if item else {"url": url}
    values = {
        **{name: shared.get(name) for name in ("url", "author", "datePublished", "publisher", "version", "inLanguage")},
        "@id": url,
        "name": document.title,
        "description": description,
        "termCode" if is_term else "identifier": document.id,
        "inDefinedTermSet" if is_term else "isPartOf": _given(whole),
        "license": document.licence.url,
        "isBasedOn": [{"@type": "CreativeWork", "name": work.label} for work in document.cite.works] if document.cite else None,
    }
    return {"@context": _CONTEXT, "@type": types, **_given(values)}


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _script(node: Mapping[str, Any]) -> str:
    """A data block, which no text can end: `<` is written so that it is no character of HTML, and browsers don't run it."""
    text = encode(node).decode().replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")
    return f'<script type="application/ld+json">{text}</script>'
