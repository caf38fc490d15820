"""What mkdocs.yml names, since MkDocs loads hooks by file: the events that the package's adapter handles."""

from patternbook.mkdocs.hooks import *  # noqa: F403 - MkDocs registers every function named `on_*`
