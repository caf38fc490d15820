"""Token lists made ready: from what a file imports, is called or holds, to the tokens it hits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from itertools import islice

from patternbook.screening.manifests.model import Dependency
from patternbook.screening.manifests.python import normalize_name
from patternbook.screening.survey.pattern_index import PatternIndex, word_set
from patternbook.screening.texts.comments import Comments
from patternbook.screening.texts.languages import imported_modules, module_prefixes
from patternbook.screening.tokens.lists import Language, Signal, Token, TokenLists

WORD_SEARCH_BYTES = 64 * 1024
"""Bytes of a file in which words are looked for; they are the noisy last resort, and files of words say them early."""


_ALSO: dict[str, tuple[Language, ...]] = {"kotlin": ("java",), "scala": ("java",), "notebook": ("python",)}
"""Languages whose modules another one imports as well."""


@dataclass(frozen=True, slots=True)
class SignalToken:
    """A token, and the indicator it belongs to."""

    signal: Signal
    token: Token

    def __hash__(self) -> int:
        return hash((self.signal.slug, self.token.name))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SignalToken) and (self.signal.slug, self.token.name) == (other.signal.slug, other.token.name)


@dataclass(frozen=True, slots=True)
class TokenHit:
    """A token found at an offset of a file."""

    sought: SignalToken
    offset: int


@dataclass(slots=True)
class _Names:
    """Names, exact or with a trailing *, and what each stands for."""

    exact: dict[str, list[SignalToken]] = field(default_factory=lambda: defaultdict(list))
    starts: list[tuple[str, SignalToken]] = field(default_factory=list)

    def add(self, name: str, sought: SignalToken) -> None:
        if name.endswith("*"):
            self.starts.append((name[:-1], sought))
        else:
            self.exact[name].append(sought)

    def of(self, names: Iterable[str], whole: str) -> list[SignalToken]:
        found = [sought for name in names if name in self.exact for sought in self.exact[name]]
        return found + [sought for start, sought in self.starts if whole.startswith(start)]


@dataclass(slots=True)
class _Fragment:
    """A fragment of code or a word, bounded on the sides where it begins or ends with a letter."""

    text: bytes
    sought: SignalToken
    pattern: re.Pattern[bytes]


class Matcher:
    """Every token that is looked for in the files of a tree, by the way it is found."""

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

    def _add(self, sought: SignalToken) -> None:
        token = sought.token
        for language, modules in token.imports.items():
            for module in modules:
                self._imports[language].add(module, sought)
        for ecosystem, names in token.packages.items():
            for name in names:
                self._packages[ecosystem].add(normalize_name(name) if ecosystem == "pypi" else name.lower(), sought)
        for language, fragments in token.lines.items():
            for text in fragments:
                self._lines[language].add(text, _fragment(text, sought))
        for word in token.words:
            self._words.add(word, _fragment(word, sought))
        for glob in token.files:
            self._add_file(glob.lower(), sought)

    def _add_file(self, glob: str, sought: SignalToken) -> None:
        if re.fullmatch(r"\*\.\w+", glob):
            self._suffixes[glob[2:]].append(sought)
        else:
            self._globs.add(glob, (re.compile(translate(glob if "/" not in glob else f"*/{glob}")), sought))

    def match_path(self, path: str) -> list[SignalToken]:
        """Tokens that a file hits by its name alone."""
        path = path.lower()
        name = path.rpartition("/")[2]
        found = list(self._suffixes.get(name.rpartition(".")[2], ())) if "." in name else []
        words = word_set(path.encode("utf-8", "surrogateescape"))
        return found + [sought for pattern, sought in self._globs.candidates(words) if pattern.match(name) or pattern.match(f"/{path}")]

    def match_code(self, of: Language, text: bytes, words: Collection[bytes]) -> Iterator[TokenHit]:
        """Tokens a file imports or holds; `text` starts with a line break of ours, `words` are its words."""
        known = [names for language in (of, *_ALSO.get(of, ())) if (names := self._imports.get(language)) is not None]
        last: set[TokenHit] = set()
        comments = Comments(of, text)
        for module, offset in imported_modules(of, text) if known else ():
            hits = {TokenHit(sought, offset): None for names in known for sought in names.of(module_prefixes(of, module), module)}
            yield from (hit for hit in hits if hit not in last and not comments.contain(offset))  # `from a import b` is a and a.b, and one line
            last = set(hits)
        for language in (of, "any"):
            for fragment in self._lines[language].candidates(words) if language in self._lines else ():
                yield from _find(fragment, text, comments)

    def match_words(self, text: bytes, words: Collection[bytes]) -> Iterator[TokenHit]:
        """Words of a text; each counts once a file."""
        worth = list(self._words.candidates(words))
        lowered = text[:WORD_SEARCH_BYTES].lower() if worth else b""
        for fragment in worth:
            yield from _find(fragment, lowered, Comments("any", lowered))

    def match_dependency(self, dependency: Dependency) -> list[SignalToken]:
        """Tokens that a dependency of a manifest hits."""
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


def _fragment(text: str, sought: SignalToken) -> _Fragment:
    before = r"(?<![A-Za-z0-9])" if text[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if text[-1].isalnum() else ""
    return _Fragment(text.encode(), sought, re.compile((before + re.escape(text) + after).encode()))


def _find(fragment: _Fragment, text: bytes, comments: Comments) -> Iterator[TokenHit]:
    """The first place of a fragment: looked for by its bytes first, which is many times faster than by a pattern."""
    if (start := text.find(fragment.text)) >= 0:
        places = (found.start() for found in fragment.pattern.finditer(text, max(start - 1, 0)))
        yield from (TokenHit(fragment.sought, place) for place in islice((place for place in places if not comments.contain(place)), 1))
