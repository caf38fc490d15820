"""The worksheet: questions on the structure of a team, signs to tick, and what was reported and suggested for the answers."""
