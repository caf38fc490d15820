"""What a part of the attack tried, and the harm it found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from patternbook.diagnostics.escaping import one_line

HARMS = {
    "mixed": "a reader saw, or a kill left, pages of two editions",
    "lost": "a file or a whole edition was missing",
    "hung": "something took longer than it may",
    "traceback": "an exception reached the user",
    "script": "a script that we did not ship ran, or stood where it could run",
    "request": "a page asked another server for something",
    "wrong": "a result other than that of the plain path, or that no reader of its format takes",
}
"""All of them have to be zero."""
MOST_EXAMPLES = 5
"""Examples of each harm that a part reports."""


@dataclass(frozen=True)
class Scale:
    """How much is tried."""

    quick: bool
    """A small version of every part."""
    fuzz_seconds: float
    """All four targets together."""
    seed: int


@dataclass
class Tally:
    """The figures of one part."""

    tried: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    """What could not be tried here, and why."""
    seconds: float = 0.0

    def harm(self, harm: str, example: str) -> None:
        self.found[harm] += 1
        if self.found[harm] <= MOST_EXAMPLES:
            self.examples.append(one_line(f"{harm}: {example[:600]}"))

    def says(self, text: str, where: str) -> None:
        """Look for a traceback in what a command said."""
        if "Traceback" in text:
            self.harm("traceback", f"{where}: ...{text[-400:]}")
