"""The sentence in which a text cites a work, cut between words; the claim beside a field that names one."""

from __future__ import annotations

import pytest

from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.mentions import MentionedAt, mentions_in_text, pack_mentions, unpack_mentions

CASES = {
    "its sentence": ("First. Second one [@kim2018, p. 4] goes on. Third.", ("Second one (", "p. 4", ") goes on.")),
    "the start": ("[@kim2018] says so. More.", ("(", "", ") says so.")),
    "in brackets": ("So it is (see [@kim2018], too).", ("So it is (see ", "", ", too).")),
    "named": ("As @kim2018 [p. 3] shows, it is.", ("As ", "p. 3", " shows, it is.")),
    "links and emphasis": ("In *many* cases of [[F-001]] [@kim2018].", ("In many cases of F-001 (", "", ").")),
    "other citations": ("One [@other2000]; two [@kim2018].", ("One; two (", "", ").")),
    "abbreviations": ("A point, e.g. this one [@kim2018, p. 2, sec. 3].", ("A point, e.g. this one (", "p. 2, sec. 3", ").")),
    "an item of a list": ("Before:\n\n- one\n- two [@kim2018]\n- three", ("two (", "", ")")),
    "a paragraph": ("Without an end\n\nthe next [@kim2018]", ("the next (", "", ")")),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_sentence_of_a_citation(text: str, expected: tuple[str, str, str]) -> None:
    found = dict(mentions_in_text(text))
    assert found["kim2018"][:3] == expected


def test_long_sentence_is_cut_between_words() -> None:
    (_, place), *_ = mentions_in_text(f"{'word ' * 100}[@kim2018] {'other ' * 100}end.")
    assert place.before.startswith("… word ")
    assert place.after.endswith("other …")
    assert len(place.before) < 130 > len(place.after) - 10


def test_many_citations_take_linear_time() -> None:
    assert sum(1 for _ in mentions_in_text("a [@kim2018] " * 20_000)) == 20_000


def test_places_are_packed() -> None:
    places = {("reference", "a:b"): MentionedAt("x", "p. 1", "", is_cited=True)}
    assert unpack_mentions(pack_mentions(places)) == places
    assert unpack_mentions(pack_mentions({})) == {}


def test_every_entry_that_names_a_work_says_where(catalogue: Catalogue) -> None:
    """Of most, a sentence; of a few, only that it does."""
    naming = [(id_, kind, name) for (kind, name), ids in catalogue.naming.items() if kind in ("reference", "study") for id_ in ids]
    placed = [catalogue.mentions.get(each) for each in naming]
    assert sum(place is not None and len(place.before + place.after) > 20 for place in placed) > 0.9 * len(naming)
    assert sum(1 for _ in catalogue.mentions) == len(catalogue.mentions)
