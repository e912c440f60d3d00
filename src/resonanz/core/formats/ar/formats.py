"""Arabic: the day first, as everywhere where Arabic is spoken; Django would write moments in the American way."""

DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATETIME_FORMAT = "d\u200f/m\u200f/Y، H:i"  # the marks as in its SHORT_DATE_FORMAT: read from the right
TIME_FORMAT = "H:i"
