"""Entries and the catalogue in each style, as its manual has a chapter in a book that is on the web."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from patternbook.bibliography.reference import Person
from patternbook.bibliography.write.citation import TextRun, plain_text
from patternbook.citing.citation import EntryCitation, cite_catalogue
from patternbook.citing.formats import STYLE_FORMATS
from patternbook.citing.styles import STYLES, work_style
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
        (): "Press. 2026. On “ML” (F-012). In Patterns, release 2026.12. https://a.org/f/",
        (ONE, TWO): "Ada Beth Oak and Bo van der Birch. 2026. On “ML” (F-012). In Patterns, release 2026.12. Press. https://a.org/f/",
        (ONE, TWO, THREE): (
            "Ada Beth Oak, Bo van der Birch, and C. Elm Jr. 2026. On “ML” (F-012). In Patterns, release 2026.12. Press. https://a.org/f/"
        ),
    },
    "ieee": {
        (): "Press, “On ‘ML’ (F-012),” in Patterns, release 2026.12, 2026. [Online]. Available: https://a.org/f/",
        (ONE, TWO): (
            "A. B. Oak and B. van der Birch, “On ‘ML’ (F-012),” in Patterns, release 2026.12. Press, 2026. [Online]. Available: https://a.org/f/"
        ),
        (ONE,) * 7: "A. B. Oak et al., “On ‘ML’ (F-012),” in Patterns, release 2026.12. Press, 2026. [Online]. Available: https://a.org/f/",
    },
    "chicago": {
        (): "Press. 2026. “On ‘ML’ (F-012).” In Patterns, release 2026.12. https://a.org/f/.",
        (ONE, TWO): "Oak, Ada Beth, and Bo van der Birch. 2026. “On ‘ML’ (F-012).” In Patterns, release 2026.12. Press. https://a.org/f/.",
        (ONE,) * 11: (
            "Oak, Ada Beth, Ada Beth Oak, Ada Beth Oak, Ada Beth Oak, Ada Beth Oak, Ada Beth Oak, Ada Beth Oak, et al. 2026. "
            "“On ‘ML’ (F-012).” In Patterns, release 2026.12. Press. https://a.org/f/."
        ),
    },
}
WHOLE = {
    "apa": "Press. (2026). Patterns (Release 2026.12). https://a.org/",
    "acm": "Press. 2026. Patterns, release 2026.12. https://a.org/",
    "ieee": "Press, Patterns, release 2026.12, 2026. [Online]. Available: https://a.org/",
    "chicago": "Press. 2026. Patterns, release 2026.12. https://a.org/.",
}


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_entry(style: object) -> None:
    assert style in STYLES
    row = next(each for each in STYLES if each is style)
    for authors, line in LINES[row.name].items():
        assert plain_text(row.entry(replace(SHORT, authors=authors))) == line


def test_catalogue() -> None:
    whole = replace(cite_catalogue(SHORT.edition))
    assert {style.name: plain_text(style.entry(whole)) for style in STYLES} == WHOLE


def test_unreleased_and_without_an_address() -> None:
    draft = replace(SHORT, url="", edition=replace(SHORT.edition, release=""))
    assert {style.name: plain_text(style.entry(draft)) for style in STYLES} == {
        "apa": "Press. (2026). On “ML” (F-012). In Patterns (Unreleased draft).",
        "acm": "Press. 2026. On “ML” (F-012). In Patterns, unreleased draft.",
        "ieee": "Press, “On ‘ML’ (F-012),” in Patterns, unreleased draft, 2026.",
        "chicago": "Press. 2026. “On ‘ML’ (F-012).” In Patterns, unreleased draft.",
    }


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_title_of_the_catalogue_in_italics_and_the_address_a_link(style: object) -> None:
    row = next(each for each in STYLES if each is style)
    runs = row.entry(SHORT)
    assert [run for run in runs if run.italic] == [TextRun("Patterns", italic=True)]
    assert [run.href for run in runs if run.href] == ["https://a.org/f/"]


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_title_and_any_names_stay_on_one_line(text: str, names: tuple[Person, ...]) -> None:
    for style in STYLES:
        line = plain_text(style.entry(replace(ENTRY, title=text, authors=names)))
        assert "\n" not in line
        assert re.sub(r"[\W_]", "", text) in re.sub(r"[\W_]", "", line)


def test_style_without_works_prints_them_in_the_first() -> None:
    titles = {form.name: form.work_title for form in STYLE_FORMATS}
    for style in STYLES:
        assert work_style(style).work is not None
        assert titles[style.name] == ("" if style.work else "APA")
