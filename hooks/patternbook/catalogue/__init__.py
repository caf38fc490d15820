"""The catalogue: checked items, frozen, with both directions of every relation."""
