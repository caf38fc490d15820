"""The phrases of the language that this process makes pages in, by the functions of GNU gettext.

A build sets the language once (`set_phrases`), as a program sets its locale: whatever words something for a page calls `gettext`, and
need not be given the language.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The phrases of one language."""

    language: str = "en"
    translations: NullTranslations = field(default_factory=NullTranslations)
    """English -> the language; what has no translation stays English."""
    of_scripts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """The phrases that scripts use, with their translations; with the forms by number where they have several."""
    plural_rule: str = "(n != 1)"
    """Which form a number takes, as gettext writes it, which JavaScript reads the same."""


ENGLISH_PHRASES = Phrases()
_CURRENT: ContextVar[Phrases] = ContextVar("phrases", default=ENGLISH_PHRASES)


def set_phrases(phrases: Phrases) -> None:
    """Make pages in this language from now on, in this process."""
    _CURRENT.set(phrases)


def current_phrases() -> Phrases:
    """The phrases that pages are made with."""
    return _CURRENT.get()


def gettext(message: str, /, **values: object) -> str:
    """A phrase in the language of the catalogue, with its places `%(name)s` filled."""
    text = _CURRENT.get().translations.gettext(message) if message else ""
    return text % values if values else text


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """A phrase in the form that fits a number, which is its place `%(num)s`."""
    return _CURRENT.get().translations.ngettext(one, many, num) % {"num": num, **values}


def pgettext(context: str, message: str, /, **values: object) -> str:
    """A phrase that other languages word differently where the context is another."""
    text = _CURRENT.get().translations.pgettext(context, message)
    return text % values if values else text


def npgettext(context: str, one: str, many: str, num: int, /, **values: object) -> str:
    """`ngettext` with a context, as `pgettext` has it."""
    return _CURRENT.get().translations.npgettext(context, one, many, num) % {"num": num, **values}


def gettext_noop(message: str) -> str:
    """The phrase itself: marks a constant for translation, which is translated where it is used."""
    return message


def is_english() -> bool:
    """Whether pages are made in English, in which everything is declared."""
    return _CURRENT.get().language == ENGLISH_PHRASES.language


def in_english(word: Callable[[T], str], value: T) -> str:
    """The words that a function finds for a value, in English whatever the language of pages is: for what is kept between builds."""
    token = _CURRENT.set(ENGLISH_PHRASES)
    try:
        return word(value)
    finally:
        _CURRENT.reset(token)


def cache_phrases(maxsize: int) -> Callable[[Callable[P, str]], Callable[P, str]]:
    """`functools.lru_cache` for functions that word something, whose results differ by language."""

    def keep(word: Callable[P, str]) -> Callable[P, str]:
        cached = functools.lru_cache(maxsize)(lambda _, *args, **options: word(*args, **options))
        return functools.wraps(word)(lambda *args, **options: cached(_CURRENT.get(), *args, **options))

    return keep
