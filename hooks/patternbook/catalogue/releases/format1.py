"""Frozen texts of format 1 as HTML. Kept for ever: what a release of this format shows depends on this module, and on no kind.

A text is `{"format": "1", "kind", "page", "content"}` (own.py). Its fields stand under the headings of its kind, as its pack
keeps them; those under no heading come last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import escape

from patternbook.catalogue.releases.released import NamedThing
from patternbook.phrases import gettext

_HEAD = ("title", "statement")
"""Fields that stand above the sections."""
_WORKS = "references/"


@dataclass(frozen=True, slots=True)
class FrozenReader:
    """What a frozen text is shown with."""

    block: Callable[[str], str]
    """Markdown to HTML, with its marks."""
    line: Callable[[str], str]
    """The same for one line."""
    href: Callable[[str], str]
    """Address of a page -> link to it."""
    names: Mapping[str, NamedThing]
    """Address -> what the text names."""
    order: Sequence[str] = ()
    """Fields in the order in which they are shown; any other comes after them."""

    def html(self, text: str, sections: Sequence[tuple[str, Sequence[str]]]) -> str:
        """The text under its title."""
        content: dict[str, Any] = json.loads(text)["content"]
        parts = [f'<div class="pb-statement">{self.block(content["statement"])}</div>'] if isinstance(content.get("statement"), str) else []
        left = dict.fromkeys(key for key in content if key not in _HEAD)
        for title, fields in sections:
            parts += self._section(title, [name for name in fields if name in left], content)
            left = {name: None for name in left if name not in fields}
        return "\n".join((*parts, *self._section(gettext("Also"), list(left), content)))

    def _section(self, title: str, fields: Sequence[str], content: Mapping[str, Any]) -> Iterator[str]:
        if not fields:
            return
        yield f'<section class="pb-section"><h2>{escape(title)}</h2>'
        named = len(fields) > 1 or title == gettext("Also")
        for name in fields:
            yield f"<h3>{escape(_words(name))}</h3>" if named else ""
            yield self._value(content[name])
        yield "</section>"

    def _value(self, value: Any) -> str:
        """A value as blocks."""
        if isinstance(value, list) and any(isinstance(each, dict) and "@" not in each for each in value):
            return f"<ol>{''.join(f'<li>{self._item(each)}</li>' for each in value)}</ol>"
        if isinstance(value, list):
            return f"<ul>{''.join(f'<li>{self._inline(each)}</li>' for each in value)}</ul>"
        if isinstance(value, dict) and "@" not in value:
            return self._table(value)
        return self.block(value) if isinstance(value, str) else f"<p>{self._inline(value)}</p>"

    def _item(self, value: Any) -> str:
        return self._table(value) if isinstance(value, dict) and "@" not in value else self._inline(value)

    def _table(self, value: Mapping[str, Any]) -> str:
        """A mapping, one line for each of its keys."""
        place = _places(tuple(self.order))
        keys = sorted(value, key=lambda key: (place.get(key, len(place)), key))
        if len(keys) == 1 and keys[0] == "text":
            return self._inline(value["text"])
        rows = (f"<dt>{escape(_words(key))}</dt><dd>{self._inline(value[key])}</dd>" for key in keys)
        return f'<dl class="pb-frozen">{"".join(rows)}</dl>'

    def _inline(self, value: Any) -> str:
        if isinstance(value, dict):
            return self._link(value["@"]) if isinstance(value.get("@"), str) else self._table(value)
        if isinstance(value, list):
            if any(isinstance(each, dict) and "@" not in each for each in value):
                return self._value(value)
            return ", ".join(map(self._inline, value))
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        return self.line(value) if isinstance(value, str) else str(escape(value))

    def _link(self, page: str) -> str:
        thing = self.names.get(page)
        if thing is None:
            return str(escape(page.partition("/")[2] or page))
        id_ = "" if page.startswith(_WORKS) else f' <span class="pb-id">{escape(thing.id)}</span>'
        return f'<a href="{escape(self.href(thing.page))}">{escape(thing.title)}</a>{id_}'


@lru_cache(maxsize=64)
def _places(order: tuple[str, ...]) -> Mapping[str, int]:
    """Field -> its place. Cached, as all texts of a pack have one order, and each holds many mappings."""
    return {key: at for at, key in enumerate(order)}


@lru_cache(maxsize=1 << 12)
def _words(key: str) -> str:
    return gettext(key.replace("_", " ").capitalize())
