"""One checkout from its path to a result, and many of them in several processes."""
