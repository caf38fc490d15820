"""How large releases are, and how long one takes: python benchmarks/releases.py N RELEASES.

Makes a catalogue of N entries (generate.py), releases it, changes 2 % of its entries, releases it again, and so on. With --build it then
builds the site with these releases and without them, cold and where nothing changed, in processor seconds.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures.measure import measure, weigh
from generate import generate
from sites.book import SITE_URL
from sites.ours import PROJECT

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


def builds(data: Path, scratch: Path) -> tuple[float, float, float]:
    """Processor seconds of a cold build and of one after it in which nothing changed, and megabytes of the site."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        environment = os.environ | {"PATTERNBOOK_DATA": str(data), "PATTERNBOOK_SITE_URL": SITE_URL, "NO_MKDOCS_2_WARNING": "1"}
        environment |= {"SOURCE_DATE_EPOCH": "0", "PYTHONPATH": str(PROJECT / "hooks")}
        environment |= {"PATTERNBOOK_SITE_DIR": f"{folder}/site", "PATTERNBOOK_CACHE": f"{folder}/cache"}
        cold, again = (measure((sys.executable, "-m", "mkdocs", "build", "--quiet"), PROJECT, environment).cpu for _ in range(2))
        output = weigh(Path(folder, "site"))
    return cold, again, (output.page_bytes + output.file_bytes) / 1e6


def compare_builds(data: Path, scratch: Path) -> None:
    """Print what the releases of a data folder cost a build."""
    bare = scratch / "bare"
    shutil.copytree(data, bare, ignore=shutil.ignore_patterns("releases", "ledger.yaml"))
    for name, folder in (("without releases", bare), ("with them", data)):
        cold, again, size = builds(folder, scratch)
        print(f"{name}: cold {cold:.1f} CPU s, nothing changed {again:.2f} CPU s, site {size:.0f} MB", flush=True)


def main() -> int:
    """Print a line for each release, and the whole."""
    parser = argparse.ArgumentParser(description="Measure releases of a made-up catalogue.")
    parser.add_argument("entries", type=int, metavar="N", help="entries")
    parser.add_argument("releases", type=int, metavar="RELEASES", help="how many, at most 12")
    parser.add_argument("--build", action="store_true", help="build the site with the releases and without")
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
        if options.build:
            compare_builds(data, project)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
