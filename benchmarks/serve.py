"""Measure one edit in `mkdocs serve`: python benchmarks/serve.py [N ...] [--repeat K] [--json FILE].

The time from saving a file until the page that is fetched over http shows the change, without any script: a
body, a title (until a page that names the entry shows it) and a template, one after the other. MkDocs looks for changes
every 0.5 s and waits until none has come for 0.1 s, so 0.1 to 0.6 s of each pass before anything is built.
"""

from __future__ import annotations

import argparse
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from figures.console import exit_status, tell
from figures.measure import memory_by
from figures.record import Recorder, start_recording, write
from figures.results import SCENARIOS, Served
from figures.tables import tables
from sites.book import PLURALS
from sites.builders import BUILDERS, OURS, Sources, State, environment_of
from sites.corpus import Entry, corpus, neighbour_of, subject_of

EDITS = ("body", "title", "template")
POLLED = 0.5
"""Seconds between two times that MkDocs checks its files."""
EVERY = 0.01
"""Seconds between two requests for a page."""
PATIENCE = 600
"""Seconds to wait for a page to show a change."""


class ServeError(Exception):
    """The server ended, or a page never showed what it should."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running `mkdocs serve`."""

    process: subprocess.Popen[bytes]
    root: str

    def seen(self, page: str, text: str) -> float:
        """Wait until a page shows a text; the time then.

        Raises:
            ServeError: it does not, or the server ended.
        """
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            if self.process.poll() is not None:
                raise ServeError(f"mkdocs serve ended with {self.process.returncode}")
            with suppress(urllib.error.URLError, ConnectionError):  # not up yet
                with urllib.request.urlopen(self.root + page, timeout=PATIENCE) as answer:
                    shown = answer.read().decode()
                if text in shown:
                    return time.perf_counter()
            time.sleep(EVERY)
        raise ServeError(f"/{page} did not show {text!r} in {PATIENCE} s")


@contextmanager
def served(sources: Sources) -> Iterator[Server]:
    """The site on a free port of this machine, while the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        at = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", at]
    process = subprocess.Popen(command, cwd=sources.folder, env=environment_of(sources))
    try:
        yield Server(process, f"http://{at}/")
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()


def measure(entries: int, repeat: int, scratch: Path, recorder: Recorder) -> None:
    """Serve a corpus, edit it `repeat` times in each way."""
    made = corpus(entries)
    sources = Sources(BUILDERS[OURS], made, scratch / OURS)
    sources.write(State())
    pages = {edit: _page(neighbour_of(made) if edit == "title" else subject_of(made)) for edit in EDITS}
    edits = [(turn, edit) for turn in range(repeat) for edit in EDITS]
    with served(sources) as server:
        server.seen(pages["body"], subject_of(made).title)
        for number, (turn, edit) in enumerate(edits):
            time.sleep(1 + POLLED * number / len(edits))  # else every edit would fall on the same moment between two looks
            sources.edit(edit, f"edited-{number:05d}")
            saved = time.perf_counter()
            seconds = server.seen(pages[edit], f"edited-{number:05d}") - saved
            recorder.served.append(Served(entries, edit, turn, round(seconds, 4)))
            tell(f"{entries:>7,}  {SCENARIOS[edit]:15} {seconds:6.2f} s")


def _page(entry: Entry) -> str:
    return f"{PLURALS[entry.kind]}/{entry.id}/"


def main() -> int:
    """Measure, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description="Measure one edit in `mkdocs serve`.")
    parser.add_argument("counts", type=int, nargs="*", metavar="N", help="entries, 10 or more (default: 1000)")
    parser.add_argument("--repeat", type=int, default=3, metavar="K", help="times each edit is made; medians are shown (default: 3)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured there as well; report.py prints it again")
    options = parser.parse_args()
    if min(*options.counts, 1_000, options.repeat + 9) < 10:
        parser.error("N must be 10 or more, K 1 or more")
    recorder = start_recording((), memory_by())
    failed = ""
    try:
        for entries in options.counts or [1000]:
            with tempfile.TemporaryDirectory(prefix="patternbook-serve-") as scratch:
                measure(entries, options.repeat, Path(scratch), recorder)
    except ServeError as error:
        failed = str(error)
    if options.json:
        write(recorder.run(), options.json)
    print(*tables([recorder.run()]), sep="\n")
    return exit_status(failed)


if __name__ == "__main__":
    sys.exit(main())
