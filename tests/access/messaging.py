"""Who may open what of messages, files, links to third persons and openings in an emergency."""

from __future__ import annotations

from tests.access.arguments import (
    active_pk,
    channel_args,
    file_args,
    message_args,
    opened_args,
    opened_file_args,
    opening_args,
    share_args,
    share_token,
    slug,
)
from tests.access.rows import LOGIN, Answers, Row, answers, everybody, members, staff, two

GET_ONLY = NO_GET = answers(405, anonymous=LOGIN, disabled=LOGIN)


def mentor_only(status: int, **others: int) -> Answers:
    """The mentor, whose own it is; to others it does not exist unless said otherwise."""
    return answers(404, mentor=status, anonymous=LOGIN, disabled=LOGIN) | others


def overseers(status: int, **others: int) -> Answers:
    """Coordinators of the programme, and the operator."""
    return answers(404, coordinator=status, operator=status, anonymous=LOGIN, disabled=LOGIN) | others


MESSAGING = {
    "messaging:messages": Row(two(200, coordinator=403), two(302, coordinator=403), active_pk, {"text": "Hallo"}),
    "messaging:edit_message": Row(mentor_only(200), mentor_only(302), message_args, {"text": "Hallo"}),
    "messaging:delete_message": Row(NO_GET, mentor_only(302), message_args),
    "messaging:channels": Row(
        two(200, coordinator=403), two(302, coordinator=403), active_pk, {"kind": "phone", "value": "+43 660 1234567"}
    ),
    "messaging:remove_channel": Row(NO_GET, mentor_only(302), channel_args),
    "messaging:preference": Row(members(200), members(302), data={"is_mailed": "on"}),
    "messaging:files": Row(two(200, coordinator=403), two(200, coordinator=403), active_pk, {"audience": "me"}),
    "messaging:file": Row(
        two(200, coordinator=404),
        mentor_only(302, mentee=403),
        file_args,
        {"name": "Ute", "language": "de", "days": "7"},
    ),
    "messaging:download": Row(two(200, coordinator=404), GET_ONLY, file_args),
    "messaging:change_audience": Row(NO_GET, mentor_only(302, mentee=403), file_args, {"audience": "me"}),
    "messaging:remove_file": Row(NO_GET, mentor_only(302, mentee=403), file_args),
    "messaging:revoke_share": Row(NO_GET, mentor_only(302), share_args),
    "messaging:shared": Row(everybody(200), everybody(302), share_token, {"text": "Gut so."}),
    "messaging:take_shared": Row(everybody(405), everybody(200), share_token),
    "messaging:settings": Row(staff(200) | {"reviewer": 403}, staff(200) | {"reviewer": 403}, slug),
    "messaging:openings": Row(
        overseers(200), overseers(302), active_pk, {"category": "danger", "reason": "A report by phone."}
    ),
    "messaging:opening": Row(overseers(200), GET_ONLY, opening_args),
    "messaging:approve_opening": Row(NO_GET, overseers(302), opening_args),
    "messaging:close_opening": Row(NO_GET, overseers(302), opening_args),
    "messaging:tell_opened": Row(NO_GET, overseers(302, operator=403), opened_args),
    "messaging:content": Row(overseers(200, operator=403), GET_ONLY, opened_args),
    "messaging:take_opened": Row(NO_GET, overseers(200, operator=403), opened_file_args),
}
