"""How a typed link between entries is declared: where it is written, and how each end reads it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RelationKind:
    """A typed link: written in `field` of one entry, shown on both."""

    field: str
    source: str
    target: str
    """Kind of the entry at the other end."""
    says: str
    """Read on the entry that writes it: leads to."""
    inverse: str
    """Read on the other entry: is fed by; nothing where the heading there says it."""
    variant: str = ""
    """Field of the relation that says which variant of it is meant, where it has some."""
    words: tuple[tuple[str, str, str], ...] = ()
    """Words for each variant (variant, says, inverse)."""
    mirror: str = ""
    """Field of the other entry that says the same from there, where there is one; this field where both ends read alike."""
    first: tuple[str, str] | None = None
    """Those that the other entry lists first: a field of the relation, and its value."""
    noted: bool = False
    """Whether the other entry lists them with the note of their kind."""

    @property
    def holder(self) -> str:
        """Field of the relation that holds the id of the entry at the other end, named after its kind."""
        return self.target.replace("-", "_")
