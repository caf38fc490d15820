"""Dates in every form: read, shown as exactly as they are known, written back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.dates import DatePoint, DateSpan, date_words, read_edtf, read_written_date, write_edtf, year_words
from patternbook.bibliography.reference import Reference
from patternbook.bibliography.write.styles.runs import plain_text
from patternbook.bibliography.write.styles.styles import citation_text

SHOWN = {
    "exact": ("2019", "2019"),
    "circa": ("1925~", "ca. 1925"),
    "uncertain": ("1750?", "1750?"),
    "both": ("1931%", "ca. 1931?"),
    "range": ("1994/1997", "1994–1997"),
    "range from about": ("1487~/1490", "ca. 1487–1490"),
    "range to about": ("1487/1490~", "1487–ca. 1490"),
    "months of one year": ("1994-03/1994-06", "1994"),
    "open end": ("1995/", "1995–"),
    "open end in dots": ("1995/..", "1995–"),
    "unknown end": ("1995/unknown", "1995–"),
    "unknown beginning": ("/2006", "2006"),
    "open beginning": ("../2006", "–2006"),
    "decade": ("199X", "1990s"),
    "decade of old": ("199u", "1990s"),
    "century": ("18XX", "19th century"),
    "month not known": ("1999-XX", "1999"),
    "before our era": ("-0043", "44 BCE"),
    "year 0": ("0000", "1 BCE"),
    "range before our era": ("-0100/-0050", "101–51 BCE"),
    "over the turn of the era": ("-0010/0014", "11 BCE–14 CE"),
    "season": ("2004-21", "2004"),
    "day": ("2004-02-28", "2004"),
    "time": ("2004-02-28T10:00:00Z", "2004"),
}


@pytest.mark.parametrize(("text", "shown"), SHOWN.values(), ids=SHOWN)
def test_year_is_shown_as_it_is_known(text: str, shown: str) -> None:
    span = read_edtf(text)
    assert span is not None
    assert year_words(span) == shown


@pytest.mark.parametrize("text", ["", "/", "2020-13", "2020-05-32", "20", "199x9", "1994/1995/1996", "May 2020", "2020-5"])
def test_what_is_no_date_of_biblatex(text: str) -> None:
    assert read_edtf(text) is None


WRITTEN = {
    "year": ("2019", "2019"),
    "circa": ("ca. 1925", "1925~"),
    "c.": ("c. 1925", "1925~"),
    "circa with a blank of LaTeX": ("circa 1925", "1925~"),
    "uncertain": ("1925?", "1925?"),
    "range": ("1994–1997", "1994/1997"),
    "range in LaTeX": ("1994--1997", "1994/1997"),
    "range of two digits": ("1994/95", "1994/1995"),
    "open range": ("1995–", "1995/.."),
    "decade": ("1990s", "199X"),
    "BC": ("44 BC", "-0043"),
    "BCE": ("44 B.C.E.", "-0043"),
    "AD": ("33 AD", "0033"),
    "month": ("May 2020", "2020-05"),
    "day": ("4 May 2020", "2020-05-04"),
    "day after the month": ("May 4, 2020", "2020-05-04"),
    "abbreviated": ("Sept. 2020", "2020-09"),
    "slashes": ("2020/05/16", "2020-05-16"),
    "season": ("Winter 2004", "2004-24"),
    "early": ("800", "0800"),
}


@pytest.mark.parametrize(("text", "edtf"), WRITTEN.values(), ids=WRITTEN)
def test_dates_as_people_write_them(text: str, edtf: str) -> None:
    span = read_written_date(text)
    assert span is not None
    assert write_edtf(span) == edtf


@pytest.mark.parametrize("text", ["", "n.d.", "in press", "2020a", "[1920]", "16.05.2020", "1997-1994", "no year 2020 here"])
def test_texts_that_are_no_date_stay_texts(text: str) -> None:
    assert read_written_date(text) is None


def work(fields: str, kind: str = "article") -> Reference:
    (reference,) = parse_bibliography(f"@{kind}{{k, author={{A, B}}, title={{T}}, journal={{J}}, url={{http://a.org}}, {fields}}}").references
    return reference


MONTHS = {
    "number": ("month=5", 5, ""),
    "with a zero": ("month={05}", 5, ""),
    "string": ("month=may", 5, ""),
    "name": ("month={September}", 9, ""),
    "abbreviated": ('month="sept."', 9, ""),
    "day before": ('month="10~" # jan', 1, "2000-01-10"),
    "day after": ("month={July 4}", 7, "2000-07-04"),
    "day of its own": ("month=oct, day=16", 10, "2000-10-16"),
    "two months": ('month=jun # "/" # jul', 6, "2000-06/2000-07"),
    "two months with a dash": ('month=jan # "--" # mar', 1, "2000-01/2000-03"),
    "days of one month": ("month={July 4--6}", 7, "2000-07-04/2000-07-06"),
    "days of two months": ("month={30 June -- 2 July}", 6, "2000-06-30/2000-07-02"),
    "season": ("month={Spring}", None, "2000-21"),
    "none": ("month={13}", None, ""),
}


@pytest.mark.parametrize(("fields", "month", "date"), MONTHS.values(), ids=MONTHS)
def test_months(fields: str, month: int | None, date: str) -> None:
    reference = work(f"year=2000, {fields}")
    assert (reference.year, reference.month, reference.date) == ("2000", month, date)


def test_month_that_is_none_is_kept_for_exports() -> None:
    assert work("year=2000, month={3rd Quarter}").extra == (("month", "3rd Quarter"),)


CITED = {
    "day": ("date={2005-10-16}", "(2005, October 16)"),
    "month": ("date={2005-10}", "(2005, October)"),
    "days": ("date={2005-10-16/2005-10-18}", "(2005, October 16–18)"),
    "days of two years": ("date={2005-12-30/2006-01-02}", "(2005, December 30–2006, January 2)"),
    "season": ("date={2005-22}", "(2005, Summer)"),
    "about a day": ("date={2005-10-16~}", "(ca. 2005, October 16)"),
    "year only": ("date={2005}", "(2005)"),
    "in press": ("pubstate={inpress}", "(in press)"),
    "in press in words": ("year={In Press}", "(in press)"),
    "to appear": ("year={to appear}", "(forthcoming)"),
    "dated and forthcoming": ("date={2020}, pubstate={forthcoming}", "(2020, forthcoming)"),
    "a letter of the file's own": ("year={2020a}", "(2020a)"),
    "words": ("year={[1920]}", "([1920])"),
}


@pytest.mark.parametrize(("fields", "shown"), CITED.values(), ids=CITED)
def test_full_dates_of_pages(fields: str, shown: str) -> None:
    assert plain_text(citation_text(work(fields, "online"))).startswith(f"A, B. {shown}. T.")


def test_letter_of_a_year_stands_before_month_and_day() -> None:
    assert plain_text(citation_text(work("date={2005-10-16}", "online"), "b")).startswith("A, B. (2005b, October 16). ")
    assert plain_text(citation_text(work("date={2005-12-30/2006-01-02}", "online"), "-b")).startswith("A, B. (2005-b, December 30–2006, January 2). ")


def test_articles_show_the_year_alone() -> None:
    assert plain_text(citation_text(work("date={2005-10-16}"))).startswith("A, B. (2005). ")


def test_date_that_is_none_is_said_and_shown_as_it_is() -> None:
    found = parse_bibliography("@book{k, author={A, B}, title={T}, date={2020-13-03}}")
    assert [(problem.code, problem.severity) for problem in found.problems] == [("bad-date", "warning")]
    assert found.references[0].year == "2020-13-03"


def test_work_that_is_to_appear_needs_no_year() -> None:
    assert parse_bibliography("@article{k, author={A, B}, title={T}, journal={J}, pubstate={inpress}}").problems == ()


POINTS = st.builds(
    DatePoint,
    year=st.integers(-3000, 2100),
    month=st.none() | st.integers(1, 12),
    circa=st.booleans(),
    uncertain=st.booleans(),
)
SPANS = st.builds(DateSpan, POINTS) | st.builds(lambda start, end: DateSpan(start, end, is_range=True), POINTS, st.none() | POINTS)


@given(SPANS)
def test_dates_are_written_and_read_back(span: DateSpan) -> None:
    assert read_edtf(write_edtf(span)) == span


@given(st.text(max_size=30))
def test_no_text_is_too_strange_for_a_date(text: str) -> None:
    for span in (read_edtf(text), read_written_date(text)):
        if span is not None:
            assert date_words(span, year_words(span))
