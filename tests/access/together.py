"""The rows of the room `together`: the two, and of hours the team."""

from __future__ import annotations

from datetime import date

from tests.access.arguments import (
    ADD,
    active_pk,
    cohort_pk,
    date_pk,
    meeting_pk,
    past_date_pk,
    plan_topic,
    replan_args,
    shown_agreement,
    visit_pk,
)
from tests.access.rows import LOGIN, Row, answers, staff, two
from tests.access.table import KEY, MEETING, NO_GET, ONLY_GET, settings_row

TOGETHER: dict[str, Row] = {
    "together:agreement": Row(two(200, coordinator=403), ONLY_GET, active_pk),
    "together:write_agreement": Row(two(200, coordinator=403), two(200, coordinator=403), active_pk, {"seen": "x"}),
    "together:drop_agreement": Row(NO_GET, two(302, coordinator=403), active_pk),
    "together:accept_agreement": Row(NO_GET, two(302, coordinator=403), shown_agreement),
    "together:agreement_document": Row(two(200, coordinator=403), ONLY_GET, shown_agreement),
    "together:plan": Row(two(200, coordinator=403), ONLY_GET, active_pk),
    "together:add_topics": Row(NO_GET, two(200, coordinator=403), active_pk),
    "together:order_plan": Row(NO_GET, two(302, coordinator=403), active_pk),
    "together:situations": Row(two(200, coordinator=403), ONLY_GET, active_pk),
    "together:replan": Row(two(200, coordinator=403), two(200, coordinator=403), replan_args, {"keep": "nothing"}),
    "together:plan_topic": Row(two(200, coordinator=403), two(200, coordinator=403), plan_topic, {"state": "lost"}),
    "together:changed": Row(two(200, coordinator=200), ONLY_GET, active_pk),
    "together:pause": Row(two(200, coordinator=200), two(200, coordinator=200), active_pk, {"until": "yesterday"}),
    "together:resume": Row(NO_GET, two(302, coordinator=302), active_pk),
    "together:extend": Row(two(200, coordinator=200), two(200, coordinator=200), active_pk),
    "together:hours": Row(two(200, coordinator=404), NO_GET, active_pk),
    "together:log": Row(two(200, coordinator=404), two(302, coordinator=404), active_pk, MEETING),
    "together:meeting": Row(two(200, coordinator=404), two(200, coordinator=404), meeting_pk),
    "together:take_back": Row(NO_GET, two(302, coordinator=404), meeting_pk, {"seen": "1"}),
    "together:appointment": Row(two(200, coordinator=404), two(200, coordinator=404), active_pk),
    "together:date": Row(two(200, coordinator=404), NO_GET, date_pk),
    "together:date_file": Row(two(200, coordinator=404), NO_GET, date_pk),
    "together:cancel_date": Row(two(200, coordinator=404), two(302, coordinator=404), date_pk, {"key": KEY}),
    "together:met": Row(NO_GET, two(302, coordinator=404), past_date_pk),
    "together:missed": Row(NO_GET, two(302, coordinator=404), past_date_pk),
    "together:visits": Row(two(200, coordinator=404), NO_GET, active_pk),
    "together:plan_visit": Row(NO_GET, two(302, coordinator=404), visit_pk, {"key": KEY, "preparation": "x"}),
    "together:finish_visit": Row(
        NO_GET, two(302, coordinator=404), visit_pk, {"visit_on": date.today().isoformat(), "minutes": "60"}
    ),
    "together:reflect_on_visit": Row(
        NO_GET, answers(404, mentee=302, mentor=403, anonymous=LOGIN, disabled=LOGIN), visit_pk, {"reflection": "x"}
    ),
    "together:cohort_hours": Row(staff(200), NO_GET, cohort_pk),
    "together:plan_settings": settings_row(data={"agreement": "never"}),
    "together:materials": settings_row(args=lambda world: [world.house.programme.slug, "network"], data=ADD),
}
