"""Rules about plausibility: parts that are easier to test alone than as folders of wrong data (tests/wrong)."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, SITE_URL
from patternbook.bibliography import parse_bibliography
from patternbook.check.plausibility.checksums import is_isbn, is_issn, is_orcid
from patternbook.check.plausibility.invisible import describe_directions, needless_character
from patternbook.check.plausibility.references import WrittenBibliography, reference_diagnostics
from patternbook.check.read import read_data
from patternbook.urls import comparable_address, has_host
from test_wrong import WRONG, laid_out, reading_of


@pytest.mark.parametrize(
    ("check", "sound"),
    [
        (is_orcid, ["0000-0002-1825-0097", "0000-0002-1694-233X"]),
        (is_isbn, ["978-0-13-235088-4", "0-306-40615-2", "0 8044 2957 x", "9791090636071"]),
        (is_issn, ["0378-5955", "2434-561X", "03785955"]),
    ],
    ids=["orcid", "isbn", "issn"],
)
def test_checksum_finds_every_wrong_digit(check: object, sound: list[str]) -> None:
    assert callable(check)
    for number in sound:
        assert check(number) is True
        for at, character in enumerate(number):
            if character.isdigit():
                wrong = number[:at] + str((int(character) + 1) % 10) + number[at + 1 :]
                assert check(wrong) in (False, None), wrong  # None: no number of this sort begins so
    assert check("something else") is None


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian: two parts of a word, not joined
        "\u0915\u094d\u200d\u0937",  # Hindi: half a letter
        "\U0001f469\u200d\U0001f4bb and \u2714\ufe0f and 1\ufe0f\u20e3",  # signs made of several
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of a region
        "\u0e2a\u0e27\u0e31\u0e2a\u200b\u0e14\u0e35",  # Thai: where a line may break
        "\u05e9\u05dc\u05d5\u05dd\u200f!",  # Hebrew: on which side the mark is
        "co\u00adoperate",
        "a \u2067\u05d0\u2069 b \u202b\u05d0\u202c c \u2068\u2067\u05d0\u2069\u2069",
    ],
)
def test_characters_that_shape_what_is_shown_are_fine(text: str) -> None:
    assert needless_character(text) is None
    assert describe_directions(text) is None


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        *(("pa\u200bge", 2), ("\ufeffpage", 0), ("page\u200d", 4), ("a\u200cb", 1), ("a\u2060b", 1), ("page\u200e", 4)),
        *(("a\ufe0f", 1), ("a\U000e0041", 1), ("page\u00ad", 4), ("\u3164", 0), ("\u0646 \u200b page", 2)),
    ],
)
def test_characters_that_change_nothing_are_found(text: str, offset: int) -> None:
    found = needless_character(text)
    assert found is not None
    assert found.offset == offset


@pytest.mark.parametrize(
    ("text", "offset"), [("a\u202eb\u202c", 1), ("a\u202db", 1), ("a \u2067b", 2), ("a\u2069", 1), ("\u202ba\u2069", 2), ("\u2067a\u202b\u2069", 3)]
)
def test_directions_that_are_turned_or_left_open_are_found(text: str, offset: int) -> None:
    found = describe_directions(text)
    assert found is not None
    assert found.offset == offset


def test_hosts_of_addresses() -> None:
    good = (
        "https://example.org",
        "HTTP://example.org:80/x",
        "https://me@example.org/",
        "http://[::1]/",
        "https://localhost/",
        "mailto:a",
        "page/",
        "#a",
    )
    bad = ("https://", "https:///x", "http:x", "https://.org", "https://a..org", "https://...", "https://?q", "https://:80/", "https://me@/x")
    assert [address for address in good if not has_host(address)] == []
    assert [address for address in bad if has_host(address) and address != "http:x"] == []
    assert comparable_address("https://www.Example.org/a/b.git") == comparable_address("http://example.org/a/b/#readme")


def folder_of(tmp_path: Path, more: str) -> Path:
    folder = tmp_path / "wrong"
    shutil.copytree(WRONG / "base", folder)
    (folder / "data" / "more.yaml").write_text(more, "utf-8")
    return folder


def finding(number: int, rest: str) -> str:
    evidence = "[{study: S-001, source: example2026, stance: supports, source_claim: So it says., locator: p. 1}]"
    return (
        f"- {{id: F-{number:05d}, title: Title {number}, statement: So., area: first-area, themes: [communication], evidence: {evidence}, {rest}}}\n"
    )


def test_circles_are_found_in_linear_time_and_once_each(tmp_path: Path) -> None:
    def circles(pairs: int) -> tuple[int, float]:
        shutil.rmtree(tmp_path / "wrong", ignore_errors=True)
        entries: Iterator[str] = (finding(100 + n, f"refines: [{{finding: F-{100 + (n ^ 1):05d}, basis: inferred}}]") for n in range(2 * pairs))
        folder, start = folder_of(tmp_path, "findings:\n" + "".join(entries)), time.process_time()
        found = [each for each in reading_of(folder).diagnostics if each.code == "PB348"]
        return len(found), time.process_time() - start

    (few, short), (many, long) = circles(20), circles(200)
    assert (few, many) == (20, 200)
    assert long < 40 * short + 1


def test_long_chain_without_a_circle_is_fine(tmp_path: Path) -> None:
    chain = (finding(100 + n, f"refines: [{{finding: F-{101 + n:05d}, basis: inferred}}]") for n in range(1500))
    folder = folder_of(tmp_path, "findings:\n" + "".join(chain) + finding(1600, "roles: [maintainer]"))
    assert [each.code for each in reading_of(folder).diagnostics] == []


def test_date_is_future_by_the_last_change_of_the_data(tmp_path: Path) -> None:
    folder = laid_out("date-in-the-future", tmp_path / "wrong")
    catalogue, more = folder / "data" / "catalogue.yaml", folder / "data" / "more.yaml"
    catalogue.write_text(catalogue.read_text("utf-8").replace('"2206"', '"2026"'), "utf-8")

    def found(day: str, changed: int) -> bool:
        more.write_text(finding(7, f"retired: {{reason: So., on: {day}}}").join(("findings:\n", "")), "utf-8")
        for path in (folder / "data").rglob("*"):
            os.utime(path, (changed, changed))
        return any(each.code == "PB337" for each in reading_of(folder).diagnostics)

    in_2027, in_1980 = 1_800_000_000, 315_532_800  # 2027-01-15
    assert [found(day, in_2027) for day in ("2026-12-31", "2027-01-16", "2027-01-17")] == [False, False, True]
    assert not found("2109-01-01", in_1980)  # times that somebody set tell nothing
    in_2026 = 1_770_000_000  # 2026-02-02
    assert [found(day, in_2026) for day in ("2026-12-31", "2027-01-01")] == [False, True]  # the catalogue's own year counts too


def test_verdict_on_the_shipped_catalogue_does_not_depend_on_when_its_files_were_changed(tmp_path: Path) -> None:
    data = shutil.copytree(ROOT / "data", tmp_path / "data")
    for path in data.rglob("*"):
        os.utime(path, (946_771_200, 946_771_200))  # 2000-01-02: of nearly everything, the day is still to come
    found = [each for each in read_data(data, tmp_path, SITE_URL).diagnostics if each.code in ("PB337", "PB411")]
    assert {each.code for each in found} == {"PB337", "PB411"}
    assert {each.rule.severity for each in found} == {"notice"}


def test_places_in_a_bibliography_are_those_of_the_fields() -> None:
    text = (
        "@book{one,\r\n  title = {A}, isbn = {0306406153},\r\n  year = {20x9}}\r\n\r\n@misc{two, title={B}, author={C}, MONTH = 14, year = 2019}\r\n"
    )
    references = {each.key: each for each in parse_bibliography(text).references}
    found = sorted((d.place.line, d.place.column, d.code) for d in reference_diagnostics(WrittenBibliography("x.bib", text, references)))
    assert found == [(2, 16, "PB413"), (3, 3, "PB410"), (5, 35, "PB410")]


@pytest.mark.parametrize("text", ["@k] " * 30_000, "[F-002]] " * 20_000, "@a " * 30_000, "[[ " * 3_000, "\u200b" * 30_000, "\u2067" * 30_000])
def test_long_texts_take_linear_time(text: str, tmp_path: Path) -> None:
    folder, start = folder_of(tmp_path, "findings:\n" + finding(3, f"body: '{text}'")), time.process_time()
    assert reading_of(folder).diagnostics
    assert time.process_time() - start < 20


def test_quotes_say_that_a_word_is_meant(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "findings:\n" + finding(3, "limits: [{editorial: true, text: 'No'}], not_known: \"...\""))
    assert reading_of(folder).diagnostics == ()
    (folder / "data" / "more.yaml").write_text("findings:\n" + finding(3, "limits: [{editorial: true, text: No}], not_known: ..."), "utf-8")
    assert [each.code for each in reading_of(folder).diagnostics] == ["PB330", "PB330"]
