"""Candidates as drafts of catalogue entries. What only a person can give is FILL-IN, which `patternbook check` refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from patternbook.model.components import DRAFT_PLACEHOLDER
from patternbook.screening.judging.rules.facts import Reason
from patternbook.screening.pipeline.screen import Failed, Screened
from patternbook.screening.survey.model import Sighting
from patternbook.source.files import MAX_FILE_BYTES, data_files, guess_names, read_bytes

PRODUCT_PREFIX = "M"


def next_number(data: Path) -> int:
    """Return the number after the highest product id in a data folder."""
    names = (name for path in data_files(data) for name in guess_names(read_bytes(path, MAX_FILE_BYTES))) if data.is_dir() else iter(())
    return max((int(found[1]) for name in names if (found := re.fullmatch(rf"{PRODUCT_PREFIX}-(\d+)", name))), default=0) + 1


def draft_entries(results: Iterable[Screened | Failed], lists_from: str, first: int) -> str:
    """Return YAML with one product for each candidate; the other checkouts are named in comments."""
    lines = [
        f"# Drafted by `patternbook screen` with the token lists {_plain(lists_from)}."
        " Nothing here is decided: answer the open questions, then replace every FILL-IN."
    ]
    entries: list[str] = []
    for result in results:
        if isinstance(result, Failed):
            lines.append(f"# {result.checkout}: not screened: {result.why}")
        elif not result.verdict.candidate:
            lines.append(f"# {result.checkout}: no candidate: {_plain(result.verdict.stopped)}")
        else:
            entries += _entry(result, first + len([line for line in entries if line.startswith("  - id:")]))
    return "\n".join([*lines, *(["products:", *entries] if entries else [])])


def _entry(screened: Screened, number: int) -> Iterator[str]:
    verdict, metadata = screened.verdict, screened.metadata
    address = f"https://github.com/{screened.source}" if screened.source else DRAFT_PLACEHOLDER
    yield f"  - id: {PRODUCT_PREFIX}-{number:03}"
    yield f"    title: {_quoted(_plain(_UNTITLED.sub(' ', screened.title)[:120]))}"
    yield "    # one or two sentences: what it does, and what the learned part does in it"
    yield f"    statement: {DRAFT_PLACEHOLDER}"
    yield "    # the study it belongs to, by its id"
    yield f"    study: {DRAFT_PLACEHOLDER}"
    yield f"    repository: {{url: {_quoted(address)}}}"
    yield f"    figures: {{stars: {metadata.stars if metadata and metadata.stars is not None else DRAFT_PLACEHOLDER}}}"
    yield "    facts:"
    yield f"      # suggested: {verdict.suggested}{f' ({verdict.confidence})' if verdict.confidence else ''}"
    for text in _facts(screened):
        yield f"      - text: {_quoted(text)}"
        yield "        editorial: true"
    yield "    # open questions:"
    yield from (f"    #   {question.key}: {question.text}" for question in screened.questions)


def _facts(screened: Screened) -> Iterator[str]:
    """Describe the evidence in sentences, each with its location."""
    at = f"at commit {screened.commit[:12]}" if screened.commit else "in a work tree"
    hits = [each for each in screened.indicators if each.state in ("hit", "weak hit") and each.signal.stage in ("ui", "ml")]
    for indicator in hits:
        tokens = ", ".join(token.name for token in indicator.tokens[:4])
        places = [e for token in indicator.tokens for e in token.evidence if e.zone == "main"]
        where = f"; for instance {_place(places[0])}" if places else ""
        yield f"{_text(f'{indicator.signal.title}, {indicator.state} {at}: {tokens}')}{where}."
    reasons: tuple[Reason, ...] = tuple(each for each in screened.verdict.reasons if each.family == "product")
    for reason in reasons:
        where = f" ({_place(reason.evidence[0])})" if reason.evidence else ""
        yield f"{_text(f'Speaks for a product {at}: {reason.why}')}{where}."


def _place(evidence: Sighting) -> str:
    """Return the file as code, so that it reads as it is called, and the line."""
    unfit = "`" in evidence.file or "|" in evidence.file
    file = _text(evidence.file) if unfit else f"`{evidence.file}`"
    return f"{file}, line {evidence.line}" if evidence.line else file


_UNTITLED = re.compile(r"[<>\[\]]")
"""Characters of tags and links; what is between them remains."""


_MEANING = re.compile(r"[\\`*_|&~]")
"""Characters that may have a meaning within a line of Markdown."""


def _text(text: str) -> str:
    """Return plain text as Markdown of the catalogue, without tags and links."""
    return _MEANING.sub(r"\\\g<0>", _UNTITLED.sub(" ", text))


def _quoted(text: str) -> str:
    """Return a YAML scalar: every JSON string without lone surrogates is one."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)


def _plain(text: str) -> str:
    return " ".join(text.split())
