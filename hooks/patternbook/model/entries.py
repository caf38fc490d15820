"""The kinds of entries and the relations between them. Each kind is declared below the model of its entries."""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated, Literal

from pydantic_core import PydanticCustomError

from patternbook.model.components import (
    AreaSlug,
    Claim,
    CollaborationPointId,
    Confidence,
    Contribution,
    Count,
    Date,
    Effect,
    Entry,
    Evidence,
    FindingId,
    Line,
    OurClaims,
    PatternId,
    ReferenceKey,
    Relation,
    RoleSlug,
    Sourced,
    SourceLabel,
    StudyId,
    Support,
    Text,
    ThemeSlug,
    Title,
    ToFinding,
    ToPattern,
)
from patternbook.model.kind import Kind
from patternbook.model.relations import Exclusion, RelationKind
from patternbook.model.sections import DETAIL, EVIDENCE, NONE_KNOWN, NOT_CONFIRMED, TAIL, Section
from patternbook.model.struct import AtMost, Expected, ModelStruct, PartOf, UsuallyOurs, WrittenAs, constrained
from patternbook.phrases import gettext, gettext_noop


class Flow(ModelStruct):
    """An arrow of a sketch."""

    from_: Annotated[Line, WrittenAs("from")]
    """The team it leaves."""
    to: Line
    """The team it reaches."""
    what: Annotated[Line, AtMost(words=8)]
    """What is handed over, at most eight words."""


class Structure(ModelStruct):
    """A sketch: who is there and what passes between them; drawn on the page."""

    teams: Annotated[tuple[Annotated[Line, AtMost(words=5)], ...], constrained(min_length=1), AtMost(items=5)]
    """The boxes, left to right, at most five; at most five words each."""
    flows: Annotated[tuple[Flow, ...], Expected(items=1)] = ()
    """The arrows between them."""


class Grouping(ModelStruct):
    """The set of alternative patterns seen at a collaboration point."""

    name: Line
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
    evidence: Annotated[tuple[Evidence, ...], Expected(items=1)] = ()
    """What each study says."""


COLLABORATION_POINT = Kind(
    name="collaboration-point",
    model=CollaborationPoint,
    prefix="CP",
    plural="collaboration-points",
    mark='<circle cx="8" cy="8" r="5"/>',
    menu="{pattern}",
    group_text=attrgetter("grouping.question"),
    about="Places where teams meet to negotiate work, interfaces or responsibility.",
    sections=(
        DETAIL,
        Section("who-meets", "Who meets here, over what", ("who_meets",)),
        Section("observations", "What was observed", ("observations",)),
        Section("patterns", "{pattern} seen here", ("view:grouping",)),
        Section("findings", "{finding}", ("view:areas",)),
        Section("help", "What may help", ("view:area_recommendations",)),
        EVIDENCE,
        *TAIL,
    ),
)


class Variant(Sourced):
    """A form in which a pattern was seen."""

    name: Line
    organizations: tuple[SourceLabel, ...] = ()
    """Organizations that show this variant, by the source's labels."""
    note: Text | None = None


class KnownUses(ModelStruct):
    """Organizations that show a pattern, as one study lists them."""

    study: StudyId
    source: ReferenceKey
    locator: Line
    organizations: Annotated[tuple[SourceLabel, ...], constrained(min_length=1), PartOf("of")]
    """By the source's labels: [3, 10, 14]."""
    of: Count
    """How many organizations the study covers."""
    printed: bool
    """True where the source prints the number; false where it is the length of a printed list."""
    note: Text | None = None


class Confusion(ModelStruct):
    """A pattern one might take this one for."""

    pattern: PatternId
    why: Text
    """How to tell them apart (ours)."""


SHORT = Section("short", "In short", ("view:in_short",), empty="", opens=True)


class Pattern(Entry):
    """An organizational structure that was observed; described, not recommended."""

    collaboration_point: CollaborationPointId
    """Where it was seen: CP-001."""
    also_called: tuple[Title, ...] = ()
    """Other names in use."""
    structure: Annotated[Structure | None, Expected(items=1)] = None
    """The sketch."""
    how_to_recognise: OurClaims = ()
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
    known_uses: Annotated[tuple[KnownUses, ...], Expected(items=1)] = ()
    """Organizations that show it."""
    not_to_be_confused_with: tuple[Confusion, ...] = ()
    questions_to_check_oneself: Annotated[OurClaims, Expected(items=5)] = ()
    """Questions a team asks itself."""
    evidence: Annotated[tuple[Evidence, ...], Expected(items=1)] = ()
    """What each study says."""


def uses_words(pattern: Pattern) -> str:
    """How many organizations show a pattern, for each study that lists them: `13 of 28 organizations`."""
    return "; ".join(map(number_of_uses, pattern.known_uses)) or gettext("No known use")


def number_of_uses(uses: KnownUses) -> str:
    """`13 of 28 organizations`."""
    return gettext("%(number)s of %(of)s organizations", number=len(uses.organizations), of=uses.of)


def organizations_of(pattern: Pattern) -> dict[tuple[str, str], None]:
    """The (study, organization) pairs that show a pattern, as keys: each once, in the order of the data."""
    return {(uses.study, organization): None for uses in pattern.known_uses for organization in uses.organizations}


PATTERN = Kind(
    name="pattern",
    model=Pattern,
    prefix="P",
    plural="patterns",
    mark='<path d="M2 4h5v8H2zM9 4h5v8H9z"/>',
    grouped_by="collaboration-point",
    note=uses_words,
    seen_at=organizations_of,
    drafted=("how_to_recognise",),
    banner=("Described, not recommended.", "This structure was observed. Nothing here says that it is good or bad."),
    about="Organizational structures that were observed. They are described, not recommended.",
    sections=(
        SHORT,
        Section("sketch", "Sketch", ("structure",), empty=""),
        Section("help", "What may help", ("view:pattern_advice",), NONE_KNOWN),
        EVIDENCE,
        Section("also-called", "Also called", ("also_called",), empty="", search="names"),
        DETAIL,
        Section("recognise", "How to recognize it", ("how_to_recognise",), search="telling"),
        Section("context", "Where it was seen", ("context",)),
        Section("responsibilities", "Who holds which responsibility", ("responsibilities",)),
        Section("say-no", "Who can say no", ("who_can_say_no",)),
        Section("why", "Why teams end up here", ("why_teams_end_up_here",)),
        Section("benefits", "Benefits reported", ("benefits_reported",)),
        Section("challenges", "Challenges", ("challenges",), hint="Associations told in interviews, not measured effects."),
        Section("warning-signs", "Warning signs", ("warning_signs",), search="telling"),
        Section("tried", "What teams here tried", ("what_teams_tried",)),
        Section("fits-poorly", "When it fits poorly", ("fits_poorly_when",)),
        Section("variants", "Variants", ("variant_of", "back:variant_of", "variants")),
        Section(
            "together",
            "Seen together with",
            ("view:seen_together",),
            hint="Counted from the organizations listed for each pattern; no test of association.",
            folded="whole",
        ),
        Section("uses", "Known uses", ("known_uses", "back:shows")),
        Section("confusion", "Not to be confused with", ("not_to_be_confused_with",)),
        Section("questions", "Five questions to check oneself", ("questions_to_check_oneself",)),
        *TAIL,
    ),
)


class Finding(Entry):
    """A synthesised claim, carried by evidence from one or more studies."""

    area: AreaSlug
    """The part of a collaboration point it belongs to: project-planning."""
    themes: Annotated[tuple[ThemeSlug, ...], constrained(min_length=1)]
    """communication | documentation | engineering | process (or the catalogue's own)."""
    roles: tuple[RoleSlug, ...] = ()
    """Roles it concerns."""
    signs: Annotated[OurClaims, Expected(items=3)] = ()
    """How it shows: what one can observe."""
    who_feels_it: tuple[Claim, ...] = ()
    """Who notices first, who pays."""
    why_it_matters: Annotated[tuple[Claim, ...], Expected(items=1, instead=("body",))] = ()
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
    questions_this_week: Annotated[OurClaims, Expected(items=3)] = ()
    """Questions a team can ask this week."""
    evidence: Annotated[tuple[Evidence, ...], constrained(min_length=1)]
    """What each study says, for and against."""
    limits: tuple[Claim, ...] = ()
    """Limits of the evidence, and the period it comes from."""
    confidence: Confidence | None = None
    """A signed judgement of two people, possible from two data sets on."""


FINDING = Kind(
    name="finding",
    model=Finding,
    prefix="F",
    plural="findings",
    mark='<circle class="pb-fill" cx="8" cy="8" r="3.5"/>',
    grouped_by="area",
    rest=("Without an area", ""),
    drafted=("roles",),
    about="Claims carried by evidence from one or more studies.",
    sections=(
        SHORT,
        Section("help", "What may help", ("view:finding_advice",), NONE_KNOWN, shows=("back:addresses",)),
        EVIDENCE,
        DETAIL,
        Section("signs", "How it shows", ("signs",), NONE_KNOWN, search="telling"),
        Section("who-feels-it", "Who feels it", ("who_feels_it",)),
        Section("why-it-matters", "Why it matters", ("why_it_matters",)),
        Section("where", "Where it was reported, and where the opposite", ("conditions", "view:opposite", "back:challenges", "back:shows")),
        Section(
            "chain",
            "What contributes, what it leads to",
            ("back:contributes_to", "contributes_to", "both:refines+generalises+corroborates+conflicts_with+goes_with"),
        ),
        Section("questions", "Questions to ask this week", ("questions_this_week",), NONE_KNOWN),
        Section(
            "products",
            "Products named for it",
            ("view:product_marks", "back:illustrates"),
            empty="",
            hint="Only products that the source names are marked. What it counts without naming stands under Evidence.",
        ),
        Section("limits", "Limits and period", ("limits", "view:study_limits")),
        *TAIL,
    ),
)


class Starters(ModelStruct):
    """Who starts, and with whom."""

    who: Annotated[tuple[RoleSlug, ...], constrained(min_length=1)]
    with_: Annotated[tuple[RoleSlug, ...], WrittenAs("with")] = ()
    basis: Literal["stated", "inferred"]


class Recommendation(Entry):
    """Advice with its support: who suggests it and whether anybody measured its effect."""

    areas: tuple[AreaSlug, ...] = ()
    """Parts of collaboration points it applies to."""
    themes: Annotated[tuple[ThemeSlug, ...], constrained(min_length=1)]
    """communication | documentation | engineering | process (or the catalogue's own)."""
    who_starts: Starters
    """Roles that start, and with whom."""
    first_step: Annotated[Claim, UsuallyOurs(), Expected(words=5)]
    """Something to do within a week."""
    artefact: Annotated[Claim | None, Expected(items=1, instead=("body",))] = None
    """What exists afterwards that did not before."""
    preconditions: OurClaims = ()
    """What must be in place, and what it costs."""
    how_you_would_notice: OurClaims = ()
    """How one would see that it works."""
    caveats: tuple[Claim, ...] = ()
    """Risks and caveats on uptake."""
    support: Support
    """The strongest support the sources give."""
    also_supported: tuple[Support, ...] = ()
    """Further kinds of support."""
    effectiveness: Literal["untested", "observed", "trial"]
    """untested | observed | trial: whether anybody measured it."""
    addresses: Annotated[tuple[ToFinding, ...], constrained(min_length=1)]
    """Findings it is meant to help with."""
    evidence: tuple[Evidence, ...] = ()
    """What each study says."""


SUPPORT_WORDS = {
    "practised-and-reported-helpful": gettext_noop("Practised and reported helpful"),
    "suggested-by-participants": gettext_noop("Suggested by participants"),
    "suggested-by-authors": gettext_noop("Suggested by the authors"),
    "literature": gettext_noop("Argued for in the literature"),
    "editorial": gettext_noop("Suggested by this catalogue"),
}
EFFECTIVENESS_WORDS = {
    "untested": gettext_noop("effect not measured"),
    "observed": gettext_noop("effect told, not measured"),
    "trial": gettext_noop("effect looked at in a trial"),
}


def support_words(entry: Recommendation) -> str:
    """Who supports a recommendation and whether its effect was measured: `Suggested by participants; effect not measured`."""
    return f"{gettext(SUPPORT_WORDS[entry.support])}; {gettext(EFFECTIVENESS_WORDS[entry.effectiveness])}"


RECOMMENDATION = Kind(
    name="recommendation",
    schema_types=("LearningResource",),
    model=Recommendation,
    prefix="R",
    plural="recommendations",
    mark='<path d="M8 3l6 10H2z"/>',
    grouped_by="area",
    rest=("Without an area", ""),
    note=support_words,
    drafted=("areas", "how_you_would_notice", "evidence"),
    about="Advice, with who suggests it and whether anybody measured its effect.",
    sections=(
        Section("what-to-do", "What to do", ("body",)),
        Section("who-starts", "Who starts, with whom", ("who_starts",)),
        Section("first-step", "First step within a week", ("first_step",)),
        Section("artefact", "What exists afterwards", ("artefact",)),
        Section("preconditions", "Preconditions and cost", ("preconditions",)),
        Section("notice", "How one would notice that it works", ("how_you_would_notice",)),
        Section("caveats", "Risks and caveats", ("caveats",)),
        Section("support", "Support", ("view:support",)),
        Section("addresses", "What it addresses", ("addresses",)),
        EVIDENCE,
        *TAIL,
    ),
)


class Overlap(ModelStruct):
    """Another study that is not independent of this one."""

    study: StudyId
    what: tuple[Literal["authors", "includes"], ...]
    """What the two share; `includes` where this study counts the other among its material. For shared data see `data_sets`."""
    note: Text
    """How the overlap is known."""


class SampleTable(ModelStruct):
    """One breakdown of a sample, as printed."""

    title: Title
    unit: Line
    total: Count
    rows: Annotated[dict[Text, Count], PartOf("total")]
    locator: Line
    caution: Text | None = None
    """What a careful reader should know, for instance where the rows do not add up."""


class Organization(ModelStruct):
    """An organization in a sample, by the source's label. What else is known of it and of its people stays in the source."""

    label: SourceLabel
    """3."""
    participants: tuple[SourceLabel, ...] = ()
    """Its people, by the source's labels: [P3a, P3b]."""


class SourceRead(ModelStruct):
    """How far a source of a study was read."""

    source: ReferenceKey
    depth: Literal["full", "part", "abstract", "second-hand"]
    """full | part | abstract | second-hand: read as a whole; in part; its abstract only; not read, or a work of others about the study.

    A work of others stays second-hand, however much of it was read: it is not the study's own account.
    """
    version: Line | None = None
    """The version that was read: published PDF; arXiv v1; the authors' copy."""
    parts: Text | None = None
    """Which parts, where not all were."""


class AppraisalItem(ModelStruct):
    """A question of a checklist, answered."""

    question: Text
    """The question, in our words."""
    answer: Literal["yes", "partly", "no", "cannot-tell", "not-applicable"]
    why: Text
    """What the answer rests on."""
    locator: Line | None = None
    """Where the publication says so."""


class Appraisal(ModelStruct):
    """A study held against a named checklist, item by item."""

    checklist: Line
    """Its name: CASP checklist for qualitative research."""
    items: Annotated[tuple[AppraisalItem, ...], constrained(min_length=1)]
    on: Date


class Discrepancy(Claim):
    """Something in a publication that does not agree, as we noticed it; its authors have not confirmed it."""

    where: Literal["paper", "versions", "typographical"] = "paper"
    """paper | versions | typographical: within the paper; between its versions or with what belongs to it; a slip in print."""


class Study(Entry):
    """A piece of research that carries evidence."""

    reference: ReferenceKey
    """Its main publication."""
    methods: tuple[Line, ...] = ()
    """interviews, survey, meta-summary, experiment, repository-mining, focus-group, ...; empty where it was not read."""
    contexts: Annotated[tuple[Line, ...], constrained(min_length=1)]
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
    results: Annotated[tuple[Claim, ...], Expected(items=1, instead=("question", "body"))] = ()
    """What it reports, as far as it bears on this catalogue."""
    limits: tuple[Claim, ...] = ()
    errata: tuple[Discrepancy, ...] = ()
    """Discrepancies that we noticed in the publication, not confirmed by its authors."""
    reads: tuple[SourceRead, ...] = ()
    """How far each of its sources was read."""
    period_short: Line | None = None
    """The period of data collection in a few words, shown beside what rests on it: interviews July to October 2020."""
    data_sets: tuple[Line, ...] = ()
    """Names of the data sets it rests on, where another study rests on one of them, too; its own alone where empty."""
    is_review: bool = False
    """True where it sums up other studies: it is then no further study of its own."""
    is_purposive: bool = False
    """True where its sample was picked for variety or at hand: a share of it says nothing about others."""
    appraisal: OurClaims = ()
    """Our reading of what it can and cannot carry."""
    appraised: Appraisal | None = None
    """The study held against a checklist."""
    shares: tuple[Overlap, ...] = ()
    """Studies that share authors with it or are part of its material. Written on one side."""


STUDY = Kind(
    name="study",
    is_topic=True,
    schema_types=("Report",),
    model=Study,
    prefix="S",
    plural="studies",
    mark='<path d="M8 4.5C6 3 4 3 2 3.5v9c2-.5 4-.5 6 1 2-1.5 4-1.5 6-1v-9C12 3 10 3 8 4.5zM8 4.5v9"/>',
    menu="Evidence",
    note=attrgetter("reference"),
    note_names="reference",
    drafted=("methods", "question", "limits", "reads"),
    sample=("organizations", "participants"),
    about="The research that carries the evidence, with what it can and cannot bear.",
    sections=(
        DETAIL,
        Section("question", "Question", ("question",)),
        Section("definitions", "What counts as what", ("definitions",), empty=""),
        Section("design", "Design", ("design",)),
        Section("period", "Period", ("period",)),
        Section("sampling", "Sampling", ("sampling",)),
        Section("funnel", "How the sample was found", ("view:funnel",), empty=""),
        Section("sample", "Sample", ("sample", "tables", "organizations"), folded="long"),
        Section("collection", "Collection", ("collection",)),
        Section("analysis", "Analysis", ("analysis",)),
        Section("saturation", "Saturation", ("saturation",)),
        Section("checks", "Checks", ("checks",)),
        Section("artefacts", "Artefacts", ("artefacts",)),
        Section("ethics", "Ethics and funding", ("ethics_and_funding",)),
        Section("results", "What it reports", ("results",), empty=""),
        Section("limits", "Limits", ("limits",)),
        Section("errata", "Discrepancies we noticed", ("errata",), empty="", hint=NOT_CONFIRMED),
        Section("reading", "How far we read it", ("reads",), empty="Not said."),
        Section("appraisal", "Appraisal", ("appraisal", "appraised")),
        Section("reply", "Reply of its authors", ("view:replies",), empty=""),
        Section("overlap", "Not independent of", ("view:overlaps",), empty="No overlap with other studies here is known."),
        Section("rests", "What rests on it", ("view:named_by",), empty="Nothing yet.", folded="long"),
        *TAIL,
    ),
)


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
    organization: SourceLabel
    """The source's label: 3."""
    structure: Structure | None = None
    facts: Annotated[tuple[Claim, ...], constrained(min_length=1), Expected(items=3)]
    """What is known about it."""
    what_helped: tuple[Claim, ...] = ()
    what_hurt: tuple[Claim, ...] = ()
    discussion: OurClaims = ()
    """Questions for a class or a team (ours)."""
    shows: Annotated[tuple[Shown, ...], constrained(min_length=1)]
    evidence: tuple[Evidence, ...] = ()


CASE = Kind(
    name="case",
    schema_types=("LearningResource",),
    model=Case,
    prefix="K",
    plural="cases",
    mark='<path d="M2 3h12v8H8l-3 3v-3H2z"/>',
    menu="{pattern}",
    about="One organization, told.",
    sections=(
        Section("sketch", "Sketch", ("structure",), empty=""),
        DETAIL,
        Section("facts", "What is known", ("facts",)),
        Section("helped", "What helped", ("what_helped",)),
        Section("hurt", "What hurt", ("what_hurt",)),
        Section("shows", "What it shows", ("shows",)),
        Section("discussion", "To discuss", ("discussion",)),
        Section("evidence", "Evidence", ("evidence",), empty=""),
        *TAIL,
    ),
)

ENTRY_KINDS = (COLLABORATION_POINT, PATTERN, FINDING, RECOMMENDATION, STUDY, CASE)


EFFECT_WORDS = (
    ("amplifies", "is reported worse here", "Reported worse where"),
    ("eases", "is reported to be eased here", "Reported eased where"),
    ("specific", "is specific to this pattern", "Specific to"),
    ("reported-in-all", "was reported here as in the alternatives", "Reported alike in"),
    ("does-not-remove", "is not removed here", "Not removed by"),
)

ENTRY_RELATIONS = (
    RelationKind("challenges", "pattern", "finding", "Reported here", "Reported with", "effect", EFFECT_WORDS),
    RelationKind("variant_of", "pattern", "pattern", "A form of", "Has the form", nearness="narrower"),
    RelationKind(
        "contributes_to",
        "finding",
        "finding",
        "Adds to",
        "Fed by",
        "how",
        (
            ("contributes", "Adds to", "Fed by"),
            ("worsens", "Makes worse", "Made worse by"),
            ("condition-of", "Goes before", "Above all where"),
            ("need-for", "A reason to care about", "Matters because of"),
            ("hides", "Keeps unseen", "Goes unnoticed because of"),
        ),
    ),
    RelationKind("refines", "finding", "finding", "A closer look at", "Looked at more closely in", nearness="narrower", mirror="generalises"),
    RelationKind("generalises", "finding", "finding", "Sums up", "Summed up in", nearness="wider", mirror="refines"),
    RelationKind("corroborates", "finding", "finding", "Agrees with", "Agreed with by", mirror="corroborates"),
    RelationKind("conflicts_with", "finding", "finding", "Disagrees with", "Disagreed with by", nearness="opposite", mirror="conflicts_with"),
    RelationKind("goes_with", "finding", "finding", "Reported together with", "Reported together with", mirror="goes_with"),
    RelationKind("addresses", "recommendation", "finding", "Meant to help with", "", first=("basis", "stated"), noted=True),
    RelationKind("shows", "case", "pattern", "Shows the pattern", "Shown in the case"),
    RelationKind("shows", "case", "finding", "Shows the finding", "Shown in the case"),
)

ENTRY_EXCLUSIONS: tuple[Exclusion, ...] = (
    (("corroborates", ""), ("conflicts_with", "")),
    (("challenges", "amplifies"), ("challenges", "eases")),
    (("challenges", "specific"), ("challenges", "reported-in-all")),
)
