"""The token lists: what each indicator looks for."""
