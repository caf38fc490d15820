"""The parts of the attack by name; not in `trust.__main__`, which a process that is started anew does not load."""

from __future__ import annotations

import time
from collections.abc import Callable

from trust.browser import attack_pages, attack_search
from trust.builds import attack_caches, attack_disks, attack_pairs, attack_with_kills
from trust.fuzz import fuzz
from trust.tally import Scale, Tally

PARTS: dict[str, Callable[[Scale], Tally]] = {
    "fuzz": fuzz,
    "payloads": attack_pages,
    "kills": attack_with_kills,
    "pairs": attack_pairs,
    "caches": attack_caches,
    "disks": attack_disks,
    "search": attack_search,
}
"""The longest first, so that two processes end at about the same time."""


def run_part(name: str, scale: Scale) -> Tally:
    """One part, with the time it took."""
    begin = time.monotonic()
    tally = PARTS[name](scale)
    tally.seconds = time.monotonic() - begin
    return tally
