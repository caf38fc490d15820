"""The phrases that a catalogue brings along, `data/phrases.po`: in a language that the engine has no phrases in, or other words than ours."""

from __future__ import annotations

from pathlib import Path

from patternbook.diagnostics.diagnostic import Diagnostic, Place, Rule
from patternbook.phrases.files import PhraseError, best_language, languages, own_messages
from patternbook.source.files import PHRASES_FILE, display_path, read_text

BROKEN_PHRASES = Rule(
    "PB113",
    "error",
    "The file of phrases cannot be used",
    "Correct the line: places such as %(name)s and {finding}, and HTML, stay as they are in English; `patternbook phrases` writes the file anew.",
)
UNSPOKEN_LANGUAGE = Rule(
    "PB114",
    "notice",
    "The engine has no phrases in the language of the catalogue",
    "Translate its phrases: `patternbook phrases LANGUAGE --output data/phrases.po`.",
    adjustable=True,
)


def read_own_phrases(folder: Path, base: Path) -> tuple[str, list[Diagnostic]]:
    """The text of the file, empty where there is none or it cannot be used, and what is wrong with it."""
    path = folder / PHRASES_FILE
    if not path.exists():
        return "", []
    file = display_path(path, base)
    text, problems = read_text(path, file, folder)
    try:
        own_messages(text or "")
    except PhraseError as error:
        return "", [*problems, Diagnostic(BROKEN_PHRASES, Place(file, error.line), error.message)]
    return text or "", problems


def unspoken(language: str, place: Place) -> Diagnostic:
    """That the engine's own words are English beside the catalogue's."""
    message = f"the engine has no phrases in {language!r}, so that its own words stay English"
    return Diagnostic(UNSPOKEN_LANGUAGE, place, message, expected=f"one of {', '.join(languages())}, or a file {PHRASES_FILE}")


def is_spoken(language: str) -> bool:
    """Whether the engine has phrases in a language."""
    return best_language(language) is not None
