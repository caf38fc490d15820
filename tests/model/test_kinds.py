"""Kinds are declared in model/, and what only some of them need stands in profile/; every other room works for any kind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from patternbook.model.kind import Listed
from patternbook.model.registry import KINDS, RELATIONS, VOCABULARIES
from patternbook.model.relations import RelationKind

ENGINE = ROOT / "hooks" / "patternbook"
NAMING = {"model", "profile", "screening"}
"""Rooms that may name kinds: screening is the method of one study."""
GENERIC = [path for path in sorted(ENGINE.rglob("*.py")) if path.relative_to(ENGINE).parts[0] not in NAMING]
NAMES = {name for thing in (*KINDS, *VOCABULARIES) for name in (thing.name, thing.plural, thing.key)}
MODELS = {thing.model.__name__ for thing in (*KINDS, *VOCABULARIES)}
DECLARING = {"patternbook.model.entries", "patternbook.model.mining"}
ID = re.compile(rf"({'|'.join(kind.prefix for kind in KINDS)})-\d*")
OTHER_MEANING = {
    ("commands/schemas/write.py", "indicators"),  # the name of a schema
    ("source/files.py", "indicators"),  # the folder of token lists
    ("mkdocs/hooks.py", "theme"),  # the folder of the package
    ("check/summaries/checked_item.py", "study"),  # the field of evidence
    ("check/summaries/compared_values.py", "study"),  # the same
    ("check/summaries/item_summary.py", "study"),  # the same
    ("check/texts.py", "study"),  # the same
    ("commands/schemas/json_schema.py", "pattern"),  # JSON Schema's word
    ("commands/schemas/ids.py", "pattern"),  # the same
    ("exports/api/schemas.py", "pattern"),  # the same
    ("check/form/corrections.py", "pattern"),  # the same, of pydantic
    ("check/advice/forms.py", "pattern"),  # the same
    ("search/languages/english.py", "artefact"),  # a word that is spelt in two ways
    ("check/token_lists.py", "indicator"),  # what token lists of the screening refer to
}


def _named(path: Path) -> Iterator[str]:
    """Every kind or vocabulary that a module names, in its imports or as a text."""
    tree = ast.parse(path.read_text("utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            yield from names if node.module in DECLARING else names & MODELS if "model" in (node.module or "") else ()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            if (node.value in NAMES and (path.relative_to(ENGINE).as_posix(), node.value) not in OTHER_MEANING) or ID.fullmatch(node.value):
                yield node.value


@pytest.mark.parametrize("path", GENERIC, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_no_other_room_names_a_kind(path: Path) -> None:
    assert list(_named(path)) == []


@pytest.mark.parametrize("room", ["model/entries.py", "profile/facts.py", "profile/views.py"])
def test_it_would_be_seen(room: str) -> None:
    assert set(_named(ENGINE / room)) & (NAMES | MODELS)


@pytest.mark.parametrize("thing", [*KINDS, *VOCABULARIES], ids=lambda thing: thing.name)
def test_every_section_has_an_anchor_of_its_own(thing: Listed) -> None:
    keys = [section.key for section in thing.sections]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: f"{relation.source}-{relation.field}-{relation.target}")
def test_every_relation_is_shown_once_on_each_side(relation: RelationKind) -> None:
    def shown(kind: str) -> list[str]:
        fields = [field for each in KINDS if each.name == kind for section in each.sections for field in (*section.fields, *section.shows)]
        both = [name for field in fields if field.startswith("both:") for name in field.removeprefix("both:").split("+")]
        return [*fields, *both, *(f"back:{name}" for name in both)]

    assert shown(relation.source).count(relation.field) == 1
    assert shown(relation.target).count(f"back:{relation.field}") == 1
