"""Rules about what was published before: addresses, releases, and the revision that the data follows."""
