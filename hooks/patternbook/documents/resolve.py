"""Entries and words to documents."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from msgspec import UNSET, UnsetType

from patternbook.bibliography.write.citation import citation_labels, year_suffixes, year_text
from patternbook.bibliography.write.styles.runs import plain_text
from patternbook.bibliography.write.styles.styles import citation_text
from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.releases.own import own_content
from patternbook.catalogue.releases.released import NO_HISTORY, RELEASES, ReleaseHistory
from patternbook.diagnostics.diagnostic import Place
from patternbook.documents.blocks import blocks_of, evidence_anchors, incoming_links, links_block, outgoing_links, reference_target
from patternbook.documents.cite import authors_of, cite_entry
from patternbook.documents.context import Context, DocumentScope, get_field, index_target, terms_in
from patternbook.documents.edition import edition_of, latest_edition
from patternbook.documents.frozen import FrozenDocument, ReleaseDocument, frozen_neighbours, release_page, released_text
from patternbook.documents.gone import GoneDocument, gone_document
from patternbook.documents.model import (
    Breadth,
    ChecklistDocument,
    Cite,
    CitedReference,
    Credit,
    Document,
    Fact,
    LicenceNote,
    LinkItem,
    Origin,
    Released,
    RetirementNote,
    SectionDocument,
    SuccessorCite,
    Target,
)
from patternbook.documents.profile import GLOSSARY, Blocks, Profile, View
from patternbook.documents.references import ReferenceDocument, citing_pages, reference_document, retraction_note, sorted_keys
from patternbook.model.components import Confidence, Entry, Relation
from patternbook.model.introspect import fields_of
from patternbook.model.kind import Listed
from patternbook.model.registry import HOME, VOCABULARIES, is_placeholder
from patternbook.model.sections import EMPTY_WORDS, NOT_REPORTED, Section
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabularies import Vocabulary
from patternbook.model.vocabulary import UNRELEASED, Masthead, Word
from patternbook.phrases import as_date, gettext, gettext_noop, set_phrases
from patternbook.phrases.files import load_phrases
from patternbook.urls import SiteUrls


def build_context(catalogue: Catalogue, urls: SiteUrls, profile: Profile, history: ReleaseHistory = NO_HISTORY) -> Context:
    """The context that all documents share, computed once. From here on, this process makes pages in the catalogue's language."""
    set_phrases(load_phrases(catalogue.masthead.language, catalogue.phrases))
    labels, suffixes = citation_labels(catalogue.references.values()), year_suffixes(catalogue.references.values())
    cited = {
        key: CitedReference(
            key=key,
            label=labels[key],
            suffix=suffixes.get(key, ""),
            year=year_text(reference, suffixes.get(key, "")),
            text=plain_text(citation_text(reference, suffixes.get(key, ""))),
            href=reference.link,
            retraction=retraction_note(catalogue.work_statuses.get(key)),
        )
        for key, reference in catalogue.references.items()
    }
    if catalogue.masthead.permanent_base:
        urls = replace(urls, site_url=f"{str(catalogue.masthead.permanent_base).rstrip('/')}/")
    context = Context(
        catalogue,
        urls,
        latest_edition(edition_of(catalogue, urls), history.releases.values()),
        cited,
        profile,
        profile.shared(catalogue),
        {},
        {},
        *history,
    )
    unlisted = frozen_neighbours(context) | dict.fromkeys(context.gone, (None, None))
    return replace(context, neighbours=_neighbours(context) | unlisted, citing=citing_pages(context), prose_terms=_prose_terms(context))


def _prose_terms(context: Context) -> dict[str, dict[str, Target]]:
    """Page of prose -> the terms that its text uses; the home page has the summary of the catalogue where it has no text of its own."""
    glossary, texts = context.shared.get(GLOSSARY), {HOME: context.catalogue.masthead.summary}
    texts |= {page.slug: page.text for page in context.catalogue.prose}
    return {slug: terms_in([text], glossary) for slug, text in texts.items()}


def _neighbours(context: Context) -> dict[str, tuple[Target | None, Target | None]]:
    catalogue = context.catalogue
    checklists = {
        f"{target.page}/{CHECKLIST}": (target, None) for kind in context.profile.checklists for target in map(context.target, catalogue.by_kind[kind])
    }
    rows = [list(map(context.target, ids)) for ids in catalogue.by_kind.values()]
    rows += [[context.word(name, slug) for slug in words] for name, words in catalogue.words.items()]
    rows.append([reference_target(context.cited[key]) for key in sorted_keys(catalogue)])
    return {
        target.page: (before, after) for row in rows for before, target, after in zip([None, *row], row, [*row[1:], None], strict=False)
    } | checklists


CHECKLIST = "checklist"
"""End of the address of an entry's checklist."""
PageDocument = Document | ChecklistDocument | ReferenceDocument | FrozenDocument | ReleaseDocument | GoneDocument
"""The document of a page below an index. The page is made from it alone, so that any worker can make it."""


def resolve(page: str, context: Context) -> PageDocument:
    """The document of a page below an index: of an entry, a word, a work, a release or what it froze. `context.neighbours` lists all."""
    folder, _, name = page.partition("/")
    if folder == RELEASES:
        return release_page(page, context)
    if page in context.gone:
        return gone_document(page, context)
    if folder == "references":
        return reference_document(context.catalogue.reference_keys[page], context)
    if folder in _VOCABULARY_BY_PLURAL:
        vocabulary = _VOCABULARY_BY_PLURAL[folder]
        return word_document(context.catalogue.words[vocabulary.name][name], vocabulary, context)
    id_, _, part = name.partition("/")
    if part == CHECKLIST:
        return _checklist(id_, page, context)
    catalogue = context.catalogue
    return _document(catalogue.entries[id_], id_, catalogue.kinds[id_], catalogue.places[id_], context)


_VOCABULARY_BY_PLURAL = {vocabulary.plural: vocabulary for vocabulary in VOCABULARIES}


def word_document(word: Word, vocabulary: Vocabulary, context: Context) -> Document:
    """Resolve one word of a vocabulary."""
    return _document(word, word.slug, vocabulary, context.catalogue.places[f"{vocabulary.name}:{word.slug}"], context)


def _document(thing: Entry | Word, id_: str, listed: Listed, place: Place, context: Context) -> Document:
    """Resolve an entry or a word; what only entries have stays empty for words."""
    catalogue, glossary = context.catalogue, context.shared.get(GLOSSARY)
    scope = DocumentScope(context, _evidence_rows(thing), context.profile.main_source(thing, context), glossary=glossary)
    page = f"{listed.plural}/{id_}"
    url = context.urls.public(page)
    entry = thing if isinstance(thing, Entry) else None
    breadth = scope.breadth = context.profile.breadth(entry, context) if entry else None
    retired = entry.retired if entry else None
    authors = authors_of(entry, context) if entry else []
    sections = [_section(section, thing, scope) for section in listed.sections]
    disclaimer = scope.text(catalogue.masthead.disclaimer) if entry else ""
    previous, following = context.neighbours[page]
    released = released_text(page, listed.name, own_content(thing), context) if context.texts is not None else None  # spares the content
    return Document(
        format="1",
        id=id_,
        kind=listed.name,
        kind_label=catalogue.label(listed.name).one,
        page=page,
        title=thing.title,
        statement=scope.text(thing.statement),
        source_label=thing.source_label or "",
        in_source=thing.in_source or "",
        retired=gettext("On %(date)s: %(reason)s", date=as_date(retired.on), reason=scope.text(retired.reason)) if retired else "",
        successor=context.target(retired.all_successors[0]) if retired and retired.all_successors else None,
        retirement=_retirement(entry, scope) if entry else UNSET,
        trail=(index_target(catalogue, listed),),
        previous=previous,
        next=following,
        facts=tuple(_facts(thing, breadth, released, scope)),
        sections=tuple([section for section in sections if section.blocks or section.empty]),
        breadth=breadth,
        take_away=(_take_away(entry, page, scope) if entry else ()) or UNSET,
        confidence=_confidence(get_field(thing, "confidence"), catalogue),
        # Last, when everything above has been recorded.
        targets=dict(sorted(scope.targets.items())),
        references=dict(sorted(scope.references.items())),
        images=dict(sorted(scope.images.items())) or UNSET,
        terms=terms_in(scope.texts, glossary) or UNSET,
        credits=tuple([Credit(name=person.name, orcid=person.orcid or "", roles=person.credit) for person in authors]),
        cite=cite_entry(entry, authors, page, context, released) if entry and not is_placeholder(id_) else None,
        released=released or UNSET,
        disclaimer=disclaimer,
        licence=_licence_note(thing.title, id_, url, catalogue.masthead),
        origin=Origin(file=place.file, line=place.line),
    )


def _checklist(id_: str, page: str, context: Context) -> ChecklistDocument:
    """The checklist of an entry."""
    catalogue = context.catalogue
    entry, kind = catalogue.entries[id_], catalogue.kinds[id_]
    scope = DocumentScope(context, _evidence_rows(entry))
    parts = context.profile.checklists[kind.name](entry, scope)
    previous, following = context.neighbours[page]
    return ChecklistDocument(
        page=page,
        about=context.target(id_),
        kind_label=catalogue.label(kind.name).one,
        banner=(f"{gettext('Retired')}.", scope.text(entry.retired.reason)) if entry.retired else tuple(map(gettext, kind.banner or ())),
        statement=scope.text(entry.statement),
        parts=parts,
        targets=dict(sorted(scope.targets.items())),
        references=dict(sorted(scope.references.items())),
        images=dict(sorted(scope.images.items())) or UNSET,
        licence=_licence_note(entry.title, id_, context.urls.public(f"{kind.plural}/{id_}"), catalogue.masthead),
        parent=kind.plural,
        previous=previous,
        next=following,
        origin=Origin(file=catalogue.places[id_].file, line=catalogue.places[id_].line),
    )


def _take_away(entry: Entry, page: str, scope: DocumentScope) -> tuple[Target, ...]:
    """The checklist of an entry, and what the profile offers to be filled in."""
    has_checklist = scope.context.catalogue.kinds[entry.id].name in scope.context.profile.checklists
    own = (Target(kind=CHECKLIST, id=entry.id, title=gettext("Checklist on one page"), page=f"{page}/{CHECKLIST}"),) if has_checklist else ()
    return (*own, *scope.context.profile.take_away(entry, scope))


def _retirement(entry: Entry, scope: DocumentScope) -> RetirementNote | UnsetType:
    """That an entry is retired, else that this is announced."""
    said, context = entry.retired or entry.to_be_retired, scope.context
    if said is None:
        return UNSET
    planned = entry.retired is None
    return RetirementNote(
        planned=planned,
        on=said.on,
        announced=said.announced or "",
        reason=scope.text(said.reason),
        how=said.how or "",
        successors=tuple(map(context.target, said.all_successors)),
        exact=said.exact,
        cites=tuple([_successor_cite(id_, context) for id_ in said.all_successors]) if said.exact and not planned else UNSET,
    )


def _successor_cite(id_: str, context: Context) -> SuccessorCite:
    return SuccessorCite(target=context.target(id_), cite=cite_by_id(id_, context))


def cite_by_id(id_: str, context: Context) -> Cite:
    """How to cite an entry, of which only the id is known."""
    entry, kind = context.catalogue.entries[id_], context.catalogue.kinds[id_]
    page = f"{kind.plural}/{id_}"
    released = released_text(page, kind.name, own_content(entry), context) if context.texts is not None else None
    return cite_entry(entry, authors_of(entry, context), page, context, released)


def _section(section: Section, thing: ModelStruct, scope: DocumentScope) -> SectionDocument:
    blocks = tuple([block for name in section.fields for block in _blocks(name, type(thing))(thing, scope)])
    return SectionDocument(
        key=section.key,
        title=scope.context.catalogue.labelled(section.title),
        hint=scope.context.catalogue.labelled(section.hint) if blocks else "",
        blocks=blocks,
        empty="" if blocks else _empty_words(section, thing, scope.context),
    )


def _empty_words(section: Section, thing: ModelStruct, context: Context) -> str:
    """The text of an empty section: why it is empty, as the entry says or its reading suggests, or the section's own words."""
    if section.empty != NOT_REPORTED and section.empty:
        return gettext(section.empty)
    reason = get_field(thing, "empty") or {}
    if section.key in reason:
        return gettext(EMPTY_WORDS[reason[section.key]])
    return gettext(EMPTY_WORDS[context.profile.empty_reason(thing, context)]) if section.empty else ""


def _evidence_rows(thing: ModelStruct) -> dict[str, tuple[int, str]]:
    evidence = get_field(thing, "evidence") or ()
    if not any(item.label for item in evidence):
        return {}  # as mostly
    return {item.label: row for item, row in zip(evidence, enumerate(evidence_anchors(evidence), start=1), strict=True) if item.label}


@functools.cache
def _blocks(name: str, model: type[ModelStruct]) -> View:
    """The function that makes the blocks of a field or view. Every page needs it, so it is looked up once per kind."""
    side, _, named = name.rpartition(":")
    if side == "view":
        return lambda thing, scope: scope.context.profile.views[named](thing, scope)
    if side:
        return functools.partial(_links, side, frozenset(named.split("+")))
    field = next(field for field in fields_of(model) if field.name == name)
    if field.reference:
        return lambda thing, scope: links_block(LinkItem(says="", target=scope.context.word(field.reference, slug)) for slug in getattr(thing, name))
    if field.part is not None and issubclass(field.part, Relation):
        return lambda thing, scope: _links("own", frozenset([name]), thing, scope) if getattr(thing, name) else ()
    return lambda thing, scope: blocks_of(getattr(thing, name), scope)


def _links(side: str, fields: frozenset[str], entry: Entry, scope: DocumentScope) -> Blocks:
    """Relations in these fields as one list: those the entry writes (`own`), those written to it (`back`), or `both`."""
    own = outgoing_links(entry.id, fields, scope) if side != "back" else []
    return links_block([*own, *(incoming_links(entry.id, fields, scope) if side != "own" else ())])


def _since(released: Released) -> str:
    """When the text of a page was changed, in words."""
    if released.state == "unchanged":
        return gettext("in release %(release)s, on %(date)s", release=released.release, date=as_date(released.date))
    if released.release:
        return gettext("after release %(release)s; not yet released", release=released.release)
    return gettext("not yet released")


COMMON_FACTS = ("In the source", "Last changed", "Release", "Licence")
"""Labels of the facts that pages of any kind have."""


def _facts(thing: Entry | Word, breadth: Breadth | None, released: Released | None, scope: DocumentScope) -> Iterator[Fact]:
    masthead = scope.context.catalogue.masthead
    yield from scope.context.profile.facts(thing, breadth, scope)
    if thing.in_source:
        yield Fact(label=gettext("In the source"), text=thing.in_source)
    if isinstance(thing, Entry):
        yield (
            Fact(label=gettext("Last changed"), text=_since(released))
            if released
            else Fact(label=gettext("Release"), text=gettext(masthead.release) if masthead.release == UNRELEASED else masthead.release)
        )
        yield Fact(label=gettext("Licence"), text=masthead.text_licence.spdx)


_CONCERNS = {
    "none": gettext_noop("no concerns."),
    "minor": gettext_noop("minor concerns."),
    "moderate": gettext_noop("moderate concerns."),
    "serious": gettext_noop("serious concerns."),
}


def _confidence(confidence: Confidence | None, catalogue: Catalogue) -> tuple[str, ...]:
    if confidence is None:
        return ()
    components: dict[str, Any] = {name: getattr(confidence, name) for name in ("methodological_limitations", "coherence", "adequacy", "relevance")}
    return (
        *(f"{gettext(name.replace('_', ' ').capitalize())}: {gettext(_CONCERNS[each.concern])} {each.reason}" for name, each in components.items()),
        *(
            gettext(
                "Assessed by %(name)s; conflicts of interest: %(conflicts)s",
                name=f"{person.name} ({person.orcid})" if person.orcid else person.name,
                conflicts=each.conflicts,
            )
            for each in confidence.assessors
            for person in (catalogue.contributors[each.by],)
        ),
        gettext("Assessed on %(date)s.", date=as_date(confidence.on)),
    )


def _licence_note(title: str, id_: str, url: str, masthead: Masthead) -> LicenceNote:
    licence = masthead.text_licence
    parts = (f"“{title}” ({id_})", masthead.title, masthead.publisher, url, gettext("licensed %(licence)s.", licence=licence.spdx))
    return LicenceNote(spdx=licence.spdx, title=licence.title, url=str(licence.url), attribution=", ".join(filter(None, parts)))
