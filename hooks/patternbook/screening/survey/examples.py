"""Token lists tried on their own examples: what is not found that should be, found that should not be, or shown by no example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TypeVar

from patternbook.model.struct import field_values
from patternbook.screening.repository.tree import FileEntry, History, Problems
from patternbook.screening.survey.matcher import Matcher
from patternbook.screening.survey.mentions import tokens_in_headings, tokens_in_readme
from patternbook.screening.survey.scan import survey_tree
from patternbook.screening.survey.self_description import self_labels
from patternbook.screening.survey.zones import ZoneRules
from patternbook.screening.texts.readme import parse_readme
from patternbook.screening.tokens.lists import HITS, MISSES, ExamplePath, Signal, Token, TokenLists

WAYS = ("imports", "packages", "files", "lines", "words")
"""Fields of a token that say what is looked for."""
_OWN_WORK = ZoneRules(())
"""Examples are a repository's own work, wherever they are."""


def try_examples(lists: TokenLists) -> Iterator[ExamplePath]:
    """Everything in token lists that does not fit their examples.

    Each thing that a token looks for is tried alone: the token is found wherever one of them is.
    """
    tokens = [(at, number, signal, token) for at, signal in enumerate(lists.signals) for number, token in enumerate(signal.tokens)]
    singles = [_Singles(signal, token) for _, _, signal, token in tokens]
    in_trees = Matcher(TokenLists(signals=tuple(single.alone for single in singles if single.signal.read_from == "tree")))
    for (at, number, _, _), single in zip(tokens, singles, strict=True):
        hits = {file: single.found({file: text}, in_trees) for file, text in single.token.hits.items()}
        # All near misses at once, which are few to tell apart where one is found after all.
        near = single.token.misses if single.token.misses and single.found(single.token.misses, in_trees) else {}
        misses = {file: single.found({file: text}, in_trees) for file, text in near.items()}
        shown = set[str]().union(*hits.values())
        wrong: list[tuple[str | int, ...]] = [(HITS, file) for file, found in hits.items() if not found]
        wrong += [(MISSES, file) for file, found in misses.items() if found]
        wrong += [path for name, path in single.paths.items() if name not in shown] if not wrong else []
        yield from (ExamplePath(at, number, path) for path in wrong)


class _Singles:
    """A token cut into one token for each thing that it looks for."""

    def __init__(self, signal: Signal, token: Token) -> None:
        self.signal, self.token = signal, token
        self.paths: Mapping[str, tuple[str | int, ...]] = {f"{token.name}\0{'/'.join(map(str, path))}": path for path in _paths(token)}
        """Name of the token for one thing -> where the thing is."""
        self.alone = _with(signal, slug=f"{signal.slug}\0{token.name}", tokens=tuple(_single(token, *each) for each in self.paths.items()))

    def found(self, files: Mapping[str, str], in_trees: Matcher) -> Set[str]:
        """Names of the tokens that are found where files say this."""
        if self.signal.read_from == "tree":
            survey = survey_tree(_Files(files), in_trees, _OWN_WORK, lambda _: None)
            return {hits.source.token.name for hits in survey.found} & self.paths.keys()
        return set[str]().union(*(self._found_in_readme(file, text) for file, text in files.items()))

    def _found_in_readme(self, file: str, text: str) -> Set[str]:
        readme = parse_readme(file, text)
        if self.signal.read_from == "readme":
            return {token.name for token, _ in tokens_in_readme(readme, self.alone)}
        if self.signal.read_from == "headings":
            return {token.name for token, _ in tokens_in_headings(readme, self.alone)}
        # The longest word hides the others: each is tried alone, if it occurs at all.
        each = (token for token in self.alone.tokens if any(word in text.lower() for word in token.words))
        lists = (TokenLists(signals=(_with(self.alone, tokens=(token,)),)) for token in each)
        return {label.token.name for alone in lists for label in self_labels(readme, "", alone)}


def _paths(token: Token) -> Iterator[tuple[str | int, ...]]:
    for way in WAYS:
        value = getattr(token, way)
        for of, names in value.items() if isinstance(value, dict) else [(None, value)]:
            yield from ((way, index) if of is None else (way, of, index) for index in range(len(names)))


def _single(token: Token, name: str, path: tuple[str | int, ...]) -> Token:
    way, *rest = path
    value = getattr(token, str(way))
    only: object = {rest[0]: (value[rest[0]][rest[1]],)} if len(rest) > 1 else (value[rest[0]],)
    nothing: dict[str, object] = {each: {} if isinstance(getattr(token, each), dict) else () for each in WAYS}
    return _with(token, **nothing | {str(way): only, "name": name})


Part = TypeVar("Part", Signal, Token)


def _with(part: Part, **changes: object) -> Part:
    """A copy of a part of a token list with other values of these fields, which need no validation."""
    copy = object.__new__(type(part))
    copy.__setstate__((None, field_values(part) | changes))
    return copy


class _Files:
    """A checkout that holds these files, and is nowhere on disk."""

    kind, commit = "made up", ""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.problems = Problems()
        self.contents = {path: text.encode() for path, text in files.items()}

    def files(self) -> Iterator[FileEntry]:
        return (FileEntry(path, len(content), path) for path, content in self.contents.items())

    def follow(self, link: FileEntry) -> FileEntry | None:
        return None

    def read(self, files: Iterable[FileEntry]) -> Iterator[tuple[FileEntry, bytes]]:
        return ((listed, self.contents[listed.key]) for listed in files)

    def history(self) -> History:
        return History()
