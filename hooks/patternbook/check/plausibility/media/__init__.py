"""Rules about what texts hold besides words: pictures, formulas, program code."""
