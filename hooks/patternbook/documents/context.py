"""What one document needs while it is resolved: names to targets, keys to references, marks met in its texts."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.counts import count_phrase, mention_labels
from patternbook.documents.model import CitedReference, Note, Statement, Target
from patternbook.documents.profile import Profile
from patternbook.markup import Markdown, citations_at, entry_links_at
from patternbook.model.components import Claim, Relation, Sourced
from patternbook.model.introspect import fields_of
from patternbook.model.kind import Listed
from patternbook.model.registry import HOME, STANDARD_PAGES, VOCABULARY_BY_NAME
from patternbook.model.struct import ModelStruct
from patternbook.urls import SiteUrls

CitingPage = tuple[str, Target]
"""A page that cites a work, with the label it is listed under."""


@dataclass(frozen=True, slots=True)
class Context:
    """The catalogue and what is computed from it once for all documents."""

    catalogue: Catalogue
    urls: SiteUrls
    """Addresses that are part of what documents say: of citations and attributions."""
    cited: Mapping[str, CitedReference]
    profile: Profile
    shared: Mapping[str, Any]
    """What the profile works out once."""
    neighbours: Mapping[str, tuple[Target | None, Target | None]]
    """Page below an index -> the pages before and after it among its kind. All of them, in the order they are made in."""
    citing: Mapping[str, tuple[CitingPage, ...]]
    """Reference -> what cites it besides entries."""

    def target(self, id_: str) -> Target:
        """An entry as something to link to."""
        face = self.catalogue.link_labels[id_]
        kind = self.catalogue.kinds[id_]
        return Target(kind=kind.name, id=id_, title=face.title, page=f"{kind.plural}/{id_}", retired=face.retired)

    def named(self, name: str) -> Target:
        """What [[name]] means: an entry, a page of the catalogue's prose, or one that every catalogue has."""
        if name in self.catalogue.link_labels:
            return self.target(name)
        prose = {page.slug: page.title for page in self.catalogue.prose}
        title = prose[name] if name in prose else self.catalogue.labelled(STANDARD_PAGES[name])
        return Target(kind="page", id=name, title=title, page="" if name == HOME else name)

    def word(self, vocabulary: str, slug: str) -> Target:
        """A word of the vocabulary as something to link to."""
        word = self.catalogue.words[vocabulary][slug]
        return Target(kind=vocabulary, id=slug, title=word.title, page=f"{VOCABULARY_BY_NAME[vocabulary].plural}/{slug}")


@dataclass(slots=True)
class DocumentScope:
    """Collects, for one document, everything its texts and sources name."""

    context: Context
    targets: dict[str, Target] = field(default_factory=dict)
    references: dict[str, CitedReference] = field(default_factory=dict)

    def text(self, text: str | None) -> str:
        """Pass a text through, noting what it links to and cites."""
        if not text:
            return ""
        if "[" in text:  # few texts hold a mark
            markdown = Markdown.of(text)
            for _, id_ in entry_links_at(markdown):
                self.targets[id_] = self.context.named(id_)
            for _, work in citations_at(markdown):
                self.reference(work.key)
        return text

    def reference(self, key: str) -> CitedReference:
        """Note that this document cites a work."""
        self.references[key] = self.context.cited[key]
        return self.references[key]

    def statement(self, claim: Claim) -> Statement:
        return Statement(text=self.text(claim.text), note=self.note(claim))

    def note(self, part: Sourced) -> Note:
        """Where a part was read and what it counts."""
        mentions, editorial = get_field(part, "mentions"), bool(get_field(part, "editorial"))
        return Note(
            label=self.reference(part.source).label if part.source else "",
            key=part.source or "",
            locator=part.locator or "",
            traceability=part.traceability if part.source else "",
            basis=part.basis if isinstance(part, (Claim, Relation)) and not editorial else "",
            counted=count_phrase(mentions),
            labels=mention_labels(mentions),
            caution=self.text(get_field(part, "caution")),
            editorial=editorial,
        )


def get_field(part: ModelStruct, field: str) -> Any:
    """The value of a field that not every part has, or None. Its type is asked: a part takes long to say what it lacks."""
    return getattr(part, field) if field in _fields(type(part)) else None


@functools.cache
def _fields(model: type[ModelStruct]) -> frozenset[str]:
    return frozenset(info.name for info in fields_of(model))


def index_target(catalogue: Catalogue, thing: Listed) -> Target:
    """The index page of a kind or vocabulary."""
    return Target(kind="index", id=thing.plural, title=catalogue.label(thing.name).many, page=thing.plural)
