"""The kinds of entries, field by field."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic_core import PydanticCustomError

from patternbook.model.base import (
    AreaSlug,
    Claim,
    CollaborationPointId,
    Confidence,
    Contribution,
    Count,
    Effect,
    Effectiveness,
    Entry,
    Evidence,
    FindingId,
    PatternId,
    ReferenceKey,
    Relation,
    RoleSlug,
    Sourced,
    StudyId,
    Support,
    Text,
    ThemeSlug,
    ToFinding,
    ToPattern,
)
from patternbook.model.part import Part, WrittenAs, where


class Flow(Part):
    """An arrow of a sketch."""

    from_: Annotated[Text, WrittenAs("from")]
    """The team it leaves."""
    to: Text
    """The team it reaches."""
    what: Text
    """What is handed over, at most six words."""


class Structure(Part):
    """A sketch: who is there and what passes between them; drawn on the page."""

    teams: Annotated[tuple[Text, ...], where(min_length=1)]
    """The boxes, left to right, at most five; at most three words each."""
    flows: tuple[Flow, ...] = ()
    """The arrows between them."""


class Grouping(Part):
    """The set of alternative patterns seen at a collaboration point."""

    name: Text
    """What kind of alternatives they are: trajectory."""
    question: Text
    """The question a team answers to find its pattern."""


class CollaborationPoint(Entry):
    """A place where teams meet to negotiate work, interfaces or responsibility."""

    grouping: Grouping
    """The set of alternative patterns seen here."""
    who_meets: tuple[Claim, ...] = ()
    """Which teams and people meet here, and over what."""
    observations: tuple[Claim, ...] = ()
    """What was observed about this point as a whole."""
    evidence: tuple[Evidence, ...] = ()
    """What each study says."""


class Variant(Sourced):
    """A form in which a pattern was seen."""

    name: Text
    organizations: tuple[Text, ...] = ()
    """Organizations that show this variant, by the source's labels."""
    note: Text | None = None


class KnownUses(Part):
    """Organizations that show a pattern, as one study lists them."""

    study: StudyId
    source: ReferenceKey
    locator: Text
    organizations: Annotated[tuple[Text, ...], where(min_length=1)]
    """By the source's labels: [3, 10, 14]."""
    of: Count
    """How many organizations the study covers."""
    printed: bool
    """True where the source prints the number; false where it is the length of a printed list."""
    note: Text | None = None


class Confusion(Part):
    """A pattern one might take this one for."""

    pattern: PatternId
    why: Text
    """How to tell them apart (ours)."""


class Pattern(Entry):
    """An organizational structure that was observed; described, not recommended."""

    collaboration_point: CollaborationPointId
    """Where it was seen: CP-001."""
    also_called: tuple[Text, ...] = ()
    """Other names in use."""
    structure: Structure | None = None
    """The sketch."""
    how_to_recognise: tuple[Claim, ...] = ()
    """What one would see on a Monday morning."""
    context: tuple[Claim, ...] = ()
    """Where and under which conditions it was seen."""
    responsibilities: tuple[Claim, ...] = ()
    """Who holds which responsibility, one claim per team."""
    who_can_say_no: tuple[Claim, ...] = ()
    """Negotiation power: who can set expectations, who can refuse."""
    why_teams_end_up_here: tuple[Claim, ...] = ()
    """What leads to it."""
    benefits_reported: tuple[Claim, ...] = ()
    """What people liked about it."""
    challenges: tuple[Effect, ...] = ()
    """Findings reported where this pattern was present."""
    warning_signs: tuple[Claim, ...] = ()
    """What was reported shortly before or while it went wrong."""
    what_teams_tried: tuple[Claim, ...] = ()
    """What teams in this pattern did about it."""
    fits_poorly_when: tuple[Claim, ...] = ()
    """Settings in which trouble was reported."""
    variant_of: tuple[ToPattern, ...] = ()
    """The broader pattern this one is a form of."""
    variants: tuple[Variant, ...] = ()
    """Forms it was seen in that have no entry of their own."""
    known_uses: tuple[KnownUses, ...] = ()
    """Organizations that show it."""
    not_to_be_confused_with: tuple[Confusion, ...] = ()
    questions_to_check_oneself: tuple[Claim, ...] = ()
    """Five questions a team asks itself."""
    evidence: tuple[Evidence, ...] = ()
    """What each study says."""


class Finding(Entry):
    """A synthesised claim, carried by evidence from one or more studies."""

    area: AreaSlug
    """The part of a collaboration point it belongs to: project-planning."""
    themes: Annotated[tuple[ThemeSlug, ...], where(min_length=1)]
    """communication | documentation | engineering | process (or the catalogue's own)."""
    roles: tuple[RoleSlug, ...] = ()
    """Roles it concerns."""
    signs: tuple[Claim, ...] = ()
    """How it shows: what one can observe."""
    who_feels_it: tuple[Claim, ...] = ()
    """Who notices first, who pays."""
    why_it_matters: tuple[Claim, ...] = ()
    """What follows from it."""
    conditions: tuple[Claim, ...] = ()
    """Where it was reported, and under which conditions."""
    contributes_to: tuple[Contribution, ...] = ()
    """Findings it adds to. Cycles are allowed and interesting."""
    refines: tuple[ToFinding, ...] = ()
    """The broader findings this one is a closer look at."""
    generalises: tuple[ToFinding, ...] = ()
    """Narrower findings this one sums up."""
    corroborates: tuple[ToFinding, ...] = ()
    """Findings this one agrees with."""
    conflicts_with: tuple[ToFinding, ...] = ()
    """Findings this one disagrees with."""
    goes_with: tuple[ToFinding, ...] = ()
    """Findings reported together with this one, without a direction."""
    questions_this_week: tuple[Claim, ...] = ()
    """Questions a team can ask this week."""
    evidence: Annotated[tuple[Evidence, ...], where(min_length=1)]
    """What each study says, for and against."""
    limits: tuple[Claim, ...] = ()
    """Limits of the evidence, and the period it comes from."""
    confidence: Confidence | None = None
    """A signed judgement; not assessed where absent."""


class Starters(Part):
    """Who starts, and with whom."""

    who: Annotated[tuple[RoleSlug, ...], where(min_length=1)]
    with_: Annotated[tuple[RoleSlug, ...], WrittenAs("with")] = ()
    basis: Literal["stated", "inferred"]


class Recommendation(Entry):
    """Advice with its support: who suggests it and whether anybody measured its effect."""

    areas: tuple[AreaSlug, ...] = ()
    """Parts of collaboration points it applies to."""
    themes: Annotated[tuple[ThemeSlug, ...], where(min_length=1)]
    """communication | documentation | engineering | process (or the catalogue's own)."""
    who_starts: Starters
    """Roles that start, and with whom."""
    first_step: Claim
    """Something to do within a week."""
    artefact: Claim | None = None
    """What exists afterwards that did not before."""
    preconditions: tuple[Claim, ...] = ()
    """What must be in place, and what it costs."""
    how_you_would_notice: tuple[Claim, ...] = ()
    """How one would see that it works."""
    caveats: tuple[Claim, ...] = ()
    """Risks and caveats on uptake."""
    support: Support
    """The strongest support the sources give."""
    also_supported: tuple[Support, ...] = ()
    """Further kinds of support."""
    effectiveness: Effectiveness
    """untested | observed | trial: whether anybody measured it."""
    addresses: Annotated[tuple[ToFinding, ...], where(min_length=1)]
    """Findings it is meant to help with."""
    evidence: tuple[Evidence, ...] = ()
    """What each study says."""


class Overlap(Part):
    """Another study that is not independent of this one."""

    study: StudyId
    what: tuple[Literal["authors", "data", "includes"], ...]
    """What the two share; `includes` where this study counts the other among its material."""
    note: Text
    """How the overlap is known."""


class SampleTable(Part):
    """One breakdown of a sample, as printed."""

    title: Text
    unit: Text
    total: Count
    rows: dict[Text, Count]
    locator: Text
    caution: Text | None = None
    """What a careful reader should know, for instance where the rows do not add up."""


class Participant(Part):
    """A person in a sample, by the source's label."""

    label: Text
    """P3a."""
    role: Text
    """As printed."""


class Organization(Part):
    """An organization in a sample, by the source's label."""

    label: Text
    """3."""
    type: Text
    """As printed: Startup."""
    domain: Text
    """Product domain, as printed or corrected."""
    participants: tuple[Participant, ...] = ()


class Study(Entry):
    """A piece of research that carries evidence."""

    reference: ReferenceKey
    """Its main publication."""
    methods: tuple[Text, ...] = ()
    """interviews, survey, meta-summary, experiment, repository-mining, focus-group, ...; empty where it was not read."""
    contexts: Annotated[tuple[Text, ...], where(min_length=1)]
    """Settings studied, a few words each; used to count contexts."""
    question: tuple[Claim, ...] = ()
    definitions: tuple[Claim, ...] = ()
    """What counts as what in this study."""
    design: tuple[Claim, ...] = ()
    period: tuple[Claim, ...] = ()
    sampling: tuple[Claim, ...] = ()
    sample: tuple[Claim, ...] = ()
    tables: tuple[SampleTable, ...] = ()
    """The sample by role, organization and so on, as printed."""
    organizations: tuple[Organization, ...] = ()
    """Organizations and participants by the source's labels."""
    collection: tuple[Claim, ...] = ()
    analysis: tuple[Claim, ...] = ()
    saturation: tuple[Claim, ...] = ()
    checks: tuple[Claim, ...] = ()
    artefacts: tuple[Claim, ...] = ()
    ethics_and_funding: tuple[Claim, ...] = ()
    results: tuple[Claim, ...] = ()
    """What it reports, as far as it bears on this catalogue."""
    limits: tuple[Claim, ...] = ()
    errata: tuple[Claim, ...] = ()
    """Known errors and contradictions of the publication."""
    appraisal: tuple[Claim, ...] = ()
    """Our reading of what it can and cannot carry."""
    shares: tuple[Overlap, ...] = ()
    """Studies it is not independent of. Written on one side."""


class Shown(Relation):
    """A pattern or a finding that a case shows."""

    pattern: PatternId | None = None
    finding: FindingId | None = None

    def __post_init__(self) -> None:
        if (self.pattern is None) == (self.finding is None):
            raise PydanticCustomError("nothing_shown", "one thing is shown by each item")


class Case(Entry):
    """One organization, told."""

    study: StudyId
    organization: Text
    """The source's label: 3."""
    structure: Structure | None = None
    facts: Annotated[tuple[Claim, ...], where(min_length=1)]
    """What is known about it."""
    what_helped: tuple[Claim, ...] = ()
    what_hurt: tuple[Claim, ...] = ()
    discussion: tuple[Claim, ...] = ()
    """Questions for a class or a team (ours)."""
    shows: Annotated[tuple[Shown, ...], where(min_length=1)]
    evidence: tuple[Evidence, ...] = ()
