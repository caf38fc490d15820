"""The templates' environment: every value is escaped, every unknown name is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from patternbook import charts, drawings
from patternbook.addresses import Addresses, Repository
from patternbook.documents.model import Arrow, Chart, CitedReference, MarksBlock, Step, Target
from patternbook.text import Renderer, TextScope, renderer, titled_link

TEMPLATES = Path(__file__).parent.parent / "templates"


@dataclass(frozen=True, slots=True)
class Press:
    """What turns documents into HTML: templates, text renderer, addresses."""

    environment: Environment
    text: Renderer
    addresses: Addresses
    repository: Repository

    def render(self, template: str, here: str, targets: Mapping[str, Target], references: Mapping[str, CitedReference], **values: Any) -> str:
        """Fill a template for the page `here`."""
        scope = TextScope(here, self.addresses, targets, references)
        helpers = {
            "md": lambda text: self.text.block(text, scope),
            "line": lambda text: self.text.inline(text, scope),
            "href": scope.href,
            "link": lambda target: titled_link(target, scope),
            "funnel": lambda title, steps: _funnel(title, steps, scope),
            "sample": lambda block: _sample(block, scope),
            "repository": self.repository,
        }
        return self.environment.get_template(template).render(**helpers, **values)

    def plain(self, text: str, here: str, targets: Mapping[str, Target], references: Mapping[str, CitedReference]) -> str:
        """A text as one plain line, links and citations in their words: for descriptions."""
        return " ".join(self.text.inline(text, TextScope(here, self.addresses, targets, references)).striptags().split())


def press(addresses: Addresses, repository: Repository) -> Press:
    """A press with the templates as they are on disk now."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.globals |= {"mark": drawings.mark, "sketch": _sketch, "bars": _bars}
    environment.filters["code_spans"] = code_spans
    return Press(environment, renderer(), addresses, repository)


def _sketch(title: str, boxes: tuple[str, ...], arrows: tuple[Arrow, ...]) -> Markup:
    return drawings.sketch(title, boxes, (drawings.Passing(a.start, a.end, a.what) for a in arrows))


def _funnel(title: str, steps: tuple[Step, ...], scope: TextScope) -> Markup:
    return charts.funnel(title, [charts.Level(s.target.title, scope.href(s.target.page), s.left, s.unit, s.doubts) for s in steps])


def _bars(chart: Chart) -> Markup:
    return charts.bars(chart.title, chart.unit, [(bar.label, bar.count) for bar in chart.bars])


def _sample(block: MarksBlock, scope: TextScope) -> Markup:
    return charts.sample(block.title, [charts.Box(m.label, m.target.title, scope.href(m.target.page), m.state) for m in block.marks])


_CODE_SPAN = re.compile(r"`([^`]+)`|(\[\[[^\]]*\]\]|\[@[^\]]*\])")


def code_spans(text: str) -> Markup:
    """Our own words about the format: what stands in backticks, and the marks themselves, as code."""
    pieces = []
    end = 0
    for match in _CODE_SPAN.finditer(text):
        pieces += [escape(text[end : match.start()]), Markup("<code>{}</code>").format(match[1] or match[2])]
        end = match.end()
    return Markup("").join([*pieces, escape(text[end:])])
