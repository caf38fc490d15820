"""The stage reached and a suggested class, with the reasons for it. It is never a final verdict.

The rules are our own, since the study found no way to automate its last step. The family with the most points is
suggested; a product only if it is clearly ahead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from patternbook.screening.judging.gates import Gate
from patternbook.screening.judging.rules import JUDGING_RULES
from patternbook.screening.judging.rules.facts import CheckoutFacts, Reason
from patternbook.screening.judging.stage import ReachedStage, reached_stage
from patternbook.screening.tokens.lists import Family

SuggestedClass = Literal[
    "ml_product", "ml_library_or_tool", "model_or_paper_code", "tutorial_or_notebooks", "toy_or_demo", "non_ml_product", "non_ml_library", "unclear"
]

MIN_PRODUCT_POINTS = 4
"""A product needs at least this many points: many other repositories have a window or a server."""
CLEAR_LEAD = 2
"""A family is clearly ahead of another with this many points more."""
USER_RULES = frozenset({"packaged-for-users", "install-link", "user-sections", "translated", "runs-as-service", "called-product"})
"""A product needs a reason from one of these rules: they show that it is made for users."""
MODEL_MAKER_RULES = frozenset({"works-on-models"})
"""A reason from one of these rules excludes a product: the users of such a tool build models."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The stage reached and the suggested class."""

    reached: ReachedStage
    stopped: str
    """Why it did not pass the next stage; empty for a candidate."""
    suggested: SuggestedClass
    confidence: Literal["clear", "close"] | None
    """None if no class is suggested."""
    points: tuple[tuple[Family, int], ...]
    reasons: tuple[Reason, ...]

    @property
    def candidate(self) -> bool:
        """Whether a person should look at it: it passed the study's last stage before manual inspection."""
        return self.reached == "ml"


def judge(facts: CheckoutFacts, gates: Iterable[Gate]) -> Verdict:
    """Apply every rule and weigh the reasons."""
    return weigh(facts, gates, tuple(reason for rule in JUDGING_RULES for reason in rule(facts)))


def weigh(facts: CheckoutFacts, gates: Iterable[Gate], reasons: tuple[Reason, ...]) -> Verdict:
    """Suggest the family with the most points; a product has to meet more conditions."""
    points = Counter[Family]()
    for reason in reasons:
        points[reason.family] += reason.points
    if points["library"] > 0 and points["developer-tool"] > 0:  # both belong to one class, so their points are added
        points["library"] += points.pop("developer-tool")
    order = sorted(points.items(), key=lambda item: (-item[1], item[0] == "product", item[0]))
    stage, stopped = reached_stage(facts, tuple(gates), points)
    close = len(order) > 1 and order[0][1] - order[1][1] < CLEAR_LEAD
    rules = frozenset(reason.rule for reason in reasons)
    family = _product(facts, points, rules) or _other(points, rules)
    confidence: Literal["clear", "close"] | None = ("close" if close else "clear") if family else None
    return Verdict(stage, stopped, _class(facts, family), confidence, tuple(order), reasons)


def _product(facts: CheckoutFacts, points: Counter[Family], rules: frozenset[str]) -> Family | None:
    """Return `product` only if it is made for users and clearly ahead: a wrong suggestion costs a person's time."""
    others = max((number for family, number in points.items() if family != "product"), default=0)
    made_for_users = facts.has_user_interface() and bool(rules & USER_RULES) and not rules & MODEL_MAKER_RULES
    return "product" if made_for_users and points["product"] >= max(MIN_PRODUCT_POINTS, others + CLEAR_LEAD) else None


def _other(points: Counter[Family], rules: frozenset[str]) -> Family | None:
    """Return the family with the most points other than products, unless a product is ahead of it."""
    family, number = max(((each, points[each]) for each in get_args(Family) if each != "product"), key=lambda item: item[1], default=(None, 0))
    doubtful = 0 if rules & MODEL_MAKER_RULES else points["product"] - CLEAR_LEAD
    return family if number > max(0, doubtful) else None


def _class(facts: CheckoutFacts, family: Family | None) -> SuggestedClass:
    strong = any(found.strong for found in facts.ml_hits())
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
