"""Documents that cite the catalogue, read and compared with it."""
