"""The phrases of scripts as a script of its own, which a site in another language than English loads before the others."""

from __future__ import annotations

import json

from patternbook.phrases.current import Phrases

SCRIPT = "assets/phrases.js"
"""Its address on the site."""


def script_phrases(phrases: Phrases) -> str:
    """The script: English -> the language, or its forms by number, and the rule which form a number takes."""
    words = json.dumps(dict(phrases.of_scripts), ensure_ascii=False)
    return f"window.patternbookPhrases = {{ translations: {words}, plural: (n) => {phrases.plural_rule} }};\n"
