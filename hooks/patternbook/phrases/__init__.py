"""The engine's own words on pages, in the language of the catalogue.

English stands where it is used, in templates, modules and scripts, and is the key. Each other language is one file of GNU gettext
beside this one (`de.po`); `phrases.pot` lists all that there is to translate, and is written by `make phrases`.
Messages and diagnostics of commands are English in any catalogue.
"""

from patternbook.phrases.current import (
    ENGLISH_PHRASES,
    Phrases,
    cache_phrases,
    current_phrases,
    gettext,
    gettext_noop,
    in_english,
    is_english,
    ngettext,
    npgettext,
    pgettext,
    set_phrases,
)
from patternbook.phrases.forms import as_date, as_decimal, as_number, in_sentence, listed_with, sentence_case

__all__ = [
    "ENGLISH_PHRASES",
    "Phrases",
    "as_date",
    "as_decimal",
    "as_number",
    "cache_phrases",
    "current_phrases",
    "gettext",
    "gettext_noop",
    "in_english",
    "in_sentence",
    "is_english",
    "listed_with",
    "ngettext",
    "npgettext",
    "pgettext",
    "sentence_case",
    "set_phrases",
]
