"""Files with many citations: the whole catalogue, the bibliography, and each topic, as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from patternbook.catalogue.catalogue import ProsePage
from patternbook.citing.formats import TOPIC_SUFFIX
from patternbook.documents.cite import cite_whole
from patternbook.documents.context import Context
from patternbook.documents.resolve import PageDocument
from patternbook.exports.dataset import NO_RECORD, EntryStatus, ItemRecord
from patternbook.markup import Markdown, entry_links_at
from patternbook.model.registry import HOME, LISTED
from patternbook.pages.markdown.renderer import HeadingAnchors
from patternbook.pages.page import Asset
from patternbook.phrases import gettext

_SECTION = re.compile(r"^##[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)


class PageRecord(NamedTuple):
    """What files of the whole need of a page."""

    bibtex: str
    """Its own record; empty where it has none."""
    works: tuple[str, ...]
    """Pages of the works that it restates."""
    status: EntryStatus = ()
    """Of an entry, what became of it."""
    item: ItemRecord = NO_RECORD
    """Of an entry or a word, what exports need of it."""


class Topic(NamedTuple):
    """Entries that are cited together."""

    file: str
    """From the site's root, without suffix."""
    title: str
    ids: tuple[str, ...]


def citation_record(document: PageDocument) -> PageRecord:
    """The record of the page of a document, as far as citations need it."""
    cite = document.cite
    return PageRecord(cite.bibtex, tuple([work.page for work in cite.works])) if cite else PageRecord("", ())


def topics(context: Context) -> Iterator[Topic]:
    """Everything whose entries are cited together: items of kinds and vocabularies that are topics, and prose that names entries."""
    catalogue = context.catalogue
    for thing in LISTED:
        if thing.is_topic:
            items: Iterable[str] = catalogue.words[thing.name] if thing.name in catalogue.words else catalogue.by_kind[thing.name]
            for name in items:
                yield Topic(f"{thing.plural}/{name}", name, catalogue.naming.get((thing.name, name), ()))
    for prose in catalogue.prose:
        if prose.slug != HOME:
            yield from prose_topics(prose, context)


def prose_topics(prose: ProsePage, context: Context) -> list[Topic]:
    """A page of prose that names entries, and those of its sections that do, such as reading paths."""
    markdown, anchors = Markdown.of(prose.text), HeadingAnchors()
    links = [(start, id_) for start, id_ in entry_links_at(markdown) if id_ in context.catalogue.link_labels]
    headings = [(match.start(), match[1]) for match in _SECTION.finditer(markdown.plain)]
    ends = [*(start for start, _ in headings[1:]), len(prose.text)]
    found = [Topic(prose.slug, gettext("everything here"), _once(id_ for _, id_ in links))]
    for (start, heading), end in zip(headings, ends, strict=False):
        anchor = anchors.take(heading)
        found.append(Topic(f"{prose.slug}/{anchor}", heading, _once(id_ for at, id_ in links if start <= at < end)))
    return [topic for topic in found if topic.ids]


def bundle_files(context: Context, records: Mapping[str, PageRecord]) -> Iterator[Asset]:
    """The files, given the record of every page below an index, in order."""
    whole = cite_whole(context).bibtex
    references = {page: record.bibtex for page, record in records.items() if page.startswith("references/")}
    pages = {id_: f"{kind.plural}/{id_}" for id_, kind in context.catalogue.kinds.items()}

    def bundle(file: str, entries: Iterable[str]) -> Asset:
        chosen = [records[page] for page in entries]
        works = dict.fromkeys(work for record in chosen for work in record.works)
        return Asset(file, "\n".join(filter(None, (whole, *(record.bibtex for record in chosen), *map(references.__getitem__, works)))))

    yield bundle("catalogue.bib", pages.values())
    yield Asset("references.bib", "\n".join(references.values()))
    for topic in topics(context):
        yield bundle(f"{topic.file}.{TOPIC_SUFFIX}", map(pages.__getitem__, topic.ids))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
