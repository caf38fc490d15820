"""The `patternbook` command, as others script against it."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from conftest import TOY
from patternbook.incremental.store import CACHE_FOLDER, STORE_FILE, Store, prepare_folder
from patternbook.source.files import data_files

COMMAND = Path(sys.executable).parent / "patternbook"
SITE_URL = "https://catalogue.test/"


def run(*arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, in surroundings of its own."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    return subprocess.run([COMMAND, *arguments], cwd=cwd, env=clean | dict(environment or {}), capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the toy as its data."""
    shutil.copytree(TOY, tmp_path / "data")
    return tmp_path


@pytest.fixture
def broken(project: Path) -> Path:
    """The same with two mistakes in two files, and a warning."""
    tips = project / "data" / "tips.yaml"
    tips.write_text(tips.read_text("utf-8").replace("support: editorial", "support: editoral"), "utf-8")
    words = project / "data" / "words.yaml"
    words.write_text(words.read_text("utf-8").replace("see: [rota]", "see: [rot]"), "utf-8")
    arrangements = project / "data" / "arrangements.yaml"
    arrangements.write_text(
        arrangements.read_text("utf-8").replace("{finding: F-002, effect: specific", "{finding: F-005, effect: specific"), "utf-8"
    )
    return project


def _line(path: Path, text: str) -> int:
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if text in line)


URL = {"PATTERNBOOK_SITE_URL": SITE_URL}


def test_check_of_good_data_says_so_and_returns_nought(project: Path) -> None:
    done = run("check", cwd=project, environment=URL)
    assert (done.returncode, done.stderr) == (0, "")
    *notices, summary = done.stdout.splitlines()
    assert summary == "no error in 2 CP, 5 P, 7 F, 5 R, 5 S, 2 K, 6 I, 5 M, 8 references; no warning, 1 notice"
    assert [line.split(": ")[1:3] for line in notices if not line.startswith(" ")] == [["PB407", "notice"]]  # notices never fail anything


def test_check_reports_everything_at_once_and_returns_one(broken: Path) -> None:
    done = run("check", cwd=broken, environment=URL)
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    support = _line(broken / "data" / "tips.yaml", "editoral")
    see = _line(broken / "data" / "words.yaml", "see: [rot]")
    assert any(line.startswith(f"data/tips.yaml:{support}:14: PB204: R-005: ") and "'editorial'" in line for line in lines)
    assert any(line.startswith(f"data/words.yaml:{see}:11: PB302: barrel: ") and "'rota'" in line for line in lines)
    assert any(": PB309: warning: P-003: " in line for line in lines)
    assert lines[-1].startswith("2 errors in ")
    severities = [line.split(": ")[2] for line in lines if re.match(r"\S+:\d+:\d+: PB", line)]
    assert severities[2:] == ["warning", "notice"]  # errors come first, whatever their file


def test_check_as_json(broken: Path) -> None:
    done = run("check", "--format", "json", cwd=broken, environment=URL)
    assert (done.returncode, done.stderr) == (1, "")
    report = json.loads(done.stdout)
    assert report["format"] == 1
    assert report["totals"] == {"error": 2, "warning": 1, "notice": 1}
    assert report["counts"]["F"] == 7
    row = next(row for row in report["diagnostics"] if row["code"] == "PB204")
    assert row == {
        "code": "PB204",
        "severity": "error",
        "file": "data/tips.yaml",
        "line": _line(broken / "data" / "tips.yaml", "editoral"),
        "column": 14,
        "entry": "R-005",
        "message": "'support' is 'editoral'",
        "expected": "editorial, literature, practised-and-reported-helpful, suggested-by-authors or suggested-by-participants",
        "fix": "did you mean 'editorial'?",
        "related": [],
        "help": f"{SITE_URL}checks/#PB204",
        "fingerprint": row["fingerprint"],
        "corrections": [
            {"file": "data/tips.yaml", "line": row["line"], "column": 14, "end_line": row["line"], "end_column": 22, "text": "editorial"}
        ],
    }


def test_check_as_json_of_good_data(project: Path) -> None:
    done = run("check", "--format", "json", cwd=project, environment=URL)
    assert done.returncode == 0
    assert json.loads(done.stdout)["totals"] == {"error": 0, "warning": 0, "notice": 1}


def test_check_for_github(broken: Path) -> None:
    done = run("check", "--format", "github", cwd=broken, environment=URL)
    assert done.returncode == 1
    levels = [line.partition(" ")[0] for line in done.stdout.splitlines() if line.startswith("::")]
    assert sorted(levels) == ["::error", "::error", "::notice", "::warning"]
    line = _line(broken / "data" / "tips.yaml", "editoral")
    assert f"::error file=data/tips.yaml,line={line},col=14,title=PB204 R-005::" in done.stdout


def test_check_as_sarif(broken: Path) -> None:
    done = run("check", "--format", "sarif", cwd=broken, environment=URL)
    assert done.returncode == 1
    log = json.loads(done.stdout)
    [result] = log["runs"]
    assert log["version"] == "2.1.0"
    assert sorted((each["ruleId"], each["level"]) for each in result["results"]) == [
        ("PB204", "error"),
        ("PB302", "error"),
        ("PB309", "warning"),
        ("PB407", "note"),
    ]
    assert {rule["id"] for rule in result["tool"]["driver"]["rules"]} == {"PB204", "PB302", "PB309", "PB407"}
    place = next(each for each in result["results"] if each["ruleId"] == "PB204")["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/tips.yaml"
    assert place["region"] == {"startLine": _line(broken / "data" / "tips.yaml", "editoral"), "startColumn": 14}


def test_check_loads_nothing_that_only_pages_need(project: Path) -> None:
    """Most of the time a check of a small catalogue takes is its start."""
    code = "import sys; from patternbook.cli import main; main(['check']); print(sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    loaded = ast.literal_eval(done.stdout.splitlines()[-1])
    assert {"patternbook", "pydantic_core", "yaml"} <= set(loaded)
    assert {"jinja2", "markdown_it", "mkdocs", "pydantic"}.isdisjoint(loaded)


@pytest.mark.parametrize("data", ["project", "broken"])
def test_check_reports_the_same_with_a_cache(data: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(data)
    expected = run("check", "--format", "json", cwd=folder, environment=URL | {"PATTERNBOOK_CACHE": "off"})
    for _ in range(2):  # noted, and found again
        done = run("check", "--format", "json", cwd=folder, environment=URL)
        assert (done.returncode, done.stdout, done.stderr) == (expected.returncode, expected.stdout, "")


def test_check_keeps_what_it_read_for_the_next(project: Path) -> None:
    store = project / CACHE_FOLDER / STORE_FILE
    run("check", cwd=project, environment=URL)
    before = _kept(store)
    run("check", cwd=project, environment=URL)
    assert before == _kept(store)
    assert len(before) == len(data_files(project / "data"))  # not catalogue.yaml, but the bibliography
    tips = project / "data" / "tips.yaml"
    tips.write_text(tips.read_text("utf-8").replace("title: ", "title: Again, ", 1), "utf-8")
    run("check", cwd=project, environment=URL)
    after = _kept(store)
    assert after.keys() == before.keys()
    assert sum(after[key] != before[key] for key in before) == 1  # that of the file


def _kept(store: Path) -> dict[bytes, bytes]:
    """Checksums by key."""
    with closing(sqlite3.connect(store)) as connection:
        return dict(connection.execute("SELECT key, checksum FROM kept"))


@pytest.mark.parametrize("wish", ["off", ".patternbook-cache"], ids=["turned off", "others can write to it"])
def test_check_does_without_what_it_may_not_use(project: Path, wish: str) -> None:
    store = prepare_folder(project / CACHE_FOLDER) / STORE_FILE
    Store(store).close()
    if wish != "off":
        (project / CACHE_FOLDER).chmod(0o777)
    done = run("check", cwd=project, environment=URL | {"PATTERNBOOK_CACHE": wish})
    assert (done.returncode, done.stderr) == (0, "")
    assert _kept(store) == {}


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_check_writes_nothing_but_its_cache(broken: Path, form: str) -> None:
    before = sorted(broken.rglob("*"))
    run("check", "--format", form, cwd=broken, environment=URL)
    cache = broken / CACHE_FOLDER
    assert sorted(broken.rglob("*")) == sorted([*before, cache, cache / STORE_FILE])


@pytest.mark.parametrize(
    "arguments",
    [[], ["chekc"], ["check", "--format", "xml"], ["check", "too", "many"], ["init"], ["build", "--sites", "x"]],
    ids=["no command", "unknown command", "unknown format", "too many", "too few", "unknown option"],
)
def test_wrong_usage_returns_two_and_says_what_is_right(project: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: patternbook" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_every_command(project: Path) -> None:
    done = run("--help", cwd=project)
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("check", "build", "init", "schema", "unverified"))


def test_another_data_folder(project: Path, tmp_path: Path) -> None:
    (project / "data").rename(tmp_path / "elsewhere")
    done = run("check", cwd=project, environment=URL | {"PATTERNBOOK_DATA": "elsewhere"})
    assert done.returncode == 0
    assert "elsewhere/references.bib:" in done.stdout


def test_no_data_is_an_error_with_a_way_on(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path, environment=URL)
    assert done.returncode == 1
    assert done.stdout.startswith("data:1:1: PB109: ")
    assert "patternbook init" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("configuration", "environment", "notice"),
    [
        (None, {}, True),
        ("site_url: https://garden.example/\n", {}, False),
        ("site_url: https://example.org/patternbook/\n", {}, True),
        ("site_url: !ENV [PATTERNBOOK_SITE_URL, 'https://x/']\n", {}, False),  # computed: its own default, as long as nothing is set
        ("site_url: !ENV [PATTERNBOOK_SITE_URL, 'https://example.org/patternbook/']\n", {}, True),
        (None, URL, False),
    ],
    ids=["no configuration", "own address", "default written out", "computed", "computed, as shipped", "environment"],
)
def test_notice_while_the_site_has_the_default_address(project: Path, configuration: str | None, environment: dict[str, str], notice: bool) -> None:
    if configuration is not None:
        (project / "mkdocs.yml").write_text(configuration)
    done = run("check", cwd=project, environment=environment)
    assert done.returncode == 0
    assert ("PB501: notice" in done.stdout) == notice


def test_init_makes_a_catalogue_without_a_problem(tmp_path: Path) -> None:
    done = run("init", "mine", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "mine" in done.stdout
    checked = run("check", "--format", "json", cwd=tmp_path, environment=URL | {"PATTERNBOOK_DATA": "mine"})
    report = json.loads(checked.stdout)
    assert report["diagnostics"] == []
    assert all(report["counts"][prefix] >= 1 for prefix in ("CP", "P", "F", "R", "S"))
    names = {path.relative_to(tmp_path / "mine").as_posix() for path in (tmp_path / "mine").rglob("*") if path.is_file()}
    assert {"catalogue.yaml", "findings.yaml", "vocabulary.yaml", "references.bib", "pages/home.md", "schema/data.schema.json"} <= names


def test_init_takes_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert run("init", "mine", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("what", ["folder", "file"])
def test_init_refuses_what_is_not_empty_and_leaves_it_alone(tmp_path: Path, what: str) -> None:
    kept = tmp_path / "mine" / "kept.txt" if what == "folder" else tmp_path / "mine"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("mine")
    done = run("init", "mine", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "mine exists" in done.stderr
    assert kept.read_text() == "mine"
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


def test_schema_goes_beside_the_data(project: Path) -> None:
    done = run("schema", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"Wrote the schemas to {project / 'data' / 'schema'}/\n", "")
    written = {path.name.removesuffix(".schema.json") for path in (project / "data" / "schema").iterdir()}
    assert written == {"data", "document", "indicators", "names"}
    assert run("check", cwd=project, environment=URL).returncode == 0  # and is not taken for data


def test_unverified_draws_the_same_for_the_same_seed(project: Path) -> None:
    drawn = {seed: run("unverified", "--count", "3", "--seed", seed, cwd=project, environment=URL) for seed in ("a", "b")}
    again = run("unverified", "--count", "3", "--seed", "a", cwd=project, environment=URL)
    assert {(done.returncode, done.stderr) for done in (*drawn.values(), again)} == {(0, "")}
    assert drawn["a"].stdout == again.stdout != drawn["b"].stdout
    *items, last = again.stdout.split("\n\n")
    assert len(items) == 3
    assert all("  read in:  " in each and "  claim:    " in each for each in items)
    assert last.startswith("3 of 22 items of evidence that nobody has verified. ")
    everything = run("unverified", "--count", "99", cwd=project, environment=URL).stdout
    assert everything.count("  claim:    ") == 22
    assert len(run("unverified", cwd=project, environment=URL).stdout.split("\n\n")) == 11  # ten, and the last line


def test_unverified_of_wrong_data_says_what_is_wrong(broken: Path) -> None:
    done = run("unverified", cwd=broken, environment=URL)
    assert (done.returncode, done.stdout) == (1, "")
    assert ": PB204: R-005: " in done.stderr
    assert "PB309" not in done.stderr  # a warning hinders nobody


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_unverified_draws_one_at_least(count: str, project: Path) -> None:
    assert run("unverified", "--count", count, cwd=project, environment=URL).returncode == 2


def test_reader_that_has_seen_enough_is_no_failure(broken: Path) -> None:
    for number in range(400):  # more than a pipe holds
        (broken / "data" / f"more{number}.yaml").write_text(f"{'unknown' * 40}{number}: []\n")
    command = f"'{COMMAND}' check | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=broken, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("arguments", [("check",), ("check", "--format", "json"), ("init", "new"), ("schema",), ("screen", "data")], ids=" ".join)
def test_output_that_cannot_be_written_is_one_line(broken: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([COMMAND, *arguments], cwd=broken, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "The output cannot be written: No space left on device\n")


def test_what_the_system_refuses_is_one_line_that_names_it(project: Path) -> None:
    (project / "file").write_text("", "utf-8")
    done = run("schema", "--folder", project / "file", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{project / 'file'}: File exists\n")


@pytest.mark.parametrize("arguments", [("screen", ""), ("screen", "a", ""), ("screen", "a", "--metadata", ""), ("init", ""), ("build", "--site", "")])
def test_empty_name_is_not_the_current_folder(project: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the name is empty; the current folder is ." in done.stderr


def test_first_error_is_shown_on_a_terminal_before_the_report(tmp_path: Path) -> None:
    """The error that is found first is printed while the rest is read; then all of them, once, on standard output."""
    import pty

    shutil.copytree(TOY, tmp_path / "data")
    for name in ("one", "two"):
        (tmp_path / "data" / f"{name}.yaml").write_text(f"findings:\n  - id: {name}\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    master, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "patternbook.cli", "check"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=terminal, text=True, env=os.environ
    )
    os.close(terminal)
    output, _ = process.communicate(timeout=120)
    shown = os.read(master, 1 << 16).decode()
    os.close(master)
    *first, last = shown.splitlines()
    assert last == "Reading on ..."
    assert len(first) == 3, "the message, its line, and a caret"
    assert "\n".join(first) in output
    assert process.returncode == 1


def test_explain_says_what_codes_mean_without_any_data(tmp_path: Path) -> None:
    done = run("check", "--explain", "pb309", "PB101", "PB309", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    titles = [line for line in done.stdout.splitlines() if line and not line.startswith(" ")]
    assert titles[0] == "PB309: A relation or a list of the catalogue points to a retired entry"
    assert titles[1:6] == [
        "Why it matters",
        "Wrong: in `data/findings.yaml`, an entry that was retired",
        "Right: its successor",
        "What to do",
        "How severe it is",
    ]
    assert [line for line in titles if line.startswith("PB")] == [titles[0], "PB101: A file cannot be read"]  # each once
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_explain_names_the_nearest_codes(tmp_path: Path) -> None:
    done = run("check", "--explain", "PB202", "PB317", "nothing", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    first, *near, last = done.stderr.splitlines()
    assert first == "There is no code PB317. The nearest are:"
    assert {line[:7] for line in near} == {"  PB315", "  PB316", "  PB319"}  # PB617 differs by one digit, too, and is of another subject
    assert near[0] == "  PB316: A name cannot be part of an address"
    assert last == "There is no code NOTHING. Codes look like PB202."


def test_ctrl_c_while_a_command_is_loaded_is_one_word(project: Path) -> None:
    interrupted = (
        "import sys; from patternbook import cli\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'patternbook.check.read': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt()); sys.exit(cli.main(['check']))"
    )
    done = subprocess.run([sys.executable, "-c", interrupted], cwd=project, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "Stopped.\n")
