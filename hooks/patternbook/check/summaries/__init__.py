"""Summaries of items and of the catalogue: what rules look at."""
