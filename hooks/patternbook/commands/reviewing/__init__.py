"""Commands for those who review a proposal."""
