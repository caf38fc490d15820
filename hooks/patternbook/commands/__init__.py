"""The commands of `patternbook`: a module for each, with its arguments and what it runs; what they write besides a site."""
