"""What this room does when a lower one tells of something."""
