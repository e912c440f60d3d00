"""Arabic: the day first, as everywhere where Arabic is spoken; Django would write moments in the American way."""

DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATETIME_FORMAT = "d/m/Y، H:i"
TIME_FORMAT = "H:i"
