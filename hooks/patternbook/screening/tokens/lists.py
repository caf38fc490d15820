"""The token lists as data: what each indicator looks for, with examples that hit and near misses.

They are in `indicators/` of the data folder, which the loader of the catalogue skips, and are read by `patternbook
check`, which reports what is wrong with them, and by `patternbook screen`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from pydantic_core import PydanticCustomError

from patternbook.diagnostics.diagnostic import Diagnostic, only_errors
from patternbook.model.components import ID_NUMBER, Slug, Text
from patternbook.model.struct import EMPTY, ModelStruct, constrained

TOKEN_LISTS_FOLDER = "indicators"
"""Folder of the token lists inside the data folder."""
ENTRY_PATTERN = rf"^I-{ID_NUMBER}$"
"""Pattern of the id of an indicator's entry."""
ENTRY_KIND = "indicator"
"""Kind of those entries."""

Language = Literal[
    "any", "c", "csharp", "dart", "go", "gradle", "html", "java", "javascript", "julia", "kotlin", "lua", "notebook",
    "objc", "php", "python", "r", "ruby", "rust", "scala", "swift", "vb", "xaml", "xml", "xcode", "config",
]  # fmt: skip
Ecosystem = Literal[
    "cargo", "cocoapods", "composer", "gem", "go", "gradle-plugin", "maven", "npm", "nuget", "pub", "pypi", "swiftpm", "cmake",
]  # fmt: skip
FunnelStage = Literal["search", "wording", "ui", "ml", "ranking", "inspection"]
Family = Literal["product", "library", "tutorial", "demo", "paper", "developer-tool"]
Zone = Literal["main", "example", "test", "docs", "vendored"]


class Token(ModelStruct):
    """One thing to look for, in every form it comes in."""

    name: Text
    """What it is called in reports: Flask."""
    weight: Literal["strong", "weak"] = "strong"
    """weak where it stands in many repositories that are not meant: a plotting library."""
    suggests: Family | None = None
    """What a repository that calls itself so is likely to be; for wording only."""
    imports: dict[Language, tuple[Text, ...]] = EMPTY
    """Modules by language, as imported: {python: [flask]}; a trailing * stands for anything."""
    packages: dict[Ecosystem, tuple[Text, ...]] = EMPTY
    """Packages by registry, as a manifest names them: {pypi: [flask]}; a trailing * stands for anything."""
    files: tuple[Text, ...] = ()
    """Names of files: "*.tflite"; with a slash, the end of a path."""
    lines: dict[Language, tuple[Text, ...]] = EMPTY
    """Fragments of code by language, letter by letter, not inside of a longer word: {gradle: [com.android.application]}."""
    words: tuple[Text, ...] = ()
    """Whole words in lower case, found in whatever case."""
    hits: Annotated[dict[Text, Text], constrained(min_length=1)]
    """Examples that must be found: name of a file -> what stands in it."""
    misses: dict[Text, Text] = EMPTY
    """Near misses that must not be found."""

    def __post_init__(self) -> None:
        if not (self.imports or self.packages or self.files or self.lines or self.words):
            raise PydanticCustomError("looks_for_nothing", "the token looks for nothing")
        if any(word != word.lower() for word in self.words):
            raise PydanticCustomError("capital_in_word", "a word has a capital letter and could never be found")


class Signal(ModelStruct):
    """One indicator: where it is read from, and what counts as a hit."""

    slug: Slug
    """Its name in reports: python-web."""
    title: Text
    key: Annotated[str, constrained(pattern=r"^I[0-9]{2}$")] | None = None
    """The study's own number of it: I15."""
    entry: Annotated[str, constrained(pattern=ENTRY_PATTERN)] | None = None
    """Id of its entry in the catalogue: I-015."""
    editorial: bool = False
    """True where the study has no such indicator and it is ours."""
    stage: FunnelStage
    """The step of the study's funnel it belongs to."""
    read_from: Literal["tree", "self-description", "readme", "headings", "metadata", "history", "manifests", "person"]
    """Where it is looked for. tree: code, manifests, names of files; headings: over the README's sections; person: only a person can tell."""
    surface: Literal["application", "page", "server"] | None = None
    """For user interfaces: an application of its own, a page, or code that answers requests."""
    tokens: tuple[Token, ...] = ()

    def __post_init__(self) -> None:
        studied = self.key is not None and self.entry is not None
        if studied == self.editorial or (self.key is None) != (self.entry is None):
            raise PydanticCustomError("studied_or_editorial", "an indicator either has the study's `key` and its `entry`, or is editorial")
        if self.read_from == "self-description" and len({token.suggests is None for token in self.tokens}) > 1:
            raise PydanticCustomError("suggests_in_part", "tokens without `suggests` are not looked for beside others that have it")


class PlaceRule(ModelStruct):
    """Which folders and files of a repository are not its own work, or not its product."""

    slug: Slug
    zone: Zone
    why: Text
    folders: tuple[Text, ...] = ()
    """Names of folders in lower case, anywhere in a path."""
    words: tuple[Text, ...] = ()
    """Words in the name of a folder, between hyphens, underscores, dots and changes of case: `demo` in `demo-app`."""
    files: tuple[Text, ...] = ()
    """Names of files: "*.min.js"."""


TOKEN_LIST_MODELS: dict[str, type[ModelStruct]] = {"signals": Signal, "places": PlaceRule}
"""Top-level key of a token list -> model of its items."""


@dataclass(frozen=True, slots=True)
class TokenLists:
    """All token lists of a data folder."""

    signals: tuple[Signal, ...] = ()
    places: tuple[PlaceRule, ...] = ()

    def signal(self, slug: str) -> Signal | None:
        return next((signal for signal in self.signals if signal.slug == slug), None)


HITS, MISSES = "hits", "misses"
"""Fields of a token that hold examples."""


class ExamplePath(NamedTuple):
    """Something in a token that does not fit its examples."""

    signal: int
    """Index of the indicator in the lists."""
    token: int
    """Index of the token in the indicator."""
    path: tuple[str | int, ...]
    """Where it is in the token: (hits, FILE), (misses, FILE), or (imports, python, 0) of what no example shows."""


def unusable(lists: TokenLists, problems: tuple[Diagnostic, ...]) -> bool:
    """Return whether the lists must not be used: one read only in part would find too little, and nobody would notice."""
    return not lists.signals or bool(only_errors(problems))
