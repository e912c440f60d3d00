"""Named reads of messages, files and openings."""
