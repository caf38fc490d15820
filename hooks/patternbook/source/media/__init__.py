"""Pictures, formulas and program code in texts, each read by a library, which is imported only where a text needs it."""
