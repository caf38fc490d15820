"""Less to write and to send: no indentation and no empty lines where a browser shows none.

A fifth of a page was blanks that the theme's template leaves between its parts. Pages below an index are written
without any, so that only their shells pass here.
"""

from __future__ import annotations

import re

_AS_IT_IS = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
_BLANKS = re.compile(r"\n\s+")


def minify_html(html: str) -> str:
    """The page with one line end where there were several blanks after one; texts that keep their blanks keep them.

    What two parts of a page give one after the other, the whole gives too, if neither begins nor ends with a blank.
    """
    pieces = _AS_IT_IS.split(html)
    return "".join(_BLANKS.sub("\n", piece) if place % 3 == 0 else piece for place, piece in enumerate(pieces) if place % 3 != 2)
