"""What benchmarks are made with: corpora that are the same every time, sites of equal content, figures computed right."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import types
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from compare import Pair, rows
from figures import goals, sampler
from figures.measure import Usage, memory_by
from figures.record import read, start_recording, write
from figures.results import SHIPPED, Failure, Measurement, Run, Served, joined
from figures.tables import projection, tables
from patternbook.check.read import read_data
from patternbook.documents.model import AdviceBlock, Document, SectionDocument, document_json, published_document
from patternbook.documents.resolve import build_context, resolve
from patternbook.pages.site import make_urls
from patternbook.profile.synthesis import SYNTHESIS
from peers import Bench, Options
from sites import hugo, markdown, ours, sphinx
from sites.book import PLURALS, Book, book
from sites.builders import BUILDERS, OURS, Sources, State, shipped
from sites.corpus import Corpus, Entry, corpus, edited, neighbour_of, subject_of

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
COUNT = 60
SITE_URL = "https://catalogue.example/"


def _run(seed: str, *arguments: str | Path) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=BENCHMARKS, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _generated(folder: Path, hash_seed: str) -> Path:
    _run(hash_seed, "generate.py", str(COUNT), folder)
    return folder


# The catalogue with everything in it


def test_same_number_gives_same_bytes(tmp_path: Path) -> None:
    one, other = _generated(tmp_path / "one", "1"), _generated(tmp_path / "other", "2")
    assert _contents(one) == _contents(other)
    assert "findings.yaml" in _contents(one)


def test_generated_catalogue_has_no_problem(tmp_path: Path) -> None:
    reading = read_data(_generated(tmp_path / "data", "0"), tmp_path, SITE_URL)
    assert reading.diagnostics == ()
    assert reading.counts == {"CP": 4, "P": 15, "F": 36, "R": 9, "S": 5, "K": 0, "I": 0, "M": 0, "references": 30}


# The corpus that builders share


@pytest.fixture(scope="module")
def made() -> Corpus:
    return corpus(20)


@pytest.fixture(scope="module")
def bound(made: Corpus) -> Book:
    return book(made)


def test_corpus_is_the_same_everywhere(made: Corpus) -> None:
    said = {_run(seed, "-c", "from sites.corpus import corpus; print(repr(corpus(20)))") for seed in ("1", "2")}
    assert said == {f"{made!r}\n"}
    assert corpus(21) != made


def test_corpus_has_the_agreed_shape() -> None:
    made = corpus(400)
    kinds = [entry.kind for entry in made.entries]
    assert [kinds.count(kind) for kind in PLURALS] == [240, 100, 60]
    assert len(made.works) == 80
    assert len(made.studies) == 8
    assert {len(entry.relations) for entry in made.entries} == set(range(3, 9))
    assert {len(entry.citations) for entry in made.entries} == {1, 2, 3, 4}
    assert {citation.reference for entry in made.entries for citation in entry.citations} == {work.key for work in made.works}
    words = [len(entry.body.split()) for entry in made.entries]
    assert 200 <= sum(words) / len(words) <= 240
    assert all(len(set(entry.relations)) == len(entry.relations) for entry in made.entries)
    assert not [entry for entry in made.entries for _, target in entry.relations if target == entry.id]


def test_small_corpus_is_refused() -> None:
    with pytest.raises(ValueError, match="9 entries; expected 10 or more"):
        corpus(9)


def test_edit_changes_one_entry(made: Corpus) -> None:
    after = edited(made, "word", "more")
    changed = [(old, new) for old, new in zip(made.entries, after.entries, strict=True) if old != new]
    [(old, new)] = changed
    assert new == replace(old, body=f"{old.body}\n\nword", title=f"{old.title} more")
    assert old == subject_of(made)
    assert old.id in [target for _, target in neighbour_of(made).relations]
    assert edited(made, "", "") == made


# Its sites


@pytest.fixture(scope="module")
def own(made: Corpus, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """Our documents of the corpus by id; its data must pass the check."""
    sources = Sources(BUILDERS[OURS], made, tmp_path_factory.mktemp("sources") / OURS)
    sources.write(State())
    reading = read_data(sources.folder / "data", sources.folder, SITE_URL)
    assert reading.diagnostics == ()
    assert reading.counts == {"CP": 8, "P": 5, "F": 12, "R": 3, "S": 5, "K": 0, "I": 0, "M": 0, "references": 30}
    context = build_context(reading.catalogue(), make_urls(directories=True, site_url=SITE_URL), SYNTHESIS)
    found = (resolve(page, context) for page in context.neighbours)
    return {document.id: document for document in found if isinstance(document, Document)}


def test_search_is_measured_and_written(tmp_path: Path) -> None:
    _run("0", "generate.py", "20", tmp_path / "data")
    assert "more entry: " in _run("0", "search.py", tmp_path / "data", tmp_path)
    assert len(json.loads((tmp_path / "records.json").read_text("utf-8"))) > 20
    assert (tmp_path / "ours" / "assets" / "search" / "manifest.js").is_file()


def test_our_data_holds_what_the_corpus_does(made: Corpus, own: Mapping[str, Document]) -> None:
    for entry in made.entries:
        assert (own[entry.id].title, own[entry.id].statement) == (entry.title, entry.statement)
        said = document_json(own[entry.id])
        assert all(json.dumps(text)[1:-1] in said for text in (entry.body, entry.evidence.claim, entry.first_step))
        assert all(citation.point in said and citation.locator in said for citation in entry.citations)


def _named(entry: Entry, bound: Book) -> set[str]:
    """Ids and keys that the page of an entry must name: both ends of relations, links, citations, study, facets that are entries."""
    linked = re.findall(r"\[\[(.*?)\]\]", entry.body)
    ids = {*(target for _, target in entry.relations), *(other for _, other in bound.named_by[entry.id]), *linked, entry.evidence.study}
    return ids | {entry.evidence.source, *(citation.reference for citation in entry.citations)} - {entry.id}


def test_pages_of_all_builders_name_the_same(made: Corpus, bound: Book, own: Mapping[str, Document]) -> None:
    tree, site = dict(markdown.files(bound, "")), dict(hugo.files(bound, ""))
    rst, incoming = dict(sphinx.files(bound, "")), json.loads(site["data/named.json"])
    known = {*bound.entries, *bound.references, *bound.studies}
    name = re.compile(r"(?:/|\b)([A-Z]+-\d{3}|[a-z]+\d{4}n\d{4})\b")
    for entry in made.entries:
        here, named_by = f"{PLURALS[entry.kind]}/{entry.id}", {other for _, other in bound.named_by[entry.id]}
        texts = {
            "ours": "".join(document_json(section) for section in own[entry.id].sections if not _composed(section, entry.kind)),
            "markdown": tree[f"docs/{here}.md"],
            "hugo": site[f"content/{here}.md"] + json.dumps(incoming[entry.id]),
            "sphinx": rst[f"{here}.rst"].replace("_", "-") + " ".join(named_by),  # sphinx-needs derives the other end
        }
        named = {builder: (set(name.findall(text)) & known) - {entry.id} for builder, text in texts.items()}
        assert named == dict.fromkeys(texts, _named(entry, bound)), entry.id


def _composed(section: SectionDocument, kind: str) -> bool:
    """Whether only our page has a section: the summary, and what may help against a pattern's challenges."""
    return section.key == "short" or (section.key, kind) == ("help", "pattern")


def _ranks(section: SectionDocument) -> bool:
    """Whether a section ranks advice, of which the other builders list no more than the titles."""
    return any(isinstance(block, AdviceBlock) for block in section.blocks)


def test_an_edit_writes_only_what_it_changes(made: Corpus, tmp_path: Path) -> None:
    templates = {
        OURS: ours.TEMPLATE,
        "hugo": hugo.TEMPLATE,
        "hugo-light": hugo.TEMPLATE,
        "zensical": markdown.TEMPLATE,
        "material": markdown.TEMPLATE,
        "sphinx": sphinx.TEMPLATE,
    }
    entry = subject_of(made)
    for name, builder in BUILDERS.items():
        sources = Sources(builder, made, tmp_path / name)
        sources.write(State())
        before = _aged(sources.folder)
        sources.edit("template", "edited-1")
        after = _aged(sources.folder)
        assert _differing(before, after) == [templates[name]]
        sources.edit("body", "edited-2")
        [changed] = _differing(after, _aged(sources.folder))
        assert changed.startswith("data/findings/") if name == OURS else entry.id in changed


def test_template_is_found_wherever_a_commit_has_it(tmp_path: Path) -> None:
    moved = tmp_path / "hooks" / "patternbook" / "pages" / "templates" / "entry.html"
    moved.parent.mkdir(parents=True)
    moved.write_text("", "utf-8")
    assert ours.template_of(tmp_path) == "hooks/patternbook/pages/templates/entry.html"


def test_the_shipped_catalogue_is_edited(tmp_path: Path) -> None:
    sources = shipped(BUILDERS[OURS], tmp_path / "shipped")
    sources.write(State())
    first = _aged(sources.folder)
    for what, changed in (("title", ours.SHIPPED_FILE), ("body", ours.SHIPPED_FILE), ("template", ours.TEMPLATE)):
        before = _aged(sources.folder)
        sources.edit(what, f"edited-{what}")
        assert _differing(before, _aged(sources.folder)) == [changed]
    finding = read_data(sources.folder / "data", sources.folder, SITE_URL).catalogue().entries["F-001"]
    assert finding.title.endswith(" edited-title")
    assert finding.statement.endswith(" edited-body")
    assert len(sources.stale_pages()) == 3
    sources.write(State())
    assert _contents(sources.folder) == {name: content for name, (_, content) in first.items()}


def test_documents_of_hugo_have_the_fields_of_ours(made: Corpus, bound: Book, own: Mapping[str, Document]) -> None:
    template = dict(hugo.files(bound, ""))["layouts/page.json"]
    documents = [published_document(own[entry.id]) for entry in made.entries]
    compared = [msgspec.structs.replace(each, sections=tuple(section for section in each.sections if not _ranks(section))) for each in documents]
    fields = {field for document in compared for field in _fields(json.loads(document_json(document)))}
    assert {"sections", "blocks", "items", "note", "attribution"} <= fields
    assert [field for field in fields if f'"{field}":' not in template] == []


def _fields(value: object) -> set[str]:
    """Names of fields, but not the ids and keys by which a document holds what it names."""
    if isinstance(value, dict):
        named = {name for name, inner in value.items() if name in ("targets", "references") and isinstance(inner, dict)}
        inside = (_fields(list(inner.values()) if name in named else inner) for name, inner in value.items())
        return set(value).union(*inside)
    return set().union(*map(_fields, value)) if isinstance(value, list) else set()


def _aged(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Times and bytes of files: a builder takes a file with a new time for changed."""
    return {name: ((folder / name).stat().st_mtime_ns, content) for name, content in _contents(folder).items()}


def _differing(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def test_a_build_is_measured_and_its_edit_is_looked_for(tmp_path: Path) -> None:
    found = start_recording((), memory_by())
    Bench(20, Options((20,), (), ("title",), 1, None), tmp_path, found, ()).run()
    [build] = found.measurements
    assert (build.entries, build.scenario, build.builder, build.beside, build.stale) == (20, "title", OURS, OURS, ())
    assert build.pages > 60
    assert build.page_bytes > 1_000_000
    assert min(build.seconds, build.cpu, build.memory) > 0


def test_a_page_that_does_not_show_the_edit_is_told(made: Corpus, tmp_path: Path) -> None:
    subject, other = (f"{PLURALS[entry.kind]}/{entry.id}" for entry in (subject_of(made), neighbour_of(made)))
    sources = Sources(BUILDERS["sphinx"], made, tmp_path / "sphinx")
    sources.write(State(title="edited-1"))
    assert len(sources.stale_pages()) == 4
    for page, text in ((subject, f"{subject_of(made).title} edited-1"), (other, subject_of(made).title)):
        path = sources.site / f"{page}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert sources.stale_pages() == [f"{other}.html does not show 'edited-1'"]


def test_a_peer_that_fails_is_told_and_left_out(tmp_path: Path) -> None:
    found = start_recording((), memory_by())
    failing = replace(BUILDERS["hugo"], name="failing", cold=(sys.executable, "-c", "import sys; sys.exit('no more room')"))
    bench = Bench(20, Options((20,), (), ("cold", "warm"), 1, None), tmp_path, found, (failing,))
    bench.run()
    [failure] = found.failures
    assert (failure.entries, failure.scenario, failure.builder) == (20, "cold", "failing")
    assert failure.message.endswith("ended with 1: no more room")
    assert bench.peers == []
    assert [(each.builder, each.scenario) for each in found.measurements] == [(OURS, "cold"), (OURS, "warm")]


# Figures


def _build(builder: str, scenario: str, seconds: float, beside: str = "", turn: int = 0, **changes: object) -> Measurement:
    base = Measurement(10_000, scenario, builder, beside or builder, turn, seconds, seconds - 1, 250_000_000, 100, 2_000_000, 10, 500_000, ())
    return replace(base, **changes)  # type: ignore[arg-type]


def _found(*measurements: Measurement, started: str = "1", **more: object) -> Run:
    base = Run(started, "benchmarks/peers.py 10000", "3.11.0", 2, "PSS", (0.1, 0.2), {OURS: "0.1.0", "hugo": "0.168.0"}, measurements=measurements)
    return replace(base, **more)  # type: ignore[arg-type]


def test_ratio_is_of_runs_that_stood_beside_one_another() -> None:
    one = (_build("hugo", "cold", 4.0), _build(OURS, "cold", 2.0, "hugo"), _build("material", "cold", 30.0), _build(OURS, "cold", 3.0, "material"))
    two = (_build("hugo", "cold", 60.0), _build(OURS, "cold", 10.0, "hugo"))
    results = joined([_found(*one), _found(*two, started="2")])
    assert results.ratio(10_000, "hugo", "cold") == pytest.approx(4.0)  # the median of 2 and 6
    assert results.ratio(10_000, "material", "cold") == pytest.approx(10.0)
    assert results.ratio(10_000, "zensical", "cold") is None
    assert results.ratio(1_000, "hugo", "cold") is None
    assert results.middle(10_000, OURS, "cold") == pytest.approx(3.0)


def test_a_commit_is_compared_by_pairs() -> None:
    used = [(Usage(1, base, 100_000_000), Usage(1, here, 110_000_000)) for base, here in ((2.0, 3.0), (10.0, 10.0), (4.0, 5.0))]
    [row] = rows("10000", {"cold": [Pair(base, here) for base, here in used]})
    assert row == ["10,000", "cold", "4.00", "5.00", "1.25", "1.00-1.50", "100", "110", "1.10"]


def test_tables_and_verdicts() -> None:
    run = _found(
        _build(SHIPPED, "cold", 2.0, entries=0),
        _build("hugo", "cold", 16.0),
        _build(OURS, "cold", 20.0, "hugo"),
        _build("hugo", "warm", 15.0),
        _build(OURS, "warm", 3.0, "hugo"),
        _build("hugo", "body", 15.0),
        _build(OURS, "body", 2.5, "hugo"),
        _build("hugo", "title", 3.0, stale=("findings/f-001/index.html does not show 'edited-1'",)),
        served=(Served(1_000, "body", 0, 1.2), Served(1_000, "body", 1, 1.0), Served(1_000, "body", 2, 2.0)),
        failures=(Failure(10_000, "cold", "zensical", "too large"),),
        missing=("sphinx",),
    )
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in tables([run]) if line.startswith("|")]
    size = ["250.0", "100", "2.0", "10", "0.5"]
    assert ["", "shipped", "2.00", "", "", "", "", "1.00", *size] in rows
    assert ["10,000", OURS, "20.00", "3.00", "2.50", "", "", "19.00", *size] in rows
    assert ["10,000", "hugo", "16.00", "15.00", "15.00", "3.00 (stale)", "", "15.00", *size] in rows
    assert ["10,000", "zensical", "failed", *[""] * 10] in rows
    assert ["10,000", OURS, "19.00", "2.00", "1.50", "", ""] in rows
    assert ["10,000", "hugo", "0.80", "5.00", "6.00", "", ""] in rows
    assert ["1,000", "body edited", "1.20", "1.00", "2.00"] in rows
    assert ["cold build, 10,000", "at most 1 x Hugo", "1.25 x Hugo", "missed by 25 %"] in rows
    assert ["one body edited, 10,000", "at most 0.2 x Hugo's full build", "0.16 x Hugo's full build", "met"] in rows
    assert ["nothing changed, 10,000", "at most 0.1 x the cold build", "0.15 x the cold build", "missed by 50 %"] in rows
    assert ["peak memory, 10,000", "at most 400 MB", "250.00 MB", "met"] in rows
    assert ["one body edited in serve, 1,000", "at most 1 s", "1.20 s", "missed by 20 %"] in rows
    assert ["shipped catalogue, cold", "at most 3 s", "2.00 s", "met"] in rows
    text = "\n".join(tables([run]))
    assert "sphinx: not installed; `make peers` installs it." in text
    assert "zensical, 10,000 entries, cold: failed. too large" in text
    assert "hugo, 10,000 entries, title: findings/f-001/index.html does not show 'edited-1'" in text
    assert "Goals not measured: cold build, 1,000 entries; Zensical by ours, cold, 1,000;" in text


def test_what_was_measured_at_two_sizes_is_carried_on() -> None:
    small = _build(OURS, "cold", 4.0, entries=1_000, pages=1_200, memory=200_000_000)
    large = _build(OURS, "cold", 12.0, entries=3_000, pages=3_600, memory=300_000_000)
    smallest = _build(OURS, "cold", 99.0, entries=100)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in projection(joined([_found(small, large, smallest)]), 10_000)]
    assert rows[2][:5] == ["1,000", "4.00", "3.00", "200.0", "1,200"]
    assert rows[4][:5] == ["10,000 (computed)", "40.00", "39.00", "650.0", "12,000"]
    assert list(projection(joined([_found(small)]), 10_000)) == []


def test_every_goal_can_be_measured() -> None:
    """A wrong name of a builder or scenario would leave a goal unmeasured for ever."""
    builders, scenarios, sizes = (OURS, "hugo", "zensical", "material"), ("cold", "warm", "body", "title"), (1_000, 10_000)
    own = [_build(OURS, scenario, 2.0, peer, entries=size) for scenario in scenarios for size in sizes for peer in builders[1:]]
    peers = [_build(peer, scenario, 8.0, entries=size) for scenario in scenarios for size in sizes for peer in builders[1:]]
    shipped = [_build(SHIPPED, scenario, 2.0, entries=0) for scenario in ("cold", "warm")]
    results = joined([_found(*own, *peers, *shipped, served=(Served(1_000, "body", 0, 0.5),))])
    measured = {goal.what: goal.measured(results) for goal in goals.GOALS}
    assert None not in measured.values()
    assert measured["cold build, 1,000 entries"] == pytest.approx(0.25)
    assert measured["Zensical by ours, cold, 1,000"] == pytest.approx(4.0)
    assert measured["time per page, 10,000"] == pytest.approx(1.0)
    by_name = {goal.what: goal for goal in goals.GOALS}
    assert by_name["Zensical by ours, cold, 1,000"].verdict(4.0) == "missed by 100 %"
    assert by_name["Zensical by ours, cold, 1,000"].verdict(8.0) == "met"


def test_runs_are_kept_and_printed_again(tmp_path: Path) -> None:
    run = _found(_build(OURS, "cold", 2.0), served=(Served(1_000, "body", 0, 1.2),), failures=(Failure(10, "cold", "hugo", "no"),))
    write(run, tmp_path / "run.json")
    assert read(tmp_path / "run.json") == run
    assert _run("0", "report.py", tmp_path / "run.json").splitlines() == [line for text in tables([run]) for line in text.splitlines() or [""]]


def test_a_file_that_holds_no_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("{}", "utf-8")
    done = subprocess.run([sys.executable, BENCHMARKS / "report.py", tmp_path / "other.json"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "other.json is not what peers.py and serve.py write" in done.stderr


def test_wrong_peer_is_refused() -> None:
    done = subprocess.run([sys.executable, BENCHMARKS / "peers.py", "20", "--peers", "jekyll"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "unknown jekyll; there are hugo, zensical, material, sphinx" in done.stderr


# Where the time goes


def _frames(*files: str) -> types.FrameType:
    """The innermost frame of functions in these files, each calling the next."""
    step = {"frame": sys._getframe}
    for file in reversed(files):
        space: dict[str, object] = {"inner": step["frame"]}
        exec(compile("def outer(*_):\n    return inner(0)\n", file, "exec"), space)
        step["frame"] = space["outer"]  # type: ignore[assignment]
    found: types.FrameType = step["frame"]()
    return found


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (("/x/mkdocs/build.py", "/x/hooks/patternbook/mkdocs/hooks.py"), sampler.AROUND),
        (("/x/hooks/patternbook/mkdocs/hooks.py", "/x/hooks/patternbook/source/files.py", "/x/yaml/parser.py"), "read"),
        (("/x/hooks/patternbook/check/references.py", "/x/hooks/patternbook/markup.py"), "check"),
        (
            (
                "/x/hooks/patternbook/incremental/page_worker.py",
                "/x/hooks/patternbook/pages/templates/entry.html",
                "/x/hooks/patternbook/pages/markdown/renderer.py",
            ),
            "pages",
        ),
        (("/x/hooks/patternbook/incremental/page_worker.py", "/x/pathlib.py"), "files"),
        (("/x/hooks/patternbook/mkdocs/theme.py", "/x/hooks/patternbook/theme/base.html"), sampler.AROUND),
        (("/x/hooks/patternbook/incremental/store.py",), "what changed"),
        (("/x/hooks/patternbook/mkdocs/hooks.py", "<frozen importlib._bootstrap>", "/x/hooks/patternbook/model/kinds.py"), sampler.START),
    ],
)
def test_time_counts_for_the_innermost_room(files: tuple[str, ...], expected: str) -> None:
    assert sampler.stage(_frames(*files)) == expected


def test_every_room_has_a_stage() -> None:
    engine = BENCHMARKS.parent / "hooks" / "patternbook"
    rooms = {path.stem for path in engine.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    named = {*sampler.STAGES, *sampler.SHARED}
    assert {name for name in named if "/" not in name} - {"theme"} == rooms
    assert [name for name in named if "/" in name and not (engine / f"{name}.py").exists()] == []
