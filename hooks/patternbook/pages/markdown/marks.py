"""The marks of entry text as HTML: [[F-004]] as a titled link, [@key, p. 4] as a citation, [ours] as a tag. Also the escaping of text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from patternbook.documents.model import CitedReference, ShownPicture, Target
from patternbook.markup import CitedWork
from patternbook.pages.markdown.terms import FirstUses
from patternbook.phrases import gettext
from patternbook.source.media.pictures import IMAGE_FOLDER
from patternbook.urls import SiteUrls, reference_page


@dataclass(frozen=True, slots=True)
class TextScope:
    """What the marks of the texts on a page are resolved with."""

    here: str
    """The page that shows the text."""
    addresses: SiteUrls
    targets: Mapping[str, Target]
    references: Mapping[str, CitedReference]
    images: Mapping[str, ShownPicture] = field(default_factory=dict)
    terms: FirstUses | None = None
    """The terms of the page, where it links to any."""

    def href(self, page: str) -> str:
        return self.addresses.href(self.here, page)


def escape_html(text: str) -> str:
    """Text as HTML. The result of `markupsafe.escape` as a plain string, which is several times as fast to make."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")


def entry_link_html(name: str, written: str, scope: TextScope) -> str:
    """A link to the target of [[name]].

    A mark without a target stays as written. The checks, which read texts without a parser, took it for code.
    """
    target = scope.targets.get(name)
    return titled_link_html(target, scope) if target is not None else escape_html(written)


def image_html(file: str, words: str, caption: str, is_figure: bool, scope: TextScope) -> str:  # noqa: FBT001 - passed on by position
    """A picture with its caption and credit below.

    Its size is given, so that nothing moves once it is loaded. Where no picture can stand, its words do.

    Args:
        file: Its name in the folder of pictures.
        words: What is to be seen on it, for those who do not see it.
        caption: What stands below it; may be empty.
        is_figure: Whether a figure is around it, as the picture is a paragraph of its own.
        scope: What it is looked up in.

    """
    picture = scope.images.get(file)
    if picture is None:
        return escape_html(words)
    source = escape_html(scope.addresses.asset(scope.here, f"{IMAGE_FOLDER}/{file}"))
    size = f'width="{picture.width}" height="{picture.height}"'
    credit = escape_html(picture.credit)
    credit = f'<a href="{escape_html(picture.href)}">{credit}</a>' if picture.href else credit
    shown = f'<img src="{source}" alt="{escape_html(words)}" {size} loading="lazy" decoding="async">'
    if not picture.width:
        shown = f'<span class="pb-image-lost">{escape_html(words)} ({gettext("the picture that stood here is no longer in the catalogue")})</span>'
    below = f'{escape_html(caption)}{" " if caption else ""}<span class="pb-image-credit">{credit}</span>'
    if is_figure:
        return f"{shown}<figcaption>{below}</figcaption>"
    return f'<span class="pb-image">{shown}<span class="pb-image-caption">{below}</span></span>'


def formula_html(tex: str, block: bool, _: TextScope | None = None) -> str:  # noqa: FBT001 - passed on by position
    """A formula as MathML, or as it is written where it cannot be read."""
    from patternbook.source.media.formulas import FormulaFault, formula_mathml  # only here, as most texts hold no formula

    made = formula_mathml(tex.strip(), block=block)
    return f"<code>{escape_html(' '.join(tex.split()))}</code>" if isinstance(made, FormulaFault) else made


_FORMULA = re.compile(r'<math\b[^<>"]*(?:"[^"<>]*"[^<>"]*?)*?\balttext="([^"<>]*)"[^<>]*>(?:[^<]|<(?!/?math\b))*</math>')


def formulas_as_text(html: str) -> str:
    """HTML with formulas as their TeX, for where its text alone is used."""
    return _FORMULA.sub(r"\1", html) if "<math" in html else html


def code_html(text: str, language: str) -> str:
    """A block of code, in colours where its language is known. It can be scrolled with the keyboard."""
    coloured = ""
    if language:
        from patternbook.source.media.code import highlight_code  # only here, as most texts hold no code

        coloured = highlight_code(text, language)
    code = f'<pre><code tabindex="0">{coloured or escape_html(text)}</code></pre>'
    return f'<div class="highlight">{code}</div>\n' if coloured else f"{code}\n"


def ours_html(_: TextScope) -> str:
    """The mark of a paragraph that is not from a source."""
    return f'<span class="pb-tag">{gettext("ours")}</span>'


def link_terms(html: str, scope: TextScope) -> str:
    """The HTML of a text with a link where a term of the glossary stands first on its page."""
    if scope.terms is None:
        return html
    pieces, end = list[str](), 0
    for start, following, target in scope.terms.take(html):
        link = f'<a class="pb-term" href="{escape_html(scope.href(target.page))}">{html[start:following]}</a>'
        pieces += [html[end:start], link]
        end = following
    return "".join((*pieces, html[end:])) if pieces else html


def titled_link_html(target: Target, scope: TextScope) -> str:
    """A link that shows title and id, as ids alone get miscited; for pages, which have no id, the title alone."""
    href, title = escape_html(scope.href(target.page)), escape_html(target.title)
    if target.kind == "page":
        return f'<a href="{href}">{title}</a>'
    return f'<a class="pb-link" href="{href}"><span class="pb-title">{title}</span> <span class="pb-id">{escape_html(target.id)}</span></a>'


@dataclass(slots=True)
class OpenBrackets:
    """Tells whether a bracket is open somewhere in a text; counts each character once, since it is asked from left to right."""

    text: str
    counted: int = 0
    depth: int = 0

    def are_open(self, offset: int) -> bool:
        """Whether more brackets were opened than closed before an offset, which is not smaller than that of the last call."""
        self.depth += self.text.count("(", self.counted, offset) - self.text.count(")", self.counted, offset)
        self.counted = offset
        return self.depth > 0


def citation_html(works: tuple[CitedWork, ...], in_brackets: bool, written: str, scope: TextScope) -> str:  # noqa: FBT001 - passed on by position
    """The works as author and year, or the year alone, in brackets unless it is `in_brackets` already."""
    if any(work.key not in scope.references for work in works):
        return escape_html(written)
    listed = "; ".join(_cited(work, scope) for work in works)
    return f'<span class="pb-cited">{listed if in_brackets else f"({listed})"}</span>'


def _cited(work: CitedWork, scope: TextScope) -> str:
    cited = scope.references[work.key]
    link = _work_link(work, cited.year if work.form == "year" else cited.label, scope)
    prefix = f"{escape_html(work.prefix)} " if work.prefix else ""
    return f"{prefix}{link}, {escape_html(work.locator)}" if work.locator else f"{prefix}{link}"


def named_work_html(work: CitedWork, scope: TextScope) -> str:
    """A work that a sentence names: `Kim et al. (2018, p. 4)`."""
    cited = scope.references[work.key]
    names = _work_link(work, cited.label.removesuffix(cited.year).rstrip(), scope)
    place = f", {escape_html(work.locator)}" if work.locator else ""
    return f'<span class="pb-cited">{names} ({escape_html(cited.year)}{place})</span>'


def _work_link(work: CitedWork, text: str, scope: TextScope) -> str:
    return f'<a href="{escape_html(scope.href(reference_page(work.key)))}">{escape_html(text)}</a>'
