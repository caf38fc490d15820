"""What Zotero's own translators read in the pages of a site: python benchmarks/zotero.py SITE TRANSLATORS SCHEMA.

For each page that is cited, the item that *Embedded Metadata* and *RDF* make of it (zotero.js) is compared with the CSL-JSON beside the page:
type, title, authors, editors, year, container, DOI. Needs Node with jsdom (NODE_PATH), a checkout of zotero/translators, and the schema.json of
zotero/zotero-schema; none of them is in this repository.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TYPES = {
    "article": {"preprint"},
    "article-journal": {"journalArticle"},
    "book": {"book"},
    "chapter": {"bookSection"},
    "dataset": {"dataset"},
    "document": {"document"},
    "manuscript": {"manuscript"},
    "motion_picture": {"film", "videoRecording"},
    "paper-conference": {"conferencePaper"},
    "patent": {"patent"},
    "report": {"report"},
    "software": {"computerProgram"},
    "standard": {"standard"},
    "thesis": {"thesis"},
    "webpage": {"webpage"},
}
"""Type in CSL -> what Zotero calls it."""
CONTAINERS = ("publicationTitle", "proceedingsTitle", "bookTitle", "websiteTitle")


def names(item: dict[str, Any], role: str) -> list[str]:
    """Names in CSL as Zotero keeps them: family name, given name."""
    found = []
    for name in item.get(role, ()):
        family = " ".join(filter(None, (name.get("non-dropping-particle"), name.get("family"))))
        given = ", ".join(filter(None, (name.get("given"), name.get("suffix"))))
        found.append(name["literal"].replace(",", "") if "literal" in name else " | ".join(filter(None, (family, given))))
    return [name for name in found if name != "others"]


def differences(item: dict[str, Any], read: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    """(what, in the CSL-JSON, in Zotero) of everything that is read otherwise."""
    allowed = TYPES.get(item["type"], {"document"})
    if read["itemType"] not in allowed:
        yield "type", item["type"], read["itemType"]
    if " ".join(read.get("title", "").split()) != " ".join(item["title"].split()):
        yield "title", item["title"], read.get("title")
    for role in ("author", "editor"):
        seen = [" | ".join(filter(None, (each.get("lastName"), each.get("firstName")))) for each in read["creators"] if each["creatorType"] == role]
        if seen != names(item, role) and not (role == "author" and not seen and len(read["creators"]) == len(names(item, role))):
            yield role, names(item, role), seen
    year = str(next(iter(item.get("issued", {}).get("date-parts", ())), [""])[0])
    date = read.get("date") or read.get("issueDate", "")  # of a patent
    if date[:4] != year:
        yield "year", year, date
    container = item.get("container-title", "")
    if container and read["itemType"] != "preprint" and container not in [read.get(field) for field in CONTAINERS]:
        yield "container", container, [read.get(field) for field in CONTAINERS if read.get(field)]
    if item.get("DOI", "") not in (read.get("DOI", ""), read.get("extra", "").removeprefix("DOI: ")):
        yield "DOI", item["DOI"], read.get("DOI") or read.get("extra")


def main() -> int:
    """Print every difference; exit with 1 where there is one."""
    parser = argparse.ArgumentParser(description="Compare what Zotero reads in pages with the citations beside them.")
    parser.add_argument("site", type=Path)
    parser.add_argument("translators", type=Path)
    parser.add_argument("schema", type=Path)
    options = parser.parse_args()
    csl = {path.with_name(path.name.removesuffix(".csl.json")) / "index.html": path for path in options.site.rglob("*.csl.json")}
    pages = sorted(page for page in csl if page.is_file())
    command = ["node", str(Path(__file__).with_name("zotero.js")), str(options.translators), str(options.schema), *map(str, pages)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    wrong = 0
    for line in map(json.loads, lines):
        item = json.loads(csl[Path(line["page"])].read_text("utf-8"))[-1]
        read = line["items"][0] if line["items"] else {"itemType": "", "creators": []}
        for what, here, there in differences(item, read):
            wrong += 1
            print(f"{Path(line['page']).parent.relative_to(options.site)}: {what}: {here!r}, Zotero reads {there!r}")
    print(f"{len(lines)} pages, {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
