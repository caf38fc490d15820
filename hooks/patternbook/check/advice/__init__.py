"""What messages advise: how a field is written, by its declaration, and which name is meant."""
