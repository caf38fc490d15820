"""What the catalogue is narrowed down by in the browser: facets, and the rows of entries in files that do not grow."""
