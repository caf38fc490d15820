"""The attack on builds and sites that `make trust` repeats: hostile data in a browser, kills, simultaneous builds, damage, fuzzing.

It is no part of the tests, for it takes minutes; `tests/test_trust.py` runs a small version of each part.
"""
