"""A term that is renamed, added or removed changes exactly the pages whose texts use it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from conftest import WHERE, replace_fields
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import Context
from patternbook.documents.model import Document, document_json, stable_document
from patternbook.documents.resolve import build_context, resolve
from patternbook.incremental.dependencies import LookupDigests, track_lookups
from patternbook.profile.synthesis import SYNTHESIS


def _with_terms(catalogue: Catalogue, **titles: str | None) -> Catalogue:
    """The catalogue with other titles of terms; None removes one."""
    terms = {slug: replace_fields(term, title=titles.get(slug, term.title)) for slug, term in catalogue.words["term"].items()}
    kept = MappingProxyType({slug: term for slug, term in terms.items() if titles.get(slug, "") is not None})
    return replace(catalogue, words=MappingProxyType({**catalogue.words, "term": kept}))


def _documents(context: Context) -> dict[str, str]:
    pages = (page for page in context.neighbours if not page.startswith(("terms/", "references/")))  # these list terms by title
    return {page: document_json(stable_document(resolve(page, context))) for page in pages}


def _using(context: Context, slug: str) -> set[str]:
    made = (resolve(page, context) for page in context.neighbours if not page.startswith("terms/"))
    return {each.page for each in made if isinstance(each, Document) and each.terms and any(term.id == slug for term in each.terms.values())}


def test_renamed_term_changes_the_pages_that_use_it(catalogue: Catalogue) -> None:
    before = build_context(catalogue, WHERE, SYNTHESIS)
    slug = "latency"
    using = _using(before, slug)
    assert using
    for title in ("A word that no text uses", None):
        after = build_context(_with_terms(catalogue, **{slug: title}), WHERE, SYNTHESIS)
        old, new = _documents(before), _documents(after)
        assert {page for page in old if old[page] != new[page]} == using


def test_meaning_of_a_term_is_on_no_other_page(catalogue: Catalogue) -> None:
    """A look reads it from the term's own file."""
    term = catalogue.words["term"]["latency"]
    words = MappingProxyType({**catalogue.words["term"], "latency": replace_fields(term, statement="Another statement.")})
    after = build_context(replace(catalogue, words=MappingProxyType({**catalogue.words, "term": words})), WHERE, SYNTHESIS)
    old, new = _documents(build_context(catalogue, WHERE, SYNTHESIS)), _documents(after)
    assert {page for page in old if old[page] != new[page]} == set()


def test_glossary_is_one_lookup_of_a_page(toy: Catalogue) -> None:
    context = build_context(toy, WHERE, SYNTHESIS)
    tracked, lookups = track_lookups(context)
    resolve("findings/F-001", tracked)
    assert "shared:glossary" in lookups
    other = build_context(_with_terms(toy, rota="Another"), WHERE, SYNTHESIS)
    assert LookupDigests(context, {})["shared:glossary"] != LookupDigests(other, {})["shared:glossary"]
