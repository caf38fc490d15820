"""What has become of an entry that a document names, and whether the title beside its id is its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from msgspec.structs import replace

from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import Context
from patternbook.documents.frozen import FieldChange
from patternbook.documents.model import ReportStruct
from patternbook.model.registry import kind_of_id
from patternbook.review.citations.cited_releases import CitedReleases
from patternbook.review.citations.mentions import Mention

LEAST_SHARE = 0.6
"""The share of a title's words that must stand in a row for it to be taken for that title."""
_RUN = 3
"""Words in a row by which titles are found; of a shorter title all its words."""
_RARE = 20
"""Titles that may share such a run of words; one in more of them, such as `of the model`, says nothing."""


class CheckedMention(ReportStruct, frozen=True, kw_only=True):
    """A place where a document names an entry, and what is to be said of it."""

    file: str
    line: int
    column: int
    id: str
    release: str = ""
    """The release that it is cited from; empty where none is named."""
    state: str
    """current | reworded | retired | withdrawn | unknown | wrongly-named."""
    title: str = ""
    """The entry's title now; empty where it is unknown."""
    successor: str = ""
    """The id of the entry that takes the place of a retired one."""
    reason: str = ""
    """Why it was retired, reworded or withdrawn; of an unknown id, the last one of its kind, or what the release lacks."""
    beside: str = ""
    """The id of the entry whose title stands beside this id."""
    changes: tuple[FieldChange, ...] = ()
    """What reads differently now than in the release that it is cited from."""


@dataclass(frozen=True, slots=True)
class TitleIndex:
    """Titles by the runs of words in them."""

    words: Mapping[str, Sequence[str]]
    """Id -> the words of its title."""
    by_run: Mapping[tuple[str, ...], Sequence[str]]
    """A run of words -> ids of the entries with it in their title."""


def index_titles(catalogue: Catalogue) -> TitleIndex:
    """The titles of all entries. A title of one word is left out: any text may hold it."""
    words = {id_: list(_words(label.title)) for id_, label in catalogue.link_labels.items()}
    words = {id_: each for id_, each in words.items() if len(each) > 1}
    by_run: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for id_, each in words.items():
        for run in set(_runs(each, min(_RUN, len(each)))):
            by_run[run].append(id_)
    return TitleIndex(words, {run: ids for run, ids in by_run.items() if len(ids) <= _RARE})


def check_mentions(file: str, mentions: Iterable[Mention], cited: CitedReleases, titles: TitleIndex) -> Iterator[CheckedMention]:
    """Compare each mention in a document with the catalogue.

    Args:
        file: The document's name in messages.
        mentions: Where it names entries.
        cited: What there is now, and what releases hold.
        titles: Its titles, see `index_titles`.

    """
    for mention in mentions:
        found = CheckedMention(file=file, line=mention.line, column=mention.column, id=mention.id, release=mention.release, state="unknown")
        yield _judged(found, mention, cited, titles)


def _judged(found: CheckedMention, mention: Mention, cited: CitedReleases, titles: TitleIndex) -> CheckedMention:
    catalogue = cited.context.catalogue
    entry = catalogue.entries.get(mention.id)
    if entry is None:
        return _without_entry(found, cited.context)
    text = cited.text(mention.id, mention.release)
    found = replace(found, title=" ".join(entry.title.split()), changes=text.changes)
    if beside := _other_title(mention, titles, text.title):
        return replace(found, state="wrongly-named", beside=beside)
    if text.problem:
        return replace(found, state="withdrawn" if text.withdrawn else "unknown", reason=text.problem)
    if retired := entry.retired:
        return replace(found, state="retired", successor=retired.successor or "", reason=" ".join(retired.reason.split()))
    return replace(found, state="reworded" if text.changes else "current", reason="; ".join(text.reasons) if text.changes else "")


def _without_entry(found: CheckedMention, context: Context) -> CheckedMention:
    """What is said of an id that no entry has: it was moved or withdrawn, or there never was one."""
    kind = kind_of_id(found.id)
    gone = context.gone.get(f"{kind.plural}/{found.id}") if kind else None
    if gone is None:
        return replace(found, reason=_last_of_kind(found.id, context.catalogue))
    if gone.moved_to:
        return replace(found, state="retired", successor=gone.moved_to.rpartition("/")[2], reason="it has another id now")
    return replace(found, state="withdrawn", reason=f"on {gone.withdrawn_on}: {' '.join(gone.because.split())}")


def _last_of_kind(id_: str, catalogue: Catalogue) -> str:
    kind = kind_of_id(id_)
    ids = catalogue.by_kind.get(kind.name, ()) if kind else ()
    return f"the last one is {ids[-1]}" if ids else ""


def _other_title(mention: Mention, titles: TitleIndex, title_then: str) -> str:
    """The entry whose title stands beside the id, where it is another's; empty where it is its own, now or in the release, or none.

    A title between two ids may belong to either, so that it counts for neither where it is the title of one of them.
    """
    for text, neighbour in zip((mention.after, mention.before), reversed(mention.neighbours), strict=True):
        words = list(_words(text))
        candidates = {id_ for length in (2, _RUN) for run in _runs(words, length) for id_ in titles.by_run.get(run, ())}
        shares = {id_: _share(titles.words[id_], words) for id_ in sorted(candidates | {mention.id} & titles.words.keys())}
        if title_then:
            shares[mention.id] = max(shares.get(mention.id, 0), _share(list(_words(title_then)), words))
        best = max(shares, key=lambda id_: (shares[id_], id_ == mention.id), default="")
        if best and shares[best] >= LEAST_SHARE and best != neighbour:
            return best if best != mention.id else ""
    return ""


def _share(title: Sequence[str], text: Sequence[str]) -> float:
    """The share of a title's words that stand in the text in a row, as in the title."""
    longest, ends = 0, [0] * (len(title) + 1)
    for word in text:
        ends = [0, *(ends[place] + 1 if title[place] == word else 0 for place in range(len(title)))]
        longest = max(longest, *ends)
    return longest / max(len(title), 1)


def _words(text: str) -> Iterator[str]:
    return (match[0] for match in re.finditer(r"[^\W_]+", normalize("NFKC", text).casefold()))


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[place : place + length]) for place in range(len(words) - length + 1))
