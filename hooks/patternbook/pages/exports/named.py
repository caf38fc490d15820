"""Everything that other documents link to by name: entries by their id, words and works by their address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from patternbook.catalogue.releases.released import RELEASES
from patternbook.documents.context import Context
from patternbook.documents.edition import on_one_line
from patternbook.model.registry import VOCABULARIES, kind_of_id


class NamedPage(NamedTuple):
    """A page with the name that links use."""

    name: str
    """F-004; areas/requirements; references/kim2018."""
    title: str
    page: str
    """Its address: findings/F-004, releases/2026.12/findings/F-004."""


def present_names(context: Context) -> Iterator[NamedPage]:
    """Every entry, word and work as it is now."""
    catalogue = context.catalogue
    for id_ in catalogue.kinds:
        target = context.target(id_)
        yield NamedPage(id_, _title(target.title, id_), target.page)
    for vocabulary in VOCABULARIES:
        for slug, word in catalogue.words[vocabulary.name].items():
            page = f"{vocabulary.plural}/{slug}"
            yield NamedPage(page, _title(word.title, slug), page)
    for page, key in catalogue.reference_keys.items():
        yield NamedPage(page, _title(catalogue.references[key].title, key), page)


def released_names(name: str, context: Context) -> Iterator[NamedPage]:
    """Everything in a release, each with the title it had and the address that holds its text."""
    assert context.texts is not None  # noqa: S101 - there is a release
    titles = context.texts.titles(name)
    for page, held in context.texts.rows(name).items():
        last = page.rpartition("/")[2]
        yield NamedPage(last if kind_of_id(last) else page, _title(titles[page], last), f"{RELEASES}/{held}/{page}")


def by_folder(pages: Iterator[NamedPage]) -> Mapping[str, list[NamedPage]]:
    """The pages by their kind, as addresses call it."""
    found: dict[str, list[NamedPage]] = {}
    for each in pages:
        found.setdefault(each.page.split("/")[-2], []).append(each)
    return found


def _title(title: str, name: str) -> str:
    return on_one_line(title) or name
