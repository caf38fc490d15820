"""What the fields of the models are for: the text under each declaration, which is the documentation of the format.

Read from the sources when it is asked for (schema, format page, a field that is missing): that takes longer than
making the models, and a check of good data needs none of it.
"""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Iterable, Mapping
from itertools import pairwise
from types import ModuleType

_LIBRARIES = frozenset({"builtins", "msgspec"})
"""Whose classes stand above ours."""


@functools.cache
def descriptions(model: type) -> Mapping[str, str]:
    """The description of each field by its name; nothing where it has none. A field declared anew loses its parent's."""
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        module = inspect.getmodule(each)
        if module is not None and module.__name__.partition(".")[0] not in _LIBRARIES:
            own = _written_in(module).get(each.__name__, {})
            found |= {name: own.get(name, "") for name in inspect.get_annotations(each)}
    return found


@functools.cache
def _written_in(module: ModuleType) -> Mapping[str, Mapping[str, str]]:
    """Class -> field -> the text under it."""
    top = ast.parse(inspect.getsource(module)).body
    return {node.name: dict(_documented(node.body)) for node in top if isinstance(node, ast.ClassDef)}


def _documented(body: Iterable[ast.stmt]) -> Iterable[tuple[str, str]]:
    """Fields with the text that stands under them."""
    for declared, below in pairwise(body):
        if isinstance(declared, ast.AnnAssign) and isinstance(declared.target, ast.Name) and isinstance(below, ast.Expr):
            text = below.value.value if isinstance(below.value, ast.Constant) else None
            if isinstance(text, str):
                yield declared.target.id, inspect.cleandoc(text)
