"""A .bib file to references: entries, crossref, names, identifiers, and every problem on the way."""
