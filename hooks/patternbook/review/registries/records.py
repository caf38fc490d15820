"""Records of works as registries write them: CSL-JSON, and the works of Crossref's interface and exports."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple

from patternbook.bibliography.parse.identifiers import bare_doi
from patternbook.catalogue.work_status import WorkNotice

_RETRACTED_TITLE = re.compile(
    r"\A\s*[\[(]?\s*(?:retracted|withdrawn|removed)(?:\s+(?:article|paper|chapter|manuscript))?\s*(?:[\])]\s*[:.]?|:|\s[-\u2013\u2014]\s)\s*(?=\S)",
    re.IGNORECASE,
)
_KINDS = {
    **dict.fromkeys(("retraction", "withdrawal", "removal", "retracted", "withdrawn"), "retraction"),
    **dict.fromkeys(("expression-of-concern", "partial-retraction"), "concern"),
    **dict.fromkeys(("correction", "corrigendum", "erratum", "addendum", "clarification"), "correction"),
}
"""Crossref's type of an update -> what it means here. Others, such as a new version or edition, are no notices."""
_DATES = ("issued", "published", "published-print", "published-online")


class RecordError(Exception):
    """A text holds no records; the message says why."""


class RegisteredName(NamedTuple):
    """A person or organisation."""

    family: str
    """Also the name of an organisation."""
    given: str
    particle: str


class RegisteredWork(NamedTuple):
    """What a registry says of a work."""

    doi: str
    titles: tuple[str, ...]
    """The title alone, and with its subtitle; without a mark of retraction in front."""
    authors: tuple[RegisteredName, ...]
    editors: tuple[RegisteredName, ...]
    years: tuple[str, ...]
    """Of each date that it gives: printed, online."""
    notices: tuple[WorkNotice, ...]
    """About this work."""
    about: tuple[tuple[str, WorkNotice], ...]
    """What this work, a notice itself, says of others: (their DOI, notice)."""


def read_records(text: str) -> list[RegisteredWork]:
    """The works in an export: one, a list of them, Crossref's answer to a question, or one work a line. Those without a DOI are left out.

    Raises:
        RecordError: it is not JSON, is cut short, or holds no works.

    """
    works = [_record(item) for item in _items(text)]
    return [work for work in works if work.doi]


def _items(text: str) -> Iterator[Mapping[str, Any]]:
    found: list[Any] = []
    for value in _values(text.removeprefix("\ufeff")):
        found += _listed(value)
    if not found or not all(isinstance(item, dict) for item in found):
        raise RecordError("it holds no works in CSL-JSON or of Crossref")
    if not any("DOI" in item for item in found):
        raise RecordError("no work in it has a DOI (a field `DOI`)")
    yield from found


def _values(text: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines):
                return [json.loads(line) for line in lines]
        except (ValueError, RecursionError):
            pass
        raise RecordError(f"it is no JSON, or is cut short: {error}") from error


def _listed(value: Any) -> list[Any]:
    """The items of a list, of an answer of Crossref, or the value itself."""
    if isinstance(value, dict) and "DOI" not in value:
        for name in ("message", "items", "works"):
            if isinstance(value.get(name), dict | list):
                return _listed(value[name])
    return value if isinstance(value, list) else [value]


def _record(item: Mapping[str, Any]) -> RegisteredWork:
    titles, subtitles = _texts(item.get("title")), _texts(item.get("subtitle"))
    bare = [_RETRACTED_TITLE.sub("", title, count=1) for title in titles]
    notices = tuple(notice for _, notice in _updates(item.get("updated-by")))
    if bare != titles and not any(notice.kind == "retraction" for notice in notices):
        notices = (WorkNotice("retraction"), *notices)
    return RegisteredWork(
        bare_doi(_text(item.get("DOI"))),
        (*bare, *(f"{title}: {subtitle}" for title in bare for subtitle in subtitles)),
        tuple(_names(item.get("author"))),
        tuple(_names(item.get("editor"))),
        tuple(dict.fromkeys(year for name in _DATES if (year := _day(item.get(name))[:4]))),
        notices,
        tuple(_updates(item.get("update-to"))),
    )


def _updates(value: Any) -> Iterator[tuple[str, WorkNotice]]:
    """Notices, each with the DOI beside it: of the notice in `updated-by`, of the work in `update-to`."""
    for each in value if isinstance(value, list) else ():
        kind = _KINDS.get(_text(each.get("type")).lower().replace("_", "-")) if isinstance(each, dict) else None
        if kind:
            doi = bare_doi(_text(each.get("DOI")))
            yield doi, WorkNotice(kind, doi, _day(each.get("updated")))  # type: ignore[arg-type]


def notices_about(works: Iterable[RegisteredWork]) -> Mapping[str, tuple[WorkNotice, ...]]:
    """DOI in lower case -> the notices about it, whether its own record or that of the notice says so."""
    found: dict[str, dict[WorkNotice, None]] = {}
    for work in works:
        found.setdefault(work.doi.lower(), {}).update(dict.fromkeys(work.notices))
        for doi, notice in work.about:
            found.setdefault(doi.lower(), {})[WorkNotice(notice.kind, work.doi, notice.on)] = None
    return {doi: _without_doubles(notices) for doi, notices in found.items()}


def _without_doubles(notices: Iterable[WorkNotice]) -> tuple[WorkNotice, ...]:
    """Each notice once: one that only a title tells is left out where another says the same, and several sources may tell of one."""
    told = {(each.kind, each.doi.lower()): each for each in sorted(notices, key=lambda each: (each.kind, each.doi.lower(), each.on), reverse=True)}
    named = {kind for kind, doi in told if doi}
    return tuple(sorted((each for (kind, doi), each in told.items() if doi or kind not in named), key=lambda each: (each.kind, each.on, each.doi)))


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    """Texts without markup: a registry gives one or a list."""
    texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [plain for text in texts if (plain := _text(unescape(re.sub(r"<[^<>]*>", "", unescape(_text(text))))))]


def _names(value: Any) -> Iterator[RegisteredName]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            family = _text(each.get("family")) or _text(each.get("name")) or _text(each.get("literal")) or _text(each.get("given"))
            given = _text(each.get("given")) if _text(each.get("family")) else ""
            particle = _text(each.get("non-dropping-particle")) or _text(each.get("dropping-particle"))
            if family:
                yield RegisteredName(unescape(family), unescape(given), particle)


def _day(value: Any) -> str:
    """A date as far as it is given: 2024, 2024-05, 2024-05-31; empty where it is none."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers: list[int] = []
    for part, (least, most) in zip(first, ((1000, 2999), (1, 12), (1, 31)), strict=False):
        if not re.fullmatch(r"[0-9]{1,4}", str(part)) or not least <= int(str(part)) <= most:
            break
        numbers.append(int(str(part)))
    return "-".join(f"{number:02}" for number in numbers)
