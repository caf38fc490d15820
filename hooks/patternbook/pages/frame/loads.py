"""Files that only some pages below an index load: what their own head asks for besides what every page does."""

from __future__ import annotations

from patternbook.documents.model import ChecklistDocument
from patternbook.documents.resolve import PageDocument
from patternbook.pages.markdown.sheets import sheets_of
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
