"""Formulas in TeX to MathML, which browsers show and screen readers read without any script.

latex2mathml parses; what it makes is written here, element by element, as it passes texts and addresses of a formula on unescaped.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple
from xml.etree import ElementTree as ET

from latex2mathml import commands, exceptions
from latex2mathml.converter import Converter
from latex2mathml.symbols_parser import SYMBOLS

MAX_FORMULA = 2_000
"""Characters of a formula; the parser is linear, and this keeps one formula to some milliseconds."""
MAX_DEPTH = 20
"""Braces and environments inside each other."""

_REFUSED = frozenset(
    (
        *(commands.HREF, commands.CLASS, commands.STYLE, commands.UNICODE, commands.VERB, commands.RULE),
        *(commands.COLOR, commands.TEXTCOLOR, commands.COLORBOX, commands.FCOLORBOX),
        *(commands.NEWCOMMAND, commands.NEWENVIRONMENT, commands.DEF, commands.DECLAREMATHOPERATOR),
    )
)
"""Commands that lead out of a formula, define others, or colour it, which no reader sees well in both schemes."""
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+\*?|.)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
_WORDS = re.compile(r"\\(?:text(?:bf|it|md|normal|rm|sf|tt|up)?|mbox|hbox|fbox|operatorname\*?)\s*\{[^{}]*\}")
"""Words inside a formula, in which nothing is a command."""
ENVIRONMENTS = frozenset(name.removeprefix("\\") for name in commands.MATRICES)
"""What may stand in `\\begin{}`."""
_PARTS: Mapping[str, int] = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
"""Element -> how many parts it has."""
_ELEMENTS = frozenset(
    (
        *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mstyle", "mpadded", "mphantom", "msqrt", "merror"),
        *("mtable", "mtr", "mtd", "mlabeledtr", "menclose", "mmultiscripts", "mprescripts", "none", *_PARTS),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle", "fence", "form", "height"),
        *("linethickness", "lspace", "maxsize", "minsize", "movablelimits", "notation", "rowlines", "rowspacing", "rspace", "scriptlevel"),
        *("separator", "stretchy", "symmetric", "voffset", "width"),
    )
)
"""What is written of the attributes. The variants of letters are written as letters, which browsers show."""
_MISTAKES: Mapping[type[Exception], str] = {
    exceptions.MissingSuperScriptOrSubscriptError: "nothing stands after `^` or `_`",
    exceptions.DoubleSubscriptsError: "two subscripts stand side by side; put braces around the first with its letter",
    exceptions.DoubleSuperscriptsError: "two superscripts stand side by side; put braces around the first with its letter",
    exceptions.ExtraLeftOrMissingRightError: "`\\left` and `\\right` do not match",
    exceptions.MissingEndError: "an environment has no `\\end`",
    exceptions.NumeratorNotFoundError: "a fraction has no numerator",
    exceptions.DenominatorNotFoundError: "a fraction has no denominator",
    exceptions.LimitsMustFollowMathOperatorError: "`\\limits` stands after something that is no operator",
    exceptions.InvalidAlignmentError: "the columns of an environment are malformed",
}
_VARIANTS: Mapping[str, tuple[str, ...]] = {
    "bold": ("MATHEMATICAL BOLD",),
    "italic": ("MATHEMATICAL ITALIC",),
    "bold-italic": ("MATHEMATICAL BOLD ITALIC",),
    "double-struck": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "script": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "bold-script": ("MATHEMATICAL BOLD SCRIPT",),
    "fraktur": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
    "bold-fraktur": ("MATHEMATICAL BOLD FRAKTUR",),
    "sans-serif": ("MATHEMATICAL SANS-SERIF",),
    "bold-sans-serif": ("MATHEMATICAL SANS-SERIF BOLD",),
    "sans-serif-italic": ("MATHEMATICAL SANS-SERIF ITALIC",),
    "sans-serif-bold-italic": ("MATHEMATICAL SANS-SERIF BOLD ITALIC",),
    "monospace": ("MATHEMATICAL MONOSPACE",),
}
"""Variant -> how Unicode begins the names of its letters."""
_FUNCTIONS = frozenset(name.removeprefix("\\") for name in commands.FUNCTIONS)
_FUNCTION = {"form": "prefix", "lspace": "0.1667em", "rspace": "0.1667em"}
"""How the name of a function is written: as an operator, with the blanks of TeX around it."""
_CASES = {"Lu": "CAPITAL", "Ll": "SMALL", "Nd": "DIGIT"}


class FormulaFault(NamedTuple):
    """Why a formula cannot be read."""

    message: str
    offset: int = 0
    unknown: str = ""
    """The command that is not known, with its backslash; or the environment, without one."""


def formula_mathml(tex: str, *, block: bool) -> str | FormulaFault:
    r"""A formula as an element of MathML, with its TeX as the text that is read aloud where MathML is not.

    Args:
        tex: `\frac{a}{b}`, without the dollar signs around it.
        block: Whether it stands on a line of its own.

    """
    if fault := next(_written_faults(tex), None):
        return fault
    try:
        made = Converter(display="block" if block else "inline").convert_to_element(tex)
        return _element(made, tex)
    except _UnfitError as error:
        return FormulaFault(str(error))
    except Exception as error:  # whatever the library raises, the formula cannot be read
        return FormulaFault(_MISTAKES.get(type(error), "a part of it is missing"))


def _written_faults(tex: str) -> Iterator[FormulaFault]:
    """What is wrong with a formula and can be seen without parsing it; the library lets most of it pass."""
    if len(tex) > MAX_FORMULA:
        yield FormulaFault(f"it has {len(tex):,} characters, and {MAX_FORMULA:,} are possible")
        return
    bare = _WORDS.sub(lambda match: " " * len(match[0]), tex)
    known = known_commands()
    for match in _COMMAND.finditer(_ENVIRONMENT.sub(lambda match: " " * len(match[0]), bare)):
        if match[0] in _REFUSED:
            yield FormulaFault(f"{match[0]} cannot stand in a formula here", match.start())
        elif match[0] not in known and match[0].rstrip("*") not in known and match[0][1:2].isalpha():
            yield FormulaFault(f"unknown command {match[0]}", match.start(), match[0])
    yield from _unbalanced(bare)


def _unbalanced(bare: str) -> Iterator[FormulaFault]:
    r"""Braces and environments that do not match, or are too deep inside each other; `&` outside of an environment."""
    opened: list[tuple[str, int]] = []
    for match in re.finditer(rf"{_ENVIRONMENT.pattern}|\\.|[{{}}&]", bare, re.DOTALL):
        token, at = match[0], match.start()
        if match[1] == "begin" and match[2] not in ENVIRONMENTS:
            yield FormulaFault(f"unknown environment {match[2]!r}", at, match[2])
        if token == "{" or match[1] == "begin":
            opened.append((match[2] or "}", at))
        elif token == "}" or match[1] == "end":
            if not opened or opened.pop()[0] != (match[2] or "}"):
                yield FormulaFault(f"{token} closes nothing", at)
                return
        elif token == "&" and all(closing == "}" for closing, _ in opened):
            yield FormulaFault("& stands outside of an environment such as `matrix`", at)
        if len(opened) > MAX_DEPTH:
            yield FormulaFault(f"more than {MAX_DEPTH} braces stand inside each other", at)
            return
    if opened:
        closing, at = opened[-1]
        yield FormulaFault("a brace is not closed" if closing == "}" else f"`\\begin{{{closing}}}` has no `\\end{{{closing}}}`", at)


@functools.cache
def known_commands() -> frozenset[str]:
    """Every command that a formula may hold, with its backslash."""
    found = {name for name in SYMBOLS if name.startswith("\\")}
    for value in vars(commands).values():
        found |= {
            each for each in ((value,) if isinstance(value, str) else value if isinstance(value, tuple | dict) else ()) if isinstance(each, str)
        }
    return frozenset(each for each in found if each.startswith("\\")) - _REFUSED


class _UnfitError(Exception):
    """What was made of a formula is no MathML that can be shown; says why."""


def _element(element: ET.Element, tex: str = "") -> str:
    """An element as HTML; `tex` is the source where it is the whole formula."""
    tag = element.tag
    if tag not in _ELEMENTS:
        raise _UnfitError(f"it needs <{tag}>, which browsers do not show")
    if tag in _PARTS and len(element) != _PARTS[tag]:
        raise _UnfitError("a part of it is missing")
    attributes = {name: value for name, value in element.attrib.items() if name in _ATTRIBUTES}
    if tag == "mi" and element.get("mathvariant") == "normal":
        attributes["mathvariant"] = "normal"
    if tex:
        attributes["alttext"] = " ".join(tex.split())
    if tag == "mi" and element.text in _FUNCTIONS:
        tag, attributes = "mo", _FUNCTION
    written = "".join(f' {name}="{_escaped(value)}"' for name, value in attributes.items())
    text = _in_variant(unescape(element.text or ""), element.get("mathvariant", ""))
    return f"<{tag}{written}>{_escaped(text)}{''.join(map(_element, element))}</{tag}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")


def _in_variant(text: str, variant: str) -> str:
    """Letters and digits in bold, script and so on, as the characters that Unicode has for them."""
    return "".join(_letter(each, _VARIANTS[variant]) for each in text) if variant in _VARIANTS else text


def _letter(letter: str, beginnings: tuple[str, ...]) -> str:
    case = _CASES.get(unicodedata.category(letter), "")
    if not case or not letter.isascii():
        return letter
    name = unicodedata.name(letter).rpartition(" ")[2]
    for beginning in beginnings:
        try:
            return unicodedata.lookup(f"{beginning} {case} {name}")
        except KeyError:
            continue
    return "ℎ" if letter == "h" and beginnings == _VARIANTS["italic"] else letter
