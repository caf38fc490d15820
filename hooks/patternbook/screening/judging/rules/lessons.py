"""Rules for repositories made to teach or to demonstrate: notebooks, lessons and samples side by side, little code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from patternbook.screening.judging.rules.facts import PROGRAMMING_LANGUAGES, SMALL_PROGRAM_LINES, CheckoutFacts, Reason, application_sighting

FEW_COMMITS = 30
FEW_COMMITTERS = 2
"""With fewer commits, no more committers and no release, it is likely to be an exercise."""


def notebooks(facts: CheckoutFacts) -> Iterator[Reason]:
    """Tutorial: mostly notebooks, or mostly links."""
    sizes = facts.survey.sizes
    notes = sum(size.files for (language, zone), size in sizes.items() if language == "notebook" and zone != "vendored")
    programs = facts.survey.size_of("main", PROGRAMMING_LANGUAGES).files + facts.survey.size_of("test", PROGRAMMING_LANGUAGES).files
    if notes >= 3 and notes >= programs:
        yield Reason("mostly-notebooks", "tutorial", 6, f"{notes} notebooks beside {programs} source files")
    elif notes >= 3 and 3 * notes >= programs:
        yield Reason("many-notebooks", "tutorial", 2, f"{notes} notebooks beside {programs} source files")
    links = facts.survey.readme.linked_items
    if links >= 60 and programs < 30:
        yield Reason("list-of-links", "tutorial", 4, f"{links} items of lists that link elsewhere, {programs} source files")


_NUMBERED = re.compile(
    r"(?:chapter|ch|lesson|lecture|week|day|part|module|lab|exercise|unit|session|step|assignment|homework|hw|project)?[ _-]?\d{1,2}(?:[ _.-]|$)",
    re.IGNORECASE,
)


def numbered_or_explained_parts(facts: CheckoutFacts) -> Iterator[Reason]:
    """Tutorial or demo: folders at the root that are numbered, or that each have a README."""
    tops = facts.survey.root_names
    numbered = sorted(name for name in tops if _NUMBERED.match(name))
    if len(numbered) >= 4:
        yield Reason("numbered-lessons", "tutorial", 3, f"numbered parts at the root: {', '.join(numbered[:4])}")
    explained = sorted(name for name, readme in tops.items() if readme and not name.startswith("."))
    whole = any(each.depth == 0 for each in facts.survey.manifests)  # a manifest at the root: one build of many modules
    if len(explained) >= 6 and not whole:
        yield Reason("samples-side-by-side", "demo", 2, f"{len(explained)} folders at the root with a README each: {', '.join(explained[:4])}")


def small_program(facts: CheckoutFacts) -> Iterator[Reason]:
    """Demo: little code."""
    lines = facts.code_lines()
    if 0 < lines < SMALL_PROGRAM_LINES:
        yield Reason("small", "demo", 2 if lines < SMALL_PROGRAM_LINES // 3 else 1, f"{lines:,} lines of code of its own")


def short_lived(facts: CheckoutFacts) -> Iterator[Reason]:
    """Demo: few commits, few committers and no release."""
    history = facts.survey.history
    if 0 < history.commits < FEW_COMMITS and not history.tags and history.committers <= FEW_COMMITTERS and not history.partial:
        yield Reason("short-lived", "demo", 1, f"{history.commits} commits by {history.committers} committers, and no release")


def many_samples(facts: CheckoutFacts) -> Iterator[Reason]:
    """Demo: many small applications side by side, none of them at the root."""
    apps = [each for each in facts.survey.manifests if each.manifest.application and each.zone in ("main", "example") and each.depth > 0]
    folders = {each.file.rpartition("/")[0].split("/")[0] for each in apps}
    names = {each.file.rpartition("/")[0] for each in apps}
    examples = [each for each in apps if each.zone == "example"]
    if len(names) >= 8 and len(folders) < len(names) and len(examples) * 2 > len(apps):
        yield Reason(
            "many-samples",
            "demo",
            3,
            f"{len(names)} applications side by side, most in folders of examples",
            tuple(map(application_sighting, apps[:3])),
        )
