"""Works of the bibliography to documents: the citation, and everything here that cites it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from patternbook.bibliography.citation import citation_text, sort_key
from patternbook.bibliography.exports import bibtex
from patternbook.catalogue import Catalogue
from patternbook.documents.fields import reference_target
from patternbook.documents.model import Origin, Target, Value
from patternbook.documents.scope import Citing, Library
from patternbook.items import texts_of
from patternbook.markup import citations
from patternbook.model.fields import named
from patternbook.model.part import Part
from patternbook.model.registry import KINDS, VOCABULARIES


class ReferenceDocument(Value, frozen=True, kw_only=True):
    """A work of the bibliography, and who cites it here."""

    key: str
    page: str
    label: str
    title: str
    runs: tuple[tuple[str, bool, str], ...]
    """The formatted citation as (text, italic, address)."""
    plain: str
    bibtex: str
    doi: str = ""
    href: str = ""
    note: str = ""
    cited_by: tuple[tuple[str, tuple[Target, ...]], ...]
    """Entries, words and pages that cite it, by kind label."""
    previous: Target | None = None
    next: Target | None = None
    origin: Origin


def reference_document(key: str, shelf: Library) -> ReferenceDocument:
    """Resolve one work."""
    catalogue = shelf.catalogue
    reference, cited = catalogue.references[key], shelf.cited[key]
    target = reference_target(cited)
    previous, following = shelf.neighbours[target.page]
    return ReferenceDocument(
        key=key,
        page=target.page,
        label=cited.label,
        title=reference.title,
        runs=tuple((run.text, run.italic, run.href or "") for run in citation_text(reference, cited.suffix)),
        plain=cited.text,
        bibtex=bibtex(reference),
        doi=reference.doi,
        href=cited.href,
        note=reference.note,
        cited_by=(*_cited_by(shelf, key), *_by_label(shelf.citing.get(key, ()))),
        previous=previous,
        next=following,
        origin=Origin(file=catalogue.reference_file, line=reference.line),
    )


def ordered_keys(catalogue: Catalogue) -> list[str]:
    """Reference keys by label, as a bibliography lists them."""
    return [reference.key for reference in sorted(catalogue.references.values(), key=sort_key)]


_PLACES = {kind.name: place for place, kind in enumerate(KINDS)}


def _cited_by(shelf: Library, key: str) -> Iterator[tuple[str, tuple[Target, ...]]]:
    catalogue = shelf.catalogue
    targets = sorted(map(shelf.target, catalogue.naming.get(("reference", key), ())), key=lambda target: _PLACES[target.kind])
    for kind, found in groupby(targets, key=lambda target: target.kind):
        yield catalogue.label(kind).many, tuple(found)


def _by_label(citing: Iterable[Citing]) -> Iterator[tuple[str, tuple[Target, ...]]]:
    for label, group in groupby(citing, key=lambda pair: pair[0]):
        yield label, tuple(target for _, target in group)


def citing_pages(shelf: Library) -> Mapping[str, tuple[Citing, ...]]:
    """Reference -> words, the coverage page and prose that cite it, each with the label it is listed under."""
    found: dict[str, dict[Citing, None]] = {}
    for label, target, keys in _citing(shelf):
        for key in keys:
            found.setdefault(key, {})[label, target] = None
    return {key: tuple(citing) for key, citing in found.items()}


def _citing(shelf: Library) -> Iterator[tuple[str, Target, Iterator[str]]]:
    catalogue = shelf.catalogue
    for vocabulary in VOCABULARIES:
        label = catalogue.label(vocabulary.name).many
        for word in catalogue.words[vocabulary.name].values():
            yield label, shelf.word(vocabulary.name, word.slug), _keys_in(word)
    for part in (catalogue.masthead, *catalogue.schemes):
        yield "Pages", shelf.named("coverage"), _keys_in(part)
    for page in catalogue.prose:
        yield "Pages", shelf.named(page.slug), (work.key for work in citations(page.text))


def _keys_in(part: Part) -> Iterator[str]:
    yield from (name for _, kind, name in named(part) if kind == "reference")
    yield from (work.key for text in texts_of(part) for work in citations(text))
