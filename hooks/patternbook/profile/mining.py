"""Views of a mined sample: the funnel, the figures of products, and the products that are named for findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import ascii_lowercase
from typing import cast

from msgspec.structs import replace

from patternbook.catalogue.catalogue import RelationEdge
from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import FunnelBlock, ListBlock, Mark, MarksBlock, MarkState, ProseBlock, Statement, Step, TableBlock
from patternbook.documents.profile import Blocks
from patternbook.model.components import Entry
from patternbook.model.entries import Finding, Study
from patternbook.model.mining import Illustration, Product, StudyRemark
from patternbook.model.vocabulary import Stage
from patternbook.phrases import as_number, gettext, gettext_noop

PICKED_WORDS = {
    "stars": gettext_noop("Among the most starred of its genre."),
    "contributors": gettext_noop("Among those of its genre with most contributors."),
    "size": gettext_noop("The largest code base of its genre."),
    "random": gettext_noop("Drawn at random from its genre."),
}
ORIGIN_WORDS = {
    "self-trained": gettext_noop("trained in the project"),
    "third-party": gettext_noop("taken from others"),
    "both": gettext_noop("partly trained in the project, partly taken from others"),
}
PIPELINE_WORDS = {
    "full": gettext_noop("fully automated"),
    "gui-triggered": gettext_noop("started from the user interface"),
    "manual": gettext_noop("steps by hand"),
    "data-fetch": gettext_noop("only fetching the data is automated"),
    "none-visible": gettext_noop("nothing of it can be seen"),
}

# ---- funnel ----


def funnel(entry: Study, scope: DocumentScope) -> Blocks:
    """The steps by which a study found its sample."""
    return _funnel(scope, entry.id)


def stage_lead(context: Context, scope: DocumentScope) -> Blocks:
    """Above the index of stages: one funnel of all stages."""
    return _funnel(scope)


def indicator_lead(context: Context, scope: DocumentScope) -> Blocks:
    """Above the index of indicators: the funnel of each study."""
    return tuple(block for study in context.catalogue.by_kind["study"] for block in _funnel(scope, study))


def _funnel(scope: DocumentScope, study: str = "") -> Blocks:
    """The stages of one study, or of all, in the order of the data, with a letter for each number that does not fit."""
    steps: list[Step] = []
    doubts: list[tuple[str, Statement]] = []
    for stage in scope.context.catalogue.words["stage"].values():
        if isinstance(stage, Stage) and study in ("", stage.study):
            errata = [(ascii_lowercase[index % 26], scope.statement(claim)) for index, claim in enumerate(stage.errata, len(doubts))]
            steps.append(
                Step(
                    target=scope.context.word("stage", stage.slug),
                    left=stage.passed.left,
                    unit=stage.passed.unit,
                    doubts=tuple(letter for letter, _ in errata),
                )
            )
            doubts += errata
    return (FunnelBlock(title=gettext("What each step left"), steps=tuple(steps), doubts=tuple(doubts)),) if steps else ()


def passed(word: Stage, scope: DocumentScope) -> Blocks:
    """The number of candidates before and after a stage, in all and by category."""
    numbers = word.passed
    rows = (
        (gettext("Went in"), gettext("not counted") if numbers.entered is None else as_number(numbers.entered)),
        (gettext("Left"), as_number(numbers.left)),
        *((gettext("Left: %(category)s", category=category), as_number(count)) for category, count in numbers.by.items()),
    )
    return (TableBlock(title=gettext("As printed"), head=("", numbers.unit), rows=rows, note=scope.note(numbers)),)


# ---- products ----


def figures(entry: Product, scope: DocumentScope) -> Blocks:
    """Stars, contributors, users."""
    printed = entry.figures
    number = printed.contributors
    text = gettext(
        "%(stars)s stars, %(contributors)s, %(users)s; a snapshot.",
        stars=as_number(printed.stars),
        contributors=gettext("contributors not printed") if number is None else gettext("%(number)s contributors", number=as_number(number)),
        users=gettext("users or downloads: %(users)s", users=printed.users) if printed.users else gettext("users not printed"),
    )
    return (ListBlock(items=(Statement(text=text, note=scope.note(printed)),)),)


def picked(entry: Product, scope: DocumentScope) -> Blocks:
    """The reason why the study took a closer look."""
    return _remarks([(gettext(PICKED_WORDS[entry.picked.by]), entry.picked)] if entry.picked else [], scope)


def learned_part(entry: Product, scope: DocumentScope) -> Blocks:
    """How much depends on the model, where it comes from, how it is trained."""
    remarks = (
        (gettext("Importance of machine learning: %(value)s.", value=gettext(entry.importance.value)), entry.importance)
        if entry.importance
        else None,
        (gettext("Models: %(value)s.", value=gettext(ORIGIN_WORDS[entry.origin.value])), entry.origin) if entry.origin else None,
        (gettext("Training: %(value)s.", value=gettext(PIPELINE_WORDS[entry.pipeline.value])), entry.pipeline) if entry.pipeline else None,
    )
    return _remarks(filter(None, remarks), scope)


def _remarks(remarks: Iterable[tuple[str, StudyRemark]], scope: DocumentScope) -> Blocks:
    items = tuple(Statement(text=text, note=replace(scope.note(part), basis=part.basis)) for text, part in remarks)
    return (ListBlock(items=items),) if items else ()


def repository(entry: Product, scope: DocumentScope) -> Blocks:
    """The address of the source, and how certain it is."""
    read, unread = gettext("Its description was read and fits."), gettext("Matched by name; the description was not read.")
    checked = read if entry.repository.checked else unread
    return (ProseBlock(text=f"<{entry.repository.url}> {checked} {scope.text(entry.repository.note)}".strip()),)


# ---- products and findings ----


def product_marks(entry: Finding, scope: DocumentScope) -> Blocks:
    """All products that the studies behind a finding read closely; those that are named for it are marked."""
    catalogue = scope.context.catalogue
    states = {link.source: cast("Illustration", link.relation).how for link in _illustrations(catalogue.incoming.get(entry.id, ()))}
    studies = {item.study for item in entry.evidence}
    sample = (product for product in catalogue.all_of(Product) if product.picked and product.study in studies)
    return _marks(gettext("The products that were read closely"), sample, states, scope)


def _marks(title: str, sample: Iterable[Entry], states: Mapping[str, MarkState], scope: DocumentScope) -> Blocks:
    """One mark for each entry of a sample; nothing if none of them has a state."""
    marks = (Mark(target=scope.context.target(each.id), label=each.source_label or each.id, state=states.get(each.id, "unnamed")) for each in sample)
    return (MarksBlock(title=title, marks=tuple(marks)),) if states else ()


def _illustrations(links: Iterable[RelationEdge]) -> Iterator[RelationEdge]:
    return (link for link in links if link.kind.field == "illustrates")


MINING_VIEWS = (funnel, passed, figures, picked, learned_part, repository, product_marks)
"""Sections refer to a view by the name of its function."""
