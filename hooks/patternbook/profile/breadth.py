"""Breadth of evidence, by one rule, and the line that says how sure a claim is.

The rule, as the page states it: an item counts if it is the study's own result, bears on the claim directly, was read by us
in a source of which we know more than the abstract and that was not retracted, and is not from a review. The unit is the data
set: studies that rest on the same data count once. Shared authors are shown and do not merge studies. All other items are shown apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import Context, get_field
from patternbook.documents.counts import count_phrase, number_of_organizations
from patternbook.documents.model import Breadth
from patternbook.model.components import Confidence, Entry, Evidence, bears_directly
from patternbook.model.entries import Study
from patternbook.model.registry import KIND_BY_MODEL
from patternbook.model.struct import ModelStruct
from patternbook.phrases import gettext, gettext_noop, ngettext

PARTIAL_DEPTHS = ("abstract", "second-hand")
"""Depths of reading at which evidence is not counted."""
DEPTH_WORDS = {
    "full": gettext_noop("read in full"),
    "part": gettext_noop("read in part"),
    "abstract": gettext_noop("only its abstract was read"),
    "second-hand": gettext_noop("known second-hand"),
}


class StudySampling(NamedTuple):
    """The facts about a study that breadth is computed from."""

    methods: tuple[str, ...]
    contexts: tuple[str, ...]
    data_sets: tuple[str, ...]
    """The data sets that it rests on; its id for one that is its own."""
    same_authors: tuple[str, ...]
    """Studies that share authors with it, whichever of the two says so."""
    shared_by: tuple[str, ...]
    """Studies that declare an overlap with it."""
    is_review: bool
    depths: Mapping[str, str]
    """Source -> how far it was read; sources of which nothing is said are missing."""
    reference: str
    period: str
    """When its data was collected, in a few words."""
    retracted: tuple[str, ...] = ()
    """Works that were retracted, whether its own or not."""
    size: str = ""
    """The size of its sample as it is declared first: 45 participants; empty where that is no one number."""
    author: str = ""
    """The first author of its publication; empty where that and the year do not tell it from other studies."""


def sampled_studies(catalogue: Catalogue) -> Mapping[str, StudySampling]:
    """The facts about every study of a catalogue by its id."""
    return study_sampling({study.id: study for study in catalogue.all_of(Study)}, retracted_works(catalogue))


def retracted_works(catalogue: Catalogue) -> tuple[str, ...]:
    """Keys of the works that were retracted."""
    return tuple(key for key, status in catalogue.work_statuses.items() if status.retraction)


def study_sampling(studies: Mapping[str, Study], retracted: tuple[str, ...] = ()) -> Mapping[str, StudySampling]:
    """The facts about each study by its id. An overlap is declared by one of two studies and holds for both."""
    shared_by: dict[str, list[str]] = {id_: [] for id_ in studies}
    same_authors: dict[str, dict[str, None]] = {id_: {} for id_ in studies}
    for study in studies.values():
        for overlap in study.shares:
            shared_by[overlap.study].append(study.id)
            if "authors" in overlap.what:
                same_authors[study.id][overlap.study] = same_authors[overlap.study][study.id] = None
    return {
        id_: StudySampling(
            study.methods,
            study.contexts,
            study.data_sets or (id_,),
            tuple(same_authors[id_]),
            tuple(dict.fromkeys(shared_by[id_])),
            study.is_review,
            {read.source: read.depth for read in study.reads},
            study.reference,
            study.period_short or "",
            retracted,
            sample_size(study),
        )
        for id_, study in studies.items()
    }


def sample_size(study: Study) -> str:
    """The number that the first claim about the sample states as a whole, with its unit: `45 participants`.

    A part is no size, nor is a sum of our own: where the source prints no one number of the whole, none is given.
    """
    first = study.sample[0] if study.sample else None
    counted = first.mentions if first and first.basis == "stated" and not first.editorial else None
    if counted is None or counted.unit is None:
        return ""
    number = counted.of if counted.counts else counted.count if counted.of is None else None
    return f"{number:,} {counted.unit}" if number is not None else ""


def reason_apart(item: Evidence, study: StudySampling) -> str:
    """Why an item of evidence is not counted, in a few words; empty where it is."""
    depth = study.depths.get(item.source, "")
    reasons = (
        (item.source in study.retracted or study.reference in study.retracted, gettext("its source was retracted")),
        (item.directness == "indirect", gettext("indirect: %(why)s", why=item.why_indirect)),
        (item.traceability == "inferred", gettext("our reading")),
        (item.role_in_source == "background", gettext("background in its source")),
        (item.role_in_source == "proposal", gettext("a proposal, not a result")),
        (depth in PARTIAL_DEPTHS, gettext(DEPTH_WORDS.get(depth, ""))),
    )
    return next((words for applies, words in reasons if applies), "")


def evidence_apart(item: Evidence, context: Context) -> str:
    """Why an item is shown apart from the counted evidence; empty where it is not."""
    return reason_apart(item, context.shared[item.study])


def empty_reason(thing: ModelStruct, context: Context) -> str:
    """Why sections of an entry are empty where it does not say so itself: its study was not read, or nothing was taken down.

    Whether a source is silent can only be said by somebody who has read it, so it is never derived.
    """
    name = thing.id if isinstance(thing, Study) else get_field(thing, "study")
    study = context.shared.get(name) if name else None
    unread = study is not None and study.depths.get(study.reference) in PARTIAL_DEPTHS
    return "not-read" if unread else "not-extracted"


def main_source(thing: ModelStruct, context: Context) -> str:
    """The publication of the study that a short entry comes from."""
    kind = KIND_BY_MODEL.get(type(thing)) if isinstance(thing, Entry) else None
    return context.shared[get_field(thing, "study")].reference if kind is not None and kind.brief else ""


def breadth_of(entry: Entry, context: Context) -> Breadth | None:
    """Breadth of an entry's evidence; None where it has none."""
    evidence = get_field(entry, "evidence")
    return compute_breadth(evidence, context.shared, get_field(entry, "confidence")) if evidence else None


def compute_breadth(evidence: Sequence[Evidence], studies: Mapping[str, StudySampling], confidence: Confidence | None = None) -> Breadth:
    """Breadth of some evidence, by the rule of this module."""
    bearing, own = _bearing(evidence, studies)
    reviews = [item for item in bearing if _is_review(item, studies)]
    apart = [item.study for item in evidence if item not in bearing]
    used = tuple(dict.fromkeys(item.study for item in own))
    supporting = [item for item in own if item.stance in ("supports", "mixed")]
    backing = [studies[id_] for id_ in dict.fromkeys(item.study for item in supporting)]
    data_sets = _count_data_sets(own, studies)
    against = sum(item.stance != "supports" for item in bearing)
    groups = _research_groups(used, studies)
    short = _carriers(used, data_sets, groups, reviews)
    return Breadth(
        data_sets=data_sets,
        groups=groups,
        studies=used,
        reviews=tuple(_review_words(study, reviews) for study in dict.fromkeys(item.study for item in reviews)),
        apart=tuple(dict.fromkeys(apart)),
        methods=tuple(dict.fromkeys(method for study in backing for method in study.methods)),
        contexts=tuple(dict.fromkeys(context for study in backing for context in study.contexts)),
        contradicting=against,
        short=short,
        sentence=f"{short}.{_remarks(against, apart, counted=bool(bearing))}",
        items=len(evidence),
        verified=sum(item.verified_by is not None for item in evidence),
        how_sure=_how_sure(supporting, reviews, studies, (len(used), data_sets), confidence),
    )


def data_sets_of(entry: Entry, context: Context) -> int | None:
    """On how many data sets an entry rests, as its breadth says; None for entries without evidence."""
    evidence = get_field(entry, "evidence")
    return _count_data_sets(_bearing(evidence, context.shared)[1], context.shared) if evidence else None


def _bearing(evidence: Sequence[Evidence], studies: Mapping[str, StudySampling]) -> tuple[list[Evidence], list[Evidence]]:
    """The items that count, and those of them that are a study's own results."""
    bearing = [item for item in evidence if not reason_apart(item, studies[item.study])]
    return bearing, [item for item in bearing if not _is_review(item, studies)]


def _count_data_sets(own: Iterable[Evidence], studies: Mapping[str, StudySampling]) -> int:
    return len({name for item in own for name in studies[item.study].data_sets})


def _is_review(item: Evidence, studies: Mapping[str, StudySampling]) -> bool:
    """Whether an item that counts is from a review rather than a study's own result."""
    return studies[item.study].is_review or not bears_directly(item.directness, item.traceability, item.role_in_source)


def _research_groups(used: Sequence[str], studies: Mapping[str, StudySampling]) -> int:
    """How many groups of authors the studies are by; a study that is not among them connects nothing."""
    groups: list[set[str]] = []
    for id_ in used:
        near = [group for group in groups if group & set(studies[id_].same_authors)]
        groups = [group for group in groups if group not in near] + [{id_}.union(*near)]
    return len(groups)


def _review_words(study: str, reviews: Sequence[Evidence]) -> str:
    """A review, with the number of works that it counts for the claim: `review of 16 other papers (S-002)`."""
    mentions = [item.mentions for item in reviews if item.study == study and item.mentions and item.mentions.count is not None]
    counted = max(mentions, key=lambda each: each.independent or each.count or 0, default=None)
    if counted is None:
        return gettext("review (%(study)s)", study=study)
    if counted.independent is None:
        return gettext("review of %(number)s %(unit)s (%(study)s)", number=counted.count, unit=counted.unit, study=study)
    return gettext("review of %(number)s other %(unit)s (%(study)s)", number=counted.independent, unit=counted.unit, study=study)


def _each_review(reviews: Sequence[Evidence]) -> Iterator[str]:
    """`a review of 16 other papers (S-002)`, for each review."""
    for study in dict.fromkeys(item.study for item in reviews):
        yield gettext("a %(review)s", review=_review_words(study, reviews))


def _carriers(used: Sequence[str], data_sets: int, groups: int, reviews: Sequence[Evidence]) -> str:
    """The data sets and reviews that bear on the claim: `2 data sets (S-001, S-004), 1 research group; a review (S-002)`."""
    by = f", {ngettext('%(num)s research group', '%(num)s research groups', groups)}" if len(used) > 1 else ""
    own = f"{_number_of_data_sets(data_sets)} ({', '.join(used)}){by}" if used else ""
    return "; ".join(filter(None, (own, *_each_review(reviews)))) or gettext("No result of a study bears on it directly")


def _number_of_data_sets(number: int) -> str:
    return ngettext("%(num)s data set", "%(num)s data sets", number)


def _remarks(against: int, apart: Sequence[str], *, counted: bool) -> str:
    """How many counted items are against the claim, and which studies are shown apart."""
    less = ngettext("%(num)s item qualifies or contradicts it.", "%(num)s items qualify or contradict it.", against) if counted else ""
    also = gettext("Also points this way, not counted: %(studies)s.", studies=", ".join(dict.fromkeys(apart))) if apart else ""
    return "".join(f" {sentence}" for sentence in (less, also) if sentence)


def _how_sure(
    supporting: Sequence[Evidence],
    reviews: Sequence[Evidence],
    studies: Mapping[str, StudySampling],
    counted: tuple[int, int],
    confidence: Confidence | None,
) -> str:
    """What carries the claim, in one line: methods, data sets, how far they were read, period, adequacy, and whether it was graded."""
    # `counted` are the numbers of studies and of their data sets.
    ids = tuple(dict.fromkeys(item.study for item in supporting))
    carried = "; ".join(_carried_by(id_, [item for item in supporting if item.study == id_], studies[id_]) for id_ in ids)
    summed = "; ".join(_each_review(reviews))
    if confidence:
        graded = gettext("graded %(level)s", level=gettext(confidence.level.replace("-", " ")))
    elif counted[1] == 1:
        graded = gettext("not graded: one study") if counted[0] == 1 else gettext("not graded: one data set")
    elif counted[1]:
        graded = gettext("not graded: nobody has assessed it")
    else:
        graded = gettext("not graded: no direct result")
    line = "; ".join(filter(None, (carried, summed, graded)))
    return f"{line[0].upper()}{line[1:]}."


def _carried_by(id_: str, items: Sequence[Evidence], study: StudySampling) -> str:
    """What one study contributes: `interviews, one data set (S-001), read in full; 10 people in 9 organizations cited`."""
    depth = gettext(DEPTH_WORDS.get(study.depths.get(study.reference, ""), ""))
    sets = gettext("one data set") if len(study.data_sets) == 1 else _number_of_data_sets(len(study.data_sets))
    start = ", ".join(filter(None, ("; ".join(study.methods), f"{sets} ({id_})", depth, study.period)))
    return gettext("%(study)s; adequacy: %(counted)s", study=start, counted=_adequacy(items))


def _adequacy(items: Iterable[Evidence]) -> str:
    """How much was cited or counted for a claim."""
    mentions = [item.mentions for item in items if item.mentions]
    people = {label for each in mentions for label in each.participants}
    places = {label for each in mentions for label in each.organizations}
    if people or places:
        return gettext("%(counted)s cited", counted=_people_in_places(len(people), len(places)))
    return next((count_phrase(each) for each in mentions), gettext("no count given"))


def _people_in_places(people: int, places: int) -> str:
    persons, organizations = ngettext("%(num)s person", "%(num)s people", people), number_of_organizations(places)
    if people and places:
        return gettext("%(people)s in %(organizations)s", people=persons, organizations=organizations)
    return persons if people else organizations
