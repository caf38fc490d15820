"""A drawing as a file that stands alone: with the styles that it has on paper, and metadata that say where it is from."""

from __future__ import annotations

from markupsafe import Markup

from patternbook.model.vocabulary import Masthead

_STYLES = """
text { font: 13px "Patternbook Sans", "Source Sans 3", "Helvetica Neue", Arial, sans-serif; fill: #1c2024; }
.pb-head { font: 600 17px "Patternbook Serif", "Source Serif 4", Georgia, serif; }
.pb-name, .pb-map-area { font-weight: 600; }
.pb-map-area { font-size: 14px; }
.pb-small { font-size: 12px; font-weight: 400; fill: #51585f; }
.pb-box { fill: #f2f0ea; stroke: #7c8288; stroke-width: 1.5; }
.pb-ring { fill: #fbfaf7; stroke: #0a6b6b; stroke-width: 3; }
.pb-line, .pb-thin, .pb-map-tie, .pb-map-mark { fill: none; stroke: #7c8288; stroke-width: 1.5; }
.pb-thin { stroke: #d8d4ca; }
.pb-effect-mark { fill: none; stroke: #1c2024; stroke-width: 2; }
.pb-map-gap { fill: #fbfaf7; stroke: none; }
.pb-ring--open { stroke: #7c8288; stroke-width: 1.5; stroke-dasharray: 3 3; }
.pb-map-inferred { stroke-dasharray: 3 4; }
.pb-map-arc, .pb-map-place { display: none; }
.pb-map-dot, .pb-bar { fill: #0a6b6b; }
a { text-decoration: none; }
"""
"""The light colours of theme/assets/patternbook.css, as a file has none of its own."""


def svg_file(body: Markup, size: tuple[int, int], title: str, description: str, source: str, masthead: Masthead) -> str:
    """An SVG file.

    Args:
        body: The drawing's content.
        size: Its width and height in pixels.
        title: What it is called.
        description: What it shows.
        source: Address of the page that it is from; empty where the site has none.
        masthead: The catalogue, for its title, publisher and licence.

    """
    width, height = size
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -16 {0} {1}" width="{0}" height="{1}" role="img" '
        'aria-labelledby="title desc" lang="{2}">\n'
        '<title id="title">{3}</title>\n<desc id="desc">{4}</desc>\n{5}\n<style>{6}</style>\n'
        '<rect x="-16" y="-16" width="{0}" height="{1}" fill="#fbfaf7"/>\n{7}\n{8}</svg>\n'
    ).format(
        width + 32,
        height + 56,
        masthead.language,
        title,
        description,
        _metadata(title, source, masthead),
        Markup(_STYLES),  # noqa: S704 - a constant
        body,
        Markup('<text class="pb-small" x="0" y="{}">{}</text>\n').format(height + 24, _credit(source, masthead)),
    )


def _credit(source: str, masthead: Masthead) -> str:
    return ". ".join(filter(None, (masthead.title, masthead.publisher, masthead.text_licence.title, source)))


def _metadata(title: str, source: str, masthead: Masthead) -> Markup:
    """Dublin Core and Creative Commons terms as RDF/XML, which programs that keep track of pictures read."""
    return Markup(
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:cc="http://creativecommons.org/ns#"><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format><dc:title>{}</dc:title>'
        "<dc:publisher>{}</dc:publisher><dc:source>{}</dc:source><dc:rights>{}</dc:rights>"
        '<cc:license rdf:resource="{}"/></cc:Work></rdf:RDF></metadata>'
    ).format(title, masthead.publisher, source or masthead.title, masthead.text_licence.title, str(masthead.text_licence.url))
