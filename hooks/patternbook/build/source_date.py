"""The date of a build: that of the commit, so that two builds of one commit are equal, whenever they are made."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from patternbook.source.days import day_of

VARIABLE = "SOURCE_DATE_EPOCH"
"""Environment variable with the date in seconds since 1970, which every program that builds should use: https://reproducible-builds.org."""


def source_date(base: Path, environment: Mapping[str, str]) -> str:
    """SOURCE_DATE_EPOCH, else the date of the project's last commit; 0 where there is none."""
    if date := environment.get(VARIABLE):
        return date
    try:
        done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=base, capture_output=True, text=True, check=False)
    except OSError:  # git is not installed
        return "0"
    return done.stdout.strip() or "0"


def source_day(base: Path, environment: Mapping[str, str]) -> str:
    """The day of the same date, in UTC: 2026-12-31; empty where there is none."""
    date = source_date(base, environment)
    return day_of(int(date)) if date.isdecimal() and date != "0" else ""
