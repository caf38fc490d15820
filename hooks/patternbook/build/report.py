"""What a build reports at its end: which pages it rendered, of how many."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

MAX_NAMED_PAGES = 12
"""The pages rendered are named if they are no more than this; otherwise only their number is given."""


def describe_result(rendered: Sequence[str], pages: int) -> str:
    """`2 of 454 pages rendered: findings, findings/F-004`."""
    named = f": {', '.join(rendered)}" if 0 < len(rendered) <= MAX_NAMED_PAGES else ""
    return f"{len(rendered)} of {pages} pages rendered{named}"


def write_report(file: str | None, rendered: Sequence[str], pages: int | None) -> None:
    """Write the same as JSON, if a file is given; `pages` is None if the site was up to date and no page was looked at."""
    if file:
        Path(file).write_text(json.dumps({"rendered": rendered, "pages": pages}), encoding="utf-8")
