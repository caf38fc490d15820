"""What commands write besides a site: JSON Schemas, a new catalogue."""
