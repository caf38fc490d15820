"""`patternbook new KIND`: a draft of an entry in its place, once it is clear that its claim is not in the catalogue yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from patternbook.editing.draft import Drafter
from patternbook.editing.nearest import STOP_WORDS, Described, nearest
from patternbook.editing.splice import SpliceError, YamlText
from patternbook.editing.write import ChangedFile, new_file, open_file
from patternbook.model.components import Evidence
from patternbook.model.introspect import fields_of
from patternbook.model.kind import Kind
from patternbook.model.registry import KIND_BY_NAME, LISTED, LISTS, RELATIONS, id_number, is_placeholder
from patternbook.model.relations import RelationKind
from patternbook.source.files import load_folder
from patternbook.source.parse import YamlValue

SHOWN = 5
"""The most entries that are shown as near."""
NEW, SAME = "new", "evidence"
"""Answers to what a claim is beside those there are: a new one, or the same as one, which then gets further evidence."""


class UnansweredError(Exception):
    """Something is to be answered that no option answers, and nobody can be asked; the message says what."""


@dataclass(frozen=True, slots=True)
class WantedEntry:
    """What a new entry is to be, as far as options say."""

    kind: Kind
    title: str = ""
    statement: str = ""
    group: str = ""
    """What it is grouped by in its index, for instance the slug of an area."""
    name: str = ""
    """What follows `new-` in its placeholder; made of its title where empty."""
    compared: str = ""
    """What its claim is beside those there are: see `answers`."""
    other: str = ""
    """The id of the entry that it is compared with."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A change to the data, and what to say of it."""

    changed: ChangedFile = field(repr=False)
    says: list[str]


@dataclass(frozen=True, slots=True)
class _WrittenItem:
    """An item of a list as it is written, valid or not."""

    path: Path
    key: str
    index: int
    raw: dict[str, YamlValue]

    def text(self, name: str) -> str:
        value = self.raw.get(name)
        return value if isinstance(value, str) else ""


def answers(kind: Kind) -> tuple[str, ...]:
    """What a claim of this kind may be beside another: new, the same, or what a relation between them says."""
    return (NEW, SAME, *(relation.nearness for relation in _comparing(kind)))


def _comparing(kind: Kind) -> Sequence[RelationKind]:
    """The relations that say how claims of this kind compare."""
    return [each for each in RELATIONS if each.nearness and each.source == each.target == kind.name]


def draft_entry(wanted: WantedEntry, data: Path, base: Path, ask: Callable[[str], str] | None, show: Callable[[str], None]) -> Drafted:
    """Draft an entry, or further evidence for one that claims the same.

    Args:
        wanted: What it is to be, as far as options say.
        data: The data folder.
        base: Folder that messages name files relative to.
        ask: Asks a person a question; None where nobody can be asked.
        show: Shows a line while it is being decided.

    Raises:
        UnansweredError: something is to be answered and nobody can be asked, or an answer is none of those possible.
        SpliceError: a file cannot be changed.

    """
    kind, items = wanted.kind, list(_written_items(data, base))
    own = [item for item in items if item.key == kind.key]
    title = wanted.title or _asked(ask, "Title (never says more than the evidence): ", "--title")
    statement = wanted.statement or (ask("Statement, one to three sentences (empty: later): ").strip() if ask else "")
    group = wanted.group or (ask(f"{_words(kind.grouped_by)} (empty: later): ").strip() if ask and kind.grouped_by else "")
    near = nearest(Described("", title, statement, (group,)), [_described(item, kind) for item in own], SHOWN)
    compared, other = _compared(wanted, near, {item.text("id") for item in own}, ask, show)
    drafter = Drafter({}, _names(items))
    if compared == SAME:
        return _further_evidence(next(item for item in own if item.text("id") == other), drafter, base)
    relation = next((each for each in _comparing(kind) if each.nearness == compared), None)
    placeholder = placeholder_id(kind, wanted.name or title, {item.text("id") for item in items})
    given: dict[tuple[str | int, ...], str] = {("id",): placeholder, ("title",): " ".join(title.split())}
    given |= {("statement",): " ".join(statement.split())} if statement else {}
    given |= {(name,): group for name in _group_fields(kind)} if group else {}
    given |= {(relation.field, 0, relation.holder): other} if relation else {}
    return _placed(kind, placeholder, Drafter(given, drafter.names).entry(kind), own, items, data, base)


def _written_items(data: Path, base: Path) -> Iterator[_WrittenItem]:
    """Every item of every list, as far as files can be read."""
    for source in load_folder(data, base)[0]:
        for key, values in source.root.items():
            for index, value in enumerate(values if isinstance(values, list) and key in LISTS else ()):
                if isinstance(value, dict):
                    yield _WrittenItem(base / source.file, key, index, value)


def _names(items: Sequence[_WrittenItem]) -> dict[str, list[str]]:
    """Kind or vocabulary -> the ids or slugs that there are, without placeholders: comments keep them when they are numbered."""
    names = {thing.key: [item.text("id") or item.text("slug") for item in items if item.key == thing.key] for thing in LISTED}
    return {thing.name: [name for name in names[thing.key] if name and not is_placeholder(name)] for thing in LISTED}


def _asked(ask: Callable[[str], str] | None, question: str, option: str) -> str:
    while ask:
        if answer := ask(question).strip():
            return answer
    raise UnansweredError(f"{option} is needed where nobody can be asked")


def _words(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _group_fields(kind: Kind) -> list[str]:
    """The field that says what an entry is grouped by."""
    return [each.key for each in fields_of(kind.model) if kind.grouped_by and each.reference == kind.grouped_by][:1]


def _described(item: _WrittenItem, kind: Kind) -> Described:
    groups = [item.raw.get(name) for name in _group_fields(kind)]
    names = [name for group in groups for name in (group if isinstance(group, list) else [group]) if isinstance(name, str)]
    return Described(item.text("id"), item.text("title"), item.text("statement"), tuple(names))


def _compared(
    wanted: WantedEntry, near: Sequence[Described], ids: set[str], ask: Callable[[str], str] | None, show: Callable[[str], None]
) -> tuple[str, str]:
    """What the claim is beside those there are, and the id of the other entry where it takes one."""
    given = f"{wanted.compared} {wanted.other}".strip()
    possible = answers(wanted.kind)
    if not given and not near:
        return NEW, ""
    if not given:
        show(f"The nearest {wanted.kind.label.many.lower()} there are:")
        for each in near:
            show(f"  {each.id}  {' '.join(each.title.split())} ({', '.join(each.groups) or 'no group'})")
            show(f"         {_shortened(each.statement)}")
        show("Is it the same claim as one of them, so that your evidence belongs there? Or one beside it?")
        show(f"Answer {', '.join(f'`{each}`' if each == NEW else f'`{each} ID`' for each in possible)}.")
    while True:
        if not given and ask is None:
            raise UnansweredError("say with --as what it is beside them: --as new, or --as evidence --of ID to add evidence to one")
        answer, _, other = (given or (ask("> ") if ask else "")).strip().partition(" ")
        given = ""
        if answer == NEW or (answer in possible and other in ids):
            return answer, other if answer != NEW else ""
        problem = f"{answer!r} is none of {', '.join(possible)}" if answer not in possible else f"{answer!r} needs the id of an entry that is there"
        if ask is None:
            raise UnansweredError(problem)
        show(problem)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 110 else f"{line[:110].rsplit(' ', 1)[0]} ..."


def placeholder_id(kind: Kind, words: str, taken: Collection[str]) -> str:
    """A placeholder that no entry has, of the first words that say something: F-new-late-labels."""
    found = [word for word in re.findall(r"[a-z0-9]+", words.lower()) if word not in STOP_WORDS][:4] or ["entry"]
    start = f"{kind.prefix}-new-{'-'.join(found)[:60].strip('-')}"
    return next(name for number in range(1, len(taken) + 2) if (name := start if number == 1 else f"{start}-{number}") not in taken)


def _further_evidence(item: _WrittenItem, drafter: Drafter, base: Path) -> Drafted:
    fields = [each.key for each in fields_of(_kind_of(item).model) if each.part is Evidence]
    if not fields:
        raise SpliceError(f"{item.text('id')} is of a kind that lists no evidence")
    return _append(item.path, (item.key, item.index, fields[0]), drafter.part(Evidence), f"evidence of {item.text('id')}", base)


def _kind_of(item: _WrittenItem) -> Kind:
    return next(kind for kind in KIND_BY_NAME.values() if kind.key == item.key)


def _placed(kind: Kind, id_: str, lines: list[str], own: Sequence[_WrittenItem], items: Sequence[_WrittenItem], data: Path, base: Path) -> Drafted:
    """The draft at the end of the list that holds the last entry of its kind, or in a file of its own where there is none."""
    last = max(own, key=lambda item: (id_number(item.text("id")), item.index), default=None)
    if last is not None:
        return _append(last.path, (kind.key,), lines, id_, base)
    path = data / f"{kind.key}.yaml"
    if path.exists():
        raise SpliceError(f"{path.name} holds no list of {kind.label.many.lower()} to add to; write `{kind.key}:` with a first item in it")
    head = f"# yaml-language-server: $schema=schema/data.schema.json\n{kind.key}:\n"
    text = head + "".join(f"  {mark}{line}\n" for mark, line in zip(["- ", *["  "] * len(lines)], lines, strict=False))
    return Drafted(new_file(path, base, text), _says(id_, path.relative_to(base).as_posix(), 3))


def _append(path: Path, to: tuple[str | int, ...], lines: list[str], what: str, base: Path) -> Drafted:
    opened = open_file(path, base)
    text = YamlText(opened.file, opened.text).append(to, lines).text
    same = next(number for number, pair in enumerate(zip(f"{opened.text}\0", text, strict=False)) if pair[0] != pair[1])
    line = text.count("\n", 0, text.index("- ", text.rfind("\n", 0, same) + 1)) + 1
    return Drafted(opened.with_text(text), _says(what, opened.file, line))


def _says(what: str, file: str, line: int) -> list[str]:
    return [f"Drafted {what} at {file}:{line}. Replace every FILL-IN there; `patternbook check` lists those that are left."]
