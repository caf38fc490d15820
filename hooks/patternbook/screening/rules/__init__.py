"""The rules: each names what it saw and speaks for one family with a number of points."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from patternbook.screening.facts import Facts, Reason
from patternbook.screening.rules import lessons, packages, research, users, words

Rule = Callable[[Facts], Iterator[Reason]]

RULES: tuple[Rule, ...] = (
    users.surface,
    users.delivered,
    users.kept_up,
    words.called,
    packages.published,
    packages.framework,
    packages.shows_code,
    packages.api_documented,
    words.for_developers,
    words.works_on_models,
    lessons.notebooks,
    lessons.side_by_side,
    words.exercise,
    lessons.small,
    lessons.short_lived,
    lessons.many_samples,
    research.research,
    words.technology,
)
