"""Patternbook: structured YAML in, a cross-linked pattern catalogue out.

The engine is a one-way street: load -> check -> catalogue -> documents -> pages -> files.
Nothing in this package imports MkDocs; `hooks/mkdocs_hooks.py` and `hooks/mkdocs_theme.py` are the adapter to it.
"""
