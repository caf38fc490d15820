"""`patternbook build`: runs MkDocs as a process of its own, which takes the lock of the site, and ends it with itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from patternbook.build import swap
from patternbook.build.lock import BusyError, lock_site
from patternbook.runtime.signals import exit_when_terminated

_GRACE = 0.5
"""Seconds that MkDocs has to end by itself: a terminal sends Ctrl-C to it, too."""


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
    built = False
    try:
        built = _run(command, base) == 0
    finally:
        if not built:  # MkDocs may have been killed
            _recover(site)
    if not built:
        print(f"The build failed; {site.name}/ is as it was.", file=sys.stderr)
        return False
    print(f"Built {site.relative_to(base) if site.is_relative_to(base) else site}/")
    return True


def _run(command: Sequence[str], base: Path) -> int:
    """Run MkDocs and return its exit code; whatever ends this process before, ends MkDocs too."""
    with exit_when_terminated(), subprocess.Popen(command, cwd=base, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}) as mkdocs:
        try:
            return mkdocs.wait()
        except BaseException:
            _end(mkdocs)
            raise


def _end(mkdocs: subprocess.Popen[bytes]) -> None:
    try:
        mkdocs.wait(_GRACE)
    except subprocess.TimeoutExpired:
        mkdocs.terminate()
        mkdocs.wait()


def _recover(site: Path) -> None:
    """Remove what MkDocs left if it was killed."""
    try:
        with lock_site(site, None):
            swap.recover_site(site)
    except BusyError:
        pass  # another build has begun, which does the same
    except OSError as problem:
        print(f"{site.name}/ cannot be written: {problem.strerror or problem}", file=sys.stderr)
