"""Formulas as MathML: what is made, what is refused and where, and that nothing of a formula becomes HTML."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.source.media.formulas import FormulaFault, formula_mathml, known_commands


def made(tex: str) -> str:
    found = formula_mathml(tex, block=False)
    assert isinstance(found, str), found
    return found


def fault(tex: str) -> FormulaFault:
    found = formula_mathml(tex, block=False)
    assert isinstance(found, FormulaFault), found
    return found


@pytest.mark.parametrize(
    ("tex", "holds"),
    [
        ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
        (r"\frac{a}{b}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>"),
        (r"\mathbb{R}", "ℝ"),
        (r"\mathbf{AB}", "<mi>𝐀</mi><mi>𝐁</mi>"),
        (r"\mathit{h}", "ℎ"),
        (r"n \log n", '<mo form="prefix" lspace="0.1667em" rspace="0.1667em">log</mo>'),
        (r"\text{for all } x", "<mtext>"),
        (r"a < b", "&lt;"),
        (r"\{ 5\%\ \& \#1 \}", "%"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "<mtable>"),
        (r"\operatorname{argmax}_x f", "argmax"),
    ],
)
def test_formula_becomes_mathml(tex: str, holds: str) -> None:
    assert holds in made(tex)


def test_source_is_what_is_read_aloud() -> None:
    assert made('x <\n "y"').startswith('<math display="inline" alttext="x &lt; &#34;y&#34;">')
    assert str(formula_mathml("x", block=True)).startswith('<math display="block"')


@pytest.mark.parametrize(
    ("tex", "message", "offset", "unknown"),
    [
        (r"a + \frca{b}", r"unknown command \frca", 4, r"\frca"),
        (r"\begin{matrx} a \end{matrx}", "unknown environment 'matrx'", 0, "matrx"),
        (r"a {b", "a brace is not closed", 2, ""),
        (r"a b}", "} closes nothing", 3, ""),
        (r"\begin{matrix} a", r"`\begin{matrix}` has no `\end{matrix}`", 0, ""),
        (r"a & b", "& stands outside of an environment such as `matrix`", 2, ""),
        (r"x^", "nothing stands after `^` or `_`", 0, ""),
        (r"a_1_2", "two subscripts stand side by side; put braces around the first with its letter", 0, ""),
        (r"\frac{a}", "a part of it is missing", 0, ""),
        (r"\left( x", r"`\left` and `\right` do not match", 0, ""),
        ("", "a part of it is missing", 0, ""),
        ("x" * 2001, "it has 2,001 characters, and 2,000 are possible", 0, ""),
        ("{" * 21 + "x" + "}" * 21, "more than 20 braces stand inside each other", 20, ""),
        (r"y \href{javascript:alert(1)}{x}", r"\href cannot stand in a formula here", 2, ""),
        (r"\def\a{\a\a}", r"\def cannot stand in a formula here", 0, ""),
        (r"\color{red} x", r"\color cannot stand in a formula here", 0, ""),
    ],
)
def test_formula_that_cannot_be_read_says_why_and_where(tex: str, message: str, offset: int, unknown: str) -> None:
    assert fault(tex) == (message, offset, unknown)


@pytest.mark.parametrize("command", ["href", "class", "style", "unicode", "verb", "newcommand", "textcolor"])
def test_command_that_leads_out_is_not_offered(command: str) -> None:
    assert f"\\{command}" not in known_commands()


PIECES = st.sampled_from(
    [
        *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"', "'", "&lt;b&gt;", "&#x3c;b>", r"\text{", r"\mbox{", r"\verb|<b>|"),
        *(r"\unicode{x3c}", r"\href{javascript:a}{b}", r"\class{a}{", r"\style{color:red}{", "{", "}", "x", "^", "_", r"\frac", r"\sqrt[", "]"),
        *(r"\begin{matrix}", r"\end{matrix}", r"\begin{array}{c<b>}", r"\end{array}", "&", r"\\", r"\left", r"\right", r"\operatorname{<b>}"),
        *(r"\hspace{1em}", r"\kern 1em", r"\tag{<i>}", r"\genfrac", r"\color{", r"\limits", r"\not", r"\mathbf{", "%", "\x00", "\u202e"),
    ]
)


@given(st.lists(PIECES, max_size=8))
def test_no_formula_becomes_anything_but_mathml(pieces: list[str]) -> None:
    found = formula_mathml("".join(pieces), block=True)
    if isinstance(found, str):
        tree = html5lib.parseFragment(found, namespaceHTMLElements=True)
        for element in tree.iter():
            assert element is tree or str(element.tag).startswith("{http://www.w3.org/1998/Math/MathML}"), found
            assert not {"href", "style", "class", "id"} & {str(name) for name in element.attrib}, found
            assert not [name for name in element.attrib if str(name).startswith("on")], found
        assert not re.search(r"<(?!/?m|/?none|/?ms)", found)
