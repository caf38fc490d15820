"""Program code in colours: Pygments finds what each word is, and the theme's styles colour it. No script runs in the page."""

from __future__ import annotations

from functools import cache

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.util import ClassNotFound

MAX_CODE = 10_000
"""Characters of a block that is coloured; a longer one is shown as it is, since not every language is read in linear time."""


@cache
def known_languages() -> frozenset[str]:
    """Every name that a language has, in small letters."""
    return frozenset(alias.lower() for _, aliases, _, _ in get_all_lexers() for alias in aliases)


def highlight_code(text: str, language: str) -> str:
    """Code as HTML with classes; empty where the language is not known or the code is too long."""
    if len(text) > MAX_CODE:
        return ""
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return ""
    html = str(highlight(text, lexer, HtmlFormatter(nowrap=True)))
    return html if text.endswith("\n") else html.removesuffix("\n")  # the formatter ends every line
