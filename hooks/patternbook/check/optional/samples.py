"""Rules about the samples of studies: who is named, with whom, and what is counted of them."""

from __future__ import annotations

from collections.abc import Iterator

from patternbook.check.collect import Position
from patternbook.check.declare import CatalogueProblem, reports_rule
from patternbook.check.summaries.catalogue_summary import CatalogueSummary, FindPositions
from patternbook.check.summaries.checked_item import CheckedItem, MentionedTogether
from patternbook.check.texts import named_labels
from patternbook.diagnostics.diagnostic import Rule


@reports_rule(
    Rule(
        "PB604",
        "notice",
        "Participants are mentioned without their organization",
        "Add the organization to `organizations`, or take the participant out.",
        adjustable=True,
        on=False,
    )
)
def unmentioned_organizations(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """Where both participants and organizations are listed, the organization of each participant is among them."""
    for number, item in enumerate(catalogue.items):
        for mentioned in item.writing.mentions if item.writing else ():
            sample = catalogue.sample(mentioned.study, mentioned.source)
            known = sample.organization_of if sample is not None else {}
            for label in mentioned.participants:
                organization = known.get(label)
                if organization is not None and organization not in mentioned.organizations:
                    message = f"{label} is of organization {organization}, which is not mentioned"
                    fix = f"Add {organization} to `organizations`, or take {label} out."
                    yield CatalogueProblem(number, _mentioned_at(mentioned, label), message, f"{organization} among `organizations`", fix)


def _mentioned_at(mentioned: MentionedTogether, label: str) -> FindPositions:
    def positions(item: CheckedItem) -> Iterator[Position]:
        for mentions, each in item.mentioned_together():
            if each == mentioned:
                yield from (Position(spot) for spot, participant in mentions.texts("participants") if participant == label)

    return positions


@reports_rule(
    Rule(
        "PB605",
        "notice",
        "A text names a participant",
        "Name the participant in `mentions`, and nobody in the text.",
        adjustable=True,
        on=False,
    )
)
def participants_in_texts(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No running text names a participant by the source's label, so that no page joins a person with a statement."""
    labels = frozenset[str]().union(*(sample.participants for sample in catalogue.samples.values() if sample is not None))
    for number, item in enumerate(catalogue.items if labels else ()):
        for label in item.writing.named_labels if item.writing else ():
            if label in labels:
                message, expected = f"the text names the participant {label}", "`mentions: {participants: [...]}` beside the text"
                yield CatalogueProblem(number, _named_at(label), message, expected, f"Take {label} out of the text, and name them in `mentions`.")


def _named_at(label: str) -> FindPositions:
    return lambda item: (Position(spot, at) for spot, at, each in named_labels(item.contents) if each == label)


@reports_rule(
    Rule(
        "PB606",
        "notice",
        "A share of a sample that was picked",
        "Give the number and what it is out of, as the source counts it, and no share.",
        adjustable=True,
        on=False,
    )
)
def shares_of_picked_samples(catalogue: CatalogueSummary) -> Iterator[CatalogueProblem]:
    """No text gives a share of the sample of a study that was picked for variety (`is_purposive`)."""
    for number, item in enumerate(catalogue.items):
        for sources in item.writing.share_sources if item.writing else ():
            if sources and catalogue.purposive_sources.issuperset(sources):
                message = f"a share of the sample of {sources[0]}, which was picked for variety"
                yield CatalogueProblem(number, _share_at(sources), message, "a number, such as 11 of 28 organizations", quotes=True)


def _share_at(sources: tuple[str, ...]) -> FindPositions:
    return lambda item: (Position(share.spot, share.offset) for share in item.shares() if share.sources == sources)


SAMPLE_RULES = (unmentioned_organizations, participants_in_texts, shares_of_picked_samples)
