"""Rules that are off until a catalogue chooses a severity for them: what its entries hold, and how its texts are written."""
