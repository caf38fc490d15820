"""The models that entries are made of: texts, claims, evidence, relations.

The string under a field is the documentation of the format (model/descriptions.py): the JSON Schema, the editors' hints
and the format page of the site are derived from it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic_core import PydanticCustomError

from patternbook.model.struct import EMPTY, AtMost, Expected, ModelStruct, NameOf, Notation, OneLine, PartOf, Unique, UsuallyOurs, constrained

Text = Annotated[str, constrained(min_length=1, strip_whitespace=True), AtMost(characters=2000)]
Line = Annotated[Text, OneLine(), AtMost(characters=500)]
"""A text on one line."""
Title = Annotated[Line, AtMost(characters=200)]
SourceLabel = Annotated[Line, AtMost(characters=100)]
"""A name of a few characters, as a source gives to participants."""
LongText = Annotated[Text, AtMost(characters=50_000)]
"""A text of any number of paragraphs."""
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, constrained(pattern=SLUG_PATTERN)]
DATE_EXAMPLE = "2026-11-23"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
Date = Annotated[str, constrained(pattern=DATE_PATTERN), Notation("date")]
MAX_COUNT = 2**53 - 1
"""The highest whole number that every reader of JSON reads exactly."""
Count = Annotated[int, constrained(ge=0, le=MAX_COUNT)]

_ALIAS_CHARACTER = r"[!-~\u00a1-\ud7ff\uf900-\ufffd]"
ALIAS_PATTERN = rf"^{_ALIAS_CHARACTER}+( +{_ALIAS_CHARACTER}+)*$"
Alias = Annotated[str, constrained(pattern=ALIAS_PATTERN), AtMost(characters=400)]
"""An address from elsewhere, without host; what else may be wrong with one is said in words (PB366)."""

PLACEHOLDER_NUMBER = "new-[a-z0-9]+(-[a-z0-9]+)*"
ID_NUMBER = f"([0-9]{{3,9}}|{PLACEHOLDER_NUMBER})"
"""Pattern of what follows the prefix in an id: a number, or a placeholder where none was given yet (F-new-anything).

A number has an end, as every id becomes a number and the name of a file. `patternbook number` replaces placeholders.
"""

DRAFT_PLACEHOLDER = "FILL-IN"
"""Placeholder in a draft for a value that only a person can fill in."""

Basis = Literal["stated", "inferred"]
Support = Literal[
    "practised-and-reported-helpful",
    "suggested-by-participants",
    "suggested-by-authors",
    "literature",
    "editorial",
]
ROLE = "role"
"""Name of the vocabulary that relations take `roles` from."""

CollaborationPointId = Annotated[str, NameOf("collaboration-point")]
PatternId = Annotated[str, NameOf("pattern")]
FindingId = Annotated[str, NameOf("finding")]
RecommendationId = Annotated[str, NameOf("recommendation")]
StudyId = Annotated[str, NameOf("study")]
EntryId = Annotated[str, NameOf("entry")]
ReferenceKey = Annotated[str, NameOf("reference")]
AreaSlug = Annotated[str, NameOf("area")]
ThemeSlug = Annotated[str, NameOf("theme")]
RoleSlug = Annotated[str, NameOf(ROLE)]
TermSlug = Annotated[str, NameOf("term")]
StageSlug = Annotated[str, NameOf("stage")]
ContributorId = Annotated[str, NameOf("contributor")]


class Mentions(ModelStruct):
    """What the source counted, as the source counts it. Never a share of a purposive sample."""

    _also_shown = frozenset({"count", "of", "unit"})
    _instead = MappingProxyType({"total": "of", "n": "count"})

    participants: tuple[SourceLabel, ...] = ()
    """Participants the source cites, by its own labels: [P3a, P7b]. Who is cited, not how common it is."""
    organizations: tuple[SourceLabel, ...] = ()
    """Organizations the source cites, by its own labels: [3, 7]."""
    count: Annotated[Count, PartOf("of")] | None = None
    """A number the source prints: 17."""
    of: Count | None = None
    """What that number is out of, where the source says so: 50."""
    unit: Line | None = None
    """What was counted: papers, organizations, products."""
    independent: Annotated[Count, PartOf("count")] | None = None
    """The same count without studies that overlap with others in this catalogue: 16."""
    counts: Annotated[dict[Text, Count], PartOf("of")] = EMPTY
    """Several printed numbers by label: {interviews: 30, surveys: 11}."""

    def __post_init__(self) -> None:
        if self.count is None and not (self.participants or self.organizations or self.counts):
            raise PydanticCustomError("nothing_counted", "nothing is counted here")
        if (self.count is not None or self.counts) and self.unit is None:
            raise PydanticCustomError("unit_missing", "a number needs the unit that was counted")


class Quantifier(ModelStruct):
    """The source's own quantifying word where it prints no number."""

    quantifier: Line
    """The word as the source uses it: often, several organizations."""
    of: Text
    """What that word says something about, in our words."""


class Sourced(ModelStruct):
    """Something that was read somewhere."""

    source: ReferenceKey | None = None
    """Key of the reference this was read in: nahar2022collaboration."""
    locator: Line | None = None
    """Where in that source: "section 7.2, p. 9" or "project page, Methods" or "12:30"."""
    traceability: Literal["read", "related-text", "inferred"] = "read"
    """Whether we read it in that source (read), in a text related to it (related-text), or conclude it (inferred)."""


class Claim(Sourced):
    """One sentence or two that either cites where it was read or is marked as ours."""

    _also_shown = frozenset({"source", "locator"})

    text: Text
    """In our own words; Markdown, with [[F-004]] and [@key, p. 4]."""
    editorial: bool = False
    """True where the text is ours: a conclusion where `follows_from` says from what, otherwise an illustration or a question."""
    follows_from: tuple[Text, ...] = ()
    """What an editorial text follows from: labels of evidence items of the same entry, or ids of entries: [C12.1, F-020]."""
    basis: Basis = "stated"
    """Whether the source says so (stated) or we read it so (inferred)."""
    mentions: Mentions | None = None
    """Who or what the source counts for this claim."""
    caution: Text | None = None
    """What a careful reader should know before using it."""

    def __post_init__(self) -> None:
        if self.editorial and (self.source or self.locator):
            raise PydanticCustomError("editorial_and_sourced", "a claim is either editorial or has a source, not both")
        if not self.editorial and not (self.source and self.locator):
            raise PydanticCustomError("claim_without_source", "a claim needs a source and a locator")
        if self.follows_from and not self.editorial:
            raise PydanticCustomError("follows_and_sourced", "only an editorial claim has `follows_from`; this one cites its source")


OurClaims = Annotated[tuple[Claim, ...], UsuallyOurs()]
"""Claims that are usually ours: questions, signs to look for."""


class Reader(ModelStruct):
    """Who read a source for an item, when, and which version of it."""

    _instead = MappingProxyType({"date": "on", "who": "by", "name": "by"})

    by: ContributorId
    on: Date
    version: Line
    """The version that was read: published PDF; arXiv v1."""


class Evidence(Sourced):
    """What one study says about the entry, and where it says so."""

    _instead = MappingProxyType({"text": "source_claim", "statement": "source_claim", "quote": "source_claim"})

    label: SourceLabel | None = None
    """A short name for this item, by which claims of the same entry say that they follow from it: C12.1."""
    study: StudyId
    """The study the evidence comes from: S-001."""
    source: ReferenceKey
    locator: Line
    stance: Literal["supports", "qualifies", "contradicts", "mixed"]
    """supports | qualifies | contradicts | mixed: how it bears on the entry's statement."""
    directness: Literal["direct", "indirect"] = "direct"
    """direct | indirect: whether it is about the entry's claim itself. Indirect evidence is shown apart and not counted."""
    why_indirect: Text | None = None
    """Why it is indirect: what it is about instead."""
    role_in_source: Literal["own-result", "background", "synthesis", "proposal"] = "own-result"
    """own-result | background | synthesis | proposal: what it is in its source. Only own results are counted in breadth."""
    source_claim: Text
    """What that study says, paraphrased."""
    mentions: Mentions | None = None
    """What was counted, as the source counts it."""
    source_wording: Quantifier | None = None
    """The source's own quantifier where it prints no number."""
    context: Text | None = None
    """The setting it was observed in, where it matters."""
    caution: Text | None = None
    """What a careful reader should know before using it."""
    extracted_by: Reader | None = None
    """Who took it from the source."""
    verified_by: Reader | None = None
    """Who compared it with the source afterwards: another person."""

    def __post_init__(self) -> None:
        if (self.directness == "indirect") != (self.why_indirect is not None):
            raise PydanticCustomError("why_indirect", "indirect evidence says why it is indirect in `why_indirect`, and only indirect evidence does")
        if self.role_in_source == "proposal" and self.stance != "supports":
            raise PydanticCustomError(
                "proposal_stance", "a proposal neither qualifies nor contradicts; it belongs to the recommendation that it proposes"
            )
        if self.extracted_by and self.verified_by and self.extracted_by.by == self.verified_by.by:
            raise PydanticCustomError("verified_by_extractor", "an item is verified by somebody else than the person who extracted it")


OWN_RESULT, DIRECT, INFERRED = "own-result", "direct", "inferred"


def bears_directly(directness: str, traceability: str, role_in_source: str) -> bool:
    """Whether an item of evidence is an own result of its source that is about the claim itself, and was not concluded by us.

    What breadth takes for a result (profile/breadth.py), and what a confidence level may rest on (check/rules.py).
    """
    return directness == DIRECT and traceability != INFERRED and role_in_source == OWN_RESULT


class Citation(ModelStruct):
    """A work this entry leans on, and for what."""

    reference: ReferenceKey
    locator: Line
    """Where the citation stands: "cited in section 5.2, p. 5"."""
    point: Text
    """What the work is cited for, in our words."""


class Relation(Sourced):
    """A typed link with the evidence for the link itself; written on one side, shown on both."""

    _also_shown = frozenset({"source", "locator"})
    _instead = MappingProxyType({"editorial": "A link that is ours has `basis: inferred` in place of `editorial: true`."})

    basis: Basis = "stated"
    """Whether the source ties the two together (stated) or we do (inferred)."""
    aspect: Text | None = None
    """Which part of the target is meant."""
    condition: Text | None = None
    """When it holds."""
    via: Text | None = None
    """How the one leads to the other."""
    why: Text | None = None
    """Why we link them, and what speaks against it."""
    roles: tuple[RoleSlug, ...] = ()
    """Whom it concerns, where the source says so."""
    mentions: Mentions | None = None
    """Who or what the source counts for this link."""

    def __post_init__(self) -> None:
        if self.basis == "stated" and not (self.source and self.locator):
            raise PydanticCustomError("relation_without_source", "a stated relation needs a source and a locator")


class ToFinding(Relation):
    """A link to a finding."""

    finding: FindingId
    """The finding at the other end: F-015."""


class Contribution(ToFinding):
    """How one finding bears on another."""

    how: Literal["contributes", "worsens", "condition-of", "need-for", "hides"] = "contributes"
    """contributes | worsens | condition-of | need-for | hides: adds to it, aggravates it, goes before it, makes it matter, keeps it unseen."""


class Effect(ToFinding):
    """What was reported about a finding where a pattern was present: an association, not a measured effect."""

    effect: Literal["amplifies", "eases", "specific", "reported-in-all", "does-not-remove"]
    """amplifies | eases | specific | reported-in-all | does-not-remove."""


class ToPattern(Relation):
    """A link to a pattern."""

    pattern: PatternId
    """The pattern at the other end: P-006."""


class Component(ModelStruct):
    """One of the four GRADE-CERQual components, judged."""

    concern: Literal["none", "minor", "moderate", "serious"]
    reason: Text


class Assessor(ModelStruct):
    """A person who assessed the confidence in a finding."""

    by: ContributorId
    """A person with an ORCID; never a group."""
    conflicts: Text
    """Declared conflicts of interest: none, or which."""


class Confidence(ModelStruct):
    """A signed, dated judgement on the four GRADE-CERQual components; never computed."""

    level: Literal["high", "moderate", "low", "very-low"]
    """high | moderate | low | very-low: the level that the assessors agreed on."""

    methodological_limitations: Component
    coherence: Component
    adequacy: Component
    relevance: Component
    assessors: Annotated[tuple[Assessor, ...], constrained(min_length=2)]
    """The two people or more who assessed it."""
    on: Date


class Retirement(ModelStruct):
    """Why an entry is no longer in use; it keeps its address."""

    reason: Text
    on: Date
    successor: EntryId | None = None
    """What takes its place."""
    successors: tuple[EntryId, ...] = ()
    """What takes its place, where that is several entries."""
    how: Literal["merged", "split", "moved", "withdrawn"] | None = None
    """merged | split | moved | withdrawn: what became of it."""
    announced: Date | None = None
    """The day on which it was announced, where it was before."""
    exact: bool = False
    """Whether programs may put the successor in its place by themselves; otherwise a person decides, from case to case."""

    @property
    def all_successors(self) -> tuple[str, ...]:
        """Everything that takes its place."""
        return tuple(dict.fromkeys((*((self.successor,) if self.successor else ()), *self.successors)))


PLANNED_FIELDS = frozenset({"to_be_retired"})
"""Fields of an entry whose dates are still to come."""

EmptyReason = Literal["silent", "not-read", "not-extracted", "not-observable"]
"""Why a section is empty: the source, read in full, says nothing; not read by us; read, and nothing taken from it; the design could not show it."""


def id_pattern() -> str:
    """The pattern of ids, made of the prefixes of all kinds."""
    from patternbook.model.registry import ID_PATTERN  # here, since the kinds are declared with the models of this module

    return ID_PATTERN


class Entry(ModelStruct):
    """A catalogued item with a permanent id and a page of its own."""

    _instead = MappingProxyType({"name": "title", "heading": "title", "description": "statement", "summary": "statement", "text": "statement"})

    id: Annotated[str, constrained(pattern=id_pattern())]
    """Permanent id: prefix, hyphen, three to nine digits; F-new-anything until `patternbook number` gives the number. Never reused."""
    source_label: Line | None = None
    """The label of the source or of the fact sheet behind it (C12, T1, COM5); never an id of this catalogue, not shown on pages."""
    in_source: Line | None = None
    """The source's own heading and section for it: section 7.2, Responsibilities and Culture Clashes, p. 9."""
    title: Annotated[Title, Unique(), Expected(words=2)]
    """Never says more than the evidence; changes rarely."""
    statement: Annotated[Text, AtMost(characters=1000), Expected(words=2)]
    """One to three sentences in our own words; Markdown."""
    body: LongText | None = None
    """Longer explanation; Markdown with [[F-004]] and [@key, p. 4]. A paragraph that ends in [ours] is not from a source.

    Formulas are TeX between dollar signs: `$x^2$` in a line, `$$x^2$$` on lines of its own; an amount such as $5 needs no
    backslash. A block of code is shown in colours where its first line names the language. Pictures are described under `images`.
    """
    cites: tuple[Citation, ...] = ()
    """Other works this entry leans on."""
    empty: dict[Text, EmptyReason] = EMPTY
    """Why a section of the page is empty, by the section's key: {who-feels-it: silent}."""
    not_known: Text | None = None
    """What the evidence leaves open."""
    contributors: tuple[ContributorId, ...] = ()
    """Who wrote or reviewed it; the catalogue's default contributors where empty."""
    retired: Retirement | None = None
    """Set when the entry is no longer in use."""
    to_be_retired: Retirement | None = None
    """Announces that it will be retired, on the day planned."""
    reworded_because: Text | None = None
    """Why its meaning was worded anew under the same id, where title or statement hardly share a word with what was there."""
    corrected_because: Text | None = None
    """Why it was corrected, where it misreported its source."""
    aliases: tuple[Alias, ...] = ()
    """Addresses that it had in the wiki it comes from: wiki/Old_page.html. Each leads here, with the fragment."""

    @property
    def is_leaving(self) -> bool:
        """Whether it is announced that it will be retired, and it is not yet."""
        return self.to_be_retired is not None and self.retired is None
