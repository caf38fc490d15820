"""The small parts that stand on a page dozens of times: links, notes, statements.

They are written in Python, as the macros of a template cost several times as much; what stands around them is in
pages/sections.py and the templates. Every value passes `escape` or the text renderer.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from patternbook.documents.model import LinkItem, Note, Statement, Target
from patternbook.drawings import mark
from patternbook.model.kinds import KIND_BY_NAME
from patternbook.text import Renderer, TextScope

TAG = '<span class="pb-tag">{}</span>'
OURS = ' <span class="pb-tag">ours, editorial</span>'
SHORT = 40
"""Characters of labels that stand behind a count as they are, about a line on a phone; more is folded under the count."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one page."""

    text: Renderer
    scope: TextScope

    def entry_link(self, target: Target) -> Markup:
        """A link with the mark of its kind, its title and, for entries, its id."""
        gone, remark = (" pb-gone", " (retired)") if target.retired else ("", "")
        id_ = f' <span class="pb-id">{escape(target.id)}</span>' if target.kind in KIND_BY_NAME else ""
        title = f'<span class="pb-title">{escape(target.title)}</span>'
        href = escape(self.scope.href(target.page))
        return Markup(f'<a class="pb-link{gone}" href="{href}">{mark(target.kind)}{title}{id_}{remark}</a>')  # noqa: S704 - escaped above

    def source(self, note: Note) -> Markup:
        """The work a part was read in, and where in it."""
        locator = escape(note.locator)
        if not note.key:
            return locator
        href = escape(self.scope.href(f"references/{note.key}"))
        comma = ", " if note.locator else ""
        return Markup(f'<a href="{href}">{escape(note.label)}</a>{comma}{locator}')  # noqa: S704 - escaped above

    def asides(self, note: Note) -> Markup:
        """How far to trust it, where that needs saying."""
        said = []
        if note.editorial:
            said.append(TAG.format("ours, editorial"))
        if note.basis == "inferred":
            said.append(TAG.format("inferred"))
        if note.traceability == "related-text":
            said.append(TAG.format("read in a related text"))
        if note.traceability == "inferred" and note.basis != "inferred":
            said.append(TAG.format("our reading"))
        return Markup(" ".join(said))  # noqa: S704 - nothing of the data in it

    def caution(self, note: Note) -> Markup:
        """What a careful reader should know."""
        if not note.caution:
            return Markup()
        return Markup(f'<span class="pb-caution"><span class="pb-tag">caution</span> {self.line(note.caution)}</span>')  # noqa: S704 - escaped

    def counted(self, note: Note) -> Markup:
        """What the source counts, and the labels of those; a block where these are folded."""
        if not note.counted:
            return Markup()
        count, labels = escape(note.counted), escape(note.labels)
        if _folds(note):
            return Markup(f'<details class="pb-fold"><summary>{count}</summary><span class="pb-labels">{labels}</span></details>')  # noqa: S704
        listed = f' <span class="pb-labels">({labels})</span>' if labels else ""
        return Markup(f'<span class="pb-counted">{count}{listed}</span>')  # noqa: S704 - escaped above

    def statement(self, item: Statement) -> Markup:
        """A sentence or two with its note."""
        return Markup(f"{self.line(item.text)}{self._note(item.note)}")  # noqa: S704 - escaped

    def linked(self, item: LinkItem) -> Markup:
        """A typed link in words, with all that is said about it."""
        says = f'<span class="pb-says">{escape(item.says)}</span> ' if item.says else ""
        status = f'<span class="pb-note">{escape(item.status)}</span>' if item.status else ""
        ours = OURS if item.note and item.note.editorial else ""
        return Markup(f"{says}{self.entry_link(item.target)}{status}{self._detail(item)}{self._note(item.note)}{ours}")  # noqa: S704 - escaped above

    def line(self, text: str) -> Markup:
        """One line of Markdown."""
        return self.text.inline(text, self.scope)

    def _note(self, note: Note | None) -> str:
        if note is None or not (note.key or note.locator or note.counted or note.basis == "inferred" or note.caution):
            return ""
        if not (note.key or note.locator or note.counted or note.caution):
            return f" {self.asides(note)}"
        apart = " · " if note.counted and not _folds(note) and (note.key or note.locator) else ""
        aside = " ".join(filter(None, (self.asides(note), self.caution(note))))
        return f' <div class="pb-note">{self.counted(note)}{apart}{self.source(note)}{" " if aside else ""}{aside}</div>'

    def _detail(self, item: LinkItem) -> str:
        how = [item.aspect, f"when: {item.condition}" if item.condition else "", f"through: {item.via}" if item.via else ""]
        said = "; ".join(self.line(text) for text in how if text)
        roles = ", ".join(f'<a href="{escape(self.scope.href(role.page))}">{escape(role.title)}</a>' for role in item.roles)
        return (
            (f'<span class="pb-how">{said}</span>' if said else "")
            + (f'<span class="pb-how">concerns: {roles}</span>' if roles else "")
            + (f'<span class="pb-why">{self.line(item.why)}</span>' if item.why else "")
        )


def _folds(note: Note) -> bool:
    return bool(note.counted) and len(note.labels) > SHORT
