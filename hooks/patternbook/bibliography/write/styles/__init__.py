"""Styles of a list of references, one module each."""
