"""The catalogue as tables: derived once from the model, written as CSV with its description and as one SQLite file."""
