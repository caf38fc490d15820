"""What changed in meaning between two readings of the data, item by item.

Values are compared as they are read, so that a line that is wrapped anew, a comment, a default that is written out or an entry
that moved to another file is no change.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import Any, NamedTuple

from msgspec.structs import replace

from patternbook.bibliography.write.formats import to_bibtex
from patternbook.bibliography.write.styles.runs import plain_text
from patternbook.bibliography.write.styles.styles import citation_text
from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.items import Item
from patternbook.check.read import Reading
from patternbook.diagnostics.diagnostic import only_errors
from patternbook.documents.model import Document, ReportStruct, document_json, stable_document
from patternbook.documents.profile import Profile
from patternbook.documents.resolve import PageDocument, build_context, resolve
from patternbook.model.components import Evidence, Relation
from patternbook.model.introspect import FieldInfo, fields_of
from patternbook.model.registry import CATALOGUE_KEY, LISTED, LISTS
from patternbook.model.struct import ModelStruct, declared_fields
from patternbook.urls import SiteUrls

OPEN_LONGER = ("title", "stance", "support")
"""Fields whose change keeps a proposal open for fourteen days (GOVERNANCE.md)."""
PAGE_OF_ITEM = {thing.key: thing.plural for thing in LISTED}
ALIKE = 0.5
"""How alike two texts are at least, from 0 to 1, to be taken for the same one before and after."""


class FieldDifference(ReportStruct, frozen=True, kw_only=True):
    """A value before and after; one of the two is empty where it was gained or lost."""

    field: str
    """Where it stands: evidence[C1.1].locator."""
    before: str = ""
    after: str = ""


class ItemDifference(ReportStruct, frozen=True, kw_only=True):
    """What changed in an entry, a word, or any other item of the data."""

    list: str
    """Its top-level list: findings."""
    id: str
    title: str
    change: str
    """added | removed | changed."""
    fields: tuple[FieldDifference, ...] = ()
    """Everything but evidence and relations."""
    evidence: tuple[FieldDifference, ...] = ()
    relations: tuple[FieldDifference, ...] = ()
    breadth: tuple[FieldDifference, ...] = ()
    cites_gained: tuple[str, ...] = ()
    cites_lost: tuple[str, ...] = ()
    cited_as: tuple[FieldDifference, ...] = ()
    """How others are asked to cite the entry, where that reads differently now."""
    open_longer: tuple[str, ...] = ()
    """Changes that keep the proposal open for fourteen days."""


class PageDifferences(ReportStruct, frozen=True, kw_only=True):
    """Pages below an index whose content changed, by their addresses."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class DataDifferences(ReportStruct, frozen=True, kw_only=True):
    """Everything that changed between two revisions."""

    format: str = "1"
    base: str
    head: str
    base_errors: int
    head_errors: int
    """Errors that a check finds. Where there are any, breadth and pages are not compared, as no site can be built."""
    items: tuple[ItemDifference, ...]
    references: tuple[ItemDifference, ...]
    """Works of the bibliography."""
    prose: tuple[ItemDifference, ...]
    pages: PageDifferences | None


class RevisionReading(NamedTuple):
    """The data of a revision."""

    name: str
    reading: Reading


def compare(base: RevisionReading, head: RevisionReading, urls: SiteUrls, profile: Profile) -> DataDifferences:
    """What changed from one revision to another. The same two readings give the same value, in the same order."""
    errors = [len(only_errors(each.reading.diagnostics)) for each in (base, head)]
    sites = None if any(errors) else (_documents(base.reading.catalogue(), urls, profile), _documents(head.reading.catalogue(), urls, profile))
    return DataDifferences(
        base=base.name,
        head=head.name,
        base_errors=errors[0],
        head_errors=errors[1],
        items=tuple(_item_differences(base.reading, head.reading, sites)),
        references=tuple(_flat_differences("references", _references(base.reading), _references(head.reading))),
        prose=tuple(_flat_differences("prose", _prose(base.reading), _prose(head.reading))),
        pages=_page_differences(*sites) if sites else None,
    )


# ---- items ----

Documents = Mapping[str, PageDocument]
"""Address of a page -> its document."""
ItemKey = tuple[str, str]
"""Top-level list, and id or slug."""


def _values(reading: Reading) -> dict[ItemKey, ModelStruct]:
    """Every item of valid form, in the order of the model's lists."""
    found: dict[str, dict[ItemKey, ModelStruct]] = {key: {} for key in (CATALOGUE_KEY, *LISTS)}
    seen: Counter[ItemKey] = Counter()
    for item in reading.items:
        key = item.key, _name_of(item)
        seen[key] += 1
        found[item.key].setdefault(key if seen[key] == 1 else (item.key, f"{key[1]} ({seen[key]})"), item.value())
    if reading.masthead is not None:
        found[CATALOGUE_KEY][CATALOGUE_KEY, CATALOGUE_KEY] = reading.masthead
    return {key: items[key] for items in found.values() for key in sorted(items)}


def _name_of(item: Item) -> str:
    """The id or slug of an item, else the entry that it is about; not its position, which other items move."""
    return _identity(item.value()) if item.name.startswith(f"{item.key}[") else item.name


def _item_differences(before: Reading, after: Reading, sites: tuple[Documents, Documents] | None) -> Iterator[ItemDifference]:
    old, new = _values(before), _values(after)
    for key in _merged(old, new):
        one, other = old.get(key), new.get(key)
        if one is None or other is None or one != other:
            difference = _item_difference(key, one, other)
            if sites is not None:
                difference = _with_documents(difference, *sites)
            if difference.change != "changed" or _says_something(difference):
                yield difference
        elif sites is not None:  # its evidence may weigh differently although it is as it was
            difference = _with_documents(ItemDifference(list=key[0], id=key[1], title=_title(other), change="changed"), *sites)
            if difference.breadth:
                yield difference


def _merged(old: Iterable[ItemKey], new: Iterable[ItemKey]) -> list[ItemKey]:
    """Every key of both, by list and then by name."""
    order = {key: number for number, key in enumerate((CATALOGUE_KEY, *LISTS))}
    return sorted({*old, *new}, key=lambda key: (order[key[0]], _natural(key[1])))


def _natural(name: str) -> tuple[str, int, str]:
    """Sort key in which F-1000 follows F-999."""
    prefix, _, digits = name.rpartition("-")
    return (prefix, int(digits), name) if digits.isascii() and digits.isdigit() else (name, 0, name)


def _says_something(difference: ItemDifference) -> bool:
    return any((difference.fields, difference.evidence, difference.relations, difference.breadth, difference.cites_gained, difference.cites_lost))


def _item_difference(key: ItemKey, before: ModelStruct | None, after: ModelStruct | None) -> ItemDifference:
    there = after if after is not None else before
    assert there is not None  # noqa: S101 - the key is of one of the two
    model = type(there)
    grouped: dict[str, list[FieldDifference]] = {"fields": [], "evidence": [], "relations": []}
    for field in fields_of(model):
        found = _value_differences(field.key, field, _get(before, field), _get(after, field))
        grouped[_group(field)] += found
    changed = "changed" if before is not None and after is not None else "added" if after is not None else "removed"
    return ItemDifference(
        list=key[0],
        id=key[1],
        title=_title(there),
        change=changed,
        fields=tuple(grouped["fields"]),
        evidence=tuple(grouped["evidence"]),
        relations=tuple(grouped["relations"]),
        open_longer=tuple(_keeping_open(chain.from_iterable(grouped.values()))) if changed == "changed" else (),
    )


def _get(part: ModelStruct | None, field: FieldInfo) -> Any:
    return None if part is None else getattr(part, field.name)


def _title(part: ModelStruct) -> str:
    return _as_text(getattr(part, "title", None) or getattr(part, "name", None) or "")


def _group(field: FieldInfo) -> str:
    """The group of changes that a field's changes belong to."""
    if field.part is not None and issubclass(field.part, Evidence):
        return "evidence"
    return "relations" if field.part is not None and issubclass(field.part, Relation) else "fields"


def _keeping_open(differences: Iterable[FieldDifference]) -> Iterator[str]:
    """The changes of a title, a stance or the support; evidence that is lost takes its stance with it."""
    for each in differences:
        name = each.field.rpartition(".")[2]
        if name in OPEN_LONGER or (each.field.startswith("evidence[") and name == each.field and not each.after):
            yield each.field


# ---- values ----


def _value_differences(path: str, field: FieldInfo, before: Any, after: Any) -> Iterator[FieldDifference]:
    """What changed in the value of one field."""
    if field.part is not None and field.many:
        yield from _list_differences(path, before or (), after or ())
    elif field.part is not None and before is not None and after is not None:
        yield from _struct_differences(path, before, after)
    else:
        texts = _as_text(before), _as_text(after)
        if texts[0] != texts[1]:
            yield FieldDifference(field=path, before=texts[0], after=texts[1])


def _struct_differences(path: str, before: ModelStruct, after: ModelStruct) -> Iterator[FieldDifference]:
    for field in fields_of(type(after)):
        yield from _value_differences(f"{path}.{field.key}", field, getattr(before, field.name, None), getattr(after, field.name))


def _list_differences(path: str, before: Sequence[ModelStruct], after: Sequence[ModelStruct]) -> Iterator[FieldDifference]:
    """What was gained, lost and changed in a list of structs; or that their order changed, where nothing else did."""
    pairs = _pairs(before, after)
    paired_before, paired_after = {one for one, _ in pairs}, {other for _, other in pairs}
    for index, item in enumerate(before):
        if index not in paired_before:
            yield FieldDifference(field=_item_path(path, before, index), before=_as_text(item))
    partner = {other: one for one, other in pairs}
    for index, item in enumerate(after):
        if index in paired_after:
            yield from _struct_differences(_item_path(path, after, index), before[partner[index]], item)
        else:
            yield FieldDifference(field=_item_path(path, after, index), after=_as_text(item))
    order = [one for one, other in sorted(pairs, key=lambda pair: pair[1])]
    if order != sorted(order):
        yield FieldDifference(field=f"{path} (order)", before=_names(before), after=_names(after))


def _item_path(path: str, items: Sequence[ModelStruct], index: int) -> str:
    """A name for one item of a list that a reader finds again: by what it names, else by its number."""
    name = _identity(items[index])
    return f"{path}[{name}]" if name and [_identity(item) for item in items].count(name) == 1 else f"{path}[{index + 1}]"


def _names(items: Sequence[ModelStruct]) -> str:
    return ", ".join(_identity(item) or _as_text(item)[:40] for item in items)


def _identity(part: ModelStruct) -> str:
    """What an item is known by: its label, else the entries that it names."""
    label = getattr(part, "label", None)
    named = (getattr(part, field.name) for field in fields_of(type(part)) if field.reference not in ("", "reference") and not field.many)
    return _as_text(label) if label else ", ".join(filter(None, named))


def _pairs(before: Sequence[ModelStruct], after: Sequence[ModelStruct]) -> list[tuple[int, int]]:
    """Indexes of the same item before and after: equal ones first, then those of one name, then those that read alike."""
    left, right = dict(enumerate(before)), dict(enumerate(after))
    pairs = _take(left, right, _as_text)
    pairs += _take(left, right, lambda item: _identity(item) or None)
    for one, item in list(left.items()):
        scores = [(_alike(item, other), -index) for index, other in right.items() if _identity(other) == _identity(item)]
        best, index = max(scores, default=(0.0, 0))
        if best >= ALIKE:
            pairs.append((one, -index))
            del left[one], right[-index]
    return pairs


def _take(left: dict[int, ModelStruct], right: dict[int, ModelStruct], key: Callable[[ModelStruct], str | None]) -> list[tuple[int, int]]:
    """Pair items of equal keys, where as many have this key before as after, and take them out of both."""
    keys = {id(side): {index: key(item) for index, item in side.items()} for side in (left, right)}
    counts = [Counter(keys[id(side)].values()) for side in (left, right)]
    pairs = []
    for one, name in keys[id(left)].items():
        other = next((index for index, found in keys[id(right)].items() if found == name and index in right), None)
        if name is not None and other is not None and (key is _as_text or counts[0][name] == counts[1][name] == 1):
            pairs.append((one, other))
            del left[one], right[other]
    return pairs


def _alike(one: ModelStruct, other: ModelStruct) -> float:
    return SequenceMatcher(None, _as_text(one).split(), _as_text(other).split(), autojunk=False).ratio()


def _as_text(value: Any) -> str:
    """A value as text, in which only what has a meaning shows: blanks in one form, defaults left out."""
    if isinstance(value, ModelStruct):
        return "; ".join(
            f"{field.key}: {_as_text(held)}" for field in fields_of(type(value)) if _is_said(value, field, held := getattr(value, field.name))
        )
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_as_text(each)}" for key, each in value.items())
    if isinstance(value, tuple):
        return (" | " if any(isinstance(each, ModelStruct) for each in value) else ", ").join(map(_as_text, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else _without_wrapping(str(value))


def _without_wrapping(text: str) -> str:
    """A text of Markdown without what only its layout decides: blanks, and ends of lines within a paragraph."""
    return _WRAPPED.sub(" ", _BLANKS.sub(" ", text.strip()).replace(" \n", "\n"))


_BLANKS = re.compile(r"[ \t]+")
_WRAPPED = re.compile(r"(?<!\n)\n(?! ?(?:\n|[-*+] |[-*_=]{3}|[|#>`~]|[0-9]{1,9}[.)] )) ?")
"""An end of a line after which no paragraph, list, table or code begins."""


def _is_said(part: ModelStruct, field: FieldInfo, held: Any) -> bool:
    return held is not None and held != () and held != {} and held != declared_fields(type(part))[field.name].default


# ---- what pages show ----


def _documents(catalogue: Catalogue, urls: SiteUrls, profile: Profile) -> Documents:
    context = build_context(catalogue, urls, profile)
    return {page: resolve(page, context) for page in context.neighbours}


def _with_documents(difference: ItemDifference, before: Documents, after: Documents) -> ItemDifference:
    """Add what follows from the whole: breadth, works cited, and how the entry is cited."""
    page = f"{PAGE_OF_ITEM.get(difference.list, '')}/{difference.id}"
    one, other = before.get(page), after.get(page)
    if not isinstance(one, Document | None) or not isinstance(other, Document | None) or (one is None and other is None):
        return difference
    works = [set(document.references) if document else set() for document in (one, other)]
    cited = one.cite.plain if one and one.cite else "", other.cite.plain if other and other.cite else ""
    return replace(
        difference,
        breadth=tuple(_breadth_differences(one, other)),
        cites_gained=tuple(sorted(works[1] - works[0])),
        cites_lost=tuple(sorted(works[0] - works[1])),
        cited_as=(FieldDifference(field="cite", before=cited[0], after=cited[1]),) if one and other and cited[0] != cited[1] else (),
    )


def _breadth_differences(before: Document | None, after: Document | None) -> Iterator[FieldDifference]:
    breadths = [document.breadth if document else None for document in (before, after)]
    for name in ("sentence", "how_sure"):
        one, other = (str(getattr(breadth, name)) if breadth else "" for breadth in breadths)
        if one != other:
            yield FieldDifference(field=name, before=one, after=other)


def _page_differences(before: Documents, after: Documents) -> PageDifferences:
    both = sorted(before.keys() & after.keys())
    return PageDifferences(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(page for page in both if not _same_content(before[page], after[page])),
    )


def _same_content(before: PageDocument, after: PageDocument) -> bool:
    """Whether two documents say the same; blanks count only where texts differ at all, since looking at them takes longest."""
    one, other = (document_json(stable_document(document)) for document in (before, after))
    return one == other or _in_one_form(json.loads(one)) == _in_one_form(json.loads(other))


def _in_one_form(value: Any) -> Any:
    """Decoded JSON with its texts as they are compared."""
    if isinstance(value, dict):
        return {key: _in_one_form(held) for key, held in value.items()}
    return [_in_one_form(each) for each in value] if isinstance(value, list) else _as_text(value)


# ---- references and prose ----


def _references(reading: Reading) -> dict[str, dict[str, str]]:
    return {key: {"title": plain_text(citation_text(each, "")), "bibtex": to_bibtex(each)} for key, each in reading.beside.references.items()}


def _prose(reading: Reading) -> dict[str, dict[str, str]]:
    return {page.slug: {"title": page.title, "text": _as_text(page.text)} for page in reading.beside.prose}


def _flat_differences(list_: str, before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]) -> Iterator[ItemDifference]:
    """What changed in things that consist of texts only."""
    for name in sorted({*before, *after}):
        one, other = before.get(name, {}), after.get(name, {})
        fields = [FieldDifference(field=key, before=one.get(key, ""), after=other.get(key, "")) for key in ("title", "bibtex", "text")]
        fields = [each for each in fields if each.before != each.after]
        if fields:
            changed = "changed" if one and other else "added" if other else "removed"
            yield ItemDifference(list=list_, id=name, title=(other or one)["title"], change=changed, fields=tuple(fields))
