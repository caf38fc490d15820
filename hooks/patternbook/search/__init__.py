"""The search: a static index in small files, and nothing that grows with the catalogue on any page. See docs/assets/search.js."""

from patternbook.search.records import Card, Record, card, entry_record, guide_record, page_record, page_records, record
from patternbook.search.shards import index

__all__ = ["Card", "Record", "card", "entry_record", "guide_record", "index", "page_record", "page_records", "record"]
