"""The checklist of a pattern: what to look for and to ask, what was reported, and what people suggest, on one page to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from patternbook.documents.blocks import relation_phrases
from patternbook.documents.context import DocumentScope
from patternbook.documents.model import ChecklistItem, ChecklistPart
from patternbook.model.components import Claim
from patternbook.model.entries import Pattern, support_words
from patternbook.phrases import gettext, gettext_noop
from patternbook.profile.practice.advice import COMPOSED, IF_SEEN, NOT_TIED, TiedAdvice, advice_for

MOST_SIGNS, MOST_FINDINGS, MOST_QUESTIONS, MOST_ADVICE = 5, 6, 5, 4
"""Lines of each part at most, so that all of it fits on one sheet of A4; the page of the pattern has the rest."""
_OURS, _OUR_SIGNS = gettext_noop("Ours, not reported by a source."), gettext_noop("Ours, hypothetical: what one might see.")
ASSOCIATED = gettext_noop("Associations told in interviews, not measured effects. Here too?")
BLANK = (gettext_noop("What we see"), "", gettext_noop("What we try first"), gettext_noop("Who, by when"))


def pattern_checklist(entry: Pattern, scope: DocumentScope) -> tuple[ChecklistPart, ...]:
    """The parts of the checklist of a pattern."""
    label = scope.context.catalogue.label
    return (
        *_claims(gettext("Signs to look for"), gettext(_OUR_SIGNS), entry.how_to_recognise, MOST_SIGNS, scope),
        *_reported(gettext("%(findings)s reported with it", findings=label("finding").many), entry.id, scope),
        *_claims(gettext("Questions to ask ourselves"), gettext(_OURS), entry.questions_to_check_oneself, MOST_QUESTIONS, scope),
        *_suggested(entry.id, scope),
        ChecklistPart(title=gettext("Our notes"), blank=tuple(map(gettext, BLANK))),
    )


def _claims(title: str, hint: str, claims: Sequence[Claim], most: int, scope: DocumentScope) -> Iterator[ChecklistPart]:
    """Claims as lines to tick, with the hint where all of them are ours."""
    if claims:
        items = tuple([ChecklistItem(text=scope.text(claim.text), remark=_source(claim, scope)) for claim in claims[:most]])
        yield ChecklistPart(title=title, hint=hint if all(claim.editorial for claim in claims) else "", items=items, rest=len(claims) - len(items))


def _source(claim: Claim, scope: DocumentScope) -> str:
    """Where a claim was read; nothing of those that are ours."""
    note = scope.note(claim)
    return ", ".join(filter(None, (note.label, note.locator)))


def _reported(title: str, id_: str, scope: DocumentScope) -> Iterator[ChecklistPart]:
    """The findings that were reported with a pattern, each once with all that was said of the two."""
    said: dict[str, dict[str, None]] = {}
    # The relations themselves, as their reasons and conditions are not on the sheet, nor are the works that those cite.
    for link in scope.context.catalogue.outgoing.get(id_, ()):
        if link.kind.field == "challenges":
            words = relation_phrases(link.kind, link.relation)[0] + (f", {gettext('inferred')}" if link.relation.basis == "inferred" else "")
            said.setdefault(link.target, {})[words] = None
    items = [ChecklistItem(text="", target=scope.context.target(finding), remark="; ".join(words)) for finding, words in said.items()]
    if items:
        yield ChecklistPart(title=title, hint=gettext(ASSOCIATED), items=tuple(items[:MOST_FINDINGS]), rest=max(0, len(items) - MOST_FINDINGS))


def _suggested(id_: str, scope: DocumentScope) -> Iterator[ChecklistPart]:
    """What sources suggest, the best supported first; else that they tie nothing to the pattern."""
    catalogue = scope.context.catalogue
    advice = advice_for(id_, catalogue)
    stated = [each for each in advice if each.is_stated]
    if advice:
        items = tuple([_advised(each, scope) for each in stated[:MOST_ADVICE]])
        hint = catalogue.labelled(COMPOSED) if stated else gettext(NOT_TIED)
        yield ChecklistPart(title=gettext(IF_SEEN), hint=hint, items=items, rest=len(stated) - len(items))


def _advised(advice: TiedAdvice, scope: DocumentScope) -> ChecklistItem:
    entry, step = advice.entry, advice.entry.first_step
    target = scope.context.target(entry.id)
    return ChecklistItem(text="", target=target, remark=support_words(entry), step=scope.text(step.text), ours=step.editorial)
