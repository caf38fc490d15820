"""The order of names and titles in lists: letters first, then accents, then capitals, in any script.

The three levels of the Unicode Collation Algorithm (UTS 10) without its table of 30,000 rows, which `make site` would
have to install and read: letters that decompose count as their base letter, the few Latin ones that do not are listed
here, and all others keep Unicode's order, which is that of their alphabets.
"""

from __future__ import annotations

import unicodedata

CollationKey = tuple[str, str, str]
"""Letters, accents, and the text itself."""

_EXPANDED = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ĸ": "q", "ŧ": "t", "ŋ": "n", "ƒ": "f", "ɓ": "b"}
    | dict.fromkeys("’‘‛ʼʻ′", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
)
"""Letters and signs without a decomposition -> what they sort with."""


def collation_key(text: str) -> CollationKey:
    """A key to sort texts by: `Özkan` with `Ozkan`, before `Öztürk` and after `Oxley`."""
    if text.isascii():
        return text.casefold(), "", text.swapcase()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return letters.translate(_EXPANDED), decomposed, text.swapcase()
