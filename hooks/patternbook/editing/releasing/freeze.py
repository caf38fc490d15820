"""A catalogue as the release it is to be: its texts, of which only new ones are packed, and what stands beside them.

Beside the texts a pack keeps, for the texts in it: what they name, as it was called (`names`, `links`), the form of each kind
(`kinds`), what was computed of each from the whole catalogue (`derived`), and the title of each page (`titles`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from patternbook.catalogue.releases.archive import Archive
from patternbook.catalogue.releases.manifest import ManifestRow, ReleaseManifest, file_digest, manifest_text
from patternbook.catalogue.releases.own import (
    IMAGE_KIND,
    OwnContent,
    frozen_text,
    named_pages,
    own_content,
    reference_content,
    text_digest,
)
from patternbook.catalogue.releases.pack import Pack, pack_bytes
from patternbook.documents.context import Context
from patternbook.documents.frozen import derived_content
from patternbook.model.components import Entry
from patternbook.model.introspect import fields_of
from patternbook.model.kind import Listed
from patternbook.model.registry import KINDS, REFERENCE_KIND, VOCABULARIES, VOCABULARY_BY_NAME
from patternbook.model.struct import ModelStruct
from patternbook.source.media.pictures import IMAGE_FOLDER
from patternbook.urls import reference_page


@dataclass(frozen=True, slots=True)
class ReleaseLabel:
    """What somebody decides of a release."""

    name: str
    date: str
    editor: str
    """The name of who answers for it; empty for a draft for review."""
    doi: str = ""


class MadeRelease(NamedTuple):
    """The files of a release."""

    manifest: str
    pack: bytes
    digest: str
    """SHA-256 of the manifest."""
    new: int
    """Texts that are new."""
    pages: tuple[str, ...]


class Frozen(NamedTuple):
    """A page as it is to be frozen."""

    page: str
    kind: str
    title: str
    content: OwnContent
    text: str
    thing: ModelStruct | None
    """The entry or word; None of a work."""


def frozen_pages(context: Context) -> Iterator[Frozen]:
    """Every page below an index with its text."""
    catalogue = context.catalogue
    listed: Iterable[tuple[Listed, Mapping[str, ModelStruct]]] = (
        *((kind, {id_: catalogue.entries[id_] for id_ in catalogue.by_kind[kind.name]}) for kind in KINDS),
        *((vocabulary, catalogue.words[vocabulary.name]) for vocabulary in VOCABULARIES),
    )
    for kind, things in listed:
        for name, thing in things.items():
            page = f"{kind.plural}/{name}"
            content = own_content(thing)
            yield Frozen(page, kind.name, getattr(thing, "title", ""), content, frozen_text(page, kind.name, content), thing)
    for key, reference in catalogue.references.items():
        page = reference_page(key)
        content = reference_content(reference)
        yield Frozen(page, REFERENCE_KIND, reference.title, content, frozen_text(page, REFERENCE_KIND, content), None)


def make_release(context: Context, archive: Archive, label: ReleaseLabel) -> MadeRelease:
    """Freeze a catalogue.

    Args:
        context: What documents of the catalogue are resolved with.
        archive: The releases made so far.
        label: The name of the release, its date, who answers for it.

    """
    held = {(page, row.text): row.held for manifest in archive.manifests.values() for page, row in manifest.pages.items()}
    latest = [*archive.manifests.values()][-1].pages if archive.manifests else {}
    pages, new = dict[str, ManifestRow](), list[Frozen]()
    for frozen in frozen_pages(context):
        digest = text_digest(frozen.text)
        where = held.get((frozen.page, digest), label.name)
        if where == label.name:
            new.append(frozen)
        pages[frozen.page] = _row(frozen, digest, where, latest.get(frozen.page))
    pack = pack_bytes(Pack(_shared(new, context), {frozen.page: frozen.text for frozen in new}))
    masthead = context.catalogue.masthead
    manifest = ReleaseManifest(
        name=label.name,
        date=label.date,
        title=masthead.title,
        publisher=masthead.publisher,
        licence=masthead.text_licence.spdx,
        editor=label.editor,
        draft=not label.editor,
        doi=label.doi,
        pack=file_digest(pack),
        pages=pages,
    )
    text = manifest_text(manifest)
    return MadeRelease(text, pack, file_digest(text.encode()), len(new), tuple(pages))


def _row(frozen: Frozen, digest: str, held: str, before: ManifestRow | None) -> ManifestRow:
    """The row of a page; why its text changed only where it did."""
    entry = frozen.thing if isinstance(frozen.thing, Entry) else None
    changed = entry is not None and before is not None and before.text != digest
    retired = entry.retired if entry else None
    return ManifestRow(
        text=digest,
        held=held,
        reworded=entry.reworded_because or "" if entry and changed else "",
        corrected=entry.corrected_because or "" if entry and changed else "",
        retired=str(retired.on) if retired else "",
        successors=retired.all_successors if retired else (),
    )


def _shared(new: Iterable[Frozen], context: Context) -> Mapping[str, Any]:
    """What stands beside the new texts in their pack."""
    catalogue = context.catalogue
    links, derived, names = dict[str, list[str]](), dict[str, Mapping[str, str]](), dict[str, Mapping[str, str]]()
    titles = {}
    for frozen in new:
        links[frozen.page] = sorted({*named_pages(frozen.content)}) if frozen.thing is not None else []
        titles[frozen.page] = frozen.title
        derived[frozen.page] = _derived(frozen, context)
        names |= {page: _name(page, context) for page in links[frozen.page] if page not in names}
    return {
        "kinds": {kind.name: _form(kind, context) for kind in (*KINDS, *VOCABULARIES)} | {REFERENCE_KIND: {"label": "Reference", "sections": []}},
        "links": {page: found for page, found in links.items() if found},
        "names": names,
        "people": {name: person.name for name, person in catalogue.contributors.items()},
        "derived": {page: found for page, found in derived.items() if found},
        "titles": titles,
    }


def _form(kind: Listed, context: Context) -> Mapping[str, Any]:
    """What a kind is called, and which of its own fields stand under which heading."""
    catalogue = context.catalogue
    sections = [[catalogue.labelled(section.title), [name for name in section.fields if ":" not in name]] for section in kind.sections]
    order = dict.fromkeys(field.key for model in _models(kind.model) for field in fields_of(model))
    return {"label": catalogue.label(kind.name).one, "sections": [section for section in sections if section[1]], "order": [*order]}


def _models(model: type[ModelStruct]) -> Iterator[type[ModelStruct]]:
    """A model and those inside it."""
    models = [model]
    for each in models:  # grows on the way
        models += [field.part for field in fields_of(each) if field.part is not None and field.part not in models]
        yield each


def _derived(frozen: Frozen, context: Context) -> Mapping[str, str]:
    """What is computed of a page from the whole catalogue, in words."""
    if frozen.thing is None:
        return {"citation": context.cited[context.catalogue.reference_keys[frozen.page]].text}
    return derived_content(frozen.thing, context) if isinstance(frozen.thing, Entry) else {}


def _name(page: str, context: Context) -> Mapping[str, str]:
    """What something that a text names is called."""
    folder, _, name = page.partition("/")
    catalogue = context.catalogue
    if page in catalogue.reference_keys:
        cited = context.cited[catalogue.reference_keys[page]]
        return {"kind": REFERENCE_KIND, "id": cited.key, "title": cited.label, "text": cited.text, "href": cited.href}
    if folder == IMAGE_FOLDER:
        shown = context.picture(name)
        return {"kind": IMAGE_KIND, "id": name, "title": shown.credit, "text": catalogue.images[name].content.digest, "href": shown.href}
    if not name:
        target = context.named(page)
    elif name in catalogue.link_labels:
        target = context.target(name)
    else:
        target = context.word(next(each.name for each in VOCABULARY_BY_NAME.values() if each.plural == folder), name)
    return {"kind": target.kind, "id": target.id, "title": target.title}
