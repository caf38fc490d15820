"""What a single text tells: which language it is in, what it imports, what a README says."""
