"""The page `/data/`: every file of the whole catalogue with its size, the licence, how to cite the data, examples.

The page is made before the files are, so their sizes are filled in last (`with_sizes`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from patternbook.documents.cite import cite_whole
from patternbook.documents.context import Context
from patternbook.exports.dataset import asked_questions
from patternbook.exports.outputs import EXPORT_GROUPS, EXPORTS, INDEX
from patternbook.model.registry import KINDS, STANDARD_PAGES
from patternbook.model.vocabulary import UNRELEASED
from patternbook.pages.page import Heading, Page
from patternbook.pages.render import PageRenderer
from patternbook.phrases import as_decimal, as_number, gettext, gettext_noop

DATA_PAGE = "data"
CITATIONS = gettext_noop("Citations and names")
BESIDE_EXPORTS = (
    ("catalogue.bib", gettext_noop("Citations of all entries"), gettext_noop("Every entry, with the works behind it, as BibTeX.")),
    ("references.bib", gettext_noop("Bibliography as BibTeX"), gettext_noop("Every work that is cited.")),
    (
        "objects.inv",
        gettext_noop("Names for Sphinx"),
        gettext_noop("Lets other documents link an entry by its id and show its title; myst.xref.json does the same for MyST."),
    ),
)
"""Files of the whole that other rows write: address, title, what is in it."""
PYTHON_EXAMPLE = """import json
from collections import Counter

evidence = json.load(open("evidence.json"))["evidence"]
print(Counter((item["stance"], item["directness"]) for item in evidence))"""
"""A worked example, beside the file that it reads; a test runs it."""


class ListedFile(NamedTuple):
    """A file as the page lists it."""

    file: str
    """Its address, with ID in place of an id."""
    link: str
    """The file that is linked; empty where there is none."""
    title: str
    about: str
    schema: str


def data_page(context: Context, renderer: PageRenderer) -> Page:
    """The page."""
    about = gettext("The whole catalogue to take along: one file with everything, tables, JSON.")
    groups = [(gettext(name), gettext(said), _listed(name, context)) for name, said in EXPORT_GROUPS.items()]
    beside = [ListedFile(file, file, gettext(title), gettext(said), "") for file, title, said in BESIDE_EXPORTS]
    groups.append((gettext(CITATIONS), gettext("For texts and documents that name entries."), beside))
    masthead, cite = context.catalogue.masthead, cite_whole(context)
    values = {"title": gettext(STANDARD_PAGES[DATA_PAGE]), "about": about, "groups": groups, "licence": masthead.text_licence, "cite": cite}
    questions = [each._replace(title=gettext(each.title), about=gettext(each.about)) for each in asked_questions(context)]
    values |= {"questions": questions, "unreleased": UNRELEASED, "python": PYTHON_EXAMPLE}
    html = renderer.render("data.html", DATA_PAGE, {}, {}, {}, **values)
    listed = [(f"files-{number}", name) for number, (name, _, _) in enumerate(groups, 1)]
    headings = [("licence", gettext("Licence and citation")), *listed, ("examples", gettext("Examples"))]
    contents = tuple(Heading(2, anchor, title) for anchor, title in headings)
    return Page(page=DATA_PAGE, title=gettext(STANDARD_PAGES[DATA_PAGE]), description=about, html=html, headings=contents)


def _listed(group: str, context: Context) -> list[ListedFile]:
    catalogue = context.catalogue
    # Not by way of all entries, on which the page would then depend.
    first = next((ids[0] for kind in KINDS if (ids := catalogue.by_kind[kind.name])), "")
    exports = [each for each in (INDEX, *EXPORTS) if each.group == group]
    return [
        ListedFile(
            each.file.replace("{id}", "ID"),
            each.file.format(id=first) if first or "{" not in each.file else "",
            catalogue.labelled(each.title),
            gettext(each.about),
            each.schema,
        )
        for each in exports
    ]


# ---- sizes ----

_SIZE = re.compile(r'(?<= data-size=")([^"]+)">')


def with_sizes(html: str, sizes: Mapping[str, int]) -> str:
    """The page with sizes; that of files of which there is one for each entry is all of them together."""

    def size(match: re.Match[str]) -> str:
        before, several, after = match[1].partition("ID")
        total = sum(size for file, size in sizes.items() if file.startswith(before) and file.endswith(after)) if several else sizes.get(match[1], 0)
        return f"{match[0]}{size_words(total)}"

    return _SIZE.sub(size, html)


def size_words(size: int) -> str:
    """A size for people: 834 B, 12 kB, 2.9 MB."""
    if size < 1000:
        return f"{size} B"
    return f"{as_number(round(size / 1000))} kB" if size < 999_500 else f"{as_decimal(size / 1e6)} MB"
