"""What citation files and metadata cost: python benchmarks/citing.py [N ...] [--repeat K].

The same made-up catalogue (generate.py) is built cold with and without them, in turn, each as a process of its own. Processor seconds are
compared, as other work on the machine does not count in them; a pair is two builds one right after the other.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from figures.measure import measure, weigh
from figures.tables import table
from generate import generate
from sites.book import SITE_URL
from sites.ours import PROJECT

WITHOUT = Path(__file__).parent / "figures" / "without.py"
PARTS = {"all of it": "nothing", "no citation files": "files", "no metadata": "metadata", "neither": "files,metadata"}
"""Build -> what it leaves out."""


def build_cold(parts: str, scratch: Path, environment: Mapping[str, str]) -> tuple[float, int]:
    """Processor seconds of a cold build, and bytes of its site."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        new = {"PATTERNBOOK_SITE_DIR": f"{folder}/site", "PATTERNBOOK_CACHE": f"{folder}/cache"}
        usage = measure((sys.executable, str(WITHOUT), parts, "build", "--quiet"), PROJECT, {**environment, **new})
        output = weigh(Path(folder, "site"))
    return usage.cpu, output.page_bytes + output.file_bytes


def main() -> int:
    """Measure, and print a table for each number of entries."""
    parser = argparse.ArgumentParser(description="Measure what citation files and metadata cost on a cold build.")
    parser.add_argument("counts", type=int, nargs="*", metavar="N", default=[1000], help="entries (default: 1000)")
    parser.add_argument("--repeat", type=int, default=3, metavar="K", help="builds of each; medians are shown (default: 3)")
    options = parser.parse_args()
    for count in options.counts:
        with tempfile.TemporaryDirectory(prefix="patternbook-bench-") as folder:
            scratch = Path(folder)
            generate(scratch / "data", count)
            environment = os.environ | {"PATTERNBOOK_DATA": str(scratch / "data"), "PATTERNBOOK_SITE_URL": SITE_URL, "NO_MKDOCS_2_WARNING": "1"}
            environment |= {"SOURCE_DATE_EPOCH": "0", "PYTHONPATH": str(PROJECT / "hooks")}
            found = [{name: build_cold(parts, scratch, environment) for name, parts in PARTS.items()} for _ in range(options.repeat)]
        rows = []
        for name in PARTS:
            cpu, size = median(each[name][0] for each in found), found[0][name][1]
            ratio = median(each["all of it"][0] / each[name][0] for each in found)
            rows.append([f"{count:,}", name, f"{cpu:.2f}", f"{100 * (ratio - 1):+.1f} %", f"{size / 1e6:.1f}"])
        print(*table(["entries", "build", "CPU s", "all of it costs", "site MB"], rows), sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
