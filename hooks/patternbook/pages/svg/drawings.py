"""The drawings of a page as files beside it, one for each type of block that is drawn.

PNG is made in the browser from the same file (theme/assets/drawings.js) and not by a library in the build: the browser
sets the text as it does on the page, in any script, whereas a renderer needs fonts that differ from machine to machine;
no build pays for pictures that few save; and there is no dependency to keep. Without script the SVG is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from patternbook.documents.model import Block, Chart, ChartsBlock, Document, FunnelBlock, MarksBlock, Note, SketchBlock
from patternbook.markup import plain_marks
from patternbook.model.vocabulary import Masthead
from patternbook.pages.svg.charts import bar_chart, funnel_chart, sample_chart
from patternbook.pages.svg.diagrams import sketch_diagram
from patternbook.pages.svg.drawing import Drawing
from patternbook.pages.svg.files import svg_file
from patternbook.phrases import sentence_case

Href = Callable[[str], str]
"""Page -> the link to it; empty where there is none."""


def _charts(block: ChartsBlock, _: Href) -> list[Drawing]:
    return [
        bar_chart(chart.title, chart.unit, [(bar.label, bar.count) for bar in chart.bars])._replace(caption=_rests_on(chart))
        for chart in block.charts
    ]


def _rests_on(chart: Chart) -> str:
    """What a chart counts, where it was read, and what a careful reader should know."""
    note = chart.note or Note()
    source = ", ".join(filter(None, (note.label, note.locator)))
    return ". ".join(filter(None, (sentence_case(chart.unit), source, plain_marks(note.caution).strip())))


_DRAWN: Mapping[type, tuple[str, Callable[[Any, Href], list[Drawing]]]] = {
    SketchBlock: ("sketch", lambda block, _: [sketch_diagram(block.title, block.boxes, block.arrows)]),
    FunnelBlock: ("funnel", lambda block, href: [funnel_chart(block.title, block.steps, href)]),
    ChartsBlock: ("charts", _charts),
    MarksBlock: ("sample", lambda block, href: [sample_chart(block.title, block.marks, href)]),
}
"""Type of a block -> the name of its file, and what it draws."""
DRAWING_NAMES = tuple(name for name, _ in _DRAWN.values())


def drawings_of(block: Block, href: Href) -> list[Drawing]:
    """What a block draws."""
    return _DRAWN[type(block)][1](block, href)


def drawing_name(block: Block) -> str:
    """The name of the file with a block's drawing; empty where it draws nothing."""
    return _DRAWN[type(block)][0] if type(block) in _DRAWN else ""


def drawn_file(page: str, name: str) -> str:
    """The file of the drawings of a page, from the site's root: patterns/P-004.sketch.svg."""
    return f"{page}.{name}.svg"


def drawing_files(document: object) -> dict[str, list[Block]]:
    """Name of a file -> the blocks of a document that it shows."""
    return files_of(block for section in document.sections for block in section.blocks) if isinstance(document, Document) else {}


def files_of(blocks: Iterable[Block]) -> dict[str, list[Block]]:
    """The same of blocks that stand on one page."""
    files: dict[str, list[Block]] = {}
    for block in blocks:
        if name := drawing_name(block):
            files.setdefault(name, []).append(block)
    return files


def drawing_svg(blocks: Iterable[Block], title: str, href: Href, source: str, masthead: Masthead) -> str:
    """The SVG file of blocks.

    Args:
        blocks: What is drawn, one below the other.
        title: Of the page that shows it.
        href: Page -> its public address.
        source: Public address of the page itself.
        masthead: The catalogue.

    """
    return svg_file([drawing for block in blocks for drawing in drawings_of(block, href)], title, source, masthead)
