"""Records of works asked for over the network: Crossref, and for DOIs of other registries their resolver. Only one command does so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http.client import HTTPException
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from patternbook.review.registries.records import RecordError, RegisteredWork, read_records

TIMEOUT = 20
"""Seconds that one answer may take."""
MAX_ANSWER_BYTES = 8 * 1024 * 1024
_NOT_FOUND = (404, 410)
_PLACES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("https://api.crossref.org/works/", {"Accept": "application/json"}),
    ("https://doi.org/", {"Accept": "application/vnd.citationstyles.csl+json"}),
)
"""Where a DOI is asked for, in turn; Crossref's own interface alone tells of retractions."""


class RegistryAnswers(NamedTuple):
    """What the registries answered."""

    works: tuple[RegisteredWork, ...]
    unknown: tuple[str, ...]
    """DOIs that none of them knows."""
    failed: Mapping[str, str]
    """DOI for which no answer came -> why."""


def ask_registries(dois: Iterable[str]) -> RegistryAnswers:
    """Ask for each work, one after the other, so that nobody is flooded. A DOI without an answer stops nothing."""
    works: list[RegisteredWork] = []
    unknown: list[str] = []
    failed: dict[str, str] = {}
    for doi in dois:
        try:
            found = _ask(doi)
        except (OSError, HTTPException, RecordError, UnicodeDecodeError) as error:
            failed[doi] = str(error) or type(error).__name__
            continue
        works += found
        unknown += [] if found else [doi]
    return RegistryAnswers(tuple(works), tuple(unknown), failed)


def _ask(doi: str) -> list[RegisteredWork]:
    """The record of a work; none where no registry knows it."""
    for address, accepted in _PLACES:
        request = Request(address + quote(doi, safe=""), headers={"User-Agent": "patternbook verify-references", **accepted})  # noqa: S310 - https, above
        try:
            with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - https, above
                return read_records(answer.read(MAX_ANSWER_BYTES).decode())
        except HTTPError as error:
            if error.code not in _NOT_FOUND:
                raise
    return []
