"""Files and folders: what is read of them, and what is said about those that cannot be read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patternbook.diagnostics.diagnostic import NOT_UTF8, UNREADABLE_FILE, Diagnostic, Place
from patternbook.source.files import (
    MAX_FILE_BYTES,
    data_files,
    decode_utf8,
    display_path,
    guess_names,
    links_outside,
    load_file,
    load_folder,
    parse_file,
    read_bytes,
)


@pytest.mark.parametrize("text", ["[", "{a: ", "- ", "{"], ids=["lists", "mappings", "hyphens", "mappings as keys"])
def test_a_hundred_thousand_levels_end_at_once(text: str, tmp_path: Path) -> None:
    """In a process of its own: what goes wrong here elsewhere is a crash of the interpreter."""
    file = tmp_path / "deep.yaml"
    file.write_text(text * 100_000, "utf-8")
    program = (
        "import sys; from pathlib import Path; from patternbook.source.files import load_file;"
        "print(load_file(Path(sys.argv[1]), 'deep.yaml')[1][-1].code)"
    )
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "PB107")
    # Parsing takes milliseconds; most of this is Python's start.
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("raw", "line", "column", "byte"),
    [
        pytest.param(b"\xff", 1, 1, "0xff", id="first byte"),
        pytest.param(b"a: b\nc: Gr\xfc\xdfe", 2, 6, "0xfc", id="latin-1"),
        pytest.param("é: ü日 ".encode() + b"\xff", 1, 7, "0xff", id="column in characters"),
        pytest.param(b"\xef\xbb\xbfab\xff", 1, 3, "0xff", id="after a byte order mark"),
        pytest.param("a: é".encode()[:-1], 1, 4, "0xc3", id="cut in a letter"),
        pytest.param(b"a\r\nb" + b"\x80", 2, 2, "0x80", id="after a Windows line end"),
        pytest.param("a: b".encode("utf-16"), 1, 1, "0xff", id="UTF-16"),
        pytest.param(b"\xed\xa0\x80", 1, 1, "0xed", id="half a character"),
    ],
)
def test_decode_names_the_first_wrong_byte(raw: bytes, line: int, column: int, byte: str) -> None:
    text, (problem,) = decode_utf8("f", raw)
    assert text is None
    assert (problem.rule, problem.place) == (NOT_UTF8, Place("f", line, column))
    assert problem.message.startswith(f"byte {byte} is not UTF-8")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        pytest.param("Größe".encode("cp1252"), "in Windows-1252 it would be ö", id="a letter"),
        pytest.param("it’s".encode("cp1252"), "in Windows-1252 it would be ’", id="an apostrophe"),
        pytest.param("a: b".encode("utf-16"), "the file is UTF-16", id="another encoding"),
        pytest.param(b"a\x81", "byte 0x81 is not UTF-8", id="none that is known"),
    ],
)
def test_decode_names_the_encoding_that_is_meant(raw: bytes, says: str) -> None:
    assert decode_utf8("f", raw)[1][0].message.endswith(says)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.sampled_from([b"\xff", b"\xc3(", b"\x80"]))
def test_decode_counts_characters(before: str, wrong: bytes) -> None:
    text, problems = decode_utf8("f", before.encode() + wrong)
    plain = before.removeprefix("\ufeff")
    assert text is None
    assert problems[0].place == Place("f", plain.count("\n") + 1, len(plain) - plain.rfind("\n"))


def test_decode_takes_one_byte_order_mark_off() -> None:
    assert decode_utf8("f", b"\xef\xbb\xbfa: b") == ("a: b", [])
    assert decode_utf8("f", b"a: \xef\xbb\xbfb") == ("a: \ufeffb", [])


def test_decode_refuses_what_is_too_large() -> None:
    assert decode_utf8("f", b" " * MAX_FILE_BYTES)[1] == []
    text, problems = decode_utf8("f", b" " * (MAX_FILE_BYTES + 1))
    assert text is None
    assert [(p.code, p.message) for p in problems] == [("PB107", "the file is too large")]


@pytest.mark.parametrize(
    ("content", "codes", "message"),
    [
        pytest.param(b"", ["PB106"], "nothing is in this file", id="empty"),
        pytest.param(b"\xef\xbb\xbf", ["PB106"], "nothing is in this file", id="only a byte order mark"),
        pytest.param(b"---\n", ["PB106"], "nothing is in this file", id="only a mark"),
        pytest.param(b"{}", ["PB106"], "nothing is in this file", id="no key"),
        pytest.param(b"- a", ["PB106"], "a list is in this file", id="list"),
        pytest.param(b"a", ["PB106"], "plain text is in this file", id="text"),
        # Not both: a file that cannot be parsed is not called empty.
        pytest.param(b"a: [", ["PB103"], "never closed", id="malformed"),
        pytest.param(b"\xff", ["PB102"], "byte 0xff", id="not UTF-8"),
    ],
)
def test_load_file_without_keys(content: bytes, codes: list[str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    found, problems = load_file(path, "data/x.yaml")
    assert found is None
    assert [p.code for p in problems] == codes
    assert message in problems[0].message
    assert problems[0].place.file == "data/x.yaml"


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["a:", "b: ", "- ", "[", "]", "{", "}", ", ", '"', "'", " # ", "  ", "\n", "&", "*", "!", "?", "|", "%", "\t", "c"]),
        max_size=14,
    )
)
def test_fault_is_placed_within_its_text(written: list[str]) -> None:
    text = "".join(written)
    lines = text.split("\n")
    for problem in parse_file("f", text)[1]:
        assert 1 <= problem.place.line <= len(lines), problem
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1, problem


def test_load_file_keeps_what_is_right_beside_what_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: &x b\r\nc: d\r\n")
    found, problems = load_file(path, "x.yaml")
    assert found is not None
    assert found.root == {"a": "b", "c": "d"}
    assert found.place(("c",)) == Place("x.yaml", 2, 4)
    assert [p.code for p in problems] == ["PB105"]


def test_load_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "dangling.yaml").symlink_to(tmp_path / "nowhere.yaml")
    assert [p.code for p in load_file(tmp_path / "folder.yaml", "f")[1]] == ["PB101"]
    assert [p.code for p in load_file(tmp_path / "dangling.yaml", "f")[1]] == ["PB101"]
    missing, problems = load_file(tmp_path / "missing.yaml", "data/missing.yaml")
    assert missing is None
    assert problems == [Diagnostic(UNREADABLE_FILE, Place("data/missing.yaml"), "No such file or directory")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
@pytest.mark.parametrize("name", ["pipe.yaml", "zero.yaml", "null.yaml"])
def test_what_has_no_end_or_never_answers_is_not_read(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    (tmp_path / "null.yaml").symlink_to("/dev/null")
    [problem] = load_file(tmp_path / name, "f")[1]
    assert (problem.code, problem.message) == ("PB101", "it is a device or a pipe")
    assert read_bytes(tmp_path / name) == b""


def test_links_that_lead_out_are_found_and_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "data", tmp_path / "outside"
    (folder / "below").mkdir(parents=True)
    outside.mkdir()
    (outside / "x.yaml").write_text("a: b", "utf-8")
    (folder / "x.yaml").write_text("a: b", "utf-8")
    targets = {
        "in.yaml": "x.yaml",
        "below/in": "../below",
        "out.yaml": "../outside/x.yaml",
        "below/out": "../../outside",
        "root": "/",
        "none": "../no",
    }
    targets |= {"through.yaml": "below/out/x.yaml", "circle": "circle", "zero.yaml": "/dev/zero"}
    for name, target in targets.items():
        (folder / name).symlink_to(target)
    found = {path.relative_to(folder).as_posix() for path in links_outside(folder)}
    assert found == {"out.yaml", "below/out", "root", "none", "through.yaml", "zero.yaml"}
    for name in ("out.yaml", "through.yaml", "below/out/x.yaml", "zero.yaml"):
        assert [problem.code for problem in load_file(folder / name, name, folder)[1]] == ["PB111"]
    assert load_file(folder / "in.yaml", "f", folder)[1] == []
    (tmp_path / "named").symlink_to(folder)
    assert load_file(tmp_path / "named" / "x.yaml", "f", tmp_path / "named")[1] == []  # the folder itself may be a link
    assert list(links_outside(tmp_path / "nothing")) == []


def test_no_more_is_read_than_may_be(tmp_path: Path) -> None:
    with (tmp_path / "long.yaml").open("wb") as long:
        long.truncate(1 << 40)  # takes no room on disk
    [problem] = load_file(tmp_path / "long.yaml", "f")[1]
    assert problem.code == "PB107"


def test_load_folder_reads_every_file_in_a_fixed_order(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in ("b.yaml", "a.yml", "c/d.yaml", "schema/e.yaml", "c/schema/f.yaml", "g.json", "h.yaml.orig"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("a: b\n", "utf-8")
    sources, problems = load_folder(data, tmp_path)
    # Only the schemas at the top are not data.
    assert [s.file for s in sources] == ["data/a.yml", "data/b.yaml", "data/c/d.yaml", "data/c/schema/f.yaml"]
    assert [p.relative_to(data).as_posix() for p in data_files(data)] == ["a.yml", "b.yaml", "c/d.yaml", "c/schema/f.yaml"]
    assert problems == []


def test_load_folder_reports_every_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [", "utf-8")
    (tmp_path / "b.yaml").write_bytes(b"\xff")
    (tmp_path / "c.yaml").write_text("c: d", "utf-8")
    sources, problems = load_folder(tmp_path, tmp_path)
    assert [s.file for s in sources] == ["c.yaml"]
    assert [(p.code, p.place.file) for p in problems] == [("PB103", "a.yaml"), ("PB102", "b.yaml")]


@pytest.mark.parametrize("made", ["nothing", "an empty folder", "a file", "only schemas"])
def test_load_folder_without_data(made: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    if made == "a file":
        folder.write_text("a: b", "utf-8")
    elif made != "nothing":
        folder.mkdir()
    if made == "only schemas":
        (folder / "schema").mkdir()
        (folder / "schema" / "x.yaml").write_text("a: b", "utf-8")
    sources, problems = load_folder(folder, tmp_path)
    assert sources == ()
    assert [(p.code, p.place) for p in problems] == [("PB109", Place("data"))]


def test_shown_paths(tmp_path: Path) -> None:
    assert display_path(tmp_path / "data" / "x.yaml", tmp_path) == "data/x.yaml"
    assert display_path(tmp_path / "x.yaml", tmp_path / "elsewhere") == (tmp_path / "x.yaml").as_posix()


def test_names_in_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"findings:\n  - id: F-001\n  - {id: 'F-002', title: [\xff\n  - slug: \"first-area\"\n    grid: F-003\n    id:\n")
    assert guess_names(read_bytes(path)) == {"F-001", "F-002", "first-area"}
    assert read_bytes(tmp_path) == b""
