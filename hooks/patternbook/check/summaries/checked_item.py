"""An item with its contents: the input of an item rule, and where things are in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeVar

from patternbook.check.collect import ItemContents, Position, RawStruct
from patternbook.check.summaries.samples import SAMPLE_FIELDS, SampleLabel, label_fields, labels_of
from patternbook.check.texts import (
    BODY,
    FieldText,
    Paragraph,
    Share,
    claimed_numbers,
    free_texts,
    odd_texts,
    paragraphs,
    shares,
)
from patternbook.diagnostics.diagnostic import Place
from patternbook.markup import citations_at, entry_links_at, find_malformed, images_at, is_surely_key
from patternbook.model.components import Relation
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.registry import ID_PATTERN, KINDS, RELATIONS
from patternbook.model.relations import RelationKind
from patternbook.source.parse import ValueSpot, value_at
from patternbook.source.source_file import SourceFile


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
            if not label_fields(part.model).isdisjoint(part.raw) and (labels := labels_of(part)):
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
        return shares(self.contents, self.name if self.key in SAMPLE_FIELDS else "")


WrittenRelation = tuple[str, str, str]
"""Its field, its target, and its statement; see `_statement`."""


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


class MentionedTogether(NamedTuple):
    """The participants and the organizations that one item of a text mentions, of which both are listed."""

    study: str
    source: str
    participants: tuple[str, ...]
    organizations: tuple[str, ...]


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
