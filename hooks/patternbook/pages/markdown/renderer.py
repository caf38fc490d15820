"""Entry text to HTML: CommonMark with tables, without raw HTML, plus [[F-004]], [@key, p. 4], pictures of the data folder and formulas.

The only place where Markdown becomes HTML. The parser defines the result; pages/markdown/fast.py computes the same
without it for simple texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from patternbook.markup import CITATION, ENTRY_LINK, FORMULA, FORMULA_BLOCK, IMAGE_MARK, NAMED_WORK, OURS, named_work, parse_citation
from patternbook.pages.markdown import fast
from patternbook.pages.markdown.marks import (
    OpenBrackets,
    TextScope,
    citation_html,
    code_html,
    entry_link_html,
    formula_html,
    formulas_as_text,
    image_html,
    link_terms,
    named_work_html,
    ours_html,
)

HEADING_SHIFT = 2
"""`# Title` in a body becomes h3: h1 is the page's title, h2 its sections."""


@dataclass(frozen=True, slots=True)
class MarkdownRenderer:
    """Renders any number of texts; keeps no state between them."""

    markdown: MarkdownIt

    def block(self, text: str, scope: TextScope) -> Markup:
        """Paragraphs, lists, tables."""
        html = fast.render_blocks(text, scope)
        return Markup(link_terms(html if html is not None else self.markdown.render(text, {"scope": scope}), scope))  # noqa: S704 - escaped by both

    def page(self, text: str, scope: TextScope) -> tuple[Markup, tuple[tuple[int, str, str], ...]]:
        """A whole page of prose: its HTML, and its headings as (level, anchor, title). `## Title` becomes h2 here."""
        tokens = self.markdown.parse(text, {"scope": scope, "heading_shift": 0})
        headings: list[tuple[int, str, str]] = []
        anchors = HeadingAnchors()
        for position, token in enumerate(tokens):
            if token.type == "heading_open":
                inline = self.markdown.renderer.render([tokens[position + 1]], self.markdown.options, {"scope": scope})
                title = str(Markup(formulas_as_text(inline)).striptags())  # noqa: S704 - escaped by the parser
                anchor = anchors.take(title)
                token.attrSet("id", anchor)
                headings.append((int(token.tag[1]), anchor, title))
        html = self.markdown.renderer.render(tokens, self.markdown.options, {"scope": scope})
        return Markup(link_terms(html, scope)), tuple(headings)  # noqa: S704 - escaped by the parser

    def inline(self, text: str, scope: TextScope) -> Markup:
        """One line, without a paragraph around it."""
        html = fast.render_inline(text, scope)
        return Markup(link_terms(html if html is not None else self.markdown.renderInline(text, {"scope": scope}), scope))  # noqa: S704 - escaped by both


@dataclass(frozen=True, slots=True)
class HeadingAnchors:
    """Gives each heading of a page an anchor of its own."""

    numbers: dict[str, int] = field(default_factory=dict)
    """Anchor that is taken -> the number that the next equal title is tried with; smaller ones are taken."""

    def take(self, title: str) -> str:
        """A title as an anchor: lower case, with hyphens, and with a number where the anchor is taken."""
        anchor = base = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "section"
        while anchor in self.numbers:
            anchor = f"{base}-{self.numbers[base]}"
            self.numbers[base] += 1
        self.numbers[anchor] = 2
        return anchor


class _Markdown(MarkdownIt):
    """Links lead to http and https addresses only; other links stay text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's name
        return url.lower().startswith(("http://", "https://"))


def make_markdown_renderer() -> MarkdownRenderer:
    """A renderer for entry text."""
    markdown = _Markdown("commonmark", {"html": False, "typographer": False})
    markdown.enable("table").disable(["image", "html_block", "html_inline", "reference"])
    markdown.inline.ruler.before("link", "mark", _mark_rule)
    markdown.inline.ruler.before("escape", "formula", _formula_rule)
    markdown.block.ruler.before("fence", "formula", _formula_block_rule, {"alt": ["paragraph", "list"]})
    markdown.core.ruler.push("adapt_tokens", _adapt_tokens)
    markdown.add_render_rule("mark", _render_mark)
    markdown.add_render_rule("formula", _render_formula)
    markdown.add_render_rule("fence", _render_code)
    markdown.add_render_rule("code_block", _render_code)
    return MarkdownRenderer(markdown)


def _mark_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Parse one of the marks of entry text, see markup.py; a malformed one stays text."""
    start, text, figure = state.pos, state.src, None
    if text.startswith("[[", start) and (match := ENTRY_LINK.match(text, start)):
        html = partial(entry_link_html, match[1].strip(), match[0])
    elif text[start] == "[" and (match := CITATION.match(text, start)) and (works := parse_citation(match[1])):
        html = partial(citation_html, works, _brackets(state).are_open(start), match[0])
    elif text.startswith("![", start) and (match := IMAGE_MARK.match(text, start)):
        shown = match["file"], match["words"], match["caption"] or ""
        html, figure = partial(image_html, *shown, False), partial(image_html, *shown, True)  # noqa: FBT003 - the scope comes last
    elif text.startswith("[o", start) and (match := OURS.match(text, start)):
        html = partial(ours_html)
    elif text[start] == "@" and not state.linkLevel and (match := NAMED_WORK.match(text, start)) and match[1] in state.env["scope"].references:
        html = partial(named_work_html, named_work(match))
    else:
        return False
    if not silent:
        state.push("mark", "", 0).meta = {"html": html, "figure": figure}
    state.pos = match.end()
    return True


def _formula_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Parse a formula in a line."""
    match = FORMULA.match(state.src, state.pos) if state.src[state.pos] == "$" else None
    if match is None:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.meta = match[match.lastgroup or 0], {"block": match.lastgroup == "display"}
    state.pos = match.end()
    return True


def _formula_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    """Parse a formula on lines of its own, in which no line begins a list or a heading."""
    if state.is_code_block(start) or not state.src.startswith("$$", state.bMarks[start] + state.tShift[start]):
        return False
    match = FORMULA_BLOCK.match(state.src, state.bMarks[start])
    lines = match[0].count("\n") + 1 if match else 0
    if match is None or start + lines > end:
        return False
    if not silent:
        state.line = start + lines
        token = state.push("formula", "", 0)
        token.block, token.content, token.meta, token.map = True, match["block"], {"block": True}, [start, state.line]
    return True


def _render_formula(_: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, ___: MutableMapping[str, Any]) -> str:
    token = tokens[index]
    html = formula_html(token.content, token.meta["block"])
    return f'<div class="pb-formula" tabindex="0">{html}</div>\n' if token.block else html


def _render_code(_: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, ___: MutableMapping[str, Any]) -> str:
    token = tokens[index]
    return code_html(token.content, (token.info.split() or [""])[0])


def _brackets(state: StateInline) -> OpenBrackets:
    """The brackets of the text that is parsed, of which a document has many, one after the other."""
    brackets: OpenBrackets | None = state.env.get("brackets")
    if brackets is None or brackets.text is not state.src:
        brackets = state.env["brackets"] = OpenBrackets(state.src)
    return brackets


def _render_mark(_: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, env: MutableMapping[str, Any]) -> str:
    return str(tokens[index].meta["html"](env["scope"]))


def _adapt_tokens(state: Any) -> None:
    """Shift headings below those of the page, make a picture that is a paragraph a figure, and turn a table's alignment into a class.

    The page's policy allows no styles.
    """
    for position, token in enumerate(state.tokens):
        if token.type == "inline":
            token.children = list(_without_inner_links(token.children))
            if len(token.children) == 1 and (figure := token.children[0].meta.get("figure")) and state.tokens[position - 1].type == "paragraph_open":
                token.children[0].meta["html"] = figure
                for around in (state.tokens[position - 1], state.tokens[position + 1]):
                    around.tag, around.hidden = "figure", False
                state.tokens[position - 1].attrs["class"] = "pb-image"
        elif token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + state.env.get('heading_shift', HEADING_SHIFT), 6)}"
        elif token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", "")):
            token.attrs["class"] = f"pb-{str(style).rpartition(':')[2]}"
        elif token.type == "table_open":
            token.attrs["tabindex"] = "0"  # a wide one scrolls, by keyboard too


def _without_inner_links(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens of a line without links inside links, whose text stays: the parser takes `<https://a.org>` in a link's text for one."""
    depth = 0
    for token in tokens:
        depth -= token.type == "link_close"
        if token.type not in ("link_open", "link_close") or depth == 0:
            yield token
        depth += token.type == "link_open"
