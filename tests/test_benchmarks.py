"""The catalogue that benchmarks are made with: the same every time, and without a flaw."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from patternbook.read import read

GENERATE = Path(__file__).parents[1] / "benchmarks" / "generate.py"
COUNT = 60


def _generated(folder: Path, hash_seed: str) -> Path:
    subprocess.run([sys.executable, GENERATE, str(COUNT), folder], env=os.environ | {"PYTHONHASHSEED": hash_seed}, check=True)
    return folder


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_same_number_gives_same_bytes(tmp_path: Path) -> None:
    one, other = _generated(tmp_path / "one", "1"), _generated(tmp_path / "other", "2")
    assert _contents(one) == _contents(other)
    assert "findings.yaml" in _contents(one)


def test_generated_catalogue_has_no_problem(tmp_path: Path) -> None:
    reading = read(_generated(tmp_path / "data", "0"), tmp_path, "https://catalogue.example/")
    assert reading.diagnostics == ()
    assert reading.counts == {"CP": 4, "P": 15, "F": 36, "R": 9, "S": 5, "K": 0, "I": 0, "M": 0, "references": 30}
