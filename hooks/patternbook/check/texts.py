"""The texts of an item as rules about writing read them: paragraphs, sentences, numbers."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from patternbook.check.collect import ItemContents, RawStruct, collected_fields
from patternbook.markup import CITATION, ENTRY_LINK, OURS, Markdown, citations_at
from patternbook.model.components import MAX_COUNT
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.struct import ModelStruct
from patternbook.source.parse import ValueSpot, YamlContainer

BODY = "body"
"""The field that holds the longer text of an entry."""
_PLACES = frozenset(("locator", "in_source"))
"""Fields that name a place in a source, which may be the same on many pages."""
_ALIKE = frozenset(("parts", "source_label", "question"))
"""Fields that say what of a source was read, or what is asked everywhere: they may be the same on many pages, too."""
_ON_SOURCES = frozenset(("caution", "errata"))
"""Fields that say what to mind about a source, and so may name what it prints."""
_LINES = r"(?:[^\S\n]*\S[^\n]*(?:\n|\Z))+"
_PARAGRAPH = re.compile(rf"^{_LINES}(?:(?<=:\n)\n(?=[-*] |\d+\. ){_LINES})?", re.MULTILINE)
"""Lines up to an empty one; a list after a line that ends in a colon belongs to the paragraph."""
_OURS_AT_END = re.compile(rf"{OURS.pattern}\s*\Z")
_HEADING = re.compile(r"#{1,6} ")
_SENTENCE_END = re.compile(r"(?<=[.!?;])[\"”’)*_]*\s+|\n\s*\n|\n\s*(?:[-*]|\d+\.) |\|")
"""Where a sentence ends: after a sign, at the end of a paragraph, of an item of a list, or of a cell of a table."""
_MIN_WORDS = 6
"""Shortest sentence that is compared between pages, in words; shorter ones are often the same with good reason."""
_MIN_CHARACTERS = 2 * _MIN_WORDS - 1
"""Of a text that can hold so many words."""
_WORD = re.compile(r"\w[\w'’-]*")
_NUMBER = re.compile(r"(?<![\w.,/#§-])(?:\d{1,3}(?:,\d{3})+|\d+)(?![\w%/]|[.,-]\d|-\w)")
_DIGITS = re.compile(r"\d+(?:,\d{3})*")
_MARKS = re.compile(rf"{ENTRY_LINK.pattern}|{CITATION.pattern}|`[^`\n]*`|\bsections?\s+[\d.,–-]+(?:\s+(?:and|to)\s+[\d.]+)?|\bpp?\.\s*[\d–-]+")
_NUMERALS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_VALUES = {word: str(number) for number, word in enumerate(_NUMERALS, start=1)}
_NUMERAL = re.compile(rf"(?i)(?<!-)\b(?:{'|'.join(_NUMERALS)})\b(?!-)")
_SMALL_WORDS = 10
"""Number words up to this one are ordinary language (`the two professions`); as claims they are not looked at."""
YEARS = frozenset(map(str, range(1900, 2100)))


class Paragraph(NamedTuple):
    """A paragraph of a text."""

    text: str
    offset: int
    """Of its first character."""

    @property
    def is_heading(self) -> bool:
        return _HEADING.match(self.text) is not None

    @property
    def is_ours(self) -> bool:
        """Whether it is marked as not from a source."""
        return _OURS_AT_END.search(self.text) is not None

    @property
    def is_cited(self) -> bool:
        return CITATION.search(self.text) is not None

    @property
    def start(self) -> str:
        """Its first words, for messages."""
        words = self.text.split()
        return " ".join(words[:6]) + (" ..." if len(words) > 6 else "")


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text, headings among them; a list is one paragraph, or part of the one that introduces it."""
    return (Paragraph(match[0], match.start()) for match in _PARAGRAPH.finditer(text))


def body_of(contents: ItemContents) -> tuple[ValueSpot, str] | None:
    """The body of an entry and where it is."""
    whole = contents.whole
    body = whole.text(BODY) if whole is not None else ""
    return ((whole.raw, BODY), str(whole.raw[BODY])) if whole is not None and body else None


@functools.cache
def _text_keys(model: type[ModelStruct]) -> frozenset[str]:
    """The fields of a model that may hold texts: those that name nothing."""
    return frozenset(key for key, field in collected_fields(model).items() if not field.kind and field.part is None) - _PLACES


def struct_texts(part: RawStruct) -> list[tuple[ValueSpot, str]]:
    """Every text of a struct that names nothing, each with its spot; those of its inner structs are theirs."""
    keys, raw, found = _text_keys(part.model), part.raw, list[tuple[ValueSpot, str]]()
    for key, value in raw.items():
        if key in keys:
            if isinstance(value, str):
                found.append(((raw, key), value))
            elif isinstance(value, list):
                found += [((value, index), each) for index, each in enumerate(value) if isinstance(each, str)]
    return found


def texts_by_struct(contents: ItemContents) -> list[tuple[RawStruct, list[tuple[ValueSpot, str]]]]:
    """Each struct of an item with its texts: collected once, as several rules read them."""
    if contents.texts is None:
        contents.texts = [(part, struct_texts(part)) for part in contents.parts]
    return contents.texts


def all_texts(contents: ItemContents) -> Iterator[tuple[ValueSpot, str]]:
    """Every text of an item; of a page of prose those that hold a mark."""
    if contents.whole is None:
        yield from ((spot, markdown.text) for spot, markdown in contents.marked)
    for _, texts in texts_by_struct(contents):
        yield from texts


def compared_texts(contents: ItemContents) -> Iterator[tuple[ValueSpot, str]]:
    """The texts of an item that say something of their own."""
    return ((spot, text) for spot, text in all_texts(contents) if spot[1] not in _ALIKE)


def sentences(text: str) -> Iterator[tuple[int, bytes]]:
    """Each longer sentence of a text: its offset, and a digest of its words, the same for every way to break lines."""
    if len(text) < _MIN_CHARACTERS:  # as most are
        return
    plain, start = CITATION.sub(lambda match: " " * len(match[0]), text) if "[@" in text else text, 0
    for end, following in (*(match.span() for match in _SENTENCE_END.finditer(plain)), (len(text), len(text))):
        words = _WORD.findall(plain[start:end].casefold())
        if len(words) >= _MIN_WORDS:
            yield start, blake2b(" ".join(words).encode(), digest_size=8).digest()
        start = following


def claimed_numbers(text: str) -> Iterator[tuple[int, str]]:
    """The numbers that a text gives as facts: offset and digits. Years, ids, locators and small number words are not among them."""
    plain = _without_marks(text)
    for match in _NUMBER.finditer(plain):
        digits = match[0].replace(",", "")
        if digits not in YEARS:
            yield match.start(), digits
    for match in _NUMERAL.finditer(plain):
        if int(_VALUES[match[0].casefold()]) > _SMALL_WORDS:
            yield match.start(), _VALUES[match[0].casefold()]


def given_numbers(contents: ItemContents) -> Iterator[str]:
    """The numbers that the sourced parts of an item give: counts, lengths of lists of labels, numbers in texts with a source."""
    sourced = [part for part in contents.parts[1:] if part.raw.get("editorial") not in ("true", "True")]
    texts = "\n".join(text for part in sourced for value in part.raw.values() for text in _texts_in(value))
    yield from (each.replace(",", "") for each in _DIGITS.findall(texts))
    yield from (_VALUES[match[0].casefold()] for match in _NUMERAL.finditer(texts))
    for part in sourced:
        for key in ("participants", "organizations"):
            if labels := part.texts(key):
                yield str(len(labels))


def named_labels(contents: ItemContents) -> Iterator[tuple[ValueSpot, int, str]]:
    """Whatever in running text may be the label of a participant, as P3a: spot, offset, label. What is said of sources is left out."""
    for part, texts in texts_by_struct(contents):
        for spot, text in texts if part.field not in _ON_SOURCES else ():
            if spot[1] not in _ON_SOURCES and " " in text and _LABEL.search(text):
                yield from ((spot, match.start(), match[0]) for match in _LABEL.finditer(_without_marks(text)))


_LABEL = re.compile(r"(?<![\w-])[^\W\d_]+-?\d[\w-]*(?<!-)")
"""A word that begins with letters and goes on with a digit."""


class Share(NamedTuple):
    """A share that a text gives: 40%, a third of the participants."""

    spot: ValueSpot
    offset: int
    words: str
    sources: tuple[str, ...]
    """The studies or works that it can come from; empty where the text does not say."""


def shares(contents: ItemContents, own: str) -> Iterator[Share]:
    """The shares that the texts of an item give.

    Args:
        contents: Of the item.
        own: Its id if it is a study, whose texts then speak of its own sample; else empty.

    """
    studies = tuple(dict.fromkeys(part.text("study") for part in contents.parts if part.field == "evidence" and part.text("study")))
    for part, texts in texts_by_struct(contents):
        source = part.text("study") or part.text("source")
        counted = part.inner("mentions")
        for spot, text in (*texts, *(struct_texts(counted) if counted else ())):
            for paragraph in paragraphs(text) if any(sign in text for sign in _SHARE_SIGNS) else ():
                cited = tuple(work.key for _, work in citations_at(Markdown.of(paragraph.text)))
                of_whole = (own,) if own else studies
                sources = (source,) if source else cited or (of_whole if part is contents.whole else ())
                found = _SHARE.finditer(_without_marks(paragraph.text))
                yield from (Share(spot, paragraph.offset + match.start(), match[0], sources) for match in found)


_SHARE_SIGNS = ("%", "cent", "Cent", "third", "quarter", "fifth")
"""Of which a text holds one that gives a share."""
_SHARE = re.compile(
    r"(?i)\d+(?:[.,]\d+)?\s*%|\bper\s?cent\b|\b(?:a|one|two|three|four) (?:third|quarter|fifth)s? of (?:\w+ ){0,3}?"
    r"(?:participants|organi[sz]ations|interviewees|respondents|people|companies|teams)\b"
)


def _without_marks(text: str) -> str:
    """The text with blanks in place of links, citations, code and places in sources."""
    return _MARKS.sub(lambda match: " " * len(match[0]), text)


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts_in(inner)
    elif isinstance(value, list):
        yield from (inner for inner in value if isinstance(inner, str))


STAND_INS = frozenset(
    (
        *("null", "~", "nil", "undefined", "nan", ".nan", ".inf", "-.inf", "n/a", "#n/a", "yes", "no", "on", "off", "true", "false"),
        *("todo", "to do", "tbd", "tba", "tbc", "fixme", "wip", "xxx", "xxxx", "placeholder", "fill in", "fill-in", "to be written", "coming soon"),
        *("...", "…", "..", ".", "-", "--", "---", "–", "—", "?", "??", "???", "_", "__", "*"),
    )
)
"""Texts, in lower case, that stand for a missing one. In YAML 1.1 the first are no texts; here every value is one."""


class FieldText(NamedTuple):
    """A text of an item, with the field it is in."""

    spot: ValueSpot
    text: str
    field: FieldInfo | None
    """None of a text of a page of prose."""
    stands_in: bool
    """Whether it stands for a missing text."""
    is_unfinished: bool
    """Whether it may hold a word for what is still to be written."""


@cache
def _free_texts(model: type[ModelStruct]) -> Mapping[str, FieldInfo]:
    """The fields of a model that hold texts in anybody's words: no names of other things, no choices, numbers or addresses."""
    return {field.key: field for field in fields_of(model) if field.free_text}


def free_texts(part: RawStruct) -> Iterator[tuple[ValueSpot, str, FieldInfo]]:
    """The texts of a struct in anybody's words, those of its lists, and the keys of its mappings."""
    known = _free_texts(part.model)
    for key, value in part.raw.items():
        if key in known:
            texts = (((part.raw, key), value),) if isinstance(value, str) else _inner_texts(value)
            yield from ((spot, text, known[key]) for spot, text in texts)


def _inner_texts(value: YamlContainer) -> Iterator[tuple[ValueSpot, str]]:
    """The texts of a list, or the keys of a mapping."""
    pairs = enumerate(value) if isinstance(value, list) else ((key, key) for key in value)
    return (((value, step), text) for step, text in pairs if isinstance(text, str))


def odd_texts(contents: ItemContents) -> tuple[FieldText, ...]:
    """The few texts that a rule about single texts may find something in: found in one walk, which all of these rules share."""
    if contents.whole is None:
        return tuple(_field_text(spot, text.text, None) for spot, text in contents.marked)
    if not _may_hold_odd(contents):  # as most items do not
        return ()
    found = (_field_text(*each) for part in contents.parts for each in free_texts(part))
    return tuple(each for each in found if each.stands_in or each.is_unfinished or not each.text.isascii() or _is_ill_sized(each))


def _is_ill_sized(each: FieldText) -> bool:
    return each.field is not None and not _fits(each.text, *_sizes(each.field))


def _may_hold_odd(contents: ItemContents) -> bool:
    """Whether any text of an item is odd. What may be anywhere in a text is looked for in all of them at once."""
    texts: list[str] = []
    for part in contents.parts:
        sizes = _text_sizes(part.model)
        for key, value in part.raw.items():
            if key not in sizes:
                continue
            here = (value,) if isinstance(value, str) else [text for _, text in _inner_texts(value)]
            for text in here:
                if not _fits(text, *sizes[key]):
                    return True
            texts += here
    joined = "\n".join(texts)
    return not joined.isascii() or _is_unfinished(joined) or not STAND_INS.isdisjoint(joined.casefold().split("\n"))


def _fits(text: str, most: int, words: int, one_line: bool) -> bool:  # noqa: FBT001 - for speed
    """Whether a text is of the size that its field takes."""
    return len(text) <= most and not (one_line and "\n" in text) and not (words and text.count(" ") >= words)


def _sizes(field: FieldInfo) -> tuple[int, int, bool]:
    return field.at_most.characters or MAX_COUNT, field.at_most.words, field.one_line


@cache
def _text_sizes(model: type[ModelStruct]) -> Mapping[str, tuple[int, int, bool]]:
    """Key of each field with texts in anybody's words -> what `_fits` compares with."""
    return {key: _sizes(field) for key, field in _free_texts(model).items()}


def _field_text(spot: ValueSpot, text: str, field: FieldInfo | None) -> FieldText:
    return FieldText(spot, text, field, text.strip().casefold() in STAND_INS, _is_unfinished(text))


def _is_unfinished(text: str) -> bool:
    found = "TODO" in text or "TBD" in text or "FIXME" in text or "XXX" in text
    return found or "orem ipsum" in text or "OREM IPSUM" in text
