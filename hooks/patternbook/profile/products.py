"""The products of a catalogue as a table: its columns, the charts above it, and the same as files to download."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator

from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import Bar, Chart, ChartsBlock, ListBlock, Note
from patternbook.documents.profile import Blocks, IndexTable, TableCell, TableColumn
from patternbook.markup import CITATION, ENTRY_LINK
from patternbook.model.entries import Study
from patternbook.model.mining import Illustration, Product
from patternbook.profile.mining import ORIGIN_WORDS, PIPELINE_WORDS, format_number
from patternbook.source.csv_cells import guard_formula

EXPORT_FORMAT = 1
"""Version of the downloads; raised when a field changes its meaning or goes away."""

STAR_CLASSES = ((0, "below 100"), (100, "100 to 999"), (1_000, "1,000 to 9,999"), (10_000, "10,000 and more"))
"""Groups of the chart of stars: from, in words."""


PRODUCT_COLUMNS = (
    TableColumn(title="Genre", few=True),
    TableColumn(title="Stars", numeric=True),
    TableColumn(title="Contributors", numeric=True),
    TableColumn(title="Users"),
    TableColumn(title="Importance", few=True),
    TableColumn(title="Models", few=True),
    TableColumn(title="Training", few=True),
    TableColumn(title="Named for", ids=True),
)


def product_row(id_: str, context: Context) -> tuple[str, tuple[TableCell, ...]]:
    """What the index shows of a product besides its title and statement."""
    entry = context.catalogue.entries[id_]
    return (caveat(entry), table_cells(entry, context)) if isinstance(entry, Product) else ("", ())


def table_cells(entry: Product, context: Context) -> tuple[TableCell, ...]:
    """What stands in the columns; nothing where the source does not tell."""
    printed = entry.figures
    return (
        entry.genre or "",
        format_number(printed.stars),
        "" if printed.contributors is None else format_number(printed.contributors),
        printed.users or "",
        entry.importance.value if entry.importance else "",
        ORIGIN_WORDS[entry.origin.value] if entry.origin else "",
        PIPELINE_WORDS[entry.pipeline.value] if entry.pipeline else "",
        tuple(map(context.target, dict.fromkeys(link.finding for link in entry.illustrates))),
    )


def caveat(entry: Product) -> str:
    """What stands beside its name where a figure is not to be taken as it is; its page says why."""
    return "with a caution" if any(cautions(entry)) else ""


# ---- charts ----


def product_lead(context: Context, scope: DocumentScope) -> Blocks:
    """Charts of the products themselves and of what their studies counted in products; and what these studies publish."""
    products = context.catalogue.all_of(Product)
    if not products:
        return ()
    found = map(context.catalogue.entries.__getitem__, dict.fromkeys(product.study for product in products))
    studies = [study for study in found if isinstance(study, Study)]
    genres = Counter(product.genre or "not reported" for product in products)
    stars = Counter(_stars_group(product.figures.stars) for product in products)
    own = (
        Chart(title="Genre", unit="products listed here", bars=tuple(Bar(label=genre, count=count) for genre, count in genres.items())),
        Chart(title="Stars", unit="products listed here", bars=tuple(Bar(label=words, count=stars[words]) for _, words in STAR_CLASSES)),
    )
    published = tuple(scope.statement(claim) for study in studies for claim in study.artefacts)
    charts = ChartsBlock(charts=(*own, *_counted(studies, scope)))
    return (charts, ListBlock(title="Published with the studies", items=published)) if published else (charts,)


def _stars_group(stars: int) -> str:
    return [words for least, words in STAR_CLASSES if stars >= least][-1]


def _counted(studies: Iterable[Study], scope: DocumentScope) -> Iterator[Chart]:
    for study in studies:
        source = scope.reference(study.reference)
        for table in study.tables:
            if table.unit == "products":
                note = Note(label=source.label, key=source.key, locator=table.locator, caution=scope.text(table.caution))
                rows = tuple(Bar(label=label, count=count) for label, count in table.rows.items())
                yield Chart(title=table.title, unit=f"of {table.total} products", bars=rows, note=note)


# ---- downloads ----

EXPORTED_FIELDS = (
    "id",
    "source_label",
    "name",
    "repository",
    "repository_checked",
    "genre",
    "stars",
    "contributors",
    "users",
    "picked_by",
    "importance",
    "origin",
    "pipeline",
    "examples_of",
    "exceptions_to",
    "study",
    "source",
    "locator",
    "page",
    "cautions",
)
"""Columns of products.csv and keys in products.json."""


def downloads(context: Context) -> Iterator[tuple[str, str]]:
    """(file, content) of the products as CSV and JSON; nothing where there are none."""
    rows = [_record(product, context.urls.absolute(f"products/{product.id}")) for product in context.catalogue.all_of(Product)]
    if rows:
        yield "products.csv", _as_csv(rows)
        yield "products.json", _as_json(rows, context)


def _record(product: Product, url: str) -> dict[str, object]:
    printed = product.figures
    values = (
        product.id,
        product.source_label,
        product.title,
        str(product.repository.url),
        product.repository.checked,
        product.genre,
        printed.stars,
        printed.contributors,
        printed.users,
        product.picked.by if product.picked else None,
        product.importance.value if product.importance else None,
        product.origin.value if product.origin else None,
        product.pipeline.value if product.pipeline else None,
        _findings(product.illustrates, "example"),
        _findings(product.illustrates, "exception"),
        product.study,
        printed.source,
        printed.locator,
        url,
        list(cautions(product)),
    )
    return dict(zip(EXPORTED_FIELDS, values, strict=True))


def cautions(product: Product) -> Iterator[str]:
    """What to know before using what is printed of a product, as its page says it, without marks of ours."""
    told = (product.figures, product.picked, product.importance, product.origin, product.pipeline)
    texts = [*(part.caution for part in told if part and part.caution), *(claim.text for claim in product.errata)]
    return (CITATION.sub(r"(\1)", ENTRY_LINK.sub(r"\1", text)) for text in texts)


def _findings(links: Iterable[Illustration], how: str) -> list[str]:
    return list(dict.fromkeys(link.finding for link in links if link.how == how))


def _as_csv(rows: Iterable[dict[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, EXPORTED_FIELDS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    """A value as spreadsheets read it: lists with spaces between, yes and no, and no text as a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    value = " ".join(value) if isinstance(value, list) else value
    return guard_formula(value) if isinstance(value, str) else value


def _as_json(rows: list[dict[str, object]], context: Context) -> str:
    masthead = context.catalogue.masthead
    whole = {
        "format": EXPORT_FORMAT,
        "catalogue": masthead.title,
        "release": masthead.release,
        "licence": masthead.text_licence.spdx,
        "products": rows,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


PRODUCT_TABLE = IndexTable(PRODUCT_COLUMNS, product_row, downloads)
