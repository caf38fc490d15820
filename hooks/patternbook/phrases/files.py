"""Files of phrases: GNU gettext's `.po`, one for each language besides English, and the one that a catalogue may bring along."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from gettext import GNUTranslations, c2py
from io import BytesIO, StringIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from patternbook.phrases.current import ENGLISH_PHRASES, Phrases

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

FOLDER = Path(__file__).parent
PHRASES_TEMPLATE = FOLDER / "phrases.pot"
"""Every phrase, without translations."""
_PLACE = re.compile(r"%\(\w+\)s|\{[a-z-]+\}")
_TAG = re.compile(r"</?[a-z]+(?: [^<>]*)?>")


class PhraseError(Exception):
    """A file of phrases cannot be used; holds the line, and what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


def languages() -> tuple[str, ...]:
    """Codes of the languages that the engine speaks: de, en."""
    return tuple(sorted({ENGLISH_PHRASES.language, *(path.stem for path in FOLDER.glob("[!.]*.po"))}))


def best_language(code: str) -> str | None:
    """The language of ours that fits a code best, de for de-at; None where there is none."""
    return next((each for each in (code, code.partition("-")[0]) if each in languages()), None)


@functools.lru_cache(maxsize=4)
def load_phrases(code: str, own: str = "") -> Phrases:
    """The phrases for the language of a catalogue: `en`, `de-at`. English where there are none.

    Args:
        code: Of the language.
        own: The catalogue's own file of phrases, which goes before ours.

    Raises:
        PhraseError: The own file cannot be used.

    """
    language = best_language(code)
    if not own and language in (None, ENGLISH_PHRASES.language):
        return ENGLISH_PHRASES
    from babel.messages.mofile import write_mo  # only here, as English needs neither

    catalog = _read(_file_of(language).read_text("utf-8"))
    for message in own_messages(own) if own else ():
        if (known := catalog.get(message.id, message.context)) is not None:
            known.string = message.string
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    rule = _read(own or _file_of(language).read_text("utf-8")).plural_expr
    return Phrases(code if own else language or code, GNUTranslations(compiled), MappingProxyType(dict(_of_scripts(catalog))), rule)


def _file_of(language: str | None) -> Path:
    return PHRASES_TEMPLATE if language in (None, ENGLISH_PHRASES.language) else FOLDER / f"{language}.po"


def _read(text: str) -> Catalog:
    from babel.messages.pofile import read_po

    return read_po(StringIO(text), abort_invalid=True)


def own_messages(text: str) -> list[Message]:
    """What a catalogue's own file of phrases translates.

    Raises:
        PhraseError: It is not of the form, or a phrase has other places or other HTML than in English.

    """
    from babel.messages.pofile import PoFileError

    try:
        catalog = _read(text)
        c2py(catalog.plural_expr)  # so that nothing but a rule of numbers reaches a page
    except PoFileError as error:
        raise PhraseError(error.lineno + 1, "this is no file of phrases as gettext reads it") from error
    except (ValueError, LookupError) as error:
        raise PhraseError(1, f"the head of the file cannot be used: {error}") from error
    messages = [message for message in catalog if message.id and any(_forms(message.string))]
    for message in messages:
        if fault := phrase_fault(_forms(message.id), _forms(message.string)):
            raise PhraseError(message.lineno or 1, fault)
    return messages


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def phrase_fault(english: Sequence[str], translated: Sequence[str]) -> str:
    """What keeps the forms of a translation from being put on a page; empty where nothing does."""
    original = english[-1]
    for form in translated:
        if {*_PLACE.findall(original)} != {*_PLACE.findall(form)}:
            return f"{form[:60]!r} has other places than {original[:60]!r}"
        if sorted(_TAG.findall(original)) != sorted(_TAG.findall(form)):
            return f"{form[:60]!r} has other HTML than {original[:60]!r}"
        if re.search(r'["<>]|&(?!\w+;)', _TAG.sub("", form)):
            return f"{form[:60]!r} has a straight quotation mark, or a character of HTML"
    return ""


def _of_scripts(catalog: Catalog) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """The phrases that scripts use, which the file tells by where they are used."""
    for message in catalog:
        if any(_forms(message.string)) and any(file.endswith(".js") for file, _ in message.locations):
            forms = _forms(message.string)
            yield _forms(message.id)[0], forms[0] if isinstance(message.string, str) else forms
