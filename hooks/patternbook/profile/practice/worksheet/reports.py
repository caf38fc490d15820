"""What the worksheet's script reads: for each question a small file with what was reported and suggested for its answers.

Every list in it is cut, so that a file is bounded by the number of answers, however large the catalogue is. Texts are plain.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markupsafe import Markup

from patternbook.catalogue.catalogue import Catalogue, RelationEdge
from patternbook.documents.context import Context, DocumentScope
from patternbook.model.components import Effect
from patternbook.model.entries import EFFECT_WORDS, EFFECTIVENESS_WORDS, SUPPORT_WORDS, Recommendation, support_words
from patternbook.model.registry import WORKSHEET
from patternbook.model.vocabulary import WorksheetQuestion
from patternbook.pages.markdown.marks import TextScope, formulas_as_text
from patternbook.pages.markdown.renderer import MarkdownRenderer, make_markdown_renderer
from patternbook.profile.practice.advice import TiedAdvice, advice_for

MOST_REPORTED = 30
"""Effects of one pattern, and patterns of one finding, in a file; what is cut is on the page of the entry."""
MOST_ADVISED = 20
"""Recommendations for one finding in a file."""
_EFFECTS = [effect for effect, *_ in EFFECT_WORDS]
_SUPPORT, _EFFECTIVENESS = list(SUPPORT_WORDS), list(EFFECTIVENESS_WORDS)[::-1]
_Row = dict[str, Any]


def worksheet_files(context: Context) -> Iterator[tuple[str, str]]:
    """(file, content) for each question."""
    for asked in worksheet_questions(context.catalogue):
        content = json.dumps(QuestionReport(context).of(asked), ensure_ascii=False, separators=(",", ":"))
        yield f"{WORKSHEET}/{asked.question.slug}.json", f"{content}\n"


class AskedQuestion(NamedTuple):
    """A question with those of its answers or signs whose entries are in use, each once."""

    question: WorksheetQuestion
    options: Mapping[str, str]
    """Id of a pattern or a finding -> what stands for it on the worksheet."""


def worksheet_questions(catalogue: Catalogue) -> Iterator[AskedQuestion]:
    """The questions that have anything to choose."""
    for question in catalogue.worksheet:
        written = (*((each.pattern, each.text) for each in question.answers), *((each.finding, each.text) for each in question.signs))
        options = {id_: text for id_, text in reversed(written) if not catalogue.link_labels[id_].retired}
        if options:
            yield AskedQuestion(question, dict(reversed(options.items())))


@dataclass(slots=True)
class QuestionReport:
    """Collects what is said of the answers to one question, each entry once."""

    context: Context
    texts: MarkdownRenderer = field(default_factory=make_markdown_renderer)
    patterns: dict[str, _Row] = field(default_factory=dict)
    findings: dict[str, _Row] = field(default_factory=dict)
    recommendations: dict[str, _Row] = field(default_factory=dict)

    def of(self, asked: AskedQuestion) -> _Row:
        """The content of the question's file."""
        for id_ in asked.options:
            if asked.question.signs:
                self._add_finding(id_)
                seen = self._effects(self.context.catalogue.incoming.get(id_, ()))
                self.findings[id_]["seen"] = [{"pattern": self._link(edge.source), **self._effect(edge)} for edge in seen[:MOST_REPORTED]]
            else:
                self.patterns[id_] = self._pattern(id_)
        return {"patterns": self.patterns, "findings": self.findings, "recommendations": self.recommendations}

    def _effects(self, edges: Iterable[RelationEdge]) -> list[RelationEdge]:
        """The effects among relations whose ends are in use: stated ones first, then in the order of the words for them."""
        labels = self.context.catalogue.link_labels
        found = [edge for edge in edges if isinstance(edge.relation, Effect) and not (labels[edge.source].retired or labels[edge.target].retired)]
        return sorted(found, key=lambda edge: (edge.relation.basis != "stated", _EFFECTS.index(_effect_of(edge))))

    def _pattern(self, id_: str) -> _Row:
        catalogue = self.context.catalogue
        effects = self._effects(catalogue.outgoing.get(id_, ()))
        for edge in effects[:MOST_REPORTED]:
            self._add_finding(edge.target)
        forms = [link.source for link in catalogue.incoming.get(id_, ()) if link.kind.field == "variant_of" and link.kind.target == link.kind.source]
        return {
            **self._link(id_),
            "effects": [{"finding": edge.target, **self._effect(edge)} for edge in effects[:MOST_REPORTED]],
            "more": len(effects) > MOST_REPORTED,
            "forms": [self._link(form) for form in forms[:MOST_REPORTED] if not catalogue.link_labels[form].retired],
        }

    def _effect(self, edge: RelationEdge) -> _Row:
        relation = edge.relation
        row = {"effect": _effect_of(edge), "aspect": self._plain(relation.aspect), "condition": self._plain(relation.condition)}
        return {**{key: value for key, value in row.items() if value}, **({} if relation.basis == "stated" else {"inferred": True})}

    def _add_finding(self, id_: str) -> None:
        if id_ not in self.findings:
            advice = advice_for(id_, self.context.catalogue)[:MOST_ADVISED]
            self.findings[id_] = {**self._link(id_), "advice": [self._advice(each) for each in advice]}

    def _advice(self, advice: TiedAdvice) -> _Row:
        entry = advice.entry
        if entry.id not in self.recommendations:
            self.recommendations[entry.id] = self._recommendation(entry)
        return {"id": entry.id} if advice.is_stated else {"id": entry.id, "inferred": True}

    def _recommendation(self, entry: Recommendation) -> _Row:
        return {
            **self._link(entry.id),
            "rank": _SUPPORT.index(entry.support) * len(_EFFECTIVENESS) + _EFFECTIVENESS.index(entry.effectiveness),
            "support": support_words(entry),
            "step": self._plain(entry.first_step.text),
            **({"ours": True} if entry.first_step.editorial else {}),
            **({"lead": True} if entry.support == _SUPPORT[0] else {}),
        }

    def _link(self, id_: str) -> _Row:
        target = self.context.target(id_)
        return {"id": id_, "title": target.title, "href": self.context.urls.href(WORKSHEET, target.page)}

    def _plain(self, text: str | None) -> str:
        """A text as one plain line."""
        scope = DocumentScope(self.context)
        html = self.texts.inline(scope.text(text), TextScope(WORKSHEET, self.context.urls, scope.targets, scope.references)) if text else ""
        return " ".join(Markup(formulas_as_text(html)).striptags().split())  # noqa: S704 - HTML already


def _effect_of(edge: RelationEdge) -> str:
    assert isinstance(edge.relation, Effect)  # noqa: S101 - others were left out
    return edge.relation.effect
