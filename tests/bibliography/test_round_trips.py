"""Every work that styles are measured with, written in every form and read again: by us, and by programs that are not ours."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import rispy
from pybtex.database import parse_string
from pybtex.richtext import Text

from conftest import ROOT
from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.entry_types import NAME_FIELDS
from patternbook.bibliography.parse.exchange import parse_csl, parse_ris
from patternbook.bibliography.reference import Contributors, Name, Organisation, Person, Reference, ReferenceType
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json, to_ris
from patternbook.bibliography.write.ris import family_first_name

sys.path.insert(0, str(ROOT / "benchmarks"))
from styles import corpus
from test_exports import differences, told_apart

NOT_OURS = re.compile(
    r"Missing mandatory field|field 'volume' must be datatype 'integer'|(?:legacy year field|field 'year') .*|Name .* has (?:one|two) "
)
"""Warnings about what a file lacks or says in words: an entry without a year, `volume = {IT-12}`, `year = {2020a}`."""


@cache
def works() -> dict[str, Reference]:
    """By a key that is unique in the corpus and without special characters."""
    return {f"k{number}": replace(work, key=f"k{number}") for number, work in enumerate(corpus().values())}


def titled() -> list[Reference]:
    """Those that have a title, without which we take no work from a record."""
    return [work for work in works().values() if work.title]


@cache
def bibtex() -> str:
    return "\n".join(map(to_bibtex, works().values()))


def test_bibtex_is_read_back() -> None:
    back = {work.key: work for work in parse_bibliography(bibtex()).references}
    assert [*back] == [*works()]
    assert {key: found for key, work in works().items() if (found := differences(work, back[key]))} == {}


def test_pybtex_reads_the_same_titles_names_and_dates() -> None:
    entries = parse_string(bibtex(), "bibtex").entries
    assert [*entries] == [*works()]
    for key, work in works().items():
        entry = entries[key]
        names = [str(Text.from_latex(" ".join(p.prelast_names + p.last_names))) for p in entry.persons.get("author", [])]
        assert names == [_as_pybtex(name.short) for name in work.authors] + ["others"] * work.authors_more
        assert str(Text.from_latex(entry.fields.get("title", ""))) == _as_pybtex(work.title)
        assert entry.fields.get("doi", "") == work.doi
        if "year" in entry.fields and work.issued:
            assert entry.fields["year"] == work.year


def _as_pybtex(text: str) -> str:
    return str(Text.from_latex(text.replace("--", "–"))) if "--" in text else text


WRITTEN = ("main_title", "series", "chapter", "version", "container", "volume", "number", "edition", "article_number", "pages")
OTHERS = ("publisher", "address", "primary_class", "note", "genre")


def _full(kind: ReferenceType) -> Reference:
    """A work of a kind with everything that a reference can hold."""
    (read,) = parse_bibliography(
        "@misc{k, title={T}, date={1994-03-02}, issue={3}, issuetitle={I}, eventtitle={E}, venue={V}, eventdate={1994-03-02}, volumes=5, part=2,"
        " pagetotal=10, isrn={R}, issn={1234-5679}, booktitleaddon={B}, maintitleaddon={M}, reprinttitle={P}, origlanguage={latin},"
        " editoratype={compiler}, addendum={D}, language={english}}"
    ).references
    held = replace(
        read,
        kind=kind,
        key=kind,
        authors=(Person("A", "B"), Person("Two Words"), Organisation("A, B and C")),
        editors=(Person("C", "D"),),
        contributors=tuple(Contributors(role, (Person("E", "F"),)) for role in NAME_FIELDS),
        original_date="1900",
        accessed="May, perhaps",
        doi="10.1234/x",
        url="https://example.org/",
        eprint="2101.00001",
        archive="arXiv",
        isbn="978-3-16-148410-0",
    )
    return replace(held, **dict.fromkeys((*WRITTEN, *OTHERS), "7"))  # type: ignore[arg-type]  # all of them are texts


FULL = [_full(kind) for kind in sorted({work.kind for work in works().values()})]


@pytest.mark.parametrize("work", FULL, ids=lambda work: work.kind)
def test_bibtex_of_a_work_with_every_field_is_read_back(work: Reference) -> None:
    (back,) = parse_bibliography(to_bibtex(work)).references
    assert differences(work, back) == {}


@pytest.mark.skipif(not shutil.which("biber"), reason="biber is not installed")
def test_biber_has_nothing_to_say_about_our_bibtex(tmp_path: Path) -> None:
    source = tmp_path / "all.bib"
    source.write_text(bibtex() + "\n".join(map(to_bibtex, FULL)), "utf-8")
    command = ["biber", "--tool", "--validate-datamodel", f"--logfile={tmp_path / 'log'}", f"--output-file={tmp_path / 'out.bib'}", str(source)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    warnings = [line for line in said.splitlines() if line.startswith(("WARN", "ERROR"))]
    assert [line for line in warnings if not NOT_OURS.search(line)] == []


def _in_a_record(work: Reference, read: Reference) -> Reference:
    """A work as RIS and CSL-JSON can say it: an address that leads where the DOI or preprint does is told by these, a number lies in an archive."""
    told = told_apart(work)
    follows = (work.doi and work.doi.lower() in work.url.lower()) or work.names_eprint(work.url)
    return replace(told, url="" if follows and not read.url else work.url, eprint=work.eprint if work.archive else "")


def _names_as_text(work: Reference) -> dict[str, object]:
    """The names of a work; RIS does not tell a person of one name from an organisation."""

    def text(names: tuple[Name, ...]) -> tuple[str, ...]:
        return tuple(family_first_name(name).rstrip(",") for name in names)

    return {"authors": text(work.authors), "editors": text(work.editors), **{each.role: text(each.names) for each in work.contributors}}


def test_ris_is_read_back() -> None:
    back = parse_ris("".join(map(to_ris, titled())))
    for work, read in zip(titled(), back, strict=True):
        # Either format has fewer types than BibTeX.
        assert differences(_in_a_record(work, read), read, "kind", "authors", "editors", "contributors") == {}
        assert _names_as_text(work) == _names_as_text(read)


def test_rispy_reads_the_same_fields() -> None:
    records = rispy.loads("".join(map(to_ris, works().values())))
    for work, read in zip(works().values(), records, strict=True):
        expected = {
            "id": work.key,
            "title": work.title,
            "volume": work.volume,
            "number": work.number,
            "doi": work.doi,
            "tertiary_title": work.series,
            "place_published": work.address,
            "edition": work.version if work.kind in ("dataset", "software") and not work.edition else work.edition,
        }
        assert {name: read.get(name, "") for name in expected} == expected
        assert len(read.get("authors", ())) == len(work.authors) + work.authors_more
        assert {*read.get("unknown_tag", ())} <= {"ED"}


def test_csl_json_fits_the_schema_and_is_read_back() -> None:
    items = [*map(to_csl_json, works().values())]
    jsonschema.validate(items, json.loads((ROOT / "tests" / "citing" / "schemas" / "csl-data.json").read_text("utf-8")))
    for work in titled():
        (read,) = parse_csl(json.dumps(to_csl_json(work)))
        assert differences(_in_a_record(work, read), read, "kind") == {}
