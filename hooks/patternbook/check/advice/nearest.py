"""Which field or value somebody meant who wrote one that does not exist: by spelling, by its words, and by its meaning.

The meaning of a field is its description, so that `reference` leads to `source`, the "key of the reference this was read in".
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from patternbook.diagnostics.diagnostic import join_names
from patternbook.model.descriptions import descriptions
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.struct import ModelStruct

VERY_ALIKE, RATHER_ALIKE = 0.78, 0.6
"""How alike two names are from which on one is taken for the other misspelt."""
_WORD = re.compile(r"[a-z]+")
_LEAST = 4
"""Letters of a word that says something."""


class Meant(NamedTuple):
    """What an unknown field may be meant as."""

    key: str
    """A field of the same struct; empty where none is near."""
    elsewhere: str = ""
    """Where it belongs, if that is another struct, as advice."""


def meant_field(wrong: str, owner: type[ModelStruct], whole: type[ModelStruct], written: Collection[str]) -> Meant:
    """The field that is meant by a key that the model has not.

    Args:
        wrong: The key.
        owner: The model.
        whole: The model of the item that it is in.
        written: The keys that are written beside it.

    """
    fields = fields_of(owner)
    free = [info.key for info in fields if info.key not in written]
    if key := _by_spelling(wrong, [info.key for info in fields], VERY_ALIKE):
        return Meant(key) if key in free else Meant("", f"`{key}` is there already: take this one out, or correct its name.")
    instead = owner._instead.get(wrong, "")
    if instead in free:
        return Meant(instead)
    if any(info.key == instead for info in fields):
        return Meant("", f"`{instead}` is there already: take this one out, or put what it says there.")
    if elsewhere := instead or _elsewhere(wrong, owner, whole):
        return Meant("", elsewhere)
    missing = [info.key for info in fields if info.required and info.key in free]
    named = next((info.key for info in fields if info.reference == wrong and info.key in free), "")
    key = named or _by_words(wrong, missing) or _by_words(wrong, free) or _by_spelling(wrong, free, RATHER_ALIKE)
    if not key and (elsewhere := _in_lists(wrong, whole)):
        return Meant("", elsewhere)
    key = key or _by_meaning(wrong, owner, [info for info in fields if info.key in free])
    return Meant(key or (missing[0] if len(missing) == 1 else ""))


def _elsewhere(wrong: str, owner: type[ModelStruct], whole: type[ModelStruct]) -> str:
    """Where a field belongs that a struct around this one or inside it has."""
    inner = next((info for info in fields_of(owner) if info.part and any(each.key == wrong for each in fields_of(info.part))), None)
    if inner is not None:
        return f"`{wrong}` is part of `{inner.key}`: indent it below `{inner.key}:`."
    if owner is not whole and any(info.key == wrong for info in fields_of(whole)):
        return f"`{wrong}` is a field of the entry itself: indent it like `{fields_of(whole)[0].key}:`."
    return ""


def _in_lists(wrong: str, whole: type[ModelStruct]) -> str:
    """The fields of the item whose structs have such a field: the line with the key of one may be missing."""
    lists = [info.key for info in fields_of(whole) if info.part and any(each.key == wrong for each in fields_of(info.part))]
    return f"It is a field of {join_names(map('`{}`'.format, lists), 4)}: write that key above it, if it is missing." if lists else ""


def nearest_name(wrong: str, known: Collection[str]) -> str:
    """The known name that is most like a wrong one: in other letters, begun alike, or misspelt; empty where none is."""
    if key := _by_spelling(wrong, known, VERY_ALIKE):
        return key
    plain = _normalized(wrong)
    starting = sorted(name for name in known if len(plain) >= _LEAST and (_normalized(name).startswith(plain) or plain.startswith(_normalized(name))))
    if len(starting) == 1:
        return starting[0]
    return _by_words(wrong, sorted(known)) or _by_spelling(wrong, known, RATHER_ALIKE)


def nearest_choice(wrong: str, choices: Collection[str]) -> str:
    """The choice that a value was meant as. Choices have meanings, so that one which only sounds alike may say the contrary: it begins alike, too."""
    near = nearest_name(wrong, choices)
    return near if near[:1] == _normalized(wrong)[:1] or misspelt_name(wrong, choices) else ""


@dataclass
class Guesser:
    """Finds what was meant by a name, for the first names that it is given, as each takes time in proportion to what is known."""

    known: Collection[str]
    left: int = 50
    """How many more are looked for."""

    def advise(self, wrong: str) -> str:
        """The nearest name as a question; empty where none is near."""
        self.left -= 1
        near = nearest_name(wrong, self.known) if self.left >= 0 else ""
        return f"did you mean {near!r}?" if near else ""


def misspelt_name(wrong: str, known: Collection[str]) -> str:
    """The known name that differs from a wrong one by a letter or two; empty where none does."""
    return _by_spelling(wrong, known, VERY_ALIKE)


def _normalized(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _by_spelling(wrong: str, known: Iterable[str], least: float) -> str:
    by_form = {_normalized(key): key for key in sorted(known, reverse=True)}
    plain = _normalized(wrong)
    close = [plain] if plain in by_form else difflib.get_close_matches(plain, sorted(by_form), n=1, cutoff=least)
    return by_form[close[0]] if close else ""


def _words(text: str) -> list[str]:
    return [word.removesuffix("s") for word in _WORD.findall(text.lower())]


def _by_words(wrong: str, known: Sequence[str]) -> str:
    """The shortest name that has all words of a wrong one, or only words of it."""
    words = {word for word in _words(wrong) if len(word) >= _LEAST}
    alike = [key for key in known if words and (words <= set(_words(key)) or (set(_words(key)) <= words))]
    return min(alike, key=lambda key: (len(key), key), default="")


def _by_meaning(wrong: str, owner: type[ModelStruct], fields: Sequence[FieldInfo]) -> str:
    """The field whose description has a word of the name, as early as possible."""
    words = [word for word in _words(wrong) if len(word) >= _LEAST]
    found = sorted(_mentions(words, descriptions(owner), fields))
    return found[0][1] if found else ""


def _mentions(words: Sequence[str], about: Mapping[str, str], fields: Sequence[FieldInfo]) -> Iterator[tuple[int, str]]:
    for info in fields:
        described = _words(about.get(info.name, "").partition("\n")[0])
        yield from ((described.index(word), info.key) for word in words if word in described)
