"""The text that a document cites, as its release holds it, beside what stands there now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from patternbook.catalogue.releases.released import RELEASES
from patternbook.documents.context import Context
from patternbook.documents.frozen import FieldChange, FrozenDocument, release_page
from patternbook.model.registry import kind_of_id


class CitedText(NamedTuple):
    """What is to be said of a text that is cited from a release."""

    problem: str = ""
    """Why the release does not show it; empty where it does."""
    withdrawn: bool = False
    title: str = ""
    """As it was then."""
    changes: tuple[FieldChange, ...] = ()
    """What reads differently now."""
    reasons: tuple[str, ...] = ()
    """Why it was changed, as its entry says."""


@dataclass(frozen=True, slots=True)
class CitedReleases:
    """Looks texts up in releases."""

    context: Context
    rows: dict[str, Mapping[str, str]] = field(default_factory=dict, repr=False, compare=False)
    """Release -> its pages, each with the release that holds its text; read once each."""

    def text(self, id_: str, release: str) -> CitedText:
        """The text of an entry in a release. Where the catalogue has no releases, nothing can be said of it."""
        context, kind = self.context, kind_of_id(id_)
        if context.texts is None or kind is None or not release:
            return CitedText()
        if release not in context.releases:
            return CitedText(f"there is no release {release}; the last one is {[*context.releases][-1]}")
        if release not in self.rows:
            self.rows[release] = context.texts.rows(release)
        page = f"{kind.plural}/{id_}"
        if page not in self.rows[release]:
            return CitedText(f"release {release} does not hold it")
        document = release_page(f"{RELEASES}/{self.rows[release][page]}/{page}", context)
        return _cited(document) if isinstance(document, FrozenDocument) else CitedText()


def _cited(document: FrozenDocument) -> CitedText:
    if document.state == "withdrawn":
        return CitedText(f"its text was taken out of release {document.release}", withdrawn=True)
    reasons = (f"corrected, as it misreported its source: {corrected}" if corrected else reworded for _, reworded, corrected in document.reasons)
    return CitedText(title=document.title, changes=document.changes, reasons=tuple(" ".join(reason.split()) for reason in reasons))
