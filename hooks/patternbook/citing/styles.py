"""Styles of a list of references, each one row: how it prints an entry, the catalogue, and a work of the bibliography.

A style that prints no works yet leaves them to the first one (`work_style`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from patternbook.bibliography.reference import Name, Reference
from patternbook.bibliography.write.citation import TextRun, citation_text, initials_first, name_list
from patternbook.citing.citation import EntryCitation

Runs = tuple[TextRun, ...]


class Style(NamedTuple):
    """A style of a list of references."""

    name: str
    """On the command line: apa."""
    title: str
    """On pages: APA."""
    entry: Callable[[EntryCitation], Runs]
    """Prints an entry, or the catalogue as a whole."""
    work: Callable[[Reference, str], Runs] | None = None
    """Prints a work, given the letter that tells it from others of its year; None where the style prints none yet."""


def _apa(cited: EntryCitation) -> Runs:
    """`Oak, A. (2026). Title (F-012). In Catalogue (Release 2026.12). Publisher. https://...`"""
    part = f"{cited.title} ({cited.id}). In " if cited.id else ""
    state = cited.edition.state
    before = f"{_apa_names(cited.signing)}. ({cited.edition.year}). {part}"
    return _runs(before, cited, f" ({state[:1].upper()}{state[1:]}). {_sentence(cited.publisher)}")


def _acm(cited: EntryCitation) -> Runs:
    """`Ada Oak. 2026. Title (F-012). In Catalogue, release 2026.12. Publisher. https://...`"""
    part = f"{cited.title} ({cited.id}). In " if cited.id else ""
    before = f"{_acm_names(cited.signing)}. {cited.edition.year}. {part}"
    return _runs(before, cited, f", {cited.edition.state}. {_sentence(cited.publisher)}")


def _ieee(cited: EntryCitation) -> Runs:
    """`A. Oak, “Title (F-012),” in Catalogue, release 2026.12. Publisher, 2026. [Online]. Available: https://...`"""
    part = f"“{_requoted(cited.title)} ({cited.id}),” in " if cited.id else ""
    publisher = f". {cited.publisher}" if cited.publisher else ""
    after = f", {cited.edition.state}{publisher}, {cited.edition.year}. {'[Online]. Available: ' if cited.url else ''}"
    return _runs(f"{_ieee_names(cited.signing)}, {part}", cited, after)


def _chicago(cited: EntryCitation) -> Runs:
    """`Oak, Ada. 2026. “Title (F-012).” In Catalogue, release 2026.12. Publisher. https://....`"""
    part = f"“{_requoted(cited.title)} ({cited.id}).” In " if cited.id else ""
    before = f"{_chicago_names(cited.signing)}. {cited.edition.year}. {part}"
    return _runs(before, cited, f", {cited.edition.state}. {_sentence(cited.publisher)}", "." if cited.url else "")


STYLES = (
    Style("apa", "APA", _apa, citation_text),
    Style("acm", "ACM", _acm),
    Style("ieee", "IEEE", _ieee),
    Style("chicago", "Chicago", _chicago),
)


def work_style(style: Style) -> Style:
    """The style in which works are printed beside an entry in this style."""
    return style if style.work else STYLES[0]


@lru_cache
def _apa_names(names: tuple[Name, ...]) -> str:
    """Cached, like those of the other styles, as most entries of a catalogue have the same authors."""
    return name_list(names).removesuffix(".")


@lru_cache
def _acm_names(names: tuple[Name, ...]) -> str:
    return _series([_given_first(name) for name in names]).removesuffix(".")


@lru_cache
def _ieee_names(names: tuple[Name, ...]) -> str:
    """Of more than six names the first alone."""
    return _series([initials_first(name) for name in names]) if len(names) <= 6 else f"{initials_first(names[0])} et al."


@lru_cache
def _chicago_names(names: tuple[Name, ...]) -> str:
    """The first with the family name first; of more than ten names the first seven."""
    shown = [_family_first(names[0]), *map(_given_first, names[1:])]
    if len(names) > 10:
        return f"{', '.join(shown[:7])}, et al"
    if len(names) == 2 and names[0].given:
        return f"{shown[0]}, and {shown[1]}".removesuffix(".")  # the comma that ends an inverted name
    return _series(shown).removesuffix(".")


def _runs(before: str, cited: EntryCitation, after: str, end: str = "") -> Runs:
    """What stands before the catalogue's title, the title in italics, what stands after it, the address as a link."""
    title = TextRun(cited.edition.title, italic=True)
    if not cited.url:
        return TextRun(before), title, TextRun(after.rstrip())
    address = TextRun(cited.url, href=cited.url)
    return (TextRun(before), title, TextRun(after), address, TextRun(end)) if end else (TextRun(before), title, TextRun(after), address)


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}. " if text else ""


def _given_first(name: Name) -> str:
    return " ".join(filter(None, (name.given, name.short, name.suffix)))


def _family_first(name: Name) -> str:
    return ", ".join(filter(None, (name.short, name.given, name.suffix)))


def _series(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B, and C`."""
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _requoted(title: str) -> str:
    """A title inside double quotation marks: its own become single."""
    return re.sub(r'"([^"]*)"', r"‘\1’", title.replace("“", "‘").replace("”", "’"))
