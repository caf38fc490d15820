"""The home page and the glossary, and which pages only a synthesis of research has; map and matrix are in maps/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import AdviceBlock, Document, ListBlock, Target
from patternbook.documents.resolve import word_document
from patternbook.model.registry import HOME, KINDS, VOCABULARY_BY_NAME, WORKSHEET
from patternbook.model.vocabulary import Label
from patternbook.pages.frame.loads import module_html
from patternbook.pages.markdown.marks import TextScope
from patternbook.pages.markdown.terms import FirstUses
from patternbook.pages.page import Heading, Page
from patternbook.pages.render import PageRenderer
from patternbook.pages.site import PageMaker
from patternbook.pages.standalone import page_title, whole_metadata
from patternbook.phrases import gettext, gettext_noop
from patternbook.profile.maps.matrix import matrix_page
from patternbook.profile.maps.page import home_map, map_headline, map_page
from patternbook.profile.practice.advice import first_advice
from patternbook.profile.practice.takeaway import all_artefacts, most_checklists
from patternbook.profile.practice.worksheet.page import worksheet_page


def home_page(context: Context, renderer: PageRenderer) -> Page:
    """The home page: where to start, the introduction, the map in small, the size of the catalogue."""
    catalogue, scope = context.catalogue, DocumentScope(context)
    own = next((page for page in catalogue.prose if page.slug == HOME), None)
    intro, _, rest = scope.text(own.text if own else catalogue.masthead.summary).strip().partition("\n## ")
    first, _, more = intro.partition("\n\n")
    starts = _starts(context, scope)
    terms = context.prose_terms.get(HOME, {})
    marks = TextScope("", renderer.addresses, scope.targets, scope.references, scope.images, FirstUses("", terms))
    first, more = (renderer.text.block(part, marks) for part in (first, more))
    below, headings = renderer.text.page(f"## {rest}" if rest else "", marks)
    drawn, artefacts = home_map(context, renderer), all_artefacts(context, scope)
    html = renderer.render(
        "home.html",
        "",
        scope.targets,
        scope.references,
        scope.images,
        masthead=catalogue.masthead,
        text=first,
        more=more,
        rest=below,
        starts=starts,
        start=gettext(START),
        worksheet=context.named(WORKSHEET) if catalogue.worksheet else None,
        composed=next((start.advice.note for start in starts if start.advice and start.advice.note), ""),
        map=drawn,
        artefacts=artefacts,
        checklists=most_checklists(context),
        counts=[
            *(_count(catalogue.label(kind.name), kind.plural, len(ids)) for kind in KINDS if (ids := catalogue.by_kind[kind.name])),
            _count(Label(one=gettext("Reference"), many=gettext("References")), "references", len(catalogue.references)),
        ],
        file=own.place.file if own else "",
    )
    return Page(
        page="",
        title=gettext("Home"),
        description=renderer.plain(scope.text(catalogue.masthead.summary), "", scope.targets, scope.references),
        html=html,
        metadata=whole_metadata(context) + (module_html("", "maps.js", renderer) if drawn else ""),
        headings=(
            *([Heading(2, "start", gettext(START))] if starts else ()),
            *([Heading(2, "take-away", gettext("Take away"))] if artefacts else ()),
            *([Heading(2, "picture", map_headline(context))] if drawn else ()),
            *(Heading(*heading) for heading in headings),
        ),
    )


START = gettext_noop("Start from your situation")


class Start(NamedTuple):
    """A situation on the home page, with what was reported of it and what is suggested first."""

    situation: str
    target: Target
    advice: AdviceBlock | None


def _starts(context: Context, scope: DocumentScope) -> list[Start]:
    return [Start(scope.text(each.text), context.target(each.entry), first_advice(each.entry, scope)) for each in context.catalogue.situations]


def _count(label: Label, page: str, count: int) -> tuple[str, str, int]:
    return label.one if count == 1 else label.many, page, count


def glossary_page(context: Context, renderer: PageRenderer) -> Page:
    """All terms on one page, with the meaning that each profession gives them."""
    words = sorted(context.catalogue.words["term"].values(), key=lambda term: term.title.casefold())
    terms = [_term(word_document(word, VOCABULARY_BY_NAME["term"], context), renderer) for word in words]
    return Page(
        page="glossary",
        title=page_title("glossary"),
        description=gettext("Words, and what each profession means by them."),
        html=renderer.render("glossary.html", "glossary", {}, {}, terms=terms),
        headings=tuple(Heading(2, str(term["id"]), str(term["title"])) for term in terms),
    )


def _term(document: Document, renderer: PageRenderer) -> dict[str, object]:
    scope = TextScope("glossary", renderer.addresses, document.targets, document.references, document.images or {})
    meanings = [
        (block.title, renderer.text.inline(item.text, scope))
        for section in document.sections
        if section.key == "meanings"
        for block in section.blocks
        if isinstance(block, ListBlock)
        for item in block.items
    ]
    return {
        "id": document.id,
        "title": document.title,
        "page": document.page,
        "html": renderer.text.inline(document.statement, scope),
        "meanings": meanings,
    }


SYNTHESIS_PAGES: Mapping[str, PageMaker] = {
    HOME: home_page,
    "glossary": glossary_page,
    "map": map_page,
    "matrix": matrix_page,
    WORKSHEET: worksheet_page,
}
"""Page -> the function that makes it."""
