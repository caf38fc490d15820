"""A study as a reader knows it: who wrote when about how many, with a link to its sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.citation import leading_names
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.context import Context
from patternbook.documents.model import StudyLine
from patternbook.model.entries import STUDY, Study

SAMPLE = next(section.key for section in STUDY.sections if STUDY.sample[0] in section.fields)
"""Anchor of the section of a study that describes its sample."""


def first_authors(catalogue: Catalogue) -> Mapping[str, str]:
    """Study -> the first author of its publication; those are left out that share author and year with another study."""
    works = {study.id: catalogue.references[study.reference] for study in catalogue.all_of(Study) if study.reference in catalogue.references}
    names = {id_: _first_author(work) for id_, work in works.items()}
    known = Counter((names[id_], work.year) for id_, work in works.items())
    return {id_: names[id_] for id_, work in works.items() if names[id_] and known[names[id_], work.year] == 1}


def _first_author(work: Reference) -> str:
    """The family name; empty for works without names, and for several works that are cited together."""
    names = leading_names(work)
    return names[0].short if names and not work.members else ""


def study_line(id_: str, context: Context) -> StudyLine:
    """How a study is named beside what it says: `Nahar 2022`, `interviews, n = 45 participants`."""
    study = context.shared[id_]
    work = context.cited[study.reference]
    about = (", ".join(method.replace("-", " ") for method in study.methods), f"n = {study.size}" if study.size else "")
    return StudyLine(name=f"{study.author} {work.year}" if study.author else work.label, about=", ".join(filter(None, about)), sample=SAMPLE)
