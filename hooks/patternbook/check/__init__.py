"""Check what was loaded: form first, then names, then rules over the whole. Every problem of a run is reported."""
