"""Pages of the two and their team, of a cohort, and of a programme's settings."""
