"""The kinds for studies that mine repositories: the indicators they select products by, and the products."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic_core import PydanticCustomError, Url

from patternbook.model.components import Basis, Claim, Count, Entry, Evidence, Line, OurClaims, Sourced, StageSlug, StudyId, Text, ToFinding
from patternbook.model.entries import Discrepancy
from patternbook.model.kind import Kind
from patternbook.model.relations import Exclusion, RelationKind
from patternbook.model.sections import DETAIL, NOT_CONFIRMED, TAIL, Section
from patternbook.model.struct import Expected, ModelStruct, Unique, constrained
from patternbook.phrases import gettext, gettext_noop


class Indicator(Entry):
    """A sign by which a study tells what it looks for from everything else."""

    study: StudyId
    """The study that used it: S-004."""
    stage: StageSlug | None = None
    """The step of the funnel it belongs to; absent where the publication names none."""
    works_as: Literal["gate", "reject", "require", "score", "noisy-score", "decide"]
    """gate | reject | require | score | noisy-score | decide: what becomes of a repository that shows it."""
    signal: Annotated[tuple[Claim, ...], constrained(min_length=1)]
    """What is taken as the sign."""
    measured: Annotated[tuple[Claim, ...], Expected(items=1)] = ()
    """How the published scripts read it."""
    threshold: Claim
    """From where on it counts."""
    compared: Annotated[tuple[Claim, ...], Expected(items=1)] = ()
    """Where paper and scripts agree, and where they differ."""
    misses: Annotated[OurClaims, Expected(items=1, instead=("in_use",))] = ()
    """What it overlooks, and what it hits by mistake."""
    defects: tuple[Claim, ...] = ()
    """Known defects of the published scripts, which a new implementation should not inherit."""
    in_use: OurClaims = ()
    """What to mind when using it."""
    evidence: tuple[Evidence, ...] = ()
    """What each study says about how well it works."""


WORK_WORDS = {
    "gate": gettext_noop("Gate"),
    "reject": gettext_noop("Rejects"),
    "require": gettext_noop("Required"),
    "score": gettext_noop("Score"),
    "noisy-score": gettext_noop("Noisy score"),
    "decide": gettext_noop("Decides"),
}


def work_words(entry: Indicator) -> str:
    """The effect of an indicator in a word or two: `Gate`."""
    return gettext(WORK_WORDS[entry.works_as])


INDICATOR = Kind(
    name="indicator",
    model=Indicator,
    prefix="I",
    plural="indicators",
    brief=True,
    mark='<path d="M2 12a6 6 0 0 1 12 0M8 12l3-4"/>',
    menu="{product}",
    grouped_by="stage",
    rest=("In the scripts only", "Counted by published scripts; the paper names no step for them."),
    note=work_words,
    about="Signs by which a study found its sample: what is read, from where on it counts, and what it gets wrong.",
    sections=(
        DETAIL,
        Section("signal", "What is taken as a sign", ("signal",)),
        Section("measured", "How it was measured", ("measured",)),
        Section("threshold", "From where on it counts", ("threshold",)),
        Section("compared", "Paper and scripts compared", ("compared",)),
        Section("misses", "What it misses, what it hits by mistake", ("misses",)),
        Section("defects", "Known defects of the published scripts", ("defects",), empty="None is known."),
        Section("in-use", "Using it", ("in_use",), empty=""),
        Section("evidence", "Evidence", ("evidence",), empty=""),
        *TAIL,
    ),
)


class Repository(ModelStruct):
    """Where a product's source is published."""

    url: Annotated[Url, Unique()]
    checked: bool = False
    """True where its description was read and fits the product; the study prints names, and finding the repository is ours."""
    note: Text | None = None
    """Other names and earlier owners."""


class Figures(Sourced):
    """Figures of a product, as printed at one time; they move."""

    stars: Count
    contributors: Count | None = None
    users: Line | None = None
    """Users or downloads as printed: 10M+, 97K/mo; absent where none are given."""
    caution: Text | None = None
    """What a careful reader should know before using them."""


class StudyRemark(Sourced):
    """Something a study tells about one product."""

    basis: Basis = "stated"
    """Whether the source says so of this product (stated) or we conclude it (inferred)."""
    caution: Text | None = None
    """What a careful reader should know before using it."""

    def __post_init__(self) -> None:
        if not (self.source and self.locator):
            raise PydanticCustomError("claim_without_source", "what is told of a product needs a source and a locator")


class Picked(StudyRemark):
    """Why a product was picked for a closer look."""

    by: Literal["stars", "contributors", "size", "random"]
    """stars | contributors | size | random: among the highest of its genre by that measure, or drawn."""


class Importance(StudyRemark):
    """How much the product depends on its learned part."""

    value: Literal["core", "significant", "optional"]


class Origin(StudyRemark):
    """Where the models come from."""

    value: Literal["self-trained", "third-party", "both"]


class Pipeline(StudyRemark):
    """How far training is automated, as far as the repository shows it."""

    value: Literal["full", "gui-triggered", "manual", "data-fetch", "none-visible"]


class Illustration(ToFinding):
    """How a product bears on a finding."""

    how: Literal["example", "exception"] = "example"
    """example | exception: it shows the finding, or it is one of the few that do not."""


class Product(Entry):
    """A finished piece of software with a learned part, found by a study."""

    title: Text
    study: StudyId
    """The study that found it: S-004."""
    repository: Repository
    """Where its source is published."""
    genre: Line | None = None
    """Kind of software as the study sorts it: mobile, desktop, web."""
    figures: Figures
    """Stars, contributors and users, as printed."""
    picked: Picked | None = None
    """Why it was read closely; absent where it was not."""
    importance: Importance | None = None
    """How much depends on the learned part, where the study says so of this product."""
    origin: Origin | None = None
    """Where its models come from, where the study says so of this product."""
    pipeline: Pipeline | None = None
    """How far its training is automated, where the study says so of this product."""
    facts: tuple[Claim, ...] = ()
    """What else is known about it."""
    illustrates: tuple[Illustration, ...] = ()
    """Findings it is named for."""
    errata: tuple[Discrepancy, ...] = ()
    """Discrepancies that we noticed in what is printed about it, not confirmed by the authors."""


PRODUCT = Kind(
    name="product",
    schema_types=("CreativeWork",),
    model=Product,
    prefix="M",
    plural="products",
    brief=True,
    mark='<path d="M2 3h12v10H2zM2 6h12"/>',
    about="Finished software with a learned part, published with its source. Stars and other figures are snapshots.",
    sections=(
        DETAIL,
        Section("figures", "Figures as printed", ("view:figures",)),
        Section("picked", "Why it was read closely", ("view:picked",), empty="It was not read closely."),
        Section("learned-part", "Its learned part", ("view:learned_part", "facts")),
        Section("illustrates", "{finding} it is named for", ("illustrates",), empty="The source names it for none."),
        Section("repository", "Repository", ("view:repository",)),
        Section("errata", "Discrepancies we noticed", ("errata",), empty="", hint=NOT_CONFIRMED),
        Section("reply", "Reply of its makers", ("view:replies",), empty=""),
        *TAIL,
    ),
)

MINING_KINDS = (INDICATOR, PRODUCT)


MINING_RELATIONS = (
    RelationKind(
        "illustrates",
        "product",
        "finding",
        "Shows",
        "Shown by",
        "how",
        (("example", "Shows", "Shown by"), ("exception", "Is an exception to", "An exception")),
        first=("how", "example"),
    ),
)

MINING_EXCLUSIONS: tuple[Exclusion, ...] = ((("illustrates", "example"), ("illustrates", "exception")),)
