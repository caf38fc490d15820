"""Overviews of the whole catalogue: the map, and tables of what was reported where, what may help, and what carries it."""
