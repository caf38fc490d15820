"""What is wrong with malformed YAML, in words for its author, and how to mend it.

libyaml says what its grammar lacked at which place. Most authors meet that for a few reasons only, which the lines around
the place show: a colon, a quote or a bracket in a text, a tab, an indentation. Whatever shows none of them keeps libyaml's words.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import yaml

from patternbook.source.parse import LineColumn


class YamlFault(NamedTuple):
    """A fault in words."""

    at: LineColumn
    message: str
    expected: str = ""
    fix: str = ""


MAX_QUOTED = 60
"""Characters of a text that an advice shows in quotes."""


def cut_text(text: str) -> str:
    """A text for an advice; a long one ends after a word, with dots."""
    if len(text) <= MAX_QUOTED:
        return text
    start = text[: MAX_QUOTED - 3]
    return f"{start[: start.rfind(' ')] if ' ' in start else start}..."


def _quote_field(key: str, value: str) -> str:
    """The advice to put the text of a field in quotes, with another way where it holds quotation marks, which quotes would double or end."""
    block = ", or start it on a line of its own after `>-`, where quotation marks are written as they are" if set(value) & set("\"'") else ""
    return f"Put the text in quotes: {key}: {in_quotes(value)}{block}"


def in_quotes(text: str) -> str:
    """A text as YAML that reads as just this text; a long one is cut, as only its start matters for an example."""
    shown = cut_text(text.strip())
    if '"' not in shown and "\\" not in shown:
        return f'"{shown}"'
    return "'{}'".format(shown.replace("'", "''"))


@dataclass(frozen=True)
class _Error:
    """libyaml's error, and the lines that it is about."""

    lines: list[str]
    problem: str
    context: str
    at: LineColumn
    since: LineColumn

    def line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @cached_property
    def here(self) -> str:
        """The line of the problem."""
        return self.line(self.at[0])

    @cached_property
    def before(self) -> str:
        """The line of the problem up to it."""
        return self.here[: self.at[1] - 1]

    @cached_property
    def rest(self) -> str:
        """The line of the problem from it on."""
        return self.here[self.at[1] - 1 :]

    @cached_property
    def above(self) -> str:
        """The last line above the problem that is neither empty nor a comment."""
        numbers = range(self.at[0] - 1, 0, -1)
        return next((self.line(number) for number in numbers if self.line(number).strip() and not self.line(number).lstrip().startswith("#")), "")

    @cached_property
    def field(self) -> re.Match[str] | None:
        """The field that the line of the problem starts with: indentation with hyphens, its key, its value."""
        return _FIELD.match(self.here)


_FIELD = re.compile(r"(?P<indent>[ ]*(?:- +)*)(?P<key>[A-Za-z_][\w-]*):[ ]+(?P<value>.*)")
_KEY_ONLY = re.compile(r"[ ]*(?:- +)*(?P<key>[A-Za-z_][\w-]*)")
_INDENT = re.compile(r"[ ]*")
_ODD_BLANK = re.compile("[ \t]*([\u00a0\u2000-\u200a\u202f\u3000])")
_BLOCK_TEXT = re.compile(r".*:[ ]+[|>][+\-0-9]*\s*(?:#.*)?")


def describe_fault(text: str, error: yaml.YAMLError) -> YamlFault:
    """Libyaml's error in words; `text` is what it read."""
    problem_mark, context_mark = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    mark = problem_mark or context_mark
    if mark is None:  # a character that YAML does not allow has no mark, but a position, counted in bytes of UTF-8
        position = len(text.encode()[: getattr(error, "position", 0)].decode(errors="ignore"))
        at = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
        return YamlFault(at, problem, fix="Take the character out.")
    at = mark.line + 1, mark.column + 1
    since = (context_mark.line + 1, context_mark.column + 1) if context_mark is not None else at
    context = str(getattr(error, "context", None) or "")
    known = _Error(_LINE_END.split(text), problem, context, at, since)
    fault = next((fault for look in _LOOKS if (fault := look(known))), None) or _as_libyaml_says(known)
    last = len(known.lines), len(known.lines[-1]) + 1  # libyaml names the line after a text without a final line end
    return fault._replace(at=min(fault.at, last))


_LINE_END = re.compile(r"\r\n?|\n")


def _as_libyaml_says(error: _Error) -> YamlFault:
    return YamlFault(error.at, f"{error.problem} {error.context}".strip())


def odd_blank(line: str, number: int) -> YamlFault | None:
    """The fault of a line that a character indents which only looks like a blank; None where none does."""
    found = _ODD_BLANK.match(line)
    if found is None:
        return None
    message = f"the character U+{ord(found[1]):04X}, which looks like a blank, indents this line"
    return YamlFault((number, found.start(1) + 1), message, "plain blanks", "Replace it with a plain blank.")


def _blanks(error: _Error) -> YamlFault | None:
    for number in dict.fromkeys((error.at[0], error.since[0], error.at[0] - 1)):
        line = error.line(number)
        indentation = line[: len(line) - len(line.lstrip())]
        if "\t" in indentation:
            return YamlFault(
                (number, indentation.index("\t") + 1), "a tab indents this line", "blanks", "Replace the tab with blanks, two for each level."
            )
        if odd := odd_blank(line, number):
            return odd
    if error.rest.startswith("\t"):
        return YamlFault(error.at, "a tab stands where blanks are needed", "blanks", "Replace the tab with blanks.")
    return None


def _open_quote(error: _Error) -> YamlFault | None:
    if "quoted scalar" not in error.context or "end of stream" not in error.problem:
        return None
    return _never_closed(error.since, error.line(error.since[0])[error.since[1] - 1])


_CONTINUED = ("did not find expected", "could not find expected", "mapping values are not allowed")


def _quote_open_above(error: _Error) -> YamlFault | None:
    """A quote that is closed by the first one in a field below, so that the text of that field is too much."""
    if not any(problem in error.problem for problem in _CONTINUED) or not set(error.before) & set("\"'"):
        return None
    quoted = None
    for token in _tokens_before(error):
        if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
            quoted = token
    if quoted is None or quoted.end_mark.line != error.at[0] - 1:
        return None
    first = quoted.start_mark.line + 1
    if not any(_FIELD.match(error.line(number)) for number in range(first + 1, error.at[0] + 1)):
        return None
    return _never_closed((first, quoted.start_mark.column + 1), quoted.style)


def _never_closed(at: LineColumn, quote: str) -> YamlFault:
    inside = "an apostrophe within is written ''" if quote == "'" else 'a quote within is written \\"'
    return YamlFault(at, "the quote that opens here is never closed", f"a closing {quote}", f"Close it at the end of the text; {inside}.")


def _tokens_before(error: _Error) -> Iterator[yaml.Token]:
    """The tokens before the place of the error, as far as they can be read."""
    with contextlib.suppress(yaml.YAMLError):
        for token in yaml.scan("\n".join(error.lines), Loader=yaml.CLoader):
            if (token.start_mark.line + 1, token.start_mark.column + 1) >= error.at:
                return
            yield token


_GLUED = re.compile(r"(?P<indent>[ ]*)-(?P<key>[A-Za-z_][\w-]*):(?: |$)")


def _glued_hyphen(error: _Error) -> YamlFault | None:
    above = next((number for number in range(error.at[0] - 1, 0, -1) if error.line(number).strip()), 0)
    for number in (error.at[0], above):
        if glued := _GLUED.match(error.line(number)):
            at = number, len(glued["indent"]) + 1
            return YamlFault(at, "a blank is missing after the hyphen", "a hyphen and a blank before an item", f"Write `- {glued['key']}: ...`.")
    return None


def _escape(error: _Error) -> YamlFault | None:
    if "quoted scalar" not in error.context or not ("escape" in error.problem or "number" in error.problem):
        return None
    start = error.here.rfind("\\", 0, error.at[1])
    fix = "Write \\\\ for a backslash, or put the text in single quotes."
    return YamlFault((error.at[0], start + 1), f"{error.here[start : start + 2]} means nothing in double quotes", "\\\\ for a backslash", fix)


def _block_header(error: _Error) -> YamlFault | None:
    if "block scalar" not in error.context:
        return None
    sign = error.line(error.since[0])[error.since[1] - 1]
    text = error.line(error.since[0])[error.since[1] :].lstrip("+-0123456789")
    fix = f"Start the text on the next line, indented, or write it without {sign}: {in_quotes(text)}"
    return YamlFault(error.at, f"text follows {sign} on its line", f"{sign} alone on the line", fix)


_ONLY_CITATION = re.compile(r"\[+-?@(?P<key>[^\s,;\]]+)[^\]]*\]+\s*")


def _wrong_start(error: _Error) -> YamlFault | None:
    """A text that starts with a character that has a meaning in YAML."""
    starts = ("cannot start any token", "did not find expected node content", "mapping keys are not allowed")
    if any(start in error.problem for start in starts):
        at = error.at
    elif error.context in ("while scanning an alias", "while scanning an anchor", "while scanning a tag"):
        at = error.since
    else:
        return None
    rest = error.line(at[0])[at[1] - 1 :]
    if not rest or rest.startswith("..."):
        return None
    value = error.field["value"] if error.field is not None and at[0] == error.at[0] else ""
    if value.startswith("[") and at[1] == error.here.index(value) + 2:  # the start of a citation
        key = error.field["key"]  # type: ignore[index]
        only = _ONLY_CITATION.fullmatch(value)
        fix = (
            f"Write {key}: {only['key']} where a key belongs, or put a text in quotes: {key}: {in_quotes(value)}"
            if only
            else _quote_field(key, value)
        )
        return YamlFault((at[0], at[1] - 1), "a text that starts with [ needs quotes", "quotes around it", fix)
    text = re.split(r"[,\]}]", rest)[0] if value[:1] in ("[", "{") else rest
    citation = "; a citation in it is written [@key], and a key alone without @" if rest[0] == "@" else ""
    return YamlFault(at, f"a text cannot start with {rest[0]}", "quotes around it", f"Put the text in quotes: {in_quotes(text)}{citation}")


def _list_on_key_line(error: _Error) -> YamlFault | None:
    if "block sequence entries are not allowed" not in error.problem:
        return None
    fix = f"Start the list on the next line, or put the text in quotes: {in_quotes(error.rest)}"
    return YamlFault(error.at, "a list item starts on the line of its key", "the item on a line of its own", fix)


def _glued_colon(error: _Error) -> YamlFault | None:
    """The first field of an item without its blank: YAML reads a text there, and complains of the field below."""
    if "mapping values are not allowed" not in error.problem or not _KEY_ONLY.fullmatch(error.before):
        return None
    number = next(number for number in range(error.at[0] - 1, -1, -1) if number == 0 or error.line(number) == error.above)
    glued = _NO_BLANK.fullmatch(error.above)
    if glued is None or len(glued["indent"]) != len(_INDENT.match(error.here)[0]):  # type: ignore[index]
        return None
    at, key, value = (number, glued.start("value") + 1), glued["key"], glued["value"]
    what = "a blank is missing" if not value[0].isspace() else f"the character U+{ord(value[0]):04X}, which looks like a blank, stands"
    return YamlFault(at, f"{what} after `{key}:`", "a blank after the colon", f"Write `- {key}: {cut_text(value.strip())}`.")


_NO_BLANK = re.compile(r"(?P<indent>[ ]*(?:- +)+)(?P<key>[A-Za-z_][\w-]*):(?!//)(?P<value>[^ \t].*)")


def _colon(error: _Error) -> YamlFault | None:
    if "mapping values are not allowed" not in error.problem:
        return None
    first = _KEY_ONLY.fullmatch(error.before)
    above = _FIELD.match(error.above)
    if first and above:
        message = f"`{first['key']}:` is indented further than the line above, whose text it would continue"
        return YamlFault((error.at[0], first.start("key") + 1), message, _as_before(above), "Correct the indentation.")
    whole = error.field
    if whole and not first and len(whole["indent"]) + len(whole["key"]) + 1 != error.at[1]:
        fix = _quote_field(whole["key"], whole["value"])
    else:
        fix = "Put the whole text in quotes, or start it on a line of its own after `>-`."
    return YamlFault(error.at, "a text without quotes holds a colon and a blank, as a key does", "quotes around the text", fix)


def _flow(error: _Error) -> YamlFault | None:
    """Something between braces or brackets."""
    if "flow" not in error.context:
        return None
    if error.context == "while parsing a flow node":  # since where a value is missing, not since what it would be in
        error = replace(error, since=_innermost_opening(error))
    opening = error.line(error.since[0])[error.since[1] - 1 :][:1]
    name, closing = ("brace", "}") if opening == "{" else ("bracket", "]")
    if error.at[0] == error.since[0] and error.rest and not error.rest.startswith("#"):
        last = error.before.rstrip()[-1:]
        if error.rest[0] in "]}":
            return YamlFault(error.at, f"the {name} that opens in column {error.since[1]} is closed by {error.rest[0]}", closing, f"Write {closing}.")
        if last in "\"'" and last:
            return YamlFault(error.at, "a text goes on after its closing quote", "one pair of quotes around the whole text", _quote_within(last))
        reason = "a text that starts with a bracket or brace" if last in "]}" else f"a text between {name}s that holds {error.rest[0]}"
        fix = f"Put the text in quotes, since , : [ ] {{ }} have a meaning between {name}s."
        return YamlFault(error.at, f"{reason} needs quotes", "quotes around the text", fix)
    comment = re.search(r" #", error.line(error.since[0])[error.since[1] - 1 :])
    if comment:
        at = error.since[0], error.since[1] + comment.start() + 1
        return YamlFault(
            at, f"# after a blank starts a comment, so that the {name} before it is never closed", closing, "Put the text with the # in quotes."
        )
    fix = f"Close it with {closing}; if it belongs to a text, put the text in quotes."
    return YamlFault(error.since, f"the {name} that opens here is never closed", closing, fix)


def _innermost_opening(error: _Error) -> LineColumn:
    """Where the innermost brace or bracket starts that is open where the error is."""
    opened: list[LineColumn] = []
    for token in _tokens_before(error):
        if isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
            opened.append((token.start_mark.line + 1, token.start_mark.column + 1))
        elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken):
            opened.pop()
    return opened[-1]


def _quote_within(quote: str) -> str:
    return "Write '' for an apostrophe within single quotes." if quote == "'" else 'Write \\" for a quote within double quotes.'


def _after_value(error: _Error) -> YamlFault | None:
    """Something after a value that is complete, on its line."""
    if "did not find expected" not in error.problem or not error.before.strip() or error.field is None or error.at[1] <= error.field.start("value"):
        return None
    value, last = error.field["value"], error.before.rstrip()[-1:]
    key = error.field["key"]
    if value[:1] in "\"'" and value:
        fix = f"Put one pair of quotes around the whole text, or: {_quote_within(value[0])}"
        return YamlFault(error.at, "a text goes on after its closing quote", "one pair of quotes around the whole text", fix)
    if value[:1] in "*&!" and value:
        at = error.at[0], error.field.start("value") + 1
        return YamlFault(at, f"a text cannot start with {value[0]}", "quotes around it", _quote_field(key, value))
    if value[:1] in "[{" and value:
        if not error.rest.strip("]} "):
            return YamlFault(error.at, f"{error.rest[0]} closes nothing", "as many closing as opening brackets", "Take it out.")
        at = error.at[0], error.field.start("value") + 1
        return YamlFault(at, f"a text that starts with {value[0]} needs quotes", "quotes around it", _quote_field(key, value))
    return YamlFault(error.at, f"something goes on after {last}", "the end of the line") if last else None


def _indentation(error: _Error) -> YamlFault | None:
    if "did not find expected" not in error.problem or error.before.strip() or "block" not in error.context:
        return None
    indent, wanted = error.at[1] - 1, error.since[1] - 1
    key = _KEY_ONLY.match(error.here)
    if "block collection" in error.context and indent == wanted:
        what = f"`{key['key']}:`" if key else "this line"
        fix = "Write `- ` before it, or indent it as the fields that it belongs with."
        return YamlFault(error.at, f"{what} is indented like the items of a list, but has no hyphen", "a hyphen, or another indentation", fix)
    if error.rest.startswith("- ") and "block mapping" in error.context:
        return YamlFault(error.at, "a list item stands among fields", "the key of a field", "Put the list under a key, or take the hyphen out.")
    if key and error.here[key.end() :].startswith(":"):
        message = f"`{key['key']}:` is indented by {count_blanks(indent)}, unlike the fields around it"
        nearest = min(_open_fields(error), key=lambda field: abs(len(field["indent"]) - indent), default=None)
        return YamlFault(error.at, message, _as_before(nearest) if nearest else count_blanks(wanted), "Correct the indentation.")
    return YamlFault(
        error.at, "this line is indented less than the text that it belongs to", "the indentation of its first line", "Indent it further."
    )


def _open_fields(error: _Error) -> Iterator[re.Match[str]]:
    """The fields above the problem that something may still be added to, from the inside out."""
    least = len(error.here) + 1
    for number in range(error.at[0] - 1, 0, -1):
        field = _FIELD.match(f"{error.line(number)} ")
        if field is not None and len(field["indent"]) < least:
            least = len(field["indent"])
            yield field


def _as_before(field: re.Match[str]) -> str:
    return f"{count_blanks(len(field['indent']))}, as before `{field['key']}:`"


def count_blanks(blanks: int) -> str:
    """`2 blanks`."""
    return f"{blanks or 'no'} blank{'' if blanks == 1 else 's'}"


def _text_at_margin(at: LineColumn) -> YamlFault:
    return YamlFault(at, "the text that the line above announces is not indented", "more blanks than before its key", "Indent the text.")


def _text_read_as_key(error: _Error) -> YamlFault | None:
    """A text at the margin whose first line ends with a colon: libyaml takes it for a key, and reports a line below."""
    number = next((number for number in range(error.at[0], 1, -1) if error.line(number)[:1] not in ("", " ", "#")), 0)
    announced = number > 1 and _BLOCK_TEXT.fullmatch(error.line(number - 1))
    return _text_at_margin((number, 1)) if announced and " " in error.line(number).rstrip() and not _FIELD.match(error.line(number)) else None


def _no_colon(error: _Error) -> YamlFault | None:
    if "could not find expected ':'" not in error.problem:
        return None
    number = error.since[0]
    line, above = error.line(number), error.line(number - 1)
    word = _KEY_ONLY.match(line)
    at = number, len(_INDENT.match(line)[0]) + 1 if line.strip() else 1  # type: ignore[index]
    if "\uff1a" in line:
        return YamlFault((number, line.index("\uff1a") + 1), "a wide colon (U+FF1A) ends no key", "a plain colon", "Write : and a blank.")
    if word and line[word.end() :].startswith(":"):
        fix = f"Write `{word['key']}: {cut_text(line[word.end() + 1 :].strip())}`."
        return YamlFault((number, word.end() + 2), f"a blank is missing after `{word['key']}:`", "a blank after the colon", fix)
    if _BLOCK_TEXT.fullmatch(above):
        return _text_at_margin(at)
    if word and word["key"]:
        fix = f"Write `{word['key']}: ` if it is a field; indent it further if it goes on with the text above."
        return YamlFault(at, "this line has no key with a colon", "`key: value`", fix)
    return YamlFault(
        at, "this line has no key with a colon", "`key: value`", "Write a key before it, or indent it further if it goes on with the text above."
    )


def _directive(error: _Error) -> YamlFault | None:
    if "directive" in error.context or "directive" in error.problem:
        return YamlFault(error.since, "a line that starts with % is a directive of YAML", "", "Put the text in quotes, or take the line out.")
    if "document start" in error.problem or error.rest.startswith("..."):
        return YamlFault(error.at, "the document ends before here", "one document per file", "Take the line `...` out.")
    return None


_LOOKS: tuple[Callable[[_Error], YamlFault | None], ...] = (
    _blanks,
    _open_quote,
    _quote_open_above,
    _glued_hyphen,
    _escape,
    _block_header,
    _wrong_start,
    _list_on_key_line,
    _glued_colon,
    _text_read_as_key,
    _colon,
    _flow,
    _after_value,
    _indentation,
    _no_colon,
    _directive,
)
"""What the lines around a fault are looked at for, the most telling first."""
