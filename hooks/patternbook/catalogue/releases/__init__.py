"""Releases: the texts of a catalogue frozen under a name, kept in files that only grow, and read back for ever."""
