"""Build with MkDocs and note what the processor's time went to: python sampler.py FILE, in the folder of mkdocs.yml.

costs.py runs it in a process of its own. Every few milliseconds of processor time the stack is looked at; the time since
the last look counts for the innermost room of the engine on it, so that libraries count for the room that calls them. In
contrast to a profiler this slows nothing down, and it sees what generators and templates do where they do it.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType

EVERY = 0.002
"""Seconds of processor time between two looks."""

STAGES = {
    room: stage
    for stage, rooms in {
        "read": ("load", "values", "source", "placed", "pieces", "quick"),
        "check": ("check", "inside", "read", "model", "schema"),
        "references": ("bibliography", "reference"),
        "catalogue": ("catalogue", "leaves"),
        "documents": ("documents", "profile"),
        "pages": ("pages", "templates", "text", "easy", "marks", "drawings", "charts", "security"),
        "search": ("search",),
        "what changed": ("before", "cache", "edition", "engine"),
        "files": ("build", "files", "publishing", "workers", "crew", "outcome"),
    }.items()
    for room in rooms
}
"""Room of the engine -> stage of a build."""
SHARED = frozenset(
    {
        "__init__",
        "addresses",
        "building",
        "cli",
        "diagnostics",
        "interrupts",
        "markup",
        "progress",
        "reports",
        "screening",
        "settings",
        "sheet",
    }
)
"""Rooms that count for the room that calls them, or have no part in a build."""
START, AROUND = "start-up", "MkDocs and the theme"

_ENGINE = "/hooks/patternbook/"


def stage(frame: FrameType | None) -> str:
    """What a stack is at work on: imports are start-up, else the innermost room of the engine, else MkDocs."""
    room = ""
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib"):
            return START
        if not room and _ENGINE in file:
            name = file.partition(_ENGINE)[2].partition("/")[0].removesuffix(".py")
            room = "" if name in SHARED else name
        frame = frame.f_back
    return STAGES[room] if room else AROUND


class Watch:
    """Adds up processor time by stage."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.last = 0.0

    def look(self, _: int, frame: FrameType | None) -> None:
        now = time.process_time()
        self.spent[stage(frame)] += now - self.last
        self.last = now


def main() -> None:
    """Build, and write seconds by stage as JSON."""
    out, watch = Path(sys.argv[1]), Watch()
    sys.path[0] = ""  # as `python -m mkdocs` has it
    signal.signal(signal.SIGPROF, watch.look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    from mkdocs.__main__ import cli  # watched as well

    cli(["build", "--quiet"], standalone_mode=False)
    signal.setitimer(signal.ITIMER_PROF, 0)
    watch.look(0, None)
    out.write_text(json.dumps(watch.spent), "utf-8")


if __name__ == "__main__":
    main()
