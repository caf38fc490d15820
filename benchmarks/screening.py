"""Screen known repositories and compare: python benchmarks/screening.py CHECKOUTS [CASES.json] [--json FILE].

CHECKOUTS is a folder that holds work trees or bare repositories, each in a folder called owner+name, owner-name or
owner/name. CASES.json lists repositories with the class a person gave them; what the file of this folder says of them
is described in benchmarks/screening.md. What is not among the checkouts is named and left out.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from patternbook.check.token_lists import load_lists
from patternbook.runtime.pool import process_count
from patternbook.runtime.progress import Progress
from patternbook.screening.pipeline.run import ScreeningRequest, ScreeningResult, screen_all
from patternbook.screening.pipeline.screen import Failed, Screened
from patternbook.screening.reports.json_report import json_report
from patternbook.screening.tokens.lists import unusable

PROJECT = Path(__file__).resolve().parent.parent
CASES = Path(__file__).with_name("screening-cases.json")
PRODUCT = "ml_product"
NEVER = ("ml_library_or_tool", "model_or_paper_code", "tutorial_or_notebooks", "toy_or_demo")
"""Classes of which at most one in ten may be taken for a product."""


@dataclass(frozen=True, slots=True)
class Case:
    """One repository and what a person says it is."""

    repo: str
    class_: str
    group: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case, screened."""

    case: Case
    result: ScreeningResult

    @property
    def suggested(self) -> str:
        return self.result.verdict.suggested if isinstance(self.result, Screened) else "not screened"

    @property
    def candidate(self) -> bool:
        return isinstance(self.result, Screened) and self.result.verdict.candidate


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("checkouts", type=Path)
    parser.add_argument("cases", type=Path, nargs="?", default=CASES)
    parser.add_argument("--json", type=Path, help="write the whole report there as well")
    options = parser.parse_args(arguments)
    lists, problems = load_lists(PROJECT / "data", PROJECT)
    if unusable(lists, problems):
        raise SystemExit("the token lists are wrong; run `patternbook check`")
    cases = read_cases(options.cases)
    places = {case: place for case in cases if (place := checkout(options.checkouts, case.repo)) is not None}
    results = screen_all(
        [ScreeningRequest(place) for place in places.values()], lists, process_count(os.environ, len(places), worth_workers=2), Progress()
    )
    outcomes = [Outcome(case, result) for case, result in zip(places, results, strict=True)]
    if options.json:
        options.json.write_text(json_report(results, "data/indicators") + "\n", "utf-8")
    print("\n".join(report(outcomes, [case for case in cases if case not in places])))


def read_cases(path: Path) -> tuple[Case, ...]:
    """The list; of a class only its first word counts, what follows it is a remark."""
    return tuple(Case(each["repo"], each["class"].split()[0], each.get("group", "all")) for each in json.loads(path.read_text("utf-8")))


def checkout(folder: Path, repo: str) -> Path | None:
    """Where a repository was put, in a folder of its own or one further down."""
    for name in (repo, repo.replace("/", "+"), repo.replace("/", "-"), repo.replace("/", "__")):
        for place in (folder / name, folder / f"{name}.git", folder / name / "repo"):
            if place.is_dir() and ((place / ".git").exists() or (place / "HEAD").is_file()):
                return place
    return None


def report(outcomes: list[Outcome], missing: list[Case]) -> Iterator[str]:
    """Markdown: for each group the figures, the table, and every miss."""
    for group in dict.fromkeys(outcome.case.group for outcome in outcomes):
        yield from _group(group, [outcome for outcome in outcomes if outcome.case.group == group])
    if missing:
        yield f"\nNot among the checkouts: {', '.join(case.repo for case in missing)}"


def _group(group: str, outcomes: list[Outcome]) -> Iterator[str]:
    products = [outcome for outcome in outcomes if outcome.case.class_ == PRODUCT]
    never = [outcome for outcome in outcomes if outcome.case.class_ in NEVER]
    suggested = [outcome for outcome in outcomes if outcome.suggested == PRODUCT]
    wrong = [outcome for outcome in never if outcome.suggested == PRODUCT]
    yield f"\n### {group}\n"
    yield f"- products that reach the candidate stage: {sum(outcome.candidate for outcome in products)} of {len(products)}"
    yield f"- products suggested as such: {sum(outcome in suggested for outcome in products)} of {len(products)}"
    yield f"- right among those suggested as product: {sum(outcome in products for outcome in suggested)} of {len(suggested)}"
    yield f"- libraries, paper code, tutorials, toys taken for a product: {len(wrong)} of {len(never)}"
    yield f"- every class right: {sum(outcome.suggested == outcome.case.class_ for outcome in outcomes)} of {len(outcomes)}\n"
    yield from _confusion(outcomes)
    yield "\n| repository | commit | a person says | suggested | stage |\n| --- | --- | --- | --- | --- |"
    for outcome in outcomes:
        yield f"| {outcome.case.repo} | {_commit(outcome.result)} | {outcome.case.class_} | {outcome.suggested} | {_stage(outcome.result)} |"
    misses = [outcome for outcome in outcomes if outcome.suggested != outcome.case.class_]
    yield from ([] if not misses else ["\nMisses:\n", *(_miss(outcome) for outcome in misses)])


def _confusion(outcomes: Iterable[Outcome]) -> Iterator[str]:
    counts = Counter((outcome.case.class_, outcome.suggested) for outcome in outcomes)
    rows = sorted({row for row, _ in counts})
    columns = sorted({column for _, column in counts})
    yield f"| a person says | {' | '.join(columns)} |"
    yield f"| --- {'| ---: ' * len(columns)}|"
    for row in rows:
        yield f"| {row} | {' | '.join(str(counts[row, column] or '') for column in columns)} |"


def _commit(result: ScreeningResult) -> str:
    return result.commit[:8] if isinstance(result, Screened) else ""


def _stage(result: ScreeningResult) -> str:
    return result.verdict.reached if isinstance(result, Screened) else ""


def _miss(outcome: Outcome) -> str:
    if isinstance(outcome.result, Failed):
        return f"- {outcome.case.repo}: {outcome.result.why}"
    verdict = outcome.result.verdict
    points = ", ".join(f"{family} {points}" for family, points in verdict.points)
    rules = ", ".join(f"{reason.rule} {reason.points:+d}" for reason in verdict.reasons)
    return f"- {outcome.case.repo}: {outcome.case.class_}, suggested {verdict.suggested} ({points}; {rules})"


if __name__ == "__main__":
    main()
