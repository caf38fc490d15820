"""The resolved entry document: an entry with everything its page needs already resolved.

Its JSON Schema is published (data/schema/document.schema.json). Texts are Markdown with [[ID]] and [@key, locator];
`targets` and `references` hold what these marks need, so that a writer needs nothing but the document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from msgspec import UNSET, Struct, UnsetType
from msgspec.json import Encoder, schema_components
from msgspec.structs import replace

from patternbook.model.descriptions import descriptions


class DocumentStruct(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A frozen value that is made in a tenth of a microsecond: a page's document holds a hundred. Types check it, nothing else does.

    As JSON, a field that holds its default is left out, which halves a document; the schema names the defaults.
    """


class ReportStruct(DocumentStruct, frozen=True, omit_defaults=False):
    """A value of a report that a command prints: as JSON it has every field, as programs read it without a schema."""


class Target(DocumentStruct, frozen=True, kw_only=True):
    """Something a document links to."""

    kind: str
    """Name of the kind or vocabulary; `reference`; `index` of an index page, `page` of any other."""
    id: str
    """Id, slug or key."""
    title: str
    page: str
    """Address of its page without suffix: findings/F-004."""
    retired: bool = False


class Note(DocumentStruct, frozen=True, kw_only=True):
    """Where something was read, and how far to trust it."""

    label: str = ""
    """Author and year of the source: Nahar et al. 2022."""
    key: str = ""
    """Key of the source in the bibliography."""
    locator: str = ""
    traceability: str = ""
    basis: str = ""
    """stated | inferred; empty where it does not apply."""
    counted: str = ""
    """What the source counts, as a phrase: 17 participants in 13 organizations."""
    labels: str = ""
    """The source's labels of those: P1a, P1b; organizations 1, 3."""
    caution: str = ""
    editorial: bool = False
    follows_items: tuple[int, ...] = ()
    """Numbers of the evidence items that an editorial text follows from."""
    follows_rows: tuple[str, ...] = ()
    """Their anchors."""
    follows_entries: tuple[Target, ...] = ()
    """Entries that an editorial text follows from."""


class Statement(DocumentStruct, frozen=True, kw_only=True):
    """A sentence or two with its note."""

    text: str
    note: Note | None = None


class MentionSentence(DocumentStruct, frozen=True, kw_only=True):
    """Where the page that a link leads to names this one: plain text, in which the place is marked."""

    before: str
    marked: str = ""
    """What stands there for this page, or where in its source the claim before it is from."""
    after: str = ""


class LinkItem(DocumentStruct, frozen=True, kw_only=True):
    """A typed link, read from this document's side."""

    says: str
    """The relation in words: Made worse by."""
    target: Target
    aspect: str = ""
    condition: str = ""
    via: str = ""
    why: str = ""
    status: str = ""
    """A remark on the target: who supports a recommendation."""
    roles: tuple[Target, ...] = ()
    """Whom the link concerns, where the source says so."""
    note: Note | None = None
    mention: MentionSentence | UnsetType = UNSET


class StudyLine(DocumentStruct, frozen=True, kw_only=True):
    """A study as a reader knows it, beside what it says."""

    name: str
    """First author and year of its publication: Nahar 2022."""
    about: str = ""
    """Its methods and the size of its sample, as far as they are declared: interviews, n = 45 participants."""
    sample: str = ""
    """Anchor of the section on its page that describes the sample."""


class EvidenceItem(DocumentStruct, frozen=True, kw_only=True):
    """What one study says."""

    number: int
    """Its place among the evidence of the entry, from 1."""
    anchor: str
    """Its anchor on the page, which stays when a row of another study comes before it: evidence-S-001, then evidence-S-001-2."""
    study: Target
    line: StudyLine
    stance: str
    apart: str = ""
    """Why it is not counted in breadth; empty where it is."""
    text: str
    wording: str = ""
    """The source's own quantifier, where it prints no number."""
    context: str = ""
    note: Note


class ProseBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="prose"):
    """Markdown text."""

    text: str


class ListBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="list"):
    """Statements, one below the other."""

    title: str = ""
    items: tuple[Statement, ...]


class LinksBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="links"):
    """Typed links."""

    title: str = ""
    items: tuple[LinkItem, ...]
    rest: int = 0
    """How many more there are than are listed."""
    everything: Target | None = None
    """Where all of them are listed, where some are not."""


class CitedPlace(DocumentStruct, frozen=True, kw_only=True):
    """Works that are cited at the same place."""

    works: tuple[Target, ...]
    locator: str
    """Where the citations stand."""


class CitedPoint(DocumentStruct, frozen=True, kw_only=True):
    """What works are cited for, and each of them once."""

    text: str
    places: tuple[CitedPlace, ...]


class WorksBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="works"):
    """Works that are leaned on, by the point they are cited for."""

    points: tuple[CitedPoint, ...]


class EvidenceBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="evidence"):
    """Evidence, one row per item."""

    title: str = ""
    items: tuple[EvidenceItem, ...]


class TableBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="table"):
    """A small table; cells are inline Markdown."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: Note | None = None


class Arrow(DocumentStruct, frozen=True, kw_only=True):
    """An arrow of a sketch: indices of its boxes, and what passes."""

    start: int
    end: int
    what: str


class SketchBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="sketch"):
    """Boxes and arrows."""

    title: str
    boxes: tuple[str, ...]
    arrows: tuple[Arrow, ...]


class Step(DocumentStruct, frozen=True, kw_only=True):
    """A step of a funnel."""

    target: Target
    left: int
    """How many were left after it."""
    unit: str
    """What was counted."""
    doubts: tuple[str, ...] = ()
    """Letters of what does not fit: a, b."""


class FunnelBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="funnel"):
    """Steps of a search, each with what it left, and the numbers that do not fit."""

    title: str
    steps: tuple[Step, ...]
    doubts: tuple[tuple[str, Statement], ...] = ()
    """Letter, and what does not fit."""


class Bar(DocumentStruct, frozen=True, kw_only=True):
    """A bar of a chart."""

    label: str
    count: int


class Chart(DocumentStruct, frozen=True, kw_only=True):
    """Bars, one per group of what was counted."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    note: Note | None = None


class ChartsBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="charts"):
    """Small charts side by side."""

    charts: tuple[Chart, ...]


MarkState = Literal["example", "exception", "unnamed"]


class Mark(DocumentStruct, frozen=True, kw_only=True):
    """One of a sample, and whether the source names it here."""

    target: Target
    label: str
    """The source's own label, short enough to stand in a box: P17."""
    state: MarkState


class MarksBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="marks"):
    """A whole sample in small boxes, with those marked that are named."""

    title: str
    marks: tuple[Mark, ...]


class AdviceReason(DocumentStruct, frozen=True, kw_only=True):
    """Why advice stands on a page."""

    basis: Literal["stated", "inferred"]
    """Whether sources say each step of the way, or we conclude one of them."""
    through: Target | None = None
    """What leads to it, where the advice is meant for that and not for the entry of the page itself."""
    says: str = ""
    """What that has to do with the entry of the page: is reported worse here."""
    aspect: str = ""
    condition: str = ""
    via: str = ""
    why: str = ""
    roles: tuple[Target, ...] = ()
    note: Note


class AdviceItem(DocumentStruct, frozen=True, kw_only=True):
    """Something to do, with who says so, and no more."""

    target: Target
    support: str
    """Who supports it, and whether its effect was measured."""
    first_step: Statement
    starts: tuple[Target, ...]
    """Who starts."""
    starts_basis: Literal["stated", "inferred"]
    reasons: tuple[AdviceReason, ...]


class AdviceBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="advice"):
    """Advice of one kind of support, or all whose link to the page is inferred."""

    title: str
    basis: Literal["stated", "inferred"]
    """Of the links: `stated` where sources tie all of it to the page, `inferred` where we do."""
    items: tuple[AdviceItem, ...] = ()
    """Where there are none, sources tie no advice to the page."""
    rest: int = 0
    """How much more there is than is listed."""
    key: str = ""
    """Anchor of the list; empty where it needs none."""
    full: str = ""
    """Anchor of what stands in full further down the page, where this is a summary."""
    note: str = ""
    """Who put it together."""


class ColumnToFill(DocumentStruct, frozen=True, kw_only=True):
    """A column that readers fill in."""

    title: str
    hint: str = ""
    tick: bool = False
    """Whether its cells hold a box to tick."""


class RowToFill(DocumentStruct, frozen=True, kw_only=True):
    """A row of a sheet: what is to be settled, and what it answers."""

    heading: str = ""
    """Above it and the rows that follow with the same."""
    what: Statement
    answers: tuple[Target, ...]
    draws_on: tuple[Target, ...] = ()
    patterns: tuple[Target, ...] = ()


class SheetBlock(DocumentStruct, frozen=True, kw_only=True, tag_field="type", tag="sheet"):
    """A table whose cells readers fill in."""

    title: str
    columns: tuple[ColumnToFill, ...]
    rows: tuple[RowToFill, ...]
    spare: int = 0
    """Empty rows at its end."""


Block = (
    AdviceBlock
    | ProseBlock
    | ListBlock
    | LinksBlock
    | WorksBlock
    | EvidenceBlock
    | TableBlock
    | SketchBlock
    | FunnelBlock
    | ChartsBlock
    | MarksBlock
    | SheetBlock
)


class SectionDocument(DocumentStruct, frozen=True, kw_only=True):
    """A heading and what stands under it."""

    key: str
    title: str
    hint: str = ""
    blocks: tuple[Block, ...] = ()
    empty: str = ""
    """What is said where no block is there."""


class Fact(DocumentStruct, frozen=True, kw_only=True):
    """A line of the rail: a label and what it links to or says."""

    label: str
    targets: tuple[Target, ...] = ()
    text: str = ""


class Breadth(DocumentStruct, frozen=True, kw_only=True):
    """Computed from the evidence by one rule: see breadth.py."""

    data_sets: int
    """Distinct data sets of the studies whose own results bear on the claim directly."""
    groups: int
    """Groups of authors that these studies are by."""
    studies: tuple[str, ...]
    """These studies."""
    reviews: tuple[str, ...]
    """Reviews that count it, in words: review of 16 other papers (S-002)."""
    apart: tuple[str, ...]
    """Studies with evidence that is not counted."""
    methods: tuple[str, ...]
    """Methods of the studies that support the claim."""
    contexts: tuple[str, ...]
    contradicting: int
    """Counted items that contradict, qualify or are mixed."""
    short: str
    """Its data sets and reviews, in a few words."""
    sentence: str
    items: int
    """Items of evidence, counted or not."""
    verified: int
    """Those that somebody has compared with their source besides who extracted them."""
    how_sure: str
    """What carries the claim, in one line."""


class RetractionNote(DocumentStruct, frozen=True, kw_only=True):
    """That a work was retracted, as a registry of DOIs says."""

    on: str = ""
    """As far as it is known: 2024, 2024-05, 2024-05-31."""
    notice: str = ""
    """Address of the notice."""
    checked: str
    """The day on which the registry was asked."""


class ShownPicture(DocumentStruct, frozen=True, kw_only=True):
    """A picture that a text shows."""

    file: str
    """Its name in `images/` of the site."""
    width: int = 0
    """In pixels; 0 of a picture that a release shows and that is no longer the same."""
    height: int = 0
    credit: str
    """Who made it, and its licence."""
    href: str = ""
    """Where it is from, where it was published before."""


class CitedReference(DocumentStruct, frozen=True, kw_only=True):
    """A work this document cites."""

    key: str
    label: str
    """Author and year: Kim et al. 2018a."""
    suffix: str = ""
    """The letter that tells two works of one year apart: a."""
    year: str = ""
    """The year as the label ends in it, with its letter: 2018a; or n.d."""
    text: str = ""
    """Formatted citation, plain text. Not in the published document: that of every work is in `api/v1/references.json` and on its page."""
    href: str = ""
    """DOI or URL."""
    retraction: RetractionNote | UnsetType = UNSET
    """Of a work that was retracted."""


class RestatedWork(DocumentStruct, frozen=True, kw_only=True):
    """A work that an entry restates: what to cite for what was found."""

    label: str
    """Author and year: Nahar et al. 2022."""
    place: str = ""
    """Where in it: section 7.2, p. 9."""
    key: str
    """Its key in the bibliography."""
    page: str
    """Address of its page without suffix."""


class CiteForm(DocumentStruct, frozen=True, kw_only=True):
    """A citation in one format or style."""

    name: str
    """apa, acm, ieee, chicago; bibtex, ris, csl-json."""
    entry: str
    """The entry; of the page of a work, the work."""
    works: tuple[str, ...] = ()
    """The works that it restates."""


class Cite(DocumentStruct, frozen=True, kw_only=True):
    """How to cite this entry, and the works that it restates."""

    bibtex: str = ""
    """Not in the published document, beside which it stands as a file; nor is `latex`."""
    plain: str
    """The entry in the first style."""
    release: str
    key: str
    """The key of its record: patternbook:F-012:2026.12."""
    url: str = ""
    """The address that citations carry; empty while the site has no public one."""
    page_url: str | UnsetType = UNSET
    """The lasting address of the page itself, where citations carry that of a release."""
    dois: tuple[str, ...] | UnsetType = UNSET
    """Of the catalogue as a whole: that of its release, then that of any release, as far as there are."""
    works: tuple[RestatedWork, ...] = ()
    """The works behind the entry, that with most evidence first."""
    text: str
    """For running text: Nahar et al. 2022, section 7.2, as restated in F-012, release 2026.12."""
    latex: str = ""
    """The same in LaTeX, where the entry is a note to the key of the catalogue."""
    forms: tuple[CiteForm, ...] | UnsetType = UNSET
    """Every format. Not in the published document, beside which they stand as files."""


class SuccessorCite(DocumentStruct, frozen=True, kw_only=True):
    """How to cite an entry that takes the place of a retired one."""

    target: Target
    cite: Cite


class RetirementNote(DocumentStruct, frozen=True, kw_only=True):
    """That an entry is out of use, or will be."""

    planned: bool
    """Whether it is announced only."""
    on: str
    reason: str
    how: str = ""
    """merged | split | moved | withdrawn."""
    successors: tuple[Target, ...] = ()
    announced: str = ""
    """The day on which it was announced, where it was and the day is known."""
    exact: bool = False
    """Whether programs may put the successor in its place."""
    cites: tuple[SuccessorCite, ...] | UnsetType = UNSET
    """How to cite what takes its place, where that says exactly the same. Not in the published document."""


class Released(DocumentStruct, frozen=True, kw_only=True):
    """Which release holds the text of a page."""

    state: Literal["unchanged", "newer", "unreleased"]
    """unchanged: the release holds this text; newer: the text was changed since; unreleased: no release holds the page."""
    release: str = ""
    """The first release with this text; of a newer one, the last that holds the page."""
    date: str = ""
    page: str = ""
    """Where that text stands for ever: releases/2026.12/findings/F-004."""


class Credit(DocumentStruct, frozen=True, kw_only=True):
    """Somebody who wrote or reviewed the entry."""

    name: str
    orcid: str = ""
    roles: tuple[str, ...] = ()


class LicenceNote(DocumentStruct, frozen=True, kw_only=True):
    """The licence of the text and the line to copy when reusing it."""

    spdx: str
    title: str
    url: str
    attribution: str


class Origin(DocumentStruct, frozen=True, kw_only=True):
    """Where the entry is written."""

    file: str
    line: int


class Document(DocumentStruct, frozen=True, kw_only=True):
    """An entry or a word, resolved."""

    format: Literal["1"]
    """Version of this format."""
    id: str
    kind: str
    """finding, pattern, ...; or area, theme, role, term, stage."""
    kind_label: str
    page: str
    """Address without suffix: findings/F-004."""
    title: str
    statement: str
    source_label: str = ""
    in_source: str = ""
    """Heading and section of the source."""
    retired: str = ""
    """Why it is no longer in use, where it is not."""
    successor: Target | None = None
    retirement: RetirementNote | UnsetType = UNSET
    """Of an entry that is retired, or that will be."""
    trail: tuple[Target, ...]
    """From the kind's index down to the parent."""
    facts: tuple[Fact, ...]
    sections: tuple[SectionDocument, ...]
    breadth: Breadth | None = None
    take_away: tuple[Target, ...] | UnsetType = UNSET
    """Pages to print or to fill in that are about this; not there where there are none."""
    confidence: tuple[str, ...] = ()
    """One line per component of a graded claim; empty where it was not graded."""
    targets: dict[str, Target]
    """Everything [[ID]] names in any text here."""
    references: dict[str, CitedReference]
    """Everything [@key] names in any text here, and every source."""
    images: dict[str, ShownPicture] | UnsetType = UNSET
    """Every picture that a text here shows, by the name of its file; not there where none does."""
    terms: dict[str, Target] | UnsetType = UNSET
    """Terms of the glossary that a text here uses, by their form in it; not there where none does."""
    credits: tuple[Credit, ...]
    cite: Cite | None = None
    released: Released | UnsetType = UNSET
    """Which release holds this text; not there in a catalogue without releases."""
    disclaimer: str = ""
    """Who has not reviewed it."""
    licence: LicenceNote
    previous: Target | None = None
    next: Target | None = None
    origin: Origin


class ChecklistItem(DocumentStruct, frozen=True, kw_only=True):
    """A line to tick."""

    text: str
    target: Target | None = None
    """What it is about, in place of a text."""
    remark: str = ""
    """Who says so, or what was reported; plain text."""
    step: str = ""
    """What to do first; Markdown."""
    ours: bool = False
    """Whether the step is ours."""


class ChecklistPart(DocumentStruct, frozen=True, kw_only=True):
    """A heading and the lines below it."""

    title: str
    hint: str = ""
    """Whose words these are, and how to read them."""
    items: tuple[ChecklistItem, ...] = ()
    rest: int = 0
    """How many more there are on the page of the entry."""
    blank: tuple[str, ...] = ()
    """Lines to write on, each with what stands before it."""


class ChecklistDocument(DocumentStruct, frozen=True, kw_only=True):
    """An entry as one page to print and to write on."""

    page: str
    """Address without suffix: patterns/P-004/checklist."""
    about: Target
    kind_label: str
    banner: tuple[str, ...] = ()
    """What its page says first of every entry of the kind; or that it is retired."""
    statement: str
    parts: tuple[ChecklistPart, ...]
    targets: dict[str, Target]
    references: dict[str, CitedReference]
    images: dict[str, ShownPicture] | UnsetType = UNSET
    licence: LicenceNote
    parent: str
    """The index above it."""
    cite: None = None
    """Its entry is cited."""
    previous: Target | None = None
    next: Target | None = None
    origin: Origin


VOLATILE_FIELDS = ("previous", "next", "origin")
"""Fields of a document that its content does not depend on: its neighbours, and where it is written."""
D = TypeVar("D", bound=DocumentStruct)


def stable_document(document: D) -> D:
    """A document without its volatile fields, so that two with the same content have the same JSON."""
    return replace(document, **dict.fromkeys(VOLATILE_FIELDS, UNSET))


def published_document(document: Document) -> Document:
    """A document as it is published: without what stands beside it as files of its own, or elsewhere for every document."""
    if document.retirement and document.retirement.cites:
        document = replace(document, retirement=replace(document.retirement, cites=UNSET))
    references = {key: replace(work, text="") for key, work in document.references.items()}
    cite = replace(document.cite, forms=UNSET, bibtex="", latex="") if document.cite else None
    return replace(document, cite=cite, references=references)


_ENCODER = Encoder()


def document_json(value: DocumentStruct | Mapping[str, object]) -> str:
    """A document, or a part of one, as it is published."""
    return _ENCODER.encode(value).decode()


def document_schema() -> str:
    """The schema of the document of an entry, as in findings/F-004.json."""
    _, definitions = schema_components((Document,), ref_template="#/$defs/{name}")
    described = {name: _with_descriptions(schema, descriptions(globals()[name])) for name, schema in sorted(definitions.items())}
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": described, **described.pop("Document")}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _with_descriptions(schema: dict[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    described = {name: ({"description": texts[name]} if texts.get(name) else {}) | field for name, field in schema["properties"].items()}
    return schema | {"properties": described}
