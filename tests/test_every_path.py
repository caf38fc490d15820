"""What is refused does not depend on who reads it: after any edit, check without a cache, check with one and both ways to build say the same.

And what nobody refuses can be built: every page is made, into files whose names any system takes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from patternbook.build.pipeline import BuildInputs, BuildRequest, PlainBuild, begin_build
from patternbook.check.read import Reading, read_data
from patternbook.diagnostics.diagnostic import Diagnostic, only_errors
from patternbook.documents.model import document_json
from patternbook.documents.resolve import resolve
from patternbook.incremental.fast_build import begin_fast
from patternbook.incremental.read_cached import CachedReader, read_cached
from patternbook.incremental.store import STORE_FILE, Store
from patternbook.pages.entry import render_page
from patternbook.pages.outputs import OUTPUTS
from patternbook.pages.site import make_urls
from patternbook.runtime.progress import Progress
from patternbook.source.characters import UNCARRIED
from patternbook.urls import RepositoryLinks
from test_every_mistake import MORE
from test_wrong import WRONG

SITE_URL = "https://catalogue.test/"
UNSEEN = Progress(lambda said: None, None)
PLACES = """# Folders
places:
  # tests
  - {slug: tests, zone: test, why: Named so., folders: [test]}
"""
FRAGMENTS = (
    *("\x02", "\0", "\x7f", "\x85", "\u2028", "\ufffe", "\ufeff", "\ue000title\ue001", "\r", "\r\n", "\t", "\x01", "é", "\U0001f600", "٣"),
    *(
        r"\0",
        r'"\x02"',
        r'"\uFFFE"',
        r"\b",
        "# c\n",
        "# c\x02\n",
        "\n# c\x7f\n",
        "\n",
        " ",
        "  ",
        "- ",
        "\n- ",
        "\n  - ",
        ": ",
        "? ",
        "'",
        '"',
        "|\n  ",
    ),
    *(
        "[",
        "]",
        "{",
        "}",
        "&x ",
        "*x ",
        "!t ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "[[F-404]]",
        "[[",
        "[@example2026]",
        "<b>",
        "](x)",
        "`",
        "FILL-IN",
        "@misc{",
    ),
    *("F-001", "F-٠٠١", "F-002\n", "S-001", "9" * 30, "9" * 5000, "findings:\n", "id: F-001\n", "slug: con\n", "retired: ", "{reason: x}", "text: "),
)


class Edit(NamedTuple):
    """A change of one file."""

    file: int
    at: float
    """Where: a share of the length of the file."""
    taken: int
    """How many characters are taken out there."""
    fragment: str

    def of(self, text: str) -> str:
        begin = int(self.at * len(text))
        return text[:begin] + self.fragment + text[begin + self.taken :]


EDITS = st.lists(
    st.builds(Edit, st.integers(0, 8), st.floats(0, 1), st.sampled_from([0, 0, 0, 1, 2, 30]), st.sampled_from([*FRAGMENTS, "", ""])),
    min_size=1,
    max_size=3,
)


def files_of(base: Path) -> list[Path]:
    """The files of the data, in a fixed order."""
    return sorted(path for path in (base / "data").rglob("*") if path.is_file())


def laid_out_anew(base: Path) -> list[Path]:
    """The small catalogue without a mistake, with prose, token lists and comments; its files."""
    shutil.rmtree(base / "data", ignore_errors=True)
    shutil.copytree(WRONG / "base" / "data", base / "data")
    (base / "data" / "more.yaml").write_text(MORE, "utf-8")
    (base / "data" / "indicators").mkdir()
    (base / "data" / "indicators" / "places.yaml").write_text(PLACES, "utf-8")
    return files_of(base)


def request_of(base: Path) -> BuildRequest:
    urls = make_urls(directories=True, site_url=SITE_URL)
    return BuildRequest(base, base / "data", base, base / "site", BuildInputs((), ()), urls, RepositoryLinks("", ""), OUTPUTS)


class _ReportedError(Exception):
    """Ends a build when its data has been read."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading


def _report(reading: Reading) -> None:
    raise _ReportedError(reading)


def read_by_builds(base: Path, store: Store) -> Iterator[Reading]:
    """What the plain and the fast build read."""
    with pytest.raises(_ReportedError) as plain:
        begin_build(request_of(base), UNSEEN, _report)
    with pytest.raises(_ReportedError) as fast:
        begin_fast(request_of(base), store, UNSEEN, lambda items: 1, _report)
    yield from (plain.value.reading, fast.value.reading)


def read_every_way(base: Path, warm: Store) -> Iterator[Reading]:
    """The data as everybody reads it; a build leaves what it found in the store."""
    source = base / "data", base, SITE_URL
    yield read_data(*source)
    for _ in range(2):  # with what earlier edits left, and with what this one did
        yield from read_by_builds(base, warm)
        yield read_cached(*source, CachedReader(warm, b"other code", lambda items: 1, UNSEEN.track_total)) or read_data(*source)


def everything_made(base: Path) -> PlainBuild:
    """Make every page of the site but for the theme."""
    build = begin_build(request_of(base), UNSEEN, lambda reading: None)
    for page in build.site.bound_pages:
        document = resolve(page, build.context)
        assert UNCARRIED.search(render_page(document, build.renderer).body + document_json(document)) is None
    assert UNCARRIED.search("".join(page.html + page.title for page in build.site.pages)) is None
    return build


class Workshop(NamedTuple):
    """A folder and a store that all examples share."""

    base: Path
    store: Store


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    base = tmp_path_factory.mktemp("paths")
    with Store(base / STORE_FILE) as store:
        yield Workshop(base, store)


def _same_answer(workshop: Workshop) -> tuple[Diagnostic, ...]:
    first, *others = read_every_way(*workshop)
    for other in others:
        assert other.diagnostics == first.diagnostics
        assert other.counts == first.counts
    return first.diagnostics


def test_unedited_data_is_sound(workshop: Workshop) -> None:
    laid_out_anew(workshop.base)
    assert only_errors(_same_answer(workshop)) == ()
    everything_made(workshop.base)


@pytest.mark.parametrize("character", ["\x02", "\x7f", "\ufffe", "\u2028"])
def test_control_characters_are_refused_wherever_they_are(character: str, workshop: Workshop) -> None:
    for number in range(len(laid_out_anew(workshop.base))):
        path = laid_out_anew(workshop.base)[number]
        lines = path.read_text("utf-8").split("\n")
        for line in (0, len(lines) // 2, len(lines) - 1):
            edited = [*lines[:line], f"{lines[line]} # c{character}", *lines[line + 1 :]]
            path.write_text("\n".join(edited), "utf-8")
            if path.suffix == ".yaml" or UNCARRIED.match(character):
                assert only_errors(_same_answer(workshop)), (path.name, line)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
@example([Edit(1, 0.0, 0, "# c\x02\n")])
@example([Edit(2, 0.0, 0, "# c\x7f\n")])
def test_any_edit_has_one_answer(workshop: Workshop, edits: list[Edit]) -> None:
    files = laid_out_anew(workshop.base)
    for edit in edits:
        path = files[edit.file % len(files)]
        path.write_bytes(edit.of(path.read_bytes().decode()).encode())
    if not only_errors(_same_answer(workshop)):
        everything_made(workshop.base)
