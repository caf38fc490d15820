"""`patternbook build`: runs MkDocs as a process of its own, and keeps other `patternbook build` processes away from the site meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from patternbook.build import swap


def run_build(base: Path, site: Path, *, strict: bool) -> bool:
    """Build the site of the project in `base` and print how it went.

    Args:
        base: The project, which holds mkdocs.yml.
        site: Folder of the site. A build that fails leaves it as it was.
        strict: Whether warnings stop the build.

    Returns:
        Whether the site was built.

    """
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site), "--strict" if strict else "--no-strict"]
    try:
        with swap.lock_site(site) as lock:
            swap.recover_site(site)
            try:
                # MkDocs inherits the lock: it keeps other builds away even if this process is killed.
                done = subprocess.run(command, cwd=base, env=_environment(base), pass_fds=(lock,), check=False)
            finally:  # also after an interrupt
                swap.recover_site(site)
    except swap.BusyError as problem:
        print(problem, file=sys.stderr)
        return False
    except OSError as problem:
        print(f"{site.name}/ cannot be written: {problem.strerror or problem}", file=sys.stderr)
        return False
    if done.returncode:
        print(f"The build failed; {site.name}/ is as it was.", file=sys.stderr)
        return False
    print(f"Built {site.relative_to(base) if site.is_relative_to(base) else site}/")
    return True


def _environment(base: Path) -> dict[str, str]:
    """The environment of MkDocs: the build has the date of the commit, so that two builds of one commit are equal."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    if "SOURCE_DATE_EPOCH" not in environment:
        done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=base, capture_output=True, text=True, check=False)
        environment["SOURCE_DATE_EPOCH"] = done.stdout.strip() or "0"
    return environment
