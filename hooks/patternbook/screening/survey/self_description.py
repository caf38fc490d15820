"""What a repository calls itself in its README and its description, and in which language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from patternbook.diagnostics.escaping import printable
from patternbook.screening.survey.model import Sighting
from patternbook.screening.texts.noun_phrases import NounPhrase, noun_phrases
from patternbook.screening.texts.readme import Readme, without_markup
from patternbook.screening.texts.snippets import Sentence
from patternbook.screening.tokens.lists import Family, Signal, Token, TokenLists

DESCRIPTION_SOURCE = "(description)"
"""The file of evidence that comes from the description in the metadata."""


@dataclass(frozen=True, slots=True)
class SelfLabel:
    """A token by which a repository says what kind of thing it is."""

    signal: Signal
    token: Token
    evidence: Sighting
    position: int
    """0 if it is the first thing said."""
    title: bool = False
    """Whether it is in the title."""

    @property
    def family(self) -> Family | None:
        return self.token.suggests


def self_labels(readme: Readme, description: str, lists: TokenLists) -> tuple[SelfLabel, ...]:
    """Return what a repository calls itself, in order; the description comes first."""
    signals = [signal for signal in lists.signals if signal.read_from == "self-description"]
    labels: list[SelfLabel] = []
    for file, phrases in ((DESCRIPTION_SOURCE, noun_phrases(_of(description))), (readme.path, noun_phrases(readme.opening))):
        labels += [each for phrase in phrases for each in _labels_of(phrase, file, signals)]
    statements = [each for signal in signals if not any(token.suggests for token in signal.tokens) for each in _stated(readme, description, signal)]
    return (*labels, *statements)


def _of(description: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(without_markup(part), 1) for part in re.split(r"(?<=[.!?])\s+", description) if without_markup(part))


def _labels_of(phrase: NounPhrase, file: str, signals: Sequence[Signal]) -> Iterator[SelfLabel]:
    """Yield the longest token that a phrase ends with: a search engine is not an engine."""
    matching = [
        (len(word), signal, token)
        for signal in signals
        for token in signal.tokens
        if token.suggests
        for word in token.words
        if _ends(phrase, word, token)
    ]
    if _qualified(phrase, signals):
        matching = [found for found in matching if found[2].suggests != "product"]
    if matching:
        _, signal, token = max(matching, key=lambda found: found[0])
        yield SelfLabel(signal, token, Sighting(token.name, file, phrase.line, printable(phrase.fragment), "main"), phrase.position, phrase.title)


_GENERAL = frozenset(
    {"app", "application", "apps", "applications", "project", "projects", "code", "program", "site", "website", "repository", "repo"}
)


def _ends(phrase: NounPhrase, word: str, token: Token) -> bool:
    text = phrase.phrase
    if word == "awesome":  # lists of links are called `Awesome ...`
        return phrase.title and text.startswith("awesome ")
    before, _, last = text.rpartition(" ")
    if token.suggests in ("demo", "tutorial") and last in _GENERAL and f" {before}".endswith(f" {word}"):  # `a sample application`, `tutorial code`
        return True
    return text == word or text.endswith(f" {word}")


def _qualified(phrase: NounPhrase, signals: Iterable[Signal]) -> bool:
    """Return whether the noun only says what is demonstrated, as in `a sample application`."""
    demos = (token for signal in signals for token in signal.tokens if token.suggests == "demo")
    before = phrase.phrase.rpartition(" ")[0]
    return any(before == word or before.endswith(f" {word}") for token in demos for word in token.words)


def _stated(readme: Readme, description: str, signal: Signal) -> Iterator[SelfLabel]:
    """Yield statements about the whole repository that need no noun, such as `deprecated` or `a fork of`."""
    for file, sentences in ((DESCRIPTION_SOURCE, _of(description)), (readme.path, readme.opening)):
        for token in signal.tokens:
            pattern = _stating(token.words)
            found = next(((s, m) for s in sentences if (m := pattern.search(s.text))), None)
            if found is not None:
                yield SelfLabel(signal, token, Sighting(token.name, file, found[0].line, printable(found[0].text[:160]), "main"), 0)


def _stating(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for `this project is deprecated`, `a fork of`, `(unmaintained)`, but not `drops deprecated fields`."""
    either = "|".join(map(re.escape, words))
    subject = r"(?:this|it|the)(?:\s+(?:repo(?:sitory)?|project|app(?:lication)?|package|library|tool|code|software))?"
    begin = rf"\b{subject}\s+(?:is|has\s+been|was)\s+(?:now\s+|currently\s+|a\s+)?|^\W{{0,3}}(?:\*\*)?|[\[(]"
    return re.compile(rf"(?:{begin})(?:{either})(?![\w-])|^[\w.-]+\s+is\s+(?:now\s+|a\s+)?(?:{either})(?![\w-])", re.IGNORECASE)


_COMMON = frozenset({
    *("a", "an", "and", "are", "as", "at", "be", "by", "can", "for", "from", "has", "have", "how", "if", "in"),
    *("is", "it", "of", "on", "or", "that", "the", "this", "to", "use", "using", "with", "you", "your"),
})  # fmt: skip


def looks_english(readme: Readme, description: str) -> bool | None:
    """Return whether the opening has the common words of English; None if it is too short to tell."""
    text = f"{description} {readme.prose}"
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < 12:
        return None
    letters = "".join(words)
    latin = sum(letter.isascii() for letter in letters) / len(letters)
    common = sum(word in _COMMON for word in words) / len(words)
    return latin > 0.7 and common > 0.06
