"""How large releases are, and how long one takes: python benchmarks/releases.py N RELEASES.

Makes a catalogue of N entries (generate.py), releases it, changes 2 % of its entries, releases it again, and so on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import generate

CHANGED = 50
"""One of so many entries changes between two releases."""


def release(project: Path, name: str, date: str) -> float:
    """Make a release; return how many seconds it took."""
    command = [sys.executable, "-m", "patternbook.cli", "release", name, "--draft", "--on", date]
    began = time.perf_counter()
    subprocess.run(command, cwd=project, check=True, capture_output=True, env=os.environ | {"PATTERNBOOK_CACHE": "off"})
    return time.perf_counter() - began


def change(data: Path, number: int) -> int:
    """Change the titles of some entries, others in every release; return how many."""
    count = changed = 0
    for path in sorted(data.rglob("*.yaml")):
        if path.name == "ledger.yaml":
            continue
        lines = path.read_text("utf-8").split("\n")
        for at, line in enumerate(lines):
            if line.startswith("    title: "):
                count += 1
                if count % CHANGED == number % CHANGED:
                    lines[at] = f"{line} {number}"
                    changed += 1
        path.write_text("\n".join(lines), "utf-8")
    return changed


def main() -> int:
    """Print a line for each release, and the whole."""
    parser = argparse.ArgumentParser(description="Measure releases of a made-up catalogue.")
    parser.add_argument("entries", type=int, metavar="N", help="entries")
    parser.add_argument("releases", type=int, metavar="RELEASES", help="how many, at most 12")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        project = Path(temporary)
        data = project / "data"
        generate(data, options.entries)
        folder, total = data / "releases", 0
        for number in range(1, options.releases + 1):
            changed = change(data, number) if number > 1 else options.entries
            name = f"2030.{number:02d}"
            seconds = release(project, name, f"2030-{number:02d}-01")
            sizes = [path.stat().st_size for path in (folder / f"{name}.xz", folder / f"{name}.json")]
            print(f"{name}: {changed} changed, {seconds:.1f} s, pack {sizes[0]:,} bytes, manifest {sizes[1]:,} bytes", flush=True)
            total += sum(sizes)
        ledger = (data / "ledger.yaml").stat().st_size
        print(f"{options.releases} releases of {options.entries:,} entries: {total / 1e6:.1f} MB, ledger {ledger:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
