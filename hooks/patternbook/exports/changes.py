"""What each release changed, and what is different now from the last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patternbook.catalogue.releases.released import RELEASES
from patternbook.documents.context import Context
from patternbook.exports.forms import ChangeItem, ReleaseItem

NOW = {"newer": "changed", "unreleased": "added"}
"""How the text of a page compares with the last release (`Released.state`) -> what happened to it since."""


def release_items(context: Context) -> Iterator[ReleaseItem]:
    """Every release with its number."""
    for number, release in enumerate(context.releases.values(), 1):
        page = f"{RELEASES}/{release.name}"
        yield ReleaseItem(number=number, release=release.name, date=release.date, doi=release.doi, page=page, url=context.urls.public(page))


def change_items(context: Context, states: Mapping[str, str]) -> Iterator[ChangeItem]:
    """What each release changed of which page, in order, and last what changed since.

    Nothing is listed of the first release, which adds everything.

    Args:
        context: Holds the releases.
        states: Page of an entry or a word -> how its text compares with the last release.

    """
    if context.texts is None:
        return
    for number, release in enumerate(context.releases.values(), 1):
        for change in context.texts.changes(release.name):
            yield _item(number, release.name, change.page, change.what, change.because, change.successors)
    last, number = next(reversed([*context.releases])), len(context.releases) + 1
    yield from (_item(number, "", page, NOW[state]) for page, state in states.items() if state in NOW)
    yield from (_item(number, "", page, "removed") for page in context.texts.rows(last) if page not in context.neighbours or page in context.gone)


def _item(number: int, release: str, page: str, what: Any, because: str = "", successors: tuple[str, ...] = ()) -> ChangeItem:
    name = page.rpartition("/")[2]
    return ChangeItem(number=number, release=release, page=page, id=name, what=what, because=because, successors=successors)
