"""Apply the corrections of a check, as far as they are proven: what they correct is gone, and nothing new is wrong.

The data is checked again for that, in a copy of its folder, before anything is written.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from patternbook.diagnostics.corrections import Correction, region_of
from patternbook.diagnostics.diagnostic import Diagnostic, Place
from patternbook.diagnostics.formats import fingerprints
from patternbook.editing.splice import Cut, SpliceError, YamlText, apply_cuts, mend
from patternbook.source.parse import parse_yaml

Texts = Mapping[str, str]
"""File, as messages name it -> what it holds."""
CheckTexts = Callable[[Texts], Sequence[Diagnostic]]
"""Checks the data with these texts in place of the files."""

MAX_ROUNDS = 20
"""How often corrections are looked for again: a mended file may show what was hidden before."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What corrections make of the data."""

    texts: Texts
    """The files that change."""
    made: Sequence[Diagnostic]
    """The problems that are gone."""
    left: Sequence[Diagnostic]
    """Those whose correction would have led to another problem, or could not be proven."""
    unsure: Sequence[Diagnostic]
    """Those, notices aside, for which no correction is certain."""


def correct_data(texts: Texts, check: CheckTexts) -> Corrected:
    """Apply every certain correction that is proven.

    Args:
        texts: The files as they are.
        check: Checks them.

    """
    now, made = dict(texts), list[Diagnostic]()
    for _ in range(MAX_ROUNDS):
        problems = check(_changes(texts, now))
        offered = [each for each in problems if each.correction and all(correction.place.file in now for correction in each.corrections)]
        now, corrected = _apply_proven(now, texts, offered, problems, check)
        made += corrected
        if not corrected:
            break
    unsure = [each for each in problems if not each.correction and each.severity != "notice"]
    return Corrected(_changes(texts, now), made, offered, unsure)


def _changes(before: Texts, after: Texts) -> dict[str, str]:
    return {file: text for file, text in after.items() if text != before[file]}


def _apply_proven(
    now: Texts, texts: Texts, wanted: Sequence[Diagnostic], problems: Sequence[Diagnostic], check: CheckTexts
) -> tuple[dict[str, str], list[Diagnostic]]:
    """All corrections at once; where that leads to another problem, each half of them, down to single ones."""
    if not wanted:
        return dict(now), []
    applied = _apply(now, wanted)
    if applied is not None and _is_better(problems, check(_changes(texts, applied)), wanted):
        return applied, list(wanted)
    if len(wanted) == 1:
        return dict(now), []
    middle = len(wanted) // 2
    # The second half first, so that the places of the first stay right.
    after, second = _apply_proven(now, texts, wanted[middle:], problems, check)
    problems = check(_changes(texts, after)) if second else problems
    after, first = _apply_proven(after, texts, wanted[:middle], problems, check)
    return after, [*first, *second]


def _apply(now: Texts, wanted: Iterable[Diagnostic]) -> dict[str, str] | None:
    """The texts with these corrections; None where one cannot be made."""
    by_file: defaultdict[str, list[Correction]] = defaultdict(list)
    for each in wanted:
        for correction in each.corrections:
            by_file[correction.place.file].append(correction)
    try:
        return {file: corrected_text(file, text, by_file[file]) if file in by_file else text for file, text in now.items()}
    except SpliceError:
        return None


def _is_better(before: Iterable[Diagnostic], after: Iterable[Diagnostic], gone: Sequence[Diagnostic]) -> bool:
    """Whether these problems are gone, and no other has come."""
    old, new = Counter(map(_known_as, before)), Counter(map(_known_as, after))
    return not new - old and old - new >= Counter(map(_known_as, gone))


def _known_as(diagnostic: Diagnostic) -> str:
    """What a problem is known by wherever it stands."""
    return next(fingerprints([diagnostic]))


def corrected_text(file: str, text: str, corrections: Iterable[Correction]) -> str:
    """The text of a file with corrections made.

    Raises:
        SpliceError: one cannot be made, or would change something else too.

    """
    lines = _LINE_END.split(text)
    starts = [0, *accumulate(len(line) + len(end) for line, end in zip(lines, [*_LINE_END.findall(text), ""], strict=True))]
    cuts = set(_cuts(file, lines, starts, corrections))
    if file.endswith(".md"):
        return apply_cuts(text, cuts)
    if parse_yaml(text) is None:
        return mend(file, text, cuts)
    return YamlText(file, text).correct(cuts).text


_LINE_END = re.compile(r"\r\n?|\n")


def _cuts(file: str, lines: Sequence[str], starts: Sequence[int], corrections: Iterable[Correction]) -> Iterator[Cut]:
    def line_at(place: Place) -> str | None:
        return lines[place.line - 1] if place.line <= len(lines) else None

    for correction in corrections:
        region = region_of(correction, line_at)
        if region is None:
            raise SpliceError(f"{file} holds something else than {correction.old!r} at line {correction.place.line}")
        if correction.old.isspace() and not correction.old.endswith("\n"):
            yield from _indentations(lines[region.line - 1 :], starts[region.line - 1 :], correction)
            continue
        yield Cut(starts[region.line - 1] + region.column - 1, starts[region.end_line - 1] + region.end_column - 1, correction.new)


def _indentations(lines: Sequence[str], starts: Sequence[int], correction: Correction) -> Iterator[Cut]:
    """The blanks for a character that indents lines, in the first of these lines and in those below that it indents, too."""
    odd, blanks = correction.old[0], correction.new[: len(correction.new) // len(correction.old)]
    for line, start in zip(lines, starts, strict=True):
        indentation = line[: len(line) - len(line.lstrip())]
        if odd not in indentation:
            return
        yield from (Cut(start + at, start + at + 1, blanks) for at, character in enumerate(indentation) if character == odd)
