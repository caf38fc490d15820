"""Every vocabulary, declared once: address and page sections."""

from __future__ import annotations

from dataclasses import dataclass

from patternbook.model.sections import Section
from patternbook.model.vocabulary import Area, Label, Role, Stage, Term, Theme, Word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of words with slugs."""

    name: str
    model: type[Word]
    plural: str
    key: str
    label: Label
    about: str
    sections: tuple[Section, ...]


_ENTRIES = Section("entries", "Entries", ("view:word_entries",), empty="No entry names it yet.")

VOCABULARIES = (
    Vocabulary(
        "area",
        Area,
        "areas",
        "areas",
        Label(one="Area", many="Areas"),
        "The parts of the collaboration points.",
        (Section("claims", "What the sources say", ("claims",)), _ENTRIES),
    ),
    Vocabulary(
        "theme",
        Theme,
        "themes",
        "themes",
        Label(one="Theme", many="Themes"),
        "What runs through all collaboration points.",
        (Section("claims", "What the sources say", ("claims",)), _ENTRIES),
    ),
    Vocabulary(
        "role",
        Role,
        "roles",
        "roles",
        Label(one="Role", many="Roles"),
        "Who takes part.",
        (_ENTRIES, Section("meanings", "Words this role reads its own way", ("view:role_meanings",), empty="")),
    ),
    Vocabulary(
        "term",
        Term,
        "terms",
        "terms",
        Label(one="Term", many="Terms"),
        "Words, and what each profession means by them.",
        (
            Section("definition", "Meaning used here", ("definition",)),
            Section("meanings", "What each profession means", ("meanings",), empty="No difference is reported."),
            Section("see", "See also", ("see",), empty=""),
        ),
    ),
    Vocabulary(
        "stage",
        Stage,
        "stages",
        "stages",
        Label(one="Stage", many="Stages"),
        "Steps of the funnel by which a study found its sample, in the order they were taken.",
        (
            Section("signal", "What is looked for", ("signal",)),
            Section("how", "How it is done", ("how",)),
            Section("cost", "Cost", ("cost",)),
            Section("numbers", "How many were left", ("view:passed",)),
            Section("errata", "Numbers that do not fit", ("errata",), empty=""),
            _ENTRIES,
        ),
    ),
)
VOCABULARY_BY_NAME = {vocabulary.name: vocabulary for vocabulary in VOCABULARIES}
