"""A MkDocs hook for tests only: renders every page below an index the slow way, page by page, and compares.

The theme's main.html is rendered for each page's own body, contents and metadata; a finished page must equal that.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from patternbook.cache import Store
from patternbook.documents.resolve import resolve
from patternbook.mkdocs.hooks import RUN, Run
from patternbook.pages.entries import LINE, body, description, outline
from patternbook.pages.render import press, sources, templates
from patternbook.pages.shells import hidden

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def on_post_build(config: MkDocsConfig) -> None:
    """Write the pages that differ, one line each, and how many were compared."""
    run: Run = config.extra[RUN]
    build, where = run.build, run.build.wish.where
    tools = press(where, build.repository, templates(sources(), Store(None)))
    lines, compared = [], 0
    for page in build.made.bound_pages:
        document = resolve(page, build.made.shelf)
        own = outline(document)
        html = body(document, tools).replace(LINE, str(document.origin.line))
        slow = run.theme.page(own, description(document, tools), html, hidden(own), config)
        fast = (Path(config.site_dir) / where.file(own.page)).read_text("utf-8")
        compared += 1
        if slow != fast:
            at = next((i for i, (a, b) in enumerate(zip(slow, fast, strict=False)) if a != b), min(len(slow), len(fast)))
            lines.append(f"{own.page}: {slow[at - 60 : at + 60]!r} != {fast[at - 60 : at + 60]!r}")
    Path(os.environ["PATTERNBOOK_ORACLE"]).write_text("\n".join([*lines, f"compared {compared}"]), encoding="utf-8")
