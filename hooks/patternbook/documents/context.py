"""What documents are resolved with: the shared context, and one scope per document that collects what its texts link to and cite."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.mentions import MentionedAt
from patternbook.catalogue.releases.released import FrozenState, FrozenTexts, GonePage, ReleasedText, ReleaseSummary
from patternbook.catalogue.terms import GlossaryIndex, GlossaryWord
from patternbook.citing.citation import Edition
from patternbook.documents.counts import count_phrase, mention_labels
from patternbook.documents.model import Breadth, CitedReference, Note, ShownPicture, Statement, Target
from patternbook.documents.profile import Profile
from patternbook.markup import Markdown, citations_at, entry_links_at, images_at, may_hold_mark
from patternbook.model.components import Claim, Relation, Sourced
from patternbook.model.introspect import fields_of
from patternbook.model.kind import Listed
from patternbook.model.registry import HOME, STANDARD_PAGES, VOCABULARY_BY_NAME
from patternbook.model.struct import ModelStruct
from patternbook.phrases import ENGLISH_PHRASES, current_phrases
from patternbook.urls import SiteUrls

CitingPage = tuple[str, Target, MentionedAt | None]
"""The label that a page is listed under among those that cite a work, the page, and where it does so."""


@dataclass(frozen=True, slots=True)
class Context:
    """The catalogue and what is computed from it once for all documents."""

    catalogue: Catalogue
    urls: SiteUrls
    """For the addresses that citations and attributions contain."""
    edition: Edition
    """The catalogue as citations name it."""
    cited: Mapping[str, CitedReference]
    profile: Profile
    shared: Mapping[str, Any]
    """What the profile computes once for all documents."""
    neighbours: Mapping[str, tuple[Target | None, Target | None]]
    """Page below an index -> the pages before and after it among its kind. Lists every such page, in the order they are built in."""
    citing: Mapping[str, tuple[CitingPage, ...]]
    """Reference -> the pages besides entries that cite it."""
    releases: Mapping[str, ReleaseSummary] = field(default_factory=dict)
    """Every release, in order."""
    released: Mapping[str, tuple[ReleasedText, ...]] = field(default_factory=dict)
    """Page -> the texts of it that were released."""
    frozen: Mapping[str, FrozenState] = field(default_factory=dict)
    """Address of a frozen page -> what it holds."""
    gone: Mapping[str, GonePage] = field(default_factory=dict)
    """Address whose page is gone -> what became of it."""
    texts: FrozenTexts | None = None
    """Where frozen texts are read; None where there is no release."""
    prose_terms: Mapping[str, Mapping[str, Target]] = field(default_factory=dict)
    """Page of prose -> the terms that its text uses, by their form in it."""

    def target(self, id_: str) -> Target:
        """An entry as something to link to."""
        label, kind = self.catalogue.link_labels[id_], self.catalogue.kinds[id_]
        return Target(kind=kind.name, id=id_, title=label.title, page=f"{kind.plural}/{id_}", retired=label.retired)

    def named(self, name: str) -> Target:
        """The target of [[name]]: an entry, a page of the catalogue's prose, or a page that every catalogue has."""
        if name in self.catalogue.link_labels:
            return self.target(name)
        prose = {page.slug: page.title for page in self.catalogue.prose}
        return Target(
            kind="page",
            id=name,
            title=prose[name] if name in prose else self.catalogue.labelled(STANDARD_PAGES[name]),
            page="" if name == HOME else name,
        )

    def picture(self, file: str) -> ShownPicture:
        """A picture as texts show it."""
        image, content = self.catalogue.images[file]
        credit = f"{image.author}, {image.licence}"
        return ShownPicture(file=file, width=content.width, height=content.height, credit=credit, href=str(image.source or ""))

    def list_note(self, id_: str) -> str:
        """The few words that lists show after the title of an entry."""
        kind = self.catalogue.kinds[id_]
        # What was read is summed up in English, whatever language pages are made in.
        return (
            self.catalogue.list_summaries[id_].note
            if current_phrases() is ENGLISH_PHRASES or kind.note is None
            else kind.note(self.catalogue.entries[id_])
        )

    def word(self, vocabulary: str, slug: str) -> Target:
        """A word of the vocabulary as something to link to."""
        title = self.catalogue.words[vocabulary][slug].title
        return Target(kind=vocabulary, id=slug, title=title, page=f"{VOCABULARY_BY_NAME[vocabulary].plural}/{slug}")


@dataclass(slots=True)
class DocumentScope:
    """Collects everything that the texts and sources of one document name."""

    context: Context
    evidence_rows: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Label of an item of the document's evidence -> its number, from 1, and its anchor."""
    main_source: str = ""
    """Key of the work that is named once for the whole document."""
    breadth: Breadth | None = None
    """How broad the evidence of the document's entry is."""
    targets: dict[str, Target] = field(default_factory=dict)
    references: dict[str, CitedReference] = field(default_factory=dict)
    images: dict[str, ShownPicture] = field(default_factory=dict)
    glossary: GlossaryIndex | None = None
    """The terms that are looked for in its texts; None where its page links to none."""
    texts: list[str] = field(default_factory=list)
    """Those in which terms are looked for."""

    def text(self, text: str | None) -> str:
        """Return a text as it is, an empty one for None, and record what it links to, cites and shows; terms are looked for in the end."""
        if text and self.glossary:
            self.texts.append(text)
        if text and may_hold_mark(text):
            markdown = Markdown.of(text)
            self.targets.update((id_, self.context.named(id_)) for _, id_ in entry_links_at(markdown))
            self.images.update((file, self.context.picture(file)) for _, file in images_at(markdown))
            for _, work in citations_at(markdown):
                if work.form != "text" or work.key in self.context.cited:  # a word after `@` may be no key
                    self.references[work.key] = self.context.cited[work.key]
        return text or ""

    def reference(self, key: str) -> CitedReference:
        """Record that this document cites a work, and return the work."""
        self.references[key] = self.context.cited[key]
        return self.references[key]

    def statement(self, claim: Claim) -> Statement:
        """A claim with its note."""
        return Statement(text=self.text(claim.text), note=self.note(claim))

    def note(self, part: Sourced) -> Note:
        """The source of a part, what it counts, and how far to trust it."""
        mentions, editorial = get_field(part, "mentions"), bool(get_field(part, "editorial"))
        follows = get_field(part, "follows_from") or ()
        return Note(
            label=self.reference(part.source).label if part.source and (part.source != self.main_source or not part.locator) else "",
            key=part.source or "",
            locator=part.locator or "",
            traceability=part.traceability if part.source else "",
            basis=part.basis if isinstance(part, (Claim, Relation)) and not editorial else "",
            counted=count_phrase(mentions),
            labels=mention_labels(mentions),
            caution=self.text(get_field(part, "caution")),
            editorial=editorial,
            follows_items=tuple([self.evidence_rows[name][0] for name in follows if name in self.evidence_rows]),
            follows_rows=tuple([self.evidence_rows[name][1] for name in follows if name in self.evidence_rows]),
            follows_entries=tuple([self.context.target(name) for name in follows if name not in self.evidence_rows]),
        )


def terms_in(texts: Iterable[str], glossary: GlossaryIndex | None) -> dict[str, Target]:
    """The terms that texts use, by their form in them."""
    used = glossary.used_in(texts) if glossary else {}
    return {form: glossary_target(used[form]) for form in sorted(used)}


@functools.lru_cache(maxsize=1 << 12)
def glossary_target(word: GlossaryWord) -> Target:
    """A term as something to link to."""
    return Target(kind=word.vocabulary, id=word.slug, title=word.title, page=word.page)


def get_field(part: ModelStruct, field: str) -> Any:
    """The value of a field that not every part has, or None.

    The field is looked up on the part's type, since `getattr` is slow where the attribute is missing.
    """
    return getattr(part, field) if field in _fields(type(part)) else None


@functools.cache
def _fields(model: type[ModelStruct]) -> frozenset[str]:
    return frozenset(field.name for field in fields_of(model))


def index_target(catalogue: Catalogue, thing: Listed) -> Target:
    """The index page of a kind or vocabulary."""
    return Target(kind="index", id=thing.plural, title=catalogue.label(thing.name).many, page=thing.plural)
