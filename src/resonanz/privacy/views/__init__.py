"""Pages about data: one's own, and what the team must be able to show."""
