"""Entries and words to documents."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from patternbook.addresses import Addresses
from patternbook.bibliography.citation import citation_text, labels, plain, year_suffixes
from patternbook.bibliography.entries import EntryCitation, entry_bibtex, entry_plain
from patternbook.breadth import breadth, overlaps_of
from patternbook.catalogue import Catalogue
from patternbook.documents.fields import Blocks, blocks_of, own_side, reference_target
from patternbook.documents.mining import mining_facts, stage_facts
from patternbook.documents.model import (
    Breadth,
    Cite,
    CitedReference,
    Credit,
    Document,
    Fact,
    LicenceNote,
    LinkItem,
    LinksBlock,
    Origin,
    SectionDocument,
    Target,
)
from patternbook.documents.references import ReferenceDocument, citing_pages, ordered_keys, reference_document
from patternbook.documents.scope import Library, Scope, index_of, told
from patternbook.documents.views import VIEWS, View
from patternbook.model.base import Confidence, Entry
from patternbook.model.entries import CollaborationPoint, Finding, Pattern, Recommendation, Study
from patternbook.model.fields import Shape, shapes
from patternbook.model.mining import Indicator, Product
from patternbook.model.part import Part
from patternbook.model.relations import RELATIONS
from patternbook.model.sections import Section
from patternbook.model.vocabularies import VOCABULARIES, Vocabulary
from patternbook.model.vocabulary import UNRELEASED, Area, Contributor, Stage, Word
from patternbook.phrases import EFFECTIVENESS_WORDS, SUPPORT_WORDS, uses_words
from patternbook.reference import Name, Organisation, Person


def library(catalogue: Catalogue, where: Addresses) -> Library:
    """What all documents share, computed once."""
    studies = {study.id: study for study in catalogue.all_of(Study)}
    shown, suffixes = labels(catalogue.references.values()), year_suffixes(catalogue.references.values())
    cited = {
        key: CitedReference(
            key=key,
            label=shown[key],
            suffix=suffixes.get(key, ""),
            text=plain(citation_text(reference, suffixes.get(key, ""))),
            href=reference.link,
        )
        for key, reference in catalogue.references.items()
    }
    shelf = Library(catalogue, where, cited, overlaps_of(studies.values()), studies, {}, {})
    return replace(shelf, neighbours=_neighbours(shelf), citing=citing_pages(shelf))


def _neighbours(shelf: Library) -> dict[str, tuple[Target | None, Target | None]]:
    catalogue = shelf.catalogue
    rows = [list(map(shelf.target, ids)) for ids in catalogue.by_kind.values()]
    rows += [[shelf.word(name, slug) for slug in words_] for name, words_ in catalogue.words.items()]
    rows.append([reference_target(shelf.cited[key]) for key in ordered_keys(catalogue)])
    found = {}
    for row in rows:
        for before, target, after in zip([None, *row], row, [*row[1:], None], strict=False):
            found[target.page] = before, after
    return found


PageDocument = Document | ReferenceDocument
"""A document whose page stands below an index: its page is made from it alone, wherever that is."""


def resolve(page: str, shelf: Library) -> PageDocument:
    """The document of a page below an index: of an entry, a word or a work. `shelf.neighbours` lists all such pages."""
    folder, _, name = page.partition("/")
    if folder == "references":
        return reference_document(name, shelf)
    if folder in _VOCABULARY_BY_PLURAL:
        vocabulary = _VOCABULARY_BY_PLURAL[folder]
        return word_document(shelf.catalogue.words[vocabulary.name][name], vocabulary, shelf)
    return entry_document(shelf.catalogue.entries[name], shelf)


_VOCABULARY_BY_PLURAL = {vocabulary.plural: vocabulary for vocabulary in VOCABULARIES}


def entry_document(entry: Entry, shelf: Library) -> Document:
    """Resolve one entry."""
    catalogue = shelf.catalogue
    kind = catalogue.kinds[entry.id]
    scope = Scope(shelf)
    sections = tuple(_section(section, entry, scope) for section in kind.sections)
    place = catalogue.places[entry.id]
    page = f"{kind.plural}/{entry.id}"
    previous, following = shelf.neighbours[page]
    own_breadth = _breadth(entry, shelf)
    return Document(
        id=entry.id,
        kind=kind.name,
        kind_label=catalogue.label(kind.name).one,
        page=page,
        title=entry.title,
        statement=scope.text(entry.statement),
        source_label=entry.source_label or "",
        retired=f"On {entry.retired.on}: {scope.text(entry.retired.reason)}" if entry.retired else "",
        successor=shelf.target(entry.retired.successor) if entry.retired and entry.retired.successor else None,
        trail=(index_of(catalogue, kind),),
        previous=previous,
        next=following,
        facts=tuple(_facts(entry, shelf, own_breadth, scope)),
        sections=tuple(section for section in sections if section.blocks or section.empty),
        breadth=own_breadth,
        confidence=_confidence(told(entry, "confidence"), catalogue),
        targets=dict(sorted(scope.targets.items())),
        references=dict(sorted(scope.references.items())),
        credits=_credits(entry, catalogue),
        cite=_cite(entry, shelf.where.absolute(page), catalogue),
        licence=_licence(entry.title, entry.id, shelf.where.absolute(page), catalogue),
        origin=Origin(file=place.file, line=place.line),
    )


def word_document(word: Word, vocabulary: Vocabulary, shelf: Library) -> Document:
    """Resolve one word of the vocabulary."""
    catalogue = shelf.catalogue
    scope = Scope(shelf)
    sections = tuple(_section(section, word, scope) for section in vocabulary.sections)
    place = catalogue.places[f"{vocabulary.name}:{word.slug}"]
    page = f"{vocabulary.plural}/{word.slug}"
    previous, following = shelf.neighbours[page]
    return Document(
        id=word.slug,
        kind=vocabulary.name,
        kind_label=catalogue.label(vocabulary.name).one,
        page=page,
        title=word.title,
        statement=scope.text(word.statement),
        source_label=word.source_label or "",
        trail=(index_of(catalogue, vocabulary),),
        previous=previous,
        next=following,
        facts=tuple(_word_facts(word, shelf)),
        sections=tuple(section for section in sections if section.blocks or section.empty),
        targets=dict(sorted(scope.targets.items())),
        references=dict(sorted(scope.references.items())),
        credits=(),
        licence=_licence(word.title, word.slug, shelf.where.absolute(page), catalogue),
        origin=Origin(file=place.file, line=place.line),
    )


def _section(section: Section, thing: Part, scope: Scope) -> SectionDocument:
    blocks = tuple([block for name in section.fields for block in _blocks(name, type(thing))(thing, scope)])
    return SectionDocument(
        key=section.key,
        title=scope.library.catalogue.labelled(section.title),
        hint=section.hint if blocks else "",
        blocks=blocks,
        empty="" if blocks else section.empty,
    )


@functools.cache
def _blocks(name: str, model: type[Part]) -> View:
    """What makes the blocks of a field or a view; asked for on every page, so it is found once for each kind."""
    if name.startswith("view:"):
        return VIEWS[name.removeprefix("view:")]
    reference = next(shape.reference for shape in shapes(model) if shape.name == name)
    if reference:
        return functools.partial(_words, name, reference)
    if issubclass(model, Entry) and any(relation.field == name for relation in RELATIONS):
        return functools.partial(_own_links, name)
    return lambda thing, scope: blocks_of(getattr(thing, name), scope)


def _words(field: str, vocabulary: str, thing: Part, scope: Scope) -> Blocks:
    items = tuple(LinkItem(says="", target=scope.library.word(vocabulary, slug)) for slug in getattr(thing, field))
    return (LinksBlock(items=items),) if items else ()


def _own_links(field: str, entry: Entry, scope: Scope) -> Blocks:
    if not getattr(entry, field):
        return ()
    links = scope.library.catalogue.outgoing.get(entry.id, ())
    items = tuple([own_side(link, scope) for link in links if link.kind.field == field])
    return (LinksBlock(items=items),) if items else ()


def _breadth(entry: Entry, shelf: Library) -> Breadth | None:
    evidence = told(entry, "evidence")
    return breadth(evidence, shelf.studies, shelf.overlaps) if evidence else None


def _facts(entry: Entry, shelf: Library, own: Breadth | None, scope: Scope) -> Iterator[Fact]:
    catalogue = shelf.catalogue
    point = _point_of(entry, shelf)
    if point:
        yield Fact(label=catalogue.label("collaboration-point").one, targets=(shelf.target(point),))
    yield from _vocabulary_facts(entry, shelf)
    yield from _kind_facts(entry, shelf, scope)
    if own:
        yield Fact(label="Breadth", text=own.sentence)
    if isinstance(entry, Finding):
        yield Fact(label="Confidence", text="Assessed below" if entry.confidence else "Not assessed")
    if entry.source_label:
        yield Fact(label="In the source", text=entry.source_label)
    yield Fact(label="Release", text=catalogue.masthead.release)
    yield Fact(label="Licence", text=catalogue.masthead.text_licence.spdx)


def _point_of(entry: Entry, shelf: Library) -> str | None:
    if isinstance(entry, Finding):
        area = shelf.catalogue.words["area"][entry.area]
        return area.collaboration_point if isinstance(area, Area) else None
    return entry.collaboration_point if isinstance(entry, Pattern) else None


def _vocabulary_facts(entry: Entry, shelf: Library) -> Iterator[Fact]:
    holders = (entry, entry.who_starts) if isinstance(entry, Recommendation) else (entry,)
    for vocabulary in VOCABULARIES:
        slugs = dict.fromkeys(slug for holder in holders for slug in _slugs(holder, vocabulary.name))
        if slugs:
            label = shelf.catalogue.label(vocabulary.name)
            yield Fact(label=label.one if len(slugs) == 1 else label.many, targets=tuple(shelf.word(vocabulary.name, slug) for slug in slugs))


def _slugs(holder: Part, vocabulary: str) -> Iterator[str]:
    """Words of a vocabulary that a part names in its own fields."""
    for shape in _naming(type(holder), vocabulary):
        value = getattr(holder, shape.name)
        yield from value if shape.many else () if value is None else (value,)


@functools.cache
def _naming(model: type[Part], vocabulary: str) -> tuple[Shape, ...]:
    return tuple(shape for shape in shapes(model) if shape.reference == vocabulary)


def _kind_facts(entry: Entry, shelf: Library, scope: Scope) -> Iterator[Fact]:
    if isinstance(entry, Pattern) and entry.known_uses:
        yield Fact(label="Known uses", text=uses_words(entry))
    elif isinstance(entry, CollaborationPoint):
        yield Fact(label="Alternatives here", text=entry.grouping.name)
    elif isinstance(entry, Recommendation):
        yield Fact(label="Support", text=SUPPORT_WORDS[entry.support])
        yield Fact(label="Effect", text=EFFECTIVENESS_WORDS[entry.effectiveness].removeprefix("effect ").capitalize())
    elif isinstance(entry, Study):
        work = scope.reference(entry.reference)
        yield Fact(label="Publication", targets=(reference_target(work),))
        yield Fact(label="Methods", text=", ".join(entry.methods))
        yield Fact(label="Contexts", text=", ".join(entry.contexts))
    elif isinstance(entry, (Indicator, Product)):
        yield from mining_facts(entry, scope)


def _word_facts(word: Word, shelf: Library) -> Iterator[Fact]:
    point = word.collaboration_point if isinstance(word, Area) else None
    if point:
        yield Fact(label=shelf.catalogue.label("collaboration-point").one, targets=(shelf.target(point),))
    if isinstance(word, Stage):
        yield from stage_facts(word, shelf)
    if word.source_label:
        yield Fact(label="In the source", text=word.source_label)


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
