"""The facets that the catalogue can be narrowed down by, derived from the declarations of the model: no kind or field is named here.

An entry belongs to its kind; to every word and entry that it names, to what such a word names in turn (the point of an area),
and to every entry that names it in a relation; to the values of its choice fields; and to what the profile adds.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.items import texts_of
from patternbook.documents.context import Context
from patternbook.model.components import Claim, Entry, Retirement
from patternbook.model.introspect import FieldInfo, fields_of, named_references
from patternbook.model.kind import Listed
from patternbook.model.registry import KIND_BY_NAME, KINDS, LISTED, LISTED_BY_NAME, VOCABULARIES, VOCABULARY_BY_NAME
from patternbook.model.struct import ModelStruct
from patternbook.phrases import gettext

KIND_FACET, SCHEME_FACET = "kind", "scheme"
RESERVED_NAMES = frozenset({KIND_FACET, SCHEME_FACET, "words", "sort", "view"})
"""Parameters of the address that a choice field cannot take."""

Values = Mapping[str, str]
"""Value, as the address has it -> what readers see; empty for an entry, whose title its own row holds."""


@dataclass(frozen=True, slots=True)
class CatalogueFacet:
    """Something to narrow the catalogue down by."""

    name: str
    """In the address: area."""
    label: str
    of_entries: bool = False
    """Whether its values are ids of entries."""
    is_group: bool = False
    """Whether indexes are grouped by it."""
    is_scale: bool = False
    """Whether its values have an order of their own, by which the catalogue can be sorted."""


class ChoiceField(NamedTuple):
    """A field whose declaration lists its values."""

    facet: str
    label: str
    holder: str
    """The entry's field for the part that it belongs to; empty for a field of the entry itself."""
    field: str


def declared_facets(context: Context) -> tuple[CatalogueFacet, ...]:
    """Every facet there can be, in the order in which readers see them: what entries are grouped by comes first."""
    catalogue = context.catalogue
    choices = {choice.facet: choice.label for kind in KINDS for choice in choice_fields(kind.model)}
    return (
        CatalogueFacet(KIND_FACET, gettext("Kind")),
        *(
            CatalogueFacet(thing.name, catalogue.label(thing.name).one, of_entries=thing.name in KIND_BY_NAME, is_group=thing.name in _GROUPING)
            for thing in sorted(LISTED, key=_order)
        ),
        *(CatalogueFacet(name, gettext(label)) for name, label in choices.items()),
        *(CatalogueFacet(each.name, gettext(each.label), is_scale=each.is_scale) for each in context.profile.facets),
        CatalogueFacet(SCHEME_FACET, gettext("In other schemes")),
    )


_GROUPING = frozenset(kind.grouped_by for kind in KINDS)


def _order(thing: Listed) -> tuple[bool, bool]:
    """What indexes are grouped by comes first, kinds before vocabularies; then the other vocabularies, then the other kinds."""
    return thing.name not in _GROUPING, (thing.name in KIND_BY_NAME) != (thing.name in _GROUPING)


@functools.cache
def choice_fields(model: type[Entry]) -> tuple[ChoiceField, ...]:
    """The choice fields of a kind: its own, and those of parts that it holds once, but for how a text was read."""
    return tuple(_choice_fields(model))


def _choice_fields(model: type[Entry]) -> Iterator[ChoiceField]:
    for field in fields_of(model):
        if _is_choice(field):
            yield ChoiceField(_facet_name(field.key, model), _words(field.key), "", field.name)
        elif field.part is not None and not field.many and not issubclass(field.part, Claim | Retirement):
            own = [inner for inner in fields_of(field.part) if _is_choice(inner) and inner.name in field.part.__annotations__]
            for inner in own:
                key = field.key if len(own) == 1 else f"{field.key}_{inner.key}"
                yield ChoiceField(_facet_name(key, model), _words(key), field.name, inner.name)


def _is_choice(field: FieldInfo) -> bool:
    return bool(field.choices) and field.type_name == "text"


def _facet_name(key: str, model: type[Entry]) -> str:
    """The name of a choice field in the address; with that of its kind where something else is called so."""
    name = key.replace("_", "-")
    kind = next(kind for kind in KINDS if kind.model is model)
    return f"{kind.name}-{name}" if name in RESERVED_NAMES or name in LISTED_BY_NAME else name


def _words(key: str) -> str:
    return key.replace("_", " ").replace("-", " ").capitalize()


UsedTerms = tuple[tuple[str, str, str], ...]
"""(vocabulary, slug, title) of each word that no field names, so that an entry belongs to it by using its title."""


def used_terms(catalogue: Catalogue) -> UsedTerms:
    """The words of vocabularies that no field of any kind names."""
    named = {field.reference for kind in KINDS for model in _models(kind.model) for field in fields_of(model)}
    return tuple(
        (each.name, slug, word.title) for each in VOCABULARIES if each.name not in named for slug, word in catalogue.words[each.name].items()
    )


def _models(model: type[ModelStruct]) -> Iterator[type[ModelStruct]]:
    """A model and the models of its parts, in any depth; none holds itself."""
    yield model
    for field in fields_of(model):
        if field.part is not None:
            yield from _models(field.part)


def facet_values(id_: str, terms: UsedTerms, context: Context) -> Mapping[str, Values]:
    """Facet -> the values of an entry, each once; facets of which it has none are missing."""
    catalogue = context.catalogue
    kind, entry = catalogue.kinds[id_], catalogue.entries[id_]
    found: dict[str, dict[str, str]] = {KIND_FACET: {kind.name: catalogue.label(kind.name).many}}
    for thing, name in _names(id_, catalogue):
        title = catalogue.words[thing][name].title if thing in VOCABULARY_BY_NAME else ""
        found.setdefault(thing, {})[name] = title
    text = "\n".join(texts_of(entry)).casefold() if terms else ""
    for vocabulary, slug, title in terms:
        words = title.casefold()
        if words in text and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text):
            found.setdefault(vocabulary, {})[slug] = title
    for choice in choice_fields(kind.model):
        holder = getattr(entry, choice.holder) if choice.holder else entry
        value = getattr(holder, choice.field) if holder is not None else None
        if value:
            known = context.profile.choice_words.get(choice.facet, {})
            each = value if isinstance(value, tuple) else (value,)
            found[choice.facet] = {one: gettext(known.get(one) or _words(one)) for one in each}
    for own in context.profile.facets:
        if values := own.values(entry, context):
            found[own.name] = dict(values)
    if matches := catalogue.matches.get(id_):
        found[SCHEME_FACET] = {scheme.slug: scheme.title for scheme, _, _ in matches}
    return found


def _names(id_: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """(kind of thing, name) of all that an entry belongs to; entries out of use and itself are left out."""
    for thing, name in catalogue.named_in[id_]:
        if thing in VOCABULARY_BY_NAME:
            yield thing, name
            yield from _entries((other for _, _, other in named_references(catalogue.words[thing][name])), id_, catalogue)
        else:
            yield from _entries((name,), id_, catalogue)
    yield from _entries((link.source for link in catalogue.incoming.get(id_, ())), id_, catalogue)


def _entries(names: Iterable[str], id_: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for name in names:
        label = catalogue.link_labels.get(name)
        if label is not None and not label.retired and name != id_:
            yield catalogue.kinds[name].name, name
