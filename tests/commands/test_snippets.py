"""The snippets of editors: one for each list, current, and valid YAML that stops at everything to fill in."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from conftest import ROOT, read_yaml
from patternbook.commands.schemas.json_schema import data_schema
from patternbook.commands.schemas.snippets import vscode_snippets
from patternbook.editing.draft import Drafter
from patternbook.model.components import DRAFT_PLACEHOLDER
from patternbook.model.registry import KIND_BY_NAME, KINDS, LISTS

STOP = re.compile(r"\$\{([0-9]+):([^}]*)\}")
SNIPPETS: dict[str, Any] = json.loads(vscode_snippets())


def _inserted(text: str) -> str:
    """What an editor inserts for a snippet."""
    return re.sub(r"\\([\\$}])", r"\1", STOP.sub(r"\2", text))


def test_snippets_are_current() -> None:
    assert (ROOT / ".vscode" / "patternbook.code-snippets").read_text("utf-8") == vscode_snippets(), "run `make schema`"


def test_every_list_has_one() -> None:
    assert len(SNIPPETS) == len(LISTS)
    assert {kind.name for kind in KINDS} <= SNIPPETS.keys()
    assert all(snippet["prefix"] == name for name, snippet in SNIPPETS.items())


@pytest.mark.parametrize("kind", KIND_BY_NAME)
def test_snippet_inserts_what_new_writes(kind: str) -> None:
    drafted = Drafter({("id",): f"{KIND_BY_NAME[kind].prefix}-new-{DRAFT_PLACEHOLDER}"}, {}).entry(KIND_BY_NAME[kind])
    lines = _inserted("\n".join(SNIPPETS[kind]["body"])).split("\n")
    assert lines == [f"{'  ' if number else '- '}{line}" for number, line in enumerate(drafted)]


@pytest.mark.parametrize("name", SNIPPETS)
def test_snippet_stops_once_at_everything_to_fill_in(name: str) -> None:
    text = "\n".join(SNIPPETS[name]["body"])
    stops = STOP.findall(text)
    assert stops == [(str(number), DRAFT_PLACEHOLDER) for number in range(1, len(stops) + 1)]
    assert len(stops) == _inserted(text).count(DRAFT_PLACEHOLDER) > 0


@pytest.mark.parametrize("key", LISTS)
def test_language_servers_insert_the_same(key: str) -> None:
    [offered] = json.loads(data_schema())["properties"][key]["defaultSnippets"]
    name = next((kind.name for kind in KINDS if kind.key == key), key)
    assert offered["label"] == f"new {name}"
    plain = json.loads(STOP.sub(r"\2", json.dumps(offered["body"])))
    assert [plain] == read_yaml(_inserted("\n".join(SNIPPETS[name]["body"])))
