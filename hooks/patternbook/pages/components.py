"""The small parts that a page has dozens of: links, notes, statements.

They are written in Python, as template macros are several times slower. The HTML around them is in pages/sections.py and
the templates. Every value is escaped by `escape_html` or the text renderer. The parts are plain strings, since making a
Markup takes longer than making most parts; pages/render.py wraps them in Markup for the templates.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from patternbook.citing.citation import MOST_NAMED
from patternbook.citing.formats import CITATION_FILES, FORMATS
from patternbook.documents.model import AdviceReason, Cite, Fact, LinkItem, Note, Statement, Target
from patternbook.model.registry import KIND_BY_NAME
from patternbook.pages.markdown.marks import TextScope, escape_html
from patternbook.pages.markdown.renderer import MarkdownRenderer
from patternbook.pages.svg.diagrams import kind_icon
from patternbook.phrases import cache_phrases, gettext, gettext_noop
from patternbook.urls import reference_page

_SHORT = 40
"""Characters of labels that are shown behind a count, about a line on a phone; longer labels are folded under the count."""


@dataclass(frozen=True, slots=True)
class PageComponents:
    """The parts of one page."""

    text: MarkdownRenderer
    scope: TextScope

    def entry_link(self, target: Target) -> str:
        """A link with the mark of its kind, its title and, for entries, its id."""
        return _entry_link(self.scope.href(target.page), target)

    def title_link(self, target: Target) -> str:
        """A link with nothing but its title."""
        return f'<a href="{escape_html(self.scope.href(target.page))}">{escape_html(target.title)}</a>'

    def fact(self, fact: Fact) -> str:
        """A line of the rail."""
        return f"<div><dt>{escape_html(fact.label)}</dt><dd>{', '.join(map(self.title_link, fact.targets))}{escape_html(fact.text)}</dd></div>\n"

    def source(self, note: Note) -> str:
        """The work a part was read in, and where in it."""
        locator = escape_html(note.locator)
        if not note.key:
            return locator
        href = escape_html(self.scope.href(reference_page(note.key)))
        if not note.label:
            return f'<a href="{href}">{locator}</a>'
        return f'<a href="{href}">{escape_html(note.label)}</a>{", " if locator else ""}{locator}'

    def asides(self, note: Note) -> str:
        """How far to trust it, where that needs saying."""
        remarks = (
            (note.editorial, _EDITORIAL),
            (note.basis == "inferred", _INFERRED),
            (note.traceability == "related-text", _RELATED),
            (note.traceability == "inferred" and note.basis != "inferred", _OUR_READING),
        )
        return " ".join([f'<span class="pb-tag">{gettext(remark)}</span>' for applies, remark in remarks if applies])

    def caution(self, note: Note) -> str:
        """What a careful reader should know."""
        return f'<span class="pb-caution"><span class="pb-tag">{gettext("caution")}</span> {self.line(note.caution)}</span>' if note.caution else ""

    def counted(self, note: Note) -> str:
        """What the source counts, with the source's labels; long labels are folded under the count."""
        if not note.counted:
            return ""
        count, labels = escape_html(note.counted), escape_html(note.labels)
        if len(note.labels) > _SHORT:
            return f'<details class="pb-fold"><summary>{count}</summary><span class="pb-labels">{labels}</span></details>'
        listed = f' <span class="pb-labels">({labels})</span>' if labels else ""
        return f'<span class="pb-counted">{count}{listed}</span>'

    def statement(self, item: Statement) -> str:
        """A sentence or two with its note."""
        return f"{self.line(item.text)}{self._note(item.note)}"

    def linked(self, item: LinkItem) -> str:
        """A typed link in words, with its conditions, its reason and its note."""
        says = f'<span class="pb-says">{escape_html(item.says)}</span> ' if item.says else ""
        status = f'<span class="pb-note">{escape_html(item.status)}</span>' if item.status else ""
        ours = editorial_tag() if item.note and item.note.editorial else ""
        return f"{says}{self.entry_link(item.target)}{status}{self._detail(item)}{self._mention(item)}{self._note(item.note)}{ours}"

    def _mention(self, item: LinkItem) -> str:
        """The sentence in which the page of a link names this one."""
        at = item.mention
        if not at:
            return ""
        marked = f"<mark>{escape_html(at.marked)}</mark>" if at.marked else ""
        apart = " · " if marked and not (at.after or at.before.endswith((" ", "(", "“"))) and at.before else ""
        return f'<span class="pb-why pb-mention">{escape_html(at.before)}{apart}{marked}{escape_html(at.after)}</span>'

    def line(self, text: str) -> str:
        """One line of Markdown."""
        return self.text.inline(text, self.scope)

    def concerned(self, item: LinkItem | AdviceReason) -> str:
        """The roles that a link concerns."""
        return gettext("concerns: %(roles)s", roles=", ".join(map(self.title_link, item.roles))) if item.roles else ""

    def _note(self, note: Note | None) -> str:
        if note is None:
            return ""
        if not (note.key or note.locator or note.counted or note.caution):
            return f"{f' {self.asides(note)}' if note.basis == 'inferred' else ''}{self._follows(note)}"
        apart = " · " if note.counted and len(note.labels) <= _SHORT and (note.key or note.locator) else ""
        aside = " ".join(filter(None, (self.asides(note), self.caution(note))))
        return f' <div class="pb-note">{self.counted(note)}{apart}{self.source(note)}{" " if aside else ""}{aside}</div>{self._follows(note)}'

    def _follows(self, note: Note) -> str:
        """What a text of ours follows from."""
        rows = zip(note.follows_items, note.follows_rows, strict=True)
        items = [f'<a href="#{escape_html(anchor)}">{gettext("evidence %(number)s", number=number)}</a>' for number, anchor in rows]
        listed = ", ".join([*items, *map(self.title_link, note.follows_entries)])
        return f' <span class="pb-note">{gettext("follows from %(listed)s", listed=listed)}</span>' if listed else ""

    def _detail(self, item: LinkItem) -> str:
        if not (item.aspect or item.condition or item.via or item.roles or item.why):
            return ""  # as with most links
        terms = "; ".join(self.line(text) for text in terms_of(item))
        roles = self.concerned(item)
        return (
            (f'<span class="pb-how">{terms}</span>' if terms else "")
            + (f'<span class="pb-how">{roles}</span>' if roles else "")
            + (f'<span class="pb-why">{self.line(item.why)}</span>' if item.why else "")
        )


def editorial_tag() -> str:
    """The mark of what no source reports."""
    return f' <span class="pb-tag">{gettext(_EDITORIAL)}</span>'


_EDITORIAL = gettext_noop("ours, editorial")
_INFERRED = gettext_noop("inferred")
_RELATED = gettext_noop("read in a related text")
_OUR_READING = gettext_noop("our reading")


def terms_of(item: LinkItem | AdviceReason) -> Iterator[str]:
    """What a link is about, when it holds and through what, in Markdown."""
    if item.aspect:
        yield item.aspect
    if item.condition:
        yield gettext("when: %(condition)s", condition=item.condition)
    if item.via:
        yield gettext("through: %(via)s", via=item.via)


@cache_phrases(maxsize=1 << 13)
def _entry_link(href: str, target: Target) -> str:
    """Cached, as all pages of one kind link to an entry by the same relative address."""
    css, remark = (" pb-gone", f" ({gettext('retired')})") if target.retired else ("", "")
    id_ = f' <span class="pb-id">{escape_html(target.id)}</span>' if target.kind in KIND_BY_NAME else ""
    title = f'<span class="pb-title">{escape_html(target.title)}</span>'
    return f'<a class="pb-link{css}" href="{escape_html(href)}">{kind_icon(target.kind)}{title}{id_}{remark}</a>'


_FORMATS = {form.name: form for form in FORMATS}


def cite_forms_html(cite: Cite, what: str, base: str, group: str = "form") -> str:
    """How to cite something: each form in a panel of its own, chosen by radio buttons, which need no script; then the files.

    Args:
        cite: What is cited, and the works that it restates.
        what: What is cited, in words: This entry.
        base: Link to the files, without suffix.
        group: Name of the radio buttons, of which each box on a page has its own.

    """
    forms = [(_FORMATS[each.name], each) for each in cite.forms or ()]
    panels = [
        f"<div>{_works_html(each.works[:MOST_NAMED], form.title)}{_copyable(each.entry, f'{what}, {form.title}')}</div>" for form, each in forms
    ]
    latex = gettext("%(what)s, LaTeX, by the one key of the catalogue", what=what) if cite.release else f"{what}, LaTeX"
    panels.append(f"<div>{_copyable(cite.latex, latex)}</div>")
    files = ", ".join([f'<a href="{escape_html(base)}.{suffix}">{gettext(title)}</a>' for suffix, title, _, _ in CITATION_FILES])
    listed = "\n".join(panels)
    tabs = _tabs_html(tuple([form.title for form, _ in forms]), group)
    tabs = f'<fieldset class="pb-forms"><legend>{gettext("Format")}</legend>\n{tabs}\n{listed}\n</fieldset>'
    return f'{tabs}\n<p class="pb-hint">{gettext("Files: %(files)s.", files=files)}</p>'


@functools.lru_cache
def _tabs_html(titles: tuple[str, ...], group: str) -> str:
    """The radio buttons of the forms, the first of which is chosen; LaTeX comes last."""
    tabs = enumerate((*titles, "LaTeX"))
    return "\n".join(
        [f'<label><input type="radio" name="{escape_html(group)}"{"" if index else " checked"}>{title}</label>' for index, title in tabs]
    )


@cache_phrases(maxsize=1 << 12)
def _works_html(works: tuple[str, ...], title: str) -> str:
    """Cached, as all that rests on a study restates it."""
    return _copyable("\n".join(works), gettext("What it restates, %(form)s", form=title)) if works else ""


def _copyable(text: str, label: str) -> str:
    """A text to copy, as the macro `copyable` writes it. Line ends are those of HTML."""
    code = escape_html(text.replace("\r", ""))
    return f'<figure class="pb-copy"><figcaption>{escape_html(label)}</figcaption><pre tabindex="0"><code>{code}</code></pre></figure>'
