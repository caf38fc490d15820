"""Program code in colours."""

from __future__ import annotations

import re
from html import unescape

import pytest

from patternbook.source.media.code import MAX_CODE, highlight_code, known_languages


def test_words_have_classes_and_text_stays_the_same() -> None:
    code = '\n\ndef f(x):  # "half" of <b>\n    return 2.5 * x'
    html = highlight_code(code, "Python")
    assert '<span class="k">def</span>' in html
    assert unescape(re.sub("<[^>]*>", "", html)) == code


@pytest.mark.parametrize(("text", "language"), [("x", "pyhton"), ("x" * (MAX_CODE + 1), "python"), ("x", "")])
def test_what_cannot_be_coloured_is_left_to_the_caller(text: str, language: str) -> None:
    assert highlight_code(text, language) == ""


def test_languages_go_by_all_of_their_names() -> None:
    assert {"python", "py", "c++", "yaml", "text"} <= known_languages()
