"""What a practitioner needs first: what may help, and an entry in short."""
