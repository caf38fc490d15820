"""Add lines to the ledger: the one way in which it changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from patternbook.catalogue.releases.ledger import LEDGER_KEY, ledger_lines, new_ledger
from patternbook.editing.splice import YamlText
from patternbook.editing.write import ChangedFile, new_file, open_file
from patternbook.source.files import LEDGER_FILE


def with_ledger_lines(data: Path, base: Path, lines: Sequence[str]) -> ChangedFile:
    """The ledger of a data folder with these lines added; a new one where there is none.

    Raises:
        SpliceError: the ledger cannot be read or changed.

    """
    path = data / LEDGER_FILE
    if not path.exists():
        return new_file(path, base, new_ledger(lines))
    opened = open_file(path, base)
    return opened.with_text(YamlText(opened.file, opened.text).append([LEDGER_KEY], *([line] for line in ledger_lines(lines))).text)
