"""The search: a static index in small files, so that no page loads more as the catalogue grows. Read by theme/assets/search.js."""

from patternbook.search.records import Card, Record, entry_record, guide_record, make_card, make_record, page_record, page_records
from patternbook.search.shards import Meanings, make_search_files, search_files

__all__ = [
    "Card",
    "Meanings",
    "Record",
    "entry_record",
    "guide_record",
    "make_card",
    "make_record",
    "make_search_files",
    "page_record",
    "page_records",
    "search_files",
]
