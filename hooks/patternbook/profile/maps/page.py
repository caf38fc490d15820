"""The page of the map, the map in small on the home page, and the map as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from patternbook.documents.context import Context
from patternbook.documents.model import DocumentStruct, Target
from patternbook.model.entries import EFFECT_WORDS
from patternbook.pages.frame.loads import drawing_script, module_html
from patternbook.pages.page import Page
from patternbook.pages.render import PageRenderer
from patternbook.pages.standalone import page_title
from patternbook.pages.svg.drawing import Drawing
from patternbook.pages.svg.files import svg_file
from patternbook.phrases import as_number, gettext, gettext_noop, in_sentence
from patternbook.profile.maps.columns import column_drawings
from patternbook.profile.maps.drawing import ELSEWHERE, MAP_WIDTH, map_drawing
from patternbook.profile.maps.landscape import Landscape, make_landscape
from patternbook.profile.maps.marks import STEP, stroke_marks

MAP_FILE = "map.svg"
"""The map as a file, beside its page."""


class RelatedEntry(DocumentStruct, frozen=True, kw_only=True):
    """An entry that another one is tied to, in words."""

    says: tuple[str, ...]
    """In words, from the side of the one that it is tied to: is reported worse here."""
    target: Target
    inferred: bool
    """Whether all of it is inferred."""


def map_page(context: Context, renderer: PageRenderer) -> Page:
    """The map as a drawing, and the same as a nested list."""
    landscape, title = make_landscape(context), page_title("map")
    body, height = map_drawing(landscape, lambda page: renderer.addresses.href("map", page))
    values = {
        "title": title,
        "statement": _statement(landscape, context),
        "elsewhere": gettext(ELSEWHERE),
        "landscape": landscape,
        "description": _description(landscape, context),
        "drawing": body,
        "size": (MAP_WIDTH, height),
        "related": related_entries(landscape, context),
        "legend": [(stroke_marks([effect], -STEP / 2, 0), gettext(says)) for effect, says, _ in EFFECT_WORDS],
        "file": renderer.addresses.asset("map", MAP_FILE),
    }
    html = renderer.render("map.html", "map", {}, {}, **values)
    return Page(
        page="map",
        title=title,
        description=gettext("Everything in one drawing, and what is related to what."),
        html=html,
        metadata=module_html("map", "maps.js", renderer) + drawing_script("map", renderer.addresses),
    )


def home_map(context: Context, renderer: PageRenderer) -> Mapping[str, object]:
    """The map in small for the home page, as its template takes it; nothing for a catalogue that has nothing to draw."""
    landscape = make_landscape(context)
    if not landscape.points:
        return {}
    pictures = zip(landscape.points, column_drawings(landscape, lambda page: renderer.addresses.href("", page)), strict=True)
    label = context.catalogue.label("finding")
    return {"landscape": landscape, "pictures": list(pictures), "headline": map_headline(context), "findings": in_sentence(label.many)}


def map_headline(context: Context) -> str:
    """The heading of the map on the home page."""
    return context.catalogue.labelled(gettext_noop("{collaboration-point}, with the {pattern} and {finding} there"))


def map_file(context: Context) -> Iterator[tuple[str, str]]:
    """The map as an SVG file that stands alone, with its source and licence; no file where there is nothing to draw."""
    landscape = make_landscape(context)
    if landscape.points:
        body, height = map_drawing(landscape, context.urls.public)
        title = f"{page_title('map')}: {context.catalogue.masthead.title}"
        drawing = Drawing("pb-map", title, _description(landscape, context), (MAP_WIDTH, height), body)
        yield MAP_FILE, svg_file([drawing], title, context.urls.public("map"), context.catalogue.masthead)


def _statement(landscape: Landscape, context: Context) -> str:
    """How much there is on the map."""
    counts = {
        "collaboration-point": sum(point.target is not None for point in landscape.points) + landscape.points_left,
        "pattern": sum(len(point.patterns) + point.patterns_left for point in landscape.points),
        "finding": landscape.count,
    }
    labels = {kind: context.catalogue.label(kind) for kind in counts}
    numbered = [f"{as_number(count)} {in_sentence(labels[kind].one if count == 1 else labels[kind].many)}" for kind, count in counts.items() if count]
    return gettext("What was reported where people meet: %(counts)s.", counts=", ".join(numbered))


def _description(landscape: Landscape, context: Context) -> str:
    """What the drawing shows, in at most 40 words."""
    label = context.catalogue.label
    points = sum(point.target is not None for point in landscape.points)
    patterns = sum(len(point.patterns) for point in landscape.points)
    return gettext(
        "%(points)s with %(patterns)s on the left and %(findings)s by %(area)s on the right; lines lead from each to what was reported with it.",
        points=f"{points} {in_sentence(label('collaboration-point').many)}",
        patterns=f"{patterns} {in_sentence(label('pattern').many)}",
        findings=f"{as_number(landscape.count)} {in_sentence(label('finding').many)}",
        area=in_sentence(label("area").one),
    )


def related_entries(landscape: Landscape, context: Context) -> Mapping[str, tuple[RelatedEntry, ...]]:
    """Id of an entry on the map -> what it is tied to, each entry once, with all that is said of the two."""
    ties: dict[str, dict[str, list[tuple[str, bool]]]] = {}
    for tie in landscape.ties:
        for id_, says, other in ((tie.source, tie.says, tie.target), (tie.target, tie.inverse, tie.source)):
            ties.setdefault(id_, {}).setdefault(other, []).append((says, tie.stated))
    return {
        id_: tuple(
            RelatedEntry(
                says=tuple(dict.fromkeys(says for says, _ in said)), target=context.target(other), inferred=not any(stated for _, stated in said)
            )
            for other, said in others.items()
        )
        for id_, others in ties.items()
    }
