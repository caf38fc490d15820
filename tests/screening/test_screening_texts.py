"""Comments: what stands in one is no use of a library, and what only looks like one hides nothing."""

from __future__ import annotations

import time

import pytest

from checkouts import surveyed
from patternbook.screening.texts.comments import _PATTERNS, Comments
from patternbook.screening.texts.languages import imported_modules, language_of
from patternbook.screening.texts.noun_phrases import noun_phrases
from patternbook.screening.texts.readme import parse_readme
from patternbook.screening.texts.snippets import code_snippets
from patternbook.screening.texts.titles import fit, title_for


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


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("```python\nimport seed\nseed.sow()\n```\n\n```py\nseed.reap()\n```\n", [2, 7]),
        ("```python\npython a.py\n```\n", []),
        ("```python\n$ pip install seed\n# later\nimport seed\n```\n", [4]),
        ("```\nfrom seed import sow\n```\n", [2]),
        ("```\nfrom the garden import is dear\n```\n", []),
        ("```json\n{}\n```\n", []),
        (".. code-block:: python\n\n   seed.sow()\n", [3]),
        (".. code-block:: bash\n\n   sow seed\n", []),
        ("Like this::\n\n   >>> seed.sow()\n   >>> seed.reap()\n", [3]),
        ("<pre>import seed\nseed.sow()</pre>\n" + "\n" * 20 + "<pre>import seed</pre>\n", [1, 23]),
        ("```js\nconst seed = require('seed')\n```\n", [2]),
        ("~~~{r}\nsow(1)\n~~~\n", [2]),
        ("We import seeds from Spain.\n", []),
    ],
)
def test_program_code_of_a_readme(text: str, lines: list[int]) -> None:
    assert [each.line for each in code_snippets(text)] == lines


@pytest.mark.parametrize(
    ("of_", "text", "modules"),
    [
        ("python", "import a.b, c as d\nfrom e.f import (g)\nfrom h import i as j, k\nimports no\n", ["a.b", "c", "e.f", "h", "h.i", "h.k"]),
        ("javascript", "import a from 'b';\nconst c = require(\"d/e\"); import('f');\nimport 'g'\n", ["b", "d/e", "f", "g"]),
        ("java", "import static a.b.C.d;\nimport e.f.*;\n", ["a.b.C.d", "e.f."]),
        ("swift", "@testable import A\nimport class B.C\n", ["A", "B.C"]),
        ("objc", "#import <A/B.h>\n@import C;\n", ["A/B.h", "C"]),
        ("csharp", "using A.B;\nglobal using static C.D;\nusing (var x = y)\n", ["A.B", "C.D"]),
        ("go", 'import (\n\tx "a.b/c"\n\t"d"\n)\nimport "e"\n', ["a.b/c", "d", "e"]),
        ("rust", "pub use a::b;\nextern crate c;\n", ["a::b", "c"]),
        ("notebook", '{"source": ["import a\\n",\n "from b import c"]}', ["a", "b", "b.c"]),
    ],
)
def test_imports(of_: str, text: str, modules: list[str]) -> None:
    found = [(module, offset) for module, offset in imported_modules(of_, b"\n" + text.encode())]  # type: ignore[arg-type]
    assert sorted({module for module, _ in found} - {""}) == sorted(modules)


def test_language_by_name() -> None:
    assert [language_of(name) for name in ("a.PY", "Dockerfile", "build.gradle.kts", "a.kts", "README", "x.tar.gz", ".py")] == [
        *("python", "config", "gradle", "kotlin", None, None, "python")
    ]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("A is a simple, yet elegant, HTTP library.", {"simple yet elegant http library"}),
        ("A is an easy-to-use photo manager for families.", {"easy photo manager"}),
        ("This repository contains a collection of code samples for birds.", {"code samples"}),
        ("This project demonstrates how birds sing.", {"demonstrates"}),
        ("A realtime bird classification system for the garden", {"realtime bird classification system"}),
        ("A type-safe HTTP client for Android and the JVM.", {"client library"}),
        ("A fast little keyboard for Android.", {"fast little keyboard"}),
        ("It is a fast editor for Python files.", {"fast editor"}),
        ("This repo contains code for the garden series of codelabs.", {"tutorial code"}),
        ("This repo contains code for the garden course of the river.", {"tutorial code"}),
        ("This repo contains code for the garden.", {"code"}),
        ("Download the installer from the page", set()),
        ("It uses a library for birds", set()),
    ],
)
def test_self_description(text: str, phrases: set[str]) -> None:
    readme = parse_readme("README.md", f"# Aviary\n\n{text}\n")
    assert phrases <= {phrase.phrase for phrase in noun_phrases(readme.opening)}
    if not phrases:
        assert {phrase.phrase for phrase in noun_phrases(readme.opening)} == {"aviary"}


def test_readme_is_read_without_badges_code_and_tags() -> None:
    text = """<p align="center">
  <img src="a.png" alt="a library">
</p>

[![Build](https://a.test/b.svg)](https://a.test)

Birds
=====

```
this is a library
```

**Birds** is a [keyboard](https://a.test/library).
"""
    readme = parse_readme("README.md", text)
    assert (readme.title, [(sentence.text, sentence.line) for sentence in readme.opening]) == ("Birds", [("Birds", 7), ("Birds is a keyboard.", 14)])


TITLES = [
    ("# Aviary\n\nBirds.\n\n## Installation\n", "Aviary", "Aviary"),
    ("Aviary is an app.\n\n## Installation\n\nDo so.\n\n## Usage\n", "", ""),
    ("# Installation\n\nDo so.\n\n# Usage\n", "Installation", ""),
    ("# WARNING\n\n### Beware of aviary.test\n\n# Aviary - all birds\n", "WARNING", "Aviary - all birds"),
    ("Status\n======\n\nDone.\n\nAviary\n======\n", "Status", "Aviary"),
    ('<h1 align="center"><img src="a.png">Aviary</h1>\n\nAn app.\n\n## Installation\n', "Aviary", "Aviary"),
    ('<h1 align="center">\n  <a href="x">Aviary</a>\n</h1>\n\n## Installation\n', "Aviary", "Aviary"),
    ("<h1>Thanks to all!</h1>\n<h1>You may not sell Aviary</h1>\n<h1>\n  Aviary\n</h1>\n\n## Introduction\n", "Thanks to all!", "Aviary"),
    ('<h3 align="center">Aviary</h3>\n\n## Installation\n\n## Usage\n', "", "Aviary"),
    ("![Aviary](banner.png)\n\nAviary is an app.\n\n## Installation\n\n## Usage\n", "Aviary", "Aviary"),
    ('<p><img width="9" alt="Aviary\u2019s Logo" src="a.png"></p>\n\nAn app.\n\n## Installation\n\n## Usage\n', "", "Aviary"),
    (".. image:: banner.png\n   :alt: Aviary\n\nAviary is an app.\n\nInstallation\n------------\n\nUsage\n-----\n", "Aviary", "Aviary"),
    ("![Build Status](b.svg)\n\nAn app.\n\n## Installation\n\n## Usage\n", "", ""),
    ("# garden_aviary\n\n## Aviary has uses\n", "garden_aviary", "garden_aviary"),
    ("# Aviary [[other](./README_OTHER.md)]\n", "Aviary [other]", "Aviary [other]"),
]


@pytest.mark.parametrize(("text", "structural", "fitting"), TITLES)
def test_title_is_no_section_notice_or_badge(text: str, structural: str, fitting: str) -> None:
    readme = parse_readme("README.md", text)
    assert readme.title == structural
    assert title_for("aviary", readme.titles, readme.pictures, readme.title) == fitting
    if structural:
        assert structural.split()[0] in text.split("\n")[readme.title_line - 1]


@pytest.mark.parametrize(
    ("text", "name", "fits"),
    [
        ("Bird Watch", "bird_watch", 3),
        ("BirdWatch: all birds", "bird-watch", 2),
        ("Seek", "SeekReactNative", 1),
        ("Digits with TensorFlow Lite on Android", "tflite-digits-android", 1),
        ("Cam Simple AI Robot", "ESP32CamAI", 1),
        ("Installation", "birdwatch", 0),
        ("", "birdwatch", 0),
        ("The", "then", 0),
    ],
)
def test_fit_of_a_title_and_a_name(text: str, name: str, fits: int) -> None:
    assert fit(text, name) == fits


def test_lines_of_a_readme_are_those_of_an_editor() -> None:
    text = "\x0c\u2028\r\n# Aviary\r\n\r\n```python\r\nimport birds\r\n```\r\n"
    readme = parse_readme("README.md", text)
    assert (readme.title, readme.title_line, readme.snippets[0].line) == ("Aviary", 2, 5)


@pytest.mark.parametrize(
    "mark", ["<h1>", "<h1><h2>", "<summary>", "![", "![a](", '<img alt="', "<img ", "[[", "[a](", "[a[b]", "#", "# a\n", "a\n=\n", "_", "a_"]
)
def test_hostile_readme_takes_no_time(mark: str) -> None:
    began = time.process_time()
    parse_readme("README.md", mark * (200_000 // len(mark)))
    assert time.process_time() - began < 3
