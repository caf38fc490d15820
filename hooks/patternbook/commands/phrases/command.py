"""`patternbook phrases`: write the file that translates the engine into a language, or bring it up to date."""

from __future__ import annotations

import argparse
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from patternbook.commands.phrases.extract import extract_phrases
from patternbook.commands.usage import OK, WRONG_USAGE, CommandError, path_argument
from patternbook.phrases.files import FOLDER, best_language
from patternbook.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("language", nargs="?", metavar="LANGUAGE", help="code such as fr or pt-BR (default: the template of all languages)")
    parser.add_argument("--output", type=path_argument, metavar="FILE", help="a file to write, or to bring up to date (default: standard output)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write every phrase with its translation, as far as there is one."""
    catalog = extract_phrases()
    if options.language:
        catalog = _translated(catalog, _locale(options.language), options.output)
    text = po_text(catalog)
    if options.output is None:
        print(text, end="")
        return OK
    options.output.write_text(text, "utf-8")
    left = sum(not all(message.string) if isinstance(message.string, tuple) else not message.string for message in catalog if message.id)
    print(f"{options.output}: {len(catalog)} phrases" + (f", {left} of them without a translation" if options.language else ""))
    return OK


def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise CommandError([f"{code[:40]} is no language; expected a code such as fr or pt-BR"], WRONG_USAGE) from error


def _translated(template: Catalog, locale: Locale, output: Path | None) -> Catalog:
    """Every phrase in a language: as the file has it that is there, else as the engine has it, else still to be translated."""
    language = best_language(str(locale).replace("_", "-"))
    engine = FOLDER / f"{language}.po"
    catalog = Catalog(locale=locale, project=template.project, copyright_holder=template.copyright_holder, fuzzy=False)
    known = [_read(path, locale) for path in (output, engine) if path is not None and path.exists()]
    for message in template:
        if not message.id:
            continue
        strings = (each.string for file in known if (each := file.get(message.id, message.context)) and each.string)
        catalog.add(message.id, next(strings, None), locations=message.locations, context=message.context)
    return catalog


def _read(path: Path, locale: Locale) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def po_text(catalog: Catalog) -> str:
    """The file as text, which is the same as long as its phrases are: without dates and names of those who wrote it."""
    written = BytesIO()
    write_po(written, catalog, width=120, include_lineno=False, omit_header=True)
    language = str(catalog.locale).replace("_", "-") if catalog.locale else ""
    header = [f"Language: {language}", f"Plural-Forms: {catalog.plural_forms}"] if language else []
    lines = [f'"{line}\\n"' for line in ("Content-Type: text/plain; charset=utf-8", *header)]
    return "\n".join([_ABOUT, 'msgid ""', 'msgstr ""', *lines, "", written.getvalue().decode()])


_ABOUT = """\
# What the engine says on pages. `patternbook phrases` writes this file, and keeps what is translated when it brings it up to date.
# Places such as %(name)s and {finding}, and HTML, stay as they are; their order is free.\
"""
