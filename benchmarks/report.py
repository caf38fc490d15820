"""Print the tables of runs that were kept: python benchmarks/report.py FILE..., files as peers.py and serve.py write them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pydantic import ValidationError

from figures.record import read
from figures.results import joined
from figures.tables import projection, tables


def main() -> int:
    """Read the files and print what they hold together."""
    parser = argparse.ArgumentParser(description="Print the tables of runs that were kept.")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="written by peers.py or serve.py with --json")
    parser.add_argument("--at", type=int, metavar="N", help="also carry our cold builds on to N entries, in a straight line")
    options = parser.parse_args()
    runs = []
    for file in options.files:
        try:
            runs.append(read(file))
        except OSError as problem:
            parser.error(f"{file}: {problem.strerror}")
        except ValidationError as problem:
            parser.error(f"{file} is not what peers.py and serve.py write: {problem.errors()[0]['msg']}")
    print(*tables(runs), sep="\n")
    if options.at:
        print("", *projection(joined(runs), options.at), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
