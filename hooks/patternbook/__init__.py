"""Patternbook: structured YAML in, a cross-linked pattern catalogue out.

The engine is a one-way street: load -> check -> catalogue -> documents -> pages -> files.
Only `mkdocs/`, the adapter to it, imports MkDocs.
"""
