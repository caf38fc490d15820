"""What the sites of all peers show, resolved from the corpus once: titles, both ends of relations, finished citations.

Formatting citations is part of our build; peers find citations finished, so that all pages have the same words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.reference import Reference as Parsed
from patternbook.bibliography.write.citation import citation_label, year_suffixes
from patternbook.bibliography.write.formats import to_bibtex
from patternbook.bibliography.write.styles.runs import TextRun, plain_text
from patternbook.bibliography.write.styles.styles import STYLES, citation_text
from patternbook.citing.citation import Edition, EntryCitation
from patternbook.citing.records import entry_bibtex
from patternbook.citing.styles import entry_runs
from sites.corpus import BIB_FIELD, RELATIONS, Corpus, Entry, Study, Word, Work

File = tuple[str, str]
"""Path below the folder of the site's sources, and text."""

SITE_URL = "https://catalogue.example/"
TITLE = "A made-up catalogue"
PUBLISHER = "Nobody"
YEAR = "2026"
LICENCE = ("CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/")

FACETS = {"kind": "Kind", "point": "Collaboration point", "area": "Area", "theme": "Theme", "role": "Role"}
PLURALS = {"finding": "findings", "pattern": "patterns", "recommendation": "recommendations"}
"""Also the first part of the address of an entry's page."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A work as its page shows it."""

    label: str
    runs: tuple[TextRun, ...]
    plain: str
    bibtex: str
    cited_by: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A corpus with everything looked up."""

    corpus: Corpus
    entries: Mapping[str, Entry]
    named_by: Mapping[str, tuple[tuple[str, str], ...]]
    """Id -> what relates to it: how that reads here, and the other's id."""
    references: Mapping[str, Reference]
    studies: Mapping[str, tuple[Study, tuple[Entry, ...]]]
    """Id -> the study, and what rests on it."""
    words: Mapping[tuple[str, str], Word]
    """Facet and slug -> the word; kinds of entries are a facet too."""
    tagged: Mapping[tuple[str, str], tuple[Entry, ...]]

    def relations(self, entry: Entry) -> Iterator[tuple[str, list[str]]]:
        """What an entry names, in groups: how it reads, and ids."""
        for type_, (says, _) in RELATIONS.items():
            targets = [target for of, target in entry.relations if of == type_]
            if targets:
                yield says, targets


def book(corpus: Corpus) -> Book:
    """Look everything up."""
    named: dict[str, list[tuple[str, str]]] = {entry.id: [] for entry in corpus.entries}
    cited: dict[str, list[Entry]] = {work.key: [] for work in corpus.works}
    rests: dict[str, list[Entry]] = {study.id: [] for study in corpus.studies}
    tagged: dict[tuple[str, str], list[Entry]] = {}
    for entry in corpus.entries:
        for type_, target in entry.relations:
            named[target].append((RELATIONS[type_][1], entry.id))
        for citation in entry.citations:
            cited[citation.reference].append(entry)
        rests[entry.evidence.study].append(entry)
        for tag in tags(entry):
            tagged.setdefault(tag, []).append(entry)
    kinds = (Word("kind", kind, kind.capitalize(), "") for kind in PLURALS)
    return Book(
        corpus=corpus,
        entries={entry.id: entry for entry in corpus.entries},
        named_by={id_: tuple(found) for id_, found in named.items()},
        references=_references(corpus.works, cited),
        studies={study.id: (study, tuple(rests[study.id])) for study in corpus.studies},
        words={(word.facet, word.slug): word for word in (*kinds, *corpus.words)},
        tagged={tag: tuple(found) for tag, found in sorted(tagged.items())},
    )


def tags(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Facets and slugs of an entry, its kind among them."""
    return (("kind", entry.kind), *entry.tags)


def bibliography(works: tuple[Work, ...]) -> str:
    """The works as a .bib file."""
    return "\n".join(line for work in works for line in _bib_entry(work)) + "\n"


def _bib_entry(work: Work) -> Iterator[str]:
    yield from (f"@{work.type}{{{work.key},", f"  author = {{{' and '.join(work.authors)}}},", f"  title = {{{work.title}}},")
    yield f"  {BIB_FIELD[work.type]} = {{{work.venue}}},"
    if work.type == "article":
        yield from (f"  volume = {{{work.volume}}},", f"  pages = {{{work.pages}}},")
    yield from (f"  year = {{{work.year}}},", f"  doi = {{{work.doi}}}", "}", "")


def _references(works: tuple[Work, ...], cited: Mapping[str, list[Entry]]) -> dict[str, Reference]:
    found = parse_bibliography(bibliography(works)).references
    suffixes = year_suffixes(found)
    return {each.key: _reference(each, suffixes[each.key], tuple(cited[each.key])) for each in found}


def _reference(parsed: Parsed, suffix: str, cited_by: tuple[Entry, ...]) -> Reference:
    runs = citation_text(parsed, suffix)
    return Reference(citation_label(parsed, suffix), runs, plain_text(runs), to_bibtex(parsed), cited_by)


def cite_this(entry: Entry) -> tuple[str, str]:
    """How to cite an entry: plain text, and BibTeX."""
    edition = Edition(title=TITLE, publisher=PUBLISHER, year=YEAR, prefix="patternbook", licence="CC0-1.0", url=SITE_URL)
    citation = EntryCitation(edition, entry.title, entry.id, url=f"{SITE_URL}{PLURALS[entry.kind]}/{entry.id}/")
    return plain_text(entry_runs(STYLES[0], citation)), entry_bibtex(citation)


def resolved(body: str, link: Callable[[str], str], cite: Callable[[str], str]) -> str:
    """A body with its two marks put into a builder's own words."""
    body = re.sub(r"\[\[([^\]]+)\]\]", lambda match: link(match[1]), body)
    return re.sub(r"\[@([^\]]+)\]", lambda match: cite(match[1]), body)
