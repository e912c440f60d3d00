"""The rows of the room `care`: the two, whoever has a link, the team."""

from __future__ import annotations

from tests.access.arguments import active_pk, case_pk, case_token, check_in_token, cohort_pk, slug, taken_case_pk
from tests.access.rows import Row, everybody, members, staff, two
from tests.access.table import NO_GET, NO_POST, ONLY_GET, participants, settings_row

CARE: dict[str, Row] = {
    "care:check_in": Row(everybody(200), everybody(200), check_in_token),
    "care:help": Row(members(200) | dict.fromkeys(["mentee", "mentor", "bystander"], 302), ONLY_GET),
    "care:crisis": Row(everybody(200), NO_POST),
    "care:report": Row(everybody(200) | dict.fromkeys(["mentee", "mentor", "bystander"], 302), NO_POST),
    "care:ask_help": Row(participants(200), participants(200), slug),
    "care:report_to": Row(everybody(200), everybody(200), slug),
    "care:status": Row(everybody(200), NO_POST, case_token),
    "care:block": Row(two(200, coordinator=403), two(200, coordinator=403), active_pk),
    "care:unblock": Row(NO_GET, two(302, coordinator=403), active_pk),
    "care:care": Row(staff(200), ONLY_GET, cohort_pk),
    "care:tandem": Row(two(403, coordinator=200), ONLY_GET, active_pk),
    "care:seen": Row(NO_GET, two(403, coordinator=200), active_pk),
    "care:stop": Row(NO_GET, two(403, coordinator=302), active_pk),
    "care:go_on": Row(NO_GET, two(403, coordinator=302), active_pk),
    "care:case": Row(staff(200), ONLY_GET, case_pk),
    "care:take": Row(NO_GET, staff(302), case_pk),
    "care:read": Row(NO_GET, staff(200), taken_case_pk),
    "care:settle": Row(NO_GET, staff(200), taken_case_pk),
    "care:reopen": Row(NO_GET, staff(302), taken_case_pk),
    "care:settings": settings_row(),
}
