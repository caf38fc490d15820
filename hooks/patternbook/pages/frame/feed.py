"""The feed of a catalogue: an Atom entry for each release. Dates are those of releases, so that a build never changes it."""

from __future__ import annotations

from collections import Counter

from markupsafe import escape

from patternbook.catalogue.releases.released import RELEASES, ReleaseSummary
from patternbook.documents.context import Context
from patternbook.pages.page import Asset

FEED = "feed.xml"


def feed(context: Context) -> Asset:
    """The file of the feed, the latest release first; see RFC 4287."""
    masthead, urls = context.catalogue.masthead, context.urls
    releases = [context.releases[name] for name in context.releases][::-1]
    home = urls.site_url or "urn:patternbook:site"
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(masthead.language)}">',
        f"<title>{escape(masthead.title)}</title>",
        f"<id>{escape(home)}</id>",
        f'<link rel="self" href="{escape(f"{home}{FEED}")}"/>' if urls.site_url else "",
        f'<link rel="alternate" href="{escape(home)}"/>' if urls.site_url else "",
        f"<author><name>{escape(masthead.publisher)}</name></author>",
        f"<updated>{releases[0].date}T00:00:00Z</updated>",
        *(_entry(each, context) for each in releases),
        "</feed>",
    )
    return Asset(FEED, "\n".join(filter(None, lines)) + "\n")


def _entry(release: ReleaseSummary, context: Context) -> str:
    assert context.texts is not None  # noqa: S101 - there is a release
    page = f"{RELEASES}/{release.name}"
    address = context.urls.absolute(page)
    counts = Counter(change.what for change in context.texts.changes(release.name))
    told = ", ".join(f"{count} {what}" for what, count in sorted(counts.items())) or ("no text changed" if release.previous else "the first release")
    link = f'<link rel="alternate" href="{escape(address)}"/>' if address else ""
    return (
        f"<entry><title>Release {escape(release.name)}</title><id>{escape(address or f'urn:patternbook:{page}')}</id>{link}"
        f"<updated>{release.date}T00:00:00Z</updated><summary>{escape(told)}</summary></entry>"
    )
