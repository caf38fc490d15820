"""How a benchmark measures, keeps and shows its figures."""
