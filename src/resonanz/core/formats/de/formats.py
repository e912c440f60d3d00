"""German: a comma between day and time, so that a year and an hour do not run into one another."""

DATETIME_FORMAT = "j. F Y, H:i"
SHORT_DATETIME_FORMAT = "d.m.Y, H:i"
