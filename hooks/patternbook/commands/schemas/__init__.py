"""JSON Schemas, derived from the model, for editors and for programs that read what is published."""
