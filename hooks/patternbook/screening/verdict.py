"""From what was found to the stage reached and a suggested class, each with its reasons. Never a final verdict.

The rules are ours: the study found no way to automate its last step. The family with most points is suggested; a
product only where it is clearly ahead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from patternbook.screening.facts import Facts, Reason
from patternbook.screening.gates import Gate
from patternbook.screening.lists import Family
from patternbook.screening.rules import RULES
from patternbook.screening.stage import Reached, reached

Class = Literal[
    "ml_product", "ml_library_or_tool", "model_or_paper_code", "tutorial_or_notebooks", "toy_or_demo", "non_ml_product", "non_ml_library", "unclear"
]

ENOUGH = 4
"""Points without which nothing is suggested as a product: a window or a server alone may be anything's."""
AHEAD = 2
"""Points by which one family must lead another to be clearly ahead of it."""
FOR_USERS = frozenset({"packaged-for-users", "install-link", "user-sections", "translated", "runs-as-service", "called-product"})
"""Rules of which one must hold for a product: an interface, a long history and a word like *features* alone speak to nobody."""
FOR_MAKERS = frozenset({"works-on-models"})
"""Rules by which it is made for those who make models: no product, however well it is delivered to them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The stage reached and a suggestion."""

    reached: Reached
    stopped: str
    """Why it came no further; empty for a candidate."""
    suggested: Class
    confidence: Literal["clear", "close"] | None
    """None where nothing is suggested."""
    points: tuple[tuple[Family, int], ...]
    reasons: tuple[Reason, ...]

    @property
    def candidate(self) -> bool:
        """Whether a person should look at it: the study's last stage before its manual inspection."""
        return self.reached == "ml"


def verdict(facts: Facts, gates: Iterable[Gate]) -> Verdict:
    """Apply every rule and weigh what it says."""
    return weigh(facts, gates, tuple(reason for rule in RULES for reason in rule(facts)))


def weigh(facts: Facts, gates: Iterable[Gate], reasons: tuple[Reason, ...]) -> Verdict:
    """The family with most points, with the care that a product asks for."""
    points = Counter[Family]()
    for reason in reasons:
        points[reason.family] += reason.points
    if points["library"] > 0 and points["developer-tool"] > 0:  # of one class, so they speak together
        points["library"] += points.pop("developer-tool")
    order = sorted(points.items(), key=lambda item: (-item[1], item[0] == "product", item[0]))
    stage, stopped = reached(facts, tuple(gates), points)
    close = len(order) > 1 and order[0][1] - order[1][1] < AHEAD
    rules = frozenset(reason.rule for reason in reasons)
    family = _product(facts, points, rules) or _other(points, rules)
    confidence: Literal["clear", "close"] | None = ("close" if close else "clear") if family else None
    return Verdict(stage, stopped, _class(facts, family), confidence, tuple(order), reasons)


def _product(facts: Facts, points: Counter[Family], rules: frozenset[str]) -> Family | None:
    """A product only where it is made for users and clearly ahead: to be wrong here costs a person's time."""
    others = max((number for family, number in points.items() if family != "product"), default=0)
    made_for_users = facts.has_surface() and bool(rules & FOR_USERS) and not rules & FOR_MAKERS
    return "product" if made_for_users and points["product"] >= max(ENOUGH, others + AHEAD) else None


def _other(points: Counter[Family], rules: frozenset[str]) -> Family | None:
    """The family with most points beside products, unless a product is ahead of it."""
    family, number = max(((each, points[each]) for each in get_args(Family) if each != "product"), key=lambda item: item[1], default=(None, 0))
    doubtful = 0 if rules & FOR_MAKERS else points["product"] - AHEAD
    return family if number > max(0, doubtful) else None


def _class(facts: Facts, family: Family | None) -> Class:
    strong = any(found.strong for found in facts.ml())
    match family:
        case "product":
            return "ml_product" if strong or facts.introduced_by("ml-words") else "non_ml_product"
        case "library" | "developer-tool":
            return "ml_library_or_tool" if strong or facts.introduced_by("ml-words", "ml-application-words") else "non_ml_library"
        case "tutorial":
            return "tutorial_or_notebooks"
        case "demo":
            return "toy_or_demo"
        case "paper":
            return "model_or_paper_code"
        case _:
            return "unclear"
