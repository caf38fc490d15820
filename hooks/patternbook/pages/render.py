"""The templates' environment: every value is escaped, every unknown name is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from patternbook import drawings
from patternbook.addresses import Addresses, Repository
from patternbook.cache import Store, digest
from patternbook.documents.model import CitedReference, Target
from patternbook.marks import TextScope
from patternbook.model.registry import KINDS
from patternbook.pages.parts import Parts
from patternbook.pages.sections import block, heading, section
from patternbook.text import Renderer, renderer

BANNERS = {kind.name: kind.banner for kind in KINDS if kind.banner}
"""Kind -> the warning above its entries, with its reason."""
TEMPLATES = Path(__file__).parent.parent / "templates"


Recall = Callable[[str, str, str, Callable[[], str]], str]
"""Template, page, everything the template is given as one text, and how to make the HTML -> the HTML."""


@dataclass(frozen=True, slots=True)
class Press:
    """What turns documents into HTML: templates, text renderer, addresses."""

    environment: Environment
    text: Renderer
    addresses: Addresses
    repository: Repository
    recall: Recall | None = None
    """How to find again what was rendered before; None where whoever asks knows better."""

    def render(self, template: str, here: str, targets: Mapping[str, Target], references: Mapping[str, CitedReference], **values: Any) -> str:
        """Fill a template for the page `here`."""
        if self.recall is None:
            return self._render(template, here, targets, references, values)
        given = repr((targets, references, values))
        return self.recall(template, here, given, lambda: self._render(template, here, targets, references, values))

    def _render(
        self, template: str, here: str, targets: Mapping[str, Target], references: Mapping[str, CitedReference], values: Mapping[str, Any]
    ) -> str:
        scope = TextScope(here, self.addresses, targets, references)
        parts = Parts(self.text, scope)
        helpers = {
            "md": lambda text: self.text.block(text, scope),
            "line": parts.line,
            "href": scope.href,
            "block": lambda item: Markup(block(item, parts)),  # noqa: S704 - these escape what they are given
            "entry_link": lambda target: Markup(parts.entry_link(target)),  # noqa: S704
            "source": lambda note: Markup(parts.source(note)),  # noqa: S704
            "facts": lambda items: Markup("".join(map(parts.fact, items))),  # noqa: S704
            "sections": lambda items: Markup("\n".join([section(item, parts) for item in items])),  # noqa: S704
            "repository": self.repository,
        }
        return self.environment.get_template(template).render(**helpers, **values)

    def plain(self, text: str, here: str, targets: Mapping[str, Target], references: Mapping[str, CitedReference]) -> str:
        """A text as one plain line, links and citations in their words: for descriptions."""
        return " ".join(self.text.inline(text, TextScope(here, self.addresses, targets, references)).striptags().split())


def press(addresses: Addresses, repository: Repository, environment: Environment, recall: Recall | None = None) -> Press:
    """A press for one form of addresses."""
    return Press(environment, renderer(), addresses, repository, recall)


class Compiled(BytecodeCache):
    """Compiled templates, kept in the store of earlier builds, which knows damage when it sees it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._store.get(self._key(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._store.put([(self._key(bucket), bucket.bytecode_to_string())])

    def _key(self, bucket: Bucket) -> bytes:
        return digest("compiled", bucket.key, bucket.checksum)


def sources() -> dict[str, str]:
    """The templates as they are on disk now, by name."""
    return {path.name: path.read_text("utf-8") for path in sorted(TEMPLATES.glob("[!.]*.html"))}


def templates(written: Mapping[str, str], store: Store) -> Environment:
    """The templates, ready to be filled: those of one moment, whatever happens to their files meanwhile."""
    environment = Environment(
        auto_reload=False,  # each build has an environment of its own
        bytecode_cache=Compiled(store),
        loader=DictLoader(written),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.globals |= {"mark": drawings.mark, "banner": BANNERS.get, "heading": lambda *heading_: Markup(heading(*heading_))}  # noqa: S704 - escaped there
    environment.filters["code_spans"] = code_spans
    return environment


_CODE_SPAN = re.compile(r"`([^`]+)`|(\[\[[^\]]*\]\]|\[@[^\]]*\])")


def code_spans(text: str) -> Markup:
    """Our own words about the format: what stands in backticks, and the marks themselves, as code."""
    pieces = []
    end = 0
    for match in _CODE_SPAN.finditer(text):
        pieces += [escape(text[end : match.start()]), Markup("<code>{}</code>").format(match[1] or match[2])]
        end = match.end()
    return Markup("").join([*pieces, escape(text[end:])])
