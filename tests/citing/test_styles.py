"""Entries and the catalogue in each style, as its manual has a chapter in a book that is on the web."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from patternbook.bibliography.reference import Person
from patternbook.bibliography.write.styles.runs import plain_text
from patternbook.bibliography.write.styles.styles import STYLES, Style
from patternbook.citing.citation import EntryCitation, cite_catalogue
from patternbook.citing.styles import entry_runs
from test_records import EDITION, ENTRY, HOSTILE, NAMES

SHORT = EntryCitation(replace(EDITION, title="Patterns", publisher="Press"), "On “ML”", "F-012", url="https://a.org/f/")
ONE, TWO, THREE = Person("Oak", "Ada Beth"), Person("Birch", "Bo", "van der"), Person("Elm", "C.", suffix="Jr.")

LINES = {
    "apa": {
        (): "Press. (2026). On “ML” (F-012). In Patterns (Release 2026.12). https://a.org/f/",
        (ONE,): "Oak, A. B. (2026). On “ML” (F-012). In Patterns (Release 2026.12). Press. https://a.org/f/",
        (ONE, TWO): "Oak, A. B., & van der Birch, B. (2026). On “ML” (F-012). In Patterns (Release 2026.12). Press. https://a.org/f/",
    },
    "acm": {
        (): "Press. 2026. On “ML” (F-012). In Patterns (Release 2026.12). Retrieved from https://a.org/f/",
        (ONE, TWO): (
            "Ada Beth Oak and Bo van der Birch. 2026. On “ML” (F-012). In Patterns (Release 2026.12). Press. Retrieved from https://a.org/f/"
        ),
        (ONE, TWO, THREE): (
            "Ada Beth Oak, Bo van der Birch, and C. Elm Jr. 2026. On “ML” (F-012). In Patterns (Release 2026.12). Press. "
            "Retrieved from https://a.org/f/"
        ),
    },
    "ieee": {
        (): "Press, “On ‘ML’ (F-012),” in Patterns, Release 2026.12, 2026. Available: https://a.org/f/",
        (ONE, TWO): ("A. B. Oak and B. van der Birch, “On ‘ML’ (F-012),” in Patterns, Release 2026.12, Press, 2026. Available: https://a.org/f/"),
        (ONE,) * 7: "A. B. Oak et al., “On ‘ML’ (F-012),” in Patterns, Release 2026.12, Press, 2026. Available: https://a.org/f/",
    },
    "chicago": {
        (): "Press. 2026. “On ‘ML’ (F-012).” In Patterns, release 2026.12. https://a.org/f/.",
        (ONE, TWO): "Oak, Ada Beth, and Bo van der Birch. 2026. “On ‘ML’ (F-012).” In Patterns, release 2026.12. Press. https://a.org/f/.",
        (ONE,) * 7: (
            "Oak, Ada Beth, Ada Beth Oak, Ada Beth Oak, et al. 2026. “On ‘ML’ (F-012).” In Patterns, release 2026.12. Press. https://a.org/f/."
        ),
    },
}
WHOLE = {
    "apa": "Press. (2026). Patterns (Release 2026.12). https://a.org/",
    "acm": "Press. 2026. Patterns (Release 2026.12). Retrieved from https://a.org/",
    "ieee": "Press, Patterns, Release 2026.12. 2026. Available: https://a.org/",
    "chicago": "Press. 2026. Patterns. Release 2026.12. https://a.org/.",
}


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_entry(style: Style) -> None:
    for authors, line in LINES[style.name].items():
        assert plain_text(entry_runs(style, replace(SHORT, authors=authors))) == line


def test_catalogue() -> None:
    whole = replace(cite_catalogue(SHORT.edition))
    assert {style.name: plain_text(entry_runs(style, whole)) for style in STYLES} == WHOLE


def test_unreleased_and_without_an_address() -> None:
    draft = replace(SHORT, url="", edition=replace(SHORT.edition, release=""))
    assert {style.name: plain_text(entry_runs(style, draft)) for style in STYLES} == {
        "apa": "Press. (2026). On “ML” (F-012). In Patterns (Unreleased draft).",
        "acm": "Press. 2026. On “ML” (F-012). In Patterns (Unreleased draft).",
        "ieee": "Press, “On ‘ML’ (F-012),” in Patterns, Unreleased draft, 2026.",
        "chicago": "Press. 2026. “On ‘ML’ (F-012).” In Patterns, unreleased draft.",
    }


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_title_of_the_catalogue_in_italics_and_the_address_a_link(style: Style) -> None:
    runs = entry_runs(style, SHORT)
    assert [run.text.rstrip(".") for run in runs if run.italic] == ["Patterns"]
    assert [run.href for run in runs if run.href] == ["https://a.org/f/"]


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_title_and_any_names_stay_on_one_line(text: str, names: tuple[Person, ...]) -> None:
    for style in STYLES:
        line = plain_text(entry_runs(style, replace(ENTRY, title=text, authors=names)))
        assert "\n" not in line
        assert re.sub(r"[\W_]", "", text) in re.sub(r"[\W_]", "", line)
