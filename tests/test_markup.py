"""The two marks of entry text, [[ID]] and [@key, locator], and what the checks look for in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.markup import CitedWork, Markdown, citations, citations_at, entry_links_at, find_malformed, parse_citation, raw_html, unsafe_links


def named(key: str, locator: str = "") -> CitedWork:
    return CitedWork(key, locator, form="text")


@pytest.mark.parametrize(
    ("inside", "works"),
    [
        pytest.param("@kim2018", (CitedWork("kim2018", ""),), id="key"),
        pytest.param("@kim2018, p. 4", (CitedWork("kim2018", "p. 4"),), id="locator"),
        pytest.param("@a; @b, section 2, p. 9; @c", (CitedWork("a", ""), CitedWork("b", "section 2, p. 9"), CitedWork("c", "")), id="several"),
        pytest.param("@a,\n  p. 4 ;\n @b", (CitedWork("a", "p. 4"), CitedWork("b", "")), id="over lines"),
        pytest.param("@DBLP:conf/x", (CitedWork("DBLP:conf/x", ""),), id="slash"),
        pytest.param(
            "@gürkan1999; @o'neil, p. 2; @_x", (CitedWork("gürkan1999", ""), CitedWork("o'neil", "p. 2"), CitedWork("_x", "")), id="letters"
        ),
        pytest.param("-@a, p. 4", (CitedWork("a", "p. 4", form="year"),), id="year alone"),
        pytest.param("see @a, pp. 3-4; see also -@b", (CitedWork("a", "pp. 3-4", "see"), CitedWork("b", "", "see also", "year")), id="words before"),
        pytest.param("@a, @b, p. 2", (CitedWork("a", ""), CitedWork("b", "p. 2")), id="comma between works"),
        pytest.param("@a and @b", None, id="words between works"),
        pytest.param("see *also* @a", None, id="markup before"),
        pytest.param("see@a", None, id="no blank before"),
        pytest.param("@a:b.c+d_e-f", (CitedWork("a:b.c+d_e-f", ""),), id="every character of a key"),
        pytest.param("@a p. 4", None, id="comma missing"),
        pytest.param("@a; b", None, id="at sign missing"),
        pytest.param("@a;", None, id="nothing after the semicolon"),
        pytest.param("@", None, id="no key"),
        pytest.param("@-a", None, id="starts with a hyphen"),
        pytest.param("@a, p. 4 @b", None, id="a work in a locator"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_cited_works(inside: str, works: tuple[CitedWork, ...] | None) -> None:
    assert parse_citation(inside) == works


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("[[F-001]] and [[ F-002 ]]", [(0, "F-001"), (14, "F-002")], id="two"),
        pytest.param("[[matrix]]", [(0, "matrix")], id="page"),
        pytest.param("`[[F-001]]`", [], id="in code"),
        pytest.param("``a ` [[F-001]]``", [], id="in code with a tick inside"),
        pytest.param("```\n[[F-001]]\n\n- x\n```", [], id="in a fence"),
        pytest.param("```\n[[F-001]]\n```\n[[F-002]]", [(18, "F-002")], id="after a fence"),
        pytest.param("`a` [[F-001]] `b`", [(4, "F-001")], id="between code"),
        # What is code on one kind of page and text on another counts as text: it is checked.
        pytest.param("a ` b\n\n[[F-001]]\n\nc `", [(7, "F-001")], id="ticks in two paragraphs"),
        pytest.param("- a ` b\n- [[F-001]] `", [(10, "F-001")], id="ticks in two items"),
        pytest.param("| a ` | [[F-001]] ` |", [(8, "F-001")], id="ticks in two cells"),
        pytest.param("\\`[[F-001]]\\`", [(2, "F-001")], id="escaped ticks"),
        pytest.param("<https://x/`> [[F-001]] `", [(14, "F-001")], id="tick in an address"),
        pytest.param("[[`]] [[F-001]] `", [(0, "`"), (6, "F-001")], id="tick in a mark"),
        pytest.param("```` ` ```` [[F-001]]", [(12, "F-001")], id="runs of other lengths do not close"),
        pytest.param("``` a ` [[F-001]] `", [], id="an unclosed run opens nothing"),
        pytest.param("[[F-\n001]]", [], id="over a line end"),
        pytest.param("[[a[b]]]", [], id="brackets inside"),
        pytest.param("[[]]", [(0, "")], id="nothing named"),
        pytest.param(f"[[{'x' * 81}]]", [], id="too long"),
    ],
)
def test_entry_links(text: str, found: list[tuple[int, str]]) -> None:
    assert list(entry_links_at(Markdown.of(text))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("x [@a, p. 1; @b].", [(2, CitedWork("a", "p. 1")), (2, CitedWork("b", ""))], id="two works of one mark"),
        pytest.param("[@a,\np. 1]", [(0, CitedWork("a", "p. 1"))], id="over lines"),
        pytest.param("`[@a]` [@b]", [(7, CitedWork("b", ""))], id="in code"),
        pytest.param("[@a p. 1] [@b]", [(10, CitedWork("b", ""))], id="malformed ones are skipped"),
        pytest.param("me@example.org, https://x.org/@a, \\@a", [], id="no work"),
        pytest.param("@a says, (@b). @c [p. 4]", [(0, named("a")), (10, named("b")), (15, named("c", "p. 4"))], id="in a sentence"),
        pytest.param("`@a` <https://x.org/?@a>", [], id="code and address"),
        pytest.param("[see @a] [x @b](https://x.org)", [(0, CitedWork("a", "", "see")), (12, named("b"))], id="a link is no bracket of works"),
        pytest.param("[@a, see [[F-001]]]", [], id="brackets inside"),
    ],
)
def test_citations(text: str, found: list[tuple[int, CitedWork]]) -> None:
    assert list(citations_at(Markdown.of(text))) == found
    assert list(citations(text)) == [work for _, work in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("[[F-001]] [@a, p. 1]", [], id="well-formed"),
        pytest.param("see [[F-001] here", [(4, "[[F-001] here")], id="one bracket missing"),
        pytest.param("see [[F-001\nnext", [(4, "[[F-001")], id="context ends with the line"),
        pytest.param("[@a p. 1]", [(0, "[@a p. 1]")], id="comma missing"),
        pytest.param("[see @a p. 1] [-@a p. 1]", [(0, "[see @a p. 1] [-@a p. 1]"), (14, "[-@a p. 1]")], id="comma missing after words"),
        pytest.param("\\[@a\\]", [(1, "[@a\\]")], id="escaped brackets"),
        pytest.param("[@]", [(0, "[@]")], id="no key"),
        pytest.param(f"[@{'a' * 301}]", [(0, "[@" + "a" * 38)], id="too long, cut"),
        pytest.param("`[[F-001` and `[@`", [], id="in code"),
        pytest.param("[a](https://x.org) [b] [1]", [], id="other brackets"),
        pytest.param("[[F-001]] [[F-002 [@a]", [(10, "[[F-002 [@a]")], id="beside well-formed ones"),
    ],
)
def test_malformed(text: str, found: list[tuple[int, str]]) -> None:
    assert list(find_malformed(Markdown.of(text))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("a <b>c</b>", [(2, "<b>"), (6, "</b>")], id="tag"),
        pytest.param('<img src=x onerror="a\nb">', [(0, '<img src=x onerror="a\nb">')], id="over lines"),
        pytest.param("a<br/>b", [(1, "<br/>")], id="without blanks"),
        pytest.param("<!-- a\nb -->", [(0, "<!-- a\nb -->")], id="comment"),
        pytest.param("`<b>`", [], id="in code"),
        pytest.param("a \\` <b> \\`", [(5, "<b>")], id="between escaped ticks"),
        pytest.param("<https://example.org/?a=b>", [], id="address"),
        pytest.param("<https://x.org> <b>", [(16, "<b>")], id="after an address"),
        pytest.param("<mailto:a@b.org>", [(0, "<mailto:a@b.org>")], id="another address"),
        pytest.param("1 < 2, a <- b, x<3>, <>", [], id="comparison and arrow"),
        pytest.param("<script", [], id="never closed: shown as written"),
    ],
)
def test_raw_html(text: str, found: list[tuple[int, str]]) -> None:
    assert list(raw_html(Markdown.of(text))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("[a](https://x.org) [b](HTTP://x.org)", [], id="web addresses"),
        pytest.param("[a](javascript:alert)", [(4, "javascript:alert")], id="script"),
        pytest.param("[a]( <JavaScript:alert> )", [(6, "JavaScript:alert")], id="script in angle brackets"),
        pytest.param("[a](\njavascript:x)", [(5, "javascript:x")], id="script on the next line"),
        pytest.param("[a](&#106;avascript:x)", [(4, "&#106;avascript:x")], id="script behind an entity"),
        pytest.param("[a](data:text/html,x)", [(4, "data:text/html,x")], id="data"),
        pytest.param("[a](//x.org)", [(4, "//x.org")], id="no scheme"),
        pytest.param("[a](../F-001/)", [(4, "../F-001/")], id="relative: no page knows where another output puts it"),
        pytest.param("[a]()", [(4, "")], id="nowhere"),
        pytest.param("`[a](javascript:x)`", [], id="in code"),
    ],
)
def test_unsafe_links(text: str, found: list[tuple[int, str]]) -> None:
    assert list(unsafe_links(Markdown.of(text))) == found


MARKS = st.lists(
    st.one_of(
        st.sampled_from(["`", "``", "```", "\n", "\n\n", "\\", "[[", "]]", "[@", "]", "<", ">", "|", "- ", "F-001", "a", "; ", ", "]),
        st.text(max_size=3),
    )
).map("".join)


@given(MARKS)
def test_blanking_code_keeps_every_offset(text: str) -> None:
    plain = Markdown.of(text).plain
    assert len(plain) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, plain, strict=True))


PIECES = st.lists(st.sampled_from(["[[F-001]]", "[@a, p. 1]", "`[[code`", "word", "(so)", "[link](https://x.org)", "<https://x.org/`>", "\\`"]))


@given(PIECES, PIECES, st.sampled_from(["[[broken", "[[bro[ken]]", "[@broken p. 1]", "[@]"]))
def test_one_broken_mark_is_one_report_at_its_place(before: list[str], after: list[str], broken: str) -> None:
    start = "".join(f"{piece} " for piece in before)
    text = f"{start}{broken} {' '.join(after)}"
    pieces = [*before, *after]
    assert [offset for offset, _ in find_malformed(Markdown.of(text))] == [len(start)]
    assert list(find_malformed(Markdown.of(" ".join(pieces)))) == []
    assert [id_ for _, id_ in entry_links_at(Markdown.of(text))] == ["F-001"] * pieces.count("[[F-001]]")
    assert list(citations(text)) == [CitedWork("a", "p. 1")] * pieces.count("[@a, p. 1]")
