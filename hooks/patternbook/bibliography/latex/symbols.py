r"""Tables of LaTeX commands and what they print. Names are without the backslash.

Sources: the LaTeX 2e reference (text accents, text symbols), "The Comprehensive LaTeX Symbol List" for the letters.
"""

from __future__ import annotations

ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
}
"""Commands that put a combining mark on the first letter of their argument."""


def _words(text: str) -> list[str]:
    return text.split()


_PRINTED = _words(
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda "
    "λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta "
    "Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω "
    "ss ß SS ẞ o ø O Ø l ł L Ł aa å AA Å ae æ AE Æ oe œ OE Œ i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ S § "
    "P ¶ dag † ddag ‡ copyright © pounds £ euro € texteuro € textcopyright © textregistered ® texttrademark ™ "
    "textdegree ° textmu µ textbullet • textperiodcentered · textexclamdown ¡ textquestiondown ¿ ldots … dots … "
    "textellipsis … cdots ⋯ textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “ "
    "textquotedblright ” quotedblbase „ quotesinglbase ‚ guillemotleft « guillemotright » textquotesingle ' "
    'textquotedbl " textasciigrave ` textbar | textless < textgreater > textdollar $ textasciitilde ~ '
    "textasciicircum ^ textunderscore _ textbraceleft { textbraceright } textbackslash \\ lbrace { rbrace } "
    "backslash \\ textpercent % textampersand & slash / TeX TeX LaTeX LaTeX BibTeX BibTeX times × div ÷ pm ± mp ∓ "
    "cdot · ast ∗ star ⋆ circ ° degree ° to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ "
    "Leftrightarrow ⇔ mapsto ↦ leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ sim ∼ simeq ≃ equiv ≡ infty ∞ partial ∂ "
    "nabla ∇ sum ∑ prod ∏ int ∫ in ∈ notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ emptyset ∅ forall ∀ exists ∃ neg ¬ "
    "land ∧ wedge ∧ lor ∨ vee ∨ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ prime ′ langle ⟨ rangle ⟩ mid ∣ parallel ∥ perp ⊥ "
    "oplus ⊕ otimes ⊗ ll ≪ gg ≫ propto ∝ surd √ checkmark ✓ heartsuit ♥"
)
"""A command, what it prints, the next command, and so on."""

SYMBOL_COMMANDS = {
    **dict(zip(_PRINTED[::2], _PRINTED[1::2], strict=True)),
    **{character: character for character in "&%$#_{}"},
    **dict.fromkeys((" ", "\n", "\t", "\\", ",", ";", ":", "space", "quad", "qquad", "newline", "linebreak"), " "),
    **dict.fromkeys(("/", "!", "-", "@", "*", "|", "(", ")", "[", "]", "relax", "null", "protect"), ""),
    "nobreakspace": " ",
    "par": " ",
    "texttimes": "×",
    "textpm": "±",
    "textrightarrow": "→",
    "leqslant": "≤",
    "geqslant": "≥",
    "textcent": "¢",
    "nobreakdash": "",
}
"""Commands without arguments, and what they print."""

STYLE_DECLARATIONS = frozenset(
    _words(
        "em bf it sc tt rm sf sl itshape bfseries scshape ttfamily rmfamily sffamily slshape upshape mdseries "
        "normalfont normalsize small footnotesize scriptsize large Large LARGE huge Huge displaystyle textstyle "
        "limits nolimits left right big Big bigl bigr sloppy noindent centering boldmath unboldmath leavevmode "
        "ignorespaces"
    )
)
"""Commands that change how what follows looks."""

STYLE_COMMANDS = frozenset(
    _words(
        "emph textbf textit texttt textsc textsl textrm textsf textup textmd textnormal text mbox hbox fbox underline "
        "uline mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol ensuremath operatorname "
        "enquote url path nolinkurl verb uppercase lowercase MakeUppercase MakeLowercase textls mkbibquote mkbibemph "
        "mkbibbold mkbibitalic bibstring foreignlanguage href sqrt overline bar hat tilde vec dot ddot acute grave "
        "check textcolor relsize smaller larger texorpdfstring bibinfo"
    )
)
"""Commands that change how their argument looks; the argument stays."""

IGNORED_COMMANDS = {
    "noopsort": 1,
    "href": 1,
    "textcolor": 1,
    "foreignlanguage": 1,
    "nocite": 1,
    "cite": 1,
    "label": 1,
    "footnote": 1,
    "thanks": 1,
    "vspace": 1,
    "hspace": 1,
    "hskip": 0,
    "phantom": 1,
    "hphantom": 1,
    "vphantom": 1,
    "color": 1,
    "fontsize": 2,
    "selectlanguage": 1,
}
"""Commands with arguments that are not text, and their number; those in `STYLE_COMMANDS` too have one more, which stays."""

_SUBSCRIPTS = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SUPERSCRIPTS = str.maketrans("0123456789+-=()nio", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱº")
SCRIPTS = {"_": _SUBSCRIPTS, "^": _SUPERSCRIPTS, "textsubscript": _SUBSCRIPTS, "textsuperscript": _SUPERSCRIPTS}
"""Commands that lower or raise their argument, and the characters that Unicode has there.

Without the letters of ordinals such as "19th", which read better on the line.
"""

ESCAPES = {
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "\\": r"{\textbackslash}",
    "-": "-{}",
    "`": r"{\textasciigrave}",
    "'": "'{}",
}
"""Characters with a meaning in LaTeX, as LaTeX that prints them. `-` and `'` would form ligatures with their like."""
