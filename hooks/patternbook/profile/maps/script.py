"""The script of map and matrix, which only their pages load."""

from __future__ import annotations

from patternbook.pages.markdown.marks import escape_html
from patternbook.pages.render import PageRenderer


def script_html(page: str, renderer: PageRenderer) -> str:
    """The element for the head of a page that loads the script once its content is there."""
    return f'<script src="{escape_html(renderer.addresses.asset(page, "assets/maps.js"))}" defer></script>'
