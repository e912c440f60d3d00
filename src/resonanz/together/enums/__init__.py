"""States and choices, one file for each topic."""
