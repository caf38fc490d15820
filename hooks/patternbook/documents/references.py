"""Works of the bibliography to documents: the citation, and everything here that cites it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from patternbook.bibliography.write.citation import citation_sort_key, citation_text
from patternbook.bibliography.write.formats import to_bibtex
from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.items import texts_of
from patternbook.documents.blocks import reference_target
from patternbook.documents.context import CitingPage, Context
from patternbook.documents.model import DocumentStruct, Origin, Target
from patternbook.markup import citations
from patternbook.model.introspect import named_references
from patternbook.model.registry import KINDS, VOCABULARIES
from patternbook.model.struct import ModelStruct


class ReferenceDocument(DocumentStruct, frozen=True, kw_only=True):
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


def reference_document(key: str, context: Context) -> ReferenceDocument:
    """Resolve one work."""
    catalogue = context.catalogue
    reference, cited = catalogue.references[key], context.cited[key]
    target = reference_target(cited)
    previous, following = context.neighbours[target.page]
    return ReferenceDocument(
        key=key,
        page=target.page,
        label=cited.label,
        title=reference.title,
        runs=tuple((run.text, run.italic, run.href or "") for run in citation_text(reference, cited.suffix)),
        plain=cited.text,
        bibtex=to_bibtex(reference),
        doi=reference.doi,
        href=cited.href,
        note=reference.note,
        cited_by=(*_cited_by(context, key), *_by_label(context.citing.get(key, ()))),
        previous=previous,
        next=following,
        origin=Origin(file=catalogue.reference_file, line=reference.line),
    )


def sorted_keys(catalogue: Catalogue) -> list[str]:
    """Reference keys by label, as a bibliography lists them."""
    return [reference.key for reference in sorted(catalogue.references.values(), key=citation_sort_key)]


_PLACES = {kind.name: place for place, kind in enumerate(KINDS)}


def _cited_by(context: Context, key: str) -> Iterator[tuple[str, tuple[Target, ...]]]:
    catalogue = context.catalogue
    targets = sorted(map(context.target, catalogue.naming.get(("reference", key), ())), key=lambda target: _PLACES[target.kind])
    for kind, found in groupby(targets, key=lambda target: target.kind):
        yield catalogue.label(kind).many, tuple(found)


def _by_label(citing: Iterable[CitingPage]) -> Iterator[tuple[str, tuple[Target, ...]]]:
    for label, group in groupby(citing, key=lambda pair: pair[0]):
        yield label, tuple(target for _, target in group)


def citing_pages(context: Context) -> Mapping[str, tuple[CitingPage, ...]]:
    """Reference -> words, the coverage page and prose that cite it, each with the label it is listed under."""
    found: dict[str, dict[CitingPage, None]] = {}
    for label, target, keys in _citing(context):
        for key in keys:
            found.setdefault(key, {})[label, target] = None
    return {key: tuple(citing) for key, citing in found.items()}


def _citing(context: Context) -> Iterator[tuple[str, Target, Iterator[str]]]:
    catalogue = context.catalogue
    for vocabulary in VOCABULARIES:
        label = catalogue.label(vocabulary.name).many
        for word in catalogue.words[vocabulary.name].values():
            yield label, context.word(vocabulary.name, word.slug), _keys_in(word)
    for part in (catalogue.masthead, *catalogue.schemes):
        yield "Pages", context.named("coverage"), _keys_in(part)
    for page in catalogue.prose:
        yield "Pages", context.named(page.slug), (work.key for work in citations(page.text))


def _keys_in(part: ModelStruct) -> Iterator[str]:
    yield from (name for _, kind, name in named_references(part) if kind == "reference")
    yield from (work.key for text in texts_of(part) for work in citations(text))
