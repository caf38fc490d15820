"""Rules about the works that are cited: their pages, and whether they were retracted."""
