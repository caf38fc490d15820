"""References and entries as others read them. Independent readers (pybtex, bibtexparser) read our BibTeX back."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations

import bibtexparser
import pytest
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import convert_to_unicode
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string
from pybtex.richtext import Text

from conftest import ROOT
from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.reference import Name, Organisation, Person, Reference
from patternbook.bibliography.write.citation import citation_label, citation_labels, initials, year_suffixes
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json, to_ris
from patternbook.bibliography.write.styles.runs import TextRun, plain_text
from patternbook.bibliography.write.styles.styles import citation_text

GOOD = parse_bibliography((ROOT / "tests" / "bib" / "good.bib").read_text(encoding="utf-8")).references
ACORN, BIRCH = Person("Acorn", "Ada Beth"), Person("Birch", "Bo", "van der")
ARTICLE = Reference("k", "article", "On Leaves", (ACORN, BIRCH), year="2019", container="J", volume="7", number="2", pages="1–9")


def pybtex_reads(text: str) -> tuple[str, list[str], str]:
    """Title, family names with particles, year, as pybtex has them."""
    (entry,) = parse_string(text, "bibtex").entries.values()
    names = [str(Text.from_latex(" ".join(p.prelast_names + p.last_names))) for p in entry.persons.get("author", [])]
    return str(Text.from_latex(entry.fields["title"])), names, entry.fields.get("year", "")


def bibtexparser_reads(text: str) -> tuple[str, list[str], str]:
    """The same as bibtexparser has them."""
    parser = BibTexParser(common_strings=True)  # of standard types only
    parser.customization = convert_to_unicode
    (entry,) = bibtexparser.loads(text, parser).entries
    names = [name.partition(",")[0] for name in entry.get("author", "").split(" and ") if name]
    return " ".join(entry["title"].split()), names, entry.get("year", "")


LABELS: dict[str, tuple[tuple[Name, ...], bool, str, str]] = {
    "one": ((ACORN,), False, "2026", "Acorn 2026"),
    "two": ((ACORN, BIRCH), False, "2019", "Acorn and van der Birch 2019"),
    "three": ((ACORN, BIRCH, ACORN), False, "2022", "Acorn et al. 2022"),
    "and others": ((ACORN,), True, "2022", "Acorn et al. 2022"),
    "no year": ((ACORN,), False, "", "Acorn n.d."),
    "group": ((Organisation("World Tree Organization"),), False, "2020", "World Tree Organization 2020"),
    "nobody": ((), False, "2020", "“On Leaves” 2020"),
}


@pytest.mark.parametrize(("authors", "more", "year", "expected"), LABELS.values(), ids=LABELS)
def test_label(authors: tuple[Name, ...], more: bool, year: str, expected: str) -> None:
    assert citation_label(replace(ARTICLE, authors=authors, authors_more=more, year=year)) == expected


def test_labels_of_a_year_get_letters_by_title_whatever_the_order() -> None:
    works = [replace(ARTICLE, key=key, title=title) for key, title in (("k1", "zebra"), ("k2", "Ant"), ("k3", "bee"))]
    for order in permutations([*works, replace(ARTICLE, key="k4", year="2020")]):
        assert citation_labels(order) == {
            "k1": "Acorn and van der Birch 2019c",
            "k2": "Acorn and van der Birch 2019a",
            "k3": "Acorn and van der Birch 2019b",
            "k4": "Acorn and van der Birch 2020",
        }


def test_letters_go_on_after_z() -> None:
    works = [replace(ARTICLE, key=f"k{i:03}", year="") for i in range(28)]
    assert list(year_suffixes(works).values())[25:] == ["z", "aa", "ab"]
    assert citation_labels(works)["k000"] == "Acorn and van der Birch n.d.-a"


NAME = Person("Acorn", "Ada")
CITATIONS = {
    "article": (ARTICLE, "Acorn, A. B., & van der Birch, B. (2019). On Leaves. J, 7(2), 1–9."),
    "article number": (
        replace(ARTICLE, pages="1–22", article_number="22"),
        "Acorn, A. B., & van der Birch, B. (2019). On Leaves. J, 7(2), Article 22.",
    ),
    "paper": (
        replace(ARTICLE, kind="inproceedings", container="Proc. T", volume="", publisher="P", doi="10.1234/x"),
        "Acorn, A. B., & van der Birch, B. (2019). On Leaves. In Proc. T (Issue 2, pp. 1–9). P. https://doi.org/10.1234/x",
    ),
    "chapter": (
        Reference("k", "incollection", "T", (NAME,), (BIRCH,), year="1", container="Book", pages="5", publisher="P", edition="2"),
        "Acorn, A. (1). T. In B. van der Birch (Ed.), Book (2nd ed., p. 5). P.",
    ),
    "book of editors": (
        Reference("k", "collection", "T?", editors=(NAME, BIRCH), year="1", publisher="P"),
        "Acorn, A., & van der Birch, B. (Eds.). (1). T? P.",
    ),
    "thesis": (Reference("k", "phdthesis", "T", (NAME,), container="U"), "Acorn, A. (n.d.). T [Doctoral dissertation]. U."),
    "thesis with an address": (
        Reference("k", "phdthesis", "T", (NAME,), container="U", url="https://a.org/"),
        "Acorn, A. (n.d.). T [Doctoral dissertation, U]. https://a.org/",
    ),
    "page read without a date": (
        Reference("k", "online", "T", (NAME,), url="https://a.org/", accessed="2020-02-03"),
        "Acorn, A. (n.d.). T. Retrieved February 3, 2020, from https://a.org/",
    ),
    "standard": (Reference("k", "standard", "T", (NAME,), year="1", number="ISO 12"), "Acorn, A. (1). T (ISO 12)."),
    "series of a journal": (replace(ARTICLE, series="3"), "Acorn, A. B., & van der Birch, B. (2019). On Leaves. J, 3, 7(2), 1–9."),
    "pages in short": (replace(ARTICLE, pages="1735–80"), "Acorn, A. B., & van der Birch, B. (2019). On Leaves. J, 7(2), 1735–1780."),
    "preprint of a paper": (
        replace(ARTICLE, doi="10.1234/x", eprint="2110.10234", archive="arXiv"),
        "Acorn, A. B., & van der Birch, B. (2019). On Leaves. J, 7(2), 1–9. arXiv (2110.10234). https://doi.org/10.1234/x",
    ),
    "report": (
        Reference("k", "techreport", "T", (Organisation("I"),), container="I", number="7", year="1"),
        "I. (1). T (Report No. 7).",
    ),
    "preprint": (
        Reference("k", "misc", "T.", (NAME,), year="1", eprint="2110.10234", archive="arXiv", authors_more=True),
        "Acorn, A. et al. (1). T. arXiv. https://arxiv.org/abs/2110.10234",
    ),
    "nobody": (Reference("k", "online", "T", year="1", url="https://a.org/"), "T. (1). https://a.org/"),
    "junior and hyphen": (
        Reference("k", "book", "T", (Person("Oak", "Jean-Pierre M.", suffix="Jr."),), year="1"),
        "Oak, J.-P. M., Jr. (1). T.",
    ),
    "software": (Reference("k", "software", "T", (NAME,), year="1"), "Acorn, A. (1). T [Computer software]."),
}


@pytest.mark.parametrize(("reference", "expected"), CITATIONS.values(), ids=CITATIONS)
def test_citation_text(reference: Reference, expected: str) -> None:
    assert plain_text(citation_text(reference)) == expected


def test_runs_carry_italics_and_links() -> None:
    assert citation_text(replace(ARTICLE, doi="10.1234/x"), "b") == (
        TextRun("Acorn, A. B., & van der Birch, B. (2019b). On Leaves. "),
        TextRun("J", italic=True),
        TextRun(", "),
        TextRun("7", italic=True),
        TextRun("(2), 1–9. "),
        TextRun("https://doi.org/10.1234/x", href="https://doi.org/10.1234/x"),
    )


def test_more_than_twenty_names_are_cut() -> None:
    many = tuple(Person(f"N{i}") for i in range(25))
    assert "N18, … N24. (" in plain_text(citation_text(replace(ARTICLE, authors=many)))


@pytest.mark.parametrize(("name", "short"), [("Robin", "R."), ("J.P.", "J. P."), ("Émile Zoé", "É. Z."), ("小明", "小明"), ("", "")])
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short


def test_bibtex_of_an_article_is_complete_and_in_order() -> None:
    assert to_bibtex(GOOD[0]) == (
        "@article{acorn2019,\n"
        "  author = {Acorn, Ada and van der Birch, Bo and {The Cedar Group}},\n"
        "  title = {Counting {ML} Leaves: 100\\% of Übungen \\& More},\n"
        "  journal = {Journal of Imaginary Results B},\n"
        "  volume = {7},\n"
        "  number = {2},\n"
        "  pages = {12--14},\n"
        "  month = feb,\n"
        "  year = {2019},\n"
        "  doi = {10.12345/leaf_1},\n"
        "}\n"
    )


READ_BACK = {
    "plain": "On Leaves",
    "specials": "A & B: 100% of #1 a_b ~ c\\d",
    "unicode": "Übungen – “quoted” don't ß α → 日本",
    "at and quotes": 'mail @home "now"',
    "dashes": "a--b and a -- b",
}


@pytest.mark.parametrize("title", READ_BACK.values(), ids=READ_BACK)
def test_independent_readers_read_our_title_back(title: str) -> None:
    text = to_bibtex(replace(ARTICLE, title=title))
    expected = (title, ["Acorn", "van der Birch"], "2019")
    assert bibtexparser_reads(text) == expected
    if "--" not in title:  # pybtex makes a dash of `-{}-`, against LaTeX
        assert pybtex_reads(text) == expected


@pytest.mark.parametrize("reference", GOOD, ids=lambda reference: reference.key)
def test_independent_readers_read_real_entries_back(reference: Reference) -> None:
    names = [name.short for name in reference.authors] + ["others"] * reference.authors_more
    expected = (reference.title, names, reference.year)
    assert pybtex_reads(to_bibtex(reference)) == expected
    assert bibtexparser_reads(to_bibtex(reference)) == expected


NAMES = st.builds(
    Person,
    family=st.sampled_from(["Oak", "de Souza", "Barnes and Noble", "Daumé III", "O'Leary", "'t Hooft", "A, B"]),
    given=st.sampled_from(["", "Ada", "Wil M. P.", "J.-P.", "and"]),
    prefix=st.sampled_from(["", "van der", "de"]),
    suffix=st.sampled_from(["", "Jr."]),
) | st.builds(Organisation, name=st.sampled_from(["World Tree Organization", "A and B, Inc.", "R&D {x}"]))


@settings(deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=4), st.booleans(), st.text(alphabet="aB {}&%$#_~^\\-`'.:é", max_size=20))
def test_we_read_our_own_bibtex_back(authors: list[Name], more: bool, title: str) -> None:
    reference = replace(ARTICLE, authors=tuple(authors), authors_more=more, title=" ".join(title.split()))
    (back,) = parse_bibliography(to_bibtex(reference)).references
    assert replace(back, line=1, raw_fields=()) == reference


def test_ris_lines_end_in_cr_lf_and_hold_no_other() -> None:
    text = to_ris(replace(GOOD[0], note="a\nER  - \nb"))
    assert text.startswith("TY  - JOUR\r\nAU  - Acorn, Ada\r\nAU  - van der Birch, Bo\r\nAU  - The Cedar Group\r\nPY  - 2019\r\n")
    assert text.endswith("DO  - 10.12345/leaf_1\r\nUR  - https://doi.org/10.12345/leaf_1\r\nN1  - a ER - b\r\nID  - acorn2019\r\nER  - \r\n")
    assert text.count("\n") == text.count("\r\n")


def test_csl_json() -> None:
    item = to_csl_json(GOOD[0])
    assert json.loads(json.dumps(item)) == {
        "id": "acorn2019",
        "type": "article-journal",
        "title": "Counting ML Leaves: 100% of Übungen & More",
        "author": [
            {"family": "Acorn", "given": "Ada"},
            {"family": "Birch", "given": "Bo", "non-dropping-particle": "van der"},
            {"literal": "The Cedar Group"},
        ],
        "issued": {"date-parts": [[2019, 2]]},
        "container-title": "Journal of Imaginary Results B",
        "volume": "7",
        "issue": "2",
        "page": "12-14",
        "DOI": "10.12345/leaf_1",
    }
