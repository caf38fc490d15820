"""Read a .bib file into frozen references and a list of its problems, and write references as citations.

bibliography = parse_bibliography(text)
bibliography.references   # in the file's order, one per key
bibliography.problems     # by line; no content of a file raises an exception
"""

from patternbook.bibliography.parse.reader import Bibliography, parse_bibliography
from patternbook.bibliography.problems import PROBLEM_SEVERITIES, BibliographyProblem

__all__ = ["PROBLEM_SEVERITIES", "Bibliography", "BibliographyProblem", "parse_bibliography"]
