"""Who may open what: every address × every role, from one table.

The table is closed: an address that is not in it fails the test. A row names the address, how its arguments are made, what
is posted, and the answer for each role. «Foreign» rows ask for an object of somebody else: the answer must be the same as
for one that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from resonanz.mail.letter import SALT
from resonanz.matching.actions import keep_sheets, run_matching
from resonanz.people.actions import give_consent
from resonanz.people.models import ConsentText, Person
from resonanz.programmes.actions import add_participant
from resonanz.programmes.actions.imports import keep_import
from resonanz.programmes.enums import ImportState
from resonanz.programmes.models import ImportBatch, Participation
from resonanz.tables import Table
from tests.factories import House, make_person

ROLES = ["anonymous", "mentee", "mentor", "bystander", "coordinator", "other_coordinator", "operator", "disabled"]
LOGIN = 302  # to the login page
Answers = dict[str, int]


def answers(default: int, **others: int) -> Answers:
    """Return one answer for each role."""
    return {role: others.get(role, default) for role in ROLES}


def everybody(status: int) -> Answers:
    """Everybody gets the same."""
    return answers(status)


def members(status: int) -> Answers:
    """Everybody who is logged in gets the same; a disabled account counts as nobody."""
    return answers(status, anonymous=LOGIN, disabled=LOGIN)


def staff(status: int, others: int = 404) -> Answers:
    """Only the programme's coordinator; to everybody else the object does not exist."""
    return answers(others, coordinator=status, anonymous=LOGIN, disabled=LOGIN)


def two(status: int, coordinator: int) -> Answers:
    """The two people of the tandem, and perhaps their coordinator."""
    return answers(404, mentee=status, mentor=status, coordinator=coordinator, anonymous=LOGIN, disabled=LOGIN)


@dataclass(frozen=True)
class Row:
    """One address: its arguments, what is posted, and the answers to GET and POST."""

    get: Answers
    post: Answers
    args: Callable[[World], list[Any]] = lambda world: []
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """The house, a computed run of it, and spreadsheets that the coordinator brought."""

    house: House
    run: Any
    sheets: Any


def cohort_pk(world: World) -> list[Any]:
    return [world.house.cohort.pk]


def active_pk(world: World) -> list[Any]:
    return [world.house.active.pk]


def proposal_pk(world: World) -> list[Any]:
    return [world.run.proposals.first().pk]


def sheets_pk(world: World) -> list[Any]:
    return [world.sheets.pk]


def import_pk(world: World) -> list[Any]:
    """A list of people in the state that `address` needs is made by `in_state`; this one has just been brought."""
    return [in_state(world, ImportState.UPLOADED).pk]


def checked_pk(world: World) -> list[Any]:
    return [in_state(world, ImportState.CHECKED).pk]


def done_pk(world: World) -> list[Any]:
    return [in_state(world, ImportState.DONE).pk]


def in_state(world: World, state: str) -> ImportBatch:
    """Keep a list of one person for the first cohort, and move it on."""
    table = Table("people.csv", ["E-Mail"], [{"E-Mail": "lea@example.org"}], [2])
    batch = keep_import(cohort=world.house.cohort, table=table, group="second", source="x", by=world.house.alice)
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, ran_at=timezone.now() if state == ImportState.DONE else None)
    return batch


def invitation_pk(world: World) -> list[Any]:
    """Amina is asked by the other programme."""
    batch = in_state(world, ImportState.DONE)
    waiting = add_participant(cohort=world.house.other_cohort, person=world.house.amina.person, group="second", by=None)
    Participation.objects.filter(pk=waiting.pk).update(is_active=False)
    batch.rows.update(participation=waiting)
    return [waiting.pk]


def slug(world: World) -> list[Any]:
    return [world.house.programme.slug]


def stop_token(world: World) -> list[Any]:
    return [signing.dumps(["amina@example.org", "news", ""], salt=SALT)]


def consent_pk(world: World) -> list[Any]:
    text, _ = ConsentText.objects.get_or_create(key="contact", language="de", defaults={"text": "Ja."})
    amina = world.house.amina.person
    return [give_consent(person=amina, text=text, language="de", by=amina).pk]


def own_consent(status: int) -> Answers:
    """The one who gave it; to everybody else it does not exist."""
    return answers(404, mentee=status, anonymous=LOGIN, disabled=LOGIN)


NO_POST = everybody(405)
STAFF_ANYWHERE = answers(403, coordinator=200, other_coordinator=200, anonymous=LOGIN, disabled=LOGIN)
ALLAUTH_OWN = answers(302, anonymous=200, disabled=200)  # pages for those who are not logged in
TABLE: dict[str, Row] = {
    "home": Row(everybody(302), everybody(302)),
    "core:style": Row(everybody(200), everybody(200)),
    "people:language": Row(everybody(405), everybody(302), data={"language": "en", "next": "/"}),
    "people:me": Row(members(200), members(302), data={"first_name": "Kim", "last_name": "Beispiel"}),
    "people:address": Row(members(302), members(302), data={"email": "new@example.org"}),  # asks who one is first
    "people:confirm_address": Row(members(302), members(302)),
    "people:consents": Row(members(200), answers(405, anonymous=302, disabled=302)),
    "people:withdraw": Row(own_consent(200), own_consent(302), consent_pk),
    "mail:unsubscribe": Row(everybody(200), everybody(200), stop_token),
    "programmes:list": Row(everybody(200), NO_POST),
    "programmes:programme": Row(everybody(200), NO_POST, slug),
    "programmes:accent": Row(everybody(200), NO_POST, slug),
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
    "programmes:invitation": Row(own_consent(200), own_consent(302), invitation_pk, {"answer": "yes"}),
    "tandems:export": Row(members(302), members(302), cohort_pk),  # asks who one is first; tests/tandems/test_export.py
    "tandems:mine": Row(
        answers(200, mentee=302, mentor=302, anonymous=LOGIN, disabled=LOGIN), answers(405, anonymous=302, disabled=302)
    ),
    "tandems:tandem": Row(two(200, coordinator=200), answers(405, anonymous=302, disabled=302), active_pk),
    "tandems:answer": Row(
        answers(405, anonymous=302, disabled=302), two(302, coordinator=403), active_pk, {"answer": "yes"}
    ),
    "tandems:end": Row(answers(405, anonymous=302, disabled=302), two(302, coordinator=302), active_pk),
    "matching:today": Row(STAFF_ANYWHERE, answers(405, anonymous=302, disabled=302)),
    "matching:cohort": Row(staff(200), answers(405, anonymous=302, disabled=302), cohort_pk),
    "matching:match": Row(staff(200), staff(302), cohort_pk, {"objective": "most_pairs"}),
    "matching:pair": Row(answers(405, anonymous=302, disabled=302), staff(302), cohort_pk),
    "matching:accept": Row(answers(405, anonymous=302, disabled=302), staff(302), proposal_pk),
    "matching:dismiss": Row(answers(405, anonymous=302, disabled=302), staff(302), proposal_pk),
    "matching:accept_run": Row(answers(405, anonymous=302, disabled=302), staff(302), lambda world: [world.run.pk]),
    "matching:sheets": Row(STAFF_ANYWHERE, STAFF_ANYWHERE),
    "matching:columns": Row(staff(200), staff(200), sheets_pk),
    "matching:pairs": Row(staff(200), answers(405, anonymous=302, disabled=302), sheets_pk),
    "matching:download": Row(staff(200), answers(405, anonymous=302, disabled=302), lambda world: [world.sheets.pk, "csv"]),
    "matching:forget": Row(answers(405, anonymous=302, disabled=302), staff(302), sheets_pk),
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


@pytest.fixture
def world(house: House) -> World:
    run = run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)
    table = Table("people.csv", ["id"], [{"id": "1"}], [2])
    settings = {
        "columns": {"mentor": "id", "mentee": "id"},
        "settings": {"objective": "most_pairs", "capacity": 1},
        "must": [],
        "criterion": [{"kind": "equal", "column": "id", "weight": 1}],
    }
    sheets = keep_sheets(mentors=table, mentees=table, settings=settings, by=house.alice)
    return World(house, run, sheets)


@pytest.fixture
def people(house: House) -> dict[str, Person | None]:
    return {
        "anonymous": None,
        "mentee": house.amina.person,
        "mentor": house.jonas.person,
        "bystander": house.noor.person,
        "coordinator": house.alice,
        "other_coordinator": house.charlie,
        "operator": make_person("Otto", is_operator=True),
        "disabled": make_person("Dana", is_active=False),
    }


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def test_every_address_is_in_the_table() -> None:
    assert sorted(addresses(get_resolver().url_patterns)) == sorted(TABLE)


def fetch(client: Client, method: str, url: str, data: dict[str, str]) -> int:
    """Ask and undo whatever the request changed."""
    try:
        with transaction.atomic():
            status = (
                client.generic(method, url).status_code
                if method in {"PUT", "DELETE", "HEAD"}
                else (client.get(url) if method == "GET" else client.post(url, data)).status_code
            )
            raise Undo(status)
    except Undo as undone:
        return undone.status


class Undo(Exception):
    """Carries the answer out of a transaction that is rolled back."""

    def __init__(self, status: int) -> None:
        self.status = status


@pytest.mark.parametrize("name", sorted(TABLE))
def test_role_by_address(
    name: str,
    world: World,
    people: dict[str, Person | None],
    client_of: Callable[[Person | None], Client],
) -> None:
    row = TABLE[name]
    url = reverse(name, args=row.args(world))
    seen = {
        method: {role: fetch(client_of(people[role]), method, url, row.data) for role in ROLES} for method in ("GET", "POST")
    }
    assert seen == {"GET": row.get, "POST": row.post}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_other_methods_change_nothing(
    name: str,
    world: World,
    people: dict[str, Person | None],
    client_of: Callable[[Person | None], Client],
) -> None:
    row = TABLE[name]
    url = reverse(name, args=row.args(world))
    allauth = ("account_", "mfa_", "usersessions_")
    own = {"core:style", "home"}  # these answer every method alike and change nothing
    for method in ("PUT", "DELETE"):
        for role in ROLES:
            status = fetch(client_of(people[role]), method, url, {})
            assert status in {302, 403, 404, 405} or name.startswith(allauth) or name in own, (method, role)


# Every address of an object that the other programme's coordinator may not know of, with each method it answers.
FOREIGN = [
    (name, method)
    for name, row in sorted(TABLE.items())
    for method, expected in (("GET", row.get), ("HEAD", row.get), ("POST", row.post))
    if expected["other_coordinator"] == 404 and row.args is not Row.args
]


@pytest.mark.parametrize(("name", "method"), FOREIGN)
def test_foreign_looks_like_nonexistent(
    name: str, method: str, world: World, client_of: Callable[[Person | None], Client]
) -> None:
    client = client_of(world.house.charlie)
    row = TABLE[name]
    args = row.args(world)
    foreign = client.generic(method, reverse(name, args=args))
    nothing = client.generic(method, reverse(name, args=[987654321, *args[1:]]))
    assert foreign.status_code == nothing.status_code == 404
    assert plain(foreign.content) == plain(nothing.content)
    assert sorted(foreign.headers) == sorted(nothing.headers)


def plain(body: bytes) -> str:
    """The page without its tokens and without its own address."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body.decode())
    return re.sub(r'name="next" value="[^"]+"', "", text)


def test_login_page_is_where_strangers_are_sent(world: World, client: Client) -> None:
    answer = client.get(reverse("tandems:tandem", args=[world.house.active.pk]))
    assert answer.headers["Location"].startswith(reverse(settings.LOGIN_URL))


def test_access_ends_with_the_role(world: World, client_of: Callable[[Person | None], Client]) -> None:
    client = client_of(world.house.alice)
    url = reverse("matching:cohort", args=[world.house.cohort.pk])
    assert client.get(url).status_code == 200
    world.house.alice.staff_roles.all().delete()
    assert client.get(url).status_code == 404


def test_spreadsheets_of_a_colleague_do_not_exist(world: World, client_of: Callable[[Person | None], Client]) -> None:
    client = client_of(world.house.bob)
    assert client.get(reverse("matching:pairs", args=[world.sheets.pk])).status_code == 404
