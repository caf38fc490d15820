"""What is read of a repository: its files, its git history, and what GitHub says of it."""
