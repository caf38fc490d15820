"""One pass over the files of a checkout, and what it found."""
