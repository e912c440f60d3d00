"""The table of who may open what: every address × every role.

A row names the address, how its arguments are made, what is posted, and the answer for each role.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from resonanz.applications.queries.apply import token_of
from resonanz.programmes.mails import token_of as mailed_token
from tests.access.arguments import (
    ADD,
    active_pk,
    alice_staff,
    amina_pk,
    answered_survey_token,
    application_pk,
    archived_rule_pk,
    asked_back_pk,
    both,
    captured_pk,
    checked_pk,
    choice_pk,
    choosing,
    cohort_pk,
    consent_pk,
    done_pk,
    draft_pk,
    event_pk,
    handed_in_pk,
    import_pk,
    invitation_pk,
    letter_pk,
    next_cohort,
    next_pk,
    nudge_args,
    page_pk,
    proposal_pk,
    question_pk,
    request_pk,
    rows,
    rule_pk,
    run_pk,
    sheets_pk,
    slug,
    somebody_to_choose,
    stop_token,
    survey_token,
    talk_pk,
    two_runs,
)
from tests.access.messaging import MESSAGING
from tests.access.rows import LOGIN, Answers, Row, answers, everybody, members, staff, two

KEY = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
MEETING = {"key": KEY, "when": "today", "length": "60", "kind": "person"}


def own_consent(status: int) -> Answers:
    """The one who gave it; to everybody else it does not exist."""
    return answers(404, mentee=status, anonymous=LOGIN, disabled=LOGIN)


def amina_or_staff(status: int) -> Answers:
    """The one who takes part, and the team."""
    return answers(404, mentee=status, coordinator=status, anonymous=LOGIN, disabled=LOGIN)


def applicant(status: int) -> Answers:
    """The bystander applies; strangers are led to the page where one asks for the link."""
    return answers(404, bystander=status, anonymous=302, disabled=302)


def participants(status: int) -> Answers:
    """Everybody who takes part in the programme; the coordinator does not."""
    return answers(404, mentee=status, mentor=status, bystander=status, anonymous=LOGIN, disabled=LOGIN)


NO_POST = everybody(405)
NO_GET = answers(405, anonymous=LOGIN, disabled=LOGIN)


def settings_row(reviewer: int = 403, **more: Any) -> Row:
    """A page of a programme's settings: coordinators see it and may send it, reviewers know that it exists."""
    get, post = staff(200), staff(200)
    return Row(get | {"reviewer": reviewer}, post | {"reviewer": reviewer}, more.pop("args", slug), **more)


def act(**more: Any) -> Row:
    """An act on a programme: by POST only, and it leads back to a page."""
    return Row(NO_GET, staff(302) | {"reviewer": 403}, more.pop("args", slug), **more)


def looking(status: int, **others: int) -> Answers:
    """Those who look for somebody where participants choose; for all others there is no such page."""
    return answers(404, mentee=status, bystander=status, anonymous=LOGIN, disabled=LOGIN) | others


def team(status: int) -> Answers:
    """Coordinators and reviewers alike."""
    return staff(status) | {"reviewer": status}


def asked(status: int) -> Answers:
    """The one to whom a request goes; its sender knows of it and may not."""
    return answers(404, mentor=status, mentee=403, anonymous=LOGIN, disabled=LOGIN)


def asking(status: int) -> Answers:
    """The one from whom a request comes; its recipient knows of it and may not."""
    return answers(404, mentee=status, mentor=403, anonymous=LOGIN, disabled=LOGIN)


def operators(status: int) -> Answers:
    """Only whoever runs the installation."""
    return answers(403, operator=status, anonymous=LOGIN, disabled=LOGIN)


GET_ONLY = answers(405, anonymous=302, disabled=302)
ONLY_GET = ONLY_POST = answers(405, anonymous=LOGIN, disabled=LOGIN)
STAFF_ANYWHERE = answers(403, coordinator=200, other_coordinator=200, anonymous=LOGIN, disabled=LOGIN)
REVIEWERS_ANYWHERE = STAFF_ANYWHERE | {"reviewer": 200}
ALLAUTH_OWN = answers(302, anonymous=200, disabled=200)  # pages for those who are not logged in

TABLE: dict[str, Row] = {
    **MESSAGING,
    "home": Row(everybody(302), everybody(302)),
    "core:style": Row(everybody(200), everybody(200)),
    "core:service_worker": Row(everybody(200), everybody(405)),
    "core:occupations": Row(everybody(200), NO_POST),
    "people:language": Row(everybody(405), everybody(302), data={"language": "en", "next": "/"}),
    "people:me": Row(members(200), members(302), data={"first_name": "Kim", "last_name": "Beispiel"}),
    "people:pause": Row(members(200), members(302)),
    "people:end_pause": Row(GET_ONLY, members(302)),
    "people:address": Row(members(302), members(302), data={"email": "new@example.org"}),  # asks who one is first
    "people:confirm_address": Row(members(302), members(302)),
    "people:consents": Row(members(200), answers(405, anonymous=302, disabled=302)),
    "people:withdraw": Row(own_consent(200), own_consent(302), consent_pk),
    "mail:unsubscribe": Row(everybody(200), everybody(200), stop_token),
    "programmes:list": Row(everybody(200), NO_POST),
    "programmes:programme": Row(everybody(200), NO_POST, slug),
    "programmes:accent": Row(everybody(200), NO_POST, slug),
    "programmes:logo": Row(everybody(200), NO_POST, lambda world: [world.house.programme.slug, world.logo.pk]),
    "programmes:interest": Row(  # of a programme that has no cohort open for applications
        everybody(200),
        everybody(302),
        lambda world: [world.house.other_programme.slug],
        {"email": "kim@example.org", "group": "second", "language": "de"},
    ),
    "programmes:interest_sent": Row(everybody(200), NO_POST, slug),
    "programmes:interest_answer": Row(
        everybody(200), everybody(200), lambda world: [mailed_token(world.interest)], {"act": "confirm"}
    ),
    "programmes:invitation": Row(everybody(200), everybody(200), lambda world: [mailed_token(world.invitation)]),
    "programmes:overview": Row(staff(200) | {"reviewer": 403}, answers(405, anonymous=302, disabled=302), slug),
    "programmes:state": act(data={"act": "unpublish"}),
    "programmes:basics": settings_row(),
    "programmes:introductions": settings_row(),
    "programmes:texts": settings_row(),
    "programmes:passages": settings_row(args=lambda world: [world.house.programme.slug, "task"], data=ADD),
    "programmes:wording": settings_row(),
    "programmes:nouns": settings_row(data=ADD),
    "programmes:topics": settings_row(data=ADD),
    "programmes:steps": settings_row(data=ADD),
    "programmes:organisations": settings_row(data=ADD),
    "programmes:set_logo": Row(NO_GET, staff(200) | {"reviewer": 403}, slug),
    "programmes:remove_logo": act(args=lambda world: [world.house.programme.slug, world.logo.pk]),
    "programmes:contacts": settings_row(data=ADD),
    "programmes:mail": Row(staff(200) | {"reviewer": 403}, answers(405, anonymous=302, disabled=302), slug),
    "programmes:letter": Row(staff(200) | {"reviewer": 403}, answers(405, anonymous=302, disabled=302), letter_pk),
    "programmes:send_again": act(args=letter_pk),
    "programmes:send_all_again": act(),
    "programmes:data": settings_row(data=ADD),
    "programmes:export": settings_row(),
    "programmes:cohorts": settings_row(data={"starts_on": "soon"}),
    "programmes:cohort": settings_row(args=next_cohort, data={"starts_on": "soon"}),
    "programmes:move_cohort": act(args=next_cohort, data={"act": "open"}),
    "programmes:summary": settings_row(args=next_cohort, data={"summary_de": "{nobody}"}),
    "programmes:tell": act(args=next_cohort),
    "programmes:waiting": Row(staff(200) | {"reviewer": 403}, answers(405, anonymous=302, disabled=302), slug),
    "programmes:team": settings_row(),
    "programmes:dismiss": act(args=alice_staff),
    "programmes:withdraw_invitation": act(args=lambda world: [world.house.programme.slug, world.invitation.pk]),
    "programmes:manage": Row(operators(200), answers(405, anonymous=302, disabled=302)),
    "programmes:create": Row(operators(200), operators(200)),
    "matching:criteria": settings_row(data={"must-act": "add", **rows("must"), **rows("criterion")}),
    "programmes:import_people": Row(staff(200), staff(200), cohort_pk),
    "programmes:import_status": Row(staff(302), answers(405, anonymous=302, disabled=302), import_pk),
    "programmes:import_columns": Row(staff(200), staff(200), import_pk),
    "programmes:import_rows": Row(staff(200), staff(302), checked_pk),
    "programmes:import_decide": Row(answers(405, anonymous=302, disabled=302), staff(302), checked_pk, {"choice": "out"}),
    "programmes:import_start": Row(answers(405, anonymous=302, disabled=302), staff(302), checked_pk, {"mode": "each"}),
    "programmes:import_work": Row(answers(405, anonymous=302, disabled=302), staff(302), import_pk),
    "programmes:import_result": Row(staff(200), answers(405, anonymous=302, disabled=302), done_pk),
    "programmes:import_left": Row(
        staff(200), answers(405, anonymous=302, disabled=302), lambda world: [*done_pk(world), "csv"]
    ),
    "programmes:import_undo": Row(answers(405, anonymous=302, disabled=302), staff(302), done_pk),
    "programmes:import_forget": Row(answers(405, anonymous=302, disabled=302), staff(302), import_pk),
    "programmes:import_question": Row(own_consent(200), own_consent(302), invitation_pk, {"answer": "yes"}),
    "tandems:export": Row(members(302), members(302), cohort_pk),  # asks who one is first; tests/tandems/test_export.py
    "tandems:mine": Row(
        answers(200, mentee=302, mentor=302, anonymous=LOGIN, disabled=LOGIN), answers(405, anonymous=302, disabled=302)
    ),
    "tandems:tandem": Row(two(200, coordinator=200), answers(405, anonymous=302, disabled=302), active_pk),
    "tandems:line": Row(two(200, coordinator=200), NO_GET, active_pk),
    "tandems:answer": Row(
        answers(405, anonymous=302, disabled=302), two(302, coordinator=403), active_pk, {"answer": "yes"}
    ),
    "tandems:change": Row(two(200, coordinator=200), two(302, coordinator=302), active_pk, {"then": "next"}),
    "tandems:settle": Row(NO_GET, two(403, coordinator=302), active_pk),
    "tandems:co_mentor": Row(two(403, coordinator=200), two(403, coordinator=200), active_pk),
    "tandems:leave": Row(amina_or_staff(200), amina_or_staff(302), amina_pk, {"reason": ""}),
    "tandems:come_back": Row(NO_GET, answers(404, mentee=403, coordinator=302, anonymous=LOGIN, disabled=LOGIN), amina_pk),
    "tandems:choice": Row(
        answers(404, coordinator=403, mentee=200, anonymous=LOGIN, disabled=LOGIN),
        answers(405, anonymous=302, disabled=302),
        choice_pk,
    ),
    "tandems:answer_for": Row(
        answers(405, anonymous=302, disabled=302),
        two(403, coordinator=302),
        active_pk,
        {"side": "mentor", "told": "no"},
    ),
    "tandems:extend": Row(
        answers(405, anonymous=302, disabled=302),
        two(403, coordinator=302),
        active_pk,
        {"answer_by": date.today().isoformat()},
    ),
    "tandems:first_date": Row(
        two(200, coordinator=403), answers(405, anonymous=302, disabled=302), lambda world: [*active_pk(world), 1]
    ),
    "tandems:end": Row(answers(405, anonymous=302, disabled=302), two(302, coordinator=302), active_pk),
    "matching:today": Row(STAFF_ANYWHERE, answers(405, anonymous=302, disabled=302)),
    "matching:cohort": Row(staff(200), answers(405, anonymous=302, disabled=302), cohort_pk),
    "matching:stalled": Row(staff(200), NO_GET, cohort_pk),
    "matching:nudge": Row(staff(200), staff(302), nudge_args, {"subject": "Hallo", "text": "Gute Nachricht"}),
    "matching:confirm_next": Row(NO_GET, staff(302), next_pk),
    "matching:dismiss_next": Row(NO_GET, staff(302), next_pk),
    "matching:match": Row(staff(200), staff(302), cohort_pk, {"objective": "most_pairs"}),
    "matching:pair": Row(answers(405, anonymous=302, disabled=302), staff(302), cohort_pk),
    "matching:accept": Row(answers(405, anonymous=302, disabled=302), staff(302), proposal_pk),
    "matching:runs": Row(staff(200), ONLY_GET, cohort_pk),
    "matching:mark": Row(ONLY_POST, staff(302), cohort_pk),
    "matching:run": Row(staff(200), staff(302), run_pk, {"objective": "most_pairs"}),
    "matching:waiting": Row(staff(302), staff(302), run_pk),  # leads to the run, which is computed
    "matching:publish": Row(staff(200), staff(302), run_pk),
    "matching:record": Row(staff(200), staff(302), run_pk, {"name": "Erster Entwurf"}),
    "matching:download_run": Row(members(302), members(302), lambda world: [world.run.pk, "json"]),  # asks who one is first
    "matching:check": Row(ONLY_POST, staff(302), run_pk),
    "matching:assign": Row(ONLY_POST, staff(302), run_pk),
    "matching:discard": Row(ONLY_POST, staff(302), run_pk),
    "matching:matrix": Row(staff(200), ONLY_GET, run_pk),
    "matching:person": Row(staff(200), ONLY_GET, run_pk),
    "matching:run_person": Row(staff(200), ONLY_GET, lambda world: [world.run.pk, world.run.mentees[0]["id"]]),
    "matching:compare": Row(staff(200), ONLY_GET, two_runs),
    "matching:advice": Row(staff(200), ONLY_GET, run_pk),
    "matching:ask_advice": Row(NO_GET, staff(302), run_pk),
    "matching:events": Row(staff(200), staff(200), cohort_pk),
    "matching:event": Row(staff(200), staff(200), event_pk),
    "matching:open_wishes": Row(NO_GET, staff(302), event_pk),
    "matching:remind_guests": Row(NO_GET, staff(302), event_pk),
    "matching:close_wishes": Row(NO_GET, staff(302), event_pk),
    "matching:remove_event": Row(NO_GET, staff(302), event_pk),
    "matching:match_event": Row(NO_GET, staff(302), event_pk),
    "matching:wishes": Row(two(200, 404), two(200, 404), event_pk),
    "matching:requests": Row(members(200), NO_GET),
    "matching:ask": Row(
        seeker := answers(404, mentee=200, bystander=200, anonymous=LOGIN, disabled=LOGIN),
        seeker,
        lambda world: [world.house.karin.pk],
    ),
    "matching:request": Row(two(200, coordinator=404), NO_GET, request_pk),
    "matching:accept_request": Row(NO_GET, asked(302), request_pk),
    "matching:decline_request": Row(NO_GET, asked(302), request_pk, {"silent": "1"}),
    "matching:ask_back": Row(NO_GET, asked(302), request_pk, {"question": "Which language?"}),
    "matching:reply": Row(NO_GET, asking(302), asked_back_pk, {"reply": "English"}),
    "matching:withdraw_request": Row(NO_GET, asking(302), request_pk),
    "matching:remind_of_request": Row(NO_GET, staff(302), request_pk),
    "matching:availability": Row(
        giver := answers(404, mentor=200, anonymous=LOGIN, disabled=LOGIN), giver, slug, {"capacity": "many"}
    ),
    "matching:cohort_requests": Row(staff(200), NO_GET, cohort_pk),
    "matching:sheets": Row(STAFF_ANYWHERE, STAFF_ANYWHERE),
    "matching:columns": Row(staff(200), staff(200), sheets_pk),
    "matching:pairs": Row(staff(200), answers(405, anonymous=302, disabled=302), sheets_pk),
    "matching:download": Row(staff(200), answers(405, anonymous=302, disabled=302), lambda world: [world.sheets.pk, "csv"]),
    "matching:forget": Row(answers(405, anonymous=302, disabled=302), staff(302), sheets_pk),
    "surveys:questionnaire": Row(everybody(200), everybody(200), survey_token),
    "surveys:refuse": Row(everybody(405), everybody(302), survey_token),
    "surveys:take_back": Row(everybody(405), everybody(302), answered_survey_token),
    "surveys:survey": settings_row(),
    "surveys:questions": settings_row(args=lambda world: [world.house.programme.slug, "entry"], data=ADD),
    "surveys:results": Row(staff(200) | {"reviewer": 403}, ONLY_GET, slug),
    "surveys:export": Row(members(302), members(302), slug),  # asks who one is first; tests/surveys/test_results.py
    "applications:start": Row(everybody(200), everybody(200), both),
    "applications:notice": Row(everybody(200), NO_POST, both),
    "applications:new_link": Row(everybody(200), everybody(200)),
    "applications:open_link": Row(everybody(302), NO_POST, lambda world: [token_of(world.draft.nonce)]),
    "applications:application": Row(applicant(200), GET_ONLY, draft_pk),
    "applications:terms": Row(applicant(200), applicant(200), draft_pk),
    "applications:page": Row(applicant(200), applicant(200), lambda world: [world.draft.pk, "you"]),
    "applications:submit": Row(GET_ONLY, applicant(302), draft_pk),
    "applications:withdraw": Row(GET_ONLY, applicant(302), draft_pk),
    "applications:refuse": Row(GET_ONLY, applicant(302), draft_pk),
    "applications:take_back": Row(GET_ONLY, applicant(302), lambda world: [world.draft.pk, "suggest"]),
    "applications:announce": Row(everybody(200), everybody(200), slug),
    "applications:announced": Row(everybody(200), NO_POST, lambda world: [world.company]),
    "applications:capture": Row(staff(200), staff(200), both),
    "applications:hand_over": Row(GET_ONLY, staff(302), captured_pk),
    "applications:ask_changes": Row(staff(200), staff(200), handed_in_pk),
    "applications:profile": Row(participants(200), GET_ONLY, slug),
    "applications:profile_page": Row(
        participants(200),
        answers(404, mentee=200, bystander=200, mentor=200, anonymous=302, disabled=302),
        lambda world: [world.house.programme.slug, "languages"],
    ),
    "applications:forms": Row(staff(200), GET_ONLY, slug),
    "applications:preview": Row(staff(200), GET_ONLY, both),
    "applications:add_page": Row(staff(200), staff(200), both),
    "applications:consent": Row(staff(200), staff(200), lambda world: [world.house.programme.slug, "suggest"]),
    "applications:form_page": Row(staff(200), staff(200), page_pk),
    "applications:add_question": Row(staff(200), staff(200), page_pk),
    "applications:act_on_page": Row(GET_ONLY, staff(302), page_pk, {"act": "down"}),
    "applications:question": Row(staff(200), staff(200), question_pk),
    "applications:act_on_question": Row(GET_ONLY, staff(302), question_pk, {"act": "down"}),
    "applications:rules": Row(staff(200) | {"reviewer": 403}, GET_ONLY, slug),
    "applications:add_rule": settings_row(args=both),
    "applications:rule": settings_row(args=rule_pk, data={"preview": "1"}),
    "applications:move_rule": act(args=rule_pk, data={"act": "down"}),
    "applications:remove_rule": Row(staff(200) | {"reviewer": 403}, staff(302) | {"reviewer": 403}, rule_pk),
    "applications:restore_rule": Row(staff(200) | {"reviewer": 403}, staff(302) | {"reviewer": 403}, archived_rule_pk),
    "applications:show_rule": act(args=rule_pk),
    "applications:applications": Row(team(200), ONLY_GET, cohort_pk),
    "applications:board": Row(team(200), ONLY_GET, cohort_pk),
    "applications:waitlist": Row(team(200), ONLY_GET, cohort_pk),
    "applications:several": Row(ONLY_POST, team(302), cohort_pk),
    "applications:keep_filter": Row(ONLY_POST, team(302), cohort_pk, {"name": "Mine", "state": "all"}),
    "applications:forget_filter": Row(ONLY_POST, staff(302), lambda world: [world.saved_filter.pk]),
    "applications:mine": Row(REVIEWERS_ANYWHERE, ONLY_GET),
    "applications:my_talks": Row(REVIEWERS_ANYWHERE, ONLY_GET),
    "applications:take": Row(ONLY_POST, team(302), application_pk),
    "applications:review": Row(team(200), ONLY_GET, application_pk),
    "applications:move": Row(ONLY_POST, team(302), application_pk, {"move": "take_up", "version": "1"}),
    "applications:decide": Row(
        team(200),
        team(302),
        lambda world: [world.application.pk, "decline"],
        {"subject": "S", "text": "T", "version": "1"},
    ),
    "applications:assign": Row(ONLY_POST, team(302), application_pk),
    "applications:note": Row(ONLY_POST, team(302), application_pk, {"text": "note"}),
    "applications:attest": Row(ONLY_POST, team(302), lambda world: [world.application.pk, "german"], {"verdict": "met"}),
    "applications:waiting": Row(ONLY_POST, team(302), application_pk),
    "applications:certificate": Row(ONLY_POST, team(302), application_pk, {"issued_on": "2020-01-01", "is_clear": "yes"}),
    "applications:certificate_letter": Row(team(200), ONLY_GET, application_pk),
    "applications:book_talk": Row(team(200), team(200), application_pk),
    "applications:talk": Row(team(200), team(200), talk_pk),
    "applications:cancel_talk": Row(ONLY_POST, team(302), talk_pk),
    "applications:talk_file": Row(team(200), ONLY_GET, talk_pk),
    "applications:proof": Row(team(200), ONLY_GET, lambda world: [world.proof.pk]),
    "applications:letters": Row(staff(200), ONLY_GET, slug),
    "applications:letter_text": Row(
        staff(200), staff(302), lambda world: [world.house.programme.slug, "accepted", "de"], {"subject": "S", "text": "T"}
    ),
    "applications:record_policy": Row(staff(200), staff(200), slug),
    "matching:find": Row(looking(200), ONLY_GET, choosing),
    "matching:remembered": Row(looking(200), ONLY_GET, choosing),
    "matching:hidden": Row(looking(200), ONLY_GET, choosing),
    "matching:found": Row(looking(200, mentee=302), ONLY_GET, somebody_to_choose),  # who has somebody looks for nobody
    "matching:mark_person": Row(GET_ONLY, looking(302), somebody_to_choose, {"kind": "bookmark"}),
    "privacy:own_data": Row(members(200), GET_ONLY),
    "privacy:download": Row(members(302), members(302)),  # asks who one is first; tests/privacy/test_own_data.py
    "privacy:leave": Row(members(200), members(302)),
    "privacy:confirm_leave": Row(members(302), members(302)),  # asks who one is first; tests/privacy/test_erase.py
    "privacy:open_leave": Row(members(302), GET_ONLY, lambda world: ["nothing"]),
    "privacy:record": Row(answers(404, coordinator=200, reviewer=403, anonymous=LOGIN, disabled=LOGIN), ONLY_GET, slug),
    "privacy:gone": Row(everybody(200), NO_POST),
    "demo:mailbox": Row(everybody(200), NO_POST),
    "account_login": Row(ALLAUTH_OWN, ALLAUTH_OWN),
    "account_logout": Row(answers(200, anonymous=302, disabled=302), everybody(302)),
    "account_request_login_code": Row(ALLAUTH_OWN, everybody(302), data={"email": "nobody@example.org"}),
    "account_confirm_login_code": Row(everybody(302), everybody(302)),
    "account_reauthenticate": Row(members(200), members(200)),
    "mfa_login_webauthn": Row(everybody(302), everybody(302)),
    "mfa_authenticate": Row(everybody(302), everybody(302)),
    "mfa_reauthenticate": Row(members(302), members(302)),  # to the password: nobody here has a second factor
    "mfa_reauthenticate_webauthn": Row(members(302), members(302)),
    "mfa_index": Row(members(200), answers(405, anonymous=302, disabled=302)),
    "mfa_activate_totp": Row(members(302), members(302)),
    "mfa_deactivate_totp": Row(members(404), members(404)),
    "mfa_view_recovery_codes": Row(members(404), answers(405, anonymous=302, disabled=302)),
    "mfa_generate_recovery_codes": Row(members(302), members(302)),
    "mfa_download_recovery_codes": Row(members(404), members(404)),
    "mfa_list_webauthn": Row(members(200), answers(405, anonymous=302, disabled=302)),
    "mfa_add_webauthn": Row(members(302), members(302)),
    "mfa_edit_webauthn": Row(members(302), members(302), lambda world: [1]),  # asks who one is first
    "mfa_remove_webauthn": Row(members(302), members(302), lambda world: [1]),
    "usersessions_list": Row(members(200), members(302)),
    "account_inactive": Row(everybody(200), NO_POST),
    "account_signup": Row(ALLAUTH_OWN, ALLAUTH_OWN),
    "account_change_password": Row(members(200), members(200)),
    "account_set_password": Row(members(302), members(302)),
    "account_reset_password": Row(everybody(200), everybody(200)),
    "account_reset_password_from_key": Row(everybody(200), everybody(200), lambda world: ["1", "nothing"]),
    "account_reset_password_from_key_done": Row(everybody(200), NO_POST),
    "account_reset_password_done": Row(everybody(200), NO_POST),
}
# What the two write is theirs: for their coordinator it is forbidden, for everybody else it does not exist.
