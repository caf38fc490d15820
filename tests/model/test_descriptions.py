"""The text under a field's declaration is its description, in the schema, on the format page and in messages."""

from __future__ import annotations

import pytest

from patternbook.model.components import Claim, Evidence, Sourced, Text
from patternbook.model.descriptions import descriptions
from patternbook.model.entries import Finding, Flow
from patternbook.model.struct import ModelStruct, declared_fields


class Sample(ModelStruct):
    """A part with fields of every sort."""

    text: Text
    """What it says."""
    bare: Text | None = None
    long: Text | None = None
    """One line,

    and another.
    """

    def method(self) -> str:
        """Of no field."""
        return self.text


class Further(Sample):
    """Says more."""

    bare: Text
    """Said here."""
    long: Text


@pytest.mark.parametrize(
    ("model", "field", "description"),
    [
        pytest.param(Sample, "text", "What it says.", id="under its field"),
        pytest.param(Sample, "bare", "", id="none"),
        pytest.param(Sample, "long", "One line,\n\nand another.", id="of several lines, without their indentation"),
        pytest.param(Further, "text", "What it says.", id="of the parent"),
        pytest.param(Further, "bare", "Said here.", id="added to the parent's field"),
        pytest.param(Further, "long", "", id="lost where the field is declared anew"),
        pytest.param(
            Finding,
            "id",
            "Permanent id: prefix, hyphen, three to nine digits; F-new-anything until `patternbook number` gives the number. Never reused.",
            id="of a parent in another module",
        ),
        pytest.param(Sourced, "source", "Key of the reference this was read in: nahar2022collaboration.", id="of the format"),
        pytest.param(Claim, "source", "Key of the reference this was read in: nahar2022collaboration.", id="of the format, of the parent"),
        pytest.param(Evidence, "source", "", id="of the format, declared anew"),
        pytest.param(Flow, "from_", "The team it leaves.", id="by name, not by key"),
    ],
)
def test_description(model: type[ModelStruct], field: str, description: str) -> None:
    assert descriptions(model)[field] == description


def test_every_field_has_one_or_nothing() -> None:
    assert descriptions(Further).keys() == declared_fields(Further).keys()
    assert descriptions(Finding).keys() == declared_fields(Finding).keys()
