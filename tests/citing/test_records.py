"""Citations of entries as programs read them: independent readers (pybtex, bibtexparser, rispy, the schema of CSL) read them back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pybtex.database import Entry, parse_string
from pybtex.richtext import Text

from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.reference import Name, Organisation, Person
from patternbook.citing.citation import Edition, EntryCitation, cite_catalogue
from patternbook.citing.formats import BIBTEX, CSL_JSON, FORMATS, RIS, latex_line
from patternbook.citing.records import entry_bibtex, entry_csl, entry_ris, latex_url

EDITION = Edition(
    title="Collaboration Patterns for ML-Enabled Systems",
    publisher="Patternbook contributors",
    year="2026",
    prefix="patternbook",
    release="2026.12",
    released_on="2026-12-01",
    language="en",
    licence="CC-BY-4.0",
    url="https://a.org/",
)
ENTRY = EntryCitation(
    EDITION,
    title="Differing vocabularies of ML & data make communication harder",
    id="F-012",
    url="https://a.org/findings/F-012/",
    behind=("Nahar et al. 2022, section 7.2",),
)
LONG = "x" * 49
HOSTILE = {
    "quotes": "A \"quoted\" 'title' “of” ‘all’ sorts",
    "brackets": '<script>alert("1")</script> & </script><!-- <b>',
    "braces": "a } b { c {{ d \\} e \\",
    "commands": "\\input{x} $\\alpha$ %comment #1 ~ ^ _ &",
    "right to left": "כותרת בעברית ועוד عنوان",
    "emoji": "🧪 tests 👩‍🔬 and 日本語",
    "at and equals": "@book{x, title = {y}}",
    "tags": "TY - JOUR ER - x",
    "5,000 characters": " ".join([LONG] * 100),
    "dashes": "a--b --- c ``d''",
}
NAMES: dict[str, tuple[Name, ...]] = {
    "none": (),
    "400": tuple(Person(f"Family{number}", f"Given{number}") for number in range(400)),
    "and": (Organisation("Research and Development and others"), Person("van der Oak", "A. and B.", suffix="Jr.")),
    "braces": (Organisation("The {Group"), Person("O}ak", "\\x")),
    "mixed": (Person("Ōno", "Ken"), Organisation("庭の会"), Person("de la Cruz", "José")),
}

OF_BIBLATEX = {
    "incollection": {"author", "title", "booktitle", "publisher", "year", "note"},
    "book": {"author", "title", "publisher", "year", "note"},
}
"""Fields that we write, each of which the type has in biblatex's manual (2.1.1, with `year` for `date`)."""
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "csl-data.json").read_text("utf-8"))


def _pybtex(text: str) -> Entry:
    (entry,) = parse_string(text, "bibtex").entries.values()
    return entry


def _plain(latex: str) -> str:
    return str(Text.from_latex(latex))


def _ris(text: str) -> dict[str, Any]:
    (record,) = rispy.loads(text)
    return dict(record)


def test_record_of_an_entry() -> None:
    assert entry_bibtex(ENTRY) == (
        "@incollection{patternbook:F-012:2026.12,\n"
        "  author = {{Patternbook contributors}},\n"
        "  title = {Differing vocabularies of {ML} \\& data make communication harder},\n"
        "  booktitle = {Collaboration {Patterns} for {ML-Enabled} {Systems}},\n"
        "  publisher = {Patternbook contributors},\n"
        "  year = {2026},\n"
        "  note = {Release 2026.12, entry F-012. Restates Nahar et al. 2022, section 7.2. CC-BY-4.0. \\url{https://a.org/findings/F-012/}},\n"
        "}\n"
    )


def test_record_of_the_catalogue() -> None:
    assert entry_bibtex(cite_catalogue(EDITION)) == (
        "@book{patternbook:2026.12,\n"
        "  author = {{Patternbook contributors}},\n"
        "  title = {Collaboration {Patterns} for {ML-Enabled} {Systems}},\n"
        "  publisher = {Patternbook contributors},\n"
        "  year = {2026},\n"
        "  note = {Release 2026.12. CC-BY-4.0. \\url{https://a.org/}},\n"
        "}\n"
    )


@pytest.mark.parametrize("cited", [ENTRY, cite_catalogue(EDITION), replace(ENTRY, url="", behind=())])
def test_no_field_that_its_type_does_not_have(cited: EntryCitation) -> None:
    entry = _pybtex(entry_bibtex(cited))
    assert {*map(str.lower, entry.fields), *entry.persons} <= OF_BIBLATEX[entry.type]


@pytest.mark.parametrize(
    ("release", "id_", "key"),
    [
        ("2026.12", "F-012", "patternbook:F-012:2026.12"),
        ("", "F-012", "patternbook:F-012:unreleased"),
        ("", "", "patternbook:unreleased"),
        ("Spring {2026}, 2nd", "F-012", "patternbook:F-012:Spring-2026-2nd"),
    ],
)
def test_key_stays_and_every_program_accepts_it(release: str, id_: str, key: str) -> None:
    cited = replace(ENTRY, id=id_, edition=replace(EDITION, release=release))
    assert cited.key == key
    assert _pybtex(entry_bibtex(cited)).key == key


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_reader_reads_the_same_title_back(text: str) -> None:
    cited = replace(ENTRY, title=text, edition=replace(EDITION, title=text, publisher=text), behind=(text,))
    bibtex = entry_bibtex(cited)
    entry = _pybtex(bibtex)
    assert (entry.key, entry.type) == (cited.key, "incollection")
    (again,) = parse_bibliography(bibtex).references
    assert (again.title, again.container, again.publisher) == (text, text, text)
    (other,) = bibtexparser.loads(bibtex, BibTexParser(common_strings=True)).entries
    assert {*other} == {*map(str.lower, entry.fields), "author", "ENTRYTYPE", "ID"}
    assert "".join(other["title"].split()) == "".join(entry.fields["title"].split())
    record = _ris(entry_ris(cited))
    assert (record["title"], record["secondary_title"], record["id"]) == (text, text, cited.key)
    item = json.loads(CSL_JSON.entry(cited))
    assert (item["title"], item["container-title"]) == (text, text)


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_every_reader_reads_the_same_names_back(names: tuple[Name, ...]) -> None:
    cited = replace(ENTRY, authors=names)
    (again,) = parse_bibliography(entry_bibtex(cited)).references
    assert again.authors == cited.signing
    assert len(_pybtex(entry_bibtex(cited)).persons["author"]) == len(cited.signing)
    assert len(_ris(entry_ris(cited))["authors"]) == len(cited.signing)
    written: Any = entry_csl(cited)["author"]
    assert [name.get("literal") or name["family"] for name in written] == [
        name.name if isinstance(name, Organisation) else name.family for name in cited.signing
    ]


@given(st.text(alphabet="aB {}&%$#_~^\\-`'\"<>:;,.é", max_size=30))
@settings(max_examples=100, deadline=None)
def test_no_title_unbalances_a_record(title: str) -> None:
    text = " ".join(title.split()) or "x"
    bibtex = entry_bibtex(replace(ENTRY, title=text))
    (again,) = parse_bibliography(bibtex).references
    assert again.title == text
    assert len(parse_string(bibtex, "bibtex").entries) == 1


@pytest.mark.parametrize(
    "cited", [ENTRY, cite_catalogue(EDITION), *(replace(ENTRY, title=text, authors=NAMES["mixed"]) for text in HOSTILE.values())]
)
def test_csl_is_valid(cited: EntryCitation) -> None:
    items = json.loads(CSL_JSON.join([CSL_JSON.entry(cited)]))
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(items)] == []


def test_csl_of_an_entry_is_a_chapter_of_the_catalogue() -> None:
    assert entry_csl(ENTRY) == {
        "id": "patternbook:F-012:2026.12",
        "type": "chapter",
        "title": ENTRY.title,
        "author": [{"literal": "Patternbook contributors"}],
        "issued": {"date-parts": [[2026, 12, 1]]},
        "container-title": EDITION.title,
        "publisher": "Patternbook contributors",
        "URL": "https://a.org/findings/F-012/",
        "note": "Release 2026.12, entry F-012. Restates Nahar et al. 2022, section 7.2. CC-BY-4.0",
        "version": "2026.12",
        "language": "en",
    }


def test_what_is_not_known_is_left_out() -> None:
    bare = EntryCitation(Edition("T", "P", "2026", "p"), "Title", "F-001")
    for form in FORMATS:
        assert re.search(r"https?:|None|accessed|urldate|\{\}", form.entry(bare)) is None, form.name
    assert "issued" in entry_csl(bare)
    assert "version" not in entry_csl(bare)
    assert "unreleased draft" in entry_bibtex(bare).lower()


def test_several_in_one_file() -> None:
    cited = [ENTRY, cite_catalogue(EDITION)]
    assert [*parse_string(BIBTEX.join(map(BIBTEX.entry, cited)), "bibtex").entries] == [each.key for each in cited]
    assert [record["id"] for record in rispy.loads(RIS.join(map(RIS.entry, cited)))] == [each.key for each in cited]
    assert [item["id"] for item in json.loads(CSL_JSON.join(map(CSL_JSON.entry, cited)))] == [each.key for each in cited]


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://a.org/x_y/%20#z~1", r"\url{https://a.org/x_y/%20#z~1}"),
        ("https://a.org/{x}\\y z", r"\url{https://a.org/%7Bx%7D%5Cy%20z}"),
    ],
)
def test_address_in_latex(url: str, written: str) -> None:
    assert latex_url(url) == written


def test_latex_cites_the_catalogue_with_the_id_as_note() -> None:
    assert latex_line(ENTRY, []) == r"\cite[F-012]{patternbook:2026.12}"
    assert latex_line(ENTRY, [("nahar2022", "section 7.2"), ("k", "")]) == (
        r"\cite[section 7.2]{nahar2022}, \cite{k}, as restated in \cite[F-012]{patternbook:2026.12}"
    )
    assert latex_line(ENTRY, [("k", "p. 1 [sic] & 2")]).startswith(r"\cite[{p. 1 [sic] \& 2}]{k}, ")
    assert latex_line(cite_catalogue(EDITION), []) == r"\cite{patternbook:2026.12}"
