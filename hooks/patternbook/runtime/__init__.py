"""Processes, signals and progress: what every long command needs, whatever it works on."""
