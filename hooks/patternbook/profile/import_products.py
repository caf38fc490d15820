"""Products from a table that a study published, as YAML to add to the data. Nothing is written if anything is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.read import read_data
from patternbook.diagnostics.diagnostic import (
    MISSING_FIELD,
    WRONG_FORM,
    Diagnostic,
    Place,
    Rule,
    format_text,
    join_names,
    only_errors,
    sort_diagnostics,
    suggest_nearest,
)
from patternbook.model.mining import Product
from patternbook.model.registry import id_number
from patternbook.settings import Settings
from patternbook.source.csv_cells import CsvCell, CsvError, read_csv, unguard_formula
from patternbook.source.files import read_text

COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "project", "product", "full_name", "repo"),
    "description": ("description",),
    "link": ("link", "url", "html_url", "repository"),
    "stars": ("stars", "stargazers", "stargazers_count"),
    "contributors": ("contributors", "contributors_count"),
}
"""What is imported -> names of its column, as used by studies or by the APIs of code hosts. Other columns are ignored."""
REQUIRED_COLUMNS = ("name", "link", "stars")
CELL_FORMS: Mapping[str, tuple[str, int, str]] = {
    "name": (r"[^<>\[\]]+", 40, "a name without any of < > [ ]"),
    "description": (r".*", 40, "text"),
    "link": (r"https://[^\s/]+/\S+", 60, "an address such as https://github.com/owner/name"),
    "stars": (r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+", 40, "a whole number"),
    "contributors": (r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*", 40, "a whole number"),
}
"""What is imported -> pattern of its cells; for messages, how much of a cell is quoted, and the pattern in words."""
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""Separators that published tables use. Only commas are read, since guessing the separator could go wrong unnoticed."""
HEADER = """\
# yaml-language-server: $schema=../schema/data.schema.json
# Products taken from a published table; nobody has read them closely.
products:
"""


@dataclass(frozen=True, slots=True)
class TableOrigin:
    """Where the products come from: the file as shown in messages, the id of the study, the reference of the table."""

    file: str
    study: str
    source: str


@dataclass(frozen=True, slots=True)
class ImportedProducts:
    """The result of an import."""

    yaml: str = ""
    """The new products, as items of the list below `products:`."""
    count: int = 0
    """How many they are."""
    known: tuple[str, ...] = ()
    """Ids of products in the catalogue whose repositories are in the table too."""
    problems: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class _Problems:
    file: str
    found: list[Diagnostic] = field(default_factory=list)

    def add(self, cell: CsvCell, message: str, expected: str, about: str = "", fix: str = "", rule: Rule = WRONG_FORM) -> None:
        self.found.append(Diagnostic(rule, Place(self.file, cell.line, cell.column), message, about, expected, fix))


def import_products(text: str, origin: TableOrigin, catalogue: Catalogue) -> ImportedProducts:
    """Turn a table into products with the next free ids, without those whose repository is in the catalogue."""
    problems = _Problems(origin.file)
    rows = _read_rows(text, problems)
    ids = {_address(str(product.repository.url)): product.id for product in catalogue.all_of(Product)}
    new = [row for row in rows if _address(row["link"].text) not in ids]
    _check_unique(new, problems)
    if problems.found:
        return ImportedProducts(problems=tuple(problems.found))
    first = 1 + max(map(id_number, catalogue.by_kind["product"]), default=0)
    yaml = "".join(_entry(f"M-{number:03d}", row, origin) for number, row in enumerate(new, first))
    known = tuple(ids[address] for row in rows if (address := _address(row["link"].text)) in ids)
    return ImportedProducts(yaml, len(new), known)


def _read_rows(text: str, problems: _Problems) -> list[dict[str, CsvCell]]:
    """The rows of a table without those that have problems; none where the table as a whole cannot be read."""
    _check_separator(text, problems)
    if problems.found:
        return []
    try:
        header, *body = read_csv(text) or [[]]
    except CsvError as error:
        problems.add(CsvCell("", error.line, error.column), error.message, "CSV, with quotes doubled inside quotes")
        return []
    columns = _find_columns(header, problems)
    rows = [_read_row(row, len(header), columns, problems) for row in body] if not problems.found else []
    return [row for row in rows if row]


def _address(url: str) -> str:
    """The address of a repository in one form, regardless of case, www., .git, and a path to a place inside the repository."""
    host, _, path = url.lower().partition("://")[2].removeprefix("www.").partition("/")
    # On the first three hosts a repository is two parts of the path, its owner and its name; elsewhere groups may be nested.
    owner_and_name = host in ("github.com", "bitbucket.org", "codeberg.org")
    path = "/".join(re.split(r"[/?#]+", path)[:2]) if owner_and_name else re.split(r"/-/|/tree/|/blob/", path)[0]
    return f"{host}/{path.rstrip('/').removesuffix('.git')}"


def _check_separator(text: str, problems: _Problems) -> None:
    """Refuse a table if another separator than the comma finds more of the required columns in its first row."""
    first = next(iter(text.removeprefix("\ufeff").splitlines()), "")

    def score(separator: str) -> tuple[int, int]:
        names = {_column_name(name.strip('"')) for name in first.split(separator)}
        return sum(not names.isdisjoint(COLUMN_NAMES[column]) for column in REQUIRED_COLUMNS), first.count(separator)

    best = max(SEPARATORS, key=score)
    if best != "," and best in first:
        problems.add(
            CsvCell("", 1, first.index(best) + 1),
            f"{SEPARATORS[best]} stand between the cells",
            SEPARATORS[","],
            fix="Save the table as CSV, separated by commas.",
        )


def _column_name(title: str) -> str:
    """The title of a column in the form of COLUMN_NAMES: `Full name` is full_name."""
    return re.sub(r"[\s-]+", "_", title.strip().lower())


def _find_columns(header: Sequence[CsvCell], problems: _Problems) -> dict[str, int]:
    """The index of each column that is imported."""
    titles = [_column_name(cell.text) for cell in header]
    names = {column: next((name for name in accepted if name in titles), None) for column, accepted in COLUMN_NAMES.items()}
    columns = {column: titles.index(name) for column, name in names.items() if name}
    for index in columns.values():
        if titles[index] in titles[index + 1 :]:
            second = header[titles.index(titles[index], index + 1)]
            problems.add(
                second,
                f"there is a second column {second.text.strip()!r}, besides the one at {header[index].line}:{header[index].column}",
                "one",
                fix="Keep one of the two, or name the other differently.",
            )
    for column in REQUIRED_COLUMNS:
        if column not in columns:
            problems.add(
                header[0] if header else CsvCell("", 1, 1),
                f"there is no column {column!r}",
                f"a column called {join_names(COLUMN_NAMES[column])}",
                fix="Name it in the first row.",
                rule=MISSING_FIELD,
            )
    return columns


def _read_row(row: Sequence[CsvCell], width: int, columns: Mapping[str, int], problems: _Problems) -> dict[str, CsvCell]:
    """The cells of a row that are imported, by column; empty if one of them has a problem."""
    if len(row) != width:
        problems.add(row[0], f"the row has {len(row)} cells", f"{width}, as many as the first row", fix="Put a cell with commas into quotes.")
        return {}
    cells = {
        column: CsvCell(" ".join(unguard_formula(row[index].text).split()), row[index].line, row[index].column) for column, index in columns.items()
    }
    before = len(problems.found)
    for column, cell in cells.items():
        form, quoted, expected = CELL_FORMS[column]
        about = cells["name"].text[:40]
        if not cell.text.isprintable():
            problems.add(cell, f"{column} holds control characters", "text", about, "Correct the cell.")
        elif not re.fullmatch(form, cell.text):
            problems.add(cell, f"{column} {cell.text[:quoted]!r}", expected, about, "Correct the cell.")
    return cells if len(problems.found) == before else {}


def _check_unique(rows: Sequence[Mapping[str, CsvCell]], problems: _Problems) -> None:
    seen: dict[str, CsvCell] = {}
    for row in rows:
        link = row["link"]
        first = seen.setdefault(_address(link.text), link)
        if first is not link:
            problems.add(
                link,
                f"link {link.text!r} was given before, in line {first.line}",
                "each repository once",
                row["name"].text[:40],
                "Keep one of the two rows.",
            )


def _entry(id_: str, row: Mapping[str, CsvCell], origin: TableOrigin) -> str:
    numbers = {column: row[column].text.replace(",", "") for column in ("stars", "contributors") if column in row}
    counted = ", ".join(f"{column}: {int(number)}" for column, number in numbers.items() if number)
    return (
        f"  - id: {id_}\n"
        f"    title: {_quoted(row['name'].text)}\n"
        f"    statement: {_quoted(_statement(row['description'].text if 'description' in row else ''))}\n"
        f"    study: {origin.study}\n"
        f"    repository: {{url: {_quoted(row['link'].text)}}}\n"
        f"    figures: {{{counted}, source: {origin.source}, locator: {_quoted('table, line ' + str(row['name'].line))}}}\n\n"
    )


def _quoted(text: str) -> str:
    """A text as YAML, in which every string of JSON is a valid scalar."""
    return json.dumps(text, ensure_ascii=False)


def _statement(description: str) -> str:
    """The published description, as code if it contains characters that would be read as markup."""
    if not re.search(r"[<>\[\]`*_\\|#]", description):
        return description or "The table gives no description."
    code = description.replace("`", "'").replace("|", "/")
    return f"`{code}`"


# ---- the command ----

Complain = Callable[[Sequence[str], int], int]
"""Prints lines as an error message and returns the exit code that it is given."""


def import_table(table: Path, study: str, source: str, settings: Settings, target: Path | None, complain: Complain) -> int:
    """Print the products of a table as YAML, or add them to a file where `target` names one.

    Returns:
        The exit code: 0 for success, 1 if the data or the table is wrong, 2 for wrong usage.

    """
    reading = read_data(settings.data, settings.base, settings.site_url)
    if errors := only_errors(reading.diagnostics):
        return complain(format_text(errors), 1)
    catalogue = reading.catalogue()
    for what, name, names in (("study", study, catalogue.by_kind["study"]), ("source", source, tuple(catalogue.references))):
        if name not in names:
            return complain([f"unknown {what} {name!r}; {suggest_nearest(name, names) or f'expected {join_names(names)}'}"], 2)
    text, problems = read_text(table, str(table))
    if text is None:
        return complain(format_text(problems), 2)
    products = import_products(text, TableOrigin(str(table), study, source), catalogue)
    if products.problems:
        return complain(format_text(sort_diagnostics(products.problems)), 1)
    if products.known:
        complain([f"Passed over, since they are here: {', '.join(products.known)}"], 0)
    if not products.count:
        return complain(["Nothing is new: there is no product to add."], 0)
    if target:
        return _append(products, target, complain)
    print(HEADER + products.yaml, end="")
    return 0


def _append(products: ImportedProducts, file: Path, complain: Complain) -> int:
    """Append to the file of imported products, which may hold nothing else: only then can the YAML be put at its end."""
    before = file.read_text("utf-8") if file.exists() else ""
    if before and not before.startswith(HEADER):
        return complain([f"{file} was not made by this command; nothing was written. Print instead, and add the lines yourself."], 2)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((before or HEADER) + products.yaml, encoding="utf-8")
    print(f"Added {products.count} product{'' if products.count == 1 else 's'} to {file}")
    return 0
