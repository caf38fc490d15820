"""Text to the words of the search index. theme/assets/search.js does the same with what a reader types; a test compares both.

A word is a run of letters and digits, folded: lower case, without accents and apostrophes. Also words are an id (`f-012`),
a name such as `c++` or `c#`, and single letters joined as in `q&a` and `a/b`. A script that is written without spaces has no
words to go by: each two letters that stand side by side are one, and the last letter of a run. A single letter is no word else.
Nothing is stemmed: search.js looks up plurals and other spellings, so that the index need not depend on a language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

UNSPACED = (
    "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3005\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"  # kana and Han
    "\u0e01-\u0e30\u0e32\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0ebd-\u0ec6\u1000-\u102a\u1780-\u17b3"  # Thai, Lao, Burmese, Khmer
)
"""Letters of scripts that are written without spaces, as ranges of a regular expression."""

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ", "’": None, "'": None}
)
"""Letters that Unicode does not decompose, and the apostrophes."""

_LETTER = rf"[^\W_{UNSPACED}]"
_WORD = re.compile(
    rf"[a-z]{{1,3}}-[0-9]{{3,}}(?![^\W_])|[{UNSPACED}]+"  # ids; letters without spaces
    rf"|{_LETTER}(?: ?& ?|/){_LETTER}(?![^\W_])"  # q&a, a/b
    rf"|{_LETTER}(?:\+\+|#)|{_LETTER}{{2,}}(?:\+\+|#)?"  # c++, c#; everything else
)
_RUN = re.compile(f"[{UNSPACED}]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_ODD = re.compile(r"-[0-9]{3}|\+\+|[#&/]")
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
        return [word for found in _WORD.findall(folded) for word in _parted(found)]
    return [word for word in folded.encode().translate(_SPACED).decode().split() if len(word) > 1]  # the same in half the time, for most texts


def _parted(found: str) -> Sequence[str]:
    """The words of a match of `_WORD`: of letters without spaces each two side by side and the last, of another match one."""
    if _RUN.fullmatch(found):
        return [*map("".join, pairwise(found)), found[-1]]
    return (found.replace(" ", ""),)
