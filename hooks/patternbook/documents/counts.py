"""What a source counts, in words."""

from __future__ import annotations

import re

from patternbook.model.components import Mentions


def count_phrase(mentions: Mentions | None) -> str:
    """What was counted, as a phrase: `17 participants in 13 organizations`, `17 of 50 papers (16 without overlap)`."""
    if mentions is None:
        return ""
    phrases = []
    people, places = len(mentions.participants), len(mentions.organizations)
    if people:
        phrases.append(_number(people, "participant") + (f" in {_number(places, 'organization')}" if 0 < places <= people else ""))
        if places > people:  # the source names more organizations than people: one belongs to one
            phrases.append(f"{_number(places, 'organization')} named")
    elif places:
        phrases.append(_number(places, "organization"))
    listed_already = (mentions.unit, mentions.count) in (("participants", people), ("organizations", places))
    if mentions.count is not None and not (listed_already and mentions.of is None):
        out_of = f" of {mentions.of:,}" if mentions.of is not None else ""
        without = f" ({mentions.independent} without overlapping studies)" if mentions.independent is not None else ""
        unit = singular(mentions.unit or "") if mentions.count == 1 and mentions.of is None else mentions.unit
        phrases.append(f"{mentions.count:,}{out_of} {unit}{without}")
    if mentions.counts:
        listed = ", ".join(f"{label}: {count:,}" for label, count in mentions.counts.items())
        out_of = f", of {mentions.of:,} {mentions.unit}" if mentions.of is not None else f" ({mentions.unit})"
        phrases.append(f"{listed}{out_of}")
    return "; ".join(phrases)


def mention_labels(mentions: Mentions | None) -> str:
    """The source's labels of those mentioned."""
    if mentions is None:
        return ""
    people = ", ".join(mentions.participants)
    noun = "organization" if len(mentions.organizations) == 1 else "organizations"
    places = f"{noun} {', '.join(mentions.organizations)}" if mentions.organizations else ""
    return "; ".join(filter(None, [people, places]))


def _number(count: int, one: str) -> str:
    return f"{count} {one}{'' if count == 1 else 's'}"


_SAID_OF_THEM = re.compile(r" (?:as|at|by|for|found|from|in|of|on|out|per|present|than|that|to|which|who|with|without)\b|[;,(]")
_ENDINGS = (("people", "person"), ("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ss", "ss"), ("s", ""))


def singular(units: str) -> str:
    """The name of one of what the data names in the plural: `core contributors` is `core contributor`, `people` is `person`."""
    head = _SAID_OF_THEM.split(units, maxsplit=1)[0]
    many, one = next(((many, one) for many, one in _ENDINGS if head.endswith(many)), ("", ""))
    return head.removesuffix(many) + one + units[len(head) :]
