r"""Tables of LaTeX commands and what they print. Names are without the backslash.

Sources: the LaTeX 2e reference (text accents, text symbols), "The Comprehensive LaTeX Symbol List" for the letters.
"""

from __future__ import annotations

from collections.abc import Mapping

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
    "G": "\u030f",
    "U": "\u030e",
    "textcommabelow": "\u0326",
    "textogonekcentered": "\u0328",
}
"""Commands that put a combining mark on the first letter of their argument."""

MATH_ACCENTS = {
    "acute": "\u0301",
    "bar": "\u0304",
    "breve": "\u0306",
    "check": "\u030c",
    "ddot": "\u0308",
    "dot": "\u0307",
    "grave": "\u0300",
    "hat": "\u0302",
    "mathring": "\u030a",
    "not": "\u0338",
    "overline": "\u0305",
    "tilde": "\u0303",
    "vec": "\u20d7",
    "widehat": "\u0302",
    "widetilde": "\u0303",
}
"""The same in mathematics, where the argument may also be a longer expression, which stays as it is."""


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
    "oplus ⊕ otimes ⊗ ll ≪ gg ≫ propto ∝ surd √ checkmark ✓ heartsuit ♥ varphi φ varpi ϖ varrho ϱ varsigma ς vartheta ϑ "
    "digamma ϝ lesssim ≲ gtrsim ≳ lessapprox ⪅ gtrapprox ⪆ leqq ≦ geqq ≧ preceq ⪯ succeq ⪰ prec ≺ succ ≻ cong ≅ asymp ≍ "
    "doteq ≐ triangleq ≜ setminus ∖ smallsetminus ∖ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ vert | Vert ‖ | ‖ lvert | rvert | lVert ‖ "
    "rVert ‖ dagger † ddagger ‡ bullet • diamond ⋄ square □ Box □ triangle △ blacktriangle ▲ angle ∠ models ⊨ vdash ⊢ Vdash ⊩ "
    "top ⊤ bot ⊥ hookrightarrow ↪ longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹ Longleftrightarrow ⟺ iff ⟺ implies ⟹ "
    "uparrow ↑ downarrow ↓ updownarrow ↕ rightleftharpoons ⇌ leadsto ⇝ gets ← supset ⊃ supseteq ⊇ sqsubseteq ⊑ sqsubset ⊏ "
    "subsetneq ⊊ nsubseteq ⊈ circ ∘ odot ⊙ ominus ⊖ oslash ⊘ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀ "
    "coprod ∐ oint ∮ iint ∬ therefore ∴ because ∵ nexists ∄ varnothing ∅ ni ∋ wp ℘ imath ı jmath ȷ beth ℶ complement ∁ "
    "flat ♭ sharp ♯ natural ♮ lhd ⊲ rhd ⊳ ltimes ⋉ rtimes ⋊ wr ≀ amalg ⨿ bowtie ⋈ sun ☉ astrosun ☉ earth ♁ mars ♂ venus ♀ "
    "vdots ⋮ ddots ⋱ colon : textonehalf ½ textonequarter ¼ textthreequarters ¾ textsection § textparagraph ¶ textdagger † "
    "textdaggerdbl ‡ textnumero № textordfeminine ª textordmasculine º textyen ¥ yen ¥ textsterling £ textlnot ¬ textdiv ÷ "
    "textasciiacute ´ textasciidieresis ¨ textasciimacron ¯ textperthousand ‰ textbrokenbar ¦ textasteriskcentered * "
    "textlangle ⟨ textrangle ⟩ textleftarrow ← textuparrow ↑ textdownarrow ↓ textemdash — "
    "hyphen - hyp - textendash – nobreakhyphen - XeTeX XeTeX XeLaTeX XeLaTeX LuaTeX LuaTeX LuaLaTeX LuaLaTeX pdfTeX pdfTeX "
    "pdfLaTeX pdfLaTeX ConTeXt ConTeXt TikZ TikZ AmS AMS eTeX ε-TeX NG Ŋ IJ Ĳ ij ĳ guilsinglleft ‹ guilsinglright › "
    "flqq « frqq » glqq „ grqq “ glq ‚ grq ‘ lq ‘ rq ’ circledR ® registered ® trademark ™ "
    "LaTeXe LaTeX2ε AmSTeX AMS-TeX AMS AMS MF METAFONT MP METAPOST LyX LyX SliTeX SliTeX PiCTeX PiCTeX Dash — dash — "
    "micro µ ohm Ω angstrom Å percent % textdegreecelsius ℃ celsius ℃"
)
"""A command, what it prints, the next command, and so on."""

LETTERS = tuple(_words("ss SS o O l L aa AA ae AE oe OE i j dh DH th TH dj DJ ng NG ij IJ"))
"""Commands for a letter, which a name may hold."""

SYMBOL_COMMANDS = {
    **dict(zip(_PRINTED[::2], _PRINTED[1::2], strict=True)),
    **{character: character for character in "&%$#_{}"},
    **dict.fromkeys((" ", "\n", "\t", "\\", ",", ";", ":", "space", "quad", "qquad", "newline", "linebreak"), " "),
    **dict.fromkeys(("/", "!", "-", "@", "*", "relax", "null", "protect", "allowbreak", "xspace", "nolinebreak"), ""),
    "nobreakspace": " ",
    "thinspace": " ",
    "enspace": " ",
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

OPERATORS = {
    **{
        name: name
        for name in _words(
            "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log max min mod Pr sec sin "
            "sinh sup tan tanh argmax argmin sgn erf rank tr diag polylog"
        )
    },
    "bmod": "mod",
    "injlim": "inj lim",
    "liminf": "lim inf",
    "limsup": "lim sup",
    "projlim": "proj lim",
}
"""Operators of mathematics, and what they print, set apart from letters and numbers beside them."""

QUOTES = {
    "blockquote": ("“”", "‘’"),
    "enquote": ("“”", "‘’"),
    "mkbibbrackets": ("[]", "()"),
    "mkbibparens": ("()", "[]"),
    "mkbibquote": ("“”", "‘’"),
    "parentext": ("()", "[]"),
    "textquote": ("“”", "‘’"),
}
"""Commands that put marks around their argument, and the marks: those of the outermost, and those inside another of the kind."""

VERBATIM_COMMANDS = frozenset({"nolinkurl", "path", "url"})
"""Commands whose argument is printed as it is: in an address, `~` and `--` are these characters."""

FRACTIONS = {"binom": " over ", "cfrac": "/", "dfrac": "/", "frac": "/", "nicefrac": "/", "sfrac": "/", "tfrac": "/", "xfrac": "/"}
"""Commands with two arguments, and what stands between these on the line."""

CASES = {
    "MakeLowercase": str.lower,
    "MakeTextLowercase": str.lower,
    "MakeTextUppercase": str.upper,
    "MakeUppercase": str.upper,
    "lowercase": str.lower,
    "uppercase": str.upper,
}
"""Commands that change the letters of their argument."""

STYLE_DECLARATIONS = frozenset(
    _words(
        "em bf it sc tt rm sf sl cal mit itshape bfseries scshape ttfamily rmfamily sffamily slshape upshape mdseries normalfont "
        "normalsize tiny scriptsize footnotesize small large Large LARGE huge Huge displaystyle textstyle scriptstyle "
        "scriptscriptstyle limits nolimits left middle right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr sloppy noindent "
        "centering raggedright boldmath unboldmath leavevmode ignorespaces"
    )
)
"""Commands that change how what follows looks."""

STYLE_COMMANDS = frozenset(
    _words(
        "emph textbf textit texttt textsc textsl textrm textsf textup textmd textnormal text mbox hbox fbox underline "
        "uline mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol "
        "textls mkbibemph mkbibbold mkbibitalic mkbibacro bibstring foreignlanguage textlang href textcolor relsize smaller "
        "larger texorpdfstring bibinfo bibnamefont bibfnamefont bibfield natexlab textgreek textcyrillic textlatin ce doi "
        "selectfont mathop mathord mathbin mathrel raisebox scalebox bm "
        "acro hl ul so caps mathds Bbb urlprefix"
    )
)
"""Commands that change how their argument looks; the argument stays."""

IGNORED_COMMANDS = {
    "noopsort": 1,
    "SortNoop": 1,
    "biblatexsort": 1,
    "bibinfo": 1,
    "bibfield": 1,
    "href": 1,
    "raisebox": 1,
    "relsize": 1,
    "scalebox": 1,
    "texorpdfstring": 1,
    "textcolor": 1,
    "textlang": 1,
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
_ALREADY_THERE = dict.fromkeys(map(ord, "*†‡′″°®™©⊙☉∞"))
_MATH_SUBSCRIPTS: dict[int, int | str] = {
    **_SUBSCRIPTS,
    **str.maketrans("aehijklmnoprstuvxβγρφχ−", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₋"),
    **{code: chr(code) for code in _ALREADY_THERE},
}
_MATH_SUPERSCRIPTS: dict[int, int | str] = {
    **_SUPERSCRIPTS,
    **str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"),
    **str.maketrans("ABDEGHIJKLMNOPRTUVW∘−", "ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ°⁻"),
    **{code: chr(code) for code in _ALREADY_THERE},
}
SCRIPTS: Mapping[str, Mapping[int, int | str]] = {
    "_": _MATH_SUBSCRIPTS,
    "^": _MATH_SUPERSCRIPTS,
    "textsubscript": _SUBSCRIPTS,
    "textsuperscript": _SUPERSCRIPTS,
}
"""Commands that lower or raise their argument, and the characters that Unicode has there.

Outside mathematics without the letters of ordinals such as "19th", which read better on the line.
"""

ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
"""Raised letters that stay on the line in mathematics, too: 19$^{th}$."""

RELATION_SIGNS = frozenset("∈∉∋⊂⊆⊊⊃⊇⊑∪∩≤≥≦≧≠≈≃≅≡≪≫≺≻⪯⪰∝≍→←↔⇒⇐⇔↦⟶⟵⟹⟺↪⇌×÷±∓·∧∨⊕⊗⊨⊢≲≳∖∣∥⊥⋊⋉")
"""Signs of mathematics that stand between two values, with space around them."""

DOUBLE_STRUCK = str.maketrans("CHNPQRZE", "ℂℍℕℙℚℝℤ𝔼")
"""Letters of `\\mathbb` for sets and expectation."""

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
    "<": "<{}",
    "`": r"{\textasciigrave}",
    "'": "'{}",
}
"""Characters with a meaning in LaTeX, as LaTeX that prints them. `-` and `'` would form ligatures with their like, `</i>` would be read as HTML."""
