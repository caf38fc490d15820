"""Text to the words of the search index. theme/assets/search.js does the same with what a reader types; a test compares both.

A word is a run of letters and digits, folded: lower case, without accents and apostrophes. Also words are an id (`f-012`),
a name such as `c++` or `c#`, and each letter of a script that is written without spaces. A single letter is no word.
Nothing is stemmed: search.js looks up plurals and other spellings, so that the index need not depend on a language.
"""

from __future__ import annotations

import re
import unicodedata

UNSPACED = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
"""Kana and Han, as ranges of a regular expression."""

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ", "’": None, "'": None}
)
"""Letters that Unicode does not decompose, and the apostrophes."""

_WORD = re.compile(
    rf"[a-z]{{1,3}}-[0-9]{{3,}}(?![^\W_])|[{UNSPACED}]"  # ids; letters that stand alone
    rf"|[^\W_{UNSPACED}](?:\+\+|#)|[^\W_{UNSPACED}]{{2,}}(?:\+\+|#)?"  # c++, c#; everything else
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_ODD = re.compile(r"-[0-9]{3}|\+\+|#")
_SPACED = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))


def fold_text(text: str) -> str:
    """The text in lower case, without accents and apostrophes."""
    text = text.lower().replace("'", "")
    return text if text.isascii() else _BEYOND_ASCII.sub(_folded, text)


def _folded(match: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", match[0]).lower()  # again, as decomposing can yield capitals
    bare = [character for character in decomposed if unicodedata.category(character)[0] != "M"]
    return "".join([character if character.isalnum() or character.isascii() else " " for character in "".join(bare).translate(_LETTERS)])


def tokenize(text: str) -> list[str]:
    """Every word of the text, in order, with repetitions."""
    folded = fold_text(text)
    if not folded.isascii() or _ODD.search(folded):
        return _WORD.findall(folded)
    return [word for word in folded.encode().translate(_SPACED).decode().split() if len(word) > 1]  # the same in half the time, for most texts
