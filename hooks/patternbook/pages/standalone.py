"""Pages that exist once: indexes, coverage, catalogue, format, checks, and the catalogue's own prose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from msgspec.structs import replace

from patternbook.catalogue.catalogue import Catalogue, ProsePage
from patternbook.catalogue.releases.released import RELEASES, PageChange, ReleaseSummary
from patternbook.check.rules import RULES
from patternbook.citing.formats import CITATION_FILES, latex_cite
from patternbook.diagnostics.explanations import explanation_groups, explanations, severity_advice
from patternbook.documents.cite import citation_file, cite_whole
from patternbook.documents.context import Context, DocumentScope, get_field, index_target
from patternbook.documents.gone import leaving_entries
from patternbook.documents.indexes import IndexPlan, index_title, make_index
from patternbook.documents.model import Note
from patternbook.model.descriptions import descriptions
from patternbook.model.introspect import fields_of
from patternbook.model.registry import (
    CATALOGUE_KEY,
    CATALOGUE_MODEL,
    HOME,
    KIND_BY_NAME,
    KINDS,
    LISTED,
    LISTED_BY_NAME,
    LISTS,
    STANDARD_PAGES,
    VOCABULARIES,
    VOCABULARY_BY_NAME,
)
from patternbook.model.struct import ModelStruct
from patternbook.model.vocabulary import UNRELEASED
from patternbook.pages.exports.bundles import prose_topics
from patternbook.pages.exports.facets.gaps import FEW, MOST_WORDS, Gaps
from patternbook.pages.exports.facets.parts import FACETS_FILE
from patternbook.pages.exports.facets.parts import PAGE as CATALOGUE_PAGE
from patternbook.pages.frame.feed import FEED
from patternbook.pages.frame.loads import drawing_script, module_html
from patternbook.pages.frame.metadata import catalogue_metadata
from patternbook.pages.markdown.marks import TextScope
from patternbook.pages.markdown.terms import FirstUses
from patternbook.pages.page import Alternate, Asset, Heading, Page
from patternbook.pages.render import PageRenderer
from patternbook.pages.svg.drawings import drawing_svg, drawn_file, files_of
from patternbook.phrases import gettext, gettext_noop


def prose_page(prose: ProsePage, renderer: PageRenderer, context: Context) -> Page:
    """A page of the catalogue's own prose."""
    scope = DocumentScope(context)
    terms = FirstUses(prose.slug, context.prose_terms.get(prose.slug, {}))
    marks = TextScope(prose.slug, renderer.addresses, scope.targets, scope.references, scope.images, terms)
    body, headings = renderer.text.page(scope.text(prose.text), marks)
    first = next((line for line in prose.text.split("\n") if line.strip() and not line.startswith("#")), prose.title)
    values = {"name": prose.slug, "title": prose.title, "body": body, "file": prose.place.file, "topics": prose_topics(prose, context)}
    return Page(
        page=prose.slug,
        title=prose.title,
        description=renderer.plain(first, prose.slug, scope.targets, scope.references),
        html=renderer.render("prose.html", prose.slug, {}, {}, {}, **values),
        headings=tuple(Heading(*heading) for heading in headings),
    )


def index_page(plan: IndexPlan, renderer: PageRenderer, context: Context) -> Page:
    """A page of the index of a kind, a vocabulary or the bibliography."""
    index = make_index(plan, context)
    marks = (index.page, index.targets, index.references)
    if index.columns:
        headings = [Heading(2, "numbers", gettext("In numbers")), Heading(2, "table", gettext("All, one per row"))]
        downloads = [{"title": file.upper(), "href": renderer.addresses.asset(index.page, f"{index.first}.{file}")} for file in ("csv", "json")]
        html = renderer.render("table.html", *marks, index=index, downloads=downloads)
    else:
        headings = [Heading(2, group.key, group.title) for group in index.groups if group.title]
        html = renderer.render("index.html", *marks, index=index)
    drawn = files_of(index.lead)
    part = "" if index.page == index.first else next(f", {part.title}" for part in index.parts if part.page == index.page)
    return Page(
        page=index.page,
        title=f"{index.title}{part}",
        description=index.about,
        html=html,
        headings=tuple(headings),
        parent=index.first if index.page != index.first else None,
        metadata=(module_html(index.page, "filter.js", renderer) if index.columns else "")
        + (drawing_script(index.page, renderer.addresses) if drawn else ""),
    )


def index_drawings(plan: IndexPlan, context: Context) -> list[Asset]:
    """The drawings above an index as files."""
    index = make_index(plan, context)
    public, masthead = context.urls.public, context.catalogue.masthead
    return [
        Asset(drawn_file(index.page, name), drawing_svg(blocks, index.title, public, public(index.page), masthead))
        for name, blocks in files_of(index.lead).items()
    ]


def _page(renderer: PageRenderer, scope: DocumentScope, name: str, description: str, headings: Iterable[tuple[str, str]], **values: object) -> Page:
    """A page that every catalogue has, from the template of its name; headings are (anchor, title)."""
    html = renderer.render(f"{name}.html", name, scope.targets, scope.references, scope.images, **values)
    contents = tuple(Heading(2, anchor, title) for anchor, title in headings)
    return Page(page=name, title=page_title(name), description=description, html=html, headings=contents)


def page_title(page: str) -> str:
    """The title of a page that every catalogue has, where no name of a kind stands in it."""
    return gettext(STANDARD_PAGES[page])


def coverage_page(gaps: Gaps, context: Context, renderer: PageRenderer) -> Page:
    """Counts per kind, what could be added and how, what was left out and why, and how other schemes are covered."""
    catalogue, scope = context.catalogue, DocumentScope(context)
    items = {**catalogue.by_kind, **catalogue.words}
    counts = [*((catalogue.label(name).many, len(items[name])) for name in LISTED_BY_NAME), (gettext("References"), len(catalogue.references))]
    schemes = [
        (
            scheme.title,
            Note(label=scope.reference(scheme.reference).label, key=scheme.reference, locator=scheme.locator),
            [(c.label, c.title, scope.text(c.note), tuple(dict.fromkeys(context.target(m.entry) for m in c.matches))) for c in scheme.concepts],
        )
        for scheme in catalogue.schemes
    ]
    left_out = [(scope.text(item.what), scope.text(item.source), scope.text(item.reason)) for item in catalogue.masthead.left_out]
    states = [
        (context.word(vocabulary.name, word.slug), *map(scope.text, (state.sources, state.completeness, state.last_searched)))
        for vocabulary in VOCABULARIES
        if any(field.name == "state" for field in fields_of(vocabulary.model))  # others are not looked at: the page does not depend on them
        for word in catalogue.words[vocabulary.name].values()
        if (state := get_field(word, "state"))
    ]
    gaps_shown = _gaps(gaps, context)
    headings = [
        ("counts", gettext("In numbers")),
        ("verified", gettext("Evidence verified")),
        *([("gaps", gettext(GAPS))] if any(gaps_shown.values()) else ()),
        *([("state", gettext("How complete it is"))] if states else ()),
        ("left-out", gettext("Left out")),
        *((f"scheme-{number}", title) for number, (title, _, _) in enumerate(schemes, 1)),
    ]
    values = {"counts": counts, "verified": list(_verified(catalogue)), "states": states, "left_out": left_out, "schemes": schemes}
    values |= {"gaps_title": gettext(GAPS), "gaps": gaps_shown, "has_gaps": any(gaps_shown.values())}
    values |= {"few_means": FEW, "most_words": MOST_WORDS, "added": context.profile.new_entry}
    return _page(renderer, scope, "coverage", gettext("What is in this catalogue, and what was left out."), headings, **values)


GAPS = gettext_noop("Where you could help")


def _gaps(gaps: Gaps, context: Context) -> dict[str, list[Any]]:
    """The gaps of a catalogue with what they name, as the template takes them."""
    label = context.catalogue.label
    return {
        "declared": [(each, list(map(context.target, each.named))) for each in gaps.declared],
        "others": [(each, list(map(context.target, each.named))) for each in gaps.others],
        "unused": [
            (label(name).many, [context.word(name, slug) for slug in slugs[:MOST_WORDS]], len(slugs), VOCABULARY_BY_NAME[name].plural)
            for name, slugs in gaps.unused
        ],
        "few": [
            (
                kind,
                label(kind),
                label(by).many.capitalize(),
                [(context.target(name) if by in KIND_BY_NAME else context.word(by, name), number) for name, number in few],
            )
            for kind, by, few in gaps.few
        ],
    }


def _verified(catalogue: Catalogue) -> Iterator[tuple[str, int, int]]:
    """For each kind with evidence: its label, its items of evidence, and how many of them somebody has verified."""
    for kind, ids in catalogue.by_kind.items():
        counts = [catalogue.evidence_counts[id_] for id_ in ids]
        items, verified = sum(count for count, _ in counts), sum(count for _, count in counts)
        if items:
            yield catalogue.label(kind).many, items, verified


def catalogue_page(plans: Iterable[IndexPlan], context: Context, renderer: PageRenderer) -> Page:
    """Every entry, narrowed down by a script; without it a list by kind, and of an index that is split, links to its pages."""
    lists = [
        {
            "page": plan.page,
            "title": index_title(plan, context),
            "parts": plan.parts,
            "targets": [] if plan.parts else [context.target(id_) for _, ids in plan.groups for id_ in ids],
        }
        for plan in plans
        if plan.kind in KIND_BY_NAME and plan.page == plan.first
    ]
    asset = partial(renderer.addresses.asset, CATALOGUE_PAGE)
    page = _page(
        renderer,
        DocumentScope(context),
        CATALOGUE_PAGE,
        gettext("Every entry, by kind; narrowed down by what it is about and what carries it."),
        (),  # the facets stand where the contents would
        lists=lists,
        kinds=[kind.name for kind in KINDS if context.catalogue.by_kind[kind.name]],
        data=asset(FACETS_FILE),
    )
    return replace(page, metadata=f'<link rel="stylesheet" href="{asset("assets/browse.css")}">{module_html(CATALOGUE_PAGE, "browse.js", renderer)}')


def releases_page(context: Context, renderer: PageRenderer) -> Page:
    """Every release, the latest first."""
    releases = [context.releases[name] for name in context.releases][::-1]
    about = gettext("Every release of this catalogue: its texts as they were, for ever.")
    values = {"releases": releases, "concept_doi": context.catalogue.masthead.concept_doi}
    return _page(renderer, DocumentScope(context), RELEASES, about, (), **values)


MOST_CHANGES = 200
"""Pages that are listed of each release; its own page lists all."""


def changes_page(context: Context, renderer: PageRenderer) -> Page:
    """What each release changed, the latest first."""
    releases = [(summary, *_changes(summary, context)) for summary in map(context.releases.__getitem__, [*context.releases][::-1])]
    headings = [(f"release-{summary.name}", gettext("Release %(release)s", release=summary.name)) for summary, _, _ in releases]
    scope, leaving = DocumentScope(context), [*leaving_entries(context)]
    announced = [(each, scope.text(each.planned.reason), [context.target(id_) for id_ in each.planned.all_successors]) for each in leaving]
    headings = [*([("announced", gettext("Announced"))] if announced else []), *headings]
    about = gettext("What each release changed, and what is announced.")
    page = _page(renderer, scope, "changes", about, headings, releases=releases, announced=announced)
    return replace(page, alternates=(Alternate("feed", "application/atom+xml", FEED, "Atom feed"),)) if releases or announced else page


def _changes(summary: ReleaseSummary, context: Context) -> tuple[list[tuple[PageChange, str]], int]:
    """The changes of a release, each with the title of its page then, and how many there are."""
    assert context.texts is not None  # noqa: S101 - there is a release
    changes = context.texts.changes(summary.name)
    shown = changes[:MOST_CHANGES]
    names = [summary.previous, summary.name] if shown else []
    titles = {page: title for name in names for page, title in context.texts.titles(name).items()}
    return [(change, titles.get(change.page, "")) for change in shown], len(changes)


def cite_page(context: Context, renderer: PageRenderer) -> Page:
    """How to cite the catalogue, its entries, and many of them."""
    about = gettext("How to cite this catalogue, one of its entries, or many of them.")
    cite, catalogue = cite_whole(context), context.catalogue
    topics = [index_target(catalogue, thing) for thing in LISTED if thing.is_topic]
    topics += [context.named(prose.slug) for prose in catalogue.prose if prose.slug != HOME and prose_topics(prose, context)]
    values = {"title": page_title("cite"), "about": about, "cite": cite, "topics": topics, "unreleased": UNRELEASED}
    values |= {"example": latex_cite(cite.key, "ID"), "concept_doi": catalogue.masthead.concept_doi}
    headings = (("cite", gettext("The catalogue as a whole")), ("entry", gettext("One entry")), ("many", gettext("Many at once")))
    page = _page(renderer, DocumentScope(context), "cite", about, headings, **values)
    return replace(page, metadata=whole_metadata(context))


def whole_metadata(context: Context) -> str:
    """The part of the head of pages that are about the catalogue as a whole."""
    masthead = context.catalogue.masthead
    return catalogue_metadata(cite_whole(context), " ".join(masthead.subtitle.split()), str(masthead.text_licence.url), masthead.keywords)


def citation_assets(context: Context) -> list[Asset]:
    """Citations of the catalogue as a whole, in every format."""
    cite = cite_whole(context)
    return [Asset(f"cite.{suffix}", citation_file(cite, form)) for suffix, _, _, form in CITATION_FILES]


def format_page(context: Context, renderer: PageRenderer) -> Page:
    """The data format, derived from the model."""
    models = [
        (name, f"{name}:" if name in (*LISTS, CATALOGUE_KEY) else name, (model.__doc__ or "").strip().partition("\n")[0], _fields(model))
        for name, model in _models().items()
    ]
    about = gettext("Every field of every list of the data.")
    return _page(renderer, DocumentScope(context), "format", about, [model[:2] for model in models], models=models)


def _models() -> dict[str, type[ModelStruct]]:
    """Anchor -> model: first the lists, then the parts they are made of, each once."""
    models: dict[str, type[ModelStruct]] = {}
    queue: list[tuple[str, type[ModelStruct]]] = [*LISTS.items(), (CATALOGUE_KEY, CATALOGUE_MODEL)]
    for name, model in queue:  # grows on the way
        if name not in models:
            models[name] = model
            queue += [(field.part.__name__, field.part) for field in fields_of(model) if field.part is not None]
    return models


def _fields(model: type[ModelStruct]) -> list[dict[str, object]]:
    return [
        {
            "key": field.key,
            "required": field.required,
            "many": field.many,
            "part": field.part.__name__ if field.part else "",
            "reference": field.reference.replace("-", " "),
            "choices": field.choices,
            "type_name": field.type_name,
            "expected": field.expected_words,
            "description": descriptions(model)[field.name].replace("\n", " "),
        }
        for field in fields_of(model)
    ]


def rules_page(context: Context, renderer: PageRenderer) -> Page:
    """Every diagnostic, explained."""
    groups = explanation_groups()
    values = {"rules": RULES, "groups": groups, "explained": explanations(), "advice": severity_advice}
    about = gettext("Everything the check can say, what it means, and what to do about it.")
    return _page(renderer, DocumentScope(context), "checks", about, [(group.key, group.title) for group in groups], **values)
