"""The catalogue as data: every file of the whole that is made for programs and spreadsheets, from one table (outputs.py)."""
