"""What each code means, for people: what is wrong, why it matters, a wrong and a right example.

The texts are Markdown in `codes/`, a section for each code, so that they can be read there too. Everything else that explains a
code is made of them: `check --explain`, the page of checks, the help in SARIF; and the tests run their examples.
"""

from __future__ import annotations

import functools
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from patternbook.diagnostics.diagnostic import Rule

CODES = Path(__file__).parent / "codes"
GROUPS = ("files", "form", "entries", "values", "writing", "published", "bibliography", "site")
"""The files in `codes/`, in the order of the page."""

_TITLE = re.compile(r"# (.+)\n")
_SECTION = re.compile(r"^## (\w+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_CONTENTS = re.compile(
    r"\n(?P<what>.+?)\n\n\*\*Why:\*\* (?P<why>.+?)\n\n(?:\*\*Severity:\*\* (?P<severity>.+?)\n\n)?"
    r"\*\*Wrong:\*\*(?P<wrong>.*?)\n```\n\n\*\*Right:\*\*(?P<right>.*?)\n```\n*",
    re.DOTALL,
)
_EXAMPLE = re.compile(r"(?P<note>.*?)\n\n```(?P<language>\w+)\n(?P<text>.*)", re.DOTALL)


class Example(NamedTuple):
    """A few lines of a file, or commands for a shell where the example is about whole files."""

    note: str
    """Which file the lines are in, and what to look at."""
    language: str
    """`yaml` or `bibtex` for lines of a file, `sh` for commands in the folder above `data/`."""
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one code means."""

    code: str
    what: str
    """What is wrong."""
    why: str
    """Why it matters."""
    severity: str
    """When to choose which severity; empty where a catalogue cannot choose."""
    wrong: Example
    right: Example


class ExplanationGroup(NamedTuple):
    """Codes that are explained together."""

    key: str
    title: str
    codes: Mapping[str, Explanation]


@functools.cache
def explanation_groups() -> tuple[ExplanationGroup, ...]:
    """Every explanation, by group."""
    return tuple(_read_group(name, (CODES / f"{name}.md").read_text("utf-8")) for name in GROUPS)


@functools.cache
def explanations() -> Mapping[str, Explanation]:
    """Every explanation by its code."""
    return {code: explanation for group in explanation_groups() for code, explanation in group.codes.items()}


def _read_group(name: str, text: str) -> ExplanationGroup:
    title = _TITLE.match(text)
    codes = {match[1]: _read_explanation(match[1], match[2]) for match in _SECTION.finditer(text)}
    return ExplanationGroup(name, title[1] if title else name, codes)


def _read_explanation(code: str, text: str) -> Explanation:
    """The explanation in a section.

    Raises:
        ValueError: a part is missing or out of order, which a test notices before anybody else does.

    """
    parts = _CONTENTS.fullmatch(text)
    if parts is None:
        raise ValueError(f"{code} is not explained by what, why, severity, a wrong and a right example in this order")
    return Explanation(
        code, _line(parts["what"]), _line(parts["why"]), _line(parts["severity"] or ""), _example(parts["wrong"]), _example(parts["right"])
    )


def _example(text: str) -> Example:
    parts = _EXAMPLE.fullmatch(text)
    if parts is None:
        raise ValueError(f"no example: {text[:60]!r}")
    return Example(_line(parts["note"]).lstrip(", "), parts["language"], parts["text"])


def _line(text: str) -> str:
    """A paragraph of the file without its line breaks."""
    return " ".join(text.split())


def severity_advice(rule: Rule, explanation: Explanation) -> str:
    """How severe a rule is, and how a catalogue chooses; Markdown."""
    if not rule.adjustable:
        return "Always an error: nothing can be built of data that breaks this rule."
    default = "an error" if rule.severity == "error" else f"a {rule.severity}"
    state = f"It is {default} unless" if rule.on else "It is looked for only if"
    chosen = f"{state} `rules: {{{rule.code}: ...}}` in `catalogue.yaml` says error, warning, notice or off."
    return f"{chosen} Errors stop a build, warnings stop it with `--strict`, notices never do. {explanation.severity}"


def explanation_text(rule: Rule, explanation: Explanation) -> list[str]:
    """An explanation as lines for a terminal."""
    parts: list[tuple[str, str | Example]] = [
        (f"{rule.code}: {rule.title}", explanation.what),
        ("Why it matters", explanation.why),
        (f"Wrong: {explanation.wrong.note}".rstrip(": "), explanation.wrong),
        (f"Right: {explanation.right.note}".rstrip(": "), explanation.right),
        ("What to do", rule.fix),
        ("How severe it is", severity_advice(rule, explanation)),
    ]
    return [line for title, text in parts for line in ("", title, "", *_indented(text))][1:]


def _indented(text: str | Example) -> list[str]:
    """A text in lines of eighty characters, an example as it is, indented."""
    lines = textwrap.dedent(text.text).split("\n") if isinstance(text, Example) else textwrap.wrap(text, 76)
    return [f"    {line}".rstrip() for line in lines]
