"""Give entries that have a placeholder for an id their number, and rewrite every link to them, everywhere in the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from patternbook.catalogue.releases.ledger import Ledger
from patternbook.editing.splice import YamlText
from patternbook.editing.write import ChangedFile, OpenedFile, open_file
from patternbook.model.registry import PLACEHOLDER_ID, is_placeholder, kind_of_id, next_id
from patternbook.source.files import SCHEMA_FOLDER


def assign_numbers(ids: Sequence[str]) -> dict[str, str]:
    """Placeholder -> its id: the highest of its kind plus one, in the order given.

    Args:
        ids: The ids of all entries in the order of the data, retired ones too.

    """
    numbers: dict[str, str] = {}
    for id_ in filter(is_placeholder, ids):
        numbers[id_] = next_id(id_.partition("-")[0], (*ids, *numbers.values()))
    return numbers


def rewrite_ids(data: Path, base: Path, numbers: Mapping[str, str]) -> list[ChangedFile]:
    """The files of a data folder that name any of these ids, with the new ones.

    Args:
        data: The data folder: entries, token lists, prose. Schemas in it are derived, and the bibliography names no entry.
        base: Folder that messages name files relative to.
        numbers: Old id -> new id. A longer id that starts like one of them is another id.

    Raises:
        SpliceError: a file cannot be read or changed.

    """
    opened = [open_file(path, base) for path in _files(data)]
    return [each.with_text(text) for each in opened if (text := _rewritten(each, numbers)) != each.text]


def _files(data: Path) -> Iterator[Path]:
    for path in sorted(data.rglob("*")):
        inside = path.relative_to(data)
        if path.suffix in (".yaml", ".yml", ".md") and inside.parts[0] != SCHEMA_FOLDER and not path.name.startswith(".") and path.is_file():
            yield path


def _rewritten(opened: OpenedFile, numbers: Mapping[str, str]) -> str:
    if not any(id_ in opened.text for id_ in numbers):
        return opened.text
    if opened.path.suffix == ".md":
        return PLACEHOLDER_ID.sub(lambda match: numbers.get(match[0], match[0]), opened.text)
    return YamlText(opened.file, opened.text).substitute(PLACEHOLDER_ID, lambda id_: numbers.get(id_, id_)).text


def number_lines(numbers: Mapping[str, str], ledger: Ledger) -> list[str]:
    """The lines of the ledger for new ids."""
    pages = (f"{kind.plural}/{id_}" for id_ in numbers.values() if (kind := kind_of_id(id_)))
    return [page for page in pages if page not in ledger.pages]


def summary(numbers: Mapping[str, str], changed: Iterable[ChangedFile]) -> list[str]:
    """What was done, a line each: `F-new-late-labels is F-054`."""
    files = [each.opened.file for each in changed]
    return [*(f"{old} is {new}" for old, new in numbers.items()), f"Changed: {', '.join(files)}"] if numbers else ["Every entry has its number."]
