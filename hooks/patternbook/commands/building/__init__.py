"""Commands that check and build a catalogue."""
