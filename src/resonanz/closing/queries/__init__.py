"""Named reads, one file for each topic."""
