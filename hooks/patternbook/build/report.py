"""What a build says at its end: which pages it rendered, and how many it found as an earlier build had made them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

MAX_NAMED_PAGES = 12
"""Pages rendered that a build names; of more it says how many."""


def describe_result(rendered: Sequence[str], pages: int) -> str:
    """`2 of 454 pages rendered: findings, findings/F-004`."""
    named = f": {', '.join(rendered)}" if 0 < len(rendered) <= MAX_NAMED_PAGES else ""
    return f"{len(rendered)} of {pages} pages rendered{named}"


def write_report(file: str | None, rendered: Sequence[str], pages: int | None) -> None:
    """The same for programs, into a file where one is named; `pages` is None where nothing was looked at."""
    if file:
        Path(file).write_text(json.dumps({"rendered": rendered, "pages": pages}), encoding="utf-8")
