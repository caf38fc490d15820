"""Reading .bib files: what comes out of good ones, what is said about wrong ones, and that nothing is ever raised."""

from __future__ import annotations

import time
from collections.abc import Callable

import pybtex.errors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from patternbook.bibliography import PROBLEM_SEVERITIES, Bibliography, parse_bibliography
from patternbook.bibliography.latex import codec
from patternbook.bibliography.parse.fields import EntryFields
from patternbook.bibliography.parse.grammar import RawField
from patternbook.bibliography.parse.names import parse_names
from patternbook.bibliography.problems import Flaw
from patternbook.bibliography.reference import Name, Organisation, Person, Reference

BIB = ROOT / "tests" / "bib"
WORKS = "@article{k, author={A, B}, title={T}, journal={J}, year=2020, %s}"


def read(name: str) -> Bibliography:
    return parse_bibliography((BIB / name).read_text(encoding="utf-8"))


def one(text: str) -> Reference:
    """The only reference of a text."""
    (reference,) = parse_bibliography(text).references
    return reference


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse_bibliography(text).problems]


def test_good_file_has_no_problems() -> None:
    assert read("good.bib").problems == ()


def test_fields_of_a_good_article() -> None:
    article = read("good.bib").references[0]
    assert article == Reference(
        key="acorn2019",
        kind="article",
        title="Counting ML Leaves: 100% of Übungen & More",
        authors=(Person("Acorn", "Ada"), Person("Birch", "Bo", "van der"), Organisation("The Cedar Group")),
        year="2019",
        month=2,
        container="Journal of Imaginary Results B",
        volume="7",
        number="2",
        pages="12–14",
        doi="10.12345/leaf_1",
        line=4,
        raw_fields=article.raw_fields,
    )
    assert article.raw("title") == r"Counting {ML} Leaves: 100% of {\"U}bungen \& More"


def test_biblatex_page_with_others() -> None:
    page = read("good.bib").references[1]
    assert (page.kind, page.year, page.month, page.authors_more) == ("online", "2024", 5, True)
    assert (page.url, page.accessed, page.line) == ("https://example.org/a?b=1&c=2", "2024-05-31", 12)


PROBLEMS = {
    "broken-entries.bib": [
        (1, 1, "open2001", "syntax", "the entry is never closed"),
        (8, 3, "comma2002", "syntax", "'title' cannot stand here"),
        (11, 10, "", "syntax", "the entry has no key"),
        (13, 7, "", "syntax", "@book is not followed by a brace"),
        (15, 69, "undefined2005", "undefined-string", "the string 'nowhere' is not defined"),
        (15, 1, "undefined2005", "missing-recommended", "journal is empty"),
    ],
    "wrong-fields.bib": [
        (1, 1, "Fir2010", "missing-field", "author is missing"),
        (2, 1, "fir2010", "duplicate-key", "the key 'fir2010' is used twice: line 1 (as 'Fir2010') and line 2; the first one counts"),
        (3, 1, "b#ad", "bad-key", "the key 'b#ad' cannot be used"),
        (4, 1, "hazel", "unknown-type", "the type @paper is not known; read as @misc"),
        (4, 1, "hazel", "missing-year", "year is missing"),
        (5, 1, "ivy", "missing-field", "title is empty"),
        (6, 3, "ivy", "bad-url", "'javascript:alert(1)' is not a web address"),
        (7, 3, "ivy", "bad-doi", "the DOI 'https://doi-org.proxy.example/10.1234/x' is malformed"),
        (8, 16, "juniper", "bad-name", "author: 'J, A., K, B., L, C.' is not one name"),
        (9, 3, "juniper", "bad-doi", "the DOI '11.1/x' is malformed"),
        (9, 19, "juniper", "bad-eprint", "'nonsense' is not an arXiv number"),
        (10, 1, "larch", "missing-recommended", "booktitle is missing"),
        (
            10,
            23,
            "larch",
            "unbraced-organisation",
            "author: 'Maple Research Institute' is read as a person with the family name 'Institute'",
        ),
        (10, 60, "larch", "unknown-command", r"title: the LaTeX command `\oddity` is not known and is left out"),
        (10, 82, "larch", "bad-crossref", "crossref 'nobody' is not in the file"),
        (10, 116, "larch", "duplicate-field", "year is given twice; the first one counts"),
    ],
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_problems_of_a_wrong_file(name: str) -> None:
    found = {(p.line, p.column, p.key, p.code, p.message) for p in read(name).problems}
    assert found == set(PROBLEMS[name])


def test_every_wrong_file_is_listed() -> None:
    assert {path.name for path in BIB.glob("*.bib")} == {*PROBLEMS, "good.bib"}


@pytest.mark.parametrize("keys", [("Fir", "fir"), ("fir", "Fir"), ("fir", "fir")])
def test_keys_are_the_same_in_any_case(keys: tuple[str, str]) -> None:
    text = "".join(f"@book{{{key}, author={{A, B}}, title={{T}}, year=1}}\n" for key in keys)
    assert codes(text) == ["duplicate-key"]
    assert parse_bibliography(text).references[0].key == keys[0]


def test_a_broken_entry_loses_only_itself() -> None:
    found = read("broken-entries.bib")
    assert [reference.key for reference in found.references] == ["undefined2005", "fine2008"]
    assert found.broken == {"open2001", "comma2002"}


FIXES = {
    "misspelt field": ("@book{k, auther={A, B}, title={T}, year=1}", "rename auther to author"),
    "misspelt type": ("@articel{k, author={A, B}, title={T}, year=1}", "write @article"),
    "proxy before DOI": (WORKS % "doi={http://doi-org.proxy.example/10.1234/x}", "write 10.1234/x"),
    "no DOI": (WORKS % "doi={1234/x}", "copy the DOI from the publisher's page"),
    "no scheme": (WORKS % "url={www.example.org/a}", "write https://www.example.org/a"),
    "blank in address": (WORKS % "url={http://example.org/a b}", "write http://example.org/a%20b"),
    "two addresses": (WORKS % "url={http://a.org http://b.org}", "keep one address"),
    "group": (
        "@book{k, author={World Imaginary Organization}, title={T}, year=1}",
        "write it in braces of its own: {{World Imaginary Organization}}",
    ),
    "people by semicolon": ("@book{k, author={A, B; C, D}, title={T}, year=1}", "separate people with ` and `"),
    "people by comma": ("@book{k, author={Ann Ash, Bo Birch, Cy Cox}, title={T}, year=1}", "separate people with ` and `"),
    "key": ("@book{a b, author={A, B}, title={T}, year=1}", ""),
    "sign in key": ("@book{DBLP:conf#x#A, author={A, B}, title={T}, year=1}", "write DBLP:conf-x-A"),
}


@pytest.mark.parametrize(("text", "fix"), FIXES.values(), ids=FIXES)
def test_nearest_fix(text: str, fix: str) -> None:
    (problem,) = parse_bibliography(text).problems
    assert problem.fix == fix


SEVERITY = {
    "year": ("@book{k, author={A, B}, title={T}}", ["notice"]),
    "type": ("@paper{k, author={A, B}, title={T}, year=1}", ["warning"]),
    "page without author": ("@online{k, title={T}, year=1, url={http://a.org}}", ["warning"]),
    "book without author": ("@book{k, title={T}, year=1}", ["error"]),
    "report of an institution": ("@techreport{k, institution={I}, title={T}, year=1}", []),
    "preprint without journal": ("@article{k, author={A, B}, title={T}, year=1, eprint={2110.10234}}", []),
    "no title": ("@book{k, author={A, B}, year=1}", ["error"]),
    "address": (WORKS % "url={ftp://example.org/a}", ["error"]),
    "host": (WORKS % "url={https:///a}", ["error"]),
    "IPv6 left open": (WORKS % "url={http://[::1}", ["error"]),
}


@pytest.mark.parametrize(("text", "severities"), SEVERITY.values(), ids=SEVERITY)
def test_severity(text: str, severities: list[str]) -> None:
    assert [problem.severity for problem in parse_bibliography(text).problems] == severities


@pytest.mark.parametrize("field", ["author", "editor"])
def test_names_that_cannot_be_read_are_not_missing_too(field: str) -> None:
    problems = parse_bibliography(f"@book{{k, {field}={{and}}, title={{T}}, year=1}}").problems
    assert {problem.code for problem in problems} == {"bad-name"}


@pytest.mark.parametrize(("many", "fix"), [(59, "rename titel to title"), (60, "")])
def test_misspelt_field_is_looked_for_unless_too_many_are_unknown(many: int, fix: str) -> None:
    others = "".join(f"x{number}={{}}, " for number in range(many))
    (problem,) = (
        problem for problem in parse_bibliography(f"@book{{k, author={{A, B}}, year=1, {others}titel={{T}}}}").problems if problem.severity == "error"
    )
    assert problem.fix == fix


NAMES: dict[str, tuple[str, tuple[Name, ...]]] = {
    "comma": ("Nahar, Nadia", (Person("Nahar", "Nadia"),)),
    "plain order": ("Wil van der Aalst", (Person("Aalst", "Wil", "van der"),)),
    "particle": ("van der Aalst, Wil M. P.", (Person("Aalst", "Wil M. P.", "van der"),)),
    "junior": ("King, Jr., Martin", (Person("King", "Martin", suffix="Jr."),)),
    "accents": (r"K{\"a}stner, Christian and {\v{S}}koda, {\'E}ric", (Person("Kästner", "Christian"), Person("Škoda", "Éric"))),
    "braced family": ("{de Souza}, Cleidson", (Person("de Souza", "Cleidson"),)),
    "group with and": ("{Bark and Sons}", (Organisation("Bark and Sons"),)),
    "group that starts with an accent": (r"{\'Ecole Imaginaire}", (Organisation("École Imaginaire"),)),
    "accent in braces is no group": (r"{\"O}", (Person("Ö"),)),
    "two braced words are a person": ("{Ada} {Acorn}", (Person("Acorn", "Ada"),)),
    "biblatex": ("family=Aalst, given={Wil M. P.}, prefix=van der", (Person("Aalst", "Wil M. P.", "van der"),)),
    "tilde": (r"Qui\~{n}onero~Candela, J.", (Person("Quiñonero Candela", "J."),)),
    "one word": ("Google", (Person("Google"),)),
}


def name_list(value: str) -> tuple[tuple[Name, ...], bool, list[Flaw]]:
    """Names of a list, whether it ends in "and others", and what is wrong with it."""
    fields = EntryFields({"author": RawField("author", value, 0)})
    return *parse_names(fields, "author"), fields.flaws


@pytest.mark.parametrize(("value", "names"), NAMES.values(), ids=NAMES)
def test_names(value: str, names: tuple[Name, ...]) -> None:
    assert name_list(value) == (names, False, [])


@pytest.mark.parametrize("rest", ["Ann, Birch, Bo", "Ann, Birch, Bo, Cox"], ids=["three commas", "four commas"])
def test_name_with_more_than_two_commas_is_kept_whole_and_reported(rest: str) -> None:
    names, _, flaws = name_list(f"Ash, {rest}")
    assert names == (Person("Ash", rest),)
    assert [(flaw.code, flaw.fix) for flaw in flaws] == [("bad-name", "separate people with ` and `")]


@pytest.mark.parametrize("value", ["A, B and others", "A, B et al.", "A, B and et al"])
def test_et_al(value: str) -> None:
    assert name_list(value) == ((Person("A", "B"),), True, [])


LATEX = {
    "protected": ("{ML}-Enabled", "ML-Enabled", "{ML}-Enabled"),
    "accent in braces protects nothing": (r"K{\"a}stner", "Kästner", "Kästner"),
    "command": (r"\emph{The {ML} Way}", "The ML Way", "The {ML} Way"),
    "declaration": (r"{\em foo}", "foo", "foo"),
    "unknown command": (r"\foo{Bar} x", "Bar x", "Bar x"),
    "formula": ("H$_2$O and $x^{2}$", "H₂O and x²", "H₂O and x²"),
    "greek": (r"$\alpha$-Test", "α-Test", "α-Test"),
    "money": ("costs $5", "costs $5", r"costs \$5"),
    "bare percent": ("100% a_b", "100% a_b", r"100\% a\_b"),
    "quotes and dashes": ("``q'' -- `r' don't --- s~t", "“q” – ‘r’ don't — s t", "“q” – ‘r’ don't — s t"),
    "dotless": (r"\'{\i} \c c {\o}", "í ç ø", "í ç ø"),
    "unbalanced": ("a}b{c", "abc", "ab{c}"),
    "dashes kept apart": ("-{}-", "--", "-{}-"),
    "whole title": ("{Whole Title}", "Whole Title", "{Whole Title}"),
    "link": (r"\href{https://a.org}{A}", "A", "A"),
    "superscript word": (r"19\textsuperscript{th}", "19th", "19th"),
}


@pytest.mark.parametrize(("value", "text", "bibtex"), LATEX.values(), ids=LATEX)
def test_latex(value: str, text: str, bibtex: str) -> None:
    decoded = codec.decode_latex(value)
    assert (decoded.text, decoded.bibtex) == (text, bibtex)


@settings(deadline=None)
@given(st.text())
def test_escaped_text_is_read_back(text: str) -> None:
    assert codec.latex_to_text(codec.escape_latex(text)) == codec._tidy(text)


@settings(deadline=None)
@given(st.text(alphabet="\\{}$~-`'\"%_^ aA1&", max_size=60))
def test_any_latex_is_read_and_written_back(value: str) -> None:
    decoded = codec.decode_latex(value)
    assert codec.latex_to_text(decoded.bibtex) == decoded.text


IDENTIFIERS = {
    "url in howpublished": (r"howpublished={\url{https://a.org/b\_c}}", "url", "https://a.org/b_c"),
    "tilde in url": (r"url={http://a.org/\~{}b}", "url", "http://a.org/~b"),
    "percent in url": (r"url={http://a.org/\%20}", "url", "http://a.org/%20"),
    "bad url is not kept": ("url={javascript:x}", "url", ""),
    "doi escapes": (r"doi={10.1162/tacl\_a\_00041}", "doi", "10.1162/tacl_a_00041"),
    "old doi": ("doi={10.1002/(SICI)1097<693::AID>3.0.CO;2-O}", "doi", "10.1002/(SICI)1097<693::AID>3.0.CO;2-O"),
    "resolver is dropped": ("doi={https://doi.org/10.1234/x}", "doi", "10.1234/x"),
    "bad doi is not kept": ("doi={x/10.1}", "doi", ""),
    "arXiv with prefix": ("eprint={arXiv:2110.10234v2}", "eprint", "2110.10234v2"),
    "arXiv in the journal": ("journaltitle={arXiv preprint arXiv:1701.01234}", "eprint", "1701.01234"),
    "arXiv as DBLP has it": ("volume={abs/1701.01234}", "eprint", "1701.01234"),
    "other archive": ("eprint={123}, eprinttype={hal}", "archive", "hal"),
    "pages": ("pages={12-14}", "pages", "12–14"),
    "article pages": ("pages={6:1--6:13}", "pages", "6:1–6:13"),
}


@pytest.mark.parametrize(("field", "name", "value"), IDENTIFIERS.values(), ids=IDENTIFIERS)
def test_identifiers(field: str, name: str, value: str) -> None:
    assert getattr(one(WORKS % field), name) == value


def test_doi_link_is_safe_in_an_attribute() -> None:
    assert one(WORKS % 'doi={10.1234/<a>"b"}').doi_url == "https://doi.org/10.1234/%3Ca%3E%22b%22"


TYPES = {
    "report": "techreport",
    "collection": "collection",
    "conference": "inproceedings",
    "standard": "standard",
    "VIDEO": "video",
    "electronic": "online",
    "inreference": "incollection",
    "thesis": "phdthesis",
    "nonsense": "misc",
}


@pytest.mark.parametrize(("given_type", "kind"), TYPES.items(), ids=TYPES)
def test_types(given_type: str, kind: str) -> None:
    assert one(f"@{given_type}{{k, title={{T}}}}").kind == kind


def test_a_thesis_says_which() -> None:
    assert one("@thesis{k, type={mathesis}, title={T}}").kind == "mastersthesis"


def test_biblatex_names_of_fields() -> None:
    text = "@article{k, title={T}, subtitle={S}, journaltitle={J}, location={L}, date={2020-03-04}}"
    reference = one(text)
    assert (reference.title, reference.container, reference.address) == ("T: S", "J", "L")
    assert (reference.year, reference.month) == ("2020", 3)


PARENT = "@proceedings{v, title={The Volume}, editor={Oak, O.}, publisher={P}, year=2011, doi={10.1234/v}}"


def test_crossref_inherits_what_belongs_to_the_volume() -> None:
    found = parse_bibliography("@inproceedings{k, author={A, B}, title={T}, crossref={V}}" + PARENT)
    child = found.references[0]
    assert (child.container, child.publisher, child.year) == ("The Volume", "P", "2011")
    assert (child.editors, child.title, child.doi) == ((Person("Oak", "O."),), "T", "")
    assert found.problems == ()


@pytest.mark.parametrize("kind", ["inproceedings", "inbook", "incollection"])
def test_authors_are_inherited_as_bibtex_and_biblatex_do(kind: str) -> None:
    text = f"@{kind}{{k, title={{T}}, crossref={{v}}}} @book{{v, title={{V}}, author={{Oak, O.}}, year=1}}"
    found = parse_bibliography(text)
    assert found.references[0].authors == (Person("Oak", "O."),)
    assert found.problems == ()


def test_crossref_does_not_overwrite() -> None:
    child = parse_bibliography("@inproceedings{k, author={A, B}, title={T}, booktitle={Own}, date={1999}, crossref={v}}" + PARENT).references[0]
    assert (child.container, child.year) == ("Own", "1999")


def test_crossref_circle() -> None:
    text = "".join(f"@inproceedings{{{a}, author={{A, B}}, title={{T}}, booktitle={{B}}, year=1, crossref={{{b}}}}}" for a, b in ("xy", "yx"))
    assert codes(text) == ["bad-crossref"]


def test_an_entry_may_stand_in_parentheses() -> None:
    assert one('@book(k, title = "A (b) d)", year = 1)').title == "A (b) d)"


def test_free_text_and_addresses_outside_entries_are_no_problem() -> None:
    assert parse_bibliography("Mail me@example.org, or @somebody.\n" + WORKS % "").problems == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_places_count_any_line_end(newline: str) -> None:
    text = newline.join(["\ufeff% first", "", "  @book{k, author={A, B}, title={T},", "\turl={x}}"])
    assert [(p.line, p.column, p.code) for p in parse_bibliography(text).problems] == [(3, 3, "missing-year"), (4, 2, "bad-url")]


def test_control_characters_are_reported_and_kept_out() -> None:
    text = WORKS % "note={a\0b\ud800c}"
    found = parse_bibliography(text)
    assert [(p.code, p.line, p.column) for p in found.problems] == [("control-character", 1, text.index("\0") + 1)]
    assert found.references[0].note == "a b c"


def test_a_file_of_text_only_says_so() -> None:
    assert codes("nothing here") == ["syntax"]
    assert codes("% a comment\n\n") == []


def test_pybtex_is_left_as_it_was() -> None:
    before = (pybtex.errors.strict, pybtex.errors.error_code, pybtex.errors.captured_errors)
    read("broken-entries.bib")
    assert (pybtex.errors.strict, pybtex.errors.error_code, pybtex.errors.captured_errors) == before


def test_reading_twice_gives_the_same() -> None:
    assert read("wrong-fields.bib") == read("wrong-fields.bib")


MB = 1_000_000
HOSTILE: dict[str, tuple[Callable[[], str], str]] = {
    "10 MB of braces": (lambda: "{" * 10 * MB, "syntax"),
    "10 MB of braces in a value": (lambda: "@book{k, title={" + "{" * 10 * MB, "too-large"),
    "balanced 100,000 deep": (lambda: "@book{k, title=" + "{" * 100_000 + "}" * 100_000 + "}", "too-large"),
    "balanced 60 deep": (lambda: "@book{k, title=" + "{" * 60 + "}" * 60 + "}", "too-large"),
    "10 MB of pairs": (lambda: "@book{k, title={" + "{}" * 5 * MB + "}}", "too-large"),
    "NUL": (lambda: "\0" * MB, "control-character"),
    "more than any file": (lambda: "x" * 21 * MB, "too-large"),
    "strings that double": (
        lambda: "@string{a0={%s}}" % ("x" * 1000) + "".join(f"@string{{a{i + 1}={'#'.join([f'a{i}'] * 10)}}}" for i in range(50)),
        "too-large",
    ),
    "a long string in every entry": (
        lambda: "@string{a={%s}}" % ("x" * 190_000) + "".join(f"@book{{k{i}, title=a}}" for i in range(200)),
        "too-large",
    ),
    "an entry on every line, none closed": (lambda: "@book{k,\n" * (MB // 9), "syntax"),
    "comments, none closed": (lambda: "@comment{\n" * (MB // 10) + "@book{k", "syntax"),
    "commas for a name": (lambda: "@book{k, author={" + "," * 150_000 + "}}", "bad-name"),
    "circles of crossref": (
        lambda: "".join(f"@book{{k{i}, title={{T}}, crossref={{k{(i + 1) % 3000}}}}}" for i in range(3000)),
        "bad-crossref",
    ),
    "unclosed value": (lambda: '@book{k, title="' + "a" * MB, "syntax"),
}


@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_give_a_problem_soon(text: Callable[[], str], code: str) -> None:
    made = text()
    start = time.process_time()
    assert code in codes(made)
    # Each takes less than 3 s on a laptop; a quadratic step takes minutes.
    assert time.process_time() - start < 30


@settings(deadline=None)
@given(st.text(alphabet='@article{}(),=#"\\%$&~\n ab1{}{}@', max_size=80))
def test_nothing_is_raised(text: str) -> None:
    found = parse_bibliography(text)
    assert all(problem.code in PROBLEM_SEVERITIES and problem.line >= 1 and problem.column >= 1 for problem in found.problems)


@settings(deadline=None)
@given(st.text(max_size=40), st.sampled_from(["author", "title", "doi", "url", "eprint", "pages", "date", "month", "crossref", "howpublished"]))
def test_no_value_is_too_strange(value: str, field: str) -> None:
    parse_bibliography(f"@article{{k, {field} = {{{value}}}}}\n@book{{ok, author={{A, B}}, title={{T}}, year=1}}")
