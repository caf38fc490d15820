"""Where an item names a work or an entry: the sentence in which a text cites it, or the claim that rests on it.

Kept with the header of each item, so that pages that list who names them need not read all these items.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from msgspec.json import Decoder, Encoder

from patternbook.markup import CITATION, NAMED_WORK, Markdown, citations_at, cut_words, plain_line
from patternbook.model.introspect import fields_of, walk_structs
from patternbook.model.registry import KINDS, REFERENCE_KIND
from patternbook.model.struct import ModelStruct

BACKLINKED = frozenset((REFERENCE_KIND, *(kind.name for kind in KINDS for section in kind.sections if "view:named_by" in section.fields)))
"""Kinds of things whose pages list who names them."""
_BEFORE, _AFTER, _CLAIM = 110, 130, 220
"""Characters that are shown before the place in a sentence, behind it, and of a claim."""
_WINDOW = 4 * _AFTER
"""Characters of a sentence that are looked at on either side, with room for what is left out."""
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)*_]*\s+(?=[^\W\d_a-z]|[“\"*\[])|(?<=[。！？])|\n\s*\n|\n\s*(?:[-*]|\d+\.) |\|")


class MentionedAt(NamedTuple):
    """A place where something is named."""

    before: str
    """Of a text, what stands before it in its sentence; else the claim that rests on it."""
    locator: str
    after: str
    is_cited: bool
    """Whether a text cites it there; else a field names it."""


MentionPlaces = Mapping[tuple[str, str], MentionedAt]
"""(kind of thing, name) -> the first place where it is named."""


def mentions_of(part: ModelStruct) -> MentionPlaces:
    """The places where an item names works and entries; texts that cite them before fields that name them."""
    cited, named, beside = (dict[tuple[str, str], MentionedAt]() for _ in range(3))
    for _, inner in walk_structs(part):
        texts, names = _fields(type(inner))
        for field, many, _ in texts:
            value = getattr(inner, field)
            for text in (value if many else (value,)) if value else ():
                if "@" in text:
                    for key, place in mentions_in_text(text):
                        cited.setdefault((REFERENCE_KIND, key), place)
        for field, kind, many in names:
            value = getattr(inner, field)
            for name in (value if many else (value,)) if value else ():
                for places, is_required in ((named, True), (beside, False)):
                    if (kind, name) not in places and (claim := _claim(inner, texts, is_required=is_required)):
                        places[kind, name] = claim
    return beside | named | cited


_NO_CLAIMS = frozenset(("title", "locator"))
"""Fields whose texts say nothing of what is named."""


@cache
def _fields(model: type[ModelStruct]) -> tuple[tuple[tuple[str, bool, bool], ...], tuple[tuple[str, str, bool], ...]]:
    """The fields of a model that may hold Markdown, and whether it must have them; those that name things with such pages."""
    texts = (field for field in fields_of(model) if field.free_text and field.type_name == "text" and field.name not in _NO_CLAIMS)
    names = tuple((field.name, field.reference, field.many) for field in fields_of(model) if field.reference in BACKLINKED)
    return tuple((field.name, field.many, field.required) for field in texts), names


def _claim(part: ModelStruct, texts: tuple[tuple[str, bool, bool], ...], *, is_required: bool) -> MentionedAt | None:
    """The first text of a part that it must have, or need not, with its locator."""
    fields = (field for field, many, required in texts if not many and required == is_required)
    text = next((value for field in fields if (value := getattr(part, field))), "")
    if not text:
        return None
    end = _SENTENCE_END.search(text)
    line = cut_words(plain_line(text[: end.start()] if end else text, str), _CLAIM)
    return MentionedAt(line, getattr(part, "locator", None) or "", "", is_cited=False)


def mentions_in_text(text: str) -> Iterator[tuple[str, MentionedAt]]:
    """Each work that a text cites, with the sentence, cut between words where it is long."""
    markdown = Markdown.of(text)
    spans = [match.span() for match in _SENTENCE_END.finditer(markdown.plain)]
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    for offset, work in citations_at(markdown):
        match = CITATION.match(markdown.plain, offset) or NAMED_WORK.match(markdown.plain, offset)
        end = match.end() if match else offset
        first = max(starts[bisect_right(starts, offset) - 1], offset - _WINDOW)
        last = min(ends[min(bisect_left(ends, end), len(ends) - 1)], end + _WINDOW)
        is_open = text.count("(", first, offset) > text.count(")", first, offset)
        opened, ended = ("(", ")") if text.startswith("[", offset) and not is_open else ("", "")
        before, after = f"{_cut_start(text[first:offset])}{opened}", f"{ended}{_cut_end(text[end:last])}"
        yield work.key, MentionedAt(before, work.locator, after, is_cited=True)


def _cut_start(text: str) -> str:
    line = plain_line(text, str)
    if len(line) > _BEFORE:
        line = f"… {line[-_BEFORE:].partition(' ')[2]}"
    return f"{line} " if text[-1:].isspace() else line


def _cut_end(text: str) -> str:
    line = cut_words(plain_line(text, str), _AFTER)
    return f" {line}" if text[:1].isspace() and line else line


_ENCODER, _DECODER = Encoder(), Decoder(dict[str, tuple[str, str, str, bool]])


def pack_mentions(mentions: MentionPlaces) -> str:
    """Places as one text, which takes less room than its parts until somebody asks for one."""
    return _ENCODER.encode({f"{kind}:{name}": tuple(place) for (kind, name), place in mentions.items()}).decode() if mentions else ""


def unpack_mentions(packed: str) -> dict[tuple[str, str], MentionedAt]:
    """The reverse of `pack_mentions`."""
    found = _DECODER.decode(packed) if packed else {}
    return {tuple(key.split(":", 1)): MentionedAt(*place) for key, place in found.items()}  # type: ignore[misc]
