"""Pages of docs/ as plain prose: what their Markdown and metadata hold becomes text, never HTML of its own.

`check/guides.py` says where something is wrong. This module does not depend on it: it takes from Python-Markdown what lets HTML
through, and looks at every address of the finished page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markupsafe import Markup, escape

from patternbook.check.guides import is_local_target, is_safe_target

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
"""A tag that Python-Markdown wrote: everywhere else it escapes `<`, and in the values of attributes `>` too."""
_ADDRESS = re.compile(r' (href|src)="([^"]*)"')


class PlainProse(Extension):  # type: ignore[misc]
    """Python-Markdown without raw HTML, and with safe addresses only; the last extension, so that no other brings HTML back."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Take away what lets HTML through, in blocks and in lines, and check the addresses in the end."""
        md.preprocessors.deregister("html_block", strict=False)
        md.inlinePatterns.deregister("html", strict=False)
        md.postprocessors.register(_SafeAddresses(md), "safe_addresses", -100)


class _SafeAddresses(Postprocessor):  # type: ignore[misc]
    """Takes addresses away that a page may not link to, once all escapes are undone."""

    def run(self, text: str) -> str:
        return _TAG.sub(lambda tag: _ADDRESS.sub(_safe_address, tag[0]), text)


def _safe_address(attribute: re.Match[str]) -> str:
    """The attribute, where a page may link to its address or, in the case of `src`, load it."""
    allowed = is_safe_target if attribute[1] == "href" else is_local_target
    return attribute[0] if allowed(attribute[2]) else ""


def plain_title(title: str) -> Markup:
    """The title of a page, which MkDocs takes from a heading as HTML, escaped for attributes too: it leaves quotation marks."""
    return escape(Markup(title).striptags())  # noqa: S704 - nothing of it stays but its text


def plain_metadata(meta: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata at the top of a page that it may choose itself, escaped, as the theme's templates do not escape."""
    return {key: escape(str(meta[key])) for key in ("title", "description") if key in meta}
