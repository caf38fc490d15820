"""What a source counts, as a phrase."""

from __future__ import annotations

import re

from patternbook.model.components import Mentions
from patternbook.phrases import as_number, gettext, is_english, ngettext


def count_phrase(mentions: Mentions | None) -> str:
    """What was counted: `17 participants in 13 organizations`, `17 of 50 papers (16 without overlap)`."""
    if mentions is None:
        return ""
    phrases = []
    people, places = len(mentions.participants), len(mentions.organizations)
    organizations = number_of_organizations(places)
    if people:
        cited = ngettext("%(num)s participant", "%(num)s participants", people)
        phrases.append(gettext("%(people)s in %(organizations)s", people=cited, organizations=organizations) if 0 < places <= people else cited)
    if places > people:  # not "in" these organizations, as each person belongs to one only
        phrases.append(gettext("%(organizations)s named", organizations=organizations) if people else organizations)
    listed_already = (mentions.unit, mentions.count) in (("participants", people), ("organizations", places))
    if mentions.count is not None and not (listed_already and mentions.of is None):
        phrases.append(_count(mentions, mentions.count))
    if mentions.counts:
        listed = ", ".join(f"{label}: {as_number(count)}" for label, count in mentions.counts.items())
        values = {"listed": listed, "unit": mentions.unit}
        phrases.append(
            gettext("%(listed)s (%(unit)s)", **values)
            if mentions.of is None
            else gettext("%(listed)s, of %(of)s %(unit)s", of=as_number(mentions.of), **values)
        )
    return "; ".join(phrases)


def _count(mentions: Mentions, count: int) -> str:
    """What was counted as one number, out of how many."""
    unit = singular(mentions.unit or "") if count == 1 and mentions.of is None and is_english() else mentions.unit
    if mentions.of is None:
        counted = f"{as_number(count)} {unit}"
    else:
        counted = gettext("%(number)s of %(of)s %(unit)s", number=as_number(count), of=as_number(mentions.of), unit=unit)
    without = mentions.independent
    return counted if without is None else gettext("%(counted)s (%(number)s without overlapping studies)", counted=counted, number=without)


def mention_labels(mentions: Mentions | None) -> str:
    """The source's own labels of those it counts: `P1a, P1b; organizations 1, 3`."""
    if mentions is None:
        return ""
    organizations = mentions.organizations
    listed = ", ".join(organizations)
    places = ngettext("organization %(listed)s", "organizations %(listed)s", len(organizations), listed=listed) if organizations else ""
    return "; ".join(filter(None, [", ".join(mentions.participants), places]))


def number_of_organizations(count: int) -> str:
    """`13 organizations`."""
    return ngettext("%(num)s organization", "%(num)s organizations", count)


_QUALIFIER = re.compile(r" (?:as|at|by|for|found|from|in|of|on|out|per|present|than|that|to|which|who|with|without)\b|[;,(]")
_ENDINGS = (("people", "person"), ("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ss", "ss"), ("s", ""))


def singular(units: str) -> str:
    """The singular of a unit that the data gives in the plural: `core contributor` for `core contributors`, `person` for `people`."""
    head = _QUALIFIER.split(units, maxsplit=1)[0]
    many, one = next(((many, one) for many, one in _ENDINGS if head.endswith(many)), ("", ""))
    return head.removesuffix(many) + one + units[len(head) :]
