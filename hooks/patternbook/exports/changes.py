"""What each release changed, and what is different now from the last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from patternbook.catalogue.releases.released import RELEASES
from patternbook.documents.context import Context
from patternbook.exports.rows import Row

NOW = {"newer": "changed", "unreleased": "added"}
"""How the text of a page compares with the last release (`Released.state`) -> what happened to it since."""


def release_rows(context: Context) -> Iterator[Row]:
    """Every release with its number, the first being 1."""
    for number, release in enumerate(context.releases.values(), 1):
        page = f"{RELEASES}/{release.name}"
        yield {
            "number": number,
            "release": release.name,
            "date": release.date,
            "doi": release.doi,
            "page": page,
            "url": context.urls.public(page),
        }


def change_rows(context: Context, states: Mapping[str, str]) -> Iterator[Row]:
    """What each release changed of which page, in order, and last what changed since, without the name of a release.

    Nothing is listed of the first release, which adds everything.

    Args:
        context: Holds the releases.
        states: Page of an entry or a word -> how its text compares with the last release.

    """
    if context.texts is None:
        return
    for number, release in enumerate(context.releases.values(), 1):
        for change in context.texts.changes(release.name):
            row = _row(number, release.name, change.page, change.what)
            yield row | ({"because": change.because} if change.because else {}) | ({"successors": [*change.successors]} if change.successors else {})
    last = next(reversed([*context.releases]))
    number = len(context.releases) + 1
    yield from (_row(number, "", page, NOW[state]) for page, state in states.items() if state in NOW)
    yield from (_row(number, "", page, "removed") for page in context.texts.rows(last) if page not in context.neighbours or page in context.gone)


def _row(number: int, release: str, page: str, what: str) -> Row:
    return {"number": number, "release": release, "page": page, "id": page.rpartition("/")[2], "what": what}
