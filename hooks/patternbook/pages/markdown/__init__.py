"""Entry text to HTML."""
