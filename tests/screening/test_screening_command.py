"""`patternbook screen`, as others script against it; and what `patternbook check` says of wrong token lists."""

from __future__ import annotations

import functools
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from checkouts import LIBRARY, PRODUCT, bare, committed, shipped_lists, written
from conftest import ROOT, TOY, read_yaml
from patternbook.check.read import read_data
from patternbook.check.token_lists import load_lists
from patternbook.diagnostics.diagnostic import format_text
from patternbook.model.registry import next_id
from patternbook.runtime.progress import REDRAW_SECONDS, Progress
from patternbook.screening.pipeline.run import LOST_WORKER, ScreeningRequest, ScreeningResult, match_metadata, screen_all
from patternbook.screening.pipeline.screen import Failed, Screened
from patternbook.screening.repository.checkout import folder_name
from patternbook.screening.tokens.lists import TokenLists
from patternbook.source.files import data_files
from test_cli import run

DATA = {"PATTERNBOOK_DATA": str(ROOT / "data")}


@functools.cache
def next_product() -> str:
    """The id that a product gets next in the shipped data."""
    listed = (item for path in data_files(ROOT / "data") for item in read_yaml(path.read_text("utf-8")).get("products", ()))
    return next_id("M", (item["id"] for item in listed))


def metadata(folder: Path, **fields: object) -> Path:
    file = folder / "metadata.json"
    file.write_text(json.dumps({"full_name": "garden/birdwatch", "stargazers_count": 99, "archived": False, "fork": False} | fields), "utf-8")
    return file


@pytest.mark.shipped
def test_text(tmp_path: Path) -> None:
    folder = written(tmp_path / "birdwatch", PRODUCT)
    done = run("screen", "birdwatch", cwd=tmp_path, environment=DATA)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:3] == [f"token lists: {ROOT / 'data' / 'indicators'}", "", "birdwatch"]
    assert "  stage reached: machine learning: a candidate for a person's look" in lines
    assert "  suggested class: ml_product (product with machine learning), clear; only a person can decide" in lines
    assert "    stars: not judged: stars are not in a checkout; give --metadata" in lines
    assert "    U1: Is it clear what it is for? Fun is a purpose, too." in lines
    assert "        app/build.gradle:2: com.android.application" in lines
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == sorted(PRODUCT)


@pytest.mark.shipped
def test_json_has_the_documented_form(tmp_path: Path) -> None:
    store = bare(tmp_path / "birdwatch.git", PRODUCT)
    done = run("screen", "--format", "json", "--metadata", metadata(tmp_path), store, tmp_path / "nowhere", cwd=tmp_path, environment=DATA)
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert set(report) == {"format", "token_lists", "screened", "failed"}
    assert (report["format"], report["token_lists"]) == (1, str(ROOT / "data" / "indicators"))
    [one] = report["screened"]
    assert set(one) == {"checkout", "name", "read", "metadata", "stage", "suggestion", "gates", "indicators", "questions"}
    assert one["metadata"] == {"full_name": "garden/birdwatch", "found": "by its folder, which is called like the repository"}
    assert set(one["read"]) == {"kind", "commit", "files", "bytes", "history", "not_read"}
    assert set(one["stage"]) == {"reached", "candidate", "stopped"}
    assert set(one["suggestion"]) == {"class", "confidence", "points", "reasons"}
    assert {frozenset(reason) for reason in one["suggestion"]["reasons"]} == {frozenset({"rule", "family", "points", "why", "evidence"})}
    assert {frozenset(gate) for gate in one["gates"]} == {frozenset({"slug", "state", "why"})}
    assert {frozenset(each) for each in one["indicators"]} == {frozenset({"slug", "title", "key", "entry", "stage", "state", "why", "tokens"})}
    tokens = [token for each in one["indicators"] for token in each["tokens"]]
    assert {frozenset(token) for token in tokens} == {frozenset({"name", "weak", "counts", "evidence"})}
    assert {frozenset(place) for token in tokens for place in token["evidence"]} == {frozenset({"file", "line", "fragment", "part"})}
    assert (one["stage"]["candidate"], one["suggestion"]["class"], one["name"]) == (True, "ml_product", "garden/birdwatch")
    assert report["failed"] == [
        {"checkout": str(tmp_path / "nowhere"), "why": "there is no such folder; expected a checkout or a bare git repository"}
    ]


def test_json_can_be_printed_whatever_the_checkout_holds(tmp_path: Path) -> None:
    folder = written(tmp_path / "odd", {"a\nb.py": "import torch\n"})
    (folder / os.fsdecode(b"\xff.py")).write_bytes(b"import torch # \xff\x1b[31m\n")
    done = run("screen", "--format", "json", "odd", cwd=tmp_path, environment=DATA)
    assert json.loads(done.stdout)["screened"][0]["read"]["files"] == 2
    assert "\x1b" not in done.stdout


@pytest.mark.shipped
def test_as_entry_is_yaml_for_a_person_to_complete(tmp_path: Path) -> None:
    written(tmp_path / "birdwatch", PRODUCT)
    written(tmp_path / "birdlib", LIBRARY)
    data = shutil.copytree(ROOT / "data", tmp_path / "data")
    (data / "products-before.yaml").write_text("products:\n  - id: M-941\n  - id: M-007\n", "utf-8")
    known = metadata(tmp_path)
    done = run("screen", "--as-entry", "--metadata", known, "birdlib", "birdwatch", "nowhere", cwd=tmp_path, environment={"PATTERNBOOK_DATA": "data"})
    assert done.returncode == 1
    assert done.stdout.startswith("# Drafted by `patternbook screen` with the token lists data/indicators. ")
    [product] = read_yaml(done.stdout)["products"]
    assert (product["id"], product["title"], product["statement"], product["study"]) == ("M-942", "Birdwatch", "FILL-IN", "FILL-IN")
    assert (product["repository"]["url"], product["figures"]["stars"]) == ("https://github.com/garden/birdwatch", "99")
    assert product["facts"]
    assert all(set(fact) == {"text", "editorial"} and fact["editorial"] == "true" for fact in product["facts"])
    assert not any(set("<>[]") & set(fact["text"]) for fact in product["facts"])
    assert "# birdlib: no candidate: calls itself “library”" in done.stdout
    assert "# nowhere: not screened: there is no such folder" in done.stdout


@pytest.mark.shipped
def test_draft_keeps_names_of_files_and_titles_as_they_are_written(tmp_path: Path) -> None:
    readme = "## Installation\n\nDo so.\n\n## Usage\n\nIt is an app for all. [Get it](https://f-droid.org/packages/test.bird_watch)\n"
    files = {path.replace("app/", "my_app/a__b_/"): text for path, text in PRODUCT.items()} | {"README.md": readme}
    written(tmp_path / "garden+bird_watch", files)
    done = run("screen", "--as-entry", "garden+bird_watch", cwd=tmp_path, environment=DATA)
    [product] = read_yaml(done.stdout)["products"]
    assert product["title"] == "bird_watch"
    texts = " ".join(fact["text"] for fact in product["facts"])
    assert "`my_app/a__b_/build.gradle`, line 2" in texts


def test_name_by_the_folder_that_a_link_or_its_target_is_in(tmp_path: Path) -> None:
    store = bare(tmp_path / "garden-+bird.watch" / "repo", PRODUCT)
    (tmp_path / "link").symlink_to(store)
    (tmp_path / "other+name").symlink_to(store)
    paths = (store, tmp_path / "link", tmp_path / "other+name", store.parent / "repo-clone" / ".git")
    assert [folder_name(path) for path in paths] == ["garden-/bird.watch", "garden-/bird.watch", "other/name", "garden-/bird.watch"]
    assert folder_name(written(tmp_path / "libstdc++", PRODUCT)) == "libstdc++"
    assert folder_name(written(tmp_path / "birds.git", PRODUCT)) == "birds"


@pytest.mark.shipped
@pytest.mark.parametrize(("own", "number"), [(0, 0), (7, 0), (950, 951)])
def test_draft_elsewhere_takes_no_id_of_the_project_nor_of_one_s_own_data(tmp_path: Path, own: int, number: int) -> None:
    written(tmp_path / "birdwatch", PRODUCT)
    if own:
        written(tmp_path / "data", {"a.yaml": f"products:\n  - id: M-{own:03}\n"})
    done = run("screen", "--as-entry", "birdwatch", cwd=tmp_path)
    assert read_yaml(done.stdout)["products"][0]["id"] == (f"M-{number:03}" if number else next_product())


def drafted(tmp_path: Path, *options: str | Path) -> Path:
    """A data folder with the draft of one product in it."""
    written(tmp_path / "birdwatch", PRODUCT | {"README.md": f"# Bird <b>watch</b> [[x]]\n{str(PRODUCT['README.md']).partition(chr(10))[2]}"})
    data = shutil.copytree(ROOT / "data", tmp_path / "data", dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    done = run("screen", "--as-entry", *options, "birdwatch", cwd=tmp_path, environment={"PATTERNBOOK_DATA": "data"})
    (data / "drafts.yaml").write_text(done.stdout, "utf-8")
    return data / "drafts.yaml"


def told(draft: Path) -> list[str]:
    """What the check says of the draft."""
    found = read_data(draft.parent, draft.parent.parent, "https://birds.test/").diagnostics
    return [line for line in format_text(found) if line.startswith("data/drafts.yaml")]


@pytest.mark.shipped
def test_a_draft_that_is_not_filled_in_is_refused_field_by_field(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    new = next_product()
    assert told(draft) == [
        f"data/drafts.yaml:6:16: PB203: {new}: FILL-IN still stands where a text belongs; expected a text; Replace FILL-IN.",
        f"data/drafts.yaml:8:12: PB302: {new}: FILL-IN still stands where a study belongs; expected a study; Replace FILL-IN.",
        f"data/drafts.yaml:9:23: PB203: {new}: 'url' is 'FILL-IN'; expected a value in place of the placeholder; Replace FILL-IN.",
        f"data/drafts.yaml:10:22: PB203: {new}: 'stars' is 'FILL-IN'; expected a value in place of the placeholder; Replace FILL-IN.",
    ]
    assert draft.read_text("utf-8").count(": FILL-IN") + draft.read_text("utf-8").count('"FILL-IN"') == len(told(draft))


@pytest.mark.shipped
def test_a_draft_that_is_filled_in_is_taken(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    filled = {
        "statement: FILL-IN": "statement: Tells birds apart.",
        "study: FILL-IN": "study: S-004",
        '"FILL-IN"': "https://birds.test/",
        "FILL-IN}": "7}",
    }
    text = draft.read_text("utf-8")
    for unknown, known in filled.items():
        assert text.count(unknown) == 1
        text = text.replace(unknown, known)
    draft.write_text(text, "utf-8")
    assert told(draft) == []
    product = read_data(draft.parent, tmp_path, "https://birds.test/").catalogue().entries[next_product()]
    assert product.title == "Bird watch x"


@pytest.mark.shipped
def test_a_draft_with_metadata_leaves_only_what_a_person_has_to_say(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "--metadata", metadata(tmp_path))
    assert [line.split(": ")[1:3] for line in told(draft)] == [["PB203", next_product()], ["PB302", next_product()]]


def test_description_of_the_metadata_is_read_like_a_self_description(tmp_path: Path) -> None:
    written(tmp_path / "birdwatch", PRODUCT)
    known = metadata(tmp_path, description="A small library for birds")
    done = run("screen", "--format", "json", "--metadata", known, "birdwatch", cwd=tmp_path, environment=DATA)
    reasons = {reason["rule"]: reason for reason in json.loads(done.stdout)["screened"][0]["suggestion"]["reasons"]}
    assert reasons["called-library"]["evidence"][0] == {"file": "(description)", "line": 1, "fragment": "A small library for birds", "part": "main"}


def test_metadata_that_fits_no_checkout_is_told_of_in_few_words(tmp_path: Path) -> None:
    written(tmp_path / "one", PRODUCT)
    written(tmp_path / "two", LIBRARY)
    (tmp_path / "m.json").write_text(json.dumps([{"full_name": f"garden/bird{number}"} for number in range(5000)]), "utf-8")
    done = run("screen", "--metadata", "m.json", "one", "two", cwd=tmp_path, environment=DATA)
    assert done.returncode == 0
    assert done.stderr == (
        "m.json: of 5,000 descriptions, 5,000 are of none of the checkouts: garden/bird0, garden/bird1, garden/bird2 and 4,997 more; "
        "a checkout is known by the address on GitHub it was cloned from, else by a folder called owner-name or name\n"
    )


def cloned_from(folder: Path, repository: str) -> Path:
    written(folder, {".git/HEAD": "ref: refs/heads/main\n", ".git/config": f'[remote "origin"]\n\turl = https://github.com/{repository}.git\n'})
    for name in ("objects", "refs"):
        (folder / ".git" / name).mkdir()
    return folder


def test_metadata_of_another_repository_is_not_believed(tmp_path: Path) -> None:
    written(cloned_from(tmp_path / "wt", "owner/birdnamer"), PRODUCT)
    known = metadata(tmp_path, full_name="zzz/totally-other")
    done = run("screen", "--as-entry", "--metadata", known, "wt", cwd=tmp_path, environment=DATA)
    assert done.stderr == "wt: was cloned from owner/birdnamer; what is said of zzz/totally-other is not used\n"
    [product] = read_yaml(done.stdout)["products"]
    assert (product["repository"]["url"], product["figures"]["stars"]) == ("https://github.com/owner/birdnamer", "FILL-IN")


def test_only_description_is_taken_for_the_only_checkout_and_the_report_says_so(tmp_path: Path) -> None:
    written(tmp_path / "wt", PRODUCT)
    done = run("screen", "--metadata", metadata(tmp_path), "wt", cwd=tmp_path, environment=DATA)
    assert done.stderr == ""
    assert "  metadata: garden/birdwatch, found by being the only description, given for the only checkout" in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "the following arguments are required: CHECKOUT"),
        (("a", "--jobs", "0"), "'0' is no whole number from 1 on"),
        (("a", "--format", "xml"), "invalid choice: 'xml'"),
        (("a", "--format", "json", "--as-entry"), "not allowed with argument"),
        (("a", "--metadata", "nowhere.json"), "nowhere.json: No such file or directory; expected a JSON file"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("screen", *arguments, cwd=tmp_path, environment=DATA)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_elsewhere_the_project_s_own_token_lists_are_used(tmp_path: Path) -> None:
    written(tmp_path / "birdwatch", PRODUCT)
    done = run("screen", "birdwatch", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"token lists: {ROOT / 'data' / 'indicators'}\n\nbirdwatch\n")


def test_without_any_token_nothing_is_screened(tmp_path: Path) -> None:
    written(tmp_path / "birdwatch", PRODUCT)
    (tmp_path / "data" / "indicators").mkdir(parents=True)
    done = run("screen", "birdwatch", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Nothing was screened" in done.stderr
    assert "Traceback" not in done.stderr


# ---- several at once ----


def screened(paths: Sequence[Path], processes: int) -> tuple[ScreeningResult, ...]:
    return screen_all(match_metadata(paths, ()), shipped_lists(), processes, Progress())


def checkouts(folder: Path, count: int) -> list[Path]:
    return [committed(folder / f"c{number}", {**LIBRARY, "n.py": f"n = {number}\n"}) for number in range(count)]


def test_result_does_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    paths = [*checkouts(tmp_path, 3), tmp_path / "nowhere"]
    one = screened(paths, 1)
    assert screened(paths, 3) == one
    assert [type(each) for each in one] == [Screened, Screened, Screened, Failed]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("circle", "is a link that leads nowhere, or in a circle; expected a checkout or a bare git repository"),
        ("x" * 5000, "cannot be read: File name too long; check how the path is written"),
    ],
)
def test_a_path_that_leads_nowhere_takes_no_other_with_it(tmp_path: Path, name: str, why: str) -> None:
    written(tmp_path / "birdwatch", PRODUCT)
    (tmp_path / "circle").symlink_to("circle")
    done = run("screen", "--metadata", metadata(tmp_path), name, "birdwatch", cwd=tmp_path, environment=DATA)
    assert (done.returncode, done.stderr) == (1, "")
    assert f"{name}: not screened: {why}\n\nbirdwatch\n" in done.stdout
    assert "stars: passed" in done.stdout


def test_a_configuration_that_is_a_folder_takes_nothing_with_it(tmp_path: Path) -> None:
    [clone] = checkouts(tmp_path, 1)
    (clone / ".git" / "config").unlink()
    (clone / ".git" / "config").mkdir()
    [one] = screened([clone], 1)
    assert isinstance(one, Screened)


def test_a_process_that_is_killed_takes_no_other_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = checkouts(tmp_path, 3)

    def killed(request: ScreeningRequest, _lists: TokenLists, _temporary: Path, _progress: Callable[[int], None]) -> Failed:
        if request.path == paths[1]:
            os.kill(os.getpid(), signal.SIGKILL)
        return Failed(request.path.name, "was reached")

    monkeypatch.setattr("patternbook.screening.pipeline.run.screen_or_fail", killed)
    results = screened(paths, 2)
    assert results == (Failed("c0", "was reached"), Failed(str(paths[1]), LOST_WORKER), Failed("c2", "was reached"))


def test_a_defect_of_ours_is_told_and_the_rest_is_screened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = checkouts(tmp_path, 2)
    right = screened(paths[1:], 1)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("patternbook.screening.pipeline.screen.self_labels", broken)
    results = screened(paths, 1)
    assert all(isinstance(each, Failed) and "which is a defect; please report it" in each.why for each in results)
    monkeypatch.undo()
    assert screened(paths[1:], 1) == right


@pytest.mark.parametrize("processes", [1, 2])
def test_bar_shows_how_many_files_were_read_while_a_checkout_is_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int) -> None:
    paths = checkouts(tmp_path, 2)

    def slow(request: ScreeningRequest, _lists: TokenLists, _temporary: Path, on_progress: Callable[[int], None]) -> Failed:
        for count in (500, 1000):
            time.sleep(2 * REDRAW_SECONDS)
            on_progress(count)
        return Failed(request.path.name, "was reached")

    monkeypatch.setattr("patternbook.screening.pipeline.run.screen_or_fail", slow)
    terminal = io.StringIO()
    screen_all(match_metadata(paths, ()), shipped_lists(), processes, Progress(terminal=terminal))
    assert re.search(r"checkouts \[-+\] 0/2  \d/s  (500|1,000|1,500|2,000) files", terminal.getvalue())
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_each_checkout_is_read_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory that a large one took is given back to the system."""
    paths = checkouts(tmp_path, 4)
    monkeypatch.setattr("patternbook.screening.pipeline.run.screen_or_fail", lambda *_: Failed("", str(os.getpid())))
    found = {each.why for each in screened(paths, 2) if isinstance(each, Failed)}
    assert len(found | {str(os.getpid())}) == 5


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1.5", "²"])
def test_wrong_number_of_processes_is_refused_as_a_build_refuses_it(tmp_path: Path, jobs: str) -> None:
    written(tmp_path / "birdwatch", PRODUCT)
    done = run("screen", "birdwatch", cwd=tmp_path, environment=DATA | {"PATTERNBOOK_JOBS": jobs})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"PATTERNBOOK_JOBS is {jobs!r}; expected a whole number from 1 on\n"


def test_number_of_processes_on_the_command_line_wins(tmp_path: Path) -> None:
    written(tmp_path / "birdwatch", PRODUCT)
    done = run("screen", "birdwatch", "--jobs", "2", cwd=tmp_path, environment=DATA | {"PATTERNBOOK_JOBS": "two"})
    assert (done.returncode, done.stderr) == (0, "")


def test_screening_starts_quickly_enough_to_be_used_on_one_small_checkout(tmp_path: Path) -> None:
    """The engine's start-up is shared by every command: nothing of screening is loaded by them, nor MkDocs by screening."""
    written(tmp_path / "birdwatch", PRODUCT)
    code = "import sys; from patternbook.cli import main; main(['screen', 'birdwatch']); print(*sorted(sys.modules), file=sys.stderr)"
    environment = {**os.environ, **DATA, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "patternbook.screening.survey.scan" in loaded
    assert not {"mkdocs", "jinja2", "markdown_it"} & loaded


# ---- wrong token lists ----


def lists_of(folder: Path, text: str) -> list[str]:
    written(folder, {FILE: text})
    return [f"{d.place.file}:{d.place.line}:{d.place.column} {d.code} {d.message} -> {d.expected}" for d in load_lists(folder / "data", folder)[1]]


FILE = "data/indicators/a.yaml"
HITS = "`hits: {label: ...}`"
WAYS = "`imports`, `packages`, `files`, `lines` or `words`"
STAGES = "inspection, ml, ranking, search, ui or wording"
UNCLOSED = "the bracket that opens here is never closed"
SIGNAL = """signals:
  - slug: a
    title: A
    key: I07
    entry: I-007
    stage: ui
    read_from: tree
    tokens:
      - name: T
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SIGNAL + "        words: [bird]\n        hits: {a.md: bird}\n", []),
        (
            SIGNAL + "        words: [bird]\n",
            [f"{FILE}:9:9 PB201 field 'hits' is missing -> {HITS}"],
        ),
        (
            SIGNAL + "        hits: {a.md: bird}\n",
            [f"{FILE}:9:9 PB203 the token looks for nothing -> {WAYS}"],
        ),
        (
            SIGNAL + "        words: [Bird]\n        hits: {a.md: bird}\n",
            [f"{FILE}:9:9 PB203 a word has a capital letter and could never be found -> lower case"],
        ),
        (
            SIGNAL.replace("stage: ui", "stage: iu").partition("    tokens")[0],
            [f"{FILE}:6:12 PB204 'stage' is 'iu' -> {STAGES}"],
        ),
        (
            SIGNAL.replace("    key: I07\n", "").partition("    tokens")[0],
            [
                f"{FILE}:2:5 PB203 an indicator either has the study's `key` and its `entry`, or is editorial "
                "-> `key: I15` and `entry: I-015`, or `editorial: true`"
            ],
        ),
        ("findings: []\n", [f"{FILE}:1:1 PB108 unknown key 'findings' -> places or signals"]),
        ("signals: x\n", [f"{FILE}:1:10 PB203 'signals' holds no list -> a list of items, each after a hyphen"]),
        (
            "signals:\n  - slug: [a\n",
            [f"{FILE}:2:11 PB103 {UNCLOSED} -> ]"],
        ),
        (
            "places:\n  - {slug: a, zone: test, why: x}\n  - {slug: a, zone: test, why: x}\n",
            [f"{FILE}:3:12 PB301 'a' stands for something else already, at {FILE}:2 -> "],
        ),
    ],
)
def test_wrong_token_list_says_where_and_what(tmp_path: Path, text: str, said: list[str]) -> None:
    assert lists_of(tmp_path, text) == said


def test_unknown_language_and_registry_are_told_of(tmp_path: Path) -> None:
    [language] = lists_of(tmp_path / "one", SIGNAL + "        imports: {pyton: [a]}\n        hits: {a.md: bird}\n")
    assert language.startswith(f"{FILE}:10:")
    assert "pyton" in language
    [registry] = lists_of(tmp_path / "two", SIGNAL + "        packages: {pipy: [a]}\n        hits: {a.md: bird}\n")
    assert "pipy" in registry


def test_check_reports_token_lists_and_screen_refuses_them(tmp_path: Path) -> None:
    shutil.copytree(TOY, tmp_path / "data")
    written(tmp_path, {FILE: SIGNAL})
    written(tmp_path / "birdwatch", PRODUCT)
    checked = run("check", cwd=tmp_path)
    assert checked.returncode == 1
    assert f"{FILE}:9:9: PB201" in checked.stdout
    screened = run("screen", "birdwatch", cwd=tmp_path)
    assert (screened.returncode, screened.stdout) == (2, "")
    assert f"{FILE}:9:9: PB201" in screened.stderr


@pytest.mark.shipped
def test_token_lists_are_no_catalogue_data(tmp_path: Path) -> None:
    shutil.copytree(TOY, tmp_path / "data")
    before = read_data(tmp_path / "data", tmp_path, "https://catalogue.test/")
    shutil.copytree(ROOT / "data" / "indicators", tmp_path / "data" / "indicators")
    after = read_data(tmp_path / "data", tmp_path, "https://catalogue.test/")
    unknown = {line.partition(" unknown indicator ")[0] for line in format_text(after.diagnostics) if "unknown indicator" in line}
    assert all(line.startswith("data/indicators/") for line in unknown)  # the toy has not all of the study's indicators
    left = tuple(each for each in after.diagnostics if "unknown indicator" not in each.message)
    assert (after.counts, left) == (before.counts, before.diagnostics)
