"""Who may do what, one file for each topic."""
