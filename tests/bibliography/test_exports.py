"""What exports carry: everything that the file says of a work, and read back it is the same. Independent readers read them, too."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import bibtexparser
import jsonschema
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from pybtex.database import parse_string

from conftest import ROOT
from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.entry_types import CONTAINER_FIELDS
from patternbook.bibliography.parse.exchange import parse_csl, parse_ris
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json, to_ris

EVERYTHING = parse_bibliography(
    r"""
@incollection{part, author={One, A. and {A Group, Inc.} and others}, editor={Two, B. and others}, translator={van der Three, C.},
  title={On {ML} \& Leaves}, booktitle={The Whole}, maintitle={Main Work}, series={Studies}, chapter=8, edition={Second}, volume=4,
  pages={201--213, 220}, publisher={Big Press and Small Press}, address={Bonn}, month=may, year=1993, isbn={978-3-16-148410-0},
  origdate={1869}, language={English}, shorttitle={Leaves}, abstract={It is about leaves.}, keywords={leaves, trees},
  foreword={Four, D.}, titleaddon={An addition}, note={A note}, url={https://example.org/a_b}, urldate={2020-01-02}}
@article{article, author={One, A.}, title={T}, journal={J}, volume=7, number=2, issue={Spring}, eid={16}, issn={1234-5679},
  date={1994-03/1994-06}, doi={10.1234/x}, pubstate={inpress}, eprint={2101.00001}, archiveprefix={arXiv}, primaryclass={cs.SE}}
@software{tool, author={One, A.}, title={Tool}, version={1.4.2}, date={2021-02-03}, publisher={Zenodo}, doi={10.5281/zenodo.1}}
@thesis{thesis, type={mathesis}, author={One, A.}, title={T}, institution={U}, date={199X}}
@report{report, author={One, A.}, title={T}, type={techreport}, institution={I}, number={12}, date={1925~}}
@proceedings{volume, editor={Two, B.}, title={V}, date={1750?}, publisher={P}, eventtitle={Meeting}, venue={Bonn}, eventdate={1750-05-02}}
@inproceedings{paper, author={One, A.}, title={T}, booktitle={V}, series={LNCS}, number={5}, date={-0043}}
@video{film, author={One, A.}, title={T}, date={2004-21}, type={Lecture}}
@misc{letter, author={One, A.}, title={T}, howpublished={Letter}, year={n.d.}}
@book{early, author={One, A., Jr.}, title={T}, publisher={P}, date={0800/..}, volumes=3, pagetotal=500}
"""
).references
CASES = [
    reference
    for path in sorted((ROOT / "tests" / "bibliography" / "cases").glob("*/input.bib"))
    for reference in parse_bibliography(path.read_text("utf-8")).references
]
ALL = [*EVERYTHING, *CASES]
IDS = [f"{number}-{reference.key}" for number, reference in enumerate(ALL)]


def differences(one: Reference, other: Reference, *names: str) -> dict[str, tuple[Any, Any]]:
    """The fields in which two works differ, besides those named."""
    left_out = {"key", "line", "raw_fields", *names}
    pairs = {field.name: (getattr(one, field.name), getattr(other, field.name)) for field in fields(Reference) if field.name not in left_out}
    pairs["extra"] = (tuple(sorted(one.extra)), tuple(sorted(other.extra)))
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("reference", ALL, ids=IDS)
def test_bibtex_is_read_back(reference: Reference) -> None:
    (back,) = parse_bibliography(to_bibtex(reference)).references
    assert differences(reference, back) == {}


def told_apart(reference: Reference) -> Reference:
    """The work without what neither RIS nor CSL tells apart."""
    publisher, container = reference.publisher, reference.container
    if reference.kind not in CONTAINER_FIELDS and not publisher:
        publisher, container = container, ""  # both have a publisher only
    kind = {"inbook": "incollection" if container and reference.editors else "inbook", "proceedings": reference.kind}.get(
        reference.kind, reference.kind
    )
    return replace(reference, publisher=publisher, container=container, kind=kind)


@pytest.mark.parametrize("reference", ALL, ids=IDS)
def test_ris_is_read_back(reference: Reference) -> None:
    (back,) = parse_ris(to_ris(reference))
    assert differences(told_apart(reference), back) == {}


@pytest.mark.parametrize("reference", ALL, ids=IDS)
def test_csl_json_is_read_back(reference: Reference) -> None:
    (back,) = parse_csl(json.dumps(to_csl_json(reference)))
    told = told_apart(reference)
    # CSL has no type for a whole volume.
    assert differences(replace(told, kind="book" if told.kind in ("collection", "proceedings") else told.kind), back) == {}


@pytest.mark.parametrize("reference", ALL, ids=IDS)
def test_pybtex_and_bibtexparser_read_every_field(reference: Reference) -> None:
    text = to_bibtex(reference)
    (read,) = bibtexparser.loads(text, BibTexParser(common_strings=True)).entries
    (entry,) = parse_string(text, "bibtex").entries.values()
    names = {line.split(" = ")[0].strip() for line in text.splitlines()[1:-1]}
    assert {*read} - {"ENTRYTYPE", "ID"} == names
    assert {*entry.fields} | {*entry.persons} == names
    assert all("\\" not in value or "\\&" in value for value in read.values())


@pytest.mark.parametrize("reference", ALL, ids=IDS)
def test_rispy_reads_ris(reference: Reference) -> None:
    (read,) = rispy.loads(to_ris(reference))
    assert {*read.get("unknown_tag", ())} <= {"ED"}  # which is in the format, and read by Zotero and EndNote
    assert read["title"] == reference.title
    assert len(read.get("authors", ())) == len(reference.authors) + reference.authors_more
    pages = (read.get("start_page", ""), read.get("end_page", ""))
    assert pages == tuple(reference.pages.partition(",")[0].partition("–")[::2])
    expected = {
        "id": reference.key,
        "volume": reference.volume,
        "number": reference.number,
        "doi": reference.doi,
        "tertiary_title": reference.series,
        "place_published": reference.address,
        "type_of_work": reference.genre or ("Master's thesis" if reference.kind == "mastersthesis" else ""),
    }
    assert {name: read.get(name, "") for name in expected} == expected


def test_csl_json_fits_the_schema_of_csl() -> None:
    schema = json.loads((ROOT / "tests" / "citing" / "schemas" / "csl-data.json").read_text("utf-8"))
    jsonschema.validate([to_csl_json(reference) for reference in ALL], schema)


def test_year_of_a_range_is_a_number_for_managers_of_references() -> None:
    (article,) = [reference for reference in EVERYTHING if reference.key == "article"]
    read = rispy.loads(to_ris(article))[0]
    assert (read["year"], read["date"]) == ("1994", "1994/03//1994-03/1994-06")


DATES = {
    "plain": ("date={2019}", {"date-parts": [[2019]]}),
    "day": ("date={2019-02-03}", {"date-parts": [[2019, 2, 3]]}),
    "range": ("date={1994/1997}", {"date-parts": [[1994], [1997]]}),
    "circa": ("date={1925~}", {"date-parts": [[1925]], "circa": True}),
    "uncertain": ("date={1750?}", {"date-parts": [[1750]], "circa": True, "literal": "1750?"}),
    "open": ("date={1995/}", {"date-parts": [[1995]], "literal": "1995–"}),
    "decade": ("date={199X}", {"date-parts": [[1990]], "literal": "1990s"}),
    "before our era": ("date={-0043}", {"date-parts": [[-44]]}),
    "season": ("date={2004-21}", {"date-parts": [[2004]], "season": 1}),
    "in press": ("pubstate={inpress}", {"literal": "in press"}),
    "words": ("year={2020a}", {"literal": "2020a"}),
}


@pytest.mark.parametrize(("field", "issued"), DATES.values(), ids=DATES)
def test_dates_in_csl(field: str, issued: dict[str, object]) -> None:
    (reference,) = parse_bibliography(f"@book{{k, author={{A, B}}, title={{T}}, {field}}}").references
    assert to_csl_json(reference)["issued"] == issued


BIBTEX_DATES = {
    "plain": ("date={2019-05}", "  month = may,\n  year = {2019},\n"),
    "day": ("date={2019-05-03}", "  month = may,\n  day = {3},\n  year = {2019},\n"),
    "range": ("date={1994/1997}", "  date = {1994/1997},\n"),
    "circa": ("year={ca. 1925}", "  date = {1925~},\n"),
    "in press": ("year={in press}", "  pubstate = {inpress},\n"),
    "words": ("year={2020a}", "  year = {2020a},\n"),
    "month that is none": ("year=2020, month={3rd Quarter}", "  month = {3rd Quarter},\n  year = {2020},\n"),
}


@pytest.mark.parametrize(("field", "lines"), BIBTEX_DATES.values(), ids=BIBTEX_DATES)
def test_dates_in_bibtex(field: str, lines: str) -> None:
    (reference,) = parse_bibliography(f"@book{{k, author={{A, B}}, title={{T}}, {field}}}").references
    assert to_bibtex(reference) == f"@book{{k,\n  author = {{A, B}},\n  title = {{T}},\n{lines}}}\n"


def test_key_is_one_that_bibtex_reads() -> None:
    (reference,) = parse_bibliography("@book{o'neil2020, author={A, B}, title={T}, year=1}").references
    assert to_bibtex(reference).startswith("@book{o-neil2020,\n")


def test_what_is_not_about_the_work_is_not_exported() -> None:
    (reference,) = parse_bibliography("@book{k, author={A, B}, title={T}, year=1, file={/home/me/a.pdf}, timestamp={2020}, owner={me}}").references
    assert reference.extra == ()
