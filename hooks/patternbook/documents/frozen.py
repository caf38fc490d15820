"""Documents of releases: a frozen page beside what stands there now, and the list of everything in a release."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

from msgspec import UNSET, UnsetType

from patternbook.catalogue.releases.own import IMAGE_KIND, OwnContent, canonical_json, frozen_text, own_content, reference_content, text_digest
from patternbook.catalogue.releases.released import RELEASES, FrozenText, NamedThing, ReleaseSummary
from patternbook.documents.context import Context
from patternbook.documents.model import DocumentStruct, Origin, Released, ShownPicture, Target
from patternbook.model.components import Entry
from patternbook.model.kind import Listed
from patternbook.model.registry import KINDS, VOCABULARIES
from patternbook.phrases import gettext, gettext_noop, in_sentence

_LISTED_BY_PLURAL: Mapping[str, Listed] = {listed.plural: listed for listed in (*KINDS, *VOCABULARIES)}
_NO_ORIGIN = Origin(file="", line=1)


class FieldChange(DocumentStruct, frozen=True, kw_only=True):
    """A value then and now; one of the two is empty where it was gained or lost."""

    field: str
    """Where it stands: evidence, 2nd, locator."""
    before: str = ""
    after: str = ""


class FrozenDocument(DocumentStruct, frozen=True, kw_only=True):
    """A text as a release froze it, and what became of it."""

    page: str
    """releases/2026.12/findings/F-004."""
    release: str
    date: str
    draft: bool
    id: str
    kind: str
    kind_label: str
    title: str
    text: str
    """Byte for byte what was frozen; empty where it was withdrawn."""
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Heading -> fields under it."""
    order: tuple[str, ...] = ()
    """Fields in the order in which they are shown."""
    names: dict[str, NamedThing]
    images: dict[str, ShownPicture] | UnsetType = UNSET
    """Every picture that the text shows, by the name of its file; without a size where it is no longer the same."""
    derived: dict[str, str]
    state: Literal["current", "changed", "retired", "gone", "withdrawn"]
    """current: the page still has this text; gone: the page is no longer there."""
    now: str = ""
    """The present page; empty where it is gone."""
    changes: tuple[FieldChange, ...] = ()
    """Own fields that read differently now."""
    computed: tuple[FieldChange, ...] = ()
    """The same of what is computed."""
    reasons: tuple[tuple[str, str, str], ...] = ()
    """(release or empty for now, why it was reworded, why it was corrected)."""
    retired: str = ""
    """Why the entry is retired."""
    successors: tuple[Target, ...] = ()
    cite: None = None
    """It is cited as its text says, not by the page."""
    previous: Target | None = None
    next: Target | None = None
    origin: Origin = _NO_ORIGIN


class ReleaseRow(DocumentStruct, frozen=True, kw_only=True):
    """A page in the list of a release."""

    id: str
    title: str
    page: str
    """Where its text stands."""
    held: str
    """The release that froze it first."""


class ReleaseDocument(DocumentStruct, frozen=True, kw_only=True):
    """A release: everything in it, with the address that holds its text."""

    page: str
    release: str
    date: str
    doi: str
    editor: str
    rows: tuple[tuple[str, tuple[ReleaseRow, ...]], ...]
    """By kind, as it is called now."""
    count: int
    parts: tuple[Target, ...] = ()
    """The lists of its kinds, where they are too long for one page."""
    cite: None = None
    """It is cited as its text says, not by the page."""
    previous: Target | None = None
    next: Target | None = None
    origin: Origin = _NO_ORIGIN


ROWS_OF_RELEASE = 200
"""Rows of a page of a release at most."""


def released_text(page: str, kind: str, content: OwnContent, context: Context) -> Released | None:
    """Which release holds the text that a page has now; None where there is no release."""
    if context.texts is None:
        return None
    texts = context.released.get(page)
    if not texts:
        return Released(state="unreleased")
    digest = text_digest(frozen_text(page, kind, content))
    held = next((each for each in reversed(texts) if each.digest == digest), None)
    last = held or texts[-1]
    return Released(state="unchanged" if held else "newer", release=last.release, date=last.date, page=f"{RELEASES}/{last.release}/{page}")


def frozen_neighbours(context: Context) -> dict[str, tuple[None, None]]:
    """Every page below the list of releases, in the order in which their packs are read best."""
    pages = dict.fromkeys(_release_pages(context), (None, None))
    return pages | dict.fromkeys(context.frozen, (None, None))


def _release_pages(context: Context) -> Iterator[str]:
    for name in context.releases:
        yield from _parts(name, context)


def _parts(name: str, context: Context) -> dict[str, Sequence[str]]:
    """The pages of a release -> the pages that each lists: all on one page where they are few, else by kind in parts."""
    assert context.texts is not None  # noqa: S101 - there is a release
    rows = [*context.texts.rows(name)]
    first = f"{RELEASES}/{name}"
    if len(rows) <= ROWS_OF_RELEASE:
        return {first: rows}
    parts: dict[str, Sequence[str]] = {first: ()}
    for folder, listed in _by_folder(rows).items():
        for start in range(0, len(listed), ROWS_OF_RELEASE):
            number = start // ROWS_OF_RELEASE + 1
            parts[f"{first}/{folder}/index-{number}"] = listed[start : start + ROWS_OF_RELEASE]
    return parts


def _by_folder(pages: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for page in pages:
        found.setdefault(page.partition("/")[0], []).append(page)
    return found


def release_page(page: str, context: Context) -> FrozenDocument | ReleaseDocument:
    """The document of a page below the list of releases."""
    return _frozen_document(page, context) if page in context.frozen else _release_document(page, context)


def _release_document(page: str, context: Context) -> ReleaseDocument:
    name = page.split("/")[1]
    summary, texts = context.releases[name], context.texts
    assert texts is not None  # noqa: S101 - there is a release
    parts, held, titles = _parts(name, context), texts.rows(name), texts.titles(name)
    rows = [
        (
            _many(folder, context),
            tuple(
                ReleaseRow(id=each.partition("/")[2], title=titles[each], page=f"{RELEASES}/{held[each]}/{each}", held=held[each]) for each in pages
            ),
        )
        for folder, pages in _by_folder(parts[page]).items()
    ]
    targets = tuple(Target(kind="page", id=part, title=_part_title(pages, context), page=part) for part, pages in parts.items() if pages)
    return ReleaseDocument(
        page=page,
        release=name,
        date=summary.date,
        doi=summary.doi,
        editor=summary.editor,
        rows=tuple(rows),
        count=len(held),
        parts=targets if len(targets) > 1 else (),
    )


def _part_title(pages: Sequence[str], context: Context) -> str:
    ids = [page.partition("/")[2] for page in pages]
    return gettext("%(kind)s: %(first)s to %(last)s", kind=_many(pages[0].partition("/")[0], context), first=ids[0], last=ids[-1])


def _many(folder: str, context: Context) -> str:
    listed = _LISTED_BY_PLURAL.get(folder)
    return context.catalogue.label(listed.name).many if listed else gettext(folder.capitalize())


def _frozen_document(page: str, context: Context) -> FrozenDocument:
    state = context.frozen[page]
    summary, texts = context.releases[state.release], context.texts
    assert texts is not None  # noqa: S101 - there is a release
    id_ = state.page.partition("/")[2]
    if not state.digest:
        return _withdrawn(page, id_, summary)
    held = texts.text(state.release, state.page)
    read = json.loads(held.text)
    kind, now = read["kind"], _present(state.page, context)
    label = str(held.form.get("label", kind))
    values = {"page": page, "release": state.release, "date": summary.date, "draft": not summary.editor, "id": id_, "kind": kind}
    digest = text_digest(frozen_text(state.page, kind, now)) if now is not None else ""
    same = digest == state.digest
    entry = context.catalogue.entries[id_] if id_ in context.catalogue.kinds and now is not None else None
    retired = entry.retired if entry else None
    reasons = [(each.release, each.reworded, each.corrected) for each in state.later]
    if entry and digest != context.released[state.page][-1].digest:
        reasons.append(("", entry.reworded_because or "", entry.corrected_because or ""))
    return FrozenDocument(
        **values,
        kind_label=label,
        title=_title(read["content"], id_),
        text=held.text,
        sections=tuple((str(title), tuple(fields)) for title, fields in held.form.get("sections", ())),
        order=tuple(held.form.get("order", ())),
        names=dict(held.names),
        images={thing.id: _picture(thing, context) for thing in held.names.values() if thing.kind == IMAGE_KIND} or UNSET,
        derived=dict(held.derived),
        state="gone" if now is None else "retired" if retired else "current" if same else "changed",
        now=state.page if now is not None else "",
        changes=tuple(content_changes(read["content"], now)) if now is not None and not same else (),
        computed=_computed(entry, held, context),
        reasons=tuple(reason for reason in reasons if reason[1] or reason[2]),
        retired=retired.reason if retired else "",
        successors=tuple(context.target(each) for each in retired.all_successors) if retired else (),
    )


def _picture(thing: NamedThing, context: Context) -> ShownPicture:
    """A picture that a frozen text shows: the one it showed then, where the file is still the same."""
    now = context.catalogue.images.get(thing.id)
    if now is not None and now.content.digest == thing.text:
        return ShownPicture(file=thing.id, width=now.content.width, height=now.content.height, credit=thing.title, href=thing.href)
    return ShownPicture(file=thing.id, credit=thing.title, href=thing.href)


def _withdrawn(page: str, id_: str, summary: ReleaseSummary) -> FrozenDocument:
    return FrozenDocument(
        page=page,
        release=summary.name,
        date=summary.date,
        draft=not summary.editor,
        id=id_,
        kind="",
        kind_label="",
        title=id_,
        text="",
        names={},
        derived={},
        state="withdrawn",
    )


def _title(content: Mapping[str, Any], id_: str) -> str:
    return " ".join(str(content.get("title") or id_).split())


def _present(page: str, context: Context) -> OwnContent | None:
    """What a page says now; None where there is no such page."""
    folder, _, name = page.partition("/")
    catalogue = context.catalogue
    if folder == "references":
        return reference_content(catalogue.references[catalogue.reference_keys[page]]) if page in catalogue.reference_keys else None
    listed = _LISTED_BY_PLURAL.get(folder)
    if listed is None:
        return None
    if listed.name in catalogue.words:
        return own_content(catalogue.words[listed.name][name]) if name in catalogue.words[listed.name] else None
    return own_content(catalogue.entries[name]) if name in catalogue.kinds and catalogue.kinds[name].name == listed.name else None


def _computed(entry: Entry | None, held: FrozenText, context: Context) -> tuple[FieldChange, ...]:
    """What is computed of an entry and reads differently now."""
    if entry is None:
        return ()
    now = derived_content(entry, context)
    names = dict.fromkeys((*held.derived, *now))
    return tuple(
        FieldChange(field=gettext(name), before=held.derived.get(name, ""), after=now.get(name, ""))
        for name in names
        if held.derived.get(name, "") != now.get(name, "")
    )


def derived_content(entry: Entry, context: Context) -> Mapping[str, str]:
    """What is computed of an entry from the whole catalogue, in words."""
    breadth = context.profile.breadth(entry, context)
    linked = sorted({edge.source for edge in context.catalogue.incoming.get(entry.id, ())})
    found = {_HOW_SURE: breadth.how_sure if breadth else "", _BREADTH: breadth.sentence if breadth else "", _LINKED: ", ".join(linked)}
    return {name: words for name, words in found.items() if words}


_HOW_SURE, _BREADTH, _LINKED = gettext_noop("how sure"), gettext_noop("breadth"), gettext_noop("linked from")
"""Releases hold these names."""


# ---- what changed ----


def content_changes(before: OwnContent, after: OwnContent) -> Iterator[FieldChange]:
    """What changed from one content to another, field by field."""
    for key in sorted({*before, *after}):
        yield from _value_changes(_field_words(key), before.get(key), after.get(key))


def _field_words(key: str) -> str:
    """A field inside a sentence."""
    return in_sentence(gettext(key.replace("_", " ").capitalize()))


def _value_changes(where: str, before: Any, after: Any) -> Iterator[FieldChange]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and "@" not in before:
        for key in sorted({*before, *after}):
            yield from _value_changes(f"{where}, {_field_words(key)}", before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list) and any(isinstance(each, Mapping) and "@" not in each for each in (*before, *after)):
        yield from _list_changes(where, before, after)
    elif _words(before) != _words(after):
        yield FieldChange(field=where, before=_words(before), after=_words(after))


def _list_changes(where: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[FieldChange]:
    """Items that were changed in their place, gained or lost."""
    one, other = ([canonical_json(each) for each in items] for items in (before, after))
    for change, start, end, start_2, end_2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if change == "equal":
            continue
        pairs = min(end - start, end_2 - start_2)
        for at in range(pairs):
            yield from _value_changes(f"{where} {start_2 + at + 1}", before[start + at], after[start_2 + at])
        for each in before[start + pairs : end]:
            yield FieldChange(field=where, before=_words(each))
        for each in after[start_2 + pairs : end_2]:
            yield FieldChange(field=where, after=_words(each))


def _words(value: Any) -> str:
    """A value as words."""
    if isinstance(value, Mapping):
        return str(value["@"]).partition("/")[2] if "@" in value else "; ".join(f"{_field_words(key)}: {_words(each)}" for key, each in value.items())
    if isinstance(value, list):
        return (" | " if any(isinstance(each, Mapping) and "@" not in each for each in value) else ", ").join(map(_words, value))
    return "" if value is None else (gettext("yes") if value else gettext("no")) if isinstance(value, bool) else str(value)
