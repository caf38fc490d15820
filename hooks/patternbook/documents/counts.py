"""What a source counts, as a phrase."""

from __future__ import annotations

import re

from patternbook.model.components import Mentions


def count_phrase(mentions: Mentions | None) -> str:
    """What was counted: `17 participants in 13 organizations`, `17 of 50 papers (16 without overlap)`."""
    if mentions is None:
        return ""
    phrases = []
    people, places = len(mentions.participants), len(mentions.organizations)
    organizations = _number(places, "organization")
    if people:
        phrases.append(_number(people, "participant") + (f" in {organizations}" if 0 < places <= people else ""))
    if places > people:  # not "in" these organizations, as each person belongs to one only
        phrases.append(f"{organizations} named" if people else organizations)
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
    """The source's own labels of those it counts: `P1a, P1b; organizations 1, 3`."""
    if mentions is None:
        return ""
    organizations = mentions.organizations
    places = f"organization{'' if len(organizations) == 1 else 's'} {', '.join(organizations)}" if organizations else ""
    return "; ".join(filter(None, [", ".join(mentions.participants), places]))


def _number(count: int, one: str) -> str:
    return f"{count} {one}{'' if count == 1 else 's'}"


_QUALIFIER = re.compile(r" (?:as|at|by|for|found|from|in|of|on|out|per|present|than|that|to|which|who|with|without)\b|[;,(]")
_ENDINGS = (("people", "person"), ("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ss", "ss"), ("s", ""))


def singular(units: str) -> str:
    """The singular of a unit that the data gives in the plural: `core contributor` for `core contributors`, `person` for `people`."""
    head = _QUALIFIER.split(units, maxsplit=1)[0]
    many, one = next(((many, one) for many, one in _ENDINGS if head.endswith(many)), ("", ""))
    return head.removesuffix(many) + one + units[len(head) :]
