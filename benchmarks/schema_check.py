"""Measure our check beside the schema check of sphinx-needs: python benchmarks/schema_check.py [N ...] [--repeat R].

Both get the same entries with the same fields, texts and relations; both are to require every field, hold words and ids
to their form, and find what a relation names, of the right kind. Sphinx gets no pages, works or citations: its sources
are the needs alone, as many in a file as in ours. Ours checks texts, citations and the bibliography besides. Runs take turns; before they are
measured, each is shown a field that is missing and a relation to nothing, and must refuse both.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from sites import ours
from sites.book import File
from sites.builders import PEERS
from sites.corpus import RELATIONS, Corpus, Entry, corpus

TARGETS = {"contributes_to": "finding", "refines": "finding", "challenges": "finding", "variant_of": "pattern", "addresses": "finding"}
"""Type of relation -> kind of what it names."""
Command = Sequence[str]


def _need(id_: str) -> str:
    return id_.replace("-", "_")


def _directive(entry: Entry) -> str:
    links = {type_: [_need(target) for of, target in entry.relations if of == type_] for type_ in RELATIONS}
    options = [f":id: {_need(entry.id)}", *(f":{facet}: {slug}" for facet, slug in entry.tags)]
    options += [f":{type_}: {', '.join(targets)}" for type_, targets in links.items() if targets]
    text = "\n\n".join((entry.statement, *entry.body.split("\n\n")))
    plain = text.replace("[", "(").replace("]", ")").replace("`", "").replace("*", "").replace("_", " ")
    lines = [f".. {entry.kind}:: {entry.title}", *(f"   {option}" for option in options), "", *(f"   {line}" for line in plain.split("\n"))]
    return "\n".join(lines)


def _sphinx(made: Corpus) -> Iterator[File]:
    facets = sorted({facet for entry in made.entries for facet, _ in entry.tags})
    kinds = sorted({entry.kind for entry in made.entries})
    required = {kind: set.intersection(*({facet for facet, _ in entry.tags} for entry in made.entries if entry.kind == kind)) for kind in kinds}
    schemas = [
        {
            "id": kind,
            "severity": "violation",
            "select": {"properties": {"type": {"const": kind}}},
            "validate": {
                "local": {
                    "properties": {
                        "title": {"minLength": 1},
                        **{facet: {"pattern": "^CP-[0-9]{3,9}$" if facet == "point" else "^[a-z0-9]+(-[a-z0-9]+)*$"} for facet in facets},
                        **{type_: {"items": {"pattern": "^[A-Z]_[0-9]{3,9}$"}} for type_ in RELATIONS},
                    },
                    "required": sorted(required[kind]),
                },
                "network": {type_: {"items": {"local": {"properties": {"type": {"const": target}}}}} for type_, target in TARGETS.items()},
            },
        }
        for kind in kinds
    ]
    links = {type_: {"outgoing": says, "incoming": inverse} for type_, (says, inverse) in RELATIONS.items()}
    types = [{"directive": kind, "title": kind, "prefix": f"{kind[0].upper()}_"} for kind in kinds]
    fields = {facet: {"nullable": True} for facet in facets}
    settings = {"needs_types": types, "needs_fields": fields, "needs_links": links, "needs_schema_definitions": {"schemas": schemas}}
    yield (
        "conf.py",
        "\n".join(
            [
                'project = "x"',
                'extensions = ["sphinx_needs"]',
                'needs_id_regex = "^[A-Z0-9_]+"',
                *(f"{name} = {value!r}" for name, value in settings.items()),
                "",
            ]
        ),
    )
    parts = [made.entries[start : start + ours.PER_FILE] for start in range(0, len(made.entries), ours.PER_FILE)]
    names = [f"part{number:03d}" for number in range(len(parts))]
    yield "index.rst", "Needs\n=====\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in names)
    for name, entries in zip(names, parts, strict=True):
        yield f"{name}.rst", f"{name}\n{'=' * len(name)}\n\n" + "\n\n".join(map(_directive, entries)) + "\n"


def _write(folder: Path, files: Iterator[File]) -> None:
    for name, text in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _run(command: Command, folder: Path) -> tuple[float, float, int, str]:
    """Processor seconds and the largest memory in MB of a command, its exit code, and what it said."""
    with tempfile.TemporaryFile("w+") as said:
        started = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, started.returncode, said.read()


OURS: Command = (sys.executable, "-m", "patternbook.cli", "check")
SPHINX: Command = (str(PEERS / "bin" / "sphinx-build"), "-q", "-W", "--keep-going", "-b", "schema", "-E", "-d", "doctrees", ".", "out")


def _refuses(command: Command, folder: Path, pattern: str, changes: dict[str, str]) -> None:
    """Whether a command fails once something is wrong in the first file that holds it."""
    path = next(path for path in sorted(folder.rglob(pattern)) if all(old in path.read_text("utf-8") for old in changes))
    right = path.read_text("utf-8")
    for old, new in changes.items():
        path.write_text(right.replace(old, new, 1), "utf-8")
        if _run(command, folder)[2] == 0:
            raise SystemExit(f"{command[0]} accepts {new!r} in place of {old!r}")
    path.write_text(right, "utf-8")


def measure(count: int, repeat: int, scratch: Path) -> None:
    """Print a row for each of the two."""
    made = corpus(count)
    folders = {"patternbook": scratch / "ours", "sphinx-needs": scratch / "sphinx"}
    ours.copy_project(folders["patternbook"])
    _write(folders["patternbook"], ours.files(made, "1"))
    _write(folders["sphinx-needs"], _sphinx(made))
    commands = {"patternbook": OURS, "sphinx-needs": SPHINX}
    named = next(target for entry in made.entries for of, target in entry.relations if of == "contributes_to")
    area = next(slug for facet, slug in made.entries[0].tags if facet == "area")
    _refuses(OURS, folders["patternbook"], "data/findings/*.yaml", {f"area: {area}\n": "x: y\n", f"finding: {named}": "finding: F-999999"})
    _refuses(SPHINX, folders["sphinx-needs"], "part*.rst", {f"   :area: {area}\n": "", _need(named) + "\n": "F_999999\n"})
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(repeat):
        for name, command in commands.items():
            cpu, memory, code, said = _run(command, folders[name])
            if code:
                raise SystemExit(f"{name}: {said[-2000:]}")
            found[name].append((cpu, memory))
    for name, runs in found.items():
        print(f"| {count:,} | {name} | {statistics.median(cpu for cpu, _ in runs):.2f} | {max(memory for _, memory in runs):.0f} |", flush=True)


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", nargs="*", type=int, default=[1000], metavar="N")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    print("| entries | check | CPU s | peak MB |\n| ---: | ---: | ---: | ---: |")
    for count in options.counts:
        scratch = Path(tempfile.mkdtemp())
        try:
            measure(count, options.repeat, scratch)
        finally:
            shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
