"""Every typed link between entries, declared once: where it is written, and how each end reads it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RelationKind:
    """A typed link: written in `field` of one entry, shown on both."""

    field: str
    source: str
    target: str
    """Kind of the entry at the other end; also the name of the field that holds its id."""
    says: str
    """Read on the entry that writes it: leads to."""
    inverse: str
    """Read on the other entry: is fed by."""
    variant: str = ""
    """Field of the relation that says which variant of it is meant, where it has some."""
    words: tuple[tuple[str, str, str], ...] = ()
    """Words for each variant (variant, says, inverse)."""
    mirror: str = ""
    """Field of the other entry that says the same from there, where there is one; this field where both ends read alike."""


EFFECT_WORDS = (
    ("amplifies", "is made worse here", "Made worse by"),
    ("eases", "is eased here", "Eased by"),
    ("specific", "is specific to this pattern", "Specific to"),
    ("reported-in-all", "was reported here as in the alternatives", "Reported alike in"),
    ("does-not-remove", "is not removed here", "Not removed by"),
)

CONTRIBUTION_WORDS = (
    ("contributes", "Adds to", "Fed by"),
    ("worsens", "Makes worse", "Made worse by"),
    ("condition-of", "Goes before", "Above all where"),
    ("need-for", "A reason to care about", "Matters because of"),
    ("hides", "Keeps unseen", "Goes unnoticed because of"),
)

ILLUSTRATION_WORDS = (
    ("example", "Shows", "Shown by"),
    ("exception", "Is an exception to", "An exception"),
)

RELATIONS = (
    RelationKind("challenges", "pattern", "finding", "Reported here", "Reported with", "effect", EFFECT_WORDS),
    RelationKind("variant_of", "pattern", "pattern", "A form of", "Has the form"),
    RelationKind("contributes_to", "finding", "finding", "Adds to", "Fed by", "how", CONTRIBUTION_WORDS),
    RelationKind("refines", "finding", "finding", "A closer look at", "Looked at more closely in", mirror="generalises"),
    RelationKind("generalises", "finding", "finding", "Sums up", "Summed up in", mirror="refines"),
    RelationKind("corroborates", "finding", "finding", "Agrees with", "Agreed with by", mirror="corroborates"),
    RelationKind("conflicts_with", "finding", "finding", "Disagrees with", "Disagreed with by", mirror="conflicts_with"),
    RelationKind("goes_with", "finding", "finding", "Reported together with", "Reported together with", mirror="goes_with"),
    RelationKind("addresses", "recommendation", "finding", "Meant to help with", "May be helped by"),
    RelationKind("shows", "case", "pattern", "Shows the pattern", "Shown in the case"),
    RelationKind("shows", "case", "finding", "Shows the finding", "Shown in the case"),
    RelationKind("illustrates", "product", "finding", "Shows", "Shown by", "how", ILLUSTRATION_WORDS),
)
