"""LaTeX in titles and names to plain Unicode, and back."""
