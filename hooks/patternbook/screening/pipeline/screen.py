"""One checkout, from its path to everything that is reported about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from patternbook.diagnostics.escaping import printable
from patternbook.screening.judging.gates import Gate, check_gates
from patternbook.screening.judging.indicators import IndicatorResult, apply_indicators
from patternbook.screening.judging.rules.facts import CheckoutFacts
from patternbook.screening.judging.verdict import Verdict, judge
from patternbook.screening.repository.checkout import folder_name, github_name, open_checkout
from patternbook.screening.repository.metadata import Metadata
from patternbook.screening.survey.model import Survey
from patternbook.screening.survey.scan import OnProgress, scan
from patternbook.screening.survey.self_description import self_labels
from patternbook.screening.texts.titles import title_for
from patternbook.screening.tokens.lists import TokenLists


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question from the study's definition of a product that only a person can answer."""

    key: str
    text: str


OPEN_QUESTIONS = (
    OpenQuestion("U1", "Is it clear what it is for? Fun is a purpose, too."),
    OpenQuestion("U2", "Is it clear for whom it is? Everybody will do."),
    OpenQuestion("U3", "Is it whole, and can it be used as it is?"),
    OpenQuestion("U4", "Is it as polished as these people expect?"),
    OpenQuestion("U5", "Does it say how to install and use it, as these people need it said?"),
    OpenQuestion("M1", "Does a learned model do some of its work, were it only a small part?"),
    OpenQuestion("audience", "Are its users somebody else than developers and data scientists? Products for those were out of scope."),
)


@dataclass(frozen=True, slots=True)
class Screened:
    """The result for a checkout."""

    checkout: str
    """Path as the user wrote it."""
    kind: str
    commit: str
    survey: Survey
    metadata: Metadata | None
    source: str
    """owner/name on GitHub, from the metadata or the URL it was cloned from; empty if neither is known."""
    called: str
    """The same; or else what its folder is called, which is owner/name for a folder called owner+name."""
    gates: tuple[Gate, ...]
    indicators: tuple[IndicatorResult, ...]
    verdict: Verdict
    questions: tuple[OpenQuestion, ...] = OPEN_QUESTIONS

    @property
    def name(self) -> str:
        """owner/name if known, else its title."""
        return self.called if "/" in self.called else self.title

    @property
    def title(self) -> str:
        """What its README calls it. A heading that does not fit a known name is that of a section, so the name is the title then."""
        readme, name = self.survey.readme, self.called.rpartition("/")[2]
        fitting = title_for(name, readme.titles, readme.pictures, readme.title)
        return fitting or (readme.title if "/" not in self.called else "") or name


@dataclass(frozen=True, slots=True)
class Failed:
    """A checkout that could not be screened, and why."""

    checkout: str
    why: str


def screen_checkout(path: Path, lists: TokenLists, metadata: Metadata | None, temporary: Path, on_progress: OnProgress) -> Screened:
    """Read one checkout and judge what was found.

    Raises:
        CheckoutError: it cannot be read.

    """
    with open_checkout(path, temporary) as tree:
        survey = scan(tree, lists, on_progress)
        kind, commit = tree.kind, tree.commit
    labels = self_labels(survey.readme, metadata.description if metadata else "", lists)
    facts = CheckoutFacts(survey, labels, metadata, lists)
    judged = check_gates(survey, metadata, labels)
    source = metadata.full_name if metadata else github_name(path)
    called = source or printable(folder_name(path))
    return Screened(
        printable(str(path)), kind, commit, survey, metadata, source, called, judged, apply_indicators(facts, judged), judge(facts, judged)
    )
