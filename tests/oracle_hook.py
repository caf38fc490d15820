"""A MkDocs hook for tests only: renders every page below an index the slow way, page by page, and compares.

The theme's main.html is rendered for each page's own body, contents and metadata; a finished page must equal that.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from patternbook.documents.resolve import resolve
from patternbook.mkdocs.hooks import RUN, MkDocsBuild
from patternbook.pages.entry import outline_of, render_page
from patternbook.pages.frame.loads import loaded_html
from patternbook.pages.frame.metadata import document_metadata
from patternbook.pages.frame.shells import hidden_parts
from patternbook.pages.outputs import OUTPUTS, alternates
from patternbook.pages.render import page_renderer, template_environment, template_sources

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


KEPT = "oracle_run"


def on_pre_build(config: MkDocsConfig) -> None:
    """Keep the build, which the engine lets go of when it has delivered the site."""
    config.extra[KEPT] = config.extra[RUN]


def on_post_build(config: MkDocsConfig) -> None:
    """Write the pages that differ, one line each, and how many were compared."""
    run: MkDocsBuild = config.extra[KEPT]
    build, where = run.build, run.build.request.urls
    renderer = page_renderer(where, build.request.data_repository, template_environment(template_sources()))
    lines, compared = [], 0
    for page in build.site.bound_pages:
        document = resolve(page, build.site.context)
        own, rendered = outline_of(document, alternates(document, OUTPUTS, where)), render_page(document, renderer)
        own = replace(own, metadata=document_metadata(document, rendered.description, where) + loaded_html(document, where))
        slow = run.theme.page(own, rendered.description, rendered.body, hidden_parts(own), config)
        fast = (Path(config.site_dir) / where.file(own.page)).read_text("utf-8")
        compared += 1
        if slow != fast:
            at = next((i for i, (a, b) in enumerate(zip(slow, fast, strict=False)) if a != b), min(len(slow), len(fast)))
            lines.append(f"{own.page}: {slow[at - 60 : at + 60]!r} != {fast[at - 60 : at + 60]!r}")
    Path(os.environ["PATTERNBOOK_ORACLE"]).write_text("\n".join([*lines, f"compared {compared}"]), encoding="utf-8")
