"""What this room does: give people their data, delete accounts, delete what has had its time."""
