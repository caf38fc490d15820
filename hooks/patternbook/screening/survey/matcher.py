"""Token lists indexed for matching: which tokens a file hits by its name, its imports and its content."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from itertools import islice
from string import ascii_letters, digits

from patternbook.screening.manifests.model import Dependency
from patternbook.screening.manifests.python import normalize_name
from patternbook.screening.survey.pattern_index import PatternIndex, word_set
from patternbook.screening.texts.comments import Comments
from patternbook.screening.texts.languages import imported_modules, module_prefixes
from patternbook.screening.tokens.lists import Language, Signal, Token, TokenLists

WORD_SEARCH_BYTES = 64 * 1024
"""Bytes of a file in which words are searched: words are the least precise evidence, and prose has them early."""


_ALSO: dict[str, tuple[Language, ...]] = {"kotlin": ("java",), "scala": ("java",), "notebook": ("python",)}
"""Language -> other languages whose modules it can import."""


@dataclass(frozen=True, slots=True)
class SignalToken:
    """A token and the indicator it belongs to."""

    signal: Signal
    token: Token

    def __hash__(self) -> int:
        return hash((self.signal.slug, self.token.name))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SignalToken) and (self.signal.slug, self.token.name) == (other.signal.slug, other.token.name)


@dataclass(frozen=True, slots=True)
class TokenHit:
    """A token and the offset at which it was found."""

    source: SignalToken
    offset: int


@dataclass(slots=True)
class _Names:
    """Tokens by name; a name is exact or a prefix with a trailing *."""

    exact: dict[str, list[SignalToken]] = field(default_factory=lambda: defaultdict(list))
    starts: list[tuple[str, SignalToken]] = field(default_factory=list)

    def add(self, name: str, source: SignalToken) -> None:
        if name.endswith("*"):
            self.starts.append((name[:-1], source))
        else:
            self.exact[name].append(source)

    def of(self, names: Iterable[str], whole: str) -> list[SignalToken]:
        found = [source for name in names if name in self.exact for source in self.exact[name]]
        return found + [source for start, source in self.starts if whole.startswith(start)]


@dataclass(slots=True)
class _Fragment:
    """A fragment of code or a word; it must not be inside a longer word."""

    text: bytes
    source: SignalToken
    begins: bool
    """Whether it begins with a letter or digit, so that none may stand before it."""
    ends: bool

    def places(self, text: bytes) -> Iterator[int]:
        """The offsets at which it is in a text."""
        at = text.find(self.text)
        while at >= 0:
            end = at + len(self.text)
            stands_alone = not (self.begins and at and text[at - 1] in _IN_WORD) and not (self.ends and end < len(text) and text[end] in _IN_WORD)
            if stands_alone:
                yield at
            at = text.find(self.text, end if stands_alone else at + 1)


_IN_WORD = frozenset((ascii_letters + digits).encode())


class Matcher:
    """All tokens that are searched for in the files of a tree, indexed by how they are found."""

    def __init__(self, lists: TokenLists) -> None:
        self._imports: dict[str, _Names] = defaultdict(_Names)
        self._packages: dict[str, _Names] = defaultdict(_Names)
        self._lines: dict[str, PatternIndex[_Fragment]] = defaultdict(PatternIndex)
        self._words: PatternIndex[_Fragment] = PatternIndex()
        self._suffixes: dict[str, list[SignalToken]] = defaultdict(list)
        self._globs: PatternIndex[tuple[re.Pattern[str], SignalToken]] = PatternIndex()
        for signal in lists.signals:
            if signal.read_from == "tree":
                for token in signal.tokens:
                    self._add(SignalToken(signal, token))

    def _add(self, source: SignalToken) -> None:
        token = source.token
        for language, modules in token.imports.items():
            for module in modules:
                self._imports[language].add(module, source)
        for ecosystem, names in token.packages.items():
            for name in names:
                self._packages[ecosystem].add(normalize_name(name) if ecosystem == "pypi" else name.lower(), source)
        for language, fragments in token.lines.items():
            for text in fragments:
                self._lines[language].add(text, _fragment(text, source))
        for word in token.words:
            self._words.add(word, _fragment(word, source))
        for glob in token.files:
            self._add_file(glob.lower(), source)

    def _add_file(self, glob: str, source: SignalToken) -> None:
        if re.fullmatch(r"\*\.\w+", glob):
            self._suffixes[glob[2:]].append(source)
        else:
            self._globs.add(glob, (re.compile(translate(glob if "/" not in glob else f"*/{glob}")), source))

    def match_path(self, path: str) -> list[SignalToken]:
        """Return the tokens that a file hits by its name."""
        path = path.lower()
        name = path.rpartition("/")[2]
        found = list(self._suffixes.get(name.rpartition(".")[2], ())) if "." in name else []
        words = word_set(path.encode("utf-8", "surrogateescape"))
        return found + [source for pattern, source in self._globs.candidates(words) if pattern.match(name) or pattern.match(f"/{path}")]

    def match_code(self, language: Language, text: bytes, words: Collection[bytes]) -> Iterator[TokenHit]:
        """Yield hits of tokens that a program imports or contains."""
        known = [names for each in (language, *_ALSO.get(language, ())) if (names := self._imports.get(each)) is not None]
        last: set[TokenHit] = set()
        comments = Comments(language, text)
        for module, offset in imported_modules(language, text) if known else ():
            hits = {TokenHit(source, offset): None for names in known for source in names.of(module_prefixes(language, module), module)}
            yield from (hit for hit in hits if hit not in last and not comments.contain(offset))  # `from a import b` yields a and a.b: one use
            last = set(hits)
        for key in (language, "any"):
            for fragment in self._lines[key].candidates(words) if key in self._lines else ():
                yield from _find(fragment, text, comments)

    def match_words(self, text: bytes, words: Collection[bytes]) -> Iterator[TokenHit]:
        """Yield hits of words, each once for a file."""
        candidates = list(self._words.candidates(words))
        lowered = text[:WORD_SEARCH_BYTES].lower() if candidates else b""
        for fragment in candidates:
            yield from _find(fragment, lowered, Comments("any", lowered))

    def match_dependency(self, dependency: Dependency) -> list[SignalToken]:
        """Return the tokens that a dependency of a manifest hits."""
        names = self._packages.get(dependency.ecosystem)
        if names is None:
            return []
        name = dependency.name.lower()
        within = (
            [name, name.partition(":")[0], name.partition("/")[0]] if dependency.ecosystem in ("maven", "cocoapods") else _parents(dependency, name)
        )
        return names.of(dict.fromkeys(within), name)


def _parents(dependency: Dependency, name: str) -> list[str]:
    return list(module_prefixes("go", name)) if dependency.ecosystem == "go" else [name]


def _fragment(text: str, source: SignalToken) -> _Fragment:
    return _Fragment(text.encode(), source, text[0].isalnum(), text[-1].isalnum())


def _find(fragment: _Fragment, text: bytes, comments: Comments) -> Iterator[TokenHit]:
    """Yield the first occurrence of a fragment."""
    found = (TokenHit(fragment.source, place) for place in fragment.places(text) if not comments.contain(place))
    yield from islice(found, 1)
