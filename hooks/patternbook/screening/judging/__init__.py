"""From what was found to gates, indicators, the stage reached and a suggested class."""
