"""New references: read from every format that reference managers write, told from what is there, added at the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import TOY
from patternbook import cli
from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.parse.exchange import ExchangeError, parse_csl, parse_ris
from patternbook.bibliography.reference import Organisation, Person, Reference
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json, to_ris
from patternbook.editing.new_reference import read_works

TOY_REFERENCES = parse_bibliography((TOY / "references.bib").read_text("utf-8")).references
COMPARED = ("title", "authors", "editors", "year", "volume", "pages", "doi", "edition")

RIS = """\
TY  - JOUR
AU  - Doe, Jane
AU  - van der Berg, Jan
PY  - 2021/05//
TI  - On naming & shaming <i>models</i>
T2  - Journal of Things
SP  - 10
EP  - 20
DO  - https://doi.org/10.1234/abc_d
SN  - 1234-5678
ER  -
"""
CROSSREF = {
    "type": "journal-article",
    "title": ["On naming &amp; shaming"],
    "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}, {"name": "A Group"}],
    "issued": {"date-parts": [[2021, "5"]]},
    "container-title": ["Journal of Things"],
    "page": "10-20",
    "DOI": "10.1234/ABC_D",
    "URL": "https://doi.org/10.1234/abc_d",
}


@pytest.mark.parametrize("reference", TOY_REFERENCES, ids=lambda reference: reference.key)
@pytest.mark.parametrize("form", ["bibtex", "ris", "csl"])
def test_what_we_write_is_read_again(reference: Reference, form: str) -> None:
    texts = {"bibtex": to_bibtex(reference), "ris": to_ris(reference), "csl": json.dumps(to_csl_json(reference))}
    [read] = read_works(texts[form])
    same = COMPARED if form != "ris" else ("title", "year", "doi", "edition")  # which tells neither particles nor who is a group
    assert {name: getattr(read, name) for name in same} == {name: getattr(reference, name) for name in same}


def test_ris_of_a_publisher() -> None:
    [work] = parse_ris(RIS.replace("\n", "\r\n"))
    assert (work.kind, work.title, work.container, work.pages, work.year, work.month) == (
        "article", "On naming & shaming models", "Journal of Things", "10–20", "2021", 5
    )  # fmt: skip
    assert work.authors == (Person(family="Doe", given="Jane"), Person(family="Berg", given="Jan", prefix="van der"))
    assert (work.doi, work.isbn) == ("10.1234/abc_d", "")


def test_csl_of_a_resolver() -> None:
    [work] = parse_csl(json.dumps(CROSSREF))
    assert work.authors == (Person(family="Berg", given="Jan", prefix="van der"), Organisation("A Group"))
    assert (work.kind, work.container, work.year, work.month, work.doi, work.url) == ("article", "Journal of Things", "2021", 5, "10.1234/ABC_D", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "neither BibTeX"),
        ("free text", "neither BibTeX"),
        ("{", "it is not JSON"),
        ("[]", "no items"),
        ("[1]", "no items"),
        ('{"type": "book"}', "has no title"),
        ("TY  - BOOK\nER  -\n", "has no title"),
        ("AU  - Doe\n", "no record"),
        ("@article{x, title={A}", "never closed"),
        ("[" * 100_000, "it is not JSON"),
    ],
)
def test_what_is_no_reference_is_said(text: str, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read_works(text)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a bibliography, and the folder to run commands in."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "references.bib").write_bytes((TOY / "references.bib").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def test_work_is_added_at_the_end_and_every_other_byte_stays(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (data / "references.bib").read_bytes()
    (data.parent / "new.ris").write_text(RIS, "utf-8")
    assert cli.main(["new", "reference", "new.ris"]) == 0
    after = (data / "references.bib").read_bytes()
    assert after.startswith(before)
    [*old, added] = parse_bibliography(after.decode()).references
    assert tuple(old) == TOY_REFERENCES
    assert (added.key, added.title) == ("doe2021naming", "On naming & shaming models")
    assert capsys.readouterr().out == f"Added doe2021naming at data/references.bib:{added.line}; a text cites it as [@doe2021naming, p. 1].\n"


def test_known_works_are_told_by_doi_and_by_title(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data.parent / "new.ris").write_text(RIS, "utf-8")
    assert cli.main(["new", "reference", "new.ris"]) == 0
    (data.parent / "doi.json").write_text(json.dumps(CROSSREF), "utf-8")
    (data.parent / "title.bib").write_text("@misc{Doe-1, title={On Naming {\\&} Shaming Models!}, author={Doe, J.}, year={2019}}", "utf-8")
    capsys.readouterr()
    before = (data / "references.bib").read_bytes()
    for arguments in (["doi.json"], ["doi.json", "--as", "new"]):
        assert cli.main(["new", "reference", *arguments]) == 1
        assert "10.1234/ABC_D is the DOI of doe2021naming (data/references.bib:" in capsys.readouterr().err
    assert cli.main(["new", "reference", "title.bib"]) == 1
    assert "the title is that of doe2021naming" in capsys.readouterr().err
    assert (data / "references.bib").read_bytes() == before
    assert cli.main(["new", "reference", "title.bib", "--as", "new"]) == 0
    assert parse_bibliography((data / "references.bib").read_text("utf-8")).references[-1].key == "Doe-1"


def test_key_that_is_taken_gets_a_letter(data: Path) -> None:
    for number, title in enumerate(("Naming one", "Naming two")):
        (data.parent / "new.ris").write_text(f"TY  - BOOK\nAU  - Doe, J.\nPY  - 2020\nPB  - P\nTI  - {title}\nER  -\n", "utf-8")
        assert cli.main(["new", "reference", "new.ris"]) == 0
        assert parse_bibliography((data / "references.bib").read_text("utf-8")).references[-1].key == ("doe2020naming", "doe2020namingb")[number]


def test_entry_that_was_left_open_swallows_nothing(data: Path) -> None:
    path = data / "references.bib"
    path.write_text(path.read_text("utf-8") + "@article{x, title={A}", "utf-8")
    before = path.read_bytes()
    (data.parent / "new.ris").write_text(RIS, "utf-8")
    assert cli.main(["new", "reference", "new.ris"]) == 0
    assert path.read_bytes().startswith(before)
    assert parse_bibliography(path.read_text("utf-8")).references[-1].title == "On naming & shaming models"


@pytest.mark.parametrize(("arguments", "message"), [([], "name the file"), (["none.bib"], "none.bib cannot be read")])
def test_file_must_be_there(arguments: list[str], message: str, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", "reference", *arguments]) in (1, 2)
    assert capsys.readouterr().err.startswith(message)
