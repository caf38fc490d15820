"""Survey: which zone a file is in, which tokens it hits, and what one pass keeps of it."""

from __future__ import annotations

import time

import pytest

from checkouts import MemoryTree, shipped_lists, surveyed
from patternbook.screening.survey.pattern_index import anchor_word, word_set
from patternbook.screening.survey.scan import scan
from patternbook.screening.survey.zones import ZoneRules
from patternbook.screening.texts.languages import MAX_MODULE_PARTS, module_prefixes


def test_what_stands_twice_on_a_line_is_shown_once() -> None:
    code = 'HOSTS = "x.openai.azure.com", "x.cognitiveservices.azure.com"\nHOST = "api.cognitive.microsoft.com"\n'
    [token] = surveyed({"app.py": code}).hits_of("hosted-model-api")
    assert token.counts == {"main": 3}
    assert sorted(each.line for each in token.evidence) == [1, 2]


@pytest.mark.parametrize(
    ("path", "zone"),
    [
        ("src/app.py", "main"),
        ("examples/app.py", "example"),
        ("lib/demo-app/a.py", "example"),
        ("DemoApp/a.swift", "example"),
        ("democracy/a.py", "main"),
        ("a/tests/b.py", "test"),
        ("test_a.py", "test"),
        ("contest/a.py", "main"),
        ("docs/a.md", "docs"),
        ("node_modules/x/examples/a.js", "vendored"),
        ("static/jquery-3.js", "vendored"),
        ("static/a.min.js", "vendored"),
        ("static/admin.js", "main"),
        ("app/src/main/java/com/example/app/Main.java", "main"),
        ("src/main/java/org/garden/samples/Main.java", "main"),
        ("samples/src/main/java/org/garden/Main.java", "example"),
        ("app/src/androidTest/java/A.java", "test"),
    ],
)
def test_place_of_a_file(path: str, zone: str) -> None:
    assert ZoneRules(shipped_lists().places).zone_of(path).zone == zone


def test_every_folder_and_word_of_the_places_is_one_that_can_be_met() -> None:
    known_places = ZoneRules(shipped_lists().places)
    for rule in shipped_lists().places:
        for folder in (*rule.folders, *rule.words):
            assert known_places.zone_of(f"a/{folder}/b.py").zone in (rule.zone, "vendored", "test"), folder
        for file in rule.files:
            assert known_places.zone_of(f"a/{file.replace('*', 'x')}").zone == rule.zone, file


def test_a_module_is_looked_for_by_its_outermost_parts() -> None:
    assert list(module_prefixes("python", "a.b.c")) == ["a.b.c", "a.b", "a"]
    assert next(module_prefixes("rust", "::".join(["a"] * 50))) == "::".join(["a"] * MAX_MODULE_PARTS)
    assert [found.source.token.name for found in surveyed({"a.py": "import torch" + ".a" * 60}).found] == ["PyTorch"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("A.java", "import " + "a." * 900_000),
        ("a.py", "import " + "a." * 900_000),
        ("a.py", "from " + "a." * 40 + " import " + "b," * 900_000),
        ("a.rs", "use " + "a::" * 600_000),
        ("a.php", "use " + "a\\" * 900_000),
        ("a.go", 'import "' + "a/" * 900_000 + '"'),
        ("a.js", "import" + " " * 300_000),
        ("a.js", "import(" + " " * 300_000),
    ],
)
def test_hostile_code_takes_no_time(file: str, text: str) -> None:
    shipped_lists()
    start = time.process_time()
    surveyed({file: text})
    assert time.process_time() - start < 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_first_line_is_read_behind_a_byte_order_mark(encoding: str) -> None:
    files = {"A.cs": "using Microsoft.ML;\n", "a.py": "import torch\n", "requirements.txt": "nltk\n", "README.md": "# Birdwatch\n"}
    survey = surveyed({file: text.encode(encoding) for file, text in files.items()})
    assert {found.source.token.name for found in survey.found} == {"ML.NET and Accord", "PyTorch", "spaCy, NLTK, gensim"}
    assert {evidence.line for found in survey.found for evidence in found.evidence} == {1}
    assert survey.readme.title == "Birdwatch"


def test_anchors() -> None:
    assert [anchor_word(pattern) for pattern in ("api.openai.com", "*.tflite", "train_*.py", "group*-shard*of*", "<Window")] == [
        *(b"openai", b"tflite", b"train", b"", b"window")
    ]
    assert word_set(b"Api.OpenAI-com_x9 \xc3\xa9t") == {b"api", b"openai", b"com", b"x9", b"t"}


def test_best_readme_is_taken() -> None:
    survey = surveyed({"README.zh.md": "# Zwei", "readme.rst": "Drei\n====\n", "README.md": "# Eins", "docs/README.md": "# Vier"})
    assert survey.readme.title == "Eins"


def test_progress_is_told() -> None:
    seen: list[int] = []
    scan(MemoryTree({f"{number}.py": "" for number in range(1200)}), shipped_lists(), seen.append)
    assert seen == [500, 1000, 1200]
