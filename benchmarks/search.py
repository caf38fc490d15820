"""What a search index costs: python benchmarks/search.py DATA OUT; what it found is in search.md.

Reads a catalogue (generate.py writes one of any size), makes our index in OUT/ours and prints its figures, and writes the same
records for the others: OUT/lean/search_index.json as the theme's own search would want it, with titles and statements only;
OUT/records.json for MiniSearch; a page per record in OUT/pages for Pagefind.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from msgspec.structs import asdict, replace

from patternbook.check.read import read_data
from patternbook.documents.model import Document, ProseBlock
from patternbook.documents.resolve import PageDocument, build_context, resolve
from patternbook.pages.page import Asset
from patternbook.profile.synthesis import SYNTHESIS
from patternbook.search import Card, Record, entry_record, make_card, make_record, make_search_files
from patternbook.urls import SiteUrls

WHERE = SiteUrls(directories=True, indexes=(), site_url="https://example.org/")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args(arguments)
    context = build_context(read_data(asked.data, asked.data.parent, WHERE.site_url).catalogue(), WHERE, SYNTHESIS)
    measure(tuple(resolve(page, context) for page in context.neighbours), asked.out)


def measure(documents: Sequence[PageDocument], out: Path) -> None:
    """Print our figures; write everything."""
    began = time.process_time()
    found = list(map(make_record, documents))
    read_texts = time.process_time()
    cards = [make_card(each) for each in found]
    counted = time.process_time()
    files = make_search_files(cards, WHERE)
    done = time.process_time()
    print(f"{len(found)} records: texts {read_texts - began:.2f} s, words {counted - read_texts:.2f} s, files {done - counted:.2f} s (CPU, one core)")
    for name in ("manifest", "words-", "titles-"):
        sizes = sorted(zipped(file) for file in files if file.file.startswith(f"assets/search/{name}"))
        print(f"{name:10} {len(sizes):5} files, {sum(sizes):9,} bytes gz, median {sizes[len(sizes) // 2]:7,}, largest {sizes[-1]:7,}")
    for title, changed in edits([each for each in documents if isinstance(each, Document)], cards):
        print(f"{title}: {differing(files, make_search_files(changed, WHERE))}")
    write(found, files, out)


def zipped(file: Asset) -> int:
    return len(gzip.compress(str(file.content).encode(), 6))


def edits(entries: Sequence[Document], cards: Sequence[Card]) -> Iterator[tuple[str, list[Card]]]:
    """The cards after one entry got ten new words in its body, after one in its title, and after one more entry came."""
    entry = next(document for document in entries if document.kind == "finding")
    section = entry.sections[0]
    words = ProseBlock(text="quartz umbrella novel violet harbour meadow ember lantern glacier willow")
    sections = (replace(section, blocks=(*section.blocks, words)), *entry.sections[1:])
    edited = {"ten words in a body": replace(entry, sections=sections), "a word in a title": replace(entry, title=f"{entry.title} perhaps")}
    for title, changed in edited.items():
        made = make_card(entry_record(changed))
        yield title, [made if each.id == made.id else each for each in cards]
    number = 1 + max(int(document.id.rpartition("-")[2]) for document in entries if document.kind == "finding")
    yield "one more entry", [*cards, make_card(entry_record(replace(entry, id=f"F-{number:03d}")))]


def differing(before: Sequence[Asset], after: Sequence[Asset]) -> str:
    """How many files are not as they were."""
    old, new = ({file.file: file.content for file in files} for files in (before, after))
    changed = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
    return f"{len(changed)} of {len(new)} files"


def write(found: Sequence[Record], files: Sequence[Asset], out: Path) -> None:
    for file in files:
        path = out / "ours" / file.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(file.content), "utf-8")
    (out / "lean").mkdir(exist_ok=True)
    docs = [{"location": f"{each.kind}/{each.id}/", "title": each.title, "text": each.telling} for each in found]
    settings = {"lang": ["en"], "separator": r"[\s\-]+", "pipeline": ["stopWordFilter"]}
    lean = json.dumps({"config": settings, "docs": docs}, sort_keys=True, separators=(",", ":"))
    (out / "lean" / "search_index.json").write_text(lean, "utf-8")
    print(f"lean index for the theme's search: {len(gzip.compress(lean.encode(), 6)):,} bytes gz, before anything can be searched")
    (out / "records.json").write_text(json.dumps([asdict(each) for each in found]), "utf-8")
    for each in found:
        path = out / "pages" / each.kind / each.id / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(**{key: escape(str(value)) for key, value in asdict(each).items()}), "utf-8")


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body data-pagefind-body>
<p data-pagefind-filter="kind">{label}</p><h1>{title}</h1><p>{id}</p><p>{telling}</p><p>{names}</p><p>{rest}</p></body></html>
"""


if __name__ == "__main__":
    main(sys.argv[1:])
