"""One digest of the engine's own code, for cache keys: what other code made is not used."""

from __future__ import annotations

import functools
import sys
from importlib.metadata import version
from pathlib import Path

from patternbook.runtime.digests import digest

PACKAGE = Path(__file__).parent.parent
LIBRARIES = (
    *("imagesize", "jinja2", "latex2mathml", "markdown-it-py", "markupsafe", "mdurl", "msgspec", "pybtex", "pydantic", "pydantic-core"),
    *("pygments", "pyyaml"),
)


@functools.cache
def code_digest() -> bytes:
    """A digest of the engine's code, the texts that explain its codes, and the versions of what it runs on.

    Computed once per process: a preview continues to run the code it was started with, even if the files have changed.
    """
    paths = (path for path in sorted(PACKAGE.rglob("*.[pm][ydo]")) if not path.name.startswith("."))  # an editor's lock is a link to nothing
    versions = (f"{name} {version(name)}" for name in LIBRARIES)
    return digest(sys.version, *versions, *(part for path in paths for part in (path.relative_to(PACKAGE).as_posix(), path.read_bytes())))
