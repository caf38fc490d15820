"""The labels of a study's sample: those that a study lists, and those that an entry mentions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from patternbook.check.collect import RawStruct, collected_fields
from patternbook.model.registry import KINDS
from patternbook.model.struct import ModelStruct
from patternbook.source.parse import ValueSpot, YamlValue

SampleLabel = tuple[str, str, str, str]
"""The study and the source that it is cited from, the list it is from (`participants` or `organizations`), and the label."""


class StudySample(NamedTuple):
    """The labels that may be mentioned: the participants and the organizations of a study."""

    reference: str
    """The study's main publication."""
    participants: frozenset[str]
    organizations: frozenset[str]
    organization_of: Mapping[str, str]
    """Participant -> the organization that lists them."""


SAMPLE_FIELDS = {kind.key: kind.sample for kind in KINDS if kind.sample}


def sample_of(study: RawStruct, fields: tuple[str, ...]) -> StudySample | None:
    """The labels of a study.

    Args:
        study: An entry of a kind with a sample.
        fields: `Kind.sample`.

    Returns:
        The labels; None where part of the list cannot be read, so that not all labels are known.

    """
    outer, inner = fields
    group = collected_fields(study.model)[outer].part
    organizations = _by_label(group, study.raw.get(outer))
    if not organizations or group is None:
        return None
    people = [each.get(inner, []) for each in organizations.values()]
    if not all(isinstance(each, list) and all(isinstance(label, str) for label in each) for each in people):
        return None
    labels = frozenset(label.strip() for each in people for label in each if isinstance(label, str))
    organization_of = {label.strip(): name for name, each in organizations.items() for label in each.get(inner, []) if isinstance(label, str)}
    return StudySample(study.text("reference"), labels, frozenset(organizations), organization_of)


def _by_label(model: type[ModelStruct] | None, values: object) -> dict[str, dict[str, YamlValue]] | None:
    """A list of structs by their `label`; None where it is not a list, or one of them has no label or an unknown field."""
    if not isinstance(values, list) or model is None:
        return None
    structs = {}
    for value in values:
        label = RawStruct("", model, value).text("label") if isinstance(value, dict) else ""
        if not label or not isinstance(value, dict) or value.keys() - collected_fields(model).keys():
            return None
        structs[label] = value
    return structs


@cache
def label_fields(model: type[ModelStruct]) -> frozenset[str]:
    """The fields of a model that may mention labels of a sample: none in many models."""
    return frozenset(("mentions", "organizations", "organization")).intersection(collected_fields(model))


def labels_of(part: RawStruct) -> list[tuple[ValueSpot, str, str]]:
    """Every label of a sample that a struct mentions itself: spot, label, and the list it is from."""
    mentions = part.inner("mentions")
    labels = [(spot, label, "participants") for spot, label in mentions.texts("participants")] if mentions else []
    for holder in (mentions, part) if mentions else (part,):
        labels += [(spot, label, "organizations") for spot, label in holder.texts("organizations")]
    organization = part.text("organization")
    return [*labels, ((part.raw, "organization"), organization, "organizations")] if organization else labels
