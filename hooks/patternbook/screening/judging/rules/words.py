"""Rules about what a repository says of itself: what it is, whom it is for, what it is made with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.screening.judging.rules.facts import CheckoutFacts, Reason
from patternbook.screening.survey.model import Sighting
from patternbook.screening.survey.self_description import SelfLabel


def self_labelled(facts: CheckoutFacts) -> Iterator[Reason]:
    """Any family: what the repository calls itself. The first label of each family counts, and for more the earlier it comes."""
    for family in ("product", "library", "tutorial", "demo", "paper", "developer-tool"):
        label = next((each for each in facts.labels if each.family == family), None)
        if label is not None:
            points = 4 if label.position <= 1 else 3 if label.position <= 3 else 1
            points += 2 if label.title and family in ("demo", "tutorial") else 0  # a product is not called a demo or tutorial in its title by mistake
            points -= family == "product" and points > 1  # many libraries call their example an app
            why = f"calls itself “{label.token.name}”: {label.evidence.fragment}"
            yield Reason(f"called-{family}", family, points, why, (label.evidence,))


def for_developers(facts: CheckoutFacts) -> Iterator[Reason]:
    """Developer tool: introduces itself to people who build models."""
    last = max((sentence.line for sentence in facts.survey.readme.opening), default=0)
    found = [evidence for _, _, evidence in facts.in_readme("developer-audience") if evidence.line <= last]
    if found:
        yield Reason("developer-audience", "developer-tool", 2, "introduces itself to developers or data scientists", tuple(found[:2]))


def works_on_models(facts: CheckoutFacts) -> Iterator[Reason]:
    """Developer tool: an application whose purpose is to build models, however it is delivered."""
    for label in facts.labels:
        purpose = _PURPOSE.search(_in_full(facts, label)) if label.family == "product" else None
        named = facts.tokens_named(purpose[1], "model-making", "learning-frameworks") if purpose else ()
        if named:
            yield Reason("works-on-models", "developer-tool", 4, f"is made to work on {named[0]}", (label.evidence,))
            return


_PURPOSE = re.compile(
    r"\b(?:for|to|of|on)\s+((?:(?!\s(?:using|with|by|via|through|powered|based|trained|that|which|thanks)\b|\s[-\u2013\u2014]\s)[^.!?:;(]){3,240})",
    re.IGNORECASE,
)
"""The purpose after "an application for", without the means that follow it."""


def _in_full(facts: CheckoutFacts, label: SelfLabel) -> str:
    """Return the sentence that holds a label, with the next line, on which it may continue."""
    follows = (each.text for each in facts.survey.readme.opening if each.line == label.evidence.line + 1 and not each.title)
    return f"{label.evidence.fragment} {next(follows, '') if label.evidence.file == facts.survey.readme.path else ''}"


def exercise(facts: CheckoutFacts) -> Iterator[Reason]:
    """Demo: the README says it was made to learn or to demonstrate."""
    found = facts.in_readme("made-to-learn")
    if found:
        points = 2 if any(strong for _, strong, _ in found) else 1
        yield Reason("made-to-learn", "demo", points, "the README says it was made to learn or to show", tuple(e for _, _, e in found[:2]))


_MADE_WITH = re.compile(r"\b(?:using|with|in|via|powered by|based on|built on)\s+(.*)", re.IGNORECASE)


def technology(facts: CheckoutFacts) -> Iterator[Reason]:
    """Demo: the title names the technology; products have names of their own."""
    readme = facts.survey.readme
    title = re.sub(r"[-_]", " ", readme.title)
    made_with = _MADE_WITH.search(title)
    parts = made_with[1] if made_with else ""
    named = (*_packages_in(parts, facts), *facts.tokens_named(parts, "learning-methods"))
    points = 3 if named else 2
    if named := named or facts.tokens_named(title, "learning-frameworks"):
        why = f"the title names what it is made with: {', '.join(named[:3])}"
        place = Sighting("title", readme.path, readme.title_line, readme.title[:160], "main")
        yield Reason("title-names-technology", "demo", points, why, (place,))


def _packages_in(text: str, facts: CheckoutFacts) -> list[str]:
    """Return the packages for user interfaces and machine learning that a text names."""
    signals = (signal for signal in facts.lists.signals if signal.stage in ("ui", "ml") and signal.read_from == "tree")
    tokens = [token for signal in signals for token in signal.tokens]
    known = {name.lower() for token in tokens for names in (*token.imports.values(), *token.packages.values()) for name in names}
    known |= {word.lower() for token in tokens if token.imports or token.packages for word in token.name.split()}
    return [word for word in re.findall(r"[\w.+#-]+", text.lower()) if len(word) > 3 and word in known]
