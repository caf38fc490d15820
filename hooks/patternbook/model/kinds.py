"""Every kind of entry, declared once: prefix, address, page sections. Everything else is derived from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from patternbook.model.base import Entry
from patternbook.model.entries import Case, CollaborationPoint, Finding, Pattern, Recommendation, Study
from patternbook.model.mining import Indicator, Product
from patternbook.model.sections import Section
from patternbook.model.vocabulary import Label


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry."""

    name: str
    """In data and code: finding."""
    model: type[Entry]
    prefix: str
    """Of its ids: F."""
    plural: str
    """In addresses and as the section's name: findings."""
    key: str
    """Top-level key in YAML: findings."""
    label: Label
    """On pages; a catalogue may choose its own."""
    about: str
    """One sentence for the index page."""
    sections: tuple[Section, ...]


_EVIDENCE = Section("evidence", "Evidence", ("evidence",), hint="Who is cited says nothing about how common it is.")
_NOT_KNOWN = Section("not-known", "Not known", ("not_known",), empty="")
_CITED = Section("works", "Works it leans on", ("cites",), empty="")
_DETAIL = Section("detail", "In more detail", ("body",), empty="")
_CHALLENGES = Section("objections", "Objections", ("view:objections",), empty="")
_MAPPINGS = Section("elsewhere", "In other schemes", ("view:mappings",), empty="")
_TAIL = (_NOT_KNOWN, _CITED, _MAPPINGS, _CHALLENGES)

COLLABORATION_POINT = Kind(
    name="collaboration-point",
    model=CollaborationPoint,
    prefix="CP",
    plural="collaboration-points",
    key="collaboration_points",
    label=Label(one="Collaboration point", many="Collaboration points"),
    about="Places where teams meet to negotiate work, interfaces or responsibility.",
    sections=(
        _DETAIL,
        Section("who-meets", "Who meets here, over what", ("who_meets",)),
        Section("observations", "What was observed", ("observations",)),
        Section("patterns", "{pattern} seen here", ("view:grouping",)),
        Section("findings", "{finding}", ("view:areas",)),
        Section("help", "What may help", ("view:area_recommendations",)),
        _EVIDENCE,
        *_TAIL,
    ),
)

PATTERN = Kind(
    name="pattern",
    model=Pattern,
    prefix="P",
    plural="patterns",
    key="patterns",
    label=Label(one="Pattern", many="Patterns"),
    about="Organizational structures that were observed. They are described, not recommended.",
    sections=(
        Section("also-called", "Also called", ("also_called",), empty=""),
        Section("sketch", "Sketch", ("structure",), empty=""),
        _DETAIL,
        Section("recognise", "How to recognize it", ("how_to_recognise",)),
        Section("context", "Where it was seen", ("context",)),
        Section("responsibilities", "Who holds which responsibility", ("responsibilities",)),
        Section("say-no", "Who can say no", ("who_can_say_no",)),
        Section("why", "Why teams end up here", ("why_teams_end_up_here",)),
        Section("benefits", "Benefits reported", ("benefits_reported",)),
        Section("challenges", "Challenges", ("challenges",), hint="Associations told in interviews, not measured effects."),
        Section("warning-signs", "Warning signs", ("warning_signs",)),
        Section("tried", "What teams here tried", ("what_teams_tried",)),
        Section("fits-poorly", "When it fits poorly", ("fits_poorly_when",)),
        Section("variants", "Variants", ("variant_of", "view:variants", "variants")),
        Section(
            "together",
            "Seen together with",
            ("view:seen_together",),
            hint="Counted from the organizations listed for each pattern; no test of association.",
        ),
        Section("uses", "Known uses", ("known_uses", "view:cases")),
        Section("confusion", "Not to be confused with", ("not_to_be_confused_with",)),
        Section("questions", "Five questions to check oneself", ("questions_to_check_oneself",)),
        _EVIDENCE,
        *_TAIL,
    ),
)

FINDING = Kind(
    name="finding",
    model=Finding,
    prefix="F",
    plural="findings",
    key="findings",
    label=Label(one="Finding", many="Findings"),
    about="Claims carried by evidence from one or more studies.",
    sections=(
        _DETAIL,
        Section("signs", "How it shows", ("signs",)),
        Section("who-feels-it", "Who feels it", ("who_feels_it",)),
        Section("why-it-matters", "Why it matters", ("why_it_matters",)),
        Section("where", "Where it was reported, and where the opposite", ("conditions", "view:opposite", "view:effects", "view:cases")),
        Section("chain", "What contributes, what it leads to", ("view:causes", "contributes_to", "view:related")),
        Section("help", "What may help", ("view:helped_by",)),
        Section("questions", "Questions to ask this week", ("questions_this_week",)),
        Section(
            "products",
            "Products named for it",
            ("view:product_marks", "view:shown_by"),
            empty="",
            hint="Only products that the source names are marked. What it counts without naming stands under Evidence.",
        ),
        _EVIDENCE,
        Section("limits", "Limits and period", ("limits",)),
        *_TAIL,
    ),
)

RECOMMENDATION = Kind(
    name="recommendation",
    model=Recommendation,
    prefix="R",
    plural="recommendations",
    key="recommendations",
    label=Label(one="Recommendation", many="Recommendations"),
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
        _EVIDENCE,
        *_TAIL,
    ),
)

STUDY = Kind(
    name="study",
    model=Study,
    prefix="S",
    plural="studies",
    key="studies",
    label=Label(one="Study", many="Studies"),
    about="The research that carries the evidence, with what it can and cannot bear.",
    sections=(
        _DETAIL,
        Section("question", "Question", ("question",)),
        Section("definitions", "What counts as what", ("definitions",), empty=""),
        Section("design", "Design", ("design",)),
        Section("period", "Period", ("period",)),
        Section("sampling", "Sampling", ("sampling",)),
        Section("funnel", "How the sample was found", ("view:funnel",), empty=""),
        Section("sample", "Sample", ("sample", "tables", "organizations")),
        Section("collection", "Collection", ("collection",)),
        Section("analysis", "Analysis", ("analysis",)),
        Section("saturation", "Saturation", ("saturation",)),
        Section("checks", "Checks", ("checks",)),
        Section("artefacts", "Artefacts", ("artefacts",)),
        Section("ethics", "Ethics and funding", ("ethics_and_funding",)),
        Section("results", "What it reports", ("results",), empty=""),
        Section("limits", "Limits", ("limits",)),
        Section("errata", "Known errors", ("errata",), empty=""),
        Section("appraisal", "Appraisal", ("appraisal",)),
        Section("overlap", "Not independent of", ("view:overlaps",), empty="No overlap with other studies here is known."),
        Section("rests", "What rests on it", ("view:rests_on",), empty="Nothing yet."),
        *_TAIL,
    ),
)

CASE = Kind(
    name="case",
    model=Case,
    prefix="K",
    plural="cases",
    key="cases",
    label=Label(one="Case", many="Cases"),
    about="One organization, told.",
    sections=(
        Section("sketch", "Sketch", ("structure",), empty=""),
        _DETAIL,
        Section("facts", "What is known", ("facts",)),
        Section("helped", "What helped", ("what_helped",)),
        Section("hurt", "What hurt", ("what_hurt",)),
        Section("shows", "What it shows", ("shows",)),
        Section("discussion", "To discuss", ("discussion",)),
        Section("evidence", "Evidence", ("evidence",), empty=""),
        *_TAIL,
    ),
)

INDICATOR = Kind(
    name="indicator",
    model=Indicator,
    prefix="I",
    plural="indicators",
    key="indicators",
    label=Label(one="Indicator", many="Indicators"),
    about="Signs by which a study found its sample: what is read, from where on it counts, and what it gets wrong.",
    sections=(
        _DETAIL,
        Section("signal", "What is taken as a sign", ("signal",)),
        Section("measured", "How it was measured", ("measured",)),
        Section("threshold", "From where on it counts", ("threshold",)),
        Section("compared", "Paper and scripts compared", ("compared",)),
        Section("misses", "What it misses, what it hits by mistake", ("misses",)),
        Section("defects", "Known defects of the published scripts", ("defects",), empty="None is known."),
        Section("in-use", "Using it", ("in_use",), empty=""),
        Section("evidence", "Evidence", ("evidence",), empty=""),
        *_TAIL,
    ),
)

PRODUCT = Kind(
    name="product",
    model=Product,
    prefix="M",
    plural="products",
    key="products",
    label=Label(one="Product", many="Products"),
    about="Finished software with a learned part, published with its source. Stars and other figures are snapshots.",
    sections=(
        _DETAIL,
        Section("figures", "Figures as printed", ("view:figures",)),
        Section("picked", "Why it was read closely", ("view:picked",), empty="It was not read closely."),
        Section("learned-part", "Its learned part", ("view:learned_part", "facts")),
        Section("illustrates", "{finding} it is named for", ("illustrates", "view:finding_marks"), empty="The source names it for none."),
        Section("repository", "Repository", ("view:repository",)),
        Section("errata", "Known errors", ("errata",), empty=""),
        *_TAIL,
    ),
)

KINDS = (COLLABORATION_POINT, PATTERN, FINDING, RECOMMENDATION, STUDY, CASE, INDICATOR, PRODUCT)
KIND_BY_NAME = {kind.name: kind for kind in KINDS}
KIND_BY_MODEL: Mapping[type[Entry], Kind] = MappingProxyType({kind.model: kind for kind in KINDS})


def kind_of_id(id_: str) -> Kind | None:
    """The kind an id belongs to by its prefix, or None: F-004 is a finding."""
    prefix = id_.partition("-")[0]
    return next((kind for kind in KINDS if kind.prefix == prefix), None)
