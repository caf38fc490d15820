"""The noun phrases by which a repository says what it is.

"X uses a library to ..." does not say what X is; "X is a small library for ..." does. So only nouns count that end what
follows "is a", that end a line without a verb, or that are in the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from patternbook.screening.texts.readme import ITEM_MARK
from patternbook.screening.texts.snippets import Sentence

_SUBJECT = re.compile(
    r"\b(?:is|are)\s+(?:basically\s+|simply\s+|just\s+|currently\s+|now\s+|both\s+)?(?:an?|the|our|my)\s+(.{3,200})"
    r"|\b(?:this|the)\s+(?:repo(?:sitory)?|project|code|package)\s+(?:contains|provides|includes|hosts|holds|offers|has|collects)\s+(?:an?\s+|the\s+|our\s+|some\s+|all\s+)?(.{3,200})",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"[.,;:!?()\[\]/\u2013\u2014\u2026\"|]|\s-\s|\s(?:for|that|which|who|with|in|of|to|on|by|from|using|built|based|written|where|as|at|and|or|made|designed|"
    r"developed|powered|implemented|used|is|are|was|has|we|you|it|allowing|enabling|implementing|demonstrating|showing|about|trained|without|via|inspired|running|when|intended|aimed|supporting|"
    r"capable|whose|can|providing|containing|including|accompanying|over|how)\b",
    re.IGNORECASE,
)
_VERBLESS = re.compile(
    r"^(?:an?\s+|the\s+)?[\w+#.'/ -]{3,120}?(?=$|[.,;:!()]|\s(?:for|that|which|with|to|in|of|on|by|using|built|based|from)\b)", re.IGNORECASE
)
MAX_VERBLESS_POSITION = 3
"""Last position in the opening at which a line without a verb ("A photo manager for families") describes the repository."""
_COMMAND = re.compile(
    r"(?:\w+ly|build|train|deploy|use|using|learn|create|make|run|get|browse|analy[sz]e|try|view|see|visit|download|click|please|check|install|how|if|when|to|you|we|i|note|read|"
    r"follow|open|start|select|most|special|thanks?|watch|join|star|support|important)\b",
    re.IGNORECASE,
)
_COLLECTION = re.compile(r"^(?:\w+\s+){0,3}(?:collection|set|list|series|suite|number|bunch|variety)\s+of\s+(.{3,120})", re.IGNORECASE)
_DEMONSTRATES = re.compile(
    r"\b(?:this|the)\s+(?:\w+\s+){0,2}?(?:repo(?:sitory)?|project|app(?:lication)?|code|sample|example)\s+(demonstrates|shows\s+how|illustrates|showcases|teaches|aims\s+at\s+teaching|"
    r"accompanies|implements|explains)\b",
    re.IGNORECASE,
)


_FOR_LANGUAGE = re.compile(
    r"\b(\w+) for (?:(?:the|modern|your|\w+,|\w+ and|\w+ or) ){0,3}"
    r"(?:Python|Java|JVM|Kotlin|JavaScript|TypeScript|Node(?:\.js|JS)?|\.NET|C\+\+|C#|Golang|Ruby|PHP|Julia)(?: (?:and|or) \w+)?"
    r"(?=[\s.,;:!)]|$)(?! (?:files|code|projects|scripts|courses?|books?))"
)
_CODE_OF = re.compile(
    r"\b(?:code|files|materials?|notebooks|projects?)\s+(?:for|of|from|accompanying|to\s+accompany|that\s+accompan(?:y|ies))\s+[^.;]{0,80}?"
    r"\b(?:codelabs?|course|book|tutorials?|workshop|talk|article|blog\s+post|lectures?|class|video\s+series|lessons?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase by which a repository describes itself."""

    phrase: str
    """In lower case; the noun is at its end."""
    line: int
    fragment: str
    position: int
    """Number of the sentence from 0; earlier ones count for more."""
    title: bool = False


def noun_phrases(sentences: Iterable[Sentence]) -> tuple[NounPhrase, ...]:
    """Return the noun phrases of an opening, in order; of the headings only the first describes the repository."""
    rest = iter(sentences)
    opening = []
    titled = False
    for sentence in rest:
        if not (sentence.title and titled):
            opening.append(sentence)
        titled = titled or sentence.title
    return tuple(
        NounPhrase(phrase.lower(), sentence.line, sentence.text[:160], position, sentence.title)
        for position, sentence in enumerate(opening)
        for phrase in _phrases(sentence, position)
    )


def _phrases(sentence: Sentence, position: int) -> Iterator[str]:
    text = sentence.text[:600]
    if found := _FOR_LANGUAGE.search(text):
        yield f"{found[1]} library"  # whatever it is, it is for programmers of that language
        return
    if found := _CODE_OF.search(text):
        yield "tutorial code"
        return
    if found := _DEMONSTRATES.search(text):
        yield re.sub(r"\s+", " ", found[1])
    for found in _SUBJECT.finditer(text):
        yield from _nouns(found[1] or found[2])
    if sentence.title:
        for part in re.split(r"\s[-\u2013\u2014|]+\s|:\s|[()]", text):
            yield re.sub(r"[-_]", " ", part).strip()
            yield from _nouns(part)
    elif _COLLECTION.match(text):
        yield from _nouns(text)
    elif position <= MAX_VERBLESS_POSITION and (name := _named(text)):
        yield from _nouns(name)


def _named(text: str) -> str:
    """Return what a line without a verb names ("A photo manager for families"); empty for a command or a list item."""
    found = None if text.startswith(ITEM_MARK) or _COMMAND.match(text) else _VERBLESS.match(text)
    return found[0] if found and _is_name(found[0]) else ""


def _is_name(phrase: str) -> bool:
    """Return whether a phrase without "is" is a name: at least three words, and no article as after a verb (`uses a library`)."""
    return len(phrase.split()) > 2 and not re.search(r"\s(?:an?|the|your|our|my|its|their|you|we|i)\s", phrase, re.IGNORECASE)


def _nouns(phrase: str) -> Iterator[str]:
    """Yield the part of a phrase that ends with its noun; for a collection also what it collects."""
    phrase = re.sub(r"^(?:an?|the|our|my)\s+", "", phrase.strip(), flags=re.IGNORECASE)
    phrase = re.sub(r"\bproof of concept\b", "proof-of-concept", phrase, flags=re.IGNORECASE)
    if found := _COLLECTION.match(phrase):
        yield from _nouns(found[1])
        yield from re.findall(r"^(?:\w+\s+){0,3}(?:list|collection)(?=\s+of)", phrase)
        return
    # "easy to use, extensible library": short parts between commas are adjectives
    parts = [part.strip() for part in re.split(r",\s*", phrase)]
    rest = parts[0]
    for part in parts[1:4]:
        if _STOP.search(rest) or len(rest.split()) > 4:
            break
        rest = f"{rest} {part}"
    rest = re.sub(r"\b(?:easy|simple|ready|free)[ -]to[ -](?:use|run|deploy)\b", "easy", rest, flags=re.IGNORECASE)
    for each in (rest, re.sub(r"\b(\w+)\s+(?:and|&)\s+([\w-]+)\s+(?=[\w-])", r"\1 \2 ", rest, count=2)):  # "simple and small library"
        stop = _STOP.search(each)
        if noun := (each[: stop.start()] if stop else each).strip():
            yield noun
