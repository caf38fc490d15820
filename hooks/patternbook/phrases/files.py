"""Files of phrases: GNU gettext's `.po`, one for each language besides English."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from patternbook.phrases.current import ENGLISH, Phrases

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

FOLDER = Path(__file__).parent


def languages() -> tuple[str, ...]:
    """Codes of the languages that the engine speaks: de, en."""
    return tuple(sorted({ENGLISH.language, *(path.stem for path in FOLDER.glob("[!.]*.po"))}))


def best_language(code: str) -> str | None:
    """The language of ours that fits a code best, de for de-AT; None where there is none."""
    return next((each for each in (code.lower(), code.lower().partition("-")[0]) if each in languages()), None)


@functools.lru_cache(maxsize=4)
def load_phrases(code: str) -> Phrases:
    """The phrases for the language of a catalogue: `en`, `de-at`. English where there are none."""
    language = best_language(code)
    if language is None or language == ENGLISH.language:
        return ENGLISH
    from babel.messages.mofile import write_mo  # only here, as English needs neither
    from babel.messages.pofile import read_po

    with (FOLDER / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Phrases(language, GNUTranslations(compiled), MappingProxyType(dict(_of_scripts(catalog))), catalog.plural_expr)


def _of_scripts(catalog: Catalog) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """The phrases that scripts use, which the file tells by where they are used."""
    for message in catalog:
        if message.string and any(file.endswith(".js") for file, _ in message.locations):
            string = message.string
            yield message.id if isinstance(message.id, str) else message.id[0], string if isinstance(string, str) else tuple(string)
