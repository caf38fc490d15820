"""The search: a static index in small files, and nothing that grows with the catalogue on any page. See theme/assets/search.js."""

from patternbook.search.records import Card, Record, card, entry_record, guide_record, page_record, page_records, record
from patternbook.search.shards import files, index
from patternbook.search.upkeep import Words, keep_words, recalled_words, words_of

__all__ = [
    "Card",
    "Record",
    "Words",
    "card",
    "entry_record",
    "files",
    "guide_record",
    "index",
    "keep_words",
    "page_record",
    "page_records",
    "recalled_words",
    "record",
    "words_of",
]
