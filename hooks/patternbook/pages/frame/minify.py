"""HTML without indentation and empty lines where a browser shows none, which are a fifth of what the theme's template writes.

For pages below an index only the shells are minified: their bodies are written without such blanks.
"""

from __future__ import annotations

import re

_AS_IT_IS = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
_BLANKS = re.compile(r"\n\s+")


def minify_html(html: str) -> str:
    """The page with every line end and the blanks after it replaced by one line end, except in elements that show them.

    Parts of a page can be minified one by one if none begins or ends with a blank.
    """
    pieces = _AS_IT_IS.split(html)
    return "".join(_BLANKS.sub("\n", piece) if place % 3 == 0 else piece for place, piece in enumerate(pieces) if place % 3 != 2)
