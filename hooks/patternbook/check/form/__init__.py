"""The form of items, by their models: what is refused, in words, and the changes that are certain to be meant."""
