"""Rules about formulas and code in texts: formulas that can be read, languages that are known."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from patternbook.check.advice.nearest import Guesser
from patternbook.check.collect import Position
from patternbook.check.declare import Problem, reports_rule
from patternbook.check.summaries.catalogue_summary import MAX_SUGGESTIONS
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.diagnostics.diagnostic import Rule
from patternbook.markup import code_languages


@reports_rule(Rule("PB364", "warning", "A formula cannot be read", "Correct it; write `\\$` where a dollar sign is meant.", adjustable=True))
def unreadable_formulas(item: CheckedItem) -> Iterator[Problem]:
    """Every formula between dollar signs is one that browsers can show."""
    formulas = [(spot, each) for spot, markdown in item.contents.marked for each in markdown.formulas]
    if not formulas:
        return
    from patternbook.source.media.formulas import ENVIRONMENTS, FormulaFault, formula_mathml, known_commands  # only here, as few items hold a formula

    advised = 0
    for spot, formula in formulas:
        tex = formula.tex.strip()
        fault = formula_mathml(tex, block=formula.block)
        if isinstance(fault, FormulaFault):
            advised += bool(fault.unknown)
            names = known_commands() if fault.unknown.startswith("\\") else ENVIRONMENTS
            advice = _advise(fault.unknown, names) if fault.unknown and advised <= MAX_SUGGESTIONS else ""
            offset = formula.offset + formula.tex.index(tex) + fault.offset
            shown = " ".join(tex.split())
            message = f"the formula ${shown if len(shown) <= 40 else f'{shown[:37]}...'}$ cannot be read: {fault.message}"
            yield Problem(Position(spot, offset), message, "", advice)


def _advise(wrong: str, known: Collection[str]) -> str:
    """The nearest command as a question: with the same letters in another order, else the most alike. Their case has a meaning."""
    close = difflib.get_close_matches(wrong, sorted(known), n=5, cutoff=0.7)
    near = next((each for each in close if sorted(each) == sorted(wrong)), close[0] if close else "")
    return f"did you mean {near}?" if near else ""


@reports_rule(Rule("PB365", "notice", "The language of a block of code is not known", "Name it as Pygments does, or leave it out.", adjustable=True))
def unknown_languages(item: CheckedItem) -> Iterator[Problem]:
    """The language that a block of code names is one that can be coloured."""
    named = [(spot, at, language) for spot, markdown in item.contents.marked for at, language in code_languages(markdown)]
    if not named:
        return
    from patternbook.source.media.code import known_languages  # only here, as few items hold code

    known = known_languages()
    guesser = Guesser(known)
    for spot, at, language in named:
        if language.lower() not in known:
            yield Problem(Position(spot, at), f"unknown language {language[:40]!r}", "a name such as `python`", guesser.advise(language.lower()))


NOTATION_RULES = (unreadable_formulas, unknown_languages)
