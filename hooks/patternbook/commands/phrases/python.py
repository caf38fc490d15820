"""The phrases in a module, read from its syntax tree: Babel's own reader passes over what stands inside an f-string."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO

Found = tuple[int, str, str | tuple[str, ...], list[str]]
"""Line, function, its texts, comments for translators."""


def python_phrases(file: IO[bytes], keywords: Mapping[str, object], comment_tags: Collection[str], options: object) -> Iterator[Found]:
    """Calls of the functions of gettext with constant texts, as Babel asks its readers for them."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            texts = tuple(each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str))
            if texts:
                yield node.lineno, node.func.id, texts if len(texts) > 1 else texts[0], []
