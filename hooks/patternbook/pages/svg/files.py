"""Drawings as a file that stands alone: with the styles that they have on paper, a title, and where they are from.

A file asks for nothing: its colours are values and its fonts have fallbacks, so that it reads in black on white in a
slide, a document or a browser. Title, source and licence are drawn below the picture and stand in its metadata, too.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from markupsafe import Markup

from patternbook.model.vocabulary import Masthead
from patternbook.pages.svg.drawing import Drawing

_STYLES = """
text { font: 13px "Source Sans 3", "Helvetica Neue", Arial, sans-serif; fill: #1c2024; }
.pb-head { font: 600 17px "Source Serif 4", Georgia, serif; }
.pb-name, .pb-map-area { font-weight: 600; }
.pb-map-area { font-size: 14px; }
.pb-small { font-size: 12px; font-weight: 400; fill: #51585f; }
.pb-tiny { font-size: 11px; fill: #51585f; }
.pb-centred { text-anchor: middle; }
.pb-ending { text-anchor: end; }
.pb-box { fill: #f2f0ea; stroke: #7c8288; stroke-width: 1.5; }
.pb-ring { fill: #fbfaf7; stroke: #0a6b6b; stroke-width: 3; }
.pb-line, .pb-thin, .pb-arrow, .pb-map-tie, .pb-map-mark { fill: none; stroke: #7c8288; stroke-width: 1.5; }
.pb-thin { stroke: #d8d4ca; }
.pb-arrow { stroke: #1c2024; }
.pb-sketch .pb-small { stroke: #fbfaf7; stroke-width: 5px; stroke-linejoin: round; paint-order: stroke; }
.pb-funnel .pb-box { fill: #e3efed; stroke: #0a6b6b; }
.pb-funnel .pb-doubted { stroke: #8a5300; stroke-dasharray: 5 3; }
.pb-funnel .pb-small { fill: #1c2024; }
.pb-funnel .pb-doubt { fill: #8a5300; font-weight: 600; }
.pb-cell { fill: none; stroke: #d8d4ca; stroke-width: 1; }
.pb-cell--unnamed { stroke: #d8d4ca; }
.pb-cell--example { fill: #0a6b6b; stroke: #0a6b6b; }
.pb-cell--example + .pb-tiny { fill: #fbfaf7; font-weight: 600; }
.pb-cell--exception { stroke: #8a5300; stroke-width: 1.5; stroke-dasharray: 4 2; }
.pb-cell--exception + .pb-tiny { fill: #1c2024; }
.pb-corner { fill: #8a5300; }
.pb-effect-mark { fill: none; stroke: #1c2024; stroke-width: 2; }
.pb-map-gap { fill: #fbfaf7; stroke: none; }
.pb-ring--open { stroke: #7c8288; stroke-width: 1.5; stroke-dasharray: 3 3; }
.pb-map-inferred { stroke-dasharray: 3 4; }
.pb-map-arc, .pb-map-place { display: none; }
.pb-map-dot, .pb-bar { fill: #0a6b6b; }
a { text-decoration: none; }
"""
"""The light colours of theme/assets/patternbook.css, as a file has none of its own."""
_MARGIN, _GAP = 16, 20
_NARROWEST = 340
_HEAD_LETTER, _NAME_LETTER, _SMALL_LETTER = 9.2, 7.2, 6.3
"""Average widths of letters of the title, of names and of small text, generous ones."""
_HEAD_LINE, _LINE = 23, 16


def svg_file(drawings: Sequence[Drawing], title: str, source: str, masthead: Masthead) -> str:
    """An SVG file.

    Args:
        drawings: What it shows, one below the other, each with its title above it, unless the file is called so, and its caption.
        title: What it is called.
        source: Public address of the page that it is from; empty where the site has none.
        masthead: The catalogue, for its title, publisher and licence.

    """
    width = max([_NARROWEST, *[drawing.size[0] for drawing in drawings]])
    body, y = _lines(textwrap.wrap(title, int(width / _HEAD_LETTER)), "pb-head", 0, _HEAD_LINE)
    for drawing in drawings:
        named = textwrap.wrap("" if drawing.title == title else drawing.title, int(width / _NAME_LETTER))
        words, y = _lines(named, "pb-name", y + _GAP // 2, _LINE)
        y += _GAP // 3
        body += words + Markup('<g class="{}" transform="translate(0 {})">{}</g>\n').format(drawing.kind, y, drawing.body)
        words, y = _lines(textwrap.wrap(drawing.caption, int(width / _SMALL_LETTER)), "pb-small", y + drawing.size[1], _LINE)
        body += words
        y += _GAP // 2
    credit = [line for each in _credit(source, masthead) for line in textwrap.wrap(each, int(width / _SMALL_LETTER))]
    words, y = _lines(credit, "pb-small", y + _GAP // 2, _LINE)
    box = Markup('x="-{0}" y="-{0}" width="{1}" height="{2}"').format(_MARGIN, width + 2 * _MARGIN, y + 2 * _MARGIN)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-{0} -{0} {1} {2}" width="{1}" height="{2}" role="img" '
        'aria-labelledby="title desc" lang="{3}">\n<title id="title">{4}</title>\n<desc id="desc">{5}</desc>\n{6}\n'
        '<style>{7}</style>\n<rect {8} fill="#fbfaf7"/>\n{9}{10}</svg>\n'
    ).format(
        _MARGIN,
        width + 2 * _MARGIN,
        y + 2 * _MARGIN,
        masthead.language,
        title,
        " ".join(drawing.description for drawing in drawings),
        _metadata(title, source, masthead),
        Markup(_STYLES),  # noqa: S704 - a constant
        box,
        Markup(body.replace(' href=""', "")),  # noqa: S704 - of pages without a public address
        words,
    )


def _lines(lines: Sequence[str], name: str, y: int, height: int) -> tuple[Markup, int]:
    """Lines of text below `y`, and where they end."""
    made = Markup("").join(
        Markup('<text class="{}" x="0" y="{}">{}</text>\n').format(name, y + height * number - 5, line) for number, line in enumerate(lines, 1)
    )
    return made, y + height * len(lines)


def _credit(source: str, masthead: Masthead) -> list[str]:
    return [". ".join((masthead.title, masthead.publisher, masthead.text_licence.spdx)), *([source] if source else [])]


def _metadata(title: str, source: str, masthead: Masthead) -> Markup:
    """Dublin Core and Creative Commons terms as RDF/XML, which programs that keep track of pictures read."""
    return Markup(
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:cc="http://creativecommons.org/ns#"><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format><dc:title>{}</dc:title>'
        "<dc:publisher>{}</dc:publisher><dc:source>{}</dc:source><dc:rights>{}</dc:rights>"
        '<cc:license rdf:resource="{}"/></cc:Work></rdf:RDF></metadata>'
    ).format(title, masthead.publisher, source or masthead.title, masthead.text_licence.title, str(masthead.text_licence.url))
