"""One run reports every mistake: what two or three together give holds what each gives alone.

Mistakes are made at random places of the small catalogue under tests/wrong, with a further file for the kinds of entries
and relations it lacks. They are independent: none stands inside another, or is what another is judged by.
"""

from __future__ import annotations

import copy
import itertools
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import read_yaml
from patternbook.check.read import read_data
from patternbook.model.components import Relation
from patternbook.model.introspect import fields_of
from patternbook.model.registry import CATALOGUE_KEY, CATALOGUE_MODEL, LISTS
from patternbook.model.struct import ModelStruct
from test_wrong import WRONG

MORE = """
findings:
  - id: F-003
    title: Decisions pile up
    statement: Many wait at once.
    area: first-area
    themes: [communication]
    roles: [maintainer]
    signs:
      - {text: A long list., source: example2026, locator: p. 3, mentions: {participants: [P1b], organizations: ["1"]}}
    limits: [{editorial: true, text: One study.}]
    contributes_to: [{finding: F-001, how: worsens, source: example2026, locator: p. 4}]
    goes_with: [{finding: F-004, basis: inferred, roles: [maintainer]}]
    cites: [{reference: example2026, locator: p. 5, point: Lists.}]
    evidence:
      - {study: S-001, source: example2026, stance: mixed, source_claim: Some lists grew., locator: p. 3, mentions: {participants: [P1a, P1b]}}
  - id: F-004
    title: Decisions are forgotten
    statement: Nobody remembers what was decided.
    area: first-area
    themes: [communication]
    refines: [{finding: F-001, basis: inferred, why: It is one form of it.}]
    evidence:
      - {study: S-001, source: example2026, stance: supports, source_claim: It was forgotten., locator: p. 6, mentions: {count: 2, unit: papers}}
patterns:
  - id: P-002
    title: Two decide
    statement: Each may be away.
    collaboration_point: CP-001
    variant_of: [{pattern: P-001, basis: inferred}]
    challenges: [{finding: F-003, effect: eases, source: example2026, locator: p. 7}]
    known_uses: [{study: S-001, source: example2026, locator: p. 7, organizations: ["1"], of: 1, printed: true}]
cases:
  - id: K-001
    title: Toys
    statement: One organization.
    study: S-001
    organization: "1"
    facts: [{editorial: true, text: It makes toys.}]
    shows: [{pattern: P-001, basis: inferred}, {finding: F-003, basis: inferred}]
"""

Way = tuple[str | int, ...]
Data = dict[str, Any]


def _read(name: str) -> Data:
    found: Data = read_yaml((WRONG / "base" / "data" / name).read_text("utf-8"))
    return found


FILES: Data = {name: _read(name) for name in ("catalogue.yaml", "findings.yaml", "patterns.yaml", "studies.yaml", "vocabulary.yaml")}
FILES["more.yaml"] = read_yaml(MORE)
BIBLIOGRAPHY = (WRONG / "base" / "data" / "references.bib").read_text("utf-8")


@dataclass(frozen=True)
class Mistake:
    """One thing done wrong."""

    what: str
    touched: tuple[Way, ...]
    """What it changes or is judged by; another mistake there would not be independent."""
    make: Callable[[Data], None]

    def __repr__(self) -> str:
        return f"{self.what} at {self.touched[0]}"

    def clashes(self, other: Mistake) -> bool:
        return any(a[: len(b)] == b[: len(a)] for a in self.touched for b in other.touched)


def _at(data: Any, way: Way) -> Any:
    for step in way:
        data = data[step]
    return data


def _put(way: Way, value: object) -> Callable[[Data], None]:
    def make(data: Data) -> None:
        _at(data, way[:-1])[way[-1]] = copy.deepcopy(value)

    return make


def _add(way: Way, value: object) -> Callable[[Data], None]:
    """At the end of a list, which may not be there yet."""

    def make(data: Data) -> None:
        _at(data, way[:-1]).setdefault(way[-1], []).append(copy.deepcopy(value))

    return make


def _drop(way: Way) -> Callable[[Data], None]:
    return lambda data: _at(data, way[:-1]).__delitem__(way[-1])


def _rename(way: Way, name: str) -> Callable[[Data], None]:
    def make(data: Data) -> None:
        holder = _at(data, way[:-1])
        holder[name] = holder.pop(way[-1])

    return make


def _parts(model: type[ModelStruct], way: Way, raw: Any) -> Iterator[tuple[Way, type[ModelStruct], Data]]:
    yield way, model, raw
    for info in fields_of(model):
        if info.part is not None and info.key in raw:
            inner = raw[info.key]
            for step, each in (((info.key, i), part) for i, part in enumerate(inner)) if info.many else (((info.key,), inner),):
                yield from _parts(info.part, (*way, *step), each)


def _items() -> Iterator[tuple[Way, type[ModelStruct], Data]]:
    for file, keys in FILES.items():
        for key, held in keys.items():
            if key == CATALOGUE_KEY:
                yield (file, key), CATALOGUE_MODEL, held
            else:
                yield from (((file, key, index), LISTS[key], item) for index, item in enumerate(held))


def _of_part(way: Way, model: type[ModelStruct], raw: Data) -> Iterator[Mistake]:
    """Mistakes that the declaration of a part alone allows; what stands in a study's sample is what labels are judged by."""
    for info in fields_of(model):
        here = (*way, info.key)
        if info.key not in raw or info.key in ("id", "slug"):
            continue
        if info.required and "organizations" not in here:
            yield Mistake("a field dropped", (here,), _drop(here))
        if "organizations" not in here:
            yield Mistake("a field misspelt", (here, (*way, f"{info.key}x")), _rename(here, f"{info.key}x"))
        if info.reference:
            unknown: Any = ["nobody-99"] if info.many else "nobody-99"
            yield Mistake("an unknown name", (here,), _put(here, unknown))
        if info.key == "locator":
            yield Mistake("a locator without a place", (here,), _put(here, "somewhere"))
        if (
            info.type_name == "text"
            and not (info.reference or info.many or info.choices)
            and info.key in ("text", "statement", "source_claim", "why")
        ):
            for what, mark in (("a broken mark", "[[F-0"), ("raw HTML", "a <b>tag"), ("an unsafe link", "[x](y)"), ("a wrong link", "[[F-999]]")):
                yield Mistake(what, (here,), _put(here, f"{raw[info.key]} {mark}"))


def _of_relations(way: Way, model: type[ModelStruct], raw: Data) -> Iterator[Mistake]:
    if issubclass(model, Relation):
        entry = _at(FILES, way[:3])
        yield Mistake("a relation doubled", (way, (*way[:-1], len(_at(FILES, way[:-1])))), _add(way[:-1], raw))
        if "finding" in raw:
            yield Mistake("a retired target", ((*way, "finding"), ("findings.yaml", "findings", 1, "retired")), _put((*way, "finding"), "F-002"))
        if entry["id"].startswith("F-"):
            yield Mistake("a relation to itself", ((*way, "finding"),), _put((*way, "finding"), entry["id"]))


def _of_labels(way: Way, model: type[ModelStruct], raw: Data) -> Iterator[Mistake]:
    if "study" in raw and "mentions" in raw:
        judged_by = ((*way, "mentions"), (*way, "study"), ("studies.yaml", "studies", 0, "organizations"))
        yield Mistake("an unknown participant", judged_by, _put((*way, "mentions"), {"participants": ["P1a", "P99"]}))
    if "organization" in raw:
        judged_by = ((*way, "organization"), (*way, "study"), ("studies.yaml", "studies", 0, "organizations"))
        yield Mistake("an unknown organization", judged_by, _put((*way, "organization"), "99"))


def _others() -> Iterator[Mistake]:
    yield Mistake("an id twice", (("more.yaml", "recommendations"),), _add(("more.yaml", "recommendations"), {"id": "R-001"}))
    yield Mistake("a slug twice", (("more.yaml", "roles"),), _add(("more.yaml", "roles"), {"slug": "maintainer"}))
    yield Mistake("an unknown key", (("more.yaml", "findngs"),), _put(("more.yaml", "findngs"), []))
    yield Mistake(
        "a claim without source", (("more.yaml", "patterns", 0, "context"),), _add(("more.yaml", "patterns", 0, "context"), {"text": "So."})
    )
    yield Mistake(
        "an unused reference",
        (("bibliography",),),
        _put(("bibliography",), f"{BIBLIOGRAPHY}\n@misc{{unused, title = {{A}}, year = {{2020}}, author = {{B}}}}\n"),
    )


PARTS = [found for way, model, item in _items() for found in _parts(model, way, item)]
MISTAKES = [*itertools.chain.from_iterable(of(*part) for of in (_of_part, _of_relations, _of_labels) for part in PARTS), *_others()]


def written_after(folder: Path, mistakes: list[Mistake]) -> None:
    """The small catalogue with some mistakes in it, written into a folder."""
    data = {**copy.deepcopy(FILES), "bibliography": BIBLIOGRAPHY}
    for mistake in mistakes:
        mistake.make(data)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "references.bib").write_text(data.pop("bibliography"), "utf-8")
    for name, content in data.items():
        (folder / name).write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, sort_keys=False), "utf-8")


def found_after(folder: Path, mistakes: list[Mistake]) -> Counter[tuple[str, str]]:
    """Code and message of each diagnostic, as often as it has places; where a first one stands may differ, as lines move."""
    written_after(folder, mistakes)
    found: Counter[tuple[str, str]] = Counter()
    for problem in read_data(folder, folder, "https://catalogue.test/").diagnostics:
        found[problem.code, re.sub(r"\S+:\d+", "", problem.message)] += 1 + len(problem.related)
    return found


def test_there_is_nothing_wrong_without_a_mistake(tmp_path: Path) -> None:
    assert found_after(tmp_path / "data", []) == Counter()


def test_table_holds_mistakes_of_every_sort() -> None:
    assert len({mistake.what for mistake in MISTAKES}) == 18
    assert len(MISTAKES) > 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mistakes") / "data"


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(MISTAKES), min_size=2, max_size=3))
def test_no_mistake_hides_another(folder: Path, mistakes: list[Mistake]) -> None:
    chosen = [m for i, m in enumerate(mistakes) if not any(m.clashes(before) for before in mistakes[:i])]
    together = found_after(folder, chosen)
    for mistake in chosen:
        alone = found_after(folder, [mistake])
        assert alone, mistake
        assert alone - together == Counter(), mistake
