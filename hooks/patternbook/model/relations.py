"""The declaration of a typed link between entries: where it is written, and the words for it on each page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Exclusion = tuple[tuple[str, str], tuple[str, str]]
"""Two relations, each as its field and its variant, that cannot both hold between one pair of entries."""


@dataclass(frozen=True, slots=True)
class RelationKind:
    """A typed link, written in `field` of one entry and shown on the pages of both."""

    field: str
    source: str
    """Kind of the entry that holds the field."""
    target: str
    """Kind of the entry at the other end."""
    says: str
    """Words on the page of the source: leads to."""
    inverse: str
    """Words on the page of the target: is fed by; empty where the heading there is enough."""
    variant: str = ""
    """Field of the relation that holds its variant, where it has variants."""
    words: tuple[tuple[str, str, str], ...] = ()
    """(variant, says, inverse) for each variant."""
    nearness: Literal["", "narrower", "wider", "opposite"] = ""
    """How the claim of its source compares with that of its target, where it says so."""
    mirror: str = ""
    """Field of the target that states the same relation from its side, if any; the same field if the relation is symmetric."""
    first: tuple[str, str] | None = None
    """Field of the relation and its value in those links that the target lists first."""
    noted: bool = False
    """Whether the target lists the sources with the note of their kind."""

    @property
    def holder(self) -> str:
        """Field of the relation that holds the id of the target; it is named after the kind of the target."""
        return self.target.replace("-", "_")
