"""What `patternbook check --fix` does: corrections that are certain, shown before they are written."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from patternbook.check.read import read_data
from patternbook.commands.usage import FOUND_ERRORS, OK, WRONG_USAGE, CommandError
from patternbook.diagnostics.diagnostic import Diagnostic
from patternbook.diagnostics.escaping import one_line
from patternbook.editing.correct import Corrected, Texts, correct_data
from patternbook.editing.splice import SpliceError
from patternbook.editing.write import OpenedFile, diff_lines, open_file, write_files
from patternbook.settings import Settings
from patternbook.source.files import SCHEMA_FOLDER, leads_out

CHECKED = frozenset({".yaml", ".yml", ".md", ".bib"})
"""Suffixes of the files of a data folder whose text is checked."""
COPY = "data"
"""Name of the copy of the data folder in which corrections are tried."""


def fix_data(settings: Settings, *, yes: bool) -> int:
    """Apply corrections, after they were shown and wanted; return the exit code.

    Args:
        settings: Where the data is.
        yes: Whether they are wanted, so that nobody is asked.

    Raises:
        CommandError: nobody can be asked, or a file was changed meanwhile.

    """
    opened = dict(_opened(settings))
    texts = {name: each.text for name, each in opened.items()}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / COPY
        _copy(settings.data, data)
        corrected = correct_data(texts, lambda changed: _checked(data, opened, changed, settings.site_url))
    print(*diff_lines((opened[name].file, texts[name], text) for name, text in corrected.texts.items()), sep="", end="")
    print(*_summary(corrected, opened), sep="\n")
    if not corrected.texts:
        return OK
    if not yes and not confirmed():
        return FOUND_ERRORS
    try:
        write_files([opened[name].with_text(text) for name, text in corrected.texts.items()])
    except SpliceError as problem:
        raise CommandError([str(problem)], FOUND_ERRORS) from None
    print(f"Written: {', '.join(sorted(one_line(opened[name].file) for name in corrected.texts))}")
    return OK


def confirmed() -> bool:
    """Ask whether to write the changes.

    Raises:
        CommandError: there is no terminal to ask at.

    """
    if not sys.stdin.isatty():
        raise CommandError(["Nothing was written: say --yes to write these changes without being asked."], WRONG_USAGE)
    try:
        answer = input("Write these changes? [y/N] ")
    except EOFError:
        raise KeyboardInterrupt from None
    return answer.strip().casefold() in ("y", "yes")


def _summary(corrected: Corrected, opened: Mapping[str, OpenedFile]) -> Iterator[str]:
    count = len(corrected.made)
    yield f"{count} correction{'s' if count != 1 else ''} in {len(corrected.texts)} file{'s' if len(corrected.texts) != 1 else ''}."
    for each in corrected.left:
        place, correction = each.place, each.correction
        if correction is not None:
            reason = "it would lead to another problem, or change something else"
            yield one_line(f"{opened[place.file].file}:{place.line}: {each.code}: {correction.old!r} was left as it is: {reason}")
    if corrected.unsure:
        codes = ", ".join(f"{count} {code}" for code, count in sorted(Counter(each.code for each in corrected.unsure).items()))
        yield f"Left for you, as no correction is certain to be meant: {codes}."


def _opened(settings: Settings) -> Iterator[tuple[str, OpenedFile]]:
    """The texts of the data folder that corrections can be in, by their names in the copy."""
    for path in _files(settings.data):
        if path.suffix != ".bib":
            try:
                yield f"{COPY}/{path.relative_to(settings.data).as_posix()}", open_file(path, settings.base)
            except SpliceError:  # the check says why
                continue


def _files(data: Path) -> list[Path]:
    """What is checked of a data folder, without what is only a link to something outside."""
    found = (path for path in data.rglob("*") if path.suffix in CHECKED and path.is_file() and not leads_out(path, data))
    return sorted(path for path in found if path.relative_to(data).parts[0] != SCHEMA_FOLDER)


def _copy(data: Path, copy: Path) -> None:
    copy.mkdir()
    for path in _files(data):
        target = copy / path.relative_to(data)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _checked(data: Path, opened: Mapping[str, OpenedFile], changed: Texts, site_url: str) -> Sequence[Diagnostic]:
    """The diagnostics of the copied data with these texts in it."""
    for name, each in opened.items():
        (data.parent / name).write_bytes(each.with_text(changed.get(name, each.text)).raw)
    return read_data(data, data.parent, site_url).diagnostics
