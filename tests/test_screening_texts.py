"""Comments: what stands in one is no use of a library, and what only looks like one hides nothing."""

from __future__ import annotations

import time

import pytest

from checkouts import surveyed
from patternbook.screening.texts.comments import _PATTERNS, Comments


def found(file: str, text: str) -> set[str]:
    return {each.source.token.name for each in surveyed({file: text}).found if each.source.signal.stage in ("ui", "ml")}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.js", '// import * as tf from "@tensorflow/tfjs"\n'),
        ("a.js", 'x() // require("@tensorflow/tfjs")\n'),
        ("a.ts", '/**\n * import * as tf from "@tensorflow/tfjs"\n */\n'),
        ("a.py", '"""Use it so:\n\nimport torch\n"""\n'),
        ("a.py", "def a():\n    '''\n    import torch\n    '''\n"),
        ("a.py", 'code = """\nimport torch\n"""\n'),
        ("A.java", "/*\nimport weka.core.X;\n*/\n"),
        ("a.swift", "/*\nimport UIKit\n*/\n"),
        ("a.m", "/*\n#import <UIKit/UIKit.h>\n*/\n"),
        ("A.cs", "/*\nusing System.Windows;\n*/\n"),
        ("a.rs", "/*\nuse vosk;\n*/\n"),
        ("a.R", "# library(shiny)\n"),
        ("a.rb", "=begin\nrequire 'sinatra'\n=end\n"),
        ("a.jl", "#=\nusing Flux\n=#\n"),
        ("a.php", "<?php /*\nuse Symfony\\Component\\HttpFoundation;\n*/\n"),
        ("a.php", "<?php\n# $_POST\n// $_GET\n"),
        ("AndroidManifest.xml", "<!-- android.intent.category.LAUNCHER -->\n"),
    ],
)
def test_what_stands_in_a_comment_is_no_use(file: str, text: str) -> None:
    assert found(file, text) == set()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.js", 'const all = "src/**/*.js"; app.get("/*", x)\nconst tf = require("@tensorflow/tfjs") /* this */\n'),
        ("a.js", 'const u = `http://a`; require("@tensorflow/tfjs")\n'),
        ("a.js", '/* a */ import * as tf from "@tensorflow/tfjs" // b\n'),
        ("a.js", '/* never closed\nimport * as tf from "@tensorflow/tfjs"\n'),
        ("a.jsx", '<p>Don\'t</p>\nimport * as tf from "@tensorflow/tfjs"\n'),
        ("a.py", '"""About it."""\nimport torch\n'),
        ("a.py", 'a = "#"; b = \'"""\'\nimport torch\nc = """\n"""\n'),
        ("a.py", "# it's\nimport torch  # that\n"),
        ("a.py", 'x = """\n"""\nimport torch\ny = """\n"""\n'),
        ("A.java", '/* a */\nimport weka.core.X; // b\nString s = "*/";\n'),
        ("A.java", "// /*\nimport weka.core.X;\n// */\n"),
        ("a.rs", "fn a<'b>() {}\nuse vosk;\n/* c */\n"),
        ("a.rb", "x = \"#{y}\"\nrequire 'sinatra'\n"),
        ("a.php", "<?php\n#[Attribute] $_POST\n"),
    ],
)
def test_what_only_looks_like_a_comment_hides_nothing(file: str, text: str) -> None:
    assert found(file, text) != set()


def test_place_after_the_commented_one_is_the_evidence() -> None:
    survey = surveyed({"a.php": "<?php\n// $_POST\n$a = $_POST;\n"})
    assert [(each.line, each.fragment) for token in survey.found for each in token.evidence] == [(3, "$a = $_POST;")]


SIZE = 300_000


@pytest.mark.parametrize("mark", ["/*", '"', "'", '"""', '\\"', "#=", "`", "--[[", "<!--", "\n=begin\n", "//", "'\\", "*/", " #"])
def test_hostile_text_takes_no_time(mark: str) -> None:
    text = b"\n" + mark.encode() * (SIZE // len(mark))
    start = time.process_time()
    for language in _PATTERNS:
        Comments(language, text).contain(len(text) - 1)
    assert time.process_time() - start < 6


def test_every_offset_may_be_asked_for_in_any_order() -> None:
    text = b"\na /* b */ c // d\ne"
    comments = Comments("java", text)
    held = [at for at in reversed(range(len(text))) if comments.contain(at)]
    assert bytes(text[at] for at in reversed(held)) == b"/* b */// d"
