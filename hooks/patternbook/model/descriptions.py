"""Descriptions of the fields of models: the string under each declaration, which is the documentation of the format.

They are read from the source files when they are first needed (schema, format page, a missing field), since that takes
longer than defining the models, and checking good data needs none of them.
"""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import ModuleType


@functools.cache
def descriptions(model: type) -> Mapping[str, str]:
    """The description of each field by its name; empty where it has none. A field that is redeclared loses its parent's."""
    found: dict[str, str] = {}
    for ancestor in reversed(model.__mro__):
        module = inspect.getmodule(ancestor)
        if module is not None and module.__name__.partition(".")[0] not in ("builtins", "msgspec"):  # the parents of all our classes
            own = _descriptions_in(module).get(ancestor.__name__, {})
            found |= {name: own.get(name, "") for name in inspect.get_annotations(ancestor) if not name.startswith("_")}
    return found


@functools.cache
def _descriptions_in(module: ModuleType) -> Mapping[str, Mapping[str, str]]:
    """Class -> field -> the string under its declaration."""
    classes = (node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.ClassDef))
    return {node.name: dict(_documented_fields(node.body)) for node in classes}


def _documented_fields(body: Sequence[ast.stmt]) -> Iterator[tuple[str, str]]:
    for pair in pairwise(body):
        match pair:
            case (ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text)))):
                yield name, inspect.cleandoc(text)
