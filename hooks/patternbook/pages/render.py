"""The templates' environment: every value is escaped, every unknown name is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from patternbook.catalogue.releases.readers import reader_of
from patternbook.citing.citation import MOST_NAMED
from patternbook.citing.formats import TOPIC_SUFFIX
from patternbook.documents.frozen import FrozenDocument
from patternbook.documents.model import CitedReference, ShownPicture, Target
from patternbook.documents.references import doi_address
from patternbook.model.registry import KINDS, LISTED, is_placeholder
from patternbook.pages.components import PageComponents, cite_forms_html
from patternbook.pages.markdown.marks import TextScope, escape_html, formulas_as_text
from patternbook.pages.markdown.renderer import MarkdownRenderer, make_markdown_renderer
from patternbook.pages.markdown.sheets import sheets_of
from patternbook.pages.markdown.terms import FirstUses
from patternbook.pages.sections import block_html, heading_html, opening_html, opening_section, sections_html
from patternbook.pages.svg import diagrams
from patternbook.phrases import as_date, as_number, current_phrases, gettext, in_sentence, is_english, pgettext, sentence_case
from patternbook.urls import RepositoryLinks, SiteUrls, reference_page

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class PageRenderer:
    """Everything that turning documents into HTML needs: templates, text renderer, addresses."""

    environment: Environment
    text: MarkdownRenderer
    addresses: SiteUrls
    repository: RepositoryLinks

    def render(
        self,
        template: str,
        here: str,
        targets: Mapping[str, Target],
        references: Mapping[str, CitedReference],
        images: Mapping[str, ShownPicture] = MappingProxyType({}),
        terms: Mapping[str, Target] = MappingProxyType({}),
        /,
        **values: Any,
    ) -> str:
        """Fill a template for the page `here`."""
        scope = TextScope(here, self.addresses, targets, references, images, FirstUses(here, terms) if terms else None)
        parts = PageComponents(self.text, scope)
        helpers = {
            "md": lambda text: self.text.block(text, scope),
            "line": parts.line,
            "href": scope.href,
            "asset": lambda file: self.addresses.asset(here, file),
            "cite_forms": lambda cite, what: Markup(cite_forms_html(cite, what, self.addresses.asset(here, here))),  # noqa: S704
            "cite_other": lambda cite, to: Markup(cite_forms_html(cite, to.id, self.addresses.asset(here, to.page), f"form-{to.id}")),  # noqa: S704
            "beside": lambda suffix: self.addresses.asset(here, f"{here}.{suffix}"),
            "block": lambda item: Markup(block_html(item, parts)),  # noqa: S704 - these escape what they are given
            "entry_link": lambda target: Markup(parts.entry_link(target)),  # noqa: S704
            "linked": lambda item: Markup(parts.linked(item)),  # noqa: S704
            "source": lambda note: Markup(parts.source(note)),  # noqa: S704
            "facts": lambda items: Markup("".join(map(parts.fact, items))),  # noqa: S704
            "sections": lambda items: Markup(sections_html(items, parts)),  # noqa: S704
            "opening": lambda item, statement: Markup(opening_html(item, statement, parts)),  # noqa: S704
            "repository": self.repository,
            "frozen": lambda document: Markup(self._frozen(document, scope, parts)),  # noqa: S704
        }
        return self.environment.get_template(template).render(**helpers, **values)

    def _frozen(self, document: FrozenDocument, scope: TextScope, parts: PageComponents) -> str:
        """A frozen text, by the reader of its format."""
        reader = reader_of(document.text)(lambda text: str(self.text.block(text, scope)), parts.line, scope.href, document.names, document.order)
        return reader.html(document.text, document.sections)

    def plain(self, text: str, here: str, targets: Mapping[str, Target], references: Mapping[str, CitedReference]) -> str:
        """A text as one plain line, with links and citations by their text, for descriptions."""
        html = self.text.inline(text, TextScope(here, self.addresses, targets, references))
        return " ".join(Markup(formulas_as_text(html)).striptags().split())  # noqa: S704 - HTML already


def page_renderer(addresses: SiteUrls, repository: RepositoryLinks, environment: Environment) -> PageRenderer:
    """A renderer for one form of addresses."""
    return PageRenderer(environment, make_markdown_renderer(), addresses, repository)


def install_phrases(environment: Environment) -> None:
    """Let templates use phrases: `_("Words")`, `{% trans %}...{% endtrans %}`, and the forms of numbers and dates."""
    # Jinja fills the places itself, so as to escape what is put there.
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, lambda *forms: current_phrases().translations.ngettext(*forms), newstyle=True, pgettext=pgettext
    )
    environment.globals["is_english"] = is_english
    environment.filters |= {"as_date": as_date, "as_number": as_number, "in_sentence": in_sentence, "sentence_case": sentence_case}


def template_sources() -> dict[str, str]:
    """The templates as they are on disk now, by name."""
    return {path.name: path.read_text("utf-8") for path in sorted(TEMPLATES.glob("[!.]*.html"))}


def template_environment(sources: Mapping[str, str], compiled: BytecodeCache | None = None) -> Environment:
    """The templates, ready to be rendered.

    Args:
        sources: Name -> text. Read once per build, so that templates edited while it runs do not mix.
        compiled: Where compiled templates are kept.

    """
    environment = Environment(
        auto_reload=False,  # each build has an environment of its own
        bytecode_cache=compiled,
        loader=FunctionLoader(lambda name: (sources[name], str(TEMPLATES / name), None) if name in sources else None),  # errors name the file
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        extensions=["jinja2.ext.i18n"],
    )
    install_phrases(environment)
    environment.globals |= {
        "mark": diagrams.kind_icon,
        "opening_section": opening_section,
        "brief": frozenset(kind.name for kind in KINDS if kind.brief),
        "topic_kinds": frozenset(thing.name for thing in LISTED if thing.is_topic),
        "topic_suffix": TOPIC_SUFFIX,
        "most_named": MOST_NAMED,
        "sheets_of": sheets_of,
        "banner": {kind.name: kind.banner for kind in KINDS}.get,
        "is_placeholder": is_placeholder,
        "reference_page": reference_page,
        "doi_address": doi_address,
        "heading": lambda *heading: Markup(heading_html(*heading)),  # noqa: S704 - escaped there
    }
    environment.filters["code_spans"] = code_spans
    return environment


_CODE_SPAN = re.compile(r"`([^`]+)`|(\[\[[^\]]*\]\]|\[@[^\]]*\]|!\[[^\]]*\]\([^)]*\))")


def code_spans(text: str) -> Markup:
    """Descriptions of fields and rules as HTML: text in backticks, and marks such as [[F-004]], become code."""
    return Markup(_CODE_SPAN.sub(lambda match: f"<code>{match[1] or match[2]}</code>", escape_html(text)))  # noqa: S704 - escaped
