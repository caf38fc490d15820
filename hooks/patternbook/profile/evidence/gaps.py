"""What is missing in an entry, as an invitation: a second data set, advice that a source ties to it, a section nobody has filled.

Nothing here is evidence of anything: where the catalogue is silent, nobody has looked, or nobody has written it down.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from patternbook.documents.context import Context, get_field
from patternbook.documents.profile import Gap
from patternbook.model.components import Entry
from patternbook.model.entries import FINDING, Finding
from patternbook.model.introspect import fields_of
from patternbook.model.kind import Kind
from patternbook.model.registry import KIND_BY_MODEL
from patternbook.phrases import gettext, gettext_noop
from patternbook.profile.breadth import data_sets_of
from patternbook.profile.issue_forms import FINDING_FORM

SECOND_DATA_SET, ANY_RESULT, STATED_ADVICE = "second-data-set", "own-result", "stated-advice"
OPEN_REASONS = frozenset({"not-read", "not-extracted"})
"""Why a section is empty, where somebody could still fill it: of the other reasons, the source has been read for it."""


def missing_values(entry: Entry, context: Context) -> Mapping[str, str]:
    """What could be added to an entry, each with its words."""
    kind = KIND_BY_MODEL[type(entry)]
    label = context.catalogue.label(kind.name).one
    found = dict(_of_claim(entry, context)) if isinstance(entry, Finding) else {}
    for key, title, names in _filled_sections(kind):
        if not any(getattr(entry, name) for name in names) and _is_open(entry, key, context):
            found[f"{kind.name}-{key}"] = f"{label}: {context.catalogue.labelled(gettext(title))}"
    return found


def _of_claim(entry: Finding, context: Context) -> Mapping[str, str]:
    sets = data_sets_of(entry, context)
    advised = any(link.kind.field == "addresses" and link.relation.basis == "stated" for link in context.catalogue.incoming.get(entry.id, ()))
    return {
        **({SECOND_DATA_SET: gettext("A second data set")} if sets == 1 else {}),
        **({ANY_RESULT: gettext("A direct result of a study")} if sets == 0 else {}),
        **({} if advised else {STATED_ADVICE: gettext("Advice that a source ties to it")}),
    }


@functools.cache
def _filled_sections(kind: Kind) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The sections that say so when they are empty and are filled from fields alone: key, title, fields."""
    own = {field.name for field in fields_of(kind.model)}
    return tuple((each.key, each.title, each.fields) for each in kind.sections if each.empty and own.issuperset(each.fields))


def _is_open(entry: Entry, section: str, context: Context) -> bool:
    """Whether a source may still say something for an empty section."""
    reason = (get_field(entry, "empty") or {}).get(section) or context.profile.empty_reason(entry, context)
    return reason in OPEN_REASONS


_AS_EVIDENCE = f"patternbook new {FINDING.name} --as evidence --of ID"
SYNTHESIS_GAPS = (
    Gap(
        SECOND_DATA_SET,
        gettext_noop("Each rests on one data set. Another study may say the same, less, or the opposite; all three are welcome."),
        gettext_noop("Know a study that speaks to one of these?"),
        FINDING_FORM,
        _AS_EVIDENCE,
    ),
    Gap(
        ANY_RESULT,
        gettext_noop("No result of a study bears on them directly."),
        gettext_noop("Know a study that looked at it?"),
        FINDING_FORM,
        _AS_EVIDENCE,
    ),
    Gap(
        STATED_ADVICE,
        gettext_noop("No source in the catalogue ties advice to them. People may well have advice that nobody has written down here."),
        gettext_noop("Know a source that says what helps?"),
        FINDING_FORM,
        "patternbook new recommendation",
    ),
)
"""What may be missing in an entry, and how to help."""
SECTION_GAP = Gap(
    "",
    gettext_noop("Nothing was taken down for these sections, or their source was not read by us. The source may well say something."),
    gettext_noop("Know where a source says it?"),
)
"""The same of any empty section."""
ENTRY_GAP = Gap("", "", gettext_noop("Know a study that says something here?"), FINDING_FORM)
"""The same where an entry is missing as a whole."""
