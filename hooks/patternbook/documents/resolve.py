"""Entries and words to documents."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from patternbook.bibliography.reference import Name, Organisation, Person
from patternbook.bibliography.write.citation import citation_labels, citation_text, plain_text, year_suffixes
from patternbook.bibliography.write.entry_citation import EntryCitation, entry_bibtex, entry_plain
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.blocks import blocks_of, incoming_links, links_block, outgoing_links, reference_target
from patternbook.documents.context import Context, DocumentScope, get_field, index_target
from patternbook.documents.model import Breadth, Cite, CitedReference, Credit, Document, Fact, LicenceNote, LinkItem, Origin, SectionDocument, Target
from patternbook.documents.profile import Blocks, Profile, View
from patternbook.documents.references import ReferenceDocument, citing_pages, reference_document, sorted_keys
from patternbook.model.components import Confidence, Entry, Relation
from patternbook.model.introspect import fields_of
from patternbook.model.registry import VOCABULARIES
from patternbook.model.sections import Section
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabularies import Vocabulary
from patternbook.model.vocabulary import UNRELEASED, Contributor, Word
from patternbook.urls import SiteUrls


def build_context(catalogue: Catalogue, urls: SiteUrls, profile: Profile) -> Context:
    """What all documents share, computed once."""
    shown, suffixes = citation_labels(catalogue.references.values()), year_suffixes(catalogue.references.values())
    cited = {
        key: CitedReference(
            key=key,
            label=shown[key],
            suffix=suffixes.get(key, ""),
            text=plain_text(citation_text(reference, suffixes.get(key, ""))),
            href=reference.link,
        )
        for key, reference in catalogue.references.items()
    }
    context = Context(catalogue, urls, cited, profile, profile.shared(catalogue), {}, {})
    return replace(context, neighbours=_neighbours(context), citing=citing_pages(context))


def _neighbours(context: Context) -> dict[str, tuple[Target | None, Target | None]]:
    catalogue = context.catalogue
    rows = [list(map(context.target, ids)) for ids in catalogue.by_kind.values()]
    rows += [[context.word(name, slug) for slug in words_] for name, words_ in catalogue.words.items()]
    rows.append([reference_target(context.cited[key]) for key in sorted_keys(catalogue)])
    found = {}
    for row in rows:
        for before, target, after in zip([None, *row], row, [*row[1:], None], strict=False):
            found[target.page] = before, after
    return found


PageDocument = Document | ReferenceDocument
"""A document whose page stands below an index: its page is made from it alone, wherever that is."""


def resolve(page: str, context: Context) -> PageDocument:
    """The document of a page below an index: of an entry, a word or a work. `context.neighbours` lists all such pages."""
    folder, _, name = page.partition("/")
    if folder == "references":
        return reference_document(name, context)
    if folder in _VOCABULARY_BY_PLURAL:
        vocabulary = _VOCABULARY_BY_PLURAL[folder]
        return word_document(context.catalogue.words[vocabulary.name][name], vocabulary, context)
    return entry_document(context.catalogue.entries[name], context)


_VOCABULARY_BY_PLURAL = {vocabulary.plural: vocabulary for vocabulary in VOCABULARIES}


def entry_document(entry: Entry, context: Context) -> Document:
    """Resolve one entry."""
    catalogue = context.catalogue
    kind = catalogue.kinds[entry.id]
    scope = DocumentScope(context)
    sections = tuple(_section(section, entry, scope) for section in kind.sections)
    place = catalogue.places[entry.id]
    page = f"{kind.plural}/{entry.id}"
    previous, following = context.neighbours[page]
    own_breadth = context.profile.breadth(entry, context)
    return Document(
        id=entry.id,
        kind=kind.name,
        kind_label=catalogue.label(kind.name).one,
        page=page,
        title=entry.title,
        statement=scope.text(entry.statement),
        source_label=entry.source_label or "",
        retired=f"On {entry.retired.on}: {scope.text(entry.retired.reason)}" if entry.retired else "",
        successor=context.target(entry.retired.successor) if entry.retired and entry.retired.successor else None,
        trail=(index_target(catalogue, kind),),
        previous=previous,
        next=following,
        facts=tuple(_facts(entry, own_breadth, scope)),
        sections=tuple(section for section in sections if section.blocks or section.empty),
        breadth=own_breadth,
        confidence=_confidence(get_field(entry, "confidence"), catalogue),
        targets=dict(sorted(scope.targets.items())),
        references=dict(sorted(scope.references.items())),
        credits=_credits(entry, catalogue),
        cite=_cite(entry, context.urls.absolute(page), catalogue),
        licence=_licence(entry.title, entry.id, context.urls.absolute(page), catalogue),
        origin=Origin(file=place.file, line=place.line),
    )


def word_document(word: Word, vocabulary: Vocabulary, context: Context) -> Document:
    """Resolve one word of the vocabulary."""
    catalogue = context.catalogue
    scope = DocumentScope(context)
    sections = tuple(_section(section, word, scope) for section in vocabulary.sections)
    place = catalogue.places[f"{vocabulary.name}:{word.slug}"]
    page = f"{vocabulary.plural}/{word.slug}"
    previous, following = context.neighbours[page]
    return Document(
        id=word.slug,
        kind=vocabulary.name,
        kind_label=catalogue.label(vocabulary.name).one,
        page=page,
        title=word.title,
        statement=scope.text(word.statement),
        source_label=word.source_label or "",
        trail=(index_target(catalogue, vocabulary),),
        previous=previous,
        next=following,
        facts=tuple(_facts(word, None, scope)),
        sections=tuple(section for section in sections if section.blocks or section.empty),
        targets=dict(sorted(scope.targets.items())),
        references=dict(sorted(scope.references.items())),
        credits=(),
        licence=_licence(word.title, word.slug, context.urls.absolute(page), catalogue),
        origin=Origin(file=place.file, line=place.line),
    )


def _section(section: Section, thing: ModelStruct, scope: DocumentScope) -> SectionDocument:
    blocks = tuple([block for name in section.fields for block in _blocks(name, type(thing))(thing, scope)])
    return SectionDocument(
        key=section.key,
        title=scope.context.catalogue.labelled(section.title),
        hint=section.hint if blocks else "",
        blocks=blocks,
        empty="" if blocks else section.empty,
    )


@functools.cache
def _blocks(name: str, model: type[ModelStruct]) -> View:
    """What makes the blocks of a field or a view; asked for on every page, so it is found once for each kind."""
    side, _, named = name.rpartition(":")
    if side == "view":
        return lambda thing, scope: scope.context.profile.views[named](thing, scope)
    if side:
        return functools.partial(_links, side, frozenset(named.split("+")))
    info = next(info for info in fields_of(model) if info.name == name)
    if info.reference:
        return functools.partial(_words, name, info.reference)
    if info.part is not None and issubclass(info.part, Relation):
        return lambda thing, scope: _links("own", frozenset([name]), thing, scope) if getattr(thing, name) else ()
    return lambda thing, scope: blocks_of(getattr(thing, name), scope)


def _words(field: str, vocabulary: str, thing: ModelStruct, scope: DocumentScope) -> Blocks:
    return links_block(LinkItem(says="", target=scope.context.word(vocabulary, slug)) for slug in getattr(thing, field))


def _links(side: str, fields: frozenset[str], entry: Entry, scope: DocumentScope) -> Blocks:
    """The relations in these fields that the entry writes, or that others write to it (`back`), or `both` in one list."""
    own = outgoing_links(entry.id, fields, scope) if side != "back" else []
    return links_block([*own, *(incoming_links(entry.id, fields, scope) if side != "own" else ())])


def _facts(thing: Entry | Word, own: Breadth | None, scope: DocumentScope) -> Iterator[Fact]:
    masthead = scope.context.catalogue.masthead
    yield from scope.context.profile.facts(thing, own, scope)
    if thing.source_label:
        yield Fact(label="In the source", text=thing.source_label)
    if isinstance(thing, Entry):
        yield Fact(label="Release", text=masthead.release)
        yield Fact(label="Licence", text=masthead.text_licence.spdx)


def _confidence(confidence: Confidence | None, catalogue: Catalogue) -> tuple[str, ...]:
    if confidence is None:
        return ()
    names = ("methodological_limitations", "coherence", "adequacy", "relevance")
    judged: list[Any] = [getattr(confidence, name) for name in names]
    lines = [
        f"{name.replace('_', ' ').capitalize()}: {'no' if each.concern == 'none' else each.concern} concerns. {each.reason}"
        for name, each in zip(names, judged, strict=True)
    ]
    return (*lines, f"Judged by {catalogue.contributors[confidence.by].name} on {confidence.on}.")


def _authors(entry: Entry, catalogue: Catalogue) -> tuple[str, ...]:
    return entry.contributors or catalogue.masthead.default_contributors


def _credits(entry: Entry, catalogue: Catalogue) -> tuple[Credit, ...]:
    people = (catalogue.contributors[id_] for id_ in _authors(entry, catalogue))
    return tuple(Credit(name=person.name, orcid=person.orcid or "", roles=person.credit) for person in people)


def _cite(entry: Entry, url: str, catalogue: Catalogue) -> Cite:
    masthead = catalogue.masthead
    citation = EntryCitation(
        id=entry.id,
        title=entry.title,
        authors=tuple(_name(catalogue.contributors[id_]) for id_ in _authors(entry, catalogue)),
        publisher=masthead.publisher,
        catalogue_title=f"{masthead.title} (unreleased draft)" if masthead.release == UNRELEASED else masthead.title,
        year=masthead.year,
        release="" if masthead.release == UNRELEASED else masthead.release,
        url=url,
        licence=masthead.text_licence.spdx,
    )
    return Cite(bibtex=entry_bibtex(citation, masthead.key_prefix), plain=entry_plain(citation), release=masthead.release)


def _name(contributor: Contributor) -> Name:
    if contributor.group:
        return Organisation(contributor.name)
    family = contributor.family or contributor.name.split()[-1]
    given = contributor.name.removesuffix(family) if contributor.name.endswith(family) else contributor.name.removeprefix(family)
    return Person(family=family, given=given.strip())


def _licence(title: str, id_: str, url: str, catalogue: Catalogue) -> LicenceNote:
    masthead = catalogue.masthead
    licence = masthead.text_licence
    said = (f"“{title}” ({id_})", masthead.title, masthead.publisher, url, f"licensed {licence.spdx}.")
    return LicenceNote(spdx=licence.spdx, title=licence.title, url=str(licence.url), attribution=", ".join(filter(None, said)))
