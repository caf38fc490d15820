"""The models of words (areas, themes, roles, terms, stages) and of the rest of the data: the catalogue itself,
contributors, challenges, mappings to other schemes.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic_core import PydanticCustomError, Url

from patternbook.model.components import (
    Alias,
    Basis,
    Claim,
    CollaborationPointId,
    ContributorId,
    Count,
    Date,
    EntryId,
    FindingId,
    Line,
    LongText,
    PatternId,
    RecommendationId,
    ReferenceKey,
    RoleSlug,
    Slug,
    Sourced,
    StudyId,
    TermSlug,
    Text,
    Title,
)
from patternbook.model.struct import EMPTY, AtMost, ModelStruct, Notation, PartOf, Unique, UsuallyOurs, constrained

UNRELEASED = "unreleased"
YEAR_PATTERN = r"^[0-9]{4}$"
ORCID_PATTERN = r"^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$"
DOI_PATTERN = r"^10\.[0-9]{4,9}(?:\.[0-9]+)*/[!-~]+$"
CREDIT_ROLES = (
    *("Conceptualization", "Data curation", "Formal analysis", "Funding acquisition", "Investigation", "Methodology"),
    *("Project administration", "Resources", "Software", "Supervision", "Validation", "Visualization"),
    *("Writing - original draft", "Writing - review & editing"),
)
"""The contributor roles of CRediT (ANSI/NISO Z39.104-2022)."""


class Word(ModelStruct):
    """A word of the vocabulary: it has a slug, not an id."""

    slug: Slug
    title: Annotated[Title, Unique()]
    statement: Annotated[Text, AtMost(characters=1000)]
    """What it means, in one or two sentences; Markdown."""
    source_label: Line | None = None
    """The label of the source or of the fact sheet behind it; not shown on pages."""
    in_source: Line | None = None
    """The source's own heading and section for it."""
    aliases: tuple[Alias, ...] = ()
    """Addresses that it had in the wiki it comes from: wiki/Old_page.html. Each leads here, with the fragment."""


class CoverageState(ModelStruct):
    """How complete the catalogue is in a part."""

    sources: Text
    """Which sources it rests on."""
    completeness: Text
    """What is covered, and what is known to be missing."""
    last_searched: Text
    """When further studies were last searched for, and where; or that nobody searched."""


class Area(Word):
    """A part of a collaboration point."""

    collaboration_point: CollaborationPointId | None = None
    """The point it is a part of; absent for what runs across all of them."""
    claims: tuple[Claim, ...] = ()
    """What the sources say about this area as a whole."""
    state: CoverageState | None = None
    """How complete the catalogue is here."""


class Theme(Word):
    """A theme that runs through all collaboration points."""

    claims: tuple[Claim, ...] = ()
    state: CoverageState | None = None
    """How complete the catalogue is here."""


class Role(Word):
    """Somebody's part in a project."""

    plural: Title


class Meaning(ModelStruct):
    """What one profession means by a term."""

    role: RoleSlug
    meaning: Claim


class Term(Word):
    """A glossary word, with what the professions mean by it."""

    definition: Claim
    """The meaning used in this catalogue."""
    meanings: tuple[Meaning, ...] = ()
    """What each profession means by it, where they differ."""
    see: tuple[TermSlug, ...] = ()
    forms: tuple[Title, ...] = ()
    """Other forms in which texts write it: an abbreviation, a case, another word. Where a page uses it first, it leads to the term; so do
    its title and their plurals without being listed, but for titles that are common words: `done`."""


class Passed(Sourced):
    """How many went into a stage and how many were left, as printed."""

    entered: Count | None = None
    """How many went in; absent where nobody counted."""
    left: Annotated[Count, PartOf("entered")]
    """How many were left."""
    unit: Line
    """What was counted: repositories."""
    by: Annotated[dict[Text, Count], PartOf("left")] = EMPTY
    """What was left, by category as printed: {Android: 33}."""
    caution: Text | None = None
    """What a careful reader should know before using the numbers."""


class Stage(Word):
    """A step of the funnel by which a study found its sample; listed in the order they were taken."""

    study: StudyId
    signal: tuple[Claim, ...] = ()
    """What is looked for."""
    how: tuple[Claim, ...] = ()
    """How it is done."""
    cost: tuple[Claim, ...] = ()
    """What it costs for each candidate."""
    passed: Passed
    """How many are left afterwards."""
    errata: tuple[Claim, ...] = ()
    """Numbers that do not fit and that nobody has explained."""


class SheetColumn(ModelStruct):
    """A column of an artefact that readers fill in."""

    title: Annotated[Title, AtMost(words=6)]
    hint: Annotated[Line, AtMost(words=20)] | None = None
    """What to write there; stands small under the title."""
    tick: bool = False
    """Whether its cells hold a box to tick in place of room to write."""


class SheetRow(Claim):
    """A row of an artefact: what is to be settled. Ours, unless a source proposes it."""

    heading: Annotated[Line, AtMost(words=12)] | None = None
    """Heading above it and the rows that follow with the same; Markdown: [[CP-001]]."""
    answers: Annotated[tuple[FindingId, ...], constrained(min_length=1)]
    """Findings that it answers: [F-001, F-002]."""
    draws_on: tuple[RecommendationId, ...] = ()
    """Recommendations that it follows: [R-006]."""
    patterns: tuple[PatternId, ...] = ()
    """Patterns with which these findings were reported, whose pages then lead to the artefact."""


class Artefact(Word):
    """A sheet that a team fills in together: columns that stay empty, and rows that say which findings they answer."""

    how: Annotated[tuple[Claim, ...], UsuallyOurs()] = ()
    """How a team uses it, step by step."""
    columns: Annotated[tuple[SheetColumn, ...], constrained(min_length=1), AtMost(items=6)]
    """What is filled in, left to right."""
    rows: Annotated[tuple[SheetRow, ...], constrained(min_length=1), UsuallyOurs()]
    spare: Annotated[Count, constrained(le=10)] = 3
    """Empty rows at the end, for what a team adds."""


class Label(ModelStruct):
    """What a kind is called on the pages of this catalogue."""

    one: Title
    many: Title


class Licence(ModelStruct):
    """A licence, by its SPDX identifier."""

    spdx: Line
    title: Title
    url: Url


class LeftOut(ModelStruct):
    """Something of the sources that is not in the catalogue, with the reason."""

    what: Text
    source: Text
    """Where it stands: a citation such as [@kim2018], or words."""
    reason: Text


RuleSeverity = Literal["error", "warning", "notice", "off"]


class Masthead(ModelStruct):
    """The catalogue as a whole."""

    format: Literal["1"]
    """Version of the data format."""
    title: Title
    subtitle: Line
    summary: Text
    """One paragraph: what this is, from what, for whom."""
    publisher: Line
    year: Annotated[str, constrained(pattern=YEAR_PATTERN), Notation("year")]
    """Year given in citations."""
    release: Line
    """Name of the edition that citations are taken from; `unreleased` before the first."""
    released_on: Date | None = None
    """The day of that release: 2026-12-01."""
    keywords: tuple[Text, ...] = ()
    """What the catalogue is about, for CITATION.cff and search engines."""
    key_prefix: Slug = "patternbook"
    """Start of the BibTeX keys of entries: patternbook:F-004:2026.12."""
    language: Slug
    permanent_base: Url | None = None
    """Address that citations begin with in place of the site's own, and that leads there wherever the site is: https://w3id.org/name/."""
    concept_doi: Annotated[str, constrained(pattern=DOI_PATTERN)] | None = None
    """DOI that stands for the catalogue in its latest release, whichever that is: 10.5281/zenodo.1234567. Each release may have its own."""
    text_licence: Licence
    code_licence: Licence
    default_contributors: Annotated[tuple[ContributorId, ...], constrained(min_length=1)]
    labels: dict[Text, Label] = EMPTY
    """Other names for the kinds: {finding: {one: Lesson, many: Lessons}}."""
    disclaimer: Line | None = None
    """One line on every entry: who has not reviewed it."""
    left_out: tuple[LeftOut, ...] = ()
    rules: dict[Text, RuleSeverity] = EMPTY
    """How much a check counts, by its code: {PB406: off}. What makes a build impossible stays an error."""


class Contributor(ModelStruct):
    """A person or group that wrote or reviewed entries. Authors of a study are cited as evidence instead."""

    id: Slug
    name: Title
    group: bool = False
    """True for a group, whose name is not split."""
    family: Title | None = None
    """The family name, where it is not the last word of the name: `Ono` of `Ono Ken`, `van der Berg` of `Ada van der Berg`."""
    orcid: Annotated[str, constrained(pattern=ORCID_PATTERN), Notation("orcid"), Unique()] | None = None
    credit: tuple[Line, ...] = ()
    """CRediT roles."""


IMAGE_PATTERN = r"^[a-z0-9]+((-|_|\.)[a-z0-9]+)*\.(png|jpg|jpeg|gif|webp|svg)$"


class Image(ModelStruct):
    """A picture that texts show, with words for those who do not see it: whose it is, and under which licence.

    The file is `images/NAME` in the data folder: PNG, JPEG, GIF, WebP or SVG, of at most a megabyte. A text shows it as an image of
    Markdown, with what is to be seen in the brackets, and a caption in quotation marks after the address, which may be left out.
    """

    file: Annotated[str, constrained(pattern=IMAGE_PATTERN)]
    """Name of the file in `images/`, in small letters: barrel.svg."""
    author: Line
    """Who made it, as the licence asks to name them."""
    licence: Line
    """The licence that it is published under, by its SPDX identifier: CC-BY-4.0."""
    source: Url | None = None
    """Where it is from, where it was published before."""


class Challenge(ModelStruct):
    """Somebody's documented objection to an entry."""

    entry: EntryId
    ground: Line
    argument: LongText
    by: Line
    on: Date
    state: Literal["open", "accepted", "rejected"]
    answer: LongText | None = None


class Reply(ModelStruct):
    """What the authors of a study or the makers of a product answer, and whether they were invited to."""

    entry: EntryId
    """The study or the product: S-001."""
    state: Literal["not-yet", "invited", "declined", "replied"]
    """not-yet | invited | declined | replied."""
    on: Date | None = None
    """When they were invited, declined or replied."""
    text: Text | None = None
    """Their words, unedited, at most 150."""

    def __post_init__(self) -> None:
        if (self.state == "not-yet") != (self.on is None):
            raise PydanticCustomError("reply_date", "a reply has the date of the invitation or answer in `on`, unless nobody was invited yet")
        if (self.state == "replied") != (self.text is not None):
            raise PydanticCustomError("reply_text", "whoever replied has their words in `text`, and nobody else")
        if self.text is not None and len(self.text.split()) > REPLY_WORDS:
            raise PydanticCustomError("reply_length", "a reply has at most 150 words; link to a longer one")


REPLY_WORDS = 150
"""Longest reply that is printed, in words."""


class Situation(ModelStruct):
    """A situation that readers may find themselves in, for the home page, which pairs it with an entry and its first advice."""

    text: Annotated[Line, AtMost(words=25)]
    """One line in our own words: Engineers rewrite what the data scientists hand over."""
    entry: EntryId
    """The entry to start with: P-009."""


class WorksheetAnswer(ModelStruct):
    """An answer to a question of the worksheet: a structure that was observed."""

    text: Annotated[Title, AtMost(words=15)]
    """The answer in our own words, plain text: The model; the product was built around it."""
    pattern: PatternId
    """The pattern that it stands for, whose sketch is drawn beside it: P-001."""


class WorksheetSign(ModelStruct):
    """A sign to tick on the worksheet. It is made up by us, and shown as such."""

    text: Annotated[Title, AtMost(words=25)]
    """What a team might see, in our own words, plain text: All we got was a table and a column to predict."""
    finding: FindingId
    """The finding that it is a sign of: F-002."""


class WorksheetQuestion(ModelStruct):
    """A question of the worksheet, with which a team finds what was reported of structures like its own.

    It has either `answers` or `signs`. *Don't know* and *none fits* are added to the answers.
    """

    slug: Slug
    """Its name in addresses that are shared: order."""
    question: Annotated[Title, AtMost(words=20)]
    """The question, plain text: What came first?"""
    hint: Annotated[Title | None, AtMost(words=40)] = None
    """What helps to answer it, plain text."""
    several: bool = False
    """Whether several of its answers may be true of one team."""
    answers: Annotated[tuple[WorksheetAnswer, ...], AtMost(items=8)] = ()
    signs: Annotated[tuple[WorksheetSign, ...], AtMost(items=20)] = ()

    def __post_init__(self) -> None:
        if bool(self.answers) == bool(self.signs):
            raise PydanticCustomError("question_without_answers", "a question of the worksheet has either `answers` or `signs`")


class Synonyms(ModelStruct):
    """Words that mean the same to a reader who searches."""

    words: Annotated[tuple[Line, ...], constrained(min_length=2)]
    """Words or phrases in any order: [hand-off, handover]. Who searches for one of them finds the others, too."""


class Match(ModelStruct):
    """How an entry relates to a concept of somebody else's scheme (SKOS)."""

    entry: EntryId
    relation: Literal["exact", "close", "broad", "narrow", "related"]
    basis: Basis
    why: Text | None = None


class Concept(ModelStruct):
    """A concept of somebody else's scheme."""

    label: Line
    title: Title
    note: Text | None = None
    matches: tuple[Match, ...] = ()


class Scheme(ModelStruct):
    """Somebody else's list of concepts, and how our entries relate to them."""

    slug: Slug
    title: Annotated[Title, Unique()]
    reference: ReferenceKey
    """Where the list is printed."""
    locator: Line
    author: ContributorId
    """Who judged the matches."""
    concepts: Annotated[tuple[Concept, ...], constrained(min_length=1)]
