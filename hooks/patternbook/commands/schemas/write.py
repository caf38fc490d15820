"""Write every schema into a folder, from where editors and programs read them."""

from __future__ import annotations

from pathlib import Path

from patternbook.commands.schemas.ids import NAMES_FILE
from patternbook.commands.schemas.json_schema import data_schema, indicators_schema
from patternbook.commands.schemas.names import names_schema
from patternbook.documents.model import document_schema


def write_schemas(folder: Path, data: Path, base: Path) -> None:
    """Write the schemas.

    Args:
        folder: Where to; it is made where it is missing.
        data: The data folder, whose names are offered.
        base: Folder that messages name files relative to.

    """
    folder.mkdir(parents=True, exist_ok=True)
    made = {"data": data_schema, "indicators": indicators_schema, "document": document_schema}
    for name, schema in made.items():
        (folder / f"{name}.schema.json").write_text(schema(), encoding="utf-8")
    (folder / NAMES_FILE).write_text(names_schema(data, base), encoding="utf-8")
