"""Scripts that only some pages load."""

from __future__ import annotations

from patternbook.pages.markdown.marks import escape_html
from patternbook.pages.render import PageRenderer


def module_html(page: str, script: str, renderer: PageRenderer) -> str:
    """The element for the head of a page that runs a script of the theme, and what it imports, once the content is there."""
    return f'<script type="module" src="{escape_html(renderer.addresses.asset(page, f"assets/{script}"))}"></script>'
