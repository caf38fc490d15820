"""Formulas and program code in texts, each by a library that is imported only where a text needs it."""
