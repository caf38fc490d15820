"""What a repository calls itself in its README and its description, and in which language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from patternbook.diagnostics.escaping import printable
from patternbook.screening.survey.model import Sighting
from patternbook.screening.texts.noun_phrases import NounPhrase, noun_phrases
from patternbook.screening.texts.readme import ITEM_MARK, Readme, without_markup
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
            statement = _Statement.of(token.words)
            found = next((each for each in _in_context(sentences, readme.title) if statement.made_in(each)), None)
            if found is not None:
                evidence = Sighting(token.name, file, found.sentence.line, printable(found.sentence.text[:160]), "main")
                yield SelfLabel(signal, token, evidence, 0)


@dataclass(frozen=True, slots=True)
class _InContext:
    """A line of an opening, with what decides whether it can speak of the whole repository."""

    sentence: Sentence
    begins: bool
    """Whether it begins a paragraph: lines of prose are wrapped, so a line may begin within a sentence."""
    is_title: bool
    in_section: bool
    """Whether it is the heading of a section, or below one."""
    title: str


def _in_context(sentences: Iterable[Sentence], title: str) -> Iterator[_InContext]:
    above, in_section, titled = -1, False, False
    for sentence in sentences:
        is_title = sentence.title and not titled
        in_section = in_section or (sentence.title and not is_title)
        yield _InContext(sentence, sentence.line != above + 1, is_title, in_section, title)
        titled = titled or sentence.title
        above = -1 if sentence.title else sentence.line


_WHOLE = r"(?:repo(?:sitory)?|project|app(?:lication)?|package|library|tool|code|software)"
_IS = r"\s+(?:is|has\s+been|was)\s+(?:now\s+|currently\s+|a\s+)?"
_GOES_ON = r"(?=\s*(?:$|[^\w\s])|\s+(?:in|by|since|as|and|due|because|please|use|see|for|at|on|here|now)\b)"
"""What may follow an adjective that stands for itself: `archived in 2021`, not `archived mails`."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """The forms in which words such as `deprecated` or `fork of` speak of the whole repository, and not of a part of it.

    A heading or the summary of a folded part that is such a word ("Archived") speaks of what is below it.
    """

    anywhere: re.Pattern[str]
    """`this project is deprecated`."""
    beginning: re.Pattern[str]
    """`It is deprecated`, at the beginning of a sentence."""
    bare: re.Pattern[str]
    """`Deprecated: ...`, before the first section and in no list."""
    in_brackets: re.Pattern[str]
    """`Thing (unmaintained)`, in the title."""
    by_name: re.Pattern[str]
    """`Thing is deprecated`, where the title names the thing."""

    @classmethod
    def of(cls, words: Iterable[str]) -> _Statement:
        either = "|".join(f"{re.escape(word)}{'' if word.endswith((' of', ' from')) else _GOES_ON}" for word in words)
        said = rf"(?:{'|'.join(map(re.escape, words))})(?![\w-])"
        return cls(
            *(
                re.compile(pattern, re.IGNORECASE)
                for pattern in (
                    rf"(?<!if )(?<!once )(?<!when )\bthis\s+{_WHOLE}{_IS}{said}",
                    rf"(?:^\W{{0,3}}|[.!?:]\s+)(?:this|it|the\s+{_WHOLE}){_IS}{said}",
                    rf"^(?!{ITEM_MARK})\W{{0,3}}(?:{either})\W*",
                    rf"[\[(]\s*{said}",
                    rf"^\W{{0,3}}([\w.-]+){_IS}{said}",
                )
            )
        )

    def made_in(self, line: _InContext) -> bool:
        """Return whether a line makes the statement."""
        text = line.sentence.text
        if self.anywhere.search(text) or ((found := self.beginning.search(text)) and (found.start() or line.begins)):
            return True
        if line.is_title and self.in_brackets.search(text):
            return True
        named = self.by_name.search(text)
        if named and line.begins and named[1].lower() in re.findall(r"[\w.-]+", line.title.lower()):
            return True
        bare = self.bare.search(text) if line.begins and not line.in_section else None
        return bool(bare and not (line.is_title and bare.end() == len(text)))


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
