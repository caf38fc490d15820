"""Read a .bib file into frozen references and a list of everything that is wrong with it.

found = bibliography.parse(text)
found.references   # in the file's order, one per key
found.problems     # by line; nothing is ever raised for what a file holds
"""

from patternbook.bibliography.parse.reader import Bibliography, parse_bibliography
from patternbook.bibliography.problems import PROBLEM_SEVERITIES, BibliographyProblem

__all__ = ["PROBLEM_SEVERITIES", "Bibliography", "BibliographyProblem", "parse_bibliography"]
