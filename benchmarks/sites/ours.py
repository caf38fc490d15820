"""The corpus as a data folder of ours, in a copy of this project or of another commit of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from sites.book import LICENCE, PUBLISHER, TITLE, YEAR, File, bibliography
from sites.corpus import Corpus, Entry, Study, Word

PROJECT = Path(__file__).resolve().parents[2]
PARTS = ("mkdocs.yml", "docs", "theme", "hooks")
"""What builds a catalogue, and `theme`, which older commits have beside it."""
PER_FILE = 1000
"""Entries a file holds at most."""

KEYS = {"pattern": "patterns", "finding": "findings", "recommendation": "recommendations"}
ORDER = tuple(KEYS)

SHIPPED_FILE, SHIPPED_PAGE = "data/findings.yaml", "findings/F-001"
"""Where the shipped catalogue is edited - its first finding - and the page that shows it."""

Lines = Iterator[str]


def template_of(project: Path) -> str:
    """The template of an entry's page, wherever a commit has it."""
    (found,) = (project / "hooks" / "patternbook").rglob("templates/entry.html")
    return found.relative_to(project).as_posix()


TEMPLATE = template_of(PROJECT)


def copy_project(folder: Path, project: Path = PROJECT) -> None:
    """Copy what builds a catalogue, without its data, so that templates can be edited."""
    folder.mkdir(parents=True)
    for part in PARTS:
        source, target = project / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        elif source.exists():
            shutil.copy(source, target)


def files(corpus: Corpus, edition: str, project: Path = PROJECT) -> Iterator[File]:
    """The data, and the template of an entry's page with a mark of its edition."""
    yield _template(project, edition)
    yield "data/references.bib", bibliography(corpus.works)
    for name, lines in (("catalogue", _catalogue(corpus)), ("vocabulary", _vocabulary(corpus)), ("studies", _studies(corpus.studies))):
        yield f"data/{name}.yaml", _text(lines)
    yield "data/pages/home.md", f"# {TITLE}\n\nWords without meaning, to measure with.\n"
    entries = sorted(corpus.entries, key=lambda entry: ORDER.index(entry.kind))
    for number, start in enumerate(range(0, len(entries), PER_FILE), 1):
        yield f"data/findings/{number:03d}.yaml", _text(_entries(entries[start : start + PER_FILE]))


def shipped_files(project: Path, body: str, title: str, edition: str) -> Iterator[File]:
    """The shipped data, a word more in the statement and in the title of its first finding, and the template."""
    yield _template(project, edition)
    for path in sorted((project / "data").rglob("*.*")):
        name, text = path.relative_to(project).as_posix(), path.read_text("utf-8")
        if name == SHIPPED_FILE:
            text = re.sub(r"^    title: .*", rf"\g<0> {title}" if title else r"\g<0>", text, count=1, flags=re.MULTILINE)
            text = text.replace("\n    area: ", f"\n      {body}\n    area: " if body else "\n    area: ", 1)
        yield name, text


def _template(project: Path, edition: str) -> File:
    name = template_of(project)
    return name, (project / name).read_text("utf-8") + (f'<i hidden data-edition="{edition}"></i>\n' if edition else "")


def _text(lines: Lines) -> str:
    return "\n".join([*lines, ""])


def _catalogue(corpus: Corpus) -> Lines:
    title, address = LICENCE
    yield from ("catalogue:", '  format: "1"', f"  title: {TITLE}", "  subtitle: Words without meaning, to measure with")
    yield from ("  summary: Made up, to measure with.", f"  publisher: {PUBLISHER}", f'  year: "{YEAR}"', "  release: unreleased", "  language: en")
    yield f"  text_licence: {{spdx: CC0-1.0, title: {title}, url: {address}}}"
    yield "  code_licence: {spdx: MIT, title: MIT License, url: https://opensource.org/license/mit}"
    yield "  default_contributors: [nobody]"
    yield from ("contributors:", f"  - {{id: nobody, name: {PUBLISHER}, group: true}}", "collaboration_points:")
    for word in _words(corpus, "point"):
        yield from (f"  - id: {word.slug}", f"    title: {word.title}", f"    statement: {word.statement}")
        yield "    grouping: {name: arrangement, question: Which one is it?}"


def _words(corpus: Corpus, facet: str) -> Iterator[Word]:
    return (word for word in corpus.words if word.facet == facet)


def _vocabulary(corpus: Corpus) -> Lines:
    points = list(_words(corpus, "point"))
    for facet in ("area", "theme", "role"):
        yield f"{facet}s:"
        for number, word in enumerate(_words(corpus, facet)):
            yield from (f"  - slug: {word.slug}", f"    title: {word.title}", f"    statement: {word.statement}")
            if facet == "area":
                yield f"    collaboration_point: {points[number % len(points)].slug}"
            elif facet == "role":
                yield f"    plural: {word.title}"


def _studies(studies: Iterable[Study]) -> Lines:
    yield "studies:"
    for study in studies:
        yield from (f"  - id: {study.id}", f"    title: {study.title}", f"    statement: {study.statement}", f"    reference: {study.reference}")
        yield from ("    methods: [interviews]", "    contexts: [made up]")


def _entries(entries: Iterable[Entry]) -> Lines:
    for kind, found in groupby(entries, key=lambda entry: entry.kind):
        yield f"{KEYS[kind]}:"
        for entry in found:
            yield from _entry(entry)


def _entry(entry: Entry) -> Lines:
    yield from (f"  - id: {entry.id}", f"    title: {entry.title}", f"    statement: {entry.statement}", "    body: |")
    yield from (f"      {line}" if line else "" for line in entry.body.split("\n"))
    yield from _tags(entry)
    for type_, relations in groupby(entry.relations, key=lambda relation: relation[0]):
        yield f"    {type_}:"
        target, more = ("pattern", "") if type_ == "variant_of" else ("finding", ", effect: amplifies" if type_ == "challenges" else "")
        yield from (f"      - {{{target}: {id_}{more}, basis: inferred}}" for _, id_ in relations)
    evidence = entry.evidence
    yield from ("    evidence:", f"      - study: {evidence.study}", f"        source: {evidence.source}", "        stance: supports")
    yield from (f"        source_claim: {evidence.claim}", f"        locator: {evidence.locator}", "    cites:")
    yield from (f"      - {{reference: {each.reference}, locator: {each.locator}, point: {each.point}}}" for each in entry.citations)


def _tags(entry: Entry) -> Lines:
    tags = dict(entry.tags)
    if entry.kind == "pattern":
        yield f"    collaboration_point: {tags['point']}"
        return
    yield f"    themes: [{tags['theme']}]"
    if entry.kind == "finding":
        yield from (f"    area: {tags['area']}", f"    roles: [{tags['role']}]")
        return
    yield from (f"    areas: [{tags['area']}]", f"    who_starts: {{who: [{tags['role']}], basis: inferred}}")
    yield from (f"    first_step: {{editorial: true, text: {entry.first_step}}}", "    support: editorial", "    effectiveness: untested")
