"""Every change, one file for each topic."""
