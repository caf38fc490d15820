"""One English: American spellings, where the British ones differ. Verbs in -ize are both, and so is `program`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from patternbook.check.collect import Position
from patternbook.check.declare import Problem, reports_rule
from patternbook.check.summaries.checked_item import CheckedItem
from patternbook.check.texts import all_texts
from patternbook.diagnostics.diagnostic import Rule

_OR = (
    "arm behavi cand clam col demean discol endeav enam fav ferv flav glam harb hon dishon hum lab misbehavi neighb od parl ranc rig rum "
    "sav savi splend tum val vap vig"
)
_ONE_L = (
    "cance channe chise counse dia ename equa fue funne initia jewe labe leve marsha marve mode pane parce penci quarre rave riva shove signa "
    "spira swive tota trave tria tunne unrave remode relabe mislabe"
)
_SPELLINGS = (
    # beginnings of words, American, British, what may follow; not before -ous, -ary, -ation or -ific, where both write -or
    (_OR, "or", "our", "- s ed ing ings er ers able ably al ally ful fully less ly y hood hoods"),
    ("fav", "orit", "ourit", "e es ism"),
    ("behavi col", "or", "our", "ist ists ism"),
    ("cent fib lust meag somb spect theat sab calib kilomet centimet millimet nanomet lit millilit epicent", "er", "re", "- s"),
    ("cent", "er", "r", "ed ing"),
    ("cata", "log", "logue", "- s"),
    ("cata", "log", "logu", "ed ing er ers"),
    ("anal paral catal hydrol electrol psychoanal", "yz", "ys", "e es ed ing er ers able"),
    ("def off pret", "ense", "ence", "- s less"),
    ("lic sublic", "ense", "ence", "- s"),
    ("pract malpract", "ic", "is", "ed ing"),
    (_ONE_L, "l", "ll", "ed ing ings er ers or ors ous ously"),
    ("fulfi enro insti disti", "ll", "l", "- s ment ments"),
    ("ski wi", "llful", "lful", "- ly ness"),
    ("insta", "llment", "lment", "- s"),
    ("judg acknowledg misjudg", "ment", "ement", "- s al"),
    ("art", "ifact", "efact", "- s ual"),
    ("gr", "ay", "ey", "- s er est ed ing ish ness scale"),
    ("s", "keptic", "ceptic", "- s al ally ism"),
    ("toward afterward", "", "s", "-"),
    ("m", "old", "ould", "- s ed ing y"),
    ("pl", "ow", "ough", "- s ed ing"),
    ("man", "euver", "oeuvre", "- s d"),
    ("man", "euver", "oeuvr", "ed ing able"),
    ("an", "esthe", "aesthe", "tic tics sia tist tists tize tized"),
    ("p", "ediatric", "aediatric", "- s ian ians"),
    ("orthop", "edic", "aedic", "- s"),
    ("leuk", "emia", "aemia", "- s"),
    ("arch", "eolog", "aeolog", "y ical ist ists"),
    ("alumin", "um", "ium", "-"),
    ("jewel", "ry", "lery", "-"),
    ("wool", "en", "len", "- s"),
    ("", "air", "aero", "plane planes"),
    ("got", "ten", "", "-"),
    ("co", "z", "s", "y ier iness ily"),
    ("ag", "ing", "eing", "-"),
    ("p", "ajama", "yjama", "s"),
    ("", "mustache", "moustache", "- s d"),
    ("tranqui", "l", "ll", "ity"),
)
"""Rows of words that are made alike; a hyphen stands for nothing that follows."""


@functools.cache
def _british() -> Mapping[str, str]:
    """American spelling -> British spelling, in lower case."""
    return {
        f"{stem}{american}{rest}": f"{stem}{british}{rest}"
        for stems, american, british, following in _SPELLINGS
        for stem in stems.split() or [""]
        for rest in following.replace("-", " - ").split()
        for rest in ["" if rest == "-" else rest]
    }


_WORD = re.compile(r"(?<![\w@./])[A-Za-z]+(?![\w@/]|\.\w|-\w+\.\w|\()")
"""A word; no part of an address, of the name of a file or of code."""
_LETTERS = re.compile(r"[a-z]+")
_NOT_OURS = re.compile(r"(?ms:^\s*```.*?^\s*```)|https?://\S+|`[^`\n]*`|\[@[^\]]*\]|\[\[[^\]]*\]\]|\]\([^)\n]*\)|\"[^\"\n]*\"|“[^”\n]*”")
"""Addresses, code, marks, and what stands in quotation marks, as somebody else wrote it."""
_STARTS = re.compile(r"(?:\A|[.!?:;]|\n\s*[-*#|>]+|\n\s*\n|[\[(*_“\"|])\s*\Z")
"""What stands before the first word of a sentence."""
_WORDINGS = frozenset(("quantifier", "in_source"))
"""Fields that hold the words of a source."""


def american_words(text: str) -> Iterator[tuple[int, str, str]]:
    """Every American spelling in a text: offset, the word, the British spelling. Names, which have a capital inside a sentence, are left out."""
    if not _may_be_american(text):
        return
    british = _british()
    plain = _NOT_OURS.sub(lambda match: " " * len(match[0]), text)
    for match in _WORD.finditer(plain):
        word, right = match[0], british.get(match[0].lower())
        is_name = not word.islower() and not (word.istitle() and _STARTS.search(plain, 0, match.start()))
        is_verb = right in _NOUNS and plain[: match.start()].endswith("to ")
        if right is not None and not is_name and not is_verb:
            yield match.start(), word, right.capitalize() if word.istitle() else right


def _may_be_american(text: str) -> bool:
    return not _british().keys().isdisjoint(_LETTERS.findall(text.lower()))


_NOUNS = frozenset(("licence", "licences"))
"""Spelt so only as nouns; the verbs are written alike in both."""


@reports_rule(Rule("PB607", "notice", "An American spelling", "Write it as in British English.", adjustable=True, on=False))
def american_spellings(item: CheckedItem) -> Iterator[Problem]:
    """The texts of a catalogue in British English are spelt so."""
    texts = [*all_texts(item.contents)]
    if not _may_be_american("\n".join(text for _, text in texts)):  # as most items are not
        return
    for spot, text in texts:
        for offset, word, right in american_words(text) if spot[1] not in _WORDINGS else ():
            message, _, expected, fix = describe_spelling(word, right)
            yield Problem(Position(spot, offset), message, expected, fix, correct=(word, right))


def describe_spelling(word: str, right: str) -> tuple[str, str, str, str]:
    """An American spelling as a diagnostic says it: message, no entry, what was expected, fix."""
    return f"{word!r} is an American spelling", "", repr(right), f"Write {right!r}, or put a name or a quotation in quotes."


SPELLING_RULES = (american_spellings,)
