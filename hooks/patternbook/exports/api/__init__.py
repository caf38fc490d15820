"""The interface below `api/v1/`: JSON, and the JSON Schema of each file."""
