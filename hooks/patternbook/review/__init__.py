"""What reviewers see of a proposal: what it changes in meaning between two revisions, and forms that people fill in."""
