"""Pages of care, by audience."""
