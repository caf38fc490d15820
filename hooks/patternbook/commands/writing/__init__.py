"""Commands that write data for people."""
