"""From the call to an accepted participant: forms, eligibility, review."""
