"""What the commands here share: arguments that are lists, progress apart from the tables, an end that leaves nothing behind."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence


def one_of(allowed: Sequence[str], text: str) -> tuple[str, ...]:
    """Names separated by commas, in the order in which they are allowed.

    Raises:
        argparse.ArgumentTypeError: one of them is unknown.
    """
    names = tuple(filter(None, text.split(",")))
    wrong = [name for name in names if name not in allowed]
    if wrong:
        raise argparse.ArgumentTypeError(f"unknown {', '.join(wrong)}; there are {', '.join(allowed)}")
    return tuple(name for name in allowed if name in names)


def tell(line: str) -> None:
    """Progress, apart from the tables."""
    print(line, file=sys.stderr, flush=True)


def exit_when_terminated() -> None:
    """Let SIGTERM raise SystemExit, so that temporary folders are removed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def exit_status(failed: str) -> int:
    """The exit status of a command; what failed, if anything did, is written beside the tables."""
    if failed:
        print(failed, file=sys.stderr)
    return 1 if failed else 0
