"""How to cite an entry, a work or the catalogue: in every format, with the works that an entry restates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from msgspec.structs import replace as replace_field

from patternbook.citing.citation import MOST_NAMED, Edition, EntryCitation, cite_catalogue
from patternbook.citing.formats import FORMATS, STYLE_FORMATS, CitationFormat, entry_texts, latex_cite, latex_line, work_texts
from patternbook.documents.blocks import reference_target
from patternbook.documents.context import Context
from patternbook.documents.edition import author_names, on_one_line
from patternbook.documents.model import Cite, CiteForm, Released, RestatedWork
from patternbook.model.components import Entry
from patternbook.model.vocabulary import UNRELEASED, Contributor
from patternbook.phrases import gettext

_MOST_PLACES = 3
"""Places in a work that a citation names; the evidence names each."""


def citation_of(
    entry: Entry, authors: Iterable[Contributor], page: str, context: Context, released: Released | None
) -> tuple[EntryCitation, tuple[RestatedWork, ...]]:
    """What citations of an entry are made of, and the works that it restates."""
    works = tuple(
        RestatedWork(label=target.title, place=_places(places), key=key, page=target.page)
        for key, places in context.profile.restated(entry, context).items()
        for target in (reference_target(context.cited[key]),)
    )
    edition, address = _held(page, context, released)
    url, behind = context.urls.public(address), tuple([cited_place(work) for work in works])
    return EntryCitation(edition, on_one_line(entry.title), entry.id, author_names(authors), url, behind), works


def _held(page: str, context: Context, released: Released | None) -> tuple[Edition, str]:
    """The edition that a citation names and the page it leads to: the release that holds the text, where there are releases."""
    if released is None:
        return context.edition, page
    if released.state == "unchanged":
        edition = replace(context.edition, release=released.release, released_on=released.date, year=released.date[:4], doi="")
        return edition, released.page
    return replace(context.edition, release="", released_on="", doi=""), page


def authors_of(entry: Entry, context: Context) -> list[Contributor]:
    """Who wrote an entry: those that it names, else those of the catalogue."""
    catalogue = context.catalogue
    return [catalogue.contributors[name] for name in entry.contributors or catalogue.masthead.default_contributors]


def cite_entry(entry: Entry, authors: Iterable[Contributor], page: str, context: Context, released: Released | None) -> Cite:
    """How to cite an entry, and the works that it restates.

    Args:
        entry: The entry.
        authors: Who wrote it.
        page: Its page.
        context: What documents are resolved with.
        released: Which release holds its text; None where there are no releases.

    """
    cited, works = citation_of(entry, authors, page, context, released)
    cite = _cite(cited, works, f"{entry.id}, {_state(cited.edition)}", context)
    return replace_field(cite, page_url=context.urls.public(page)) if released else cite


def _state(edition: Edition) -> str:
    """Which release it is, in the language of the text that cites it; the forms of a style have its words (`Edition.state`)."""
    return gettext("release %(release)s", release=edition.release) if edition.release else gettext("unreleased draft")


def cite_work(key: str, context: Context) -> Cite:
    """How to cite a work of the bibliography, in every format."""
    texts = work_forms(key, context)
    forms = tuple([CiteForm(name=each.name, entry=text) for each, text in zip(FORMATS, texts, strict=True)])
    by_name = {form.name: form.entry for form in forms}
    label = context.cited[key].label
    return Cite(bibtex=by_name["bibtex"], plain=texts[0], release="", key=key, text=label, latex=latex_cite(key), forms=forms)


def cite_whole(context: Context) -> Cite:
    """How to cite the catalogue as a whole."""
    cited, edition = cite_catalogue(context.edition), context.edition
    cite = _cite(cited, (), f"{cited.title}, {_state(cited.edition)}", context)
    dois = dict.fromkeys(filter(None, (edition.doi, edition.concept_doi)))
    return replace_field(cite, dois=tuple(dois)) if dois else cite


def _cite(cited: EntryCitation, works: tuple[RestatedWork, ...], text: str, context: Context) -> Cite:
    texts = entry_texts(cited)
    behind = zip(*(work_forms(work.key, context) for work in works), strict=True) if works else ((),) * len(FORMATS)
    forms = tuple([CiteForm(name=each.name, entry=own, works=of) for each, own, of in zip(FORMATS, texts, behind, strict=True)])
    by_name = {form.name: form.entry for form in forms}
    return Cite(
        bibtex=by_name["bibtex"],
        plain=texts[0],
        release=cited.edition.release or UNRELEASED,
        key=cited.key,
        url=cited.url,
        works=works,
        text=gettext("%(works)s, as restated in %(text)s", works="; ".join(cited.behind[:MOST_NAMED]), text=text) if works else text,
        latex=latex_line(cited, [(work.key, work.place) for work in works[:MOST_NAMED]]),
        forms=forms,
    )


def cited_place(work: RestatedWork) -> str:
    """`Nahar et al. 2022, section 7.2`."""
    return f"{work.label}, {work.place}" if work.place else work.label


def work_forms(key: str, context: Context) -> tuple[str, ...]:
    """A work of the bibliography in every format."""
    return work_texts(context.catalogue.references[key], context.cited[key].suffix)


def _places(locators: Iterable[str]) -> str:
    """The first places of a work, each once; what follows a semicolon is a second source for the same."""
    places = list(dict.fromkeys(filter(None, (on_one_line(locator.partition(";")[0]) for locator in locators))))
    return "; ".join(places[:_MOST_PLACES])


def citation_file(cite: Cite, form: CitationFormat | None) -> str:
    """A file of one format: the works that are restated, then what is cited; without a format, each style as plain text."""
    if form is None:
        names = {each.name for each in cite.forms or ()}
        styles = (f"{style.title}\n{citation_file(cite, style)}" for style in STYLE_FORMATS if style.name in names)
        return "\n".join([f"{cite.text}\n", f"{cite.latex}\n", *styles])
    return form.join([text for each in cite.forms or () if each.name == form.name for text in (*each.works, each.entry)])
