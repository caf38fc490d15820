"""The words of a glossary in running text, found in one walk over the words of the text; where one begins another, the longer is found.

The walk goes down a tree of words, so that it takes as long for a glossary of thousands as for one of ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from patternbook.tokenize import UNSPACED

_LETTER = rf"[^\W_{UNSPACED}]"
_BESIDE = rf"[^\W{UNSPACED}]"
TERM_WORD = (
    rf"[{UNSPACED}]"  # of a script without spaces, each letter
    rf"|(?<![@#/.\\&-])(?<!{_BESIDE})(?>{_LETTER}+(?:['’-]{_LETTER}+)*)(?!{_BESIDE}|[@/-]|\.\w)"  # no part of an address or a name
)
"""A word as it stands in a text. Words with a hyphen between them are one."""
_WORD = re.compile(TERM_WORD)
_OWNED = re.compile(r"['’]s$")
END = ""
"""Key of the thing that a path through a tree of words leads to, at its end."""

TermTree = Mapping[str, Any]
"""Word -> the tree of the words that may follow it; `END` -> what the words before it name."""


class FoundTerm(NamedTuple):
    """A place in a text where a term stands."""

    start: int
    end: int
    form: str
    """Its words as they are in the tree, with blanks between them."""
    named: Any
    """What the tree says that they name."""


@dataclass(frozen=True, slots=True)
class GlossaryWord:
    """A word of a vocabulary that texts may link to."""

    vocabulary: str
    slug: str
    title: str
    page: str


@dataclass(frozen=True, slots=True)
class GlossaryIndex:
    """Every form of every word that texts may link to."""

    tree: TermTree = field(default_factory=dict)
    firsts: frozenset[str] = field(default_factory=frozenset, repr=False)
    """The words that a form begins with, in lower case."""

    def find(self, text: str) -> Iterator[FoundTerm]:
        """The terms in a text, in order, none inside another."""
        if self.firsts.isdisjoint(_WORD.findall(text.lower())):
            return iter(())
        return terms_among([*_WORD.finditer(text)], text, self.tree)


def form_words(form: str) -> tuple[str, ...]:
    """A form as the words of a path through a tree: abbreviations as they are written, other words in lower case.

    Empty for what no text can be searched for word by word: with signs between its words, or of a single letter.
    """
    words = _WORD.findall(form)
    if _WORD.sub("", form).strip() or len("".join(words)) < 2:
        return ()
    return tuple([word if _is_abbreviation(word) else word.lower() for word in map(_straight, words)])


def _is_abbreviation(word: str) -> bool:
    return sum(map(str.isupper, word)) > 1


def _straight(word: str) -> str:
    return word.replace("’", "'")


def term_tree(forms: Iterable[tuple[Sequence[str], object]]) -> TermTree:
    """A tree of words from paths and what each names; of several that have one path, the first."""
    tree: dict[str, Any] = {}
    for words, named in forms:
        node = tree
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(END, named)
    return tree


def index_glossary(forms: Iterable[tuple[Sequence[str], GlossaryWord]]) -> GlossaryIndex:
    """The index of forms, each as the words of a path."""
    kept = [(words, word) for words, word in forms if words]
    return GlossaryIndex(term_tree(kept), frozenset(words[0].lower() for words, _ in kept))


def terms_among(words: Sequence[re.Match[str]], text: str, tree: TermTree) -> Iterator[FoundTerm]:
    """The terms that stand in a text, given the words of it that may be part of one, in order."""
    at = 0
    while at < len(words):
        found = _longest(words, at, text, tree)
        if found:
            yield found[0]
        at = found[1] if found else at + 1


def _longest(words: Sequence[re.Match[str]], at: int, text: str, tree: TermTree) -> tuple[FoundTerm, int] | None:
    """The longest term that begins with a word, and the number of the word after it."""
    node, path, found, start = tree, list[str](), None, words[at].start()
    for number in range(at, len(words)):
        match = words[number]
        if number > at and not _joined(text, words[number - 1], match):
            break
        word = _straight(match[0])
        bare = _OWNED.sub("", word)
        if bare != word and (last := _step(node, bare)) and END in node[last]:  # another word cannot follow an owner
            return FoundTerm(start, match.end() - len(word) + len(bare), " ".join([*path, last]), node[last][END]), number + 1
        step = _step(node, word)
        if step is None:
            break
        node = node[step]
        path.append(step)
        if END in node:
            found = FoundTerm(start, match.end(), " ".join(path), node[END]), number + 1
    return found


def _step(node: TermTree, word: str) -> str | None:
    return word if word in node else lower if (lower := word.lower()) in node else None


_UNSPACED = re.compile(f"[{UNSPACED}]")


def _joined(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    """Whether nothing but white space is between two words; between letters of a script without spaces, not even that."""
    between = text[before.end() : after.start()]
    return between.isspace() if between else _UNSPACED.match(before[0]) is not None or _UNSPACED.match(after[0]) is not None
