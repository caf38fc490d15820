"""Pages at the addresses that entries and words had elsewhere; each leads on, with the fragment, to the page of today.

They stand outside of the theme, at any depth: a browser leaves them at once. Without scripts they lead on without the fragment.
"""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.documents.context import Context
from patternbook.documents.gone import moved_target
from patternbook.documents.model import Target
from patternbook.pages.frame import csp
from patternbook.pages.markdown.marks import escape_html
from patternbook.pages.page import Asset
from patternbook.phrases import gettext


def alias_files(context: Context) -> Iterator[Asset]:
    """The page of each address; of two that are one file in this form of addresses, one."""
    files = {context.urls.file(alias): (alias, page) for alias, page in context.catalogue.aliases.items()}
    for file, (alias, page) in files.items():
        yield Asset(file, _page(alias, moved_target(page, context), context))


def _page(alias: str, target: Target, context: Context) -> str:
    urls, masthead = context.urls, context.catalogue.masthead
    href, title = escape_html(urls.href(alias, target.page)), escape_html(target.title)
    styles, script = (escape_html(urls.asset(alias, f"assets/patternbook.{suffix}")) for suffix in ("css", "js"))
    link = f'<a data-moved href="{href}">{title}</a>'
    canonical = f'<link rel="canonical" href="{escape_html(urls.absolute(target.page))}">\n' if urls.site_url else ""
    return (
        f'<!doctype html>\n<html lang="{escape_html(masthead.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{csp.policy(())}">\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="robots" content="noindex">\n'
        f"<title>{title} - {escape_html(masthead.title)}</title>\n{canonical}"
        f'<noscript><meta http-equiv="refresh" content="0; url={href}"></noscript>\n'
        f'<link rel="stylesheet" href="{styles}">\n<script src="{script}" defer></script>\n</head>\n'
        f'<body class="pb-moved">\n<main>\n<h1>{gettext("This page moved")}</h1>\n'
        f"<p>{gettext('It is now at %(page)s.', page=link)}</p>\n</main>\n</body>\n</html>\n"
    )
