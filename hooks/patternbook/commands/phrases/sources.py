"""The phrases in modules and scripts, for Babel, whose own readers pass over what stands inside an f-string or a template string."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import IO

Found = tuple[int, str, str | tuple[str, ...], list[str]]
"""Line, function, its texts, comments for translators."""
_TEXT = r'"(?:[^"\\\n]|\\.)*"'
_CALL = re.compile(rf"\b(gettext|ngettext)\(\s*({_TEXT})(?:,\s*({_TEXT}))?")


def python_phrases(file: IO[bytes], keywords: Mapping[str, object], comment_tags: Collection[str], options: object) -> Iterator[Found]:
    """Calls of the functions of gettext with constant texts, as Babel asks its readers for them."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            texts = tuple(each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str))
            if texts:
                yield node.lineno, node.func.id, texts if len(texts) > 1 else texts[0], []


def script_phrases_in(file: IO[bytes], keywords: Mapping[str, object], comment_tags: Collection[str], options: object) -> Iterator[Found]:
    """The same in a script, where texts stand in double quotation marks."""
    source = file.read().decode()
    for call in _CALL.finditer(source):
        texts = tuple(json.loads(text) for text in call.groups()[1:] if text)
        yield source.count("\n", 0, call.start()) + 1, call[1], texts if len(texts) > 1 else texts[0], []
