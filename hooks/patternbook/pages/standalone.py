"""Pages that every catalogue has once: coverage, catalogue, format, checks, and its own prose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from patternbook.catalogue.catalogue import ProsePage
from patternbook.check.rules import RULES
from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.indexes import IndexPlan, index_title
from patternbook.documents.model import Note
from patternbook.model.descriptions import descriptions
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.registry import CATALOGUE_KEY, CATALOGUE_MODEL, KIND_BY_NAME, LISTED_BY_NAME, LISTS, STANDARD_PAGES
from patternbook.model.struct import ModelStruct
from patternbook.pages.markdown.marks import TextScope
from patternbook.pages.page import Heading, Page
from patternbook.pages.render import PageRenderer


def prose_page(prose: ProsePage, context: Context, renderer: PageRenderer) -> Page:
    """A page of the catalogue's own prose."""
    scope = DocumentScope(context)
    text = scope.text(prose.text)
    marks = TextScope(prose.slug, renderer.addresses, scope.targets, scope.references)
    body, headings = renderer.text.page(text, marks)
    html = renderer.render("prose.html", prose.slug, {}, {}, name=prose.slug, title=prose.title, body=body, file=prose.place.file)
    first = next((line for line in prose.text.split("\n") if line.strip() and not line.startswith("#")), prose.title)
    found = tuple(Heading(level, anchor, title) for level, anchor, title in headings)
    description = renderer.plain(first, prose.slug, scope.targets, scope.references)
    return Page(page=prose.slug, title=prose.title, description=description, html=html, headings=found)


def coverage_page(context: Context, renderer: PageRenderer) -> Page:
    """Counts per kind, what was left out and why, and how other schemes are covered."""
    catalogue, scope = context.catalogue, DocumentScope(context)
    held = {**catalogue.by_kind, **catalogue.words}
    counts = [(catalogue.label(name).many, len(held[name])) for name in LISTED_BY_NAME]
    counts.append(("References", len(catalogue.references)))
    schemes = tuple(
        (
            scheme.title,
            Note(label=scope.reference(scheme.reference).label, key=scheme.reference, locator=scheme.locator),
            tuple((c.label, c.title, scope.text(c.note), tuple(dict.fromkeys(context.target(m.entry) for m in c.matches))) for c in scheme.concepts),
        )
        for scheme in catalogue.schemes
    )
    left_out = tuple((scope.text(item.what), scope.text(item.source), scope.text(item.reason)) for item in catalogue.masthead.left_out)
    values = {"counts": counts, "left_out": left_out, "schemes": schemes}
    html = renderer.render("coverage.html", "coverage", scope.targets, scope.references, **values)
    headings = [Heading(2, "counts", "In numbers"), Heading(2, "left-out", "Left out")]
    headings += [Heading(2, f"scheme-{number}", title) for number, (title, _, _) in enumerate(schemes, 1)]
    return Page(
        page="coverage",
        title=STANDARD_PAGES["coverage"],
        description="What is in this catalogue, and what was left out.",
        html=html,
        headings=tuple(headings),
    )


def catalogue_page(indexes: Iterable[IndexPlan], context: Context, renderer: PageRenderer) -> Page:
    """Every entry on one page."""
    found = [_titles(plan, context) for plan in indexes if plan.kind in KIND_BY_NAME and plan.page == plan.first]
    html = renderer.render("catalogue.html", "catalogue", {}, {}, lists=found)
    headings = tuple(Heading(2, str(each["page"]), str(each["title"])) for each in found)
    return Page(page="catalogue", title=STANDARD_PAGES["catalogue"], description="Every entry, by kind.", html=html, headings=headings)


def _titles(plan: IndexPlan, context: Context) -> dict[str, object]:
    """What this page says of an index: not the texts of its rows."""
    targets = [] if plan.parts else [context.target(id_) for _, ids in plan.groups for id_ in ids]
    return {"page": plan.page, "title": index_title(plan, context), "parts": plan.parts, "targets": targets}


def format_page(renderer: PageRenderer) -> Page:
    """The data format, derived from the model."""
    models = list(_models())
    html = renderer.render("format.html", "format", {}, {}, models=models)
    headings = tuple(Heading(2, name, title) for name, title, _, _ in models)
    return Page(page="format", title=STANDARD_PAGES["format"], description="Every field of every list of the data.", html=html, headings=headings)


def _models() -> Iterator[tuple[str, str, str, tuple[dict[str, object], ...]]]:
    """Lists first, then the parts they are made of, each once: (anchor, title, about, fields)."""
    todo: list[tuple[str, type[ModelStruct]]] = [*LISTS.items(), (CATALOGUE_KEY, CATALOGUE_MODEL)]
    seen: set[str] = set()
    while todo:
        name, model = todo.pop(0)
        if name in seen:
            continue
        seen.add(name)
        fields = fields_of(model)
        title = f"{name}:" if name in (*LISTS, CATALOGUE_KEY) else name
        yield name, title, _first_line(model.__doc__), tuple(_field(info, descriptions(model)[info.name]) for info in fields)
        todo += [(info.part.__name__, info.part) for info in fields if info.part is not None]


def _field(info: FieldInfo, description: str) -> dict[str, object]:
    return {
        "key": info.key,
        "required": info.required,
        "many": info.many,
        "part": info.part.__name__ if info.part else "",
        "reference": info.reference.replace("-", " "),
        "choices": info.choices,
        "type_name": info.type_name,
        "description": description.replace("\n", " "),
    }


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def rules_page(renderer: PageRenderer) -> Page:
    """Every diagnostic."""
    html = renderer.render("checks.html", "checks", {}, {}, rules=RULES.values())
    return Page(page="checks", title=STANDARD_PAGES["checks"], description="Everything the check can say, and what to do about it.", html=html)
