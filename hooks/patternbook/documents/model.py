"""The resolved entry document: an entry with everything its page needs already resolved.

Its JSON Schema is published (data/schema/document.schema.json). Texts are Markdown with [[ID]] and [@key, locator];
`targets` and `references` hold what these marks need, so that a writer needs nothing but the document.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from patternbook.documents.base import Part


class Target(Part):
    """Something a document links to."""

    kind: str
    """Name of the kind, vocabulary, or `reference`."""
    id: str
    """Id, slug or key."""
    title: str
    page: str
    """Address of its page without suffix: findings/F-004."""
    retired: bool = False


class Note(Part):
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


class Statement(Part):
    """A sentence or two with its note."""

    text: str
    note: Note | None = None


class LinkItem(Part):
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


class EvidenceItem(Part):
    """What one study says."""

    study: Target
    stance: str
    text: str
    wording: str = ""
    """The source's own quantifier, where it prints no number."""
    context: str = ""
    note: Note


class ProseBlock(Part):
    """Markdown text."""

    type: Literal["prose"] = "prose"
    text: str


class ListBlock(Part):
    """Statements, one below the other."""

    type: Literal["list"] = "list"
    title: str = ""
    items: tuple[Statement, ...]


class LinksBlock(Part):
    """Typed links."""

    type: Literal["links"] = "links"
    title: str = ""
    items: tuple[LinkItem, ...]
    rest: int = 0
    """How many more there are than are listed."""
    everything: Target | None = None
    """Where all of them are listed, where some are not."""


class EvidenceBlock(Part):
    """Evidence, one row per item."""

    type: Literal["evidence"] = "evidence"
    items: tuple[EvidenceItem, ...]


class TableBlock(Part):
    """A small table; cells are inline Markdown."""

    type: Literal["table"] = "table"
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: Note | None = None


class Arrow(Part):
    """An arrow of a sketch: indices of its boxes, and what passes."""

    start: int
    end: int
    what: str


class SketchBlock(Part):
    """Boxes and arrows."""

    type: Literal["sketch"] = "sketch"
    title: str
    boxes: tuple[str, ...]
    arrows: tuple[Arrow, ...]


class Step(Part):
    """A step of a funnel."""

    target: Target
    left: int
    """How many were left after it."""
    unit: str
    """What was counted."""
    doubts: tuple[str, ...] = ()
    """Letters of what does not fit: a, b."""


class FunnelBlock(Part):
    """Steps of a search, each with what it left, and the numbers that do not fit."""

    type: Literal["funnel"] = "funnel"
    title: str
    steps: tuple[Step, ...]
    doubts: tuple[tuple[str, Statement], ...] = ()
    """Letter, and what does not fit."""


class Bar(Part):
    """A bar of a chart."""

    label: str
    count: int


class Chart(Part):
    """Bars, one per group of what was counted."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    note: Note | None = None


class ChartsBlock(Part):
    """Small charts side by side."""

    type: Literal["charts"] = "charts"
    charts: tuple[Chart, ...]


class Mark(Part):
    """One of a sample, and whether the source names it here."""

    target: Target
    label: str
    """The source's own label, short enough to stand in a box: P17."""
    state: Literal["example", "exception", "unnamed"]


class MarksBlock(Part):
    """A whole sample in small boxes, with those marked that are named."""

    type: Literal["marks"] = "marks"
    title: str
    marks: tuple[Mark, ...]


Block = Annotated[
    ProseBlock | ListBlock | LinksBlock | EvidenceBlock | TableBlock | SketchBlock | FunnelBlock | ChartsBlock | MarksBlock,
    Field(discriminator="type"),
]


class SectionDocument(Part):
    """A heading and what stands under it."""

    key: str
    title: str
    hint: str = ""
    blocks: tuple[Block, ...] = ()
    empty: str = ""
    """What is said where no block is there."""


class Fact(Part):
    """A line of the rail: a label and what it links to or says."""

    label: str
    targets: tuple[Target, ...] = ()
    text: str = ""


class Breadth(Part):
    """Computed from the evidence by one rule: see breadth.py."""

    studies: int
    """Studies with evidence."""
    independent: int
    """The same after merging studies that share authors or data or include one another."""
    methods: tuple[str, ...]
    contexts: tuple[str, ...]
    contradicting: int
    """Evidence items that contradict, qualify or are mixed."""
    sentence: str


class CitedReference(Part):
    """A work this document cites."""

    key: str
    label: str
    """Author and year: Kim et al. 2018a."""
    suffix: str = ""
    """The letter that tells two works of one year apart: a."""
    text: str
    """Formatted citation, plain text."""
    href: str = ""
    """DOI or URL."""


class Cite(Part):
    """How to cite this entry."""

    bibtex: str
    plain: str
    release: str


class Credit(Part):
    """Somebody who wrote or reviewed the entry."""

    name: str
    orcid: str = ""
    roles: tuple[str, ...] = ()


class LicenceNote(Part):
    """The licence of the text and the line to copy when reusing it."""

    spdx: str
    title: str
    url: str
    attribution: str


class Origin(Part):
    """Where the entry is written."""

    file: str
    line: int


class Document(Part):
    """An entry, resolved."""

    format: Literal["1"] = "1"
    """Version of this format."""
    id: str
    kind: str
    """finding, pattern, ...; or area, theme, role, term."""
    kind_label: str
    page: str
    """Address without suffix: findings/F-004."""
    title: str
    statement: str
    source_label: str = ""
    retired: str = ""
    """Why it is no longer in use, where it is not."""
    successor: Target | None = None
    trail: tuple[Target, ...]
    """From the kind's index down to the parent."""
    facts: tuple[Fact, ...]
    sections: tuple[SectionDocument, ...]
    breadth: Breadth | None = None
    confidence: tuple[str, ...] = ()
    """One line per component; empty where not assessed."""
    targets: dict[str, Target]
    """Everything [[ID]] names in any text here."""
    references: dict[str, CitedReference]
    """Everything [@key] names in any text here, and every source."""
    credits: tuple[Credit, ...]
    cite: Cite | None = None
    licence: LicenceNote
    previous: Target | None = None
    next: Target | None = None
    origin: Origin
