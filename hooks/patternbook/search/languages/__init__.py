"""What the search knows of a language: which endings make one family of words, which words say little. One module for each language."""

from __future__ import annotations

from patternbook.search.languages.english import ENGLISH
from patternbook.search.languages.german import GERMAN
from patternbook.search.languages.language import SearchLanguage

_LANGUAGES = {"en": ENGLISH, "de": GERMAN}


def search_language(code: str) -> SearchLanguage:
    """What is known of a language by its code, `en` or `en-gb`; of one without a module nothing, so that words are found as they stand."""
    return _LANGUAGES.get(code.partition("-")[0], SearchLanguage())


__all__ = ["SearchLanguage", "search_language"]
