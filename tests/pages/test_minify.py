"""Blanks that nobody sees are left out; those that somebody sees stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patternbook.pages.frame.minify import minify_html

CASES = {
    "indentation": ("<ul>\n    <li>a</li>\n    <li>b</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "empty lines": ("<p>a</p>\n\n  \n<p>b</p>", "<p>a</p>\n<p>b</p>"),
    "words on two lines": ("<p>one\n   two  three</p>", "<p>one\ntwo  three</p>"),
    "preformatted": ("<div>\n  <pre><code>a\n    b\n\n    c</code></pre>\n  </div>", "<div>\n<pre><code>a\n    b\n\n    c</code></pre>\n</div>"),
    "a script": ("\n  <script>\n  let a\n  </script>\n\n<p>", "\n<script>\n  let a\n  </script>\n<p>"),
    "a field": ("<textarea>\n  a</textarea>\n <p>", "<textarea>\n  a</textarea>\n<p>"),
    "a word like an element": ("<preface>\n  a</preface>", "<preface>\na</preface>"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES.keys())
def test_blanks(html: str, expected: str) -> None:
    assert minify_html(html) == expected
    assert minify_html(expected) == expected


PART = st.lists(st.sampled_from(["<p>", "a", "\n", "  ", "<pre>\n  b</pre>", "<script> \n c</script>", "\n\n"]), max_size=8).map("".join)


@given(PART, PART)
def test_parts_give_what_the_whole_gives(one: str, other: str) -> None:
    one, other = f"<i>{one}</i>", f"<b>{other}</b>"
    assert minify_html(one + other) == minify_html(one) + minify_html(other)
