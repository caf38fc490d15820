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
from itertools import groupby
from operator import attrgetter

from patternbook.bibliography.latex.symbols import (
    ACCENTS,
    ESCAPES,
    IGNORED_COMMANDS,
    SCRIPTS,
    STYLE_COMMANDS,
    STYLE_DECLARATIONS,
    SYMBOL_COMMANDS,
)

_TOKEN = re.compile(r"\\[A-Za-z]+\*?\s*|\\.|\\$|[{}$~_^]|-{2,3}|``|''|[^\\{}$~_^\-`']+|.", re.DOTALL)
_MARK = re.compile(r"[\\{}$~\-`']")
"""Characters that make a value more than plain text."""
_SPECIAL = re.compile(r"[&%$#_{}~^\\`]|-(?=-)|'(?=')")
_VERBATIM = re.compile(r"\\(?:textasciitilde|~)\s*(?:\{\s*\})?|\\([%&#_${}])|\{\\?([~_^#%&])\}")
_MAX_RECURSION = 120
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


def decode_latex(value: str) -> DecodedLatex:
    r"""Decode a LaTeX value. Does not raise: unbalanced braces, stray `$`, `_`, `%` and `\\` are taken for text where possible."""
    if _MARK.search(value) is None:
        return DecodedLatex((LatexSpan(value),))  # most values
    tokens = _TOKEN.findall(value)
    decoder = _Decoder(tokens[::-1], dollars=tokens.count("$"))
    decoder.read(protected=False)
    # One span for each run of neighbours with the same protection.
    runs = ((protected, "".join(span.text for span in spans)) for protected, spans in groupby(decoder.spans, attrgetter("protected")))
    return DecodedLatex(tuple(LatexSpan(text, protected) for protected, text in runs if text), tuple(dict.fromkeys(decoder.unknown)))


def latex_to_text(value: str) -> str:
    """A LaTeX value as plain Unicode."""
    return decode_latex(value).text


def unescape_verbatim(value: str) -> str:
    r"""A URL or DOI: only the escapes people add are undone (`\_`, `{\%}`, `\url{...}`), nothing is decoded."""
    value = value.strip()
    if value.startswith(("\\url{", "\\url {")):
        value = value[4:].strip()
    if value.startswith("{") and value.endswith("}") and "{" not in value[1:]:
        value = value[1:-1].strip()
    return _VERBATIM.sub(lambda found: found[1] or found[2] or "~", value)


def escape_latex(text: str) -> str:
    r"""Plain text as LaTeX: & % $ # _ { } ~ ^ \ are escaped, braces always balanced; other characters stay UTF-8.

    Braces become commands, as `\{` would unbalance the entry for BibTeX.
    """
    return _SPECIAL.sub(lambda found: ESCAPES[found[0]], text)


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
    quotes: int = 0
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
        if name in ACCENTS or name in STYLE_DECLARATIONS or name in STYLE_COMMANDS:
            return False
        return self.tokens[-1] != "}" and len(SYMBOL_COMMANDS.get(name, "more")) > 1

    def token(self, token: str, *, protected: bool) -> None:
        if token[0] == "\\" and len(token) > 1:
            self.command(_command_name(token), token, protected=protected)
        elif token == "$":
            self.dollars -= 1
            if self.in_math or self.dollars:
                self.in_math = not self.in_math
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
        elif token == "'" and self.quotes and not (self.tokens and self.tokens[-1][0].isalpha()):  # as in "don't"
            self.quotes -= 1
            return "’"
        return {"`": "‘", "``": "“", "''": "”", "--": "–", "---": "—", "~": " "}.get(token, token)

    def command(self, name: str, token: str, *, protected: bool) -> None:
        if name in ACCENTS:
            self.put(_accented(self.argument(), ACCENTS[name]), protected=protected)
        elif name in SYMBOL_COMMANDS:
            self.put(SYMBOL_COMMANDS[name], protected=protected)
        elif name in SCRIPTS:
            self.script(name, protected=protected)
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

    def script(self, name: str, *, protected: bool) -> None:
        """A subscript or superscript in Unicode where it has one for every character, else on the line."""
        text, letters = self.argument(), SCRIPTS[name]
        has_all = all(ord(character) in letters for character in text)
        self.put(text.translate(letters) if has_all else text, protected=protected)

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
        outer, self.spans = self.spans, []
        self.depth += 1
        if token == "{":
            self.read(protected=False)
        else:
            self.token(token, protected=False)
        self.depth -= 1
        inner, self.spans = self.spans, outer
        return "".join(span.text for span in inner)

    def put(self, text: str, *, protected: bool) -> None:
        self.spans.append(LatexSpan(text, protected))


def _command_name(token: str) -> str:
    r"""`\\emph ` -> emph, `\\"` -> ", what is not a command -> nothing."""
    return token[1:].strip() or token[1:] if token[0] == "\\" else ""


def _accented(text: str, mark: str) -> str:
    if not text.strip():
        # An accent over nothing is printed alone: \~{} in an address, \^{} in a formula.
        return {"\u0303": "~", "\u0302": "^", "\u0300": "`"}.get(mark, "")
    base = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
    return unicodedata.normalize("NFC", base + mark) + text[1:]
