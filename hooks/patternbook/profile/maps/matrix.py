"""The page of the matrix: findings as rows of three tables - reported with which pattern, met by which advice, carried by which study.

Retired entries are left out. Where a table would be too large to read, one table with a row for each area stands for all three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.json import encode

from patternbook.catalogue.catalogue import RelationEdge
from patternbook.documents.blocks import relation_phrases
from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import CitedReference, DocumentStruct, Target
from patternbook.model.components import Evidence
from patternbook.model.entries import EFFECT_WORDS, SUPPORT_WORDS, Finding, Recommendation
from patternbook.model.registry import STANDARD_PAGES
from patternbook.model.vocabulary import Area
from patternbook.pages.frame.loads import module_html
from patternbook.pages.page import Heading, Page
from patternbook.pages.render import PageRenderer
from patternbook.phrases import gettext, gettext_noop
from patternbook.profile.breadth import reason_apart
from patternbook.profile.maps.marks import EFFECT_BRIEFLY, EFFECT_LETTERS

MOST_IN_TABLES = {"finding": 300, "pattern": 40, "study": 40}
"""With more entries of one of these kinds the tables are folded: they would be too wide or too long to read."""
MOST_METHODS = 10
"""Methods that the folded table has columns for."""

SUPPORT_BRIEFLY = {
    "practised-and-reported-helpful": gettext_noop("Reported helpful"),
    "suggested-by-participants": gettext_noop("By participants"),
    "suggested-by-authors": gettext_noop("By the authors"),
    "literature": gettext_noop("From literature"),
    "editorial": gettext_noop("By this catalogue"),
}
STANCES: Mapping[str, tuple[str, str]] = {
    "supports": ("●", gettext_noop("supports it")),
    "qualifies": ("◐", gettext_noop("qualifies it")),
    "mixed": ("◑", gettext_noop("supports it in part, and speaks against it in part")),
    "contradicts": ("✕", gettext_noop("contradicts it")),
    "apart": ("○", gettext_noop("points this way, and is not counted")),
}
"""How a study bears on a finding -> its mark, and what that means."""


class ReportedEffect(DocumentStruct, frozen=True, kw_only=True):
    """The effect of a pattern on a finding, or on an aspect of it."""

    name: str
    says: str
    """The effect in words, from the side of the finding: Made worse by."""
    stated: bool
    """Whether the source states it; else it is inferred."""
    aspect: str = ""
    condition: str = ""


class MatrixCell(DocumentStruct, frozen=True, kw_only=True):
    """The effects reported of one pattern on one finding."""

    effects: tuple[ReportedEffect, ...]


class Matrix(DocumentStruct, frozen=True, kw_only=True):
    """The table of findings by patterns."""

    columns: tuple[tuple[Target, tuple[Target, ...]], ...]
    """Each collaboration point with its patterns."""
    rows: tuple[tuple[Target, tuple[MatrixCell, ...]], ...]
    """Each finding with one cell per pattern."""
    targets: dict[str, Target]
    references: dict[str, CitedReference]


class FacetOption(DocumentStruct, frozen=True, kw_only=True):
    """Something to choose."""

    value: str
    title: str


class Facet(DocumentStruct, frozen=True, kw_only=True):
    """What readers narrow the tables down by."""

    name: str
    label: str
    options: tuple[FacetOption, ...]


class FittingAdvice(DocumentStruct, frozen=True, kw_only=True):
    """A recommendation for a finding."""

    target: Target
    inferred: bool


def matrix_page(context: Context, renderer: PageRenderer) -> Page:
    """The page of the matrix."""
    title = context.catalogue.labelled(STANDARD_PAGES["matrix"])
    if _is_large(context):
        html = renderer.render("matrix.html", "matrix", {}, {}, title=title, folded=True, **_folded(context))
        return Page(page="matrix", title=title, description=gettext("What was reported where."), html=html)
    matrix, label = make_matrix(context), context.catalogue.label
    findings = [
        entry for id_ in _in_use(context.catalogue.by_kind["finding"], context) if isinstance(entry := context.catalogue.entries[id_], Finding)
    ]
    headings = (
        ("patterns", context.catalogue.labelled(gettext_noop("{finding} by {pattern}"))),
        ("advice", context.catalogue.labelled(gettext_noop("{finding} by {recommendation}"))),
        ("evidence", gettext("Evidence map")),
    )
    facets, belonging = _facets(findings, context)
    values = {
        "title": title,
        "folded": False,
        "matrix": matrix,
        "effects": [(EFFECT_LETTERS[name], gettext(says)) for name, says, _ in EFFECT_WORDS],
        "letters": EFFECT_LETTERS,
        "briefly": {name: gettext(words) for name, words in EFFECT_BRIEFLY.items()},
        "headings": headings,
        "facets": encode(facets).decode(),
        "belonging": belonging,
        "supports": [(name, gettext(words)) for name, words in SUPPORT_BRIEFLY.items()],
        "advice": list(_advice(findings, context)),
        "methods": _methods(context),
        "stances": {stance: (mark, gettext(words)) for stance, (mark, words) in STANCES.items()},
        "evidence": list(_evidence(findings, context)),
        "finding": label("finding"),
    }
    html = renderer.render("matrix.html", "matrix", matrix.targets, matrix.references, **values)
    contents = tuple(Heading(2, anchor, words) for anchor, words in headings)
    return Page(
        page="matrix",
        title=title,
        description=gettext("What was reported where, what may help, and what carries it."),
        html=html,
        headings=contents,
        metadata=module_html("matrix", "maps.js", renderer),
    )


def _is_large(context: Context) -> bool:
    return any(len(context.catalogue.by_kind[kind]) > number for kind, number in MOST_IN_TABLES.items())


def _in_use(ids: Sequence[str], context: Context) -> list[str]:
    return [id_ for id_ in ids if not context.catalogue.link_labels[id_].retired]


# ---- what was reported with which pattern ----


def make_matrix(context: Context) -> Matrix:
    """The effects of patterns in use on findings in use. Findings without any effect are left out."""
    catalogue, scope = context.catalogue, DocumentScope(context)
    columns = tuple(
        (context.target(point), tuple(map(context.target, patterns)))
        for point in _in_use(catalogue.by_kind["collaboration-point"], context)
        if (patterns := _in_use(catalogue.ids("pattern", "collaboration-point", point), context))
    )
    patterns = [pattern.id for _, row in columns for pattern in row]
    effects = {
        finding: [link for link in catalogue.incoming.get(finding, ()) if link.kind.field == "challenges" and link.source in patterns]
        for finding in _in_use(catalogue.by_kind["finding"], context)
    }
    rows = tuple(
        (
            context.target(finding),
            tuple(MatrixCell(effects=tuple(_effect(link, scope) for link in links if link.source == pattern)) for pattern in patterns),
        )
        for finding, links in effects.items()
        if links
    )
    return Matrix(columns=columns, rows=rows, targets=scope.targets, references=scope.references)


def _effect(link: RelationEdge, scope: DocumentScope) -> ReportedEffect:
    relation = link.relation
    return ReportedEffect(
        name=str(getattr(relation, link.kind.variant)),
        says=relation_phrases(link.kind, relation)[1],
        stated=relation.basis == "stated",
        aspect=scope.text(relation.aspect),
        condition=scope.text(relation.condition),
    )


# ---- what may help ----


def _advice(findings: Sequence[Finding], context: Context) -> Iterator[tuple[Target, tuple[tuple[FittingAdvice, ...], ...]]]:
    """Each finding that advice addresses, with a cell for each kind of support; what sources state comes first."""
    catalogue = context.catalogue
    for finding in findings:
        cells: dict[str, dict[str, FittingAdvice]] = {support: {} for support in SUPPORT_WORDS}
        for link in catalogue.incoming.get(finding.id, ()):
            entry = catalogue.entries[link.source]
            if isinstance(entry, Recommendation) and not catalogue.link_labels[link.source].retired:
                known = cells[entry.support].get(entry.id)
                inferred = link.relation.basis != "stated" and (known is None or known.inferred)
                cells[entry.support][entry.id] = FittingAdvice(target=context.target(entry.id), inferred=inferred)
        if any(cells.values()):
            yield context.target(finding.id), tuple(tuple(sorted(cell.values(), key=_inferred)) for cell in cells.values())


def _inferred(advice: FittingAdvice) -> bool:
    return advice.inferred


# ---- what carries it ----


def _methods(context: Context) -> list[tuple[str, list[tuple[Target, str]]]]:
    """The methods, each with the studies that use it first: the study, and the short label of its work."""
    methods: dict[str, list[tuple[Target, str]]] = {}
    for id_ in _in_use(context.catalogue.by_kind["study"], context):
        study = context.shared[id_]
        method = study.methods[0] if study.methods else gettext("method not known")
        methods.setdefault(method, []).append((context.target(id_), context.cited[study.reference].label))
    return list(methods.items())


def _evidence(findings: Sequence[Finding], context: Context) -> Iterator[tuple[Target, list[tuple[Target, list[tuple[str, ...]]]]]]:
    """Each area with its findings; for each of these, in a cell for each study, how the study bears on it."""
    studies = [study.id for _, row in _methods(context) for study, _ in row]
    for slug in context.catalogue.words["area"]:
        rows = [
            (context.target(finding.id), [_bearing([item for item in finding.evidence if item.study == study], context) for study in studies])
            for finding in findings
            if finding.area == slug
        ]
        if rows:
            yield context.word("area", slug), rows


def _bearing(items: Sequence[Evidence], context: Context) -> tuple[str, ...]:
    """How the items of one study bear on a finding, each way once; `apart` where none of them counts."""
    counted = [item.stance for item in items if not reason_apart(item, context.shared[item.study])]
    return tuple(stance for stance in STANCES if stance in counted) or (("apart",) if items else ())


# ---- narrowing down ----


def _facets(findings: Sequence[Finding], context: Context) -> tuple[list[Facet], dict[str, dict[str, str]]]:
    """What to narrow down by, and for each finding its values, separated by blanks. What no finding has is not offered."""
    catalogue = context.catalogue
    areas = catalogue.words["area"]
    belonging = {
        finding.id: {
            "point": (isinstance(area := areas[finding.area], Area) and area.collaboration_point) or "",
            "theme": " ".join(finding.themes),
            "role": " ".join(finding.roles),
        }
        for finding in findings
    }
    offered = {
        "point": [(id_, context.target(id_).title) for id_ in _in_use(catalogue.by_kind["collaboration-point"], context)],
        "theme": [(slug, catalogue.words["theme"][slug].title) for slug in catalogue.words["theme"]],
        "role": [(slug, catalogue.words["role"][slug].title) for slug in catalogue.words["role"]],
    }
    labels = {"point": "collaboration-point", "theme": "theme", "role": "role"}
    used = {name: {value for values in belonging.values() for value in values[name].split()} for name in offered}
    offers = {name: tuple(FacetOption(value=value, title=title) for value, title in each if value in used[name]) for name, each in offered.items()}
    facets = [Facet(name=name, label=catalogue.label(labels[name]).one, options=options) for name, options in offers.items()]
    return [facet for facet in facets if facet.options], belonging


# ---- folded ----


def _folded(context: Context) -> dict[str, object]:
    """A row for each area: how many findings it has, and how many of them name a study of each method."""
    catalogue = context.catalogue
    areas = {slug: set(_in_use(catalogue.ids("finding", "area", slug), context)) for slug in catalogue.words["area"]}
    by_method: dict[str, set[str]] = {}
    for id_ in _in_use(catalogue.by_kind["study"], context):
        methods = context.shared[id_].methods
        by_method.setdefault(methods[0] if methods else gettext("method not known"), set()).update(catalogue.ids("finding", "study", id_))
    methods = sorted(by_method, key=lambda method: (-len(by_method[method]), method))[:MOST_METHODS]
    rows = [(context.word("area", slug), len(ids), [len(ids & by_method[method]) for method in methods]) for slug, ids in areas.items()]
    labels = {name: catalogue.label(name).many for name in ("finding", "pattern", "recommendation")}
    return {"methods": methods, "rows": rows, "labels": labels}
