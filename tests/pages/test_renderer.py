"""Entry text to HTML: what becomes a link or a citation, and that nothing hostile becomes anything."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import urlsplit

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from patternbook.documents.model import CitedReference, ShownPicture, Target
from patternbook.markup import Markdown, entry_links_at, escape_markdown, raw_html
from patternbook.pages.markdown.marks import TextScope, escape_html, titled_link_html
from patternbook.pages.markdown.renderer import HeadingAnchors, make_markdown_renderer
from patternbook.urls import SiteUrls

RENDERER = make_markdown_renderer()
HOSTILE = "\"'><script>alert(1)</script>"


def _target(id_: str, title: str, kind: str = "finding") -> Target:
    page = f"{kind}s/{id_}" if kind != "page" else id_
    return Target(kind=kind, id=id_, title=title, page=page)


def _reference(key: str, label: str) -> CitedReference:
    return CitedReference(key=key, label=label, year=label.rpartition(" ")[2], text=label)


SCOPE = TextScope(
    here="patterns/P-001",
    addresses=SiteUrls(directories=True, indexes=frozenset({"findings"})),
    targets={
        "F-001": _target("F-001", "Decisions wait"),
        "F-002": _target("F-002", f"Hostile {HOSTILE}"),
        "matrix": _target("matrix", "Patterns & findings", "page"),
    },
    references={
        "kim2018": _reference("kim2018", "Kim et al. 2018"),
        "a:b+c": _reference("a:b+c", f"{HOSTILE} 1999"),
        "o/n’eil": _reference("o/n’eil", "O’Neil in press"),
    },
)
F001 = '<a class="pb-link" href="../../findings/F-001/"><span class="pb-title">Decisions wait</span> <span class="pb-id">F-001</span></a>'
KIM_2018 = '<a href="../../references/kim2018/">2018</a>'
KIM_NAMED = '<span class="pb-cited"><a href="../../references/kim2018/">Kim et al.</a> (2018)</span>'
KIM = '<a href="../../references/kim2018/">Kim et al. 2018</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("[[F-001]]", F001, id="entry: its title and its id"),
        pytest.param("[[ F-001 ]]", F001, id="blanks inside"),
        pytest.param("[[matrix]]", '<a href="../../matrix/">Patterns &amp; findings</a>', id="page: its title only"),
        pytest.param("*[[F-001]]*", f"<em>{F001}</em>", id="inside emphasis"),
        pytest.param("Told. [ours]", 'Told. <span class="pb-tag">ours</span>', id="ours"),
        pytest.param("`[ours]` [Ours]", "<code>[ours]</code> [Ours]", id="ours in code, and in other letters"),
        pytest.param("[ours](https://a.b/)", '<a href="https://a.b/">ours</a>', id="a link of this name"),
        pytest.param("[@kim2018]", f'<span class="pb-cited">({KIM})</span>', id="citation"),
        pytest.param("[@kim2018, p. 4 <b>]", f'<span class="pb-cited">({KIM}, p. 4 &lt;b&gt;)</span>', id="locator is text"),
        pytest.param("[@kim2018,\np. 4]", f'<span class="pb-cited">({KIM}, p. 4)</span>', id="over two lines"),
        pytest.param("[@kim2018; @kim2018, p. 4]", f'<span class="pb-cited">({KIM}; {KIM}, p. 4)</span>', id="two works"),
        pytest.param("[-@kim2018]", f'<span class="pb-cited">({KIM_2018})</span>', id="year alone"),
        pytest.param("[-@kim2018, p. 4]", f'<span class="pb-cited">({KIM_2018}, p. 4)</span>', id="year and place"),
        pytest.param("[see @kim2018, pp. 3-4]", f'<span class="pb-cited">(see {KIM}, pp. 3-4)</span>', id="words before"),
        pytest.param("[cf. -@kim2018]", f'<span class="pb-cited">(cf. {KIM_2018})</span>', id="words before a year"),
        pytest.param("[@kim2018, p. 1; see also @kim2018]", f'<span class="pb-cited">({KIM}, p. 1; see also {KIM})</span>', id="words between"),
        pytest.param("[@kim2018, @kim2018]", f'<span class="pb-cited">({KIM}; {KIM})</span>', id="comma between works"),
        pytest.param("@kim2018 says so.", f"{KIM_NAMED} says so.", id="named in a sentence"),
        pytest.param("As @kim2018: (@kim2018).", f"As {KIM_NAMED}: ({KIM_NAMED}).", id="before a sign"),
        pytest.param("@kim2018's data", f"{KIM_NAMED}'s data", id="of theirs"),
        pytest.param("@kim2018 [p. 4] says", f"{KIM_NAMED[:-8]}, p. 4)</span> says", id="named, with a place"),
        pytest.param("*@kim2018*", f"<em>{KIM_NAMED}</em>", id="named in emphasis"),
        pytest.param("@nobody and me@kim2018 and @kim2018x", "@nobody and me@kim2018 and @kim2018x", id="no key of a work"),
        pytest.param("`@kim2018` `[see @kim2018]`", "<code>@kim2018</code> <code>[see @kim2018]</code>", id="code keeps them"),
        pytest.param("[as @kim2018 says](https://a.b/)", '<a href="https://a.b/">as @kim2018 says</a>', id="no link inside a link of words"),
        pytest.param("<https://a.b/@kim2018>", '<a href="https://a.b/@kim2018">https://a.b/@kim2018</a>', id="address with an at sign"),
        pytest.param("[see @kim2018 <b>]", f"[see {KIM_NAMED} &lt;b&gt;]", id="malformed brackets, which the checks report, name a work"),
        pytest.param("[see @nobody]", "[see @nobody]", id="words before an unknown work"),
        pytest.param(
            "[@o/n’eil]",
            '<span class="pb-cited">(<a href="../../references/o-neil~8a027845/">O’Neil in press</a>)</span>',
            id="key with an address of its own",
        ),
        pytest.param("(as [@kim2018])", f'(as <span class="pb-cited">{KIM}</span>)', id="no brackets inside brackets"),
        pytest.param("`[[F-001]] [@kim2018]`", "<code>[[F-001]] [@kim2018]</code>", id="code keeps marks as written"),
        pytest.param("``a ` [[F-001]]``", "<code>a ` [[F-001]]</code>", id="code with a tick"),
        pytest.param("\\[[F-001]]", "[[F-001]]", id="escaped"),
        pytest.param("[[F-001] [@kim2018 p. 4]", "[[F-001] [@kim2018 p. 4]", id="malformed stays as written"),
        # The checks report these; where they take something for code that is none, the page still builds.
        pytest.param("[[F-999]] [@nobody <1999]", "[[F-999]] [@nobody &lt;1999]", id="unknown stays as written"),
        pytest.param("[@nobody, p. <1>]", "[@nobody, p. &lt;1&gt;]", id="unknown work with a locator"),
        pytest.param("[[F-001]](https://x.org)", f"{F001}(https://x.org)", id="never a link of another text"),
        pytest.param("[@kim2018; @nobody]", "[@kim2018; @nobody]", id="one of two unknown"),
        pytest.param("[a [[F-001]] b](https://x.org)", f"[a {F001} b](https://x.org)", id="no link inside a link"),
        pytest.param('[a](https://x.org/?q=1&r="2")', '<a href="https://x.org/?q=1&amp;r=%222%22">a</a>', id="web address"),
        pytest.param("<https://x.org>", '<a href="https://x.org">https://x.org</a>', id="address in angle brackets"),
        pytest.param("a\nb", "a\nb", id="line end"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_inline(text: str, html: str) -> None:
    assert RENDERER.inline(text, SCOPE) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("one\n\ntwo", "<p>one</p>\n<p>two</p>\n", id="paragraphs"),
        pytest.param("- a\n- [[F-001]]", f"<ul>\n<li>a</li>\n<li>{F001}</li>\n</ul>\n", id="list"),
        pytest.param("# A\n## B\n###### C", "<h3>A</h3>\n<h4>B</h4>\n<h6>C</h6>\n", id="headings below those of the page"),
        pytest.param("A\n=\nB\n-", "<h3>A</h3>\n<h4>B</h4>\n", id="underlined headings"),
        pytest.param("```\n[[F-001]] <b>\n```", '<pre><code tabindex="0">[[F-001]] &lt;b&gt;\n</code></pre>\n', id="fence"),
        pytest.param('```"><script>\nx\n```', '<pre><code tabindex="0">x\n</code></pre>\n', id="hostile word after a fence"),
        pytest.param("    [[F-001]]", '<pre><code tabindex="0">[[F-001]]\n</code></pre>\n', id="indented code"),
        pytest.param("| a | b |\n| - | -: |\n| [[F-001]] | `[[F-001]]` |", None, id="table"),
        # A link to a name defined elsewhere could hide where it leads; there are none.
        pytest.param("[a]\n\n[a]: https://x.org", "<p>[a]</p>\n<p>[a]: https://x.org</p>\n", id="no link definitions"),
        pytest.param("![a](https://x.org/a.png)", '<p>!<a href="https://x.org/a.png">a</a></p>\n', id="no images: a page asks no other host"),
    ],
)
def test_block(text: str, html: str | None) -> None:
    rendered = RENDERER.block(text, SCOPE)
    if html is None:
        assert rendered.count('<table tabindex="0">') == rendered.count("</table>") == 1
        assert f"<td>{F001}</td>" in rendered
        assert '<td class="pb-right"><code>[[F-001]]</code></td>' in rendered
    else:
        assert rendered == html


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("<img src=x onerror=alert(1)>", id="event handler"),
        pytest.param("<div\nonclick='x'>\n\n</div>", id="block over lines"),
        pytest.param("<!-- x -->", id="comment"),
        pytest.param("<?php x ?>", id="instruction"),
        pytest.param("<![CDATA[x]]>", id="character data"),
        pytest.param("<!DOCTYPE html>", id="declaration"),
        pytest.param("[a](javascript:alert(1))", id="script link"),
        pytest.param("[a](JaVaScRiPt:alert(1))", id="script link in other letters"),
        pytest.param("[a](&#x6A;avascript:alert(1))", id="script link behind an entity"),
        pytest.param("[a](java&#10;script:alert(1))", id="script link with a line end"),
        pytest.param("[a](<\\javascript:alert(1)>)", id="script link behind a backslash"),
        pytest.param("[a](vbscript:x)", id="another script"),
        pytest.param("[a](data:text/html;base64,PHNjcmlwdD4=)", id="data"),
        pytest.param("[a](data:image/png;base64,AAAA)", id="image data, which the parser would let pass"),
        pytest.param("[a](mailto:a@b.org) <a@b.org> <mailto:a@b.org>", id="mail"),
        pytest.param("[a](ftp://x.org) <ftp://x.org> <x:y>", id="other schemes"),
        pytest.param("[a](//x.org) [b](/x) [c](x) [d](#x) [e](?x) [f]()", id="no scheme"),
        pytest.param('[a](https://x.org "\' onmouseover=alert(1) x=")', id="quotes in a title"),
        pytest.param("[a](https://x.org '\"><script>alert(1)</script>')", id="quotes and brackets in a title"),
        pytest.param('[a](https://x.org/"onmouseover="alert(1))', id="quotes in an address"),
        pytest.param("[a](<https://x.org/\" onmouseover='alert(1)>)", id="blanks and quotes in an address"),
        pytest.param('<https://x.org/"onmouseover="alert(1)>', id="quotes in a bare address"),
        pytest.param('`"><script>alert(1)</script>`', id="code"),
        pytest.param("[[F-002]]", id="a hostile title"),
        pytest.param('[@a:b+c, "><script>alert(1)</script>]', id="a hostile locator and label"),
        pytest.param('[["><script>]] [@a"><script>]', id="hostile marks"),
        pytest.param("| a |\n| - |\n| <script> |", id="cell"),
        pytest.param("# <script>", id="heading"),
        pytest.param("* a\n\n      <script>", id="code in a list"),
    ],
)
def test_nothing_hostile_comes_through(text: str) -> None:
    for html in (RENDERER.block(text, SCOPE), RENDERER.inline(text, SCOPE), RENDERER.page(text, SCOPE)[0]):
        assert_harmless(html)


ELEMENTS = frozenset(
    ["a", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "span", "strong"]
) | frozenset(["table", "tbody", "td", "th", "thead", "tr", "ul"])
ATTRIBUTES = frozenset({"href", "class", "id", "title", "start", "style", "tabindex"})
STYLES = frozenset({"text-align:left", "text-align:right", "text-align:center"})


def assert_harmless(html: str) -> None:
    """As a browser reads it: only the elements, attributes and addresses that Markdown needs, all of them closed."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parseFragment(html, container="div")
    assert [code for _, code, _ in parser.errors] == []
    for element in tree.iter():
        if element is tree:
            continue
        if str(element.tag).startswith("{http://www.w3.org/1998/Math/MathML}"):  # see tests/source/test_formulas.py
            continue
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
        if "href" in element.attrib:
            assert _leads_somewhere_known(element.attrib["href"]), element.attrib["href"]
        assert element.attrib.get("style", "text-align:left") in STYLES
    _assert_balanced(html)


def _leads_somewhere_known(href: str) -> bool:
    parts = urlsplit(href)
    ours = (not parts.scheme and not parts.netloc and href.startswith("../../")) or not href  # `[a]()` leads to the page itself
    return ours or href.lower().startswith(("http://", "https://"))


def _assert_balanced(html: str) -> None:
    """Every element that opens closes, in order: stricter than a browser, which mends what is left open."""
    opened: list[str] = []
    for closing, name, rest in re.findall(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>", html):
        if closing:
            assert opened.pop() == name
        elif not rest.endswith("/") and name not in ("br", "hr"):
            opened.append(name)
    assert opened == []


MARKS = ["[[", "]]", "[[F-001]]", "[[F-002]]", "[[F-999]]", "[@", "]", "[@kim2018]", "[@kim2018,p.4]", "[@a:b+c,x]"]
SIGNS = ["`", "``", "```", "~~~", "*", "**", "_", "__", "-", "+", ">", "|", "\\", "!", "[", "(", ")", "<"]
LINES = ["\n", "\n\n", "    ", "# ", "## ", "1. ", "| - |", "===\n", "---\n"]
LINKS = ["](", "](javascript:x)", "](https://x.org)", " 'x\")", "<a@b.org>", "<https://x/`>"]
TAGS = ["<script>", "</script>", "<img src=x onerror=x>", "&#106;", "&quot;", "&lt;", '"', "'", "\u2028", "\ufeff"]
PIECES = st.one_of(st.sampled_from(MARKS + SIGNS + LINES + LINKS + TAGS), st.text(max_size=4))
TEXTS = st.lists(PIECES, max_size=25).map("".join)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
@example("[[<https://x/`>](https://x.org)")
def test_any_text_is_harmless(text: str) -> None:
    # What no file can hold, and HTML neither: the loader refuses control characters.
    text = re.sub("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe-\U0010ffff]", "", text)
    for html in (RENDERER.block(text, SCOPE), RENDERER.inline(text, SCOPE)):
        assert_harmless(html)
    html, headings = RENDERER.page(text, SCOPE)
    assert_harmless(html)
    anchors = [anchor for _, anchor, _ in headings]
    assert len(set(anchors)) == len(anchors)
    assert re.findall(r'<h([1-6]) id="([^"]*)">', html) == [(str(level), anchor) for level, anchor, _ in headings]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=30))
def test_code_shows_what_was_written(text: str) -> None:
    html = RENDERER.inline(f"```` {text} ````", SCOPE)
    if "````" not in text:
        assert unescape(re.sub("</?code>", "", html)).strip() == text.strip()


def test_page_headings() -> None:
    text = "## One\n\n### Two [[F-001]]\n\n## One\n\n##### Five\n\n###### Six\n\n## &!\n\n## ?\n\nUnder\n---\n"
    html, headings = RENDERER.page(text, SCOPE)
    assert headings == (
        (2, "one", "One"),
        (3, "two-decisions-wait-f-001", "Two Decisions wait F-001"),
        (2, "one-2", "One"),
        # Their own levels, though a body's headings stop at h6 two levels earlier.
        (5, "five", "Five"),
        (6, "six", "Six"),
        (2, "section", "&!"),
        (2, "section-2", "?"),
        (2, "under", "Under"),
    )
    assert '<h2 id="one">One</h2>' in html
    assert f'<h3 id="two-decisions-wait-f-001">Two {F001}</h3>' in html
    assert '<h6 id="six">Six</h6>' in html


def test_a_page_leaves_the_renderer_as_it_was() -> None:
    before = RENDERER.block("# A", SCOPE)
    RENDERER.page("# A\n\n# A", SCOPE)
    assert RENDERER.block("# A", SCOPE) == before == "<h3>A</h3>\n"
    assert RENDERER.page("# A", SCOPE)[1] == ((1, "a", "A"),)


@given(st.text())
@example(HOSTILE)
@example("&amp; it's")
def test_text_is_escaped_as_everywhere(text: str) -> None:
    assert escape_html(text) == str(escape(text))


@pytest.mark.parametrize(
    ("title", "taken", "anchor"),
    [
        pytest.param("How it shows", [], "how-it-shows", id="words"),
        pytest.param("  C++ & C#!  ", [], "c-c", id="marks"),
        pytest.param("日本", [], "section", id="nothing left"),
        pytest.param("A", ["a"], "a-2", id="taken"),
        pytest.param("A", ["a", "a-2", "a-3"], "a-4", id="taken again"),
        pytest.param("A 2", ["a"], "a-2", id="free, though it looks numbered"),
    ],
)
def test_slug(title: str, taken: list[str], anchor: str) -> None:
    assert HeadingAnchors(dict.fromkeys(taken, 2)).take(title) == anchor


@given(st.lists(st.text(max_size=8), max_size=8))
def test_slugs_are_anchors_and_differ(titles: list[str]) -> None:
    anchors = HeadingAnchors()
    taken = [anchors.take(title) for title in titles]
    assert len(set(taken)) == len(titles)
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", anchor) for anchor in taken)


def test_titled_link_escapes_the_title() -> None:
    html = titled_link_html(SCOPE.targets["F-002"], SCOPE)
    assert "<script" not in html
    assert_harmless(html)
    assert_harmless(titled_link_html(_target("x", HOSTILE, "page"), SCOPE))


def test_a_table_is_aligned_by_class() -> None:
    html = make_markdown_renderer().block("| a | b | c |\n| :- | -: | :-: |\n| 1 | 2 | 3 |", SCOPE)
    assert [f'<td class="pb-{side}">' in html for side in ("left", "right", "center")] == [True, True, True]
    assert "style=" not in html


def test_the_contents_show_a_heading_in_words() -> None:
    _, headings = make_markdown_renderer().page("## The `x` & *more*\n", SCOPE)
    assert headings == ((2, "the-x-more", "The x & more"),)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
@example("[[F-001]]")
@example("[@kim2018]")
@example("a *b* `c` \\ <https://x.test> &amp; ![d](e)")
def test_what_is_to_be_read_as_written_is(title: str) -> None:
    html = RENDERER.inline(escape_markdown(title), SCOPE)
    assert "<" not in html
    assert unescape(html) == title


@pytest.mark.parametrize(
    "text",
    [
        *("costs $5 and $10", "US$5, later CA$ 7 or US$6", "$20,000 and $30,000", "$5 million and 6 million$ more", "a $ b $ c", "5$ and 6$"),
        *("from $5k to 6k$ and more", "$a\n\nb$", "$"),
    ],
)
def test_amounts_of_money_stay_text(text: str) -> None:
    assert "<math" not in RENDERER.block(text, SCOPE)
    assert "<code" not in RENDERER.block(text, SCOPE)
    assert Markdown.of(text).formulas == ()


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("Let $x$, $y$ and 2$z$.", ["x", "y", "z"]),
        ("- a\n  $$\n  - b\n  $$\n- c $$d$$", ["- b", "d"]),
        ("`$a$` and \\$5 or $b_*c*$", ["b_*c*"]),
        ("a\n$$x\n= y$$\nb", ["x = y"]),
        ("$[[F-001]]$ and $a <b> [@kim2018]$", ["[[F-001]]", "a <b> [@kim2018]"]),
    ],
)
def test_formulas_are_those_that_checks_see(text: str, formulas: list[str]) -> None:
    html = str(RENDERER.block(text, SCOPE))
    assert [unescape(each) for each in re.findall('alttext="([^"]*)"', html)] == formulas
    assert sorted(" ".join(each.tex.split()) for each in Markdown.of(text).formulas) == sorted(formulas)
    assert "<em>" not in html
    assert "pb-link" not in html


def test_formula_that_cannot_be_read_stands_as_it_is_written() -> None:
    assert RENDERER.inline("a $\\frca<b>$", SCOPE) == "a <code>\\frca&lt;b&gt;</code>"


def test_marks_inside_formulas_are_none_to_checks() -> None:
    markdown = Markdown.of("$[[F-999]] [@a] <b>$ [[F-001]]")
    assert [id_ for _, id_ in entry_links_at(markdown)] == ["F-001"]
    assert list(raw_html(markdown)) == []
    assert list(raw_html(Markdown.of("$<b>$", formulas=False))) == [(1, "<b>")], "MkDocs knows no formulas"


def test_heading_with_a_formula_keeps_its_source() -> None:
    _, headings = RENDERER.page("## Share $n_w < 1$", SCOPE)
    assert headings == ((2, "share-n-w-1", "Share n_w < 1"),)


def test_code_can_be_scrolled_and_has_colours() -> None:
    assert (
        RENDERER.block("```python\nx\n```", SCOPE) == '<div class="highlight"><pre><code tabindex="0"><span class="n">x</span>\n</code></pre></div>\n'
    )
    assert RENDERER.block("~~~nothing\n<x>\n~~~", SCOPE) == '<pre><code tabindex="0">&lt;x&gt;\n</code></pre>\n'


PICTURED = replace(
    SCOPE,
    images={
        "a.png": ShownPicture(file="a.png", width=3, height=2, credit="Ann & co, CC0-1.0", href="https://a.example/?a&b"),
        "lost.png": ShownPicture(file="lost.png", credit="Ann, CC0-1.0"),
    },
)
IMG = '<img src="../../images/a.png" alt="&lt;A&gt;" width="3" height="2" loading="lazy" decoding="async">'
CREDIT = '<span class="pb-image-credit"><a href="https://a.example/?a&amp;b">Ann &amp; co, CC0-1.0</a></span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('![<A>](images/a.png "B & <c>")', f'<figure class="pb-image">{IMG}<figcaption>B &amp; &lt;c&gt; {CREDIT}</figcaption></figure>\n'),
        ("- ![<A>](images/a.png)", f'<ul>\n<li>\n<figure class="pb-image">{IMG}<figcaption>{CREDIT}</figcaption></figure>\n</li>\n</ul>\n'),
        ("a ![<A>](images/a.png)", f'<p>a <span class="pb-image">{IMG}<span class="pb-image-caption">{CREDIT}</span></span></p>\n'),
        ("a ![B](images/unknown.png)", "<p>a B</p>\n"),
    ],
)
def test_picture_is_a_figure_where_it_is_a_paragraph(text: str, html: str) -> None:
    assert RENDERER.block(text, PICTURED) == html


def test_picture_that_is_gone_is_told_in_words() -> None:
    html = RENDERER.block("![B](images/lost.png)", PICTURED)
    assert "<img" not in html
    assert "B (the picture that stood here is no longer in the catalogue)" in html
