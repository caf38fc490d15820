"""Files with many citations: everything in them is there once, and whatever pages link to exists."""

from __future__ import annotations

import re

from pybtex.database import parse_string

from conftest import WHERE
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.resolve import build_context
from patternbook.model.registry import LISTED
from patternbook.pages.exports.bundles import prose_topics, topics
from patternbook.profile.synthesis import SYNTHESIS
from test_pages import made


def _files() -> dict[str, str]:
    return {asset.file: str(asset.content) for asset in made(directories=True)[0].assets}


def _keys(text: str) -> list[str]:
    return [*parse_string(text, "bibtex").entries]  # which refuses a key that stands twice


def test_catalogue_holds_itself_every_entry_and_the_works_behind_them(toy: Catalogue) -> None:
    keys = _keys(_files()["catalogue.bib"])
    assert keys[0] == "toy-garden:2026.12"
    assert keys[1 : 1 + len(toy.entries)] == [f"toy-garden:{id_}:2026.12" for id_ in toy.entries]
    assert set(keys[1 + len(toy.entries) :]) <= set(toy.references)


def test_bibliography_holds_every_work(toy: Catalogue) -> None:
    assert sorted(_keys(_files()["references.bib"])) == sorted(toy.references)


def test_every_topic_has_a_file_with_its_entries(toy: Catalogue) -> None:
    files, context = _files(), build_context(toy, WHERE, SYNTHESIS)
    found = list(topics(context))
    assert {topic.file.partition("/")[0] for topic in found} == {thing.plural for thing in LISTED if thing.is_topic} | {"barrel-rules"}
    for topic in found:
        keys = _keys(files[f"{topic.file}.all.bib"])
        assert [key for key in keys if key.count(":") == 2] == [f"toy-garden:{id_}:2026.12" for id_ in topic.ids]
    assert any(topic.ids for topic in found)


def test_sections_of_prose_are_topics_of_their_own(toy: Catalogue) -> None:
    from dataclasses import replace

    prose = replace(toy.prose[0], slug="paths", text="# Paths\n\n[[F-001]]\n\n## One & only\n\n[[F-002]] [[F-002]]\n\n## Nothing\n\n`[[F-003]]`\n")
    found = prose_topics(prose, build_context(toy, WHERE, SYNTHESIS))
    assert [(topic.file, topic.ids) for topic in found] == [("paths", ("F-001", "F-002")), ("paths/one-only", ("F-002",))]


def test_links_to_files_lead_to_files() -> None:
    made_whole, where = made(directories=True)
    files = {asset.file for asset in made_whole.assets}
    linked = 0
    for page in made_whole.pages:
        for href in re.findall(r'href="([^":]*\.(?:bib|ris|txt|csl\.json))"', page.html):
            linked += 1
            assert any(where.asset(page.page, file) == href for file in files), (page.page, href)
    assert linked > 100
