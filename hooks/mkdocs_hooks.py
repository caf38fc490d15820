"""The hooks file that mkdocs.yml names, because MkDocs loads hooks from files: all handlers are in the package."""

from patternbook.mkdocs.hooks import *  # noqa: F403 - MkDocs registers every function named `on_*`
