"""What may help: the recommendations that lead from a finding or a pattern, by who supports them, with the first step.

A finding is tied to advice by `addresses`, a pattern by its challenges and what addresses them. Nothing is recommended
beyond its support: what sources tie to an entry comes first, and what only we tie to it stands apart and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from patternbook.catalogue.catalogue import Catalogue, RelationEdge, id_order
from patternbook.documents.blocks import relation_phrases
from patternbook.documents.context import DocumentScope
from patternbook.documents.model import AdviceBlock, AdviceItem, AdviceReason, Note, ProseBlock, Statement
from patternbook.documents.profile import Blocks
from patternbook.documents.views import MAX_LISTED
from patternbook.model.components import ROLE, Claim, Effect
from patternbook.model.entries import EFFECTIVENESS_WORDS, FINDING, PATTERN, SUPPORT_WORDS, Finding, Pattern, Recommendation, support_words
from patternbook.phrases import gettext, gettext_noop

SUGGESTED = gettext_noop("Suggested")
SUPPORT_GROUPS = {
    "practised-and-reported-helpful": gettext_noop("Reported helpful"),
    "suggested-by-participants": SUGGESTED,
    "suggested-by-authors": SUGGESTED,
    "literature": gettext_noop("From the literature"),
    "editorial": gettext_noop("Suggested by this catalogue"),
}
"""Kind of support, the strongest first -> the heading under which it stands."""
OURS_TITLE = gettext_noop("What we think might help: no source ties it to this")
IF_SEEN = gettext_noop("If you meet this trouble, people suggest")
NOT_TIED = gettext_noop("The sources tie no advice to this.")
GIVES_ADVICE = "gives advice"
"""Key in `Context.shared`: whether the catalogue has recommendations."""
COMPOSED = gettext_noop("The path from {pattern} to {finding} to advice is composed by us.")
HELP, OURS_KEY = "help", "ours"
"""Anchors of the section with all of it, and of the list of what only we tie to an entry."""
_PATTERN = PATTERN.name
_ADVISED = (FINDING.name, _PATTERN)
"""Kinds for which there may be advice."""
_SUPPORT, _EFFECTIVENESS = list(SUPPORT_WORDS), list(EFFECTIVENESS_WORDS)[::-1]


class Path(NamedTuple):
    """A way from an entry to a recommendation."""

    address: RelationEdge
    """The recommendation's link to a finding."""
    is_stated: bool
    """Whether sources state each step."""
    effect: RelationEdge | None = None
    """What the pattern has to do with that finding, where the way starts at a pattern."""


class TiedAdvice(NamedTuple):
    """A recommendation, and why it stands on a page."""

    entry: Recommendation
    paths: tuple[Path, ...]
    """Those that are stated come first."""

    @property
    def is_stated(self) -> bool:
        """Whether sources tie it to the entry."""
        return self.paths[0].is_stated


def advice_for(id_: str, catalogue: Catalogue) -> list[TiedAdvice]:
    """All recommendations in use that lead from a finding or a pattern: those that sources tie to it first, then by support and effect."""
    paths: dict[str, list[Path]] = {}
    for path in _paths(id_, catalogue):
        paths.setdefault(path.address.source, []).append(path)
    found = [
        TiedAdvice(recommendation, tuple(sorted(ways, key=lambda path: not path.is_stated)))
        for name, ways in paths.items()
        if not catalogue.link_labels[name].retired and isinstance(recommendation := catalogue.entries[name], Recommendation)
    ]
    return sorted(found, key=_rank)


def _rank(advice: TiedAdvice) -> tuple[object, ...]:
    entry = advice.entry
    return not advice.is_stated, _SUPPORT.index(entry.support), _EFFECTIVENESS.index(entry.effectiveness), id_order(entry.id)


def _paths(id_: str, catalogue: Catalogue) -> Iterator[Path]:
    """The ways from an entry. It is not read itself, so that a page that only names it does not depend on all it says."""
    if catalogue.kinds[id_].name != _PATTERN:
        return (Path(address, _is_stated(address)) for address in _addressing(id_, catalogue))
    troubles: dict[str, RelationEdge] = {}
    for link in catalogue.outgoing.get(id_, ()):
        if link.kind.field == "challenges" and _is_trouble(link):
            known = troubles.setdefault(link.target, link)
            if _is_stated(link) and not _is_stated(known):
                troubles[link.target] = link
    return (
        Path(address, _is_stated(effect) and _is_stated(address), effect)
        for finding, effect in troubles.items()
        for address in _addressing(finding, catalogue)
    )


def _is_stated(link: RelationEdge) -> bool:
    return link.relation.basis == "stated"


def _is_trouble(link: RelationEdge) -> bool:
    """Whether a pattern was seen with a finding; where it eases the finding, advice against that is not for the pattern."""
    return isinstance(link.relation, Effect) and link.relation.effect != "eases"


def _addressing(finding: str, catalogue: Catalogue) -> list[RelationEdge]:
    return [link for link in catalogue.incoming.get(finding, ()) if link.kind.field == "addresses"]


def finding_advice(entry: Finding, scope: DocumentScope) -> Blocks:
    """What may help with a finding."""
    return _grouped(advice_for(entry.id, scope.context.catalogue), scope)


def pattern_advice(entry: Pattern, scope: DocumentScope) -> Blocks:
    """What may help with what was reported of a pattern."""
    advice = advice_for(entry.id, scope.context.catalogue)
    words = f"{gettext(IF_SEEN)}:" if advice and advice[0].is_stated else ""
    composed = scope.context.catalogue.labelled(COMPOSED)
    intro = (ProseBlock(text=" ".join(filter(None, (composed, words)))),) if advice else ()
    return (*intro, *_grouped(advice, scope))


def _grouped(advice: Sequence[TiedAdvice], scope: DocumentScope) -> Blocks:
    stated, ours = [each for each in advice if each.is_stated], [each for each in advice if not each.is_stated]
    by_title: dict[str, list[TiedAdvice]] = {title: [] for title in SUPPORT_GROUPS.values()}
    for each in stated:
        by_title[SUPPORT_GROUPS[each.entry.support]].append(each)
    return (
        *((ProseBlock(text=gettext(NOT_TIED)),) if ours and not stated else ()),
        *(_block(gettext(title), "stated", members, scope) for title, members in by_title.items() if members),
        *((_block(gettext(OURS_TITLE), "inferred", ours, scope),) if ours else ()),
    )


def _block(title: str, basis: Literal["stated", "inferred"], advice: Sequence[TiedAdvice], scope: DocumentScope) -> AdviceBlock:
    shown, rest = advice[:MAX_LISTED], max(0, len(advice) - MAX_LISTED)
    key = "" if basis == "stated" else OURS_KEY
    return AdviceBlock(title=title, basis=basis, items=tuple([_item(each, scope) for each in shown]), rest=rest, key=key)


def _item(advice: TiedAdvice, scope: DocumentScope) -> AdviceItem:
    entry = advice.entry
    return AdviceItem(
        target=scope.context.target(entry.id),
        support=support_words(entry),
        first_step=_first_step(entry.first_step, scope),
        starts=tuple([scope.context.word(ROLE, role) for role in entry.who_starts.who]),
        starts_basis=entry.who_starts.basis,
        reasons=tuple([_reason(path, scope) for path in advice.paths]),
    )


def _first_step(step: Claim, scope: DocumentScope) -> Statement:
    """A first step with its source, or marked as ours; what it follows from are parts of the recommendation."""
    return Statement(text=scope.text(step.text), note=Note(editorial=True)) if step.editorial else scope.statement(step)


def _reason(path: Path, scope: DocumentScope) -> AdviceReason:
    relation, effect = path.address.relation, path.effect
    return AdviceReason(
        basis="stated" if path.is_stated else "inferred",
        through=scope.context.target(path.address.target) if effect else None,
        says=relation_phrases(effect.kind, effect.relation)[0] if effect else "",
        aspect=scope.text(relation.aspect),
        condition=scope.text(relation.condition),
        via=scope.text(relation.via),
        roles=tuple([scope.context.word(ROLE, slug) for slug in relation.roles]),
        why="" if effect else scope.text(relation.why),  # a pattern leads to many; there the page of the advice says why
        note=scope.note(relation),
    )


MOST_IN_SHORT = 1
"""Recommendations that a summary holds, so that it fits on the screen of a phone."""


def advice_in_short(id_: str, scope: DocumentScope) -> Blocks:
    """The best supported of what sources tie to an entry; else that they tie nothing to it, where the catalogue gives advice at all."""
    catalogue = scope.context.catalogue
    of_pattern = catalogue.kinds[id_].name == _PATTERN
    title = gettext(IF_SEEN) if of_pattern else gettext("People suggest")
    advice = advice_for(id_, catalogue)
    stated = [each for each in advice if each.is_stated]
    if not stated:
        is_asked = bool(advice) or (not of_pattern and GIVES_ADVICE in scope.context.shared)
        return (AdviceBlock(title=title, basis="stated", full=OURS_KEY if advice else ""),) if is_asked else ()
    items = tuple([_item(each, scope) for each in stated[:MOST_IN_SHORT]])
    note = catalogue.labelled(COMPOSED) if of_pattern else ""
    return (AdviceBlock(title=title, basis="stated", items=items, rest=len(stated) - len(items), full=HELP, note=note),)


def first_advice(id_: str, scope: DocumentScope) -> AdviceBlock | None:
    """The summary of the advice for an entry of any kind; None where there is nothing to say of any."""
    blocks = advice_in_short(id_, scope) if scope.context.catalogue.kinds[id_].name in _ADVISED else ()
    return next((block for block in blocks if isinstance(block, AdviceBlock)), None)
