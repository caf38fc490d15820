"""Works of the bibliography to documents: the citation, and everything in the catalogue that cites the work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from msgspec import UNSET, UnsetType

from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.citation import citation_sort_key
from patternbook.bibliography.write.styles.styles import citation_text
from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.mentions import MentionedAt, mentions_in_text, mentions_of
from patternbook.catalogue.work_status import WorkStatus
from patternbook.documents.blocks import mention_of
from patternbook.documents.cite import cite_work
from patternbook.documents.context import CitingPage, Context
from patternbook.documents.model import Cite, DocumentStruct, LinkItem, Origin, RetractionNote, Target
from patternbook.model.introspect import named_references
from patternbook.model.registry import REFERENCE_KIND, VOCABULARIES
from patternbook.model.struct import ModelStruct
from patternbook.phrases import as_date, gettext, gettext_noop
from patternbook.urls import reference_page


class ReferenceDocument(DocumentStruct, frozen=True, kw_only=True):
    """A work of the bibliography, and what cites it in the catalogue."""

    key: str
    page: str
    label: str
    title: str
    runs: tuple[tuple[str, bool, str], ...]
    """The formatted citation as (text, italic, address)."""
    plain: str
    cite: Cite
    doi: str = ""
    href: str = ""
    note: str = ""
    retraction: RetractionNote | UnsetType = UNSET
    registered: tuple[str, ...] = ()
    """What a registry of DOIs says of it besides, in sentences."""
    cited_by: tuple[tuple[str, tuple[LinkItem, ...]], ...]
    """Entries, words and pages that cite it, by kind label, each with the sentence in which it does so."""
    previous: Target | None = None
    next: Target | None = None
    origin: Origin


def reference_document(key: str, context: Context) -> ReferenceDocument:
    """Resolve one work."""
    catalogue = context.catalogue
    reference, cited = catalogue.references[key], context.cited[key]
    page = reference_page(key)
    previous, following = context.neighbours[page]
    return ReferenceDocument(
        key=key,
        page=page,
        label=cited.label,
        title=reference.title,
        runs=tuple((run.text, run.italic, run.href or "") for run in citation_text(reference, cited.suffix)),
        plain=cited.text,
        cite=cite_work(key, context),
        doi=reference.doi,
        href=cited.href,
        note=reference.note,
        retraction=cited.retraction,
        registered=tuple(_registered(catalogue.work_statuses.get(key))),
        cited_by=tuple(_cited_by(key, context)),
        previous=previous,
        next=following,
        origin=Origin(file=catalogue.reference_file, line=reference.line),
    )


def retraction_note(status: WorkStatus | None) -> RetractionNote | UnsetType:
    """That a work was retracted, where a registry says so."""
    retraction = status.retraction if status else None
    if status is None or retraction is None:
        return UNSET
    return RetractionNote(on=retraction.on, notice=doi_address(retraction.doi), checked=status.checked)


_REGISTERED = {"title": gettext_noop("title"), "names": gettext_noop("names"), "year": gettext_noop("year")}


def _registered(status: WorkStatus | None) -> Iterator[str]:
    if status is None:
        return
    if status.unknown:
        yield gettext("On %(date)s, no registry knew the DOI.", date=as_date(status.checked))
    for notice in status.notices:
        if notice.kind != "retraction":
            words = gettext("A concern about it was expressed") if notice.kind == "concern" else gettext("A correction was published")
            dated = gettext("%(words)s on %(date)s", words=words, date=as_date(notice.on)) if notice.on else words
            yield f"{dated}: {doi_address(notice.doi)}"
    for each in status.differences:
        yield gettext(
            "On %(date)s, the registry of its DOI gave another %(field)s: %(registered)s",
            date=as_date(status.checked),
            field=gettext(_REGISTERED[each.field]),
            registered=each.registered,
        )


def doi_address(doi: str) -> str:
    """The address of a DOI, as its resolver takes it; empty where there is none."""
    return Reference(key="", kind="misc", title="", doi=doi).doi_url


def sorted_keys(catalogue: Catalogue) -> list[str]:
    """Reference keys by label, as a bibliography lists them."""
    return [reference.key for reference in sorted(catalogue.references.values(), key=citation_sort_key)]


def _cited_by(key: str, context: Context) -> Iterator[tuple[str, tuple[LinkItem, ...]]]:
    """Entries by kind, then the other pages, each group with its label."""
    label, mentions = context.cited[key].label, context.catalogue.mentions
    for kind, ids in groupby(
        context.catalogue.naming.get((REFERENCE_KIND, key), ()), key=lambda id_: context.target(id_).kind
    ):  # in the order of kinds
        named = ((context.target(id_), mentions.get((id_, REFERENCE_KIND, key))) for id_ in ids)
        yield context.catalogue.label(kind).many, tuple(LinkItem(says="", target=target, mention=mention_of(place, label)) for target, place in named)
    for many, pages in groupby(context.citing.get(key, ()), key=itemgetter(0)):
        yield many, tuple(LinkItem(says="", target=target, mention=mention_of(place, label)) for _, target, place in pages)


def citing_pages(context: Context) -> Mapping[str, tuple[CitingPage, ...]]:
    """Reference -> words, the coverage page and prose that cite it, each with the label it is listed under and the place."""
    citing: dict[str, dict[tuple[str, Target], MentionedAt | None]] = {}
    for page, keys in _citations(context):
        for key, place in keys:
            citing.setdefault(key, {}).setdefault(page, place)
    return {key: tuple((*page, place) for page, place in pages.items()) for key, pages in citing.items()}


_PlacesByKey = Iterator[tuple[str, MentionedAt | None]]


def _citations(context: Context) -> Iterator[tuple[tuple[str, Target], _PlacesByKey]]:
    """Every page besides entries, with the keys that it cites."""
    catalogue = context.catalogue
    for vocabulary in VOCABULARIES:
        label = catalogue.label(vocabulary.name).many
        for word in catalogue.words[vocabulary.name].values():
            yield (label, context.word(vocabulary.name, word.slug)), _keys_in(word)
    for part in (catalogue.masthead, *catalogue.schemes):
        yield (gettext("Pages"), context.named("coverage")), _keys_in(part)
    for prose in catalogue.prose:
        yield (gettext("Pages"), context.named(prose.slug)), mentions_in_text(prose.text)


def _keys_in(part: ModelStruct) -> _PlacesByKey:
    places = mentions_of(part)
    yield from ((name, places.get((kind, name))) for _, kind, name in named_references(part) if kind == REFERENCE_KIND)
    yield from ((name, place) for (kind, name), place in places.items() if kind == REFERENCE_KIND)
