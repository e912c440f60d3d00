"""Letters of matching, by subject."""
