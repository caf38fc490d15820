"""HTML without the indentation and empty lines that the theme's template leaves, which were a fifth of a page.

For pages below an index only the shells are minified: their bodies are written without such blanks.
"""

from __future__ import annotations

import re

_KEPT = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
_BLANKS = re.compile(r"\n\s+")


def minify_html(html: str) -> str:
    """The page with every line end and the blanks after it replaced by one line end, except in elements that show them.

    Parts of a page can be minified one by one if none begins or ends with a blank.
    """
    # Pieces come in threes: text, an element that is kept, its name.
    return "".join(_BLANKS.sub("\n", piece) if index % 3 == 0 else piece for index, piece in enumerate(_KEPT.split(html)) if index % 3 != 2)
