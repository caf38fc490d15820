"""Only what changed: each kind of change makes exactly the pages anew that show it, and the site is as if made from nothing."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import ROOT, SITE_URL, TOY
from patternbook.build.pipeline import BuildInputs
from patternbook.build.twin import list_site_files
from patternbook.catalogue.catalogue import Catalogue
from patternbook.documents.model import Document
from patternbook.incremental.manifest import FileStamp, inputs_digest, manifest_key, read_manifest, write_manifest
from patternbook.incremental.store import STORE_FILE, Store
from patternbook.model.registry import KINDS, VOCABULARIES

PARTS = ("mkdocs.yml", "docs", "hooks")


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@dataclass
class Project:
    """A project of its own around the toy catalogue, so that its code and templates can be changed too."""

    base: Path
    originals: dict[Path, bytes] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    """Every page that is rendered, as the first build did, which had nothing to keep."""

    def edit(self, file: str, old: str, new: str) -> None:
        """Change one place of a file; `restore` takes it back."""
        path = self.base / file
        before = path.read_bytes()
        assert before.count(old.encode()) == 1, f"{old!r} stands {before.count(old.encode())} times in {file}"
        self.originals.setdefault(path, before)
        path.write_bytes(before.replace(old.encode(), new.encode()))

    def restore(self) -> None:
        for path, original in self.originals.items():
            path.write_bytes(original)
        self.originals.clear()

    def build(self, site: str, cache: str, **environment: str) -> subprocess.CompletedProcess[str]:
        surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
        settings = {
            "PATTERNBOOK_CACHE": str(self.base / cache) if cache != "off" else cache,
            "PATTERNBOOK_REPORT": str(self.base / "report.json"),
            "PATTERNBOOK_SITE_DIR": str(self.base / site),
            "PATTERNBOOK_SITE_URL": SITE_URL,
            "PYTHONPATH": str(self.base / "hooks"),
            "NO_MKDOCS_2_WARNING": "1",
            "SOURCE_DATE_EPOCH": "1700000000",
        }
        command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
        done = subprocess.run(command, cwd=self.base, env=surroundings | settings | environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done

    def rendered(self) -> set[str]:
        """The pages that the last build says it rendered."""
        return set(json.loads((self.base / "report.json").read_text("utf-8"))["rendered"])

    def as_if_from_nothing(self) -> None:
        """Build with what is kept, then by the plain path alone; the same bytes."""
        self.build("site", "kept")
        rendered = (self.base / "report.json").read_bytes()
        self.build("cold", "off", PATTERNBOOK_FAST="off")
        (self.base / "report.json").write_bytes(rendered)
        warm, cold = _contents(self.base / "site"), _contents(self.base / "cold")
        assert warm.keys() == cold.keys()
        assert [name for name in cold if warm[name] != cold[name]] == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project, built once with an empty cache."""
    base = tmp_path_factory.mktemp("project")
    for part in PARTS:
        source = ROOT / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, base / part)
    shutil.copytree(TOY, base / "data")
    project = Project(base)
    project.build("site", "first")
    project.pages = project.rendered()
    shutil.copytree(base / "site", base / "first-site")
    return project


def _recognise(cache: Path, site: Path) -> None:
    """Let the cache take a copy for the site that was built: size and time of each file are the same, but the system knows that it is new."""
    newest = max(file.touched for file in list_site_files(site))
    key = manifest_key(site)
    with Store(cache / STORE_FILE) as store:
        inputs, _, rows = pickle.loads(store.get(key) or b"")
        store.put([(key, pickle.dumps((inputs, newest, rows)))])


@pytest.fixture
def project(built: Project) -> Iterator[Project]:
    """The project as it was built, with a cache of its own and the site as that build left it, times of files included."""
    for name, first in (("kept", "first"), ("site", "first-site")):
        shutil.rmtree(built.base / name, ignore_errors=True)
        shutil.copytree(built.base / first, built.base / name)
    (built.base / "kept").chmod(0o700)
    _recognise(built.base / "kept", built.base / "site")
    yield built
    built.restore()


def test_first_build_renders_every_page(built: Project, toy: Catalogue) -> None:
    built.build("site", "empty")
    pages = {path.parent.relative_to(built.base / "site").as_posix().replace(".", "") for path in (built.base / "site").rglob("index.html")}
    by_hand = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert built.rendered() == pages - by_hand - toy.aliases.keys()
    assert len(pages) > len(toy.entries) + len(toy.references) + 20


BAR = "data/observations/barrel.yaml"
# Home, map and matrix look up the links of every finding: they are made again where one that has links changed.
DRAWN = {"", "map", "matrix"}
NAMES_F004 = {
    "studies/S-001",
    "references/lind2020watering",
    "findings/F-001",
    "patterns/P-001",
    "patterns/P-001/checklist",
    "recommendations/R-004",
    "studies/S-004",
    "studies/S-005",
    "references/many-hands",
    "references/preprint2022",
}
# Among the lists is that of gaps: F-004 lacks something, and its title stands beside its id there.
LISTS_F004 = {"findings", "catalogue", "coverage", *DRAWN, "areas/everywhere", "themes/summer"}
CHANGES = {
    "nothing": ("data/words.yaml", "Hot, dry", "Hot, dry", set()),
    "a body": (BAR, "Text is *Markdown*", "Text is plain *Markdown*", {"findings/F-001", *DRAWN}),
    "a comment above": (BAR, "# Observations made", "# One line more.\n# Observations made", set()),
    "a title": (BAR, "Water is short in all gardens", "Water is short in some gardens", {"findings/F-004", "worksheet"} | NAMES_F004 | LISTS_F004),
    "a statement": (BAR, "Water is short everywhere.", "Water is short nearly everywhere.", {"findings/F-004", "findings", *DRAWN}),
    "a relation": (
        BAR,
        "    refines:\n",
        "    contributes_to:\n      - {finding: F-999, basis: inferred}\n    refines:\n",
        {"findings/F-003", "findings/F-999", *DRAWN},
    ),
    "a word": ("data/words.yaml", "A list of who does what", "A list of who did what", {"terms/rota", "terms", "glossary"}),
    "a page of prose": ("data/pages/barrel-rules.md", "Because 1 < 2.", "Because 1 < 3.", {"barrel-rules"}),
    "a page in docs": ("docs/contributing.md", "# Add or correct", "# Add or mend", set()),
    "a question of the worksheet": ("data/worksheet.yaml", "Where is the key?", "Where is the key now?", {"worksheet"}),
    "a situation": ("data/situations.yaml", "Somebody asked", "Nobody asked", {""}),
    "a first step": (
        "data/tips.yaml",
        "Ask who waters on Monday.",
        "Ask who waters on Tuesday.",
        {"recommendations/R-001", "findings/F-001", "findings/F-002", "patterns/P-001", "patterns/P-003", "patterns/P-003/checklist", "matrix", ""},
    ),
    "the theme": ("hooks/patternbook/theme/main.html", "{% extends", "{# changed #}\n{% extends", set()),
    "the styles": ("hooks/patternbook/theme/assets/patternbook.css", "/* ---- tokens ---- */", "/* ---- changed ---- */", set()),
}


@pytest.mark.parametrize(("file", "old", "new", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_change_renders_exactly_what_shows_it(project: Project, file: str, old: str, new: str, expected: set[str]) -> None:
    project.edit(file, old, new)
    project.as_if_from_nothing()
    assert project.rendered() == expected


def test_work_renders_its_page_and_all_that_cite_it(project: Project, toy_documents: dict[str, Document]) -> None:
    project.edit("data/references.bib", "year         = {2018}", "year         = {2017}")
    project.as_if_from_nothing()
    citing = {page for page, document in toy_documents.items() if "niwa2018" in document.references}
    assert {"findings/F-001", "terms/barrel"} <= citing
    assert project.rendered() == citing | {"references/niwa2018", "references", "findings", "coverage", "glossary"}


def test_new_entry_renders_itself_what_it_names_and_what_counts(project: Project) -> None:
    entry = """  - id: F-1001
    title: Rain helps
    statement: It rained.
    area: shed
    themes: [winter]
    evidence:
      - {study: S-002, source: lind2021keys, stance: supports, source_claim: It rained., locator: p. 4}
  - id: F-005
"""
    project.edit("data/observations/shed.yml", "  - id: F-005\n", entry)
    project.as_if_from_nothing()
    named = {"areas/shed", "themes/winter", "studies/S-002", "references/lind2021keys"}
    # The worksheet asks every finding whether one of its signs took its place.
    lists = {"findings", "catalogue", "coverage", "worksheet", *DRAWN}
    assert project.rendered() == {"findings/F-1001", "collaboration-points/CP-002"} | lists | named


def test_documents_that_read_nothing_that_changed_are_not_resolved_again(project: Project) -> None:
    project.edit(BAR, "Text is *Markdown*", "Text is plain *Markdown*")
    said = project.build("site", "kept").stderr
    made = re.search(r"pages: (\d+) in ", said)
    assert made is not None
    assert 1 <= int(made[1]) < 10
    assert "items read: 1 in" in said


def test_files_that_did_not_change_are_left_alone(project: Project) -> None:
    times = {path: path.stat().st_mtime_ns for path in (project.base / "site").rglob("*") if path.is_file()}
    project.edit(BAR, "Text is *Markdown*", "Text is plain *Markdown*")
    project.build("site", "kept")
    written = {path.relative_to(project.base / "site").as_posix() for path, time in times.items() if path.stat().st_mtime_ns != time}
    assert {"findings/F-001/index.html", "findings/F-001.json"} <= written
    # Besides its own, the files that hold the text of every entry, and the list of files with their sizes.
    tables = {f"data/{table}" for table in ("catalogue.db", "entries.csv", "findings.csv")}
    objects = {f"api/v1/{file}.json" for file in ("entries", "findings", "entries/F-001", "index")}
    assert {file for file in written if not file.startswith(("findings/F-001", "assets/search/"))} == tables | objects


def test_publisher_renders_all_that_says_who_it_is(project: Project, toy_documents: dict[str, Document]) -> None:
    project.edit("data/catalogue.yaml", "Made-up Garden Press", "Made-up Garden House")
    project.as_if_from_nothing()
    rendered = project.rendered()
    checklists = {page for page in project.pages if page.endswith("/checklist")}  # to be printed: each says who published it
    assert {page for page in rendered if "/" in page} == {*toy_documents} | checklists
    assert checklists
    assert "" in rendered


ENTRIES = "|".join(thing.plural for thing in (*KINDS, *VOCABULARIES))


@pytest.mark.parametrize(
    ("template", "pages"),
    [
        ("entry.html", f"({ENTRIES})/[^/]+"),
        ("checklist.html", "patterns/[^/]+/checklist"),
        ("reference.html", "references/.+"),
        ("glossary.html", "glossary"),
        ("coverage.html", "coverage"),
    ],
)
def test_template_renders_its_pages(project: Project, template: str, pages: str) -> None:
    project.edit(f"hooks/patternbook/pages/templates/{template}", "</article>", "<!-- changed --></article>")
    project.as_if_from_nothing()
    assert project.rendered() == {page for page in project.pages if re.fullmatch(pages, page)} != set()


@pytest.mark.parametrize("file", ["pages/templates/parts.html", "pages/markdown/renderer.py"])
def test_shared_template_and_code_render_all_that_use_them(project: Project, file: str) -> None:
    path = project.base / "hooks" / "patternbook" / file
    project.originals[path] = path.read_bytes()
    path.write_bytes(path.read_bytes() + (b"{# changed #}" if file.endswith("html") else b"# changed\n"))
    project.as_if_from_nothing()
    alone = {"map", "matrix", "glossary", "coverage", "format", "checks", "releases", "changes", "worksheet"} if file.endswith("html") else set()
    assert project.rendered() == project.pages - alone


def test_other_form_of_addresses_renders_every_page_anew(project: Project) -> None:
    project.edit("mkdocs.yml", "docs_dir: docs", "docs_dir: docs\nuse_directory_urls: false")
    project.as_if_from_nothing()
    assert project.rendered() == project.pages


@pytest.fixture
def standing(project: Project) -> Project:
    """The project with its site built, and what built it kept."""
    project.build("site", "kept")
    assert project.rendered() == set()
    return project


SAID = "nothing changed since the site was built; it stays as it is"


def test_nothing_is_done_where_nothing_changed(standing: Project) -> None:
    before = {path: path.stat().st_mtime_ns for path in (standing.base / "site").rglob("*")}
    assert SAID in standing.build("site", "kept").stderr
    assert {path: path.stat().st_mtime_ns for path in (standing.base / "site").rglob("*")} == before


TOUCHED = {
    "data": ("data/words.yaml", "Hot, dry", "Hot & dry"),
    "docs": ("docs/contributing.md", "# Add or correct", "# Add or mend"),
    "theme": ("hooks/patternbook/theme/main.html", "{% extends", "{# changed #}\n{% extends"),
    "settings": ("mkdocs.yml", "language: en", "language: de"),
    "hooks": ("hooks/patternbook/mkdocs/hooks.py", '"notice": logging.INFO', '"notice": logging.DEBUG'),
    "theme's side": ("hooks/patternbook/mkdocs/theme.py", "THEME_FILES = (", "THEME_FILES = (  # changed\n    "),
    "code": ("hooks/patternbook/pages/markdown/renderer.py", "HEADING_SHIFT = 2", "HEADING_SHIFT = 3"),
    "a template": ("hooks/patternbook/pages/templates/entry.html", "</article>", "</article><!-- changed -->"),
    "a page of the site": ("site/index.html", "</html>", "</html><!-- by hand -->"),
}


@pytest.mark.parametrize(("file", "old", "new"), TOUCHED.values(), ids=TOUCHED.keys())
def test_site_is_built_where_anything_changed(standing: Project, file: str, old: str, new: str) -> None:
    standing.edit(file, old, new)
    assert SAID not in standing.build("site", "kept").stderr
    standing.originals.pop(standing.base / "site" / "index.html", None)  # it was made anew


def test_site_is_built_where_another_hook_changed(standing: Project) -> None:
    own = standing.base / "own.py"
    own.write_text("# a hook of the catalogue's own\n")
    standing.edit("mkdocs.yml", "  - hooks/mkdocs_hooks.py\n", "  - hooks/mkdocs_hooks.py\n  - own.py\n")
    standing.build("site", "kept")
    own.write_text("# changed\n")
    assert SAID not in standing.build("site", "kept").stderr


@pytest.mark.parametrize(
    "environment", [{"PATTERNBOOK_SITE_URL": "https://other.test/"}, {"SOURCE_DATE_EPOCH": "1800000000"}], ids=["address", "date"]
)
def test_site_is_built_for_another_address_or_day(standing: Project, environment: dict[str, str]) -> None:
    assert SAID not in standing.build("site", "kept", **environment).stderr


@pytest.mark.parametrize("damage", ["cut", "garbled", "emptied", "a folder"])
def test_damaged_cache_gives_the_same_site(project: Project, damage: str) -> None:
    store = project.base / "kept" / STORE_FILE
    raw = store.read_bytes()
    if damage == "a folder":
        store.unlink()
        store.mkdir()
    else:
        middle = len(raw) // 2
        store.write_bytes({"cut": raw[:middle], "garbled": raw[:middle] + b"\xff" * 4096 + raw[middle + 4096 :], "emptied": b""}[damage])
    project.as_if_from_nothing()


def test_folder_that_others_can_write_is_ignored(project: Project) -> None:
    (project.base / "kept").chmod(0o777)
    done = project.build("site", "kept")
    assert "Building without a cache: others can write to kept; `chmod 700` it, or delete it" in done.stderr
    assert len(project.rendered()) > 40


def test_two_builds_at_once_share_a_cache(project: Project) -> None:
    project.edit(BAR, "Text is *Markdown*", "Text is other *Markdown*")
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda site: project.build(site, "kept", PATTERNBOOK_JOBS="2"), ("one", "two")))
    assert [each.returncode for each in done] == [0, 0]
    assert _contents(project.base / "one") == _contents(project.base / "two")
    project.as_if_from_nothing()
    assert project.rendered() == set()


def test_code_that_runs_counts_not_the_code_on_disk(project: Project) -> None:
    """A preview that goes on after its code was edited must not keep what the old code makes under the new code's name."""
    asked = "from patternbook.runtime.code_version import code_digest; print(code_digest().hex()); input(); print(code_digest().hex())"
    environment = os.environ | {"PYTHONPATH": str(project.base / "hooks")}
    with subprocess.Popen([sys.executable, "-c", asked], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        first = running.stdout.readline()
        project.edit("hooks/patternbook/pages/markdown/renderer.py", "HEADING_SHIFT = 2", "HEADING_SHIFT = 3")
        running.stdin.write("\n")
        running.stdin.flush()
        assert running.stdout.readline() == first
    anew = subprocess.run([sys.executable, "-c", asked], env=environment, text=True, input="\n", capture_output=True, check=True)
    assert anew.stdout.splitlines()[0] != first.strip()


def test_build_is_not_called_unchanged_where_something_changed_meanwhile(tmp_path: Path) -> None:
    data, site = tmp_path / "data.yaml", tmp_path / "site"
    data.write_text("at first")
    site.mkdir()
    (site / "index.html").write_text("made")
    state = (site / "index.html").stat()
    files = {"index.html": FileStamp(state.st_size, state.st_mtime_ns, "key")}
    inputs = BuildInputs((data,), ("a setting",))
    began = inputs_digest(inputs)
    with Store(tmp_path / STORE_FILE) as store:
        data.write_text("meanwhile")
        write_manifest(store, site, inputs, began, files, state.st_ctime_ns)
        assert (read_manifest(store, site).inputs, read_manifest(store, site).files) == ("", files)
        data.write_text("at first")
        write_manifest(store, site, inputs, began, files, state.st_ctime_ns)
        assert read_manifest(store, site).inputs == began.hex()
        (site / "index.html").write_text("mined")  # as long as before, but later
        assert read_manifest(store, site).files == {}
