"""The domain model: every kind of entry is declared here once, everything else is derived from it."""
