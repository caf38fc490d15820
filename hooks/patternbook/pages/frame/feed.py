"""The feed of a catalogue: an Atom entry for each release, and for each entry of which it is announced that it will be retired.

Dates are those of releases and of the data, so that a build never changes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import escape

from patternbook.catalogue.releases.released import RELEASES, PageChange, ReleaseSummary
from patternbook.documents.context import Context
from patternbook.documents.edition import on_one_line
from patternbook.documents.gone import Leaving, leaving_entries
from patternbook.markup import plain_marks
from patternbook.model.components import Retirement
from patternbook.pages.page import Asset
from patternbook.phrases import as_date, gettext

FEED = "feed.xml"
MOST_RETIRED = 50
"""Retired entries that the entry of a release names; its page lists all."""


class _FeedEntry(NamedTuple):
    """An entry of the feed."""

    title: str
    page: str
    anchor: str
    day: str
    summary: str


def feed(context: Context) -> Asset | None:
    """The file of the feed, the latest news first; see RFC 4287. None where there is nothing to tell."""
    masthead, urls = context.catalogue.masthead, context.urls
    told = [*map(_announced, leaving_entries(context)), *(_release(context.releases[name], context) for name in [*context.releases][::-1])]
    if not told:
        return None
    told.sort(key=lambda each: each.day, reverse=True)
    home = urls.site_url or "urn:patternbook:site"
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(masthead.language)}">',
        f"<title>{escape(masthead.title)}</title>",
        f"<id>{escape(home)}</id>",
        f'<link rel="self" href="{escape(f"{home}{FEED}")}"/>' if urls.site_url else "",
        f'<link rel="alternate" href="{escape(home)}"/>' if urls.site_url else "",
        f"<author><name>{escape(masthead.publisher)}</name></author>",
        f"<updated>{told[0].day}T00:00:00Z</updated>",
        *(_entry(each, context) for each in told),
        "</feed>",
    )
    return Asset(FEED, "\n".join(filter(None, lines)) + "\n")


def _entry(told: _FeedEntry, context: Context) -> str:
    address = context.urls.absolute(told.page)
    link = f'<link rel="alternate" href="{escape(address)}"/>' if address else ""
    return (
        f"<entry><title>{escape(told.title)}</title><id>{escape(address or f'urn:patternbook:{told.page}')}{told.anchor}</id>{link}"
        f"<updated>{told.day}T00:00:00Z</updated><summary>{escape(told.summary)}</summary></entry>"
    )


def _announced(leaving: Leaving) -> _FeedEntry:
    """The announcement of a retirement. Its anchor tells it from the page, whose address may be that of other news."""
    planned, target = leaving.planned, leaving.target
    title = gettext("%(id)s will be retired on %(date)s: %(title)s", id=target.id, date=as_date(planned.on), title=on_one_line(target.title))
    return _FeedEntry(title, target.page, "#to-be-retired", leaving.announced, " ".join((_sentence(planned.reason), _instead(planned))))


def _instead(planned: Retirement) -> str:
    """What takes its place, and whether it says the same."""
    if not planned.all_successors:
        return gettext("Nothing takes its place.")
    named = ", ".join(planned.all_successors)
    if planned.exact:
        return gettext("Then cite %(named)s, which says the same.", named=named)
    return gettext("Then consider %(named)s.", named=named)


def _sentence(text: str) -> str:
    plain = on_one_line(plain_marks(text))
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."


def _release(release: ReleaseSummary, context: Context) -> _FeedEntry:
    assert context.texts is not None  # noqa: S101 - there is a release
    changes = context.texts.changes(release.name)
    counts = Counter(change.what for change in changes)
    nothing = gettext("no text changed") if release.previous else gettext("the first release")
    told = ", ".join(f"{count} {gettext(what)}" for what, count in sorted(counts.items())) or nothing
    return _FeedEntry(
        gettext("Release %(release)s", release=release.name), f"{RELEASES}/{release.name}", "", release.date, f"{told}{_retired(changes)}"
    )


def _retired(changes: Sequence[PageChange]) -> str:
    """The entries that a release retired, each with what takes its place."""
    retired = [change for change in changes if change.what == "retired"]
    named = [f"{each.page.rpartition('/')[2]}{_now(each.successors)}" for each in retired[:MOST_RETIRED]]
    listed = f"{', '.join(named)}{', ...' if len(retired) > MOST_RETIRED else ''}"
    return f"; {gettext('retired: %(listed)s', listed=listed)}" if named else ""


def _now(successors: Sequence[str]) -> str:
    return f" ({gettext('now %(successors)s', successors=', '.join(successors))})" if successors else ""
