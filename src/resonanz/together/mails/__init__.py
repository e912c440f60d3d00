"""Letters, one file for each topic."""
