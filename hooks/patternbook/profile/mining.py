"""What pages show of a mined sample: the funnel, the products' figures, and which product is named for which finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import ascii_lowercase

from msgspec.structs import replace

from patternbook.catalogue.catalogue import Catalogue, RelationEdge
from patternbook.documents.context import Context, DocumentScope
from patternbook.documents.model import FunnelBlock, ListBlock, Mark, MarksBlock, MarkState, ProseBlock, Statement, Step, TableBlock
from patternbook.documents.profile import Blocks
from patternbook.model.entries import Finding, Study
from patternbook.model.mining import Product, StudyRemark
from patternbook.model.vocabulary import Stage

PICKED_WORDS = {
    "stars": "Among the most starred of its genre.",
    "contributors": "Among those of its genre with most contributors.",
    "size": "The largest code base of its genre.",
    "random": "Drawn at random from its genre.",
}
ORIGIN_WORDS = {
    "self-trained": "trained in the project",
    "third-party": "taken from others",
    "both": "partly trained in the project, partly taken from others",
}
PIPELINE_WORDS = {
    "full": "fully automated",
    "gui-triggered": "started from the user interface",
    "manual": "steps by hand",
    "data-fetch": "only fetching the data is automated",
    "none-visible": "nothing of it can be seen",
}


def format_number(number: int) -> str:
    """A number as people read it: 430,902."""
    return f"{number:,}"


# ---- funnel ----


def funnel(entry: Study, scope: DocumentScope) -> Blocks:
    """The steps by which a study found its sample."""
    return funnel_of(stages_of(entry.id, scope.context.catalogue), scope)


def stages_of(study: str, catalogue: Catalogue) -> tuple[Stage, ...]:
    """A study's stages, in their order."""
    return tuple(word for word in catalogue.words["stage"].values() if isinstance(word, Stage) and word.study == study)


def funnel_of(stages: Iterable[Stage], scope: DocumentScope) -> Blocks:
    """A funnel of these stages, with a letter for everything that does not fit."""
    steps: list[Step] = []
    doubts: list[tuple[str, Statement]] = []
    for stage in stages:
        start = len(doubts)
        doubts += [(_letter(start + index), scope.statement(claim)) for index, claim in enumerate(stage.errata)]
        target = scope.context.word("stage", stage.slug)
        letters = tuple(letter for letter, _ in doubts[start:])
        steps.append(Step(target=target, left=stage.passed.left, unit=stage.passed.unit, doubts=letters))
    return (FunnelBlock(title="What each step left", steps=tuple(steps), doubts=tuple(doubts)),) if steps else ()


def stage_lead(context: Context, scope: DocumentScope) -> Blocks:
    """Above the index of stages: the funnel of all of them."""
    return funnel_of((word for word in context.catalogue.words["stage"].values() if isinstance(word, Stage)), scope)


def indicator_lead(context: Context, scope: DocumentScope) -> Blocks:
    """Above the index of indicators: the funnel of each study."""
    catalogue = context.catalogue
    return tuple(block for study in catalogue.by_kind["study"] for block in funnel_of(stages_of(study, catalogue), scope))


def _letter(index: int) -> str:
    return ascii_lowercase[index % len(ascii_lowercase)]


def passed(word: Stage, scope: DocumentScope) -> Blocks:
    """How many went in and were left, in all and by category."""
    numbers = word.passed
    rows = [("Went in", "not counted" if numbers.entered is None else format_number(numbers.entered)), ("Left", format_number(numbers.left))]
    rows += [(f"Left: {category}", format_number(count)) for category, count in numbers.by.items()]
    return (TableBlock(title="As printed", head=("", numbers.unit), rows=tuple(rows), note=scope.note(numbers)),)


# ---- products ----


def figures(entry: Product, scope: DocumentScope) -> Blocks:
    """Stars, contributors, users."""
    printed = entry.figures
    contributors = "not printed" if printed.contributors is None else format_number(printed.contributors)
    rows = (("Stars", format_number(printed.stars)), ("Contributors", contributors), ("Users or downloads", printed.users or "not printed"))
    return (TableBlock(title="A snapshot", head=("Figure", "As printed"), rows=rows, note=scope.note(printed)),)


def picked(entry: Product, scope: DocumentScope) -> Blocks:
    """Why the study took a closer look."""
    return _told([(PICKED_WORDS[entry.picked.by], entry.picked)] if entry.picked else [], scope)


def learned_part(entry: Product, scope: DocumentScope) -> Blocks:
    """How much depends on the model, where it comes from, how it is trained."""
    told: list[tuple[str, StudyRemark]] = []
    if entry.importance:
        told.append((f"Importance of machine learning: {entry.importance.value}.", entry.importance))
    if entry.origin:
        told.append((f"Models: {ORIGIN_WORDS[entry.origin.value]}.", entry.origin))
    if entry.pipeline:
        told.append((f"Training: {PIPELINE_WORDS[entry.pipeline.value]}.", entry.pipeline))
    return _told(told, scope)


def _told(told: Iterable[tuple[str, StudyRemark]], scope: DocumentScope) -> Blocks:
    items = tuple(Statement(text=text, note=replace(scope.note(part), basis=part.basis)) for text, part in told)
    return (ListBlock(items=items),) if items else ()


def repository(entry: Product, scope: DocumentScope) -> Blocks:
    """Where the source is, and how sure that is."""
    where = entry.repository
    sure = "Its description was read and fits." if where.checked else "Matched by name; the description was not read."
    return (ProseBlock(text=f"<{where.url}> {sure} {scope.text(where.note)}".strip()),)


# ---- products and findings ----


def product_marks(entry: Finding, scope: DocumentScope) -> Blocks:
    """Everything read closely in the studies behind the finding, with what is named for it marked."""
    catalogue = scope.context.catalogue
    states = {link.source: _state(link) for link in _illustrations(catalogue.incoming.get(entry.id, ()))}
    studies = {item.study for item in entry.evidence}
    sample = [product for product in catalogue.all_of(Product) if product.picked and product.study in studies]
    return _marks("The products that were read closely", [(product.id, product.source_label) for product in sample], states, scope)


def finding_marks(entry: Product, scope: DocumentScope) -> Blocks:
    """Every finding for which products are named, with those marked for which this one is."""
    catalogue = scope.context.catalogue
    states = {link.target: _state(link) for link in _illustrations(catalogue.outgoing.get(entry.id, ()))}
    found = [each for each in catalogue.all_of(Finding) if any(_illustrations(catalogue.incoming.get(each.id, ())))]
    return _marks(f"{catalogue.label('finding').many} for which products are named", [(each.id, each.source_label) for each in found], states, scope)


def _marks(title: str, sample: Iterable[tuple[str, str | None]], states: Mapping[str, MarkState], scope: DocumentScope) -> Blocks:
    if not states:
        return ()
    marks = tuple(Mark(target=scope.context.target(id_), label=label or id_, state=states.get(id_, "unnamed")) for id_, label in sample)
    return (MarksBlock(title=title, marks=marks),)


def _illustrations(links: Iterable[RelationEdge]) -> Iterator[RelationEdge]:
    return (link for link in links if link.kind.field == "illustrates")


def _state(link: RelationEdge) -> MarkState:
    return "exception" if getattr(link.relation, "how", "example") == "exception" else "example"


MINING_VIEWS = (funnel, passed, figures, picked, learned_part, repository, product_marks, finding_marks)
"""Named as sections name them."""
