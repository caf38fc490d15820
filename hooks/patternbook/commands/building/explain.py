"""What `patternbook check --explain` prints."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from patternbook.check.rules import RULES
from patternbook.commands.usage import OK, WRONG_USAGE, CommandError
from patternbook.diagnostics.diagnostic import Rule
from patternbook.diagnostics.explanations import explanation_text, explanations


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
    near = difflib.get_close_matches(code, [*rules], n=3, cutoff=0.4)
    advice = "The nearest are:" if near else "Codes look like PB202."
    return [f"There is no code {code}. {advice}", *(f"  {each}: {rules[each].title}" for each in near)]
