"""One checkout from its path to everything that is reported of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from patternbook.screening.checkout import opened, remote
from patternbook.screening.facts import Facts
from patternbook.screening.gates import Gate, gates
from patternbook.screening.indicators import Indicator, indicators
from patternbook.screening.lists import Lists
from patternbook.screening.metadata import Metadata
from patternbook.screening.scan import OnProgress, scan
from patternbook.screening.survey import Survey
from patternbook.screening.tree import shown
from patternbook.screening.verdict import Verdict, verdict
from patternbook.screening.wording import self_description


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can answer, by the study's definition of a product."""

    key: str
    text: str


QUESTIONS = (
    Question("U1", "Is it clear what it is for? Fun is a purpose, too."),
    Question("U2", "Is it clear for whom it is? Everybody will do."),
    Question("U3", "Is it whole, and can it be used as it is?"),
    Question("U4", "Is it as polished as these people expect?"),
    Question("U5", "Does it say how to install and use it, as these people need it said?"),
    Question("M1", "Does a learned model do some of its work, were it only a small part?"),
    Question("audience", "Are its users somebody else than developers and data scientists? Products for those were out of scope."),
)


@dataclass(frozen=True, slots=True)
class Screened:
    """One checkout, screened."""

    checkout: str
    """As the user named it."""
    kind: str
    commit: str
    survey: Survey
    metadata: Metadata | None
    source: str
    """owner/name on GitHub, by the metadata or the address it was cloned from; empty where neither is known."""
    gates: tuple[Gate, ...]
    indicators: tuple[Indicator, ...]
    verdict: Verdict
    questions: tuple[Question, ...] = QUESTIONS

    @property
    def name(self) -> str:
        """What to call it: owner/name where that is known, else what its README or its folder is called."""
        return self.source or self.survey.readme.title or Path(self.checkout).name


@dataclass(frozen=True, slots=True)
class Failed:
    """One checkout that could not be screened."""

    checkout: str
    why: str


def screen(path: Path, lists: Lists, metadata: Metadata | None, temporary: Path, on_progress: OnProgress) -> Screened:
    """Read one checkout and weigh what was found.

    Raises:
        CheckoutError: it cannot be read.

    """
    with opened(path, temporary) as tree:
        survey = scan(tree, lists, on_progress)
        kind, commit = tree.kind, tree.commit
    said = self_description(survey.readme, metadata.description if metadata else "", lists)
    facts = Facts(survey, said, metadata, lists)
    judged = gates(survey, metadata, said)
    source = metadata.full_name if metadata else remote(path)
    return Screened(shown(str(path)), kind, commit, survey, metadata, source, judged, indicators(facts, judged), verdict(facts, judged))
