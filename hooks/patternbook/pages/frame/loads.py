"""Styles and scripts that only some pages load: what the head of a page asks for besides what every page does."""

from __future__ import annotations

from patternbook.documents.model import ChecklistDocument
from patternbook.documents.resolve import PageDocument
from patternbook.pages.markdown.marks import escape_html
from patternbook.pages.markdown.sheets import sheets_of
from patternbook.pages.render import PageRenderer
from patternbook.pages.svg.drawings import drawing_files
from patternbook.urls import SiteUrls

SHEET_STYLES, DRAWING_SCRIPT = "assets/sheet.css", "assets/drawings.js"


def loaded_html(document: PageDocument, urls: SiteUrls) -> str:
    """The elements for the head of a page."""
    is_sheet = isinstance(document, ChecklistDocument) or sheets_of(document)
    styles = f'<link rel="stylesheet" href="{urls.asset(document.page, SHEET_STYLES)}">' if is_sheet else ""
    return styles + (drawing_script(document.page, urls) if drawing_files(document) else "")


def drawing_script(page: str, urls: SiteUrls) -> str:
    """The script that makes a PNG of a drawing; for pages with a drawing."""
    return f'<script src="{urls.asset(page, DRAWING_SCRIPT)}" defer></script>'


def module_html(page: str, script: str, renderer: PageRenderer) -> str:
    """The element that runs a script of the theme, and what it imports, once the content is there."""
    return f'<script type="module" src="{escape_html(renderer.addresses.asset(page, f"assets/{script}"))}"></script>'
