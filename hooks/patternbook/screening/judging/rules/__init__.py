"""The rules: each yields reasons, which give points to one family of repositories and name their evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from patternbook.screening.judging.rules import lessons, packages, research, users, words
from patternbook.screening.judging.rules.facts import CheckoutFacts, Reason

JudgingRule = Callable[[CheckoutFacts], Iterator[Reason]]

JUDGING_RULES: tuple[JudgingRule, ...] = (
    users.user_interface,
    users.delivery,
    users.maintenance,
    words.self_labelled,
    packages.published_package,
    packages.is_a_framework,
    packages.shows_code,
    packages.api_documented,
    words.for_developers,
    words.works_on_models,
    lessons.notebooks,
    lessons.numbered_or_explained_parts,
    words.exercise,
    lessons.small_program,
    lessons.short_lived,
    lessons.many_samples,
    research.paper_code,
    words.technology,
)
