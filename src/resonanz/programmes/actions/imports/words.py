"""Words that lists of people use for forms of address, days and times of the day."""

from __future__ import annotations

FORMS = {
    "feminine": "frau w weiblich f female feminine ms mrs fr she",
    "masculine": "herr m mannlich male masculine mr hr he",
    "neutral": "neutral d divers diverse x nonbinary enby they",
}
DAYS = {
    **dict.fromkeys(("mon", "mo", "monday", "montag"), "mon"),
    **dict.fromkeys(("tue", "di", "tuesday", "dienstag"), "tue"),
    **dict.fromkeys(("wed", "mi", "wednesday", "mittwoch"), "wed"),
    **dict.fromkeys(("thu", "do", "thursday", "donnerstag"), "thu"),
    **dict.fromkeys(("fri", "fr", "friday", "freitag"), "fri"),
    **dict.fromkeys(("sat", "sa", "saturday", "samstag"), "sat"),
    **dict.fromkeys(("sun", "so", "sunday", "sonntag"), "sun"),
}
PARTS = {
    **dict.fromkeys(("morning", "vormittag", "morgen", "vormittags", "morgens"), "morning"),
    **dict.fromkeys(("noon", "mittag", "mittags"), "noon"),
    **dict.fromkeys(("afternoon", "nachmittag", "nachmittags"), "afternoon"),
    **dict.fromkeys(("evening", "abend", "abends"), "evening"),
}
