"""What the marks of entry text become: [[F-004]] a titled link, [@key, p. 4] a citation. Where text is escaped, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from patternbook.documents.model import CitedReference, Target
from patternbook.markup import CitedWork
from patternbook.urls import SiteUrls


@dataclass(frozen=True, slots=True)
class TextScope:
    """What the marks of a text on one page mean."""

    here: str
    """The page the text stands on."""
    addresses: SiteUrls
    targets: Mapping[str, Target]
    references: Mapping[str, CitedReference]

    def href(self, page: str) -> str:
        return self.addresses.href(self.here, page)


def escape_html(text: str) -> str:
    """Text as HTML that shows it: what `escape` gives, but as plain text, which is made several times as fast."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")


def entry_link_html(name: str, written: str, scope: TextScope) -> str:
    """A link to what [[name]] means. The checks read texts without a parser; what they took for code and is none stays as written."""
    target = scope.targets.get(name)
    return titled_link_html(target, scope) if target is not None else escape_html(written)


def titled_link_html(target: Target, scope: TextScope) -> str:
    """A link that says title and id: ids alone get miscited. A page without an id is linked by its title."""
    href, title = escape_html(scope.href(target.page)), escape_html(target.title)
    if target.kind == "page":
        return f'<a href="{href}">{title}</a>'
    return f'<a class="pb-link" href="{href}"><span class="pb-title">{title}</span> <span class="pb-id">{escape_html(target.id)}</span></a>'


def citation_html(works: tuple[CitedWork, ...], before: str, written: str, scope: TextScope) -> str:
    """The works as author and year, in brackets unless what stands before has opened some."""
    if any(work.key not in scope.references for work in works):
        return escape_html(written)
    listed = "; ".join(_cited(work, scope) for work in works)
    return f'<span class="pb-cited">{listed if before.count("(") > before.count(")") else f"({listed})"}</span>'


def _cited(work: CitedWork, scope: TextScope) -> str:
    link = f'<a href="{escape_html(scope.href(f"references/{work.key}"))}">{escape_html(scope.references[work.key].label)}</a>'
    return f"{link}, {escape_html(work.locator)}" if work.locator else link
