"""The words of a glossary in running text, found in one walk over the words of the text; where one begins another, the longer is found.

The walk goes down a tree of words, so that it takes as long for a glossary of thousands as for one of ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from patternbook.catalogue.tokenize import UNSPACED

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


@dataclass(frozen=True, slots=True)
class GlossaryWord:
    """A word of a vocabulary that texts may link to."""

    vocabulary: str
    slug: str
    title: str
    page: str


class _Form(NamedTuple):
    words: str
    word: GlossaryWord
    is_exact: bool
    """Whether it is meant only as it is written, as an abbreviation is."""


@dataclass(frozen=True, slots=True)
class GlossaryIndex:
    """Every form of every word that texts may link to."""

    tree: TermTree = field(default_factory=dict)
    """Words in lower case -> the forms of these words."""
    inner: frozenset[str] = field(default_factory=frozenset, repr=False)
    """Words that stand behind the first in a form."""

    def used_in(self, texts: Iterable[str]) -> dict[str, GlossaryWord]:
        """The words that texts use, by their form in them; for a whole page at once, as it takes a walk over every word."""
        text = _BETWEEN.join(texts)
        words = _lower_words(text)
        present = self.tree.keys() & set(words)
        alone = {word for word in present if len(self.tree[word]) == 1 and END in self.tree[word] and word not in self.inner}
        used = dict(_meant(self.tree[word][END], text) for word in alone)
        starts, following = present - alone, 0
        for start in [number for number, word in enumerate(words) if word in starts] if starts else ():
            if start >= following:
                forms, following = _forms_from(start, words, self.tree)
                used |= dict([_meant(forms, text)]) if forms else {}
        used.pop(END, None)
        return used


def _meant(forms: Sequence[_Form], text: str) -> tuple[str, Any]:
    """The form that a text uses of those that are the same in lower case; an empty one where it is an abbreviation that is not there."""
    return next(((form.words, form.word) for form in forms if not form.is_exact or form.words in text), (END, None))


def _forms_from(at: int, words: Sequence[str], tree: TermTree) -> tuple[Sequence[_Form], int]:
    """The forms of the longest run of words from one on that is in a tree, and the number of the word after it."""
    node, longest, following = tree, (), at
    for number in range(at, len(words)):
        if words[number] not in node:
            break
        node = node[words[number]]
        if END in node:
            longest, following = node[END], number + 1
    return longest, following


_BETWEEN = "\n|\n"
_KEPT = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789'-@#/&_\\").union(range(128, 256))
_SPACES = frozenset(b" \t\n\r\f\v")
_SPLIT = bytes(code if code in _KEPT else 32 if code in _SPACES else 124 for code in range(256))
"""White space to a blank, signs to a bar; what makes a name or an address of a word stays with it."""
_SIGN = re.compile(r"[^\w\s\x00-\x7f]")
_UNSPACED = re.compile(f"[{UNSPACED}]")


def _lower_words(text: str) -> list[str]:
    """The words of a text in lower case, with a bar where a sign is between two. Ten times as fast as by an expression for words."""
    lower = text.lower()
    if not lower.isascii():
        lower = _UNSPACED.sub(r" \g<0> ", _SIGN.sub("|", lower.replace("’", "'")))
    marked = lower.replace("'s", "|").encode().translate(_SPLIT).replace(b"|", b" | ")
    return marked.decode().split()


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
    """The index of forms, each as the words of a path; of several that are the same, the first."""
    by_path: dict[tuple[str, ...], dict[str, _Form]] = {}
    for words, word in forms:
        if words:
            form = " ".join(words)
            by_path.setdefault(tuple(map(str.lower, words)), {}).setdefault(form, _Form(form, word, any(map(_is_abbreviation, words))))
    tree = term_tree((path, sorted(named.values(), key=lambda form: not form.is_exact)) for path, named in by_path.items())
    return GlossaryIndex(tree, frozenset(word for path in by_path for word in path[1:]))


def longest_term(text: str, start: int, tree: TermTree) -> tuple[int, Any] | None:
    """Where the longest term ends that begins at a place of a text, and what the tree says that it names."""
    node, found, place = tree, None, start
    while match := _WORD.match(text, place):
        word = match[0].replace("’", "'")
        bare = _OWNED.sub("", word)
        if bare != word and END in (owner := _step(node, bare)):  # another word cannot follow an owner
            return match.end() - len(word) + len(bare), owner[END]
        node = _step(node, word)
        if END in node:
            found = match.end(), node[END]
        gap = _GAP.match(text, match.end())
        if not node or not (gap or _UNSPACED.match(word)):
            break
        place = gap.end() if gap else match.end()
    return found


_GAP = re.compile(r"\s+")


def _step(node: TermTree, word: str) -> TermTree:
    """The tree of what may follow a word; empty where the word does not go on."""
    following: TermTree = node.get(word) or node.get(word.lower()) or {}
    return following
