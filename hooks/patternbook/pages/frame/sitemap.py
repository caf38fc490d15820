"""The sitemap that a theme's template gave, with every page that MkDocs does not know of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import escape

_ENTRY = re.compile(r"\s*<url>\s*<loc>(.*?)</loc>.*?</url>", re.DOTALL)


def add_pages(sitemap: str, addresses: Iterable[str]) -> str:
    """Repeat the sitemap's own form of an entry for every full address; one without entries stays as it is."""
    shown = _ENTRY.search(sitemap)
    if shown is None:
        return sitemap
    entries = "".join(shown[0].replace(shown[1], str(escape(address))) for address in addresses)
    return sitemap.replace("</urlset>", f"{entries}\n</urlset>".lstrip("\n"))
