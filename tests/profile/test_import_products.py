"""Products from a published table: a made-up one, with everything that can be wrong in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, SITE_URL, TOY
from patternbook.catalogue.catalogue import Catalogue
from patternbook.check.read import read_data
from patternbook.diagnostics.diagnostic import format_text
from patternbook.model.mining import Product
from patternbook.profile.import_products import HEADER, TableOrigin, import_products
from patternbook.source.csv_cells import guard_formula as sheet_text
from patternbook.source.csv_cells import unguard_formula

ORIGIN = TableOrigin("list.csv", "S-001", "lind2020watering")
GOOD = """Name,Description,HTML URL,Stargazers count,Contributors,Language
"Peas, sweet","A ""made-up"" [[product]] with <b>, | and `code`",https://garden.example/peas,"1,234",3,Garden
Beans again,,https://GARDEN.example/beans?a=1&b=2/,1,1,Garden
Onions,Makes one cry,https://garden.example/onions,77,,Garden
"""


def test_good_table(toy: Catalogue) -> None:
    found = import_products(GOOD, ORIGIN, toy)
    assert (found.count, found.known, found.problems) == (2, ("M-001",), ())
    assert "id: M-006" in found.yaml
    assert "id: M-007" in found.yaml


def test_ids_begin_at_one_where_there_is_no_product_yet(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "hooks" / "patternbook" / "commands" / "starter", data)
    before, _, after = (data / "findings.yaml").read_text("utf-8").partition("products:\n")
    (data / "findings.yaml").write_text(before + after[after.index("cases:\n") :], "utf-8")
    without = read_data(data, tmp_path, SITE_URL).catalogue()
    assert without.all_of(Product) == ()
    assert re.findall(r"id: (M-\d+)", import_products(GOOD, ORIGIN, without).yaml) == ["M-001", "M-002", "M-003"]


def test_what_comes_out_is_data_without_a_problem(toy: Catalogue, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(TOY, data)
    (data / "more.yaml").write_text(HEADER + import_products(GOOD, ORIGIN, toy).yaml, "utf-8")
    reading = read_data(data, tmp_path, SITE_URL)
    assert [d for d in reading.diagnostics if d.severity == "error"] == []
    peas, onions = (reading.catalogue().entries[id_] for id_ in ("M-006", "M-007"))
    assert isinstance(peas, Product)
    assert isinstance(onions, Product)
    assert peas.title == "Peas, sweet"
    assert peas.statement == "`A \"made-up\" [[product]] with <b>, / and 'code'`"
    assert (peas.figures.stars, peas.figures.contributors) == (1234, 3)
    assert (peas.figures.source, peas.figures.locator) == ("lind2020watering", "table, line 2")
    assert (onions.statement, onions.figures.contributors, onions.picked) == ("Makes one cry", None, None)
    assert str(onions.repository.url) == "https://garden.example/onions"


def test_nothing_but_a_header_is_no_product(toy: Catalogue) -> None:
    found = import_products("name,link,stars\n", ORIGIN, toy)
    assert (found.yaml, found.count, found.problems) == ("", 0, ())


WRONG = [
    ("", "list.csv:1:1: PB201: there is no column 'name'"),
    ("name,stars\na,1\n", "list.csv:1:1: PB201: there is no column 'link'"),
    ("name,link,stars\na,https://g.example/a,many\n", "list.csv:2:23: PB203: a: stars 'many'"),
    ("name,link,stars\na,https://g.example/a,\n", "list.csv:2:23: PB203: a: stars ''"),
    ("name,link,stars\na,https://g.example/a,1.5\n", "list.csv:2:23: PB203: a: stars '1.5'"),
    ("name,link,stars\na,javascript:alert(1),1\n", "list.csv:2:3: PB203: a: link 'javascript:alert(1)'"),
    ("name,link,stars\na,https://nowhere,1\n", "list.csv:2:3: PB203: a: link 'https://nowhere'"),
    ('name,link,stars\n"b<i>",https://g.example/a,1\n', "list.csv:2:1: PB203: b<i>: name 'b<i>'"),
    ("name,link,stars\n,https://g.example/a,1\n", "list.csv:2:1: PB203: name ''"),
    ("name,link,stars\na\x07,https://g.example/a,1\n", "list.csv:2:1: PB203: a\\x07: name holds control characters"),
    ("name,link,stars\na,https://g.example/a\n", "list.csv:2:1: PB203: the row has 2 cells"),
    ("name,link,stars,contributors\na,https://g.example/a,1,few\n", "list.csv:2:25: PB203: a: contributors 'few'"),
    (
        'name,link,stars\n"a\nb",https://g.example/a,1\nc,"https://g.example/A",1\n',
        "list.csv:4:3: PB203: c: link 'https://g.example/A' was given before, in line 3",
    ),
    ("name,link,stars\na,https://g.example/a,٣\n", "list.csv:2:23: PB203: a: stars '٣'; expected a whole number"),
    ("name;link;stars\na;https://g.example/a;1\n", "list.csv:1:5: PB203: semicolons stand between the cells; expected commas; Save the table as CSV"),
    ('"name";"link";"stars"\n"a";"https://g.example/a";"1"\n', "list.csv:1:7: PB203: semicolons stand between the cells"),
    ("name\tlink, or url\tstars\n", "list.csv:1:5: PB203: tabs stand between the cells"),
    (
        "name,link,stars,Name\na,https://g.example/a,1,b\n",
        "list.csv:1:17: PB203: there is a second column 'Name', besides the one at 1:1; expected one; Keep one of the two",
    ),
    ('name,link,stars\n"a,https://g.example/a,1\n', "list.csv:2:1: PB203: a quote is opened here and never closed"),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_wrong_table(text: str, expected: str, toy: Catalogue) -> None:
    found = import_products(text, ORIGIN, toy)
    assert format_text(found.problems)[0].startswith(expected)
    assert (found.yaml, found.count) == ("", 0)


def test_what_commas_separate_may_hold_other_separators(toy: Catalogue) -> None:
    found = import_products("name,link,stars,a;b;c;d;e\na,https://g.example/a,1,\n", ORIGIN, toy)
    assert (found.count, found.problems) == (1, ())


def test_one_message_says_what_the_separator_is(toy: Catalogue) -> None:
    assert len(import_products("name;link;stars\na;https://g.example/a;1\n", ORIGIN, toy).problems) == 1


@pytest.mark.parametrize(
    "link",
    [
        "https://github.com/Garden/Peas",
        "https://www.github.com/garden/PEAS/tree/master",
        "https://github.com/garden/peas.git",
        "https://github.com/garden/peas/",
        "http://github.com/garden/peas#readme",
        "https://github.com/garden/peas/blob/main/README.md",
    ],
)
def test_one_repository_has_many_addresses(link: str, toy: Catalogue) -> None:
    one = "name,link,stars\na,https://github.com/garden/peas,1\n"
    twice = import_products(f"{one}b,{link.replace('http:', 'https:')},2\n", ORIGIN, toy)
    assert "was given before, in line 2" in format_text(twice.problems)[0]
    for other in ("https://github.com/garden/peas2", "https://gitlab.com/garden/peas", "https://github.com/gardener/peas"):
        assert import_products(f"{one}b,{other},2\n", ORIGIN, toy).count == 2


def test_host_with_groups_of_groups_has_longer_addresses(toy: Catalogue) -> None:
    links = ("https://gitlab.com/garden/beds/peas", "https://gitlab.com/garden/beds/beans", "https://gitlab.com/Garden/beds/peas/-/tree/main")
    found = import_products("name,link,stars\n" + "".join(f"a,{link},1\n" for link in links), ORIGIN, toy)
    assert [d.place.line for d in found.problems] == [4]


def test_what_was_kept_from_being_a_formula_is_read_as_it_was(toy: Catalogue) -> None:
    for value in ("=1", "+1", "-1", "@a", "'=1", "''=1", "'a", "a=1", "'"):
        assert unguard_formula(sheet_text(value)) == value
        assert not sheet_text(value).startswith(("=", "+", "-", "@", "\t", "\r"))
    found = import_products("name,link,stars\n'=peas,https://g.example/a,1\n", ORIGIN, toy)
    assert 'title: "=peas"' in found.yaml


def test_everything_wrong_is_said_at_once(toy: Catalogue) -> None:
    text = "name,link,stars\na,ftp://x,many\nb,https://g.example/b\n,https://g.example/c,-1\n"
    assert [(d.place.line, d.place.column) for d in import_products(text, ORIGIN, toy).problems] == [(2, 3), (2, 11), (3, 1), (4, 1), (4, 22)]


# ---- the command ----


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(TOY, tmp_path / "data")
    (tmp_path / "list.csv").write_text(GOOD, "utf-8")
    return tmp_path


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "patternbook.cli", "import-products", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


OPTIONS = ("--study", "S-001", "--source", "lind2020watering")


def test_command_prints(project: Path) -> None:
    done = run(project, "list.csv", *OPTIONS)
    assert (done.returncode, done.stderr) == (0, "Passed over, since they are here: M-001\n")
    assert done.stdout.startswith(HEADER)
    assert not (project / "data" / "products").exists()


def test_command_writes_and_goes_on_where_it_stopped(project: Path) -> None:
    assert run(project, "list.csv", *OPTIONS, "--write").returncode == 0
    again = run(project, "list.csv", *OPTIONS, "--write")
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr == "Passed over, since they are here: M-006, M-001, M-007\nNothing is new: there is no product to add.\n"
    (project / "more.csv").write_text("name,link,stars\nMint,https://garden.example/mint,5\n", "utf-8")
    assert run(project, "more.csv", *OPTIONS, "--write").returncode == 0
    reading = read_data(project / "data", project, SITE_URL)
    assert [d for d in reading.diagnostics if d.severity == "error"] == []
    assert reading.catalogue().entries["M-008"].title == "Mint"


@pytest.mark.parametrize("write", [("--write",), ()])
def test_command_with_nothing_new_says_so_and_makes_no_file(project: Path, write: tuple[str, ...]) -> None:
    (project / "list.csv").write_text("name,link,stars\n", "utf-8")
    done = run(project, "list.csv", *OPTIONS, *write)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Nothing is new: there is no product to add.\n")
    assert not (project / "data" / "products").exists()


def test_command_leaves_a_file_of_others_alone(project: Path) -> None:
    other = project / "data" / "products" / "imported.yaml"
    other.parent.mkdir()
    other.write_text("# mine\nterms: []\n", "utf-8")
    done = run(project, "list.csv", *OPTIONS, "--write")
    assert (done.returncode, other.read_text("utf-8")) == (2, "# mine\nterms: []\n")
    assert "nothing was written" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("list.csv", "--study", "S-01", "--source", "lind2020watering"), 2, "did you mean 'S-001'?"),
        (("list.csv", "--study", "S-001", "--source", "nobody"), 2, "unknown source 'nobody'"),
        (("missing.csv", *OPTIONS), 2, "missing.csv:1:1: PB101"),
        (("bad.csv", *OPTIONS), 2, "bad.csv"),
        (("data", *OPTIONS), 2, "data:1:1: PB101: it is a folder; expected a file; Name a file, or put one in its place."),
        (("", *OPTIONS), 2, "the name is empty; the current folder is ."),
        (("wrong.csv", *OPTIONS), 1, "wrong.csv:2:3: PB203"),
    ],
)
def test_command_says_what_is_wrong(project: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    (project / "bad.csv").write_bytes(b"name,link,stars\n\xff\xfe,x,1\n")
    (project / "wrong.csv").write_text("name,link,stars\na,nowhere,1\n", "utf-8")
    done = run(project, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_command_needs_good_data(project: Path) -> None:
    (project / "data" / "extra.yaml").write_text("findngs: []\n", "utf-8")
    done = run(project, "list.csv", *OPTIONS)
    assert done.returncode == 1
    assert "PB108" in done.stderr
