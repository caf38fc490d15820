"""The declarations of all vocabularies."""

from __future__ import annotations

from dataclasses import dataclass

from patternbook.model.kind import Listed
from patternbook.model.sections import Section
from patternbook.model.vocabulary import Area, Artefact, Role, Stage, Term, Theme, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary(Listed):
    """A list of words with slugs."""

    model: type[Word]
    note_field: str = ""
    """Field that names an entry, whose title lists show after the title of the word."""


_ENTRIES = Section("entries", "Entries", ("view:named_by",), empty="No entry names it yet.")
_STATE = Section("state", "How complete it is", ("state",), empty="")
_CLAIMS = Section("claims", "What the sources say", ("claims",))

DECLARED_VOCABULARIES = (
    Vocabulary(
        name="area",
        is_topic=True,
        model=Area,
        plural="areas",
        mark='<path d="M3 3h10v10H3zM3 8h10"/>',
        menu="{finding}",
        note_field="collaboration_point",
        about="The parts of the collaboration points.",
        sections=(_CLAIMS, _ENTRIES, _STATE),
    ),
    Vocabulary(
        name="theme",
        is_topic=True,
        model=Theme,
        plural="themes",
        mark='<path d="M2 6c3-3 3 3 6 0s3 3 6 0M2 11c3-3 3 3 6 0s3 3 6 0"/>',
        menu="{finding}",
        about="What runs through all collaboration points.",
        sections=(_CLAIMS, _ENTRIES, _STATE),
    ),
    Vocabulary(
        name="role",
        model=Role,
        plural="roles",
        mark='<circle cx="8" cy="5.5" r="2.5"/><path d="M3 14c0-6 10-6 10 0"/>',
        menu="{finding}",
        about="Who takes part.",
        sections=(_ENTRIES, Section("meanings", "Words this role reads its own way", ("view:role_meanings",), empty="", search="telling")),
    ),
    Vocabulary(
        name="term",
        model=Term,
        plural="terms",
        mark='<path d="M3 13L8 3l5 10M5 9.5h6"/>',
        menu="Glossary",
        about="Words, and what each profession means by them.",
        sections=(
            Section("definition", "Meaning used here", ("definition",), search="telling", in_look=True),
            Section("meanings", "What each profession means", ("meanings",), empty="No difference is reported.", search="telling", in_look=True),
            Section("see", "See also", ("see",), empty=""),
        ),
    ),
    Vocabulary(
        name="stage",
        model=Stage,
        plural="stages",
        mark='<path d="M2 3h12l-4 5v5H6V8z"/>',
        menu="{product}",
        about="Steps of the funnel by which a study found its sample, in the order they were taken.",
        sections=(
            Section("signal", "What is looked for", ("signal",)),
            Section("how", "How it is done", ("how",)),
            Section("cost", "Cost", ("cost",)),
            Section("numbers", "How many were left", ("view:passed",)),
            Section("errata", "Numbers that do not fit", ("errata",), empty=""),
            _ENTRIES,
        ),
    ),
    Vocabulary(
        name="artefact",
        model=Artefact,
        plural="artefacts",
        mark='<path d="M3 2h10v12H3zM5.5 6l1 1 2-2M10 6h1.5M5.5 10.5l1 1 2-2M10 10.5h1.5"/>',
        menu="{recommendation}",
        schema_types=("CreativeWork",),
        about="Sheets that a team fills in together, on paper or as a file. Each row says which findings it answers.",
        sections=(
            Section("how", "How to use it", ("how",), empty=""),
            Section("sheet", "To fill in", ("view:artefact_sheet",), empty=""),
        ),
    ),
)
