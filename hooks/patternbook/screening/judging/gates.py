"""The study's gates before the code is looked at; what the checkout and the metadata do not tell is not judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from patternbook.screening.repository.metadata import Metadata
from patternbook.screening.survey.model import Survey
from patternbook.screening.survey.self_description import SelfLabel, looks_english
from patternbook.screening.texts.readme import Readme

MIN_STARS = 50
"""The study searched for repositories with more stars than this."""
UPDATED_SINCE = "2019-01-01"
"""The study searched for repositories updated since this date."""

GateState = Literal["passed", "failed", "not judged"]


@dataclass(frozen=True, slots=True)
class Gate:
    """Result of one gate, and the reason for it."""

    slug: str
    state: GateState
    why: str


def check_gates(survey: Survey, metadata: Metadata | None, labels: tuple[SelfLabel, ...]) -> tuple[Gate, ...]:
    """Apply every gate, in the study's order."""
    return (
        _stars(metadata),
        _recency(metadata, survey),
        _archived(metadata, labels),
        _fork(metadata, labels),
        _english(survey.readme, metadata),
    )


def _stars(metadata: Metadata | None) -> Gate:
    if metadata is None or metadata.stars is None:
        return Gate("stars", "not judged", "stars are not in a checkout; give --metadata")
    return Gate("stars", "passed" if metadata.stars > MIN_STARS else "failed", f"{metadata.stars:,} stars; more than {MIN_STARS} are asked for")


def _recency(metadata: Metadata | None, survey: Survey) -> Gate:
    updated, newest = (metadata.updated if metadata else ""), survey.history.newest
    known = [(date, what) for date, what in ((updated, "updated"), (newest, "newest commit")) if date]
    if not known:
        return Gate("recency", "not judged", f"{survey.history.partial or 'no date is known'}; give --metadata")
    late = [f"{what} {date}" for date, what in known if date < UPDATED_SINCE]
    return Gate("recency", "failed" if late else "passed", ", ".join(late or [f"{what} {date}" for date, what in known]))


def _archived(metadata: Metadata | None, labels: tuple[SelfLabel, ...]) -> Gate:
    stated = next((each for each in labels if each.signal.slug == "archived"), None)
    if metadata is not None and metadata.archived:
        return Gate("archived", "failed", "archived, by the metadata")
    if stated is not None:
        return Gate("archived", "failed", f"{stated.evidence.file}:{stated.evidence.line}: {stated.evidence.fragment}")
    if metadata is None or metadata.archived is None:
        return Gate("archived", "not judged", "whether it is archived is not in a checkout; give --metadata")
    return Gate("archived", "passed", "not archived, by the metadata")


def _fork(metadata: Metadata | None, labels: tuple[SelfLabel, ...]) -> Gate:
    stated = next((each for each in labels if each.signal.slug == "fork"), None)
    if metadata is not None and metadata.fork is not None:
        return Gate("fork", "failed" if metadata.fork else "passed", f"{'a' if metadata.fork else 'no'} fork, by the metadata")
    words = f"; it says: {stated.evidence.file}:{stated.evidence.line}: {stated.evidence.fragment}" if stated else ""
    return Gate("fork", "not judged", f"whether it is a fork is not in a checkout; give --metadata{words}")


def _english(readme: Readme, metadata: Metadata | None) -> Gate:
    english = looks_english(readme, metadata.description if metadata else "")
    if english is None:
        return Gate("english", "not judged", "too little is said to tell the language")
    return Gate("english", "passed" if english else "failed", f"by the common words in {readme.path or 'the description'}")
