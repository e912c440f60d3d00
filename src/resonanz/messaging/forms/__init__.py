"""Forms of messages, ways outside, files and openings."""
