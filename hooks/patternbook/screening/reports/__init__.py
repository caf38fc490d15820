"""Results as text, as JSON, and as drafts of catalogue entries."""
