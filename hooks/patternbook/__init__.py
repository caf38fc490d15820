"""Patternbook: structured YAML in, a cross-linked pattern catalogue out.

The engine is a one-way street: read -> check -> catalogue -> documents -> pages -> files.
Only `mkdocs/`, the adapter to it, imports MkDocs; `hooks/mkdocs_hooks.py` is how MkDocs finds it.
"""
