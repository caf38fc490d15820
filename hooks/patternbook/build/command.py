"""`patternbook build`: MkDocs as a program of its own, which touches the site last; another `patternbook build` beside it is kept away."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from patternbook.build import swap


def run_build(base: Path, site: Path, *, strict: bool) -> bool:
    """Build the site of the project in `base`, and say how it went; whether it went well. Where it is strict, warnings stop it."""
    try:
        with swap.lock_site(site) as lock:
            return _build_alone(base, site, lock, strict=strict)
    except swap.BusyError as problem:
        print(problem, file=sys.stderr)
    except OSError as problem:
        print(f"{site.name}/ cannot be written: {problem.strerror or problem}", file=sys.stderr)
    return False


def _build_alone(base: Path, site: Path, lock: int, *, strict: bool) -> bool:
    swap.recover_site(site)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", **_epoch(base)}
    try:
        command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site), "--strict" if strict else "--no-strict"]
        done = subprocess.run(command, cwd=base, env=environment, pass_fds=(lock,), check=False)  # it keeps others away even where this is killed
    finally:  # interrupted, too
        swap.recover_site(site)
    if done.returncode:
        print(f"The build failed; {site.name}/ is as it was.", file=sys.stderr)
        return False
    print(f"Built {site.relative_to(base) if site.is_relative_to(base) else site}/")
    return True


def _epoch(base: Path) -> dict[str, str]:
    """The commit's date as the build's date, so that two builds of one commit are equal."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return {}
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=base, capture_output=True, text=True, check=False)
    return {"SOURCE_DATE_EPOCH": asked.stdout.strip() or "0"}
