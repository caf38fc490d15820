r"""LaTeX in titles and names to plain Unicode, and back.

One pass over tokens, no table of whole strings: accents are composed by Unicode itself, commands that only change the
look of their argument are dropped, an unknown command is dropped and reported while its arguments stay. A value is
read into spans that remember which text the source protects with braces ("{ML}"), because BibTeX styles lower-case
what is not protected: an export keeps those braces and no others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from patternbook.bibliography.latex.symbols import (
    ACCENTS,
    ESCAPES,
    IGNORED_COMMANDS,
    STYLE_COMMANDS,
    STYLE_DECLARATIONS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    SYMBOL_COMMANDS,
)

_TOKEN = re.compile(r"\\[A-Za-z]+\*?\s*|\\.|\\$|[{}$~_^]|-{2,3}|``|''|[^\\{}$~_^\-`']+|.", re.DOTALL)
_MARK = re.compile(r"[\\{}$~\-`']")
"""What may be more than the text it is."""
_SPECIAL = re.compile(r"[&%$#_{}~^\\`]|-(?=-)|'(?=')")
_VERBATIM = re.compile(r"\\(?:textasciitilde|~)\s*(?:\{\s*\})?|\\([%&#_${}])|\{\\?([~_^#%&])\}")
_MAX_RECURSION = 120
"""Nested groups and arguments. `split` refuses deeper files; text that comes another way is cut off here."""


@dataclass(frozen=True, slots=True)
class LatexSpan:
    """A stretch of plain text, and whether the source protects its capitals with braces."""

    text: str
    protected: bool = False


@dataclass(frozen=True, slots=True)
class DecodedLatex:
    """A LaTeX value read: its spans in order, and the commands nobody knows."""

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
    r"""Read a LaTeX value. Does not raise: unbalanced braces, stray `$`, `_`, `%` and `\\` are read as best they can."""
    if _MARK.search(value) is None:
        return DecodedLatex((LatexSpan(value),))
    reader = _Reader(_TOKEN.findall(value))
    reader.read(protected=False)
    return DecodedLatex(tuple(_joined(reader.spans)), tuple(dict.fromkeys(reader.unknown)))


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


def _joined(spans: Iterable[LatexSpan]) -> Iterable[LatexSpan]:
    """Neighbours of the same sort as one."""
    text, protected = "", False
    for span in spans:
        if span.protected != protected and text:
            yield LatexSpan(text, protected)
            text = ""
        text, protected = text + span.text, span.protected
    if text:
        yield LatexSpan(text, protected)


@dataclass(slots=True)
class _Reader:
    """Reads tokens once, left to right, into spans. Lives for one value."""

    tokens: list[str]
    position: int = 0
    depth: int = 0
    in_math: bool = False
    dollars: int = 0
    quotes: int = 0
    spans: list[LatexSpan] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dollars = self.tokens.count("$")

    def read(self, *, protected: bool) -> None:
        """Up to the end of the group, or of the value at the top."""
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self.position += 1
            if token == "}":
                if self.depth:
                    return
            elif token == "{":
                self.group(protected=protected or self._protects())
            else:
                self.token(token, protected=protected)

    def group(self, *, protected: bool) -> None:
        if self.depth >= _MAX_RECURSION:
            return
        self.depth += 1
        self.read(protected=protected)
        self.depth -= 1

    def _protects(self) -> bool:
        r"""Whether the group just opened protects capitals: not {\"a}, {\em x} or {}, which only LaTeX needs."""
        if self.in_math or self.position >= len(self.tokens):
            return False
        token = self.tokens[self.position]
        name = _name(token)
        if name in ACCENTS or name in STYLE_DECLARATIONS or name in STYLE_COMMANDS:
            return False
        return token != "}" and len(SYMBOL_COMMANDS.get(name, "more")) > 1

    def token(self, token: str, *, protected: bool) -> None:
        if token[0] == "\\" and len(token) > 1:
            self.command(_name(token), token, protected=protected)
        elif token == "$":
            self.dollar(protected=protected)
        elif token in "_^" and self.in_math:
            self.script(SUBSCRIPTS if token == "_" else SUPERSCRIPTS, protected=protected)
        else:
            self.put(self.typeset(token), protected=protected)

    def typeset(self, token: str) -> str:
        """What LaTeX prints for a token that is no command."""
        if token == "``" or token == "`":
            self.quotes += token == "`"
            return "“" if token == "``" else "‘"
        if token == "'" and self.quotes and not self.tokens_follow_with_letter():
            self.quotes -= 1
            return "’"
        return {"''": "”", "--": "–", "---": "—", "~": " "}.get(token, token)

    def tokens_follow_with_letter(self) -> bool:
        """Whether this is the apostrophe of "don't" rather than a closing quote."""
        return self.position < len(self.tokens) and self.tokens[self.position][0].isalpha()

    def dollar(self, *, protected: bool) -> None:
        self.dollars -= 1
        if not self.in_math and self.dollars == 0:
            self.put("$", protected=protected)  # nothing closes it: somebody means money
        else:
            self.in_math = not self.in_math

    def command(self, name: str, token: str, *, protected: bool) -> None:
        if name in ACCENTS:
            self.put(_accented(self.argument(), ACCENTS[name]), protected=protected)
        elif name in SYMBOL_COMMANDS:
            self.put(SYMBOL_COMMANDS[name], protected=protected)
        elif name in {"textsuperscript", "textsubscript"}:
            self.script(SUPERSCRIPTS if name == "textsuperscript" else SUBSCRIPTS, protected=protected)
        elif name in IGNORED_COMMANDS:
            for _ in range(IGNORED_COMMANDS[name]):
                self.argument()
            if name in STYLE_COMMANDS:
                self.unwrap(protected=protected)
        elif name in STYLE_DECLARATIONS:
            pass
        else:
            if name not in STYLE_COMMANDS:
                self.unknown.append(token.strip())
            self.unwrap(protected=protected)

    def unwrap(self, *, protected: bool) -> None:
        """The arguments in braces that follow, as text that the command does not protect."""
        if self.position < len(self.tokens) and self.tokens[self.position] == "{":
            self.position += 1
            self.group(protected=protected)

    def script(self, letters: dict[int, str], *, protected: bool) -> None:
        """A subscript or superscript in Unicode where it has one for every character, else on the line."""
        text = self.argument()
        has_all = all(ord(character) in letters for character in text)
        self.put(text.translate(letters) if has_all else text, protected=protected)

    def argument(self) -> str:
        r"""The text of the next argument: a group, a command's result, or one character."""
        while self.position < len(self.tokens) and self.tokens[self.position].isspace():
            self.position += 1
        if self.position >= len(self.tokens) or self.tokens[self.position] == "}" or self.depth >= _MAX_RECURSION:
            return ""
        token = self.tokens[self.position]
        if token[0] not in "{\\$":
            return self._first_character(token)
        self.position += 1
        spans, self.spans = self.spans, []
        self.depth += 1
        if token == "{":
            self.read(protected=False)
        else:
            self.token(token, protected=False)
        self.depth -= 1
        spans, self.spans = self.spans, spans
        return "".join(span.text for span in spans)

    def _first_character(self, token: str) -> str:
        stripped = token.lstrip()
        rest = stripped[1:]
        if rest:
            self.tokens[self.position] = rest
        else:
            self.position += 1
        return stripped[:1]

    def put(self, text: str, *, protected: bool) -> None:
        self.spans.append(LatexSpan(text, protected))


def _name(token: str) -> str:
    r"""`\\emph ` -> emph, `\\"` -> ", anything else -> nothing."""
    return token[1:].strip() or token[1:] if token[0] == "\\" else ""


def _accented(text: str, mark: str) -> str:
    if not text.strip():
        # An accent over nothing stands for itself: \~{} in an address, \^{} in a formula.
        return {"\u0303": "~", "\u0302": "^", "\u0300": "`"}.get(mark, "")
    base = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
    return unicodedata.normalize("NFC", base + mark) + text[1:]
