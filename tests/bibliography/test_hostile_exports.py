"""Works with hostile titles and names: a diagnostic, or every format is read back as the file says."""

from __future__ import annotations

import json
import re

import pytest
import rispy
from pybtex.database import parse_string
from pybtex.richtext import Text

from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.reference import Reference
from patternbook.citing.formats import BIBTEX, CSL_JSON, RIS, STYLE_FORMATS

TITLES = {
    "quotes": ("A {\"}quoted{\"} 'title' of “all” sorts", "A \"quoted\" 'title' of “all” sorts"),
    "brackets": ("</script><script>alert(1)</script> <b>", "</script><script>alert(1)</script> <b>"),
    "lines": ("Over\n  several\n\n lines", "Over several lines"),
    "right to left": ("כותרת בעברית ועוד عنوان", "כותרת בעברית ועוד عنوان"),
    "emoji": ("🧪 tests 👩‍🔬 and 日本語", "🧪 tests 👩‍🔬 and 日本語"),
    "5,000 characters": (" ".join(["word"] * 1000), " ".join(["word"] * 1000)),
    "like RIS": ("Before ER  - and TY  - after", "Before ER - and TY - after"),
}
"""What stands in the file, and what it says."""


def work(title: str, authors: str = "Oak, Ada", year: str = "year = {2020}, ") -> Reference:
    found = parse_bibliography(f"@misc{{k, {f'author = {{{authors}}}, ' if authors else ''}{year}title = {{{title}}}}}")
    (reference,) = found.references
    return reference


def read_back(reference: Reference) -> list[tuple[str, int]]:
    """The title and the number of names, by a reader of each format that is not ours."""
    (bibtex,) = parse_string(BIBTEX.join([BIBTEX.work(reference, "")]), "bibtex").entries.values()
    (ris,) = rispy.loads(RIS.join([RIS.work(reference, "")]))
    (csl,) = json.loads(CSL_JSON.join([CSL_JSON.work(reference, "")]))
    return [
        (str(Text.from_latex(bibtex.fields["title"])), len(bibtex.persons.get("author", ()))),
        (ris.get("title") or ris["primary_title"], len(ris.get("authors", ris.get("first_authors", ())))),
        (csl["title"], len(csl.get("author", ()))),
    ]


@pytest.mark.parametrize(("written", "title"), TITLES.values(), ids=TITLES)
def test_title_is_read_back_by_every_reader(written: str, title: str) -> None:
    reference = work(written)
    assert reference.title == title
    assert read_back(reference) == [(title, 1)] * 3
    for style in STYLE_FORMATS:
        line = style.work(reference, "")
        assert "\n" not in line
        assert len(line) >= len(title)


@pytest.mark.parametrize("count", [0, 1, 400])
def test_any_number_of_authors(count: int) -> None:
    reference = work("T", " and ".join(f"Family{number}, Given" for number in range(count)))
    assert read_back(reference) == [("T", count)] * 3
    assert all("\n" not in style.work(reference, "") for style in STYLE_FORMATS)


def test_no_year() -> None:
    reference = work("T", year="")
    assert read_back(reference) == [("T", 1)] * 3
    assert all(re.search(r"n\.d\.|\[n\. ?d\.\]|T\.", style.work(reference, "")) for style in STYLE_FORMATS)
    (csl,) = json.loads(CSL_JSON.join([CSL_JSON.work(reference, "")]))
    assert "issued" not in csl


@pytest.mark.parametrize("title", ["Never {closed", r"\emph{never", "$x^{2", r"\textbf{a} \verb|", "closed} too early"])
def test_latex_that_never_closes_is_said(title: str) -> None:
    found = parse_bibliography(f"@misc{{before, title = {{T}}, year = 2020, author = {{A, B}}}}\n@misc{{k, title = {{{title}}}, year = 2020}}\n")
    assert found.references[0].key == "before"  # nothing before it is lost
    assert found.problems or found.references[-1].title
    for reference in found.references:
        read_back(reference)


def test_latex_that_never_closes_inside_braces_is_a_problem() -> None:
    assert parse_bibliography("@misc{k, title = {Never {closed}, year = 2020}\n").problems
