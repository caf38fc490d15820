"""Products from a table that a study published, as YAML to add to the data. Nothing is written while anything is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
"""What is taken -> names its column may have, as a study or the host's API calls it. Other columns are passed over."""
REQUIRED_COLUMNS = ("name", "link", "stars")
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""What tables have between their cells. Only the first is read: which one is meant cannot be told for sure."""
HEADER = """\
# yaml-language-server: $schema=../schema/data.schema.json
# Products taken from a published table; nobody has read them closely.
products:
"""

_WHOLE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")
_MARKUP = re.compile(r"[<>\[\]`*_\\|#]")


@dataclass(frozen=True, slots=True)
class TableOrigin:
    """What the products are taken from: the file as shown, the study, the reference of the table."""

    file: str
    study: str
    source: str


@dataclass(frozen=True, slots=True)
class ImportedProducts:
    """What came out: YAML below `products:`, how many are in it, rows that are here already, and every problem."""

    yaml: str = ""
    count: int = 0
    known: tuple[str, ...] = ()
    """Ids of products whose repository a row names."""
    problems: tuple[Diagnostic, ...] = ()

    @property
    def whole(self) -> str:
        """As a file of its own."""
        return HEADER + self.yaml

    def follows(self, before: str) -> bool:
        """Whether the YAML may stand at the end of a file: one that was made like this, or none."""
        return not before or before.startswith(HEADER)


@dataclass(slots=True)
class _Reader:
    origin: TableOrigin
    problems: list[Diagnostic] = field(default_factory=list)

    def refuse(self, rule: Rule, cell: CsvCell, message: str, expected: str, about: str = "", fix: str = "") -> None:
        self.problems.append(Diagnostic(rule, Place(self.origin.file, cell.line, cell.column), message, about, expected, fix))


def import_products(text: str, origin: TableOrigin, catalogue: Catalogue) -> ImportedProducts:
    """Turn a table into products with the next free ids. Rows whose repository is in the catalogue are passed over."""
    reader = _Reader(origin)
    _refuse_separator(text, reader)
    if reader.problems:
        return ImportedProducts(problems=tuple(reader.problems))
    try:
        header, *body = read_csv(text) or [[]]
    except CsvError as error:
        reader.refuse(WRONG_FORM, CsvCell("", error.line, error.column), error.message, "CSV, with quotes doubled inside quotes")
        return ImportedProducts(problems=tuple(reader.problems))
    places = _columns(header, reader)
    taken = [_row(row, len(header), places, reader) for row in body] if not reader.problems else []
    known = {_address(str(product.repository.url)): product.id for product in catalogue.all_of(Product)}
    fresh = [values for values in taken if values and _address(values["link"].text) not in known]
    _refuse_twice(fresh, reader)
    if reader.problems:
        return ImportedProducts(problems=tuple(reader.problems))
    numbers = [int(product.id.partition("-")[2]) for product in catalogue.all_of(Product)]
    first = max(numbers, default=0) + 1
    yaml = "".join(_entry(f"M-{first + index:03d}", values, origin) for index, values in enumerate(fresh))
    here = tuple(known[_address(values["link"].text)] for values in taken if values and _address(values["link"].text) in known)
    return ImportedProducts(yaml, len(fresh), here)


_OWNER_AND_NAME = frozenset({"github.com", "bitbucket.org", "codeberg.org"})
"""Hosts on which a repository is two parts of an address; what follows is a place in it."""


def _address(url: str) -> str:
    """A repository's address as its host means it: whatever the case, with or without www., .git, and a place in it."""
    host, _, path = url.lower().partition("://")[2].partition("/")
    host = host.removeprefix("www.")
    path = "/".join(re.split(r"[/?#]+", path)[:2]) if host in _OWNER_AND_NAME else re.split(r"/-/|/tree/|/blob/", path)[0]
    return f"{host}/{path.rstrip('/').removesuffix('.git')}"


def _refuse_separator(text: str, reader: _Reader) -> None:
    """Refuse a table whose first row falls into more of the columns needed by something else than commas."""
    first = next(iter(text.removeprefix("\ufeff").splitlines()), "")

    def columns(separator: str) -> tuple[int, int]:
        names = {_as_named(name.strip('"')) for name in first.split(separator)}
        return sum(not names.isdisjoint(COLUMN_NAMES[what]) for what in REQUIRED_COLUMNS), first.count(separator)

    used = max(SEPARATORS, key=columns)
    if used != "," and columns(used)[1]:
        place = CsvCell("", 1, first.index(used) + 1)
        message = f"{SEPARATORS[used]} stand between the cells"
        reader.refuse(WRONG_FORM, place, message, SEPARATORS[","], fix="Save the table as CSV, separated by commas.")


def _as_named(title: str) -> str:
    """The title of a column as it is compared: `Full name` is full_name."""
    return re.sub(r"[\s-]+", "_", title.strip().lower())


def _columns(header: Sequence[CsvCell], reader: _Reader) -> dict[str, int]:
    names = [_as_named(cell.text) for cell in header]
    found = {what: next((names.index(name) for name in accepted if name in names), None) for what, accepted in COLUMN_NAMES.items()}
    for index in found.values():
        if index is not None and names[index] in names[index + 1 :]:
            second = header[names.index(names[index], index + 1)]
            message = f"there is a second column {second.text.strip()!r}, besides the one at {header[index].line}:{header[index].column}"
            reader.refuse(WRONG_FORM, second, message, "one", fix="Keep one of the two, or name the other differently.")
    for what in REQUIRED_COLUMNS:
        if found[what] is None:
            first = header[0] if header else CsvCell("", 1, 1)
            reader.refuse(
                MISSING_FIELD,
                first,
                f"there is no column {what!r}",
                f"a column called {join_names(COLUMN_NAMES[what])}",
                fix="Name it in the first row.",
            )
    return {what: index for what, index in found.items() if index is not None}


def _row(row: Sequence[CsvCell], width: int, places: Mapping[str, int], reader: _Reader) -> dict[str, CsvCell]:
    """The cells of a row that are taken, by what they hold; nothing where one of them is wrong."""
    if len(row) != width:
        fix = "Put a cell with commas into quotes."
        reader.refuse(WRONG_FORM, row[0], f"the row has {len(row)} cells", f"{width}, as many as the first row", fix=fix)
        return {}
    cells = {what: CsvCell(" ".join(unguard_formula(row[index].text).split()), row[index].line, row[index].column) for what, index in places.items()}
    before = len(reader.problems)
    for what, cell in cells.items():
        for message, expected in _wrong(what, cell.text):
            reader.refuse(WRONG_FORM, cell, message, expected, cells["name"].text[:40], "Correct the cell.")
    return cells if len(reader.problems) == before else {}


def _wrong(what: str, value: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a cell, and what was expected."""
    if not value.isprintable():
        yield f"{what} holds control characters", "text"
    elif what == "name" and (not value or re.search(r"[<>\[\]]", value)):
        yield f"name {value[:40]!r}", "a name without any of < > [ ]"
    elif what == "link" and not re.fullmatch(r"https://[^\s/]+/\S+", value):
        yield f"link {value[:60]!r}", "an address such as https://github.com/owner/name"
    elif what in ("stars", "contributors") and not _WHOLE.fullmatch(value) and (value or what == "stars"):
        yield f"{what} {value[:40]!r}", "a whole number"


def _refuse_twice(taken: Sequence[Mapping[str, CsvCell]], reader: _Reader) -> None:
    seen: dict[str, CsvCell] = {}
    for values in taken:
        link = values["link"]
        first = seen.setdefault(_address(link.text), link)
        if first is not link:
            message = f"link {link.text!r} was given before, in line {first.line}"
            reader.refuse(WRONG_FORM, link, message, "each repository once", values["name"].text[:40], "Keep one of the two rows.")


def _entry(id_: str, values: Mapping[str, CsvCell], origin: TableOrigin) -> str:
    figures = {"stars": _number(values["stars"].text)}
    if "contributors" in values and values["contributors"].text:
        figures["contributors"] = _number(values["contributors"].text)
    counted = ", ".join(f"{name}: {count}" for name, count in figures.items())
    locator = _quoted(f"table, line {values['name'].line}")
    lines = (
        f"- id: {id_}",
        f"  title: {_quoted(values['name'].text)}",
        f"  statement: {_quoted(_statement(values.get('description')))}",
        f"  study: {origin.study}",
        f"  repository: {{url: {_quoted(values['link'].text)}}}",
        f"  figures: {{{counted}, source: {origin.source}, locator: {locator}}}",
    )
    return "".join(f"  {line}\n" for line in lines) + "\n"


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _quoted(text: str) -> str:
    """As YAML reads it back, whatever it holds: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)


def _statement(description: CsvCell | None) -> str:
    """The published description, set as code where it would be taken for markup."""
    if description is None or not description.text:
        return "The table gives no description."
    text = description.text
    as_code = text.replace("`", "'").replace("|", "/")
    return f"`{as_code}`" if _MARKUP.search(text) else text


# ---- the command ----


Complain = Callable[[Sequence[str], int], int]
"""Shows lines to whoever runs the command; returns its exit code, which is given."""


def import_table(table: Path, study: str, source: str, here: Settings, into: Path | None, complain: Complain) -> int:
    """Print the products of a table as YAML, or add them to a file; 0 all is well, 1 the data or the table is wrong, 2 wrong usage."""
    reading = read_data(here.data, here.base, here.site_url)
    if only_errors(reading.diagnostics):
        return complain(format_text(only_errors(reading.diagnostics)), 1)
    catalogue = reading.catalogue()
    for what, name, names in (("study", study, catalogue.by_kind["study"]), ("source", source, tuple(catalogue.references))):
        if name not in names:
            return complain([f"unknown {what} {name!r}; {suggest_nearest(name, names) or f'expected {join_names(names)}'}"], 2)
    text, unread = read_text(table, str(table))
    if text is None:
        return complain(format_text(unread), 2)
    found = import_products(text, TableOrigin(str(table), study, source), catalogue)
    if found.problems:
        return complain(format_text(sort_diagnostics(found.problems)), 1)
    if found.known:
        complain([f"Passed over, since they are here: {', '.join(found.known)}"], 0)
    if not found.count:
        return complain(["Nothing is new: there is no product to add."], 0)
    if into:
        return _add(found, into, complain)
    print(found.whole, end="")
    return 0


def _add(found: ImportedProducts, path: Path, complain: Complain) -> int:
    """Add to the file of imported products; it may hold nothing else."""
    before = path.read_text("utf-8") if path.exists() else ""
    if not found.follows(before):
        return complain([f"{path} was not made by this command; nothing was written. Print instead, and add the lines yourself."], 2)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before + found.yaml if before else found.whole, encoding="utf-8")
    print(f"Added {found.count} product{'' if found.count == 1 else 's'} to {path}")
    return 0
