"""The index of products: the columns of its table, the charts above it, and the products as files to download."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from patternbook.documents.blocks import statement_list
from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import Bar, Chart, ChartsBlock, Note
from patternbook.documents.profile import Blocks, IndexTable, TableCell, TableColumn
from patternbook.markup import CITATION, ENTRY_LINK
from patternbook.model.entries import Study
from patternbook.model.mining import Illustration, Product
from patternbook.phrases import as_number, gettext, gettext_noop
from patternbook.profile.mining import ORIGIN_WORDS, PIPELINE_WORDS
from patternbook.source.csv_cells import guard_formula

STAR_CLASSES = (
    (0, gettext_noop("below 100")),
    (100, gettext_noop("100 to 999")),
    (1_000, gettext_noop("1,000 to 9,999")),
    (10_000, gettext_noop("10,000 and more")),
)
"""(least number of stars, label) for each bar of the chart of stars."""


def product_row(id_: str, context: Context) -> tuple[str, tuple[TableCell, ...]]:
    """A note about the figures of a product, and its cells in the table; a cell is empty where the source reports nothing."""
    entry = context.catalogue.entries[id_]
    if not isinstance(entry, Product):
        return "", ()
    printed = entry.figures
    return gettext("with a caution") if any(cautions(entry)) else "", (
        entry.genre or "",
        as_number(printed.stars),
        "" if printed.contributors is None else as_number(printed.contributors),
        printed.users or "",
        gettext(entry.importance.value) if entry.importance else "",
        gettext(ORIGIN_WORDS[entry.origin.value]) if entry.origin else "",
        gettext(PIPELINE_WORDS[entry.pipeline.value]) if entry.pipeline else "",
        tuple(map(context.target, dict.fromkeys(link.finding for link in entry.illustrates))),
    )


# ---- charts ----


def product_lead(context: Context, scope: DocumentScope) -> Blocks:
    """Charts of the products and of what their studies counted in products; the artefacts of these studies."""
    products = context.catalogue.all_of(Product)
    if not products:
        return ()
    named = dict.fromkeys(product.study for product in products)
    studies = [study for id_ in named if isinstance(study := context.catalogue.entries[id_], Study)]
    genres = Counter(product.genre or gettext("not reported") for product in products)
    stars = Counter(next(label for least, label in reversed(STAR_CLASSES) if product.figures.stars >= least) for product in products)
    unit = gettext("products listed here")
    charts = (
        Chart(title=gettext("Genre"), unit=unit, bars=tuple(Bar(label=genre, count=count) for genre, count in genres.items())),
        Chart(title=gettext("Stars"), unit=unit, bars=tuple(Bar(label=gettext(label), count=stars[label]) for _, label in STAR_CLASSES)),
    )
    published = statement_list((claim for study in studies for claim in study.artefacts), scope, gettext("Published with the studies"))
    return (ChartsBlock(charts=(*charts, *_published_charts(studies, scope))), *published)


def _published_charts(studies: Iterable[Study], scope: DocumentScope) -> Iterator[Chart]:
    for study in studies:
        source = scope.reference(study.reference)
        for table in study.tables:
            if table.unit == "products":
                yield Chart(
                    title=table.title,
                    unit=gettext("of %(total)s products", total=table.total),
                    bars=tuple(Bar(label=label, count=count) for label, count in table.rows.items()),
                    note=Note(label=source.label, key=source.key, locator=table.locator, caution=scope.text(table.caution)),
                )


# ---- downloads ----


def downloads(context: Context) -> Iterator[tuple[str, str]]:
    """The name and the content of each file with all products; no file where there are none."""
    rows = [_record(product, context.urls.absolute(f"products/{product.id}")) for product in context.catalogue.all_of(Product)]
    if not rows:
        return
    table = io.StringIO()
    writer = csv.DictWriter(table, rows[0], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    yield "products.csv", table.getvalue()
    masthead = context.catalogue.masthead
    whole = {
        "format": 1,  # increased when a field changes its meaning or is removed
        "catalogue": masthead.title,
        "release": masthead.release,
        "licence": masthead.text_licence.spdx,
        "products": rows,
    }
    yield "products.json", json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _record(product: Product, url: str) -> Mapping[str, object]:
    """One row of products.csv and one object of products.json."""
    printed = product.figures
    return {
        "id": product.id,
        "source_label": product.source_label,
        "name": product.title,
        "repository": str(product.repository.url),
        "repository_checked": product.repository.checked,
        "genre": product.genre,
        "stars": printed.stars,
        "contributors": printed.contributors,
        "users": printed.users,
        "picked_by": product.picked.by if product.picked else None,
        "importance": product.importance.value if product.importance else None,
        "origin": product.origin.value if product.origin else None,
        "pipeline": product.pipeline.value if product.pipeline else None,
        "examples_of": _findings(product.illustrates, "example"),
        "exceptions_to": _findings(product.illustrates, "exception"),
        "study": product.study,
        "source": printed.source,
        "locator": printed.locator,
        "page": url,
        "cautions": list(cautions(product)),
    }


def cautions(product: Product) -> Iterator[str]:
    """The cautions about what is printed of a product and the errors known in it, as on its page but without our markup."""
    parts = (product.figures, product.picked, product.importance, product.origin, product.pipeline)
    texts = [*(part.caution for part in parts if part and part.caution), *(claim.text for claim in product.errata)]
    return (CITATION.sub(r"(\1)", ENTRY_LINK.sub(r"\1", text)) for text in texts)


def _findings(links: Iterable[Illustration], how: str) -> list[str]:
    return list(dict.fromkeys(link.finding for link in links if link.how == how))


def _cell(value: object) -> object:
    """A value for spreadsheets: yes or no for a boolean, a list separated by spaces, and no text that would run as a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = " ".join(value) if isinstance(value, list) else value
    return guard_formula(text) if isinstance(text, str) else text


PRODUCT_TABLE = IndexTable(
    columns=(
        TableColumn(title=gettext_noop("Genre"), few=True),
        TableColumn(title=gettext_noop("Stars"), numeric=True),
        TableColumn(title=gettext_noop("Contributors"), numeric=True),
        TableColumn(title=gettext_noop("Users")),
        TableColumn(title=gettext_noop("Importance"), few=True),
        TableColumn(title=gettext_noop("Models"), few=True),
        TableColumn(title=gettext_noop("Training"), few=True),
        TableColumn(title=gettext_noop("Named for"), ids=True),
    ),
    row=product_row,
    downloads=downloads,
)
