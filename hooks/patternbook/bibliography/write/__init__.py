"""References and entries of the catalogue as citations, and in the formats that reference managers read."""
