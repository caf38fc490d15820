"""Views that any kind may have: what an entry's page shows besides its own fields, computed from the catalogue.

A view takes an entry or word and the scope and returns blocks. Sections name views as `view:NAME`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec import UNSET

from patternbook.catalogue.mentions import BACKLINKED
from patternbook.documents.blocks import links_block, mention_of
from patternbook.documents.context import DocumentScope, index_target
from patternbook.documents.model import LinkItem, LinksBlock, ListBlock, Note, Statement
from patternbook.documents.profile import Blocks
from patternbook.markup import escape_markdown
from patternbook.model.components import Entry
from patternbook.model.registry import VOCABULARIES
from patternbook.model.vocabulary import Challenge, Reply, Word
from patternbook.phrases import as_date, gettext, gettext_noop

MAX_LISTED = 100
"""Links that one list shows at most, so that no page grows with the catalogue; the index of their kind lists the rest."""


def list_entries(
    ids: Sequence[str], scope: DocumentScope, title: str = "", *, noted: bool = False, stated: bool = False, naming: tuple[str, str] | None = None
) -> Blocks:
    """A list of entries of one kind, cut after MAX_LISTED.

    Args:
        ids: The entries.
        scope: Of the document that shows the list.
        title: Heading of the list.
        noted: Show the note that index pages show behind each title.
        stated: Show each entry's statement.
        naming: Kind of thing and name; show where each entry names it.

    """
    catalogue = scope.context.catalogue
    items = [
        LinkItem(
            says="",
            target=scope.context.target(id_),
            status=scope.context.list_note(id_) if noted else "",
            why=scope.text(catalogue.list_summaries[id_].statement) if stated else "",
            mention=mention_of(catalogue.mentions.get((id_, *naming)), naming[1]) if naming else UNSET,
        )
        for id_ in ids[:MAX_LISTED]
    ]
    if len(ids) <= MAX_LISTED:
        return links_block(items, title)
    return (
        LinksBlock(
            title=title,
            items=tuple(items),
            rest=len(ids) - MAX_LISTED,
            everything=index_target(catalogue, catalogue.kinds[ids[0]]),
        ),
    )


def objections(entry: Entry, scope: DocumentScope) -> Blocks:
    """Documented objections to the entry, with their state."""
    texts = [
        " ".join(filter(None, (_objection(challenge), gettext("Answer: %(answer)s", answer=challenge.answer) if challenge.answer else "")))
        for challenge in scope.context.catalogue.objections.get(entry.id, ())
    ]
    return (ListBlock(items=tuple(Statement(text=scope.text(text)) for text in texts)),) if texts else ()


def _objection(challenge: Challenge) -> str:
    """What is objected to, by whom, and what became of it."""
    return gettext(
        "%(ground)s: %(argument)s (%(by)s, %(date)s; %(state)s.)",
        ground=challenge.ground,
        argument=challenge.argument,
        by=challenge.by,
        date=as_date(challenge.on),
        state=gettext(challenge.state),
    )


def replies(entry: Entry, scope: DocumentScope) -> Blocks:
    """What those who wrote or made what the entry describes answer, in their words; whether they were invited to."""
    items = tuple(
        Statement(text=scope.text(" ".join(filter(None, (_reply_state(each), each.text)))))
        for each in scope.context.catalogue.replies.get(entry.id, ())
    )
    return (ListBlock(items=items),) if items else ()


def _reply_state(reply: Reply) -> str:
    state = gettext(REPLY_STATES[reply.state])
    return gettext("%(state)s on %(date)s.", state=state, date=as_date(reply.on)) if reply.on else f"{state}."


REPLY_STATES = {
    "not-yet": gettext_noop("Not yet invited to reply"),
    "invited": gettext_noop("Invited"),
    "declined": gettext_noop("Declined"),
    "replied": gettext_noop("Replied"),
}
"""State of a reply -> its words."""


def mappings(entry: Entry, scope: DocumentScope) -> Blocks:
    """How the entry relates to concepts of other schemes."""
    items = tuple(
        Statement(
            text=scope.text(
                f"{gettext(f'{match.relation.capitalize()} match')}: *{escape_markdown(concept.title)}* "
                f"({escape_markdown(scheme.title)}, {escape_markdown(concept.label)})" + (f": {match.why}" if match.why else "")
            ),
            note=Note(basis=match.basis, locator=scheme.locator),
        )
        for scheme, concept, match in scope.context.catalogue.matches.get(entry.id, ())
    )
    return (ListBlock(items=items),) if items else ()


def named_by(thing: Entry | Word, scope: DocumentScope) -> Blocks:
    """Other entries that name an entry or a word, one list per kind."""
    catalogue = scope.context.catalogue
    kind, name = (
        (catalogue.kinds[thing.id].name, thing.id)
        if isinstance(thing, Entry)
        else (next(each.name for each in VOCABULARIES if each.model is type(thing)), thing.slug)
    )
    ids = (id_ for id_ in catalogue.naming.get((kind, name), ()) if id_ != name)
    groups = groupby(ids, key=lambda id_: catalogue.kinds[id_].name)  # ids come in the order of their kinds
    return tuple(
        block
        for of, group in groups
        for block in list_entries(tuple(group), scope, catalogue.label(of).many, naming=(kind, name) if kind in BACKLINKED else None)
    )


VIEWS = {view.__name__: view for view in (objections, replies, mappings, named_by)}
"""Views by the name that sections use."""
