"""The command `import-products`, but for its arguments: a published table of products to YAML."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from patternbook.diagnostics import as_text, errors, in_order, listed, nearest
from patternbook.settings import Settings

if TYPE_CHECKING:
    from patternbook.profile.import_products import Imported

IMPORTED = Path("products") / "imported.yaml"
"""Where imported products go, in the data folder."""
OK, FOUND_ERRORS, WRONG_USAGE = 0, 1, 2


class Done(NamedTuple):
    """How the command ended."""

    code: int
    complaints: Sequence[str] = ()
    """Lines for stderr."""
    output: str = ""


def import_table(options: Namespace, here: Settings) -> Done:
    """Print the products of a table as YAML, or add them to the data."""
    from patternbook.load import read_text  # the other commands start faster without these
    from patternbook.profile.import_products import Origin, import_products
    from patternbook.read import read

    reading = read(here.data, here.base, here.site_url)
    if errors(reading.diagnostics):
        return Done(FOUND_ERRORS, as_text(errors(reading.diagnostics)))
    catalogue = reading.catalogue()
    for what, name, names in (("study", options.study, catalogue.by_kind["study"]), ("source", options.source, tuple(catalogue.references))):
        if name not in names:
            return Done(WRONG_USAGE, [f"unknown {what} {name!r}; {nearest(name, names) or f'expected {listed(names)}'}"])
    text, unread = read_text(options.csv, str(options.csv))
    if text is None:
        return Done(WRONG_USAGE, as_text(unread))
    found = import_products(text, Origin(str(options.csv), options.study, options.source), catalogue)
    if found.problems:
        return Done(FOUND_ERRORS, as_text(in_order(found.problems)))
    known = [f"Passed over, since they are here: {', '.join(found.known)}"] if found.known else []
    if not found.count:
        return Done(OK, [*known, "Nothing is new: there is no product to add."])
    done = _add(found, here.data / IMPORTED) if options.write else Done(OK, output=found.whole)
    return done._replace(complaints=[*known, *done.complaints])


def _add(found: Imported, path: Path) -> Done:
    """Add to the file of imported products; it may hold nothing else."""
    before = path.read_text("utf-8") if path.exists() else ""
    if not found.follows(before):
        return Done(WRONG_USAGE, [f"{path} was not made by this command; nothing was written. Print instead, and add the lines yourself."])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before + found.yaml if before else found.whole, encoding="utf-8")
    return Done(OK, output=f"Added {found.count} product{'' if found.count == 1 else 's'} to {path}\n")
