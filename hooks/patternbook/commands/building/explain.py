"""Where codes are explained: what `patternbook check --explain` prints, and the address of the page of checks."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence

from patternbook.check.rules import RULES
from patternbook.commands.usage import OK, WRONG_USAGE, CommandError
from patternbook.diagnostics.diagnostic import Rule
from patternbook.diagnostics.explanations import CODES, explanation_groups, explanation_text, explanations
from patternbook.diagnostics.formats import HelpAddress, no_address
from patternbook.settings import DEFAULT_SITE_URL, Settings
from patternbook.urls import RepositoryLinks, SiteUrls


def print_explanations(given: Sequence[str]) -> int:
    """Say what codes mean; return the exit code.

    Raises:
        CommandError: one of them does not exist; nothing is explained.

    """
    codes = [*dict.fromkeys(code.upper() for code in given)]
    if unknown := [code for code in codes if code not in RULES]:
        raise CommandError([line for code in unknown for line in _unknown_code(code, RULES)], WRONG_USAGE)
    print(*("\n".join(explanation_text(RULES[code], explanations()[code])) for code in codes), sep="\n\n\n")
    return OK


def _unknown_code(code: str, rules: Mapping[str, Rule]) -> list[str]:
    near = sorted(difflib.get_close_matches(code, [*rules], n=len(rules), cutoff=0.4), key=lambda each: _distance(code, each))[:3]
    advice = "The nearest are:" if near else "Codes look like PB202."
    return [f"There is no code {code}. {advice}", *(f"  {each}: {rules[each].title}" for each in near)]


def _distance(code: str, other: str) -> tuple[float, int]:
    """How far a code is from another: first by its characters, then by its number, as the rules of one subject follow each other."""
    number, others = (int("0" + re.sub("[^0-9]", "", each)[:9]) for each in (code, other))
    return -difflib.SequenceMatcher(None, code, other).ratio(), abs(number - others)


def help_address(settings: Settings) -> HelpAddress:
    """Where codes are explained: on the site's page, where it has a public address; else in the repository that the engine is in."""
    if settings.site_url != DEFAULT_SITE_URL:
        page = SiteUrls(settings.directories, (), f"{settings.site_url.rstrip('/')}/").absolute(CHECKS)
        return lambda code: f"{page}#{code}"
    if not CODES.is_relative_to(settings.base.resolve()):
        return no_address
    files = {code: (CODES / f"{group.key}.md").relative_to(settings.base.resolve()) for group in explanation_groups() for code in group.codes}
    repository = RepositoryLinks(settings.repository, settings.branch)
    return lambda code: repository.section(files[code].as_posix(), code.lower()) if code in files else ""


CHECKS = "checks"
"""The page of checks."""
