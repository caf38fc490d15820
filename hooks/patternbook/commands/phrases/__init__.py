"""`patternbook phrases`: all that the engine says on pages, as a file for translators."""
