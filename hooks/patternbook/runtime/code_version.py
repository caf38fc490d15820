"""The engine's own code, as one digest: what was made by other code is not found again."""

from __future__ import annotations

import functools
import sys
from importlib.metadata import version
from pathlib import Path

from patternbook.digests import digest

PACKAGE = Path(__file__).parent.parent
LIBRARIES = ("jinja2", "markdown-it-py", "markupsafe", "mdurl", "msgspec", "pybtex", "pydantic", "pydantic-core", "pyyaml")


@functools.cache
def code_digest() -> bytes:
    """A digest of the engine's code and of the versions of what it runs on.

    Taken once per process: a preview goes on with the code it was started with, whatever stands on disk by now.
    """
    paths = (path for path in sorted(PACKAGE.rglob("*.py")) if not path.name.startswith("."))  # an editor's lock leads nowhere
    files = [(path.relative_to(PACKAGE).as_posix(), path.read_bytes()) for path in paths]
    versions = (f"{name} {version(name)}" for name in LIBRARIES)
    return digest(sys.version, *versions, *(part for file in files for part in file))
