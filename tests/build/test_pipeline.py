"""Whole builds: another domain, both forms of addresses, the same bytes twice, and nothing lost when one fails."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import html5lib
import pytest

from conftest import ROOT, SITE_URL, TOY, build
from patternbook.build.swap import sibling_path
from patternbook.source.files import data_files

COMMAND = Path(sys.executable).parent / "patternbook"
DEADLINE = 120.0
"""Seconds that a process is waited for before the test fails."""


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _text(path: Path) -> str:
    """What stands in the body of a page."""
    root = html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)
    body = next(element for element in root.iter("div") if "md-content__inner" in element.get("class", ""))
    return " ".join(" ".join(body.itertext()).split())


def _relabelled(folder: Path) -> None:
    """Make another domain of a new catalogue: other names for the kinds, another area, another role."""
    catalogue = folder / "catalogue.yaml"
    text = catalogue.read_text("utf-8").replace("title: A catalogue of our own", "title: Lessons from the kitchen & the bar")
    labels = """  labels:
    pattern: {one: Setup, many: Setups}
    finding: {one: Lesson, many: Lessons}
    area: {one: Station, many: Stations}
    role: {one: Cook, many: Cooks}
"""
    text = text.replace("language: en", "language: de").replace("  code_licence: {spdx: MIT,", "  code_licence: {spdx: ISC,")
    catalogue.write_text(text.replace("  default_contributors:", f"{labels}  default_contributors:"), "utf-8")
    for path in data_files(folder):
        text = path.read_text("utf-8").replace("first-area", "cold-station").replace("First area", "Cold station")
        path.write_text(text.replace("maintainer", "sous-chef").replace("Maintainer", "Sous-chef"), "utf-8")


def test_catalogue_of_another_domain_builds_without_touching_python(tmp_path: Path) -> None:
    data, made = tmp_path / "kitchen", tmp_path / "site"
    subprocess.run([COMMAND, "init", data], cwd=tmp_path, check=True, capture_output=True)
    _relabelled(data)
    done = build(made, PATTERNBOOK_DATA=str(data), PATTERNBOOK_REPO_URL="https://example.org/kitchen")
    assert done.returncode == 0, done.stderr
    for page, label in (("findings", "Lessons"), ("patterns", "Setups"), ("areas", "Stations"), ("roles", "Cooks")):
        assert _text(made / page / "index.html").startswith(label)
    finding = _text(made / "findings" / "F-001" / "index.html")
    assert finding.startswith("Lesson F-001 Some decisions wait for one person (example)")
    assert "Station Cold station" in finding
    assert "Cook Sous-chef" in finding
    assert "More about" not in finding
    assert (made / "areas" / "cold-station" / "index.html").exists()
    assert not (made / "areas" / "first-area").exists()
    home = (made / "index.html").read_text("utf-8")
    assert "Lessons from the kitchen &amp; the bar" in home
    assert '<html lang="de">' in home
    assert "Our group. Text and data CC-BY-4.0, code ISC" in home
    of_the_format = {"format", "checks", *(path.stem for path in (ROOT / "docs").glob("*.md"))}  # these tell of the keys of every catalogue
    # the words that were replaced are gone, from the theme's parts of the page too
    for path in made.rglob("*.html"):
        html = path.read_text("utf-8")
        assert not re.search(r"\bFindings?</|>\s*Areas\s*<|First area|Maintainer|Collaboration Patterns for ML", html), path
        assert path.parent.name in of_the_format or not re.search(r"\bFindings?\b|\bfindings</|\bPatterns?\b", html), path
        assert str(tmp_path) not in html, path
        assert "https://example.org/kitchen/" not in html, path  # the data is not in the repository: no file to edit there
    assert "Written in kitchen/" in (made / "findings" / "F-001" / "index.html").read_text("utf-8")
    assert _text(made / "matrix" / "index.html").startswith("Setups and lessons")
    assert "0 " not in _text(made / "index.html")  # nothing is counted that is not there


@dataclass
class _Anchors(HTMLParser):
    """Links and ids of one page; far quicker than a parser that mends what is wrong."""

    links: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src"):
                self.links.add(value or "")
            elif name == "id":
                self.ids.add(value or "")


def _anchors(path: Path) -> _Anchors:
    found = _Anchors()
    found.feed(path.read_text("utf-8"))
    return found


@pytest.fixture(scope="module", params=["directories", "files"])
def toy_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bool]:
    """The toy's built site, and whether a page is a folder."""
    directories = request.param == "directories"
    folder = tmp_path_factory.mktemp("toy") / "base"
    configuration = ROOT / f".mkdocs-test-{os.getpid()}-{request.param}.yml"  # beside the real one, as its paths are relative
    configuration.write_text(f"INHERIT: mkdocs.yml\nuse_directory_urls: {str(directories).lower()}\n")
    try:
        done = build(folder, "--config-file", str(configuration), PATTERNBOOK_DATA=str(TOY))
    finally:
        configuration.unlink()
    assert done.returncode == 0, done.stderr
    return folder, directories


def test_toy_builds_with_either_form_of_addresses(toy_site: tuple[Path, bool]) -> None:
    folder, directories = toy_site
    page = folder / ("findings/F-1000/index.html" if directories else "findings/F-1000.html")
    assert _text(page).startswith("Observation F-1000 Wet beds were found by the river")
    assert (folder / "findings" / "F-1000.json").exists()
    assert (folder / "findings" / "index.html").exists()


def test_every_link_of_the_built_toy_leads_somewhere(toy_site: tuple[Path, bool]) -> None:
    folder, _ = toy_site
    pages = {path: _anchors(path) for path in folder.rglob("*.html")}
    checked = 0
    for path, page in pages.items():
        if path.name == "404.html":  # shown at any address, so its links are absolute
            continue
        address = urljoin(SITE_URL, path.relative_to(folder).as_posix())
        for link in page.links:
            target, anchor = urldefrag(urljoin(address, link))
            if not target.startswith(SITE_URL):
                assert urlsplit(target).scheme in {"https", "data"}, (path, link)
                continue
            file = folder / unquote(urlsplit(target).path.removeprefix(urlsplit(SITE_URL).path))
            file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), (path, link)
            assert not anchor or anchor in pages[file].ids, (path, link)
            checked += 1
    assert checked > 1000


def test_titles_of_the_built_toy_are_escaped_once(toy_site: tuple[Path, bool]) -> None:
    folder, directories = toy_site
    page = folder / ("findings/F-001/index.html" if directories else "findings/F-001.html")
    root = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    title = next(root.iter("title")).text or ""
    assert title.startswith('Late beds often stay dry, even where 2 barrels > 1 barrel & "everybody" waters (F-001)')
    assert title.endswith('The Toy Garden: Beds & Barrels, 1 < 2 > 0, "made up"')
    description = next(meta.get("content", "") for meta in root.iter("meta") if meta.get("name") == "description")
    assert description.startswith("Beds that are watered last often get nothing")
    for each in folder.rglob("*.html"):
        text = each.read_text("utf-8")
        assert not re.search(r"&amp;(amp|lt|gt|quot|#)", text), each  # escaped twice
        assert not re.search(r"<lock|alert\(.made up.\)</script", text), each  # not escaped
    page = folder / ("patterns/P-005/index.html" if directories else "patterns/P-005.html")
    root = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    assert (next(root.iter("title")).text or "").startswith("No lock at all, not even a `<lock>` (P-005)")


def test_two_builds_in_different_folders_are_the_same_bytes(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "a copy of the project"
    ignored = shutil.ignore_patterns(".venv", ".git", "site", ".site.*", "__pycache__", ".*_cache", ".hypothesis", "tests", "benchmarks")
    shutil.copytree(ROOT, copy, ignore=ignored)
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    settings = {
        "PATTERNBOOK_SITE_DIR": str(tmp_path / "base"),
        "PATTERNBOOK_SITE_URL": SITE_URL,
        "PATTERNBOOK_REPO_URL": "https://github.com/example/patterns",
        "SOURCE_DATE_EPOCH": "1700000000",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(copy / "hooks"),
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Apia",
        "LC_ALL": "C.UTF-8",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=copy, env=surroundings | settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    one, other = _contents(site), _contents(tmp_path / "base")
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    assert len(one) > 200


def _environment(data: Path) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PATTERNBOOK_")}
    return clean | {"PATTERNBOOK_DATA": str(data), "PATTERNBOOK_SITE_URL": SITE_URL, "SOURCE_DATE_EPOCH": "1700000000"}


def _built(data: Path, site: Path) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [COMMAND, "build", "--site", site]
    return subprocess.run(command, cwd=ROOT, env=_environment(data), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the toy's data and the site built from it by the command."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(TOY, folder / "data")
    done = _built(folder / "data", folder / "site")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"Built {folder / 'site'}/"
    assert len(_contents(folder / "site")) > 60
    return folder


@pytest.fixture
def work(project: Path, tmp_path: Path) -> Path:
    """A copy of it to break."""
    shutil.copytree(project, tmp_path, dirs_exist_ok=True)
    return tmp_path


def _names(folder: Path) -> list[str]:
    """What is in the folder, except the twin that a site has for updates."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".site.twin")


def _break(data: Path) -> None:
    (data / "tips.yaml").write_text("recommendations: [", "utf-8")


def _change(data: Path) -> None:
    path = data / "tips.yaml"
    path.write_text(path.read_text("utf-8").replace("title: Mulch", "title: Mulch twice"), "utf-8")


def test_failing_build_leaves_the_site_as_it_was(work: Path) -> None:
    data, site = work / "data", work / "site"
    before, mended = _contents(site), (data / "tips.yaml").read_text("utf-8")
    _break(data)
    failed = _built(data, site)
    assert failed.returncode == 1
    assert re.search(r"data/tips\.yaml:\d+:\d+: PB103: ", failed.stderr)
    assert "site/ is as it was" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert _contents(site) == before
    assert _names(work) == ["data", "site"]  # nothing is left beside it
    (data / "tips.yaml").write_text(mended, "utf-8")
    _change(data)
    assert _built(data, site).returncode == 0
    assert "Mulch twice" in (site / "recommendations" / "R-004" / "index.html").read_text("utf-8")
    assert _names(work) == ["data", "site"]


IN_ONE_PROCESS = """
import contextlib, gc
from mkdocs.commands.build import build
from mkdocs.config import load_config

frozen = []
for _ in range(4):
    with contextlib.suppress(BaseException):
        build(load_config("mkdocs.yml"))
    frozen.append(gc.get_freeze_count())
    assert gc.isenabled()
print(*frozen)
"""


@pytest.mark.parametrize("damage", [_break, _change])
def test_builds_of_one_preview_let_go_of_what_earlier_ones_read(work: Path, damage: Callable[[Path], None]) -> None:
    damage(work / "data")
    environment = _environment(work / "data") | {"PATTERNBOOK_SITE_DIR": str(work / "site"), "PATTERNBOOK_CACHE": "off"}
    done = subprocess.run([sys.executable, "-c", IN_ONE_PROCESS], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    _, second, *_, last = map(int, done.stdout.split())
    assert last <= 1.05 * second


def test_first_build_that_fails_leaves_no_site(work: Path) -> None:
    shutil.rmtree(work / "site")
    _break(work / "data")
    assert _built(work / "data", work / "site").returncode == 1
    assert _names(work) == ["data"]


def test_page_that_is_gone_from_the_data_is_gone_from_the_site(work: Path) -> None:
    data, site = work / "data", work / "site"
    assert (site / "barrel-rules").exists()
    (data / "pages" / "barrel-rules.md").unlink()
    for path in (data / "schemes.yaml", data / "pages" / "home.md"):
        path.write_text(path.read_text("utf-8").replace("[[barrel-rules]]", "[[glossary]]"), "utf-8")
    assert _built(data, site).returncode == 0
    assert not (site / "barrel-rules").exists()


def _wait_for(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Until something is written to the folder, while the process still runs."""
    end = time.monotonic() + DEADLINE
    while not any(folder.glob("*")):
        assert process.poll() is None, "the build ended before it could be killed"
        assert time.monotonic() < end, "the build wrote nothing"
        time.sleep(0.002)


def test_build_that_was_killed_half_way_is_recovered_at_the_next_start(work: Path) -> None:
    data, site = work / "data", work / "site"
    before = _contents(site)
    _change(data)
    command: list[str | Path] = [COMMAND, "build", "--site", site]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=_environment(data), stdout=quiet, stderr=quiet, start_new_session=True)
    _wait_for(sibling_path(site, "new"), process)
    os.killpg(process.pid, signal.SIGKILL)  # it and the MkDocs it started
    process.wait(DEADLINE)
    assert _contents(site) == before
    assert sibling_path(site, "new").exists()
    assert _built(data, site).returncode == 0
    assert "Mulch twice" in (site / "recommendations" / "R-004" / "index.html").read_text("utf-8")
    assert _names(work) == ["data", "site"]


def test_build_whose_command_was_killed_keeps_others_away_until_it_ends(work: Path) -> None:
    data, site = work / "data", work / "site"
    _change(data)
    command: list[str | Path] = [COMMAND, "build", "--site", site]
    environment, pipe = _environment(data) | {"PATTERNBOOK_CACHE": "off"}, subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=subprocess.STDOUT, start_new_session=True) as process:
        _wait_for(sibling_path(site, "new"), process)
        process.kill()  # and not the MkDocs it started
        later = _built(data, site)
        assert later.returncode == 0, later.stderr
        process.communicate(timeout=DEADLINE)  # until MkDocs has ended, too
    assert "Mulch twice" in (site / "recommendations" / "R-004" / "index.html").read_text("utf-8")
    assert _built(data, site).returncode == 0
    assert _names(work) == ["data", "site"]


def test_site_behind_a_link_is_built_where_it_leads(work: Path) -> None:
    data, site = work / "data", work / "linked"
    site.symlink_to("site")
    _change(data)
    done = build(site, PATTERNBOOK_DATA=str(data))
    assert done.returncode == 0, done.stderr
    assert site.is_symlink()
    assert "Mulch twice" in (work / "site" / "recommendations" / "R-004" / "index.html").read_text("utf-8")
    assert _names(work) == ["data", "linked", "site"]


def test_site_that_was_moved_aside_by_a_killed_build_comes_back_even_if_the_next_fails(work: Path) -> None:
    data, site = work / "data", work / "site"
    before = _contents(site)
    site.rename(sibling_path(site, "old"))  # between the two renames of systems that cannot exchange names
    _break(data)
    assert _built(data, site).returncode == 1
    assert _contents(site) == before
    assert _names(work) == ["data", "site"]


@pytest.mark.parametrize("fast", ["", "off"], ids=["fast", "plain"])
@pytest.mark.parametrize(("link", "target"), [("page.md", "pyproject.toml"), ("everything", "/"), ("endless.md", "/dev/zero")])
def test_nothing_is_published_that_a_link_leads_to(link: str, target: str, fast: str, tmp_path: Path) -> None:
    docs, configuration = tmp_path / "docs", ROOT / f".links-{os.getpid()}-{tmp_path.name}.yml"
    docs.mkdir()
    (docs / link).symlink_to(ROOT / target)
    configuration.write_text(f"INHERIT: mkdocs.yml\ndocs_dir: {docs}\n", "utf-8")
    starter = ROOT / "hooks" / "patternbook" / "commands" / "starter"
    try:
        done = build(tmp_path / "site", "-f", str(configuration), PATTERNBOOK_DATA=str(starter), PATTERNBOOK_FAST=fast)
    finally:
        configuration.unlink()
    assert done.returncode != 0
    assert f"{link}:1:1: PB111: a link leads out of docs/" in done.stderr
    assert not (tmp_path / "site").exists()
