"""Products from a published table: a made-up one, with everything that can be wrong in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import SITE_URL, TOY
from patternbook.catalogue import Catalogue
from patternbook.diagnostics import as_text
from patternbook.importing import HEADER, Origin, import_products
from patternbook.model.mining import Product
from patternbook.read import read

ORIGIN = Origin("list.csv", "S-001", "lind2020watering")
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


def test_what_comes_out_is_data_without_a_problem(toy: Catalogue, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(TOY, data)
    (data / "more.yaml").write_text(HEADER + import_products(GOOD, ORIGIN, toy).yaml, "utf-8")
    reading = read(data, tmp_path, SITE_URL)
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
    ("name,link,stars\na\x07,https://g.example/a,1\n", "list.csv:2:1: PB203: a\x07: name holds control characters"),
    ("name,link,stars\na,https://g.example/a\n", "list.csv:2:1: PB203: the row has 2 cells"),
    ("name,link,stars,contributors\na,https://g.example/a,1,few\n", "list.csv:2:25: PB203: a: contributors 'few'"),
    (
        'name,link,stars\n"a\nb",https://g.example/a,1\nc,"https://g.example/A",1\n',
        "list.csv:4:3: PB203: c: link 'https://g.example/A' was given before, in line 3",
    ),
    ('name,link,stars\n"a,https://g.example/a,1\n', "list.csv:2:1: PB203: a quote is opened here and never closed"),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_wrong_table(text: str, expected: str, toy: Catalogue) -> None:
    found = import_products(text, ORIGIN, toy)
    assert as_text(found.problems)[0].startswith(expected)
    assert (found.yaml, found.count) == ("", 0)


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
    assert "Added 0 products" in again.stdout
    assert again.stderr == "Passed over, since they are here: M-006, M-001, M-007\n"
    (project / "more.csv").write_text("name,link,stars\nMint,https://garden.example/mint,5\n", "utf-8")
    assert run(project, "more.csv", *OPTIONS, "--write").returncode == 0
    reading = read(project / "data", project, SITE_URL)
    assert [d for d in reading.diagnostics if d.severity == "error"] == []
    assert reading.catalogue().entries["M-008"].title == "Mint"


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
