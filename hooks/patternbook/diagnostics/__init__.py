"""Problems as values: what is wrong, where, what to do about it; and their formats for people and for programs."""
