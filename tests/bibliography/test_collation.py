"""The order of names: letters, then accents, then capitals."""

from __future__ import annotations

import random

import pytest

from patternbook.bibliography.collation import collation_key
from patternbook.bibliography.reference import Organisation, Person, Reference
from patternbook.bibliography.write.citation import citation_sort_key

IN_ORDER = {
    "accents": ["Adams", "Åström", "Éluard", "Oxley", "Özkan", "Pál", "Şahin", "Škoda", "Zhang", "Żuk"],
    "letters without a decomposition": ["Læssøe", "Łukasz", "Lund", "Øystein", "Oyster", "Ozark", "Weiss", "Weiß", "Weissmann"],
    "accents count after all letters": ["Muller", "Müller", "Mullerson"],
    "shorter first": ["Lee", "Lee-Smith", "Leeds"],
    "apostrophes of any kind": ["O'Brien", "O’Neil", "Oak"],
    "scripts": ["Zuse", "Ωμέγα", "Жуков", "王"],
    "two letters in one": ["Aesop", "Ætla", "Afzal"],
}


@pytest.mark.parametrize("names", IN_ORDER.values(), ids=IN_ORDER)
def test_order_of_names(names: list[str]) -> None:
    shuffled = random.Random(1).sample(names, len(names))
    assert sorted(shuffled, key=collation_key) == names


def work(key: str, *families: str, year: str = "2000", **fields: str) -> Reference:
    return Reference(
        key, "book", fields.get("title", "T"), tuple(Person(family, "A.") for family in families), year=year, status=fields.get("status", "")
    )


def in_order(*references: Reference) -> str:
    return " ".join(reference.key for reference in sorted(references, key=citation_sort_key))


def test_fewer_authors_come_first_whatever_the_year() -> None:
    assert in_order(work("c", "Oak", "Ash"), work("b", "Oak", year="2010"), work("a", "Oak", year="2001")) == "a b c"


def test_years_are_in_the_order_of_time() -> None:
    works = [work("e", "Oak", year="in press", status="inpress"), work("d", "Oak", year="1994–1997"), work("c", "Oak", year="ca. 800")]
    assert in_order(*works, work("b", "Oak", year="44 BCE"), work("a", "Oak", year="")) == "a b c d e"


def test_a_work_without_names_is_listed_by_its_title() -> None:
    assert in_order(work("b", "Oak"), work("a", title="Äpfel"), work("c", title="Pears")) == "a b c"


def test_organisations_are_listed_among_people() -> None:
    assert in_order(Reference("b", "misc", "T", (Organisation("École Imaginaire"),)), work("a", "Ebel"), work("c", "Edel")) == "a b c"
