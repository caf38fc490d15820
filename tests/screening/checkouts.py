"""What the tests of screening share: the shipped lists, and checkouts made up on the spot."""

from __future__ import annotations

import functools
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from conftest import ROOT
from patternbook.check.token_lists import load_lists
from patternbook.screening.judging.gates import check_gates
from patternbook.screening.judging.rules.facts import CheckoutFacts
from patternbook.screening.judging.verdict import Verdict, judge
from patternbook.screening.repository.metadata import Metadata
from patternbook.screening.repository.tree import FileEntry, History, Problems
from patternbook.screening.survey.model import Survey
from patternbook.screening.survey.scan import scan
from patternbook.screening.survey.self_description import self_labels
from patternbook.screening.tokens.lists import TokenLists


@functools.cache
def shipped_lists() -> TokenLists:
    lists, problems = load_lists(ROOT / "data", ROOT)
    assert problems == ()
    return lists


class MemoryTree:
    """A checkout that is nowhere on disk."""

    kind = "made up"
    commit = ""

    def __init__(self, files: Mapping[str, str | bytes], history: History | None = None) -> None:
        self.problems = Problems()
        self._files = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
        self._history = history or History()

    def files(self) -> Iterator[FileEntry]:
        return (FileEntry(path, len(content), path) for path, content in self._files.items())

    def follow(self, link: FileEntry) -> FileEntry | None:
        return None

    def read(self, files: Iterable[FileEntry]) -> Iterator[tuple[FileEntry, bytes]]:
        return ((listed, self._files[listed.key]) for listed in files)

    def history(self) -> History:
        return self._history


def surveyed(files: Mapping[str, str | bytes], lists: TokenLists | None = None, history: History | None = None) -> Survey:
    """A made-up checkout, read."""
    return scan(MemoryTree(files, history), lists or shipped_lists(), lambda _: None)


def facts_of(
    files: Mapping[str, str | bytes], metadata: Metadata | None = None, history: History | None = None, lists: TokenLists | None = None
) -> CheckoutFacts:
    lists = lists or shipped_lists()
    survey = surveyed(files, lists, history)
    return CheckoutFacts(survey, self_labels(survey.readme, metadata.description if metadata else "", lists), metadata, lists)


def judged(files: Mapping[str, str | bytes], metadata: Metadata | None = None, history: History | None = None) -> Verdict:
    """A made-up checkout, weighed."""
    facts = facts_of(files, metadata, history)
    return judge(facts, check_gates(facts.survey, metadata, facts.labels))


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The same on disk."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def git(folder: Path, *arguments: str, **environment: str) -> str:
    """Git, with nobody's settings."""
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "A"), ("EMAIL", "a@garden.test"))}
    dates = {"GIT_AUTHOR_DATE": "2024-03-06T12:00:00Z", "GIT_COMMITTER_DATE": "2024-03-06T12:00:00Z"}
    done = subprocess.run(["git", *arguments], cwd=folder, env=clean | who | dates | environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def committed(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A clone with one commit."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    written(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "All of it")
    return folder


def bare(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The same as a bare repository."""
    clone = committed(folder.with_name(f"{folder.name}-clone"), files)
    git(clone, "clone", "-q", "--bare", "--no-local", ".", str(folder))
    return folder


PRODUCT: dict[str, str | bytes] = {
    "README.md": "# Birdwatch\n\nBirdwatch is an app for people who want to know which bird sings.\n\n"
    "[Get it](https://f-droid.org/packages/test.birdwatch)\n",
    "app/build.gradle": "plugins {\n  id 'com.android.application'\n}\nandroid { defaultConfig { applicationId \"test.birdwatch\" } }\n"
    "dependencies { implementation 'org.tensorflow:tensorflow-lite:2.9.0' }\n",
    "app/src/main/java/com/example/birdwatch/Main.java": "package com.example.birdwatch;\nimport org.tensorflow.lite.Interpreter;\n\nclass Main {}\n",
    "app/src/main/assets/birds.tflite": b"\x00\x01model",
    "app/src/main/res/values-de/strings.xml": "<resources/>",
    "app/src/main/res/values-fr/strings.xml": "<resources/>",
    "app/src/main/res/values-it/strings.xml": "<resources/>",
}
"""A small product with a model in it."""

LIBRARY: dict[str, str | bytes] = {
    "README.md": "# birdlib\n\nbirdlib is a small Python library for telling birds apart.\n\n```\npip install birdlib\n```\n",
    "pyproject.toml": '[build-system]\nrequires = ["setuptools"]\n\n[project]\nname = "birdlib"\nkeywords = ["birds"]\ndependencies = ["torch>=2"]\n',
    "birdlib/__init__.py": "import torch\n",
    "examples/web/app.py": "from flask import Flask\n\napp = Flask(__name__)\n",
}
"""A library with an example application."""
