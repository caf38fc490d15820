"""Documents to pages: the room where HTML is made."""
