"""Pages that exist once: home, glossary, matrix, coverage, catalogue, format, checks, and the catalogue's own prose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patternbook import drawings
from patternbook.catalogue import Prose
from patternbook.diagnostics import RULES
from patternbook.documents.collections import Matrix, Point, coverage, matrix, points
from patternbook.documents.indexes import Plan, title
from patternbook.documents.model import Document, ListBlock
from patternbook.documents.scope import Library, Scope
from patternbook.marks import TextScope
from patternbook.model.descriptions import descriptions
from patternbook.model.fields import Shape, shapes
from patternbook.model.kinds import KIND_BY_NAME, KINDS
from patternbook.model.lists import CATALOGUE_KEY, CATALOGUE_MODEL, LISTS
from patternbook.model.pages import HOME, PAGES
from patternbook.model.part import Part
from patternbook.model.relations import EFFECT_WORDS
from patternbook.model.vocabulary import Label
from patternbook.pages.page import Heading, Page
from patternbook.pages.render import PageRenderer


def home_page(shelf: Library, press: PageRenderer) -> Page:
    """What this is, in one screen, with the collaboration points and their patterns as a picture."""
    catalogue, scope = shelf.catalogue, Scope(shelf)
    own = next((page for page in catalogue.prose if page.slug == HOME), None)
    text = own.text if own else catalogue.masthead.summary
    intro, _, rest = scope.text(text).strip().partition("\n## ")
    first, _, more = intro.partition("\n\n")
    counts = [_count(catalogue.label(kind.name), kind.plural, len(ids)) for kind in KINDS if (ids := catalogue.by_kind[kind.name])]
    counts.append(_count(Label(one="Reference", many="References"), "references", len(catalogue.references)))
    headline = f"{catalogue.label('collaboration-point').many} and the {catalogue.label('pattern').many.lower()} seen there"
    below, headings = press.text.page(f"## {rest}" if rest else "", TextScope("", press.addresses, scope.targets, scope.references))
    html = press.render(
        "home.html",
        "",
        scope.targets,
        scope.references,
        masthead=catalogue.masthead,
        text=first,
        more=more,
        rest=below,
        points=[_overview(point, press) for point in points(shelf)],
        headline=headline,
        counts=counts,
        file=own.place.file if own else "",
    )
    contents = (Heading(2, "picture", headline), *(Heading(*heading) for heading in headings))
    description = press.plain(scope.text(catalogue.masthead.summary), "", scope.targets, scope.references)
    return Page(page="", title="Home", description=description, html=html, headings=contents)


def _count(label: Label, page: str, count: int) -> tuple[str, str, int]:
    return label.one if count == 1 else label.many, page, count


def _overview(point: Point, press: PageRenderer) -> dict[str, object]:
    tiles = [drawings.Tile(r.target.title, r.target.id, press.addresses.href("", r.target.page), r.note) for r in point.patterns]
    href = press.addresses.href("", point.target.page)
    drawing = drawings.overview(point.target.title, href, point.question, tiles)
    return {"drawing": drawing, "question": point.question, "rest": point.rest, "target": point.target}


def prose_page(prose: Prose, shelf: Library, press: PageRenderer) -> Page:
    """A page of the catalogue's own prose."""
    scope = Scope(shelf)
    text = scope.text(prose.text)
    marks = TextScope(prose.slug, press.addresses, scope.targets, scope.references)
    body, headings = press.text.page(text, marks)
    html = press.render("prose.html", prose.slug, {}, {}, name=prose.slug, title=prose.title, body=body, file=prose.place.file)
    first = next((line for line in prose.text.split("\n") if line.strip() and not line.startswith("#")), prose.title)
    found = tuple(Heading(level, anchor, title) for level, anchor, title in headings)
    description = press.plain(first, prose.slug, scope.targets, scope.references)
    return Page(page=prose.slug, title=prose.title, description=description, html=html, headings=found)


def glossary_page(documents: Iterable[Document], press: PageRenderer) -> Page:
    """All terms, whose documents are given, on one page, with each profession's meaning."""
    terms = [_term(document, press) for document in documents]
    html = press.render("glossary.html", "glossary", {}, {}, terms=terms)
    headings = tuple(Heading(2, str(term["id"]), str(term["title"])) for term in terms)
    return Page(page="glossary", title=PAGES["glossary"], description="Words, and what each profession means by them.", html=html, headings=headings)


def _term(document: Document, press: PageRenderer) -> dict[str, object]:
    marks = TextScope("glossary", press.addresses, document.targets, document.references)
    section = next((s for s in document.sections if s.key == "meanings"), None)
    lists = [block for block in (section.blocks if section else ()) if isinstance(block, ListBlock)]
    meanings = [(block.title, press.text.inline(item.text, marks)) for block in lists for item in block.items]
    html = press.text.inline(document.statement, marks)
    return {"id": document.id, "title": document.title, "page": document.page, "html": html, "meanings": meanings}


def matrix_page(shelf: Library, press: PageRenderer) -> Page:
    """Patterns by findings."""
    found: Matrix = matrix(shelf)
    name = shelf.catalogue.labelled(PAGES["matrix"])
    html = press.render("matrix.html", "matrix", found.targets, found.references, title=name, matrix=found, effects=EFFECT_WORDS)
    return Page(page="matrix", title=name, description="What was reported where.", html=html)


def coverage_page(shelf: Library, press: PageRenderer) -> Page:
    """What is in the catalogue and what was left out."""
    found = coverage(shelf)
    html = press.render("coverage.html", "coverage", found.targets, found.references, coverage=found)
    headings = [Heading(2, "counts", "In numbers"), Heading(2, "left-out", "Left out")]
    headings += [Heading(2, f"scheme-{number}", title) for number, (title, _, _) in enumerate(found.schemes, 1)]
    return Page(
        page="coverage", title=PAGES["coverage"], description="What is in this catalogue, and what was left out.", html=html, headings=tuple(headings)
    )


def catalogue_page(indexes: Iterable[Plan], shelf: Library, press: PageRenderer) -> Page:
    """Every entry on one page."""
    found = [_titles(plan, shelf) for plan in indexes if plan.kind in KIND_BY_NAME and plan.page == plan.first]
    html = press.render("catalogue.html", "catalogue", {}, {}, lists=found)
    headings = tuple(Heading(2, str(each["page"]), str(each["title"])) for each in found)
    return Page(page="catalogue", title=PAGES["catalogue"], description="Every entry, by kind.", html=html, headings=headings)


def _titles(plan: Plan, shelf: Library) -> dict[str, object]:
    """What this page says of an index: not the texts of its rows."""
    targets = [] if plan.parts else [shelf.target(id_) for _, ids in plan.groups for id_ in ids]
    return {"page": plan.page, "title": title(plan, shelf), "parts": plan.parts, "targets": targets}


def format_page(press: PageRenderer) -> Page:
    """The data format, derived from the model."""
    models = list(_models())
    html = press.render("format.html", "format", {}, {}, models=models)
    headings = tuple(Heading(2, name, title) for name, title, _, _ in models)
    return Page(page="format", title=PAGES["format"], description="Every field of every list of the data.", html=html, headings=headings)


def _models() -> Iterator[tuple[str, str, str, tuple[dict[str, object], ...]]]:
    """Lists first, then the parts they are made of, each once: (anchor, title, about, fields)."""
    todo: list[tuple[str, type[Part]]] = [*LISTS.items(), (CATALOGUE_KEY, CATALOGUE_MODEL)]
    seen: set[str] = set()
    while todo:
        name, model = todo.pop(0)
        if name in seen:
            continue
        seen.add(name)
        fields = shapes(model)
        title = f"{name}:" if name in (*LISTS, CATALOGUE_KEY) else name
        yield name, title, _first_line(model.__doc__), tuple(_field(shape, descriptions(model)[shape.name]) for shape in fields)
        todo += [(shape.part.__name__, shape.part) for shape in fields if shape.part is not None]


def _field(shape: Shape, description: str) -> dict[str, object]:
    return {
        "key": shape.key,
        "required": shape.required,
        "many": shape.many,
        "part": shape.part.__name__ if shape.part else "",
        "reference": shape.reference.replace("-", " "),
        "choices": shape.choices,
        "type_name": shape.type_name,
        "description": description.replace("\n", " "),
    }


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def rules_page(press: PageRenderer) -> Page:
    """Every diagnostic."""
    html = press.render("rules.html", "checks", {}, {}, rules=RULES.values())
    return Page(page="checks", title=PAGES["checks"], description="Everything the check can say, and what to do about it.", html=html)
