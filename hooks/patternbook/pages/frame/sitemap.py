"""The sitemap of the theme's template, extended by the pages that MkDocs has no file for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import escape

_ENTRY = re.compile(r"\s*<url>\s*<loc>(.*?)</loc>.*?</url>", re.DOTALL)


def add_pages(sitemap: str, addresses: Iterable[str]) -> str:
    """Add an entry for every full address, in the form of the first one that is there; a sitemap without entries stays as it is."""
    model = _ENTRY.search(sitemap)
    if model is None:
        return sitemap
    entries = "".join(model[0].replace(model[1], str(escape(address))) for address in addresses)
    return sitemap.replace("</urlset>", f"{entries}\n</urlset>".lstrip("\n"))
