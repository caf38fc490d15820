"""What catalogue rules need of one item, in a few texts that a build can keep for the next one. It holds no places."""

from __future__ import annotations

from itertools import chain
from typing import Any, NamedTuple

from patternbook.check.collect import ItemContents, RawStruct
from patternbook.check.summaries.checked_item import CheckedItem, MentionedTogether, WrittenRelation
from patternbook.check.summaries.compared_values import MAX_DIGITS, inclusions, pages_in_works, unique_values, written_dates
from patternbook.check.summaries.samples import SAMPLE_FIELDS, SampleLabel, StudySample, sample_of
from patternbook.check.texts import (
    body_of,
    compared_texts,
    given_numbers,
    named_labels,
    sentences,
)
from patternbook.markup import Markdown, citations_at, entry_links_at, keys_in
from patternbook.model.components import DIRECT, OWN_RESULT, bears_directly
from patternbook.model.registry import ALIASES, KINDS


class Grading(NamedTuple):
    """A confidence level that was given to an entry, and what it rests on."""

    assessors: tuple[str, ...]
    supporting: tuple[tuple[str, str], ...]
    """Study and source of each direct result that supports the entry."""


class Reads(NamedTuple):
    """What a study rests on, and which of its sources were read in full."""

    data_sets: tuple[str, ...]
    in_full: tuple[str, ...]
    sources: tuple[str, ...]
    """All of its sources, its main publication first."""
    is_purposive: bool
    """Whether a share of its sample says nothing about others."""


class Writing(NamedTuple):
    """What rules that a catalogue switches on compare between items (optional/)."""

    loose_numbers: tuple[str, ...]
    """Numbers of title, statement and body that its own sourced parts do not give."""
    given_numbers: tuple[str, ...]
    """All numbers in it, where it is of a kind with a sample, such as a study."""
    body_links: tuple[str, ...]
    """Ids that its body links to."""
    sentences: bytes
    """Digests of its longer sentences, of 8 bytes each."""
    mentions: tuple[MentionedTogether, ...]
    named_labels: tuple[str, ...]
    """What in its running texts may be the label of a participant."""
    share_sources: tuple[tuple[str, ...], ...]
    """Of each share that its texts give, the studies or works that it can come from."""

    def sentence_list(self) -> list[bytes]:
        return [self.sentences[at : at + 8] for at in range(0, len(self.sentences), 8)]


class FunnelStep(NamedTuple):
    """A step of a funnel, in numbers; None for one that is not given."""

    study: str
    unit: str
    entered: int | None
    left: int | None
    is_explained: bool
    """Whether the item says why its numbers do not fit."""


class Compared(NamedTuple):
    """What rules about plausibility compare between items (plausibility/)."""

    unique: tuple[tuple[str, str], ...] = ()
    """(field, value) of what no other item of the list may share, each value as it is compared."""
    latest: str = ""
    """The latest day in it; empty where there is none."""
    successor: str = ""
    """The entry that takes its place."""
    includes: tuple[str, ...] = ()
    """The studies that it counts among its material."""
    passed: FunnelStep | None = None
    pages: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = ()
    """Works, and the pages that a locator names in one of them."""


class ItemSummary(NamedTuple):
    """The contents of one item that may be inconsistent with other items."""

    key: str
    name: str
    title: str
    is_named: bool
    """Whether the name is an id, a slug or a key that others can refer to."""
    retired: bool
    successor: str
    """Of a retired entry, if it names one."""
    uses: tuple[tuple[str, str], ...]
    """(kind of thing, name) of everything that it names, links to or cites, each once."""
    maybe_cited: tuple[str, ...]
    """Texts in unknown fields and keys in malformed citations, which may be meant as the key of a reference."""
    relations: tuple[WrittenRelation, ...]
    labels: tuple[SampleLabel, ...]
    sample: StudySample | None
    """The sample of a study; None where it lists none, or part of its list cannot be read."""
    grading: Grading | None
    reads: Reads | None
    """None of what is no study."""
    is_person: bool
    """Whether it is a contributor who is a person with an ORCID."""
    aliases: tuple[str, ...]
    """Addresses that it had elsewhere."""
    writing: Writing | None
    """None where no rule is on that needs it."""
    compared: Compared


def summarize(item: CheckedItem, shared: dict[Any, Any], *, writing: bool) -> ItemSummary:
    """Summarize an item.

    Args:
        item: The item.
        shared: Values that are in other summaries, too, which are stored once to save memory.
        writing: Whether a rule is on that a catalogue switches on.

    """
    contents, whole = item.contents, item.contents.whole
    retired = whole.inner("retired") if item.key in KIND_BY_KEY and whole is not None else None
    uses = {(kind, name): None for _, kind, name in contents.names}
    uses |= {(kind, name): None for _, kind, name in chain(item.premises(), item.marks())}
    return ItemSummary(
        key=item.key,
        name=item.name,
        title=(whole.text("title") or whole.text("name")) if whole is not None else "",
        is_named=item.name_spot is not None,
        retired=retired is not None,
        successor=retired.text("successor") if retired is not None else "",
        uses=tuple([shared.setdefault(use, use) for use in uses]),
        maybe_cited=(
            *contents.astray,
            *(key for _, opening in item.malformed for key in keys_in(opening)),
            *(work.key for _, markdown in contents.marked if "@" in markdown.plain for _, work in citations_at(markdown) if work.form == "text"),
        ),
        relations=tuple(relation for _, relation in item.relations()),
        labels=tuple([shared.setdefault(label, label) for label in dict.fromkeys(label for _, label in item.labels())]),
        sample=sample_of(whole, SAMPLE_FIELDS[item.key]) if item.key in SAMPLE_FIELDS and whole is not None else None,
        grading=_grading_of(contents),
        reads=_reads_of(whole, contents) if item.key in SAMPLE_FIELDS and whole is not None else None,
        is_person=whole is not None and bool(whole.text("orcid")) and whole.raw.get("group") != "true",
        aliases=tuple(address for _, address in whole.texts(ALIASES)) if whole is not None and ALIASES in whole.raw else (),
        writing=_writing(item) if writing else None,
        compared=_compared(item),
    )


def _compared(item: CheckedItem) -> Compared:
    contents, whole = item.contents, item.contents.whole
    retired = whole.inner("retired") if whole is not None and "retired" in whole.raw else None
    return Compared(
        unique=tuple(dict.fromkeys((field, value) for _, field, value in unique_values(contents))) if retired is None else (),
        latest=max((text for _, text in written_dates(contents, calendar=True)), default=""),
        successor=retired.text("successor") if retired is not None else "",
        includes=tuple(name for _, name in inclusions(contents)),
        passed=_passed_of(whole) if whole is not None and "passed" in whole.raw else None,
        pages=tuple(dict.fromkeys((works, pages) for _, works, pages in pages_in_works(item))),
    )


def _passed_of(whole: RawStruct) -> FunnelStep | None:
    if (passed := whole.inner("passed")) is None:
        return None
    entered, left = (int(text) if (text := passed.text(key)).isdecimal() and len(text) < MAX_DIGITS else None for key in ("entered", "left"))
    return FunnelStep(whole.text("study"), passed.text("unit"), entered, left, bool(whole.raw.get("errata") or passed.text("caution")))


def _grading_of(contents: ItemContents) -> Grading | None:
    whole = contents.whole
    confidence = whole.inner("confidence") if whole is not None and "confidence" in whole.raw else None
    if confidence is None:
        return None
    assessors = tuple(part.text("by") for part in contents.parts if part.field == "confidence" and part.text("by"))
    return Grading(
        assessors, tuple((part.text("study"), part.text("source")) for part in contents.parts if part.field == "evidence" and _supports(part))
    )


def _supports(part: RawStruct) -> bool:
    """Whether an item of evidence is an own result that supports its entry directly and was read."""
    directness, role = part.text("directness") or DIRECT, part.text("role_in_source") or OWN_RESULT
    return part.text("stance") == "supports" and bears_directly(directness, part.text("traceability"), role)


def _reads_of(whole: RawStruct, contents: ItemContents) -> Reads:
    in_full = tuple(part.text("source") for part in contents.parts if part.field == "reads" and part.text("depth") == "full")
    sources = dict.fromkeys((whole.text("reference"), *(part.text("source") for part in contents.parts if part.field == "reads")))
    data_sets = tuple(text for _, text in whole.texts("data_sets")) or (whole.text("id"),)
    return Reads(data_sets, in_full, tuple(sources), is_purposive=whole.raw.get("is_purposive") in ("true", "True"))


def _writing(item: CheckedItem) -> Writing:
    claimed, body = dict.fromkeys(digits for _, digits in item.claimed_numbers()), body_of(item.contents)
    given = set(given_numbers(item.contents)) if claimed or item.key in SAMPLE_FIELDS else set[str]()
    return Writing(
        loose_numbers=tuple(digits for digits in claimed if digits not in given),
        given_numbers=tuple(sorted(given)) if item.key in SAMPLE_FIELDS else (),
        body_links=tuple(dict.fromkeys(id_ for _, id_ in entry_links_at(Markdown.of(body[1])))) if body else (),
        sentences=b"".join(dict.fromkeys(each for _, text in compared_texts(item.contents) for _, each in sentences(text))),
        mentions=tuple(dict.fromkeys(mentioned for _, mentioned in item.mentioned_together())),
        named_labels=tuple(dict.fromkeys(label for _, _, label in named_labels(item.contents))),
        share_sources=tuple(dict.fromkeys(share.sources for share in item.shares())),
    )


KIND_BY_KEY = {kind.key: kind for kind in KINDS}
