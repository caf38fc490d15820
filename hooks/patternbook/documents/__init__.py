"""Resolved documents: everything a page needs, so that every output is a writer over documents alone."""
