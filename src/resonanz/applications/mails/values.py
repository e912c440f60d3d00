"""Which values a letter of the review may name."""

VALUES = ("first_name", "programme", "reasons", "help", "day", "time", "minutes", "way", "place", "sender")
