"""Commands that give citations out."""
