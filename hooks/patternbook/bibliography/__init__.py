"""Read a .bib file into frozen references and a list of everything that is wrong with it.

found = bibliography.parse(text)
found.references   # in the file's order, one per key
found.problems     # by line; nothing is ever raised for what a file holds
"""

from patternbook.bibliography.problem import SEVERITIES, BibliographyProblem, Severity
from patternbook.bibliography.reader import Bibliography, parse

__all__ = ["SEVERITIES", "Bibliography", "BibliographyProblem", "Severity", "parse"]
