"""The adapter to MkDocs: its events and the theme around our pages. Nothing else in the package imports MkDocs."""
