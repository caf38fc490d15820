"""The mining study's indicators applied to checkouts of repositories.

A checkout is read, never run: tree -> scan (tokens, manifests, README) -> survey -> indicators and gates -> suggestion
-> report. The study found that the last step cannot be automated, so a suggestion is all that comes out.
"""
