"""Snippets for editors: the draft of an item of each list, as `patternbook new` writes it, with a stop at everything to fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from typing import Any, cast

from patternbook.editing.draft import Drafter
from patternbook.model.components import DRAFT_PLACEHOLDER
from patternbook.model.registry import KINDS, LISTS
from patternbook.source.parse import ParsedYaml, YamlValue, parse_yaml


def vscode_snippets() -> str:
    """The snippets as VS Code reads them from `.vscode/`: each a draft with its comments, as an item of a list."""
    snippets = {_name(key): {"scope": "yaml", "prefix": _name(key), "description": f"A new item of `{key}`", "body": _item(key)} for key in LISTS}
    return json.dumps(snippets, indent=2, ensure_ascii=False) + "\n"


def schema_snippet(key: str) -> dict[str, Any]:
    """The same draft as a JSON Schema carries it for language servers, which insert it without comments."""
    draft = cast("ParsedYaml", parse_yaml("".join(f"{line}\n" for line in _draft(key))))  # which is always valid
    return {"label": f"new {_name(key)}", "description": f"A new item of `{key}`", "body": _stopped(draft.value, count(1))}


def _name(key: str) -> str:
    """What a snippet is called by: the kind, else the list's own key."""
    return next((kind.name for kind in KINDS if kind.key == key), key)


def _draft(key: str) -> list[str]:
    """The lines of a draft; of an entry with the start of a placeholder id."""
    for kind in KINDS:
        if kind.key == key:
            return Drafter({("id",): f"{kind.prefix}-new-{DRAFT_PLACEHOLDER}"}, {}).entry(kind)
    return Drafter({}, {}).part(LISTS[key])


def _item(key: str) -> list[str]:
    """The draft as an item of a list, in the syntax of snippets."""
    numbers = count(1)
    escaped = (re.sub(r"[\\$}]", r"\\\g<0>", line) for line in _draft(key))
    lines = [re.sub(DRAFT_PLACEHOLDER, lambda _: _stop(numbers), line) for line in escaped]
    return [f"{'  ' if number else '- '}{line}" for number, line in enumerate(lines)]


def _stopped(value: YamlValue, numbers: Iterator[int]) -> Any:
    """A value with stops in place of what is to be filled in."""
    if isinstance(value, dict):
        return {key: _stopped(inner, numbers) for key, inner in value.items()}
    if isinstance(value, list):
        return [_stopped(inner, numbers) for inner in value]
    return value.replace(DRAFT_PLACEHOLDER, _stop(numbers)) if DRAFT_PLACEHOLDER in value else value


def _stop(numbers: Iterator[int]) -> str:
    return f"${{{next(numbers)}:{DRAFT_PLACEHOLDER}}}"
