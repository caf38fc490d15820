"""Build with MkDocs and record processor time by stage: python sampler.py FILE, in the folder of mkdocs.yml.

costs.py runs it in a process of its own. Every few milliseconds of processor time the stack is sampled; the time since the
last sample counts for the innermost module or package of the engine on it, so libraries count for what calls them. Unlike a
profiler this does not slow anything down, and it counts generators and templates where they run.
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
"""Seconds of processor time between two samples."""

STAGES = {
    name: stage
    for stage, names in {
        "read": ("source", "incremental/item_spans", "incremental/read_cached"),
        "check": ("check", "model", "commands", "editing", "review"),
        "references": ("bibliography",),
        "catalogue": ("catalogue", "incremental/lazy_items"),
        "documents": ("documents", "profile", "citing"),
        "pages": ("pages", "exports"),
        "search": ("search",),
        "what changed": ("incremental",),
        "files": ("build", "runtime", "incremental/fast_build", "incremental/page_worker"),
    }.items()
    for name in names
}
"""Package or module of the engine, or a module within a package -> stage of a build."""
SHARED = frozenset({"__init__", "cli", "diagnostics", "markup", "mkdocs", "phrases", "runtime/digests", "screening", "settings", "theme", "urls"})
"""Packages and modules that count for what calls them, or have no part in a build."""
START, AROUND = "start-up", "MkDocs and the theme"

_ENGINE = "/hooks/patternbook/"


def stage(frame: FrameType | None) -> str:
    """The stage a stack belongs to: imports are start-up, else that of the innermost part of the engine, else MkDocs."""
    found = ""
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib"):
            return START
        if not found and _ENGINE in file:
            package, _, module = file.partition(_ENGINE)[2].removesuffix(".py").partition("/")
            if not SHARED & {package, f"{package}/{module}"}:
                found = STAGES.get(f"{package}/{module}") or STAGES[package]
        frame = frame.f_back
    return found or AROUND


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
