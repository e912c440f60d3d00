"""Pages, one file for each topic."""
