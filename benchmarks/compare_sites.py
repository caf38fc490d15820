"""Compare what two commits publish: python benchmarks/compare_sites.py BASE [--explained FILE].

The site of the shipped catalogue and that of the toy in tests/ are built from a git revision and from this checkout, each
by its own code from its own data. Every file that differs is printed, with the first line that does. A refactoring
changes no byte; where one is meant to change, FILE explains it: a JSON list of objects with `files` (a pattern such as
`checks/*`), `reason`, and optionally `base` and `here`, texts that are taken for one another.

Exit status: 0 where every difference is explained, 1 where one is not.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from itertools import zip_longest
from pathlib import Path

from compare import check_out
from sites.ours import PROJECT

CATALOGUES = ("data", "tests/toy")
SURROUNDINGS = {
    "PATTERNBOOK_CACHE": "off",
    "PATTERNBOOK_SITE_URL": "https://catalogue.test/base/",
    "PATTERNBOOK_REPO_URL": "https://github.com/example/patterns",
    "SOURCE_DATE_EPOCH": "1700000000",
    "NO_MKDOCS_2_WARNING": "1",
}


def build(project: Path, data: str, site: Path) -> Mapping[str, bytes]:
    """Build a catalogue with the code of a project; every file of the site by its path.

    Raises:
        subprocess.CalledProcessError: the build failed.
    """
    own = {"PATTERNBOOK_DATA": data, "PATTERNBOOK_SITE_DIR": str(site), "PYTHONPATH": str(project / "hooks")}
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=project, env=clean | SURROUNDINGS | own, check=True)
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in sorted(site.rglob("*")) if file.is_file()}


def first_difference(base: bytes | None, here: bytes | None) -> str:
    """Where two files differ first, as text; a file that is missing is nothing."""
    if base is None or here is None:
        return "only here" if base is None else "only in BASE"
    for number, (one, other) in enumerate(zip_longest(base.decode("utf-8", "replace").split("\n"), here.decode("utf-8", "replace").split("\n")), 1):
        if one != other:
            return f"line {number}: {(one or '')[:100]!r} -> {(other or '')[:100]!r}"
    return "the same text"


def unexplained(base: Mapping[str, bytes], here: Mapping[str, bytes], explained: Sequence[Mapping[str, str]], used: Counter[str]) -> Iterator[str]:
    """Lines about files that differ for no stated reason; counts in `used` how many files each reason explains."""
    for file in sorted(base.keys() | here.keys()):
        one, other = base.get(file), here.get(file)
        for each in explained:
            if one == other:
                break
            if fnmatch(file, each["files"]):
                one = other if "base" not in each else one and one.replace(each["base"].encode(), each["here"].encode())
                used[each["reason"]] += 1
        if one != other:
            yield f"{file}: {first_difference(one, other)}"


def main() -> int:
    """Print every difference, and what explains the others."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("base", metavar="BASE", help="git revision to compare with")
    parser.add_argument("--explained", type=Path, metavar="FILE", help="JSON: differences that are meant, each with its reason")
    options = parser.parse_args()
    explained = json.loads(options.explained.read_text("utf-8")) if options.explained else []
    used: Counter[str] = Counter()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "base")
        check_out(options.base, project)
        for data in CATALOGUES:
            base, here = build(project, data, Path(folder, "of-base", data)), build(PROJECT, data, Path(folder, "of-here", data))
            lines += [f"{data}: {line}" for line in unexplained(base, here, explained, used)]
            print(f"{data}: {len(base)} files in BASE, {len(here)} here")
    print("\n".join([*lines, *(f"explained in {count} files: {reason}" for reason, count in used.items()), f"unexplained: {len(lines)}"]))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
