r"""LaTeX in titles and names to plain Unicode, and back.

One pass over tokens: accents are composed by Unicode's own rules, commands that only change the look of their argument
are dropped, an unknown command is dropped and reported while its arguments stay. A value is decoded into spans that
record which text the source protects with braces ("{ML}"), because BibTeX styles lower-case what is not protected: an
export keeps those braces and no others.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html import unescape
from itertools import groupby, islice
from operator import attrgetter
from typing import Protocol

from patternbook.bibliography.latex.journals import JOURNAL_COMMANDS
from patternbook.bibliography.latex.symbols import (
    ACCENTS,
    CASES,
    DOUBLE_STRUCK,
    ESCAPES,
    FRACTIONS,
    IGNORED_COMMANDS,
    LETTERS,
    MATH_ACCENTS,
    OPERATORS,
    ORDINAL_ENDINGS,
    QUOTES,
    RELATION_SIGNS,
    SCRIPTS,
    STYLE_COMMANDS,
    STYLE_DECLARATIONS,
    SYMBOL_COMMANDS,
    VERBATIM_COMMANDS,
)

_TOKEN = re.compile(r"\\[A-Za-z]+\*?\s*|\\.|\\$|[{}$~_^]|-{2,3}|``|''|[^\\{}$~_^\-`']+|.", re.DOTALL)
_MARK = re.compile(r"[\\{}$~\-`'&]|</")
"""Characters that make a value more than plain text."""
_HTML_NAMES = r"(?:i|b|em|strong|sub|sup|sc|scp|jats:[a-z]{1,20})"
_SPECIAL = re.compile(rf"[&%$#_{{}}~^\\`]|-(?=-)|'(?=')|<(?=/{_HTML_NAMES}>)")
_HTML = re.compile(rf"<(?P<name>{_HTML_NAMES})>(?P<text>[^<>]*)</(?P=name)>")
"""Text with the marks of HTML around it that records of publishers have."""
_HTML_COMMANDS = {"sub": r"\textsubscript", "sup": r"\textsuperscript"}
_ENTITY_NAME = r"#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30}"
_ENTITY = re.compile(rf"(?:\{{\\&\}}|\\?&)(\\?(?:{_ENTITY_NAME});)")
"""A character as HTML writes it, as records of publishers often have: `&amp;`, `\\&amp;`, `{\\&}\\#38;`."""
_BEFORE_ENTITY_NAME = re.compile(rf"(?:{_ENTITY_NAME});")
_TILDE = (
    r"\{\\raise[^{}]*\\hbox\{\$[^${}]*\\sim\s*\$\}\}|\$\s*(?:\\[a-z]+\s*)*\\sim\s*\$|\$\s*\\tilde\s*\{\s*\}\s*\$"
    r"|\{?\\(?:textasciitilde|string\s*~|~)\s*(?:\{\s*\})?\}?|\{~\}"
)
_NOT_PRINTED = r"\\-|\\(?:allowbreak|linebreak|nolinebreak|penalty-?[0-9]+|protect|discretionary(?:\{\}){3}|hspace\*?\{0pt\})(?![A-Za-z])\s*"
_VERBATIM = re.compile(
    rf"(?P<tilde>{_TILDE})|(?P<nothing>{_NOT_PRINTED})|\\(?P<escaped>[%&#_${{}}])(?:\{{\}})?"
    r"|\{\\?(?P<braced>[_^#%&])\}|(?P<underscore>\{?\\textunderscore(?:\{\}|\s+)?\}?|\$_\$)|(?P<slash>\\slash(?:\{\}|\s+|(?![A-Za-z])))"
    r"|\{?\\text(?P<angle>less|greater)(?![A-Za-z])(?:\{\}|\s+)?\}?|\$(?P<sign>[<>])\$"
)
_LETTER_COMMANDS = {name: SYMBOL_COMMANDS[name] for name in LETTERS}
"""Commands for a letter of a name: `\\o`, `\\ss`, `\\AA`."""
_LETTER = r"\\[ij](?![A-Za-z])\s*|[^\W\d_]"
_COMPOSED = re.compile(
    r"(?P<open>\{)?\\(?:"
    rf"(?:(?P<sign>[`'^~=\".])\s*|(?P<accent>[{''.join(name for name in ACCENTS if len(name) == 1 and name.isalpha())}])(?![A-Za-z])\s*)"
    rf"(?:\{{\s*(?P<inner>{_LETTER})\s*\}}|(?P<next>{_LETTER}))"
    rf"|(?P<letter>{'|'.join(sorted(_LETTER_COMMANDS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s+)?"
    r")(?P<close>(?(open)\}?))"
)
_MARK_IN_ADDRESS = re.compile(r"[\\{}$<&]")
_ADDRESS_ENTITY = re.compile(r"\\?(&(?:amp|lt|gt|quot|apos|#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,5});)")
_ADDRESS_COMMAND = re.compile(r"\\(?:url|nolinkurl|path|href|doi)\s*(?=\{)")
_GROUP = re.compile(r"\{([^{}]*)\}")
_MAX_RECURSION = 120
_MAX_BLANKS = 100
"""Nested groups and arguments. `parse.split` refuses deeper files; deeper text from elsewhere is cut off here."""


@dataclass(frozen=True, slots=True)
class LatexSpan:
    """A stretch of plain text, and whether the source protects its capitals with braces."""

    text: str
    protected: bool = False


@dataclass(frozen=True, slots=True)
class DecodedLatex:
    """A decoded LaTeX value: its spans in order, and the unknown commands in it."""

    spans: tuple[LatexSpan, ...]
    unknown: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Plain Unicode (NFC) on one line."""
        return _tidy("".join(span.text for span in self.spans))

    @property
    def bibtex(self) -> str:
        """The same text as a BibTeX value in UTF-8: special characters escaped, protecting braces kept."""
        parts = (f"{{{escape_latex(s.text)}}}" if s.protected and s.text.strip() else escape_latex(s.text) for s in self.spans)
        return _tidy("".join(parts))


_EDGE = LatexSpan("")
"""Where a formula begins or ends."""


def decode_latex(value: str) -> DecodedLatex:
    r"""Decode a LaTeX value. Does not raise: unbalanced braces, stray `$`, `_`, `%` and `\\` are taken for text where possible."""
    if _MARK.search(value) is None:
        return DecodedLatex((LatexSpan(value),))  # most values
    if "&" in value:
        value = _ENTITY.sub(_from_entity, value)
    if "</" in value:
        for _ in range(3):  # one in another
            value = _HTML.sub(_from_html, value)
    tokens = _TOKEN.findall(value)
    decoder = _Decoder(tokens[::-1], dollars=tokens.count("$"))
    decoder.read(protected=False)
    # One span for each run of neighbours with the same protection.
    runs = ((protected, "".join(span.text for span in spans)) for protected, spans in groupby(decoder.spans, attrgetter("protected")))
    return DecodedLatex(tuple(LatexSpan(text, protected) for protected, text in runs if text), tuple(dict.fromkeys(decoder.unknown)))


def latex_to_text(value: str) -> str:
    """A LaTeX value as plain Unicode."""
    return decode_latex(value).text


def _from_entity(entity: re.Match[str]) -> str:
    written = f"&{entity[1].lstrip(chr(92))}"
    text = unescape(written)
    return entity[0] if text == written else escape_latex(text)


def _from_html(marked: re.Match[str]) -> str:
    command = _HTML_COMMANDS.get(marked["name"])
    return f"{command}{{{marked['text']}}}" if command else marked["text"]


def compose_accents(value: str) -> str:
    r"""A LaTeX value with the commands for accents and letters, and characters of HTML, replaced by what they print, and all else as it is.

    BibTeX cuts names at blanks, of which `Fran\c cois` and `S\o ren` hold one that is part of a command.
    """
    if "&" in value:
        value = _ENTITY.sub(_from_entity, value)
    return _COMPOSED.sub(_compose, value) if "\\" in value else value


def _compose(found: re.Match[str]) -> str:
    mark = found["sign"] or found["accent"]
    text = _accented(latex_to_text(found["inner"] or found["next"]), ACCENTS[mark]) if mark else _LETTER_COMMANDS[found["letter"]]
    # The braces of {\"o} only keep it together; those of {\"Osterreich} enclose more.
    return text if not found["open"] or found["close"] else f"{{{text}"


def unescape_verbatim(value: str) -> str:
    r"""A URL or DOI: only what people write for single characters is undone (`\_`, `{\%}`, `$\sim$`, `&amp;`), nothing is decoded."""
    value = value.strip()
    if not _MARK_IN_ADDRESS.search(value):
        return value  # most addresses
    value = _VERBATIM.sub(_verbatim_character, _ADDRESS_ENTITY.sub(lambda found: unescape(found[1]), value)).strip()
    command = _ADDRESS_COMMAND.match(value)
    group = _GROUP.match(value, command.end() if command else 0)
    if group and (command or group.end() == len(value)):
        value = group[1].strip()
    return value[1:-1] if value.startswith("<") and value.endswith(">") else value


def _verbatim_character(found: re.Match[str]) -> str:
    if found["tilde"]:
        return "~"
    if found["underscore"]:
        return "_"
    if found["slash"]:
        return "/"
    if found["angle"]:
        return "<" if found["angle"] == "less" else ">"
    return found["escaped"] or found["braced"] or found["sign"] or ""


def escape_latex(text: str) -> str:
    r"""Plain text as LaTeX: & % $ # _ { } ~ ^ \ are escaped, braces always balanced; other characters stay UTF-8.

    Braces become commands, as `\{` would unbalance the entry for BibTeX.
    """
    return _SPECIAL.sub(_escaped, text) if text else ""  # most fields of an export are empty


def _escaped(found: re.Match[str]) -> str:
    # Between `&` and `amp;`, which would be read as a character of HTML.
    guard = "{}" if found[0] == "&" and _BEFORE_ENTITY_NAME.match(found.string, found.end()) else ""
    return ESCAPES[found[0]] + guard


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


@dataclass(slots=True)
class _Decoder:
    """Reads the tokens of one value, once, into spans.

    tokens: those still to read, the next one last.
    dollars: how many `$` are still to read.
    quotes: how many single quotes are open.
    """

    tokens: list[str]
    dollars: int
    depth: int = 0
    in_math: bool = False
    gap: str = ""
    """What was put last, if it stands apart from what follows: "operator", from a letter or number; "relation", from any value."""
    quotes: int = 0
    quoted: int = 0
    """How many commands of `QUOTES` are open."""
    spans: list[LatexSpan] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def read(self, *, protected: bool) -> None:
        """Read to the end of the group, or of the value at the top."""
        while self.tokens:
            token = self.tokens.pop()
            if token == "{":
                self.group(protected=protected or self._protects())
            elif token != "}":
                self.token(token, protected=protected)
            elif self.depth:
                return

    def group(self, *, protected: bool) -> None:
        if self.depth < _MAX_RECURSION:
            self.depth += 1
            self.read(protected=protected)
            self.depth -= 1

    def _protects(self) -> bool:
        r"""Whether the group just opened protects capitals: not {\"a}, {\em x} or {}, which only LaTeX needs."""
        if self.in_math or not self.tokens:
            return False
        name = _command_name(self.tokens[-1])
        if name in ACCENTS or name in STYLE_DECLARATIONS or name in STYLE_COMMANDS or name in IGNORED_COMMANDS:
            return False
        return self.tokens[-1] != "}" and len(SYMBOL_COMMANDS.get(name, "more")) > 1

    def token(self, token: str, *, protected: bool) -> None:
        if token[0] == "\\" and len(token) > 1:
            self.command(_command_name(token), token, protected=protected)
        elif token == "$":
            self.dollars -= 1
            if self.in_math or self.dollars:
                self.in_math, self.gap = not self.in_math, ""
                self.spans.append(_EDGE)
            else:
                self.put("$", protected=protected)  # without a closing one, so it means money
        elif token in "_^" and self.in_math:
            self.script(token, protected=protected)
        else:
            self.put(self.typeset(token), protected=protected)

    def typeset(self, token: str) -> str:
        """The characters LaTeX prints for a token that is not a command."""
        if token == "`":
            self.quotes += 1
        elif token in ("'", "''") and self.in_math:
            return "′" if token == "'" else "″"
        elif token == "'" and self.quotes and not (self.tokens and self.tokens[-1][0].isalpha()):  # as in "don't"
            self.quotes -= 1
            return "’"
        return {"`": "‘", "``": "“", "''": "”", "--": "–", "---": "—", "~": " "}.get(token, token)

    def command(self, name: str, token: str, *, protected: bool) -> None:
        if len(name) > 1 and name.endswith("*"):
            name = name[:-1]
            if name in SYMBOL_COMMANDS or name in OPERATORS or name in STYLE_DECLARATIONS:
                self.tokens.append("*")  # a sign of its own; of others, the starred form prints the same
        if name in _PRINTING:
            _PRINTING[name](self, name, protected=protected)
        elif name not in STYLE_DECLARATIONS:
            for _ in range(IGNORED_COMMANDS.get(name, 0)):
                self.argument()
            is_unknown = name not in STYLE_COMMANDS and name not in IGNORED_COMMANDS
            if is_unknown:
                self.unknown.append(token.strip())
            if (is_unknown or name in STYLE_COMMANDS) and self.tokens and self.tokens[-1] == "{":
                # The argument stays, as text that the command does not protect.
                self.tokens.pop()
                self.group(protected=protected)

    def symbol(self, name: str, *, protected: bool) -> None:
        r"""A sign; one between two values, as in `a\leq b`, stands apart from both."""
        text, before = SYMBOL_COMMANDS[name], self.last().rstrip()
        between = self.in_math and text in RELATION_SIGNS and bool(before) and (before[-1].isalnum() or before[-1] in ")]⟩‖")
        self.put(f" {text}" if between and not self.last().endswith(" ") else text, protected=protected)
        self.gap = "relation" if between else ""

    def last(self) -> str:
        """The text put last, as far as it is part of the same formula, and at most so many blanks back that time stays linear."""
        return next((span.text for span in islice(reversed(self.spans), _MAX_BLANKS) if span is _EDGE or span.text.strip()), "")

    def journal(self, name: str, *, protected: bool) -> None:
        self.put(JOURNAL_COMMANDS[name], protected=protected)

    def accent(self, name: str, *, protected: bool) -> None:
        self.put(_accented(self.argument(), ACCENTS[name]), protected=protected)

    def math_accent(self, name: str, *, protected: bool) -> None:
        text = self.argument()
        self.put(_accented(text, MATH_ACCENTS[name]) if len(text) == 1 else text, protected=protected)

    def operator(self, name: str, *, protected: bool) -> None:
        r"""`n\log n` as `n log n`; a subscript belongs to the operator."""
        before = self.last()[-1:]
        self.put(f"{' ' if before.isalnum() or before in tuple(')]|') else ''}{OPERATORS.get(name) or self.argument()}", protected=protected)
        while self.in_math and self.tokens and self.tokens[-1] in ("_", "^"):
            self.script(self.tokens.pop(), protected=protected)
        self.gap = "operator"

    def quote(self, name: str, *, protected: bool) -> None:
        marks = QUOTES[name][self.quoted % 2]
        self.quoted += 1
        self.put(marks[0], protected=protected)
        if self.tokens and self.tokens[-1] == "{":
            self.tokens.pop()
            self.group(protected=protected)
        else:
            self.put(self.argument(), protected=protected)
        self.put(marks[1], protected=protected)
        self.quoted -= 1

    def verbatim(self, name: str, *, protected: bool) -> None:
        """An address: its characters as they are."""
        if not (self.tokens and self.tokens[-1] == "{"):
            return
        depth, parts = 0, list[str]()
        while self.tokens:
            token = self.tokens.pop()
            depth += (token == "{") - (token == "}")
            if not depth:
                break
            parts.append(token)
        self.dollars -= parts.count("$")
        self.put(unescape_verbatim("".join(parts[1:])), protected=protected)

    def fraction(self, name: str, *, protected: bool) -> None:
        above, below = (_bracketed(self.argument()) for _ in range(2))
        self.put(f"{above}{FRACTIONS[name]}{below}", protected=protected)

    def root(self, name: str, *, protected: bool) -> None:
        degree = ""
        if self.tokens and self.tokens[-1].startswith("[") and "]" in self.tokens[-1]:
            degree, _, rest = self.tokens.pop()[1:].partition("]")
            self.tokens += [rest] if rest else []
        self.put(f"{_scripted('^', degree)}√{_bracketed(self.argument())}", protected=protected)

    def change_case(self, name: str, *, protected: bool) -> None:
        self.put(CASES[name](self.argument()), protected=protected)

    def double_struck(self, name: str, *, protected: bool) -> None:
        text = self.argument()
        self.put(text.translate(DOUBLE_STRUCK) if len(text) == 1 else text, protected=protected)

    def mathematics(self, name: str, *, protected: bool) -> None:
        was, self.in_math = self.in_math, True
        text = self.argument()
        self.in_math = was
        self.put(text, protected=protected)

    def delimiter(self, name: str, *, protected: bool) -> None:
        self.in_math, self.gap = name in "([", ""
        self.spans.append(_EDGE)

    def script(self, name: str, *, protected: bool) -> None:
        self.gap = ""
        self.put(_scripted(name, self.argument()), protected=protected)

    def argument(self) -> str:
        r"""The text of the next argument: a group, a command's result, or one character."""
        while self.tokens and self.tokens[-1].isspace():
            self.tokens.pop()
        if not self.tokens or self.tokens[-1] == "}" or self.depth >= _MAX_RECURSION:
            return ""
        token = self.tokens.pop().lstrip()
        if token[0] not in "{\\$":
            if token[1:]:
                self.tokens.append(token[1:])
            return token[0]
        outer, self.spans, gap, self.gap = self.spans, [], self.gap, ""
        self.depth += 1
        if token == "{":
            self.read(protected=False)
        else:
            self.token(token, protected=False)
        self.depth -= 1
        inner, self.spans, self.gap = self.spans, outer, gap
        return "".join(span.text for span in inner)

    def put(self, text: str, *, protected: bool) -> None:
        if text:
            apart = text[0].isalnum() if self.gap == "operator" else self.gap and not (text[0].isspace() or text[0] in ",.;:)]}")
            self.spans.append(LatexSpan(f" {text}" if apart else text, protected))
            self.gap = ""


class _Print(Protocol):
    """Puts what a command prints."""

    def __call__(self, decoder: _Decoder, name: str, /, *, protected: bool) -> None: ...


_PRINTING: dict[str, _Print] = {
    **dict.fromkeys(JOURNAL_COMMANDS, _Decoder.journal),
    **dict.fromkeys(MATH_ACCENTS, _Decoder.math_accent),
    **dict.fromkeys(OPERATORS, _Decoder.operator),
    **dict.fromkeys(QUOTES, _Decoder.quote),
    **dict.fromkeys(VERBATIM_COMMANDS, _Decoder.verbatim),
    **dict.fromkeys(FRACTIONS, _Decoder.fraction),
    **dict.fromkeys(CASES, _Decoder.change_case),
    **dict.fromkeys(("mathbb", "mathds", "Bbb"), _Decoder.double_struck),
    **dict.fromkeys(("(", ")", "[", "]"), _Decoder.delimiter),
    **dict.fromkeys(SCRIPTS, _Decoder.script),
    **dict.fromkeys(SYMBOL_COMMANDS, _Decoder.symbol),
    **dict.fromkeys(ACCENTS, _Decoder.accent),
    "operatorname": _Decoder.operator,
    "sqrt": _Decoder.root,
    "ensuremath": _Decoder.mathematics,
}
"""Commands that print something, and how. Later rows win: an accent of text is never taken for one of mathematics."""


def is_known_command(name: str) -> bool:
    """Whether a command is read by what it prints in LaTeX, so that no file need define it."""
    return any(name in known for known in (_PRINTING, STYLE_COMMANDS, STYLE_DECLARATIONS))


def _scripted(name: str, text: str) -> str:
    """A subscript or superscript in Unicode where it has one for every character, else on the line."""
    letters, text = SCRIPTS[name], text.strip()
    if all(ord(character) in letters for character in text) and text not in ORDINAL_ENDINGS:
        return text.translate(letters)
    if name not in ("_", "^") or text in ORDINAL_ENDINGS or not text:
        return text
    return f"{name}{text}" if text.isalnum() else f"{name}({text})"


def _bracketed(text: str) -> str:
    """A part of a formula that stands beside a sign: in brackets where it is more than one number or word."""
    return text if text.isalnum() or len(text) < 2 else f"({text})"


def _command_name(token: str) -> str:
    r"""`\\emph ` -> emph, `\\"` -> ", what is not a command -> nothing."""
    return token[1:].strip() or token[1:] if token[0] == "\\" else ""


def _accented(text: str, mark: str) -> str:
    if not text.strip():
        # An accent over nothing is printed alone: \~{} in an address, \^{} in a formula.
        return {"\u0303": "~", "\u0302": "^", "\u0300": "`"}.get(mark, "")
    base = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
    return unicodedata.normalize("NFC", base + mark) + text[1:]
