"""The zone of a file, by its path: main code, an example, a test, documentation, or vendored code."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from patternbook.screening.survey.pattern_index import PatternIndex, word_set
from patternbook.screening.tokens.lists import PlaceRule, Zone

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_ORDER: tuple[Zone, ...] = ("vendored", "test", "example", "docs")
"""If several apply, the first counts: a test of a vendored library is vendored."""


_PACKAGES = frozenset({"src/main", "src/com", "src/org", "java/com", "java/org", "kotlin/com", "kotlin/org"})
"""Folders below which the parts of a path are package names."""


@dataclass(frozen=True, slots=True)
class FileZone:
    """The zone of a file, and the rule by which it is in it."""

    zone: Zone
    rule: str = ""


MAIN_ZONE = FileZone("main")


class ZoneRules:
    """The zone rules, by what they look at. Results for folders are cached, since many files are in the same folder."""

    def __init__(self, rules: Iterable[PlaceRule]) -> None:
        rules = tuple(rules)
        self._folders = {folder: rule for rule in rules for folder in rule.folders}
        self._words = {word: rule for rule in rules for word in rule.words}
        self._files: PatternIndex[tuple[str, PlaceRule]] = PatternIndex()
        for rule in rules:
            for pattern in rule.files:
                self._files.add(pattern, (pattern, rule))
        self._known = functools.lru_cache(maxsize=20_000)(self._of_folder)

    def zone_of(self, path: str) -> FileZone:
        """Return the zone of a file."""
        folder, _, name = path.rpartition("/")
        place = self._known(folder)
        if place.zone == "vendored":
            return place
        lowered = name.lower()
        worth = self._files.candidates(word_set(lowered.encode("utf-8", "surrogateescape")))
        rule = next((rule for pattern, rule in worth if fnmatchcase(lowered, pattern)), None)
        return _first(place, rule)

    def _of_folder(self, folder: str) -> FileZone:
        place = MAIN_ZONE
        package = False  # in Java packages, com/example and org/group/samples are names
        above = ""
        for part in folder.split("/"):
            package = package or f"{above}/{part}" in _PACKAGES
            for rule in self._rules(part):
                if rule.zone == "vendored" or not package:
                    place = _first(place, rule)
            above = part
        return place

    def _rules(self, part: str) -> list[PlaceRule]:
        named = self._folders.get(part.lower())
        worded = (self._words.get(word.lower()) for word in _WORD.findall(part))
        return [rule for rule in (named, *worded) if rule is not None]


def _first(place: FileZone, rule: PlaceRule | None) -> FileZone:
    if rule is None:
        return place
    if place.zone == "main" or _ORDER.index(rule.zone) < _ORDER.index(place.zone):
        return FileZone(rule.zone, rule.slug)
    return place
