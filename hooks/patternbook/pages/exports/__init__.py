"""Files of the whole catalogue for other programs."""
