"""What carries an entry: the works that it restates, and its studies by name."""
