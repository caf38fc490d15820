"""The summary at the top of a finding or a pattern, made of nothing but claims that have a source.

What was reported is the statement of the entry. This adds what qualifies it most, where it was reported, what people
suggest, and how sure it is. All of it stands in full further down the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from patternbook.documents.blocks import incoming_links
from patternbook.documents.context import DocumentScope
from patternbook.documents.model import LinkItem, LinksBlock, ListBlock, Note, Statement
from patternbook.documents.profile import Blocks
from patternbook.markup import escape_markdown
from patternbook.model.components import Claim, Evidence, bears_directly
from patternbook.model.entries import Finding, Pattern
from patternbook.phrases import gettext, gettext_noop
from patternbook.profile.breadth import reason_apart
from patternbook.profile.practice.advice import advice_in_short

QUALIFIERS = {"contradicts": gettext_noop("Against it"), "mixed": gettext_noop("Partly against it"), "qualifies": gettext_noop("Qualified by")}
"""Stance of an item of evidence, the strongest first -> the heading under which it stands."""
_STANCES = list(QUALIFIERS)


def in_short(entry: Finding | Pattern, scope: DocumentScope) -> Blocks:
    """What qualifies an entry most, where it was reported, what people suggest, how sure it is."""
    return (*_qualified(entry.evidence, scope), *_where(entry, scope), *advice_in_short(entry.id, scope), *_how_sure(scope))


def _qualified(evidence: Sequence[Evidence], scope: DocumentScope) -> Blocks:
    """The strongest counted evidence that is not for the entry: what contradicts it first, own results first."""
    shared = scope.context.shared
    against = [item for item in evidence if item.stance in QUALIFIERS and not reason_apart(item, shared[item.study])]
    if not against:
        return ()
    item = min(against, key=_weakness)
    return (ListBlock(title=gettext(QUALIFIERS[item.stance]), items=(_sourced(item.source_claim, item, scope),)),)


def _weakness(item: Evidence) -> tuple[int, bool]:
    return _STANCES.index(item.stance), not bears_directly(item.directness, item.traceability, item.role_in_source)


def _sourced(text: str, part: Claim | Evidence, scope: DocumentScope) -> Statement:
    """A text with its source; who is cited, and any caution, stand where it is given in full."""
    return Statement(text=scope.text(text), note=_source(scope.note(part)))


def _source(note: Note) -> Note:
    return Note(label=note.label, key=note.key, locator=note.locator, traceability=note.traceability)


def _where(entry: Finding | Pattern, scope: DocumentScope) -> Blocks:
    """The first condition that a source states; else, of a finding, the pattern that a source says most briefly it was reported with."""
    claims = entry.conditions if isinstance(entry, Finding) else entry.context
    stated = next((claim for claim in claims if not claim.editorial and claim.basis == "stated" and claim.traceability != "inferred"), None)
    if stated is not None:
        return (ListBlock(title=gettext("Where"), items=(_sourced(stated.text, stated, scope),)),)
    links = incoming_links(entry.id, ("challenges",), scope) if isinstance(entry, Finding) else []
    seen = [link for link in links if link.note is not None and link.note.basis == "stated"]
    return (LinksBlock(title=gettext("Where"), items=(_brief(min(seen, key=_length)),)),) if seen else ()


def _length(link: LinkItem) -> int:
    return len(link.aspect) + len(link.condition) + len(link.via)


def _brief(link: LinkItem) -> LinkItem:
    """A link with its source and whatever limits it."""
    assert link.note is not None  # noqa: S101 - every relation has one
    return replace(link, note=_source(link.note), roles=())


def _how_sure(scope: DocumentScope) -> Blocks:
    """The line that says how sure the entry is."""
    return (ListBlock(title=gettext("How sure"), items=(Statement(text=escape_markdown(scope.breadth.how_sure)),)),) if scope.breadth else ()
