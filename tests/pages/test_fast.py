"""What is rendered without a parser is what the parser gives, for every text."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from patternbook.catalogue.catalogue import Catalogue
from patternbook.catalogue.items import texts_of
from patternbook.model.registry import VOCABULARIES
from patternbook.pages.markdown import fast
from test_renderer import RENDERER, SCOPE, TEXTS

LETTERS = "aZ9äß中²٣"
SIGNS = " .,;:()/%'’“”?+=–—…-"
ANY_WORDS = st.text(f"{LETTERS}{SIGNS}\n\t\u00a0\u2003\x0b\x85", min_size=1, max_size=6)
PLAIN = st.text(LETTERS, min_size=1, max_size=3)
HOSTS = st.one_of(st.text("ab1", min_size=1, max_size=3), st.text("ab1.-", min_size=1, max_size=5))
PATHS = st.one_of(st.sampled_from(["", "/", "/a", "/B.c/1~_-"]), st.text("/aB.~_-1", max_size=5))
ADDRESSES = st.builds("{}://{}{}".format, st.sampled_from(["http", "https"]), HOSTS, PATHS)
OURS = st.sampled_from(
    [
        "[[F-001]]",
        "[[ F-002 ]]",
        "[[F-999]]",
        "[@kim2018]",
        "[@kim2018, p. 4; @a:b+c]",
        "[@nobody]",
        "[@kim2018,\np. 4]",
        "[ours]",
        " [ours]",
        "[-@kim2018]",
        "[see @kim2018, p. 4]",
        "@kim2018 says",
        " @kim2018 [p. 4]",
    ]
)
NOISE = st.sampled_from(
    [
        "[@ ]",
        "[ours](",
        "[ours",
        "[ours][",
        "!",
        "*",
        "**",
        "`",
        "_",
        "[",
        "]",
        "(",
        ")",
        "\\",
        "<",
        "&",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "2. ",
        "12) ",
        "# ",
        "    ",
    ]
)


def _marked(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    linked = st.builds("[{}]({})".format, words, ADDRESSES)
    return st.one_of(st.builds("*{}*".format, words), st.builds("**{}**".format, words), st.builds("`{}`".format, words), linked, OURS)


def _bodies(pieces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    lines = st.lists(st.lists(pieces, min_size=1, max_size=5).map("".join), min_size=1, max_size=3)
    bullets = lines.map(lambda each: "\n".join(f"- {line}" for line in each))
    numbers = lines.map(lambda each: "\n".join(f"{number}. {line}" for number, line in enumerate(each, 1)))
    return st.lists(st.one_of(lines.map("\n".join), bullets, numbers), min_size=1, max_size=3).map("\n\n".join)


TIDY = _bodies(
    st.builds("{}{}".format, st.one_of(PLAIN, _marked(PLAIN)), st.one_of(st.just(""), st.builds("{}{}".format, st.sampled_from(SIGNS), PLAIN)))
)
WILD = _bodies(st.one_of(PLAIN, ANY_WORDS, _marked(ANY_WORDS), NOISE))


def _alike(text: str) -> tuple[bool, bool]:
    """Compare with the parser; whether each was given at all."""
    one, other = fast.render_inline(text, SCOPE), fast.render_blocks(text, SCOPE)
    assert one in (None, RENDERER.markdown.renderInline(text, {"scope": SCOPE}))
    assert other in (None, RENDERER.markdown.render(text, {"scope": SCOPE}))
    return one is not None, other is not None


@settings(deadline=None, max_examples=500)
@given(TIDY)
def test_tidy_texts_are_rendered_as_the_parser_does(text: str) -> None:
    _alike(text)


@settings(deadline=None, max_examples=500)
@given(st.one_of(WILD, TEXTS))
@example("a\n*b*c\n\n- d\n- `e`\n\n1. f\n2. [g](https://h.i/j)")
@example("- a\n\n- b")
@example("a *b*c**d** *e*.")
@example("(see [@kim2018]) [@kim2018]")
@example("2. a")
@example("1986\\. A")
def test_any_text_is_rendered_as_the_parser_does(text: str) -> None:
    _alike(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a_b_c",
        "a  \nb",
        "a\n b",
        "a ",
        "a\n===",
        "a\n---",
        "a\n- b",
        "- a\n\n- b",
        "- a\n  b",
        "- - a",
        "-  a",
        "3. a",
        "1. a\nb",
        "a\n\n    b",
        "***a***",
        "* a",
        "*a **b** c*",
        "`a``b`",
        "a | b\n- | -",
        "[a](https://x.org 'b')",
        "[a](ftp://x.org)",
        "![a](https://x.org)",
        "[a [[F-001]]](https://x.org)",
        "a\r\nb",
        "a\0",
        "&amp;",
        "<b>",
        "a\\",
        "# a",
        "~~~\na",
        "```\na\n```",
    ],
)
def test_what_is_not_certain_is_left_to_the_parser(text: str) -> None:
    assert fast.render_blocks(text, SCOPE) is None
    _alike(text)


def _texts(catalogue: Catalogue) -> Iterable[str]:
    for part in (*catalogue.entries.values(), *(word for each in VOCABULARIES for word in catalogue.words[each.name].values())):
        yield from texts_of(part)
    yield from (page.text for page in catalogue.prose)


@pytest.mark.parametrize("which", ["catalogue", "toy"])
def test_every_text_of_the_data(which: str, request: pytest.FixtureRequest) -> None:
    found = [_alike(text) for text in _texts(request.getfixturevalue(which))]
    assert sum(inline for inline, _ in found) > 0.9 * len(found), "few texts need the parser"
