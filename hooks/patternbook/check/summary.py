"""The input of catalogue rules: a summary of each item, in a few texts that a build can keep for the next one.

A summary holds no places. A rule that finds a problem returns a function that finds its positions in the item
(`FindPositions`), so that an item is read again, with places, only where a message needs one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from patternbook.check.advice.forms import slug_of
from patternbook.check.advice.nearest import misspelt_name
from patternbook.check.collect import ItemContents, Position, RawStruct, collected_fields
from patternbook.check.references import ANY_ENTRY, LIST_OF_THING, THING_OF_LIST, KnownNames, mended_name, thing_named
from patternbook.check.texts import (
    BODY,
    FieldText,
    Paragraph,
    Share,
    body_of,
    claimed_numbers,
    compared_texts,
    free_texts,
    given_numbers,
    named_labels,
    odd_texts,
    paragraphs,
    sentences,
    shares,
)
from patternbook.diagnostics.diagnostic import Place
from patternbook.markup import Markdown, citations_at, entry_links_at, find_malformed, images_at, is_surely_key, keys_in
from patternbook.model.components import DIRECT, OWN_RESULT, PLANNED_FIELDS, Relation, bears_directly
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.registry import ALIASES, ID_PATTERN, KIND_BY_NAME, KINDS, RELATIONS, id_number, kind_of_id
from patternbook.model.relations import RelationKind
from patternbook.model.struct import ModelStruct
from patternbook.source.days import is_day
from patternbook.source.parse import ValueSpot, YamlValue, value_at
from patternbook.source.source_file import SourceFile
from patternbook.urls import comparable_address


@dataclass(frozen=True)
class CheckedItem:
    """An item of a list, a page of prose or a reference with its contents: the input of an item rule."""

    key: str
    """The list it is in."""
    name: str
    """Its name in messages."""
    name_spot: ValueSpot | None
    """Where its own name is written; None where it has none that others can refer to."""
    contents: ItemContents
    place: Callable[[Position], Place]
    """Looks up where something in it is written."""
    source: SourceFile | None = None
    """The file it is in; None of what is in no YAML file."""

    @cached_property
    def odd_texts(self) -> tuple[FieldText, ...]:
        """Its texts that rules about single texts look at."""
        return odd_texts(self.contents)

    def is_quoted(self, spot: ValueSpot) -> bool:
        """Whether the text at a spot is in quotes, or a block of its own."""
        return self.source is not None and self.source.is_quoted(spot)

    def comment_after(self, spot: ValueSpot) -> str:
        """The comment on the same line that a text without quotes ends at; empty where there is none."""
        return self.source.comment_after(spot) if self.source is not None else ""

    def commented_texts(self) -> Iterator[tuple[ValueSpot, str, FieldInfo]]:
        """Its texts that a comment on the same line ends."""
        for part in self.contents.parts if self.source is not None and self.source.has_comments_after else ():
            yield from (each for each in free_texts(part) if self.comment_after(each[0]))

    @cached_property
    def malformed(self) -> tuple[tuple[Position, str], ...]:
        """Openings of a link or citation in its texts that do not become one."""
        return tuple((Position(spot, at), opening) for spot, text in self.contents.marked for at, opening in find_malformed(text))

    def uses(self) -> Iterator[tuple[Position, str, str]]:
        """Everything that its fields name and its texts link to or cite: position, kind of thing, name."""
        return chain(((Position(spot), kind, name) for spot, kind, name in self.contents.names), self.premises(), self.marks())

    def marks(self) -> Iterator[tuple[Position, str, str]]:
        """Links, pictures and citations in its texts: position, kind of thing, name."""
        for spot, markdown in self.contents.marked:
            yield from ((Position(spot, at), "link", id_) for at, id_ in entry_links_at(markdown))
            yield from ((Position(spot, at), "image", file) for at, file in images_at(markdown))
            for at, work in citations_at(markdown):
                if work.form != "text" or is_surely_key(work.key):
                    yield Position(spot, at), "reference", work.key
                # Any other word after `@` may be a name in a social network.

    def premises(self) -> Iterator[tuple[Position, str, str]]:
        """The entries that its claims follow from: position, kind of thing, id."""
        for part in self.contents.parts:
            for spot, name in part.texts("follows_from") if "follows_from" in part.raw else ():
                if re.fullmatch(ID_PATTERN, name):
                    yield Position(spot), "entry", name

    @cached_property
    def positions(self) -> ItemPositions:
        """Where everything in it is that other items may contradict."""
        uses = group_positions((position, (kind, name)) for position, kind, name in self.uses())
        return ItemPositions(
            uses, [position for position, _ in self.relations()], group_positions(self.labels()), group_positions(self.claimed_numbers())
        )

    def claimed_numbers(self) -> Iterator[tuple[Position, str]]:
        """The numbers of its title, its statement and its body, except of paragraphs that are marked as ours."""
        raw = self.contents.whole.raw if self.contents.whole is not None else {}
        for key in ("title", "statement", BODY):
            value = raw.get(key)
            for paragraph in paragraphs(value) if isinstance(value, str) else ():
                if not paragraph.is_ours:
                    yield from ((Position((raw, key), paragraph.offset + at), digits) for at, digits in claimed_numbers(paragraph.text))

    def paragraph_at(self, position: Position) -> Paragraph:
        """The paragraph of a text that a position is in."""
        holder, step = position.spot
        text, key = str(value_at(position.spot)), (id(holder), step)
        if key not in self._paragraphs:
            self._paragraphs[key] = [*paragraphs(text)]
        number = bisect_right(self._paragraphs[key], position.offset or 0, key=lambda each: each.offset)
        return self._paragraphs[key][number - 1] if number else Paragraph(text, 0)

    @cached_property
    def _paragraphs(self) -> dict[tuple[int, str | int], list[Paragraph]]:
        """Spot, its holder by identity -> the paragraphs of the text there, cut once for all problems in it."""
        return {}

    def relations(self) -> Iterator[tuple[Position, WrittenRelation]]:
        """Its relations, in the order of the file."""
        fields = _RELATIONS.get(self.key, {})
        for part in self.contents.parts if fields else ():
            for kind in fields[part.field] if part.field in fields and issubclass(part.model, Relation) else ():
                if target := part.text(kind.holder):
                    yield Position((part.raw, kind.holder)), (kind.field, target, _statement(self.name, kind, target, part))

    def labels(self) -> Iterator[tuple[Position, SampleLabel]]:
        """Every label of a study's sample that it mentions, with its position."""
        for part in self.contents.parts:
            if not _label_fields(part.model).isdisjoint(part.raw) and (labels := _labels_of(part)):
                cited_from = part.text("study"), part.text("source")
                yield from ((Position(spot), (*cited_from, what, label)) for spot, label, what in labels)

    def mentioned_together(self) -> Iterator[tuple[RawStruct, MentionedTogether]]:
        """Every mention that lists both participants and organizations, with its struct."""
        for part in self.contents.parts:
            mentions = part.inner("mentions")
            lists = [tuple(label for _, label in mentions.texts(what)) for what in ("participants", "organizations")] if mentions else []
            if mentions and all(lists):
                yield mentions, MentionedTogether(part.text("study"), part.text("source"), *lists)

    def shares(self) -> Iterator[Share]:
        """The shares that its texts give."""
        return shares(self.contents, self.name if self.key in _SAMPLE_FIELDS else "")


WrittenRelation = tuple[str, str, str]
"""Its field, its target, and its statement; see `_statement`."""
SampleLabel = tuple[str, str, str, str]
"""The study and the source that it is cited from, the list it is from (`participants` or `organizations`), and the label."""


class ItemPositions(NamedTuple):
    """Where things are in one item: found once for all problems, since one item may have many."""

    uses: Mapping[tuple[str, str], Sequence[Position]]
    """(kind of thing, name) -> where it is used."""
    relations: Sequence[Position]
    labels: Mapping[SampleLabel, Sequence[Position]]
    numbers: Mapping[str, Sequence[Position]]
    """Digits of a number that title, statement or body claim -> where."""


Thing = TypeVar("Thing")


def group_positions(found: Iterable[tuple[Position, Thing]]) -> Mapping[Thing, Sequence[Position]]:
    """All positions of each thing, in order."""
    groups = defaultdict[Thing, list[Position]](list)
    for position, thing in found:
        groups[thing].append(position)
    return groups


class StudySample(NamedTuple):
    """The labels that may be mentioned: the participants and the organizations of a study."""

    reference: str
    """The study's main publication."""
    participants: frozenset[str]
    organizations: frozenset[str]
    organization_of: Mapping[str, str]
    """Participant -> the organization that lists them."""


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


class MentionedTogether(NamedTuple):
    """The participants and the organizations that one item of a text mentions, of which both are listed."""

    study: str
    source: str
    participants: tuple[str, ...]
    organizations: tuple[str, ...]


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
        sample=_sample_of(whole, _SAMPLE_FIELDS[item.key]) if item.key in _SAMPLE_FIELDS and whole is not None else None,
        grading=_grading_of(contents),
        reads=_reads_of(whole, contents) if item.key in _SAMPLE_FIELDS and whole is not None else None,
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


def written_locators(item: CheckedItem) -> Iterator[tuple[Position, tuple[str, ...], str]]:
    """Every locator of an item, of its fields and its citations: position, the works that it may be a place in, and its text.

    What is `cited in section 7` is a place in a work that the entry's evidence is from, not in the one that is cited there.
    """
    evidence = tuple(dict.fromkeys(part.text("source") for part in item.contents.parts if part.field == "evidence" and part.text("source")))
    for part in item.contents.parts:
        for key in ("locator", "in_source") if "locator" in part.raw or "in_source" in part.raw else ():
            locator, named = part.text(key), part.text("source") or part.text("reference")
            if locator:
                works = evidence if locator.startswith("cited") else (named,) if named else ()
                yield Position((part.raw, key)), works, locator
    for spot, markdown in item.contents.marked:
        for at, work in citations_at(markdown) if "@" in markdown.plain else ():
            if work.locator:
                yield Position(spot, at), (work.key,), work.locator


def pages_in_works(item: CheckedItem) -> Iterator[tuple[Position, tuple[str, ...], tuple[int, ...]]]:
    """The pages that an item names in works: position, works, pages. Those of another version of a work, or of what comes with it, are left out."""
    for position, works, locator in written_locators(item):
        clauses = [clause for clause in locator.split(";") if "p" in clause and not _OTHER_VERSION.search(clause)] if works else []
        pages = tuple(int(number) for clause in clauses for match in _PAGES.finditer(clause) for number in _FULL_NUMBER.findall(match[0]))
        if pages:
            yield position, works, pages


_OTHER_VERSION = re.compile(r"(?i)version|preprint|arxiv|supplement|appendix|online|edition|slide|draft|report")
_RANGE = "[0-9]{1,6}(?: ?[–-] ?[0-9]{1,6})?"
_PAGES = re.compile(rf"\b(?:(?:pp\.?|pages) ?{_RANGE}(?:(?:, | and ){_RANGE}(?![0-9.]))*|(?:p\.?|page) ?{_RANGE})")
_FULL_NUMBER = re.compile(r"(?<![0-9–-])(?<![–-] )[0-9]{1,6}")
"""A page; the last of a range may be shortened, and is left out."""


def _passed_of(whole: RawStruct) -> FunnelStep | None:
    if (passed := whole.inner("passed")) is None:
        return None
    entered, left = (int(text) if (text := passed.text(key)).isdecimal() and len(text) < MAX_DIGITS else None for key in ("entered", "left"))
    return FunnelStep(whole.text("study"), passed.text("unit"), entered, left, bool(whole.raw.get("errata") or passed.text("caution")))


def inclusions(contents: ItemContents) -> Iterator[tuple[Position, str]]:
    """The studies that a study counts among its material."""
    for part in contents.parts if contents.whole is not None and "shares" in contents.whole.raw else ():
        if part.field == "shares" and any(text == "includes" for _, text in part.texts("what")):
            yield Position((part.raw, "study")), part.text("study")


MAX_DIGITS = 20
"""Longer numbers are refused for their form; reading them would take long."""


def unique_values(contents: ItemContents) -> Iterator[tuple[Position, str, str]]:
    """What no two items of a list share (`Unique`): position, field, and the value as it is compared."""
    for part, field in contents.fields_with("unique"):
        if value := part.text(field.key):
            yield Position((part.raw, field.key)), field.key, comparable_address(value) if field.is_address else " ".join(value.casefold().split())


def written_dates(contents: ItemContents, *, calendar: bool = False) -> Iterator[tuple[Position, str]]:
    """The dates and years of an item.

    Args:
        contents: The item.
        calendar: As days that have come, without those that are planned. A year is then the first day of the one before: it may be
            named that much ahead.

    """
    for part, field in contents.fields_with("notation"):
        text = part.text(field.key)
        if calendar and part.field in PLANNED_FIELDS:
            continue
        if field.notation == "date" and (is_day(text) if calendar else text):
            yield Position((part.raw, field.key)), text
        elif field.notation == "year" and text.isdecimal() and len(text) == 4:
            yield Position((part.raw, field.key)), f"{int(text) - 1:04d}-01-01" if calendar else text


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
    given = set(given_numbers(item.contents)) if claimed or item.key in _SAMPLE_FIELDS else set[str]()
    return Writing(
        loose_numbers=tuple(digits for digits in claimed if digits not in given),
        given_numbers=tuple(sorted(given)) if item.key in _SAMPLE_FIELDS else (),
        body_links=tuple(dict.fromkeys(id_ for _, id_ in entry_links_at(Markdown.of(body[1])))) if body else (),
        sentences=b"".join(dict.fromkeys(each for _, text in compared_texts(item.contents) for _, each in sentences(text))),
        mentions=tuple(dict.fromkeys(mentioned for _, mentioned in item.mentioned_together())),
        named_labels=tuple(dict.fromkeys(label for _, _, label in named_labels(item.contents))),
        share_sources=tuple(dict.fromkeys(share.sources for share in item.shares())),
    )


OpenItem = Callable[[], CheckedItem]
"""Collects the contents of an item, anew in each call: the contents of all items at once would fill the memory."""
FindPositions = Callable[[CheckedItem], Iterable[Position]]
"""Finds in an item the positions of what a catalogue rule reports."""


def own_name(item: CheckedItem) -> Iterable[Position]:
    """Where the id or slug of an item is written."""
    return () if item.name_spot is None else (Position(item.name_spot),)


def use_of(kind: str, name: str) -> FindPositions:
    """All positions where an item uses a name."""
    return lambda item: item.positions.uses.get((kind, name), ())


def relation_at(number: int) -> FindPositions:
    """The position of the target of one of an item's relations."""
    return lambda item: item.positions.relations[number : number + 1]


def label_in(label: SampleLabel) -> FindPositions:
    """All positions where an item mentions a label of a sample."""
    return lambda item: item.positions.labels.get(label, ())


@dataclass(frozen=True)
class CatalogueSummary:
    """The summaries of everything: the input of catalogue rules."""

    items: Sequence[ItemSummary]
    names: KnownNames
    retracted: Mapping[str, str]
    """Key of a work that was retracted -> when, as far as it is known, in words that follow `was retracted`."""
    pages: Mapping[str, tuple[int, int]]
    """Key of a work -> its first and its last page, where they are known."""
    latest_day: str = ""
    """The latest day that the data may name; empty where that is not known."""
    unread: bytes = b""
    """The contents of files that could not be read as a whole: names in them are neither unknown nor unused."""

    @cached_property
    def uses(self) -> frozenset[tuple[str, str]]:
        """(kind of thing, name) of everything that any item names, each once, since most are named often."""
        return frozenset(chain.from_iterable(item.uses for item in self.items))

    @cached_property
    def unknown(self) -> tuple[tuple[int, str, str], ...]:
        """Index of an item, kind of thing and name of everything that is named and does not exist, or is of another kind."""
        lacking = {use for use in self.uses if self.names.lacks(*use) and not self._may_be_unread(*use)}
        return tuple((number, *use) for number, item in enumerate(self.items if lacking else ()) for use in item.uses if use in lacking)

    def _may_be_unread(self, thing: str, name: str) -> bool:
        """Whether a word or a person may be among those of a file that could not be read as a whole, however it is written there."""
        key = LIST_OF_THING.get(thing, "") if thing not in KIND_BY_NAME else ""
        if not key or not re.search(rf"(?m)^{key}:".encode(), self.unread):
            return False
        return any(each and each.encode() in self.unread.lower() for each in (name.casefold(), slug_of(name)))

    @cached_property
    def lost(self) -> frozenset[str]:
        """Kinds of thing that are named, though there is nothing of that kind: a file was lost."""
        things = {thing_named(kind, name) for _, kind, name in self.unknown}
        return frozenset(thing for thing in things if not self.names.known.get(thing))

    @cached_property
    def missing(self) -> frozenset[str]:
        """Names of what is named, but cannot be found or read."""
        return frozenset(name for _, _, name in self.unknown) | (self.names.unread - self.names.known[ANY_ENTRY])

    @cached_property
    def may_cite(self) -> bool:
        """Whether an entry is missing that several items name, which may cite anything."""
        naming = Counter(name for _, kind, name in self.unknown if thing_named(kind, name) in KIND_BY_NAME)
        return bool(self.lost) or not self.names.is_whole or max(naming.values(), default=0) >= MIN_NAMING

    @cached_property
    def half_related(self) -> frozenset[str]:
        """Items with a relation to something that is missing, so that it may be meant for any other."""
        return frozenset(item.name for item in self.items if any(target in self.missing for _, target, _ in item.relations))

    @cached_property
    def lacks_samples(self) -> bool:
        """Whether an entry of a kind with a sample, such as a study, is missing."""
        return not self.names.is_whole or any(kind.key in _SAMPLE_FIELDS for name in self.missing if (kind := kind_of_id(name)) is not None)

    @cached_property
    def renamed(self) -> Mapping[tuple[str, str], str]:
        """Kind of thing and name of what is unknown -> the most similar name that nothing uses, which may be the same thing misnamed."""
        used = {name for _, name in self.uses}
        naming = Counter((thing_named(kind, name), name) for _, kind, name in self.unknown)
        found: dict[tuple[str, str], str] = {}
        for (thing, name), count in list(naming.items())[:MAX_SUGGESTIONS]:
            known = self.names.known.get(thing, frozenset())
            was_there = count > 1 and id_number(name) <= max(map(id_number, known), default=0)  # else it is rather one that is to come
            if was_there and (near := misspelt_name(name, known - used)):
                found[thing, name] = near
        return found

    def is_consequence(self, thing: str, name: str) -> bool:
        """Whether a name is unknown only since the item that has it is reported itself: for its id, or the list that it is in."""
        in_another_list = thing in KIND_BY_NAME and name in self.names.known[ANY_ENTRY]
        return in_another_list or (thing, name) in self._malformed or self._nameless.get(thing, 0) >= self._unknown_of[thing]

    @cached_property
    def _malformed(self) -> frozenset[tuple[str, str]]:
        """Kind of thing and name that items would have if their id or slug had the right form."""
        items = (item for item in self.items if item.is_named and item.key in THING_OF_LIST)
        mended = ((THING_OF_LIST[item.key], mended_name(item.name, is_id=item.key in KIND_BY_KEY), item.name) for item in items)
        return frozenset((thing, name) for thing, name, written in mended if name != written)

    @cached_property
    def _nameless(self) -> Mapping[str, int]:
        """Kind of thing -> items without an id or slug of the right form, which are reported for that."""
        unknown = {name for _, _, name in self.unknown}
        return Counter(
            THING_OF_LIST[item.key]
            for item in self.items
            if item.key in THING_OF_LIST and (not item.is_named or (_is_odd(item) and mended_name(item.name, is_id=True) not in unknown))
        )

    @cached_property
    def _unknown_of(self) -> Mapping[str, int]:
        """Kind of thing -> names of that kind that nothing has."""
        names = {(thing_named(kind, name), name) for _, kind, name in self.unknown}
        return Counter(thing for thing, name in names if (thing, name) not in self._malformed)

    @cached_property
    def cited(self) -> frozenset[str]:
        """Keys of references that are cited, or that a text may be meant to cite."""
        return frozenset(name for kind, name in self.uses if kind == "reference").union(*(item.maybe_cited for item in self.items))

    @cached_property
    def samples(self) -> Mapping[str, StudySample | None]:
        """Study -> its sample."""
        return {item.name: item.sample for item in self.items if item.key in _SAMPLE_FIELDS}

    @cached_property
    def samples_by_reference(self) -> Mapping[str, StudySample]:
        """Main publication of a study -> its sample."""
        return {sample.reference: sample for sample in self.samples.values() if sample is not None}

    @cached_property
    def numbers_by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Id of a study, and key of its main publication -> the numbers that it gives."""
        given = [(item.name, item.sample.reference if item.sample else "", item.writing.given_numbers) for item in self.items if item.writing]
        return {name: numbers for id_, reference, numbers in given if numbers for name in (id_, reference)}

    @cached_property
    def purposive_sources(self) -> frozenset[str]:
        """Ids of studies whose samples were picked, and the works that these studies alone are read in."""
        studies = [(item.name, item.reads) for item in self.items if item.reads is not None]
        shared = Counter(source for _, reads in studies for source in reads.sources)
        picked = [(name, *reads.sources) for name, reads in studies if reads.is_purposive]
        return frozenset(name for names in picked for name in names if shared[name] <= 1)

    def sample(self, study: str, source: str) -> StudySample | None:
        """The sample of a study; that of the study published as `source` where no such study exists."""
        return self.samples[study] if study in self.samples else self.samples_by_reference.get(source)


def _is_odd(item: ItemSummary) -> bool:
    """Whether the id of an entry is none, or has the prefix of another kind."""
    kind = KIND_BY_KEY.get(item.key)
    return kind is not None and (re.fullmatch(ID_PATTERN, item.name) is None or kind_of_id(item.name) is not kind)


MIN_NAMING = 3
"""Items that name something that is not there, from which on it was rather lost than never there."""
MAX_SUGGESTIONS = 100
"""The most unknown names for which a near one is looked for among all: each takes time in proportion to their number."""

KIND_BY_KEY = {kind.key: kind for kind in KINDS}
_SAMPLE_FIELDS = {kind.key: kind.sample for kind in KINDS if kind.sample}
_RELATIONS: Mapping[str, Mapping[str, Sequence[RelationKind]]] = {
    kind.key: {
        of.field: [each for each in RELATIONS if (each.source, each.field) == (kind.name, of.field)] for of in RELATIONS if of.source == kind.name
    }
    for kind in KINDS
}
"""Top-level list -> field -> the kinds of relation that it holds, usually one."""


def _statement(name: str, kind: RelationKind, target: str, part: RawStruct) -> str:
    """A relation as one text, the same from whichever end it is written: field and ends, variant, aspect, condition.

    Empty where the variant has no valid form, since the relation cannot be compared then.
    """
    variant = ""
    if kind.variant:
        shape = next(shape for shape in fields_of(part.model) if shape.key == kind.variant)
        variant = str(part.raw.get(kind.variant, shape.default))
        if variant not in shape.choices:
            return ""
    here, there = (kind.field, name, target), (kind.mirror, target, name)
    return "\0".join((*(min(here, there) if kind.mirror else here), variant, part.text("aspect"), part.text("condition")))


def _sample_of(study: RawStruct, fields: tuple[str, ...]) -> StudySample | None:
    """The labels of a study.

    Args:
        study: An entry of a kind with a sample.
        fields: `Kind.sample`.

    Returns:
        The labels; None where part of the list cannot be read, so that not all labels are known.

    """
    outer, inner = fields
    group = collected_fields(study.model)[outer].part
    organizations = _by_label(group, study.raw.get(outer))
    if not organizations or group is None:
        return None
    people = [each.get(inner, []) for each in organizations.values()]
    if not all(isinstance(each, list) and all(isinstance(label, str) for label in each) for each in people):
        return None
    labels = frozenset(label.strip() for each in people for label in each if isinstance(label, str))
    organization_of = {label.strip(): name for name, each in organizations.items() for label in each.get(inner, []) if isinstance(label, str)}
    return StudySample(study.text("reference"), labels, frozenset(organizations), organization_of)


def _by_label(model: type[ModelStruct] | None, values: object) -> dict[str, dict[str, YamlValue]] | None:
    """A list of structs by their `label`; None where it is not a list, or one of them has no label or an unknown field."""
    if not isinstance(values, list) or model is None:
        return None
    structs = {}
    for value in values:
        label = RawStruct("", model, value).text("label") if isinstance(value, dict) else ""
        if not label or not isinstance(value, dict) or value.keys() - collected_fields(model).keys():
            return None
        structs[label] = value
    return structs


@cache
def _label_fields(model: type[ModelStruct]) -> frozenset[str]:
    """The fields of a model that may mention labels of a sample: none in many models."""
    return frozenset(("mentions", "organizations", "organization")).intersection(collected_fields(model))


def _labels_of(part: RawStruct) -> list[tuple[ValueSpot, str, str]]:
    """Every label of a sample that a struct mentions itself: spot, label, and the list it is from."""
    mentions = part.inner("mentions")
    labels = [(spot, label, "participants") for spot, label in mentions.texts("participants")] if mentions else []
    for holder in (mentions, part) if mentions else (part,):
        labels += [(spot, label, "organizations") for spot, label in holder.texts("organizations")]
    organization = part.text("organization")
    return [*labels, ((part.raw, "organization"), organization, "organizations")] if organization else labels
