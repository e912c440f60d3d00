"""Who may open what: every address × every role, from one table.

The table is closed: an address that is not in it fails the test. A row names the address, how its arguments are made, what
is posted, and the answer for each role. «Foreign» rows ask for an object of somebody else: the answer must be the same as
for one that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from resonanz.applications.actions.checks import set_record_policy
from resonanz.applications.actions.talks import When, book_talk
from resonanz.applications.actions.work import save_filter
from resonanz.applications.mails.review import Letter
from resonanz.matching.actions import keep_sheets, run_matching
from resonanz.people.models import Person
from resonanz.tables import Table
from tests.factories import House, make_person
from tests.factories.applications import make_application, with_form, with_rules

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
    """The house, a computed run of it, spreadsheets that the coordinator brought, and two applications."""

    house: House
    run: Any
    sheets: Any
    application: Any
    proof: Any
    talk: Any
    saved_filter: Any


def cohort_pk(world: World) -> list[Any]:
    return [world.house.cohort.pk]


def active_pk(world: World) -> list[Any]:
    return [world.house.active.pk]


def proposal_pk(world: World) -> list[Any]:
    return [world.run.proposals.first().pk]


def sheets_pk(world: World) -> list[Any]:
    return [world.sheets.pk]


def application_pk(world: World) -> list[Any]:
    return [world.application.pk]


def talk_pk(world: World) -> list[Any]:
    return [world.talk.pk]


def slug(world: World) -> list[Any]:
    return [world.house.programme.slug]


NO_POST = everybody(405)
ONLY_GET = ONLY_POST = answers(405, anonymous=LOGIN, disabled=LOGIN)
STAFF_ANYWHERE = answers(403, coordinator=200, other_coordinator=200, anonymous=LOGIN, disabled=LOGIN)
ALLAUTH_OWN = answers(302, anonymous=200, disabled=200)  # pages for those who are not logged in
TABLE: dict[str, Row] = {
    "home": Row(everybody(302), everybody(302)),
    "core:style": Row(everybody(200), everybody(200)),
    "people:language": Row(everybody(405), everybody(302), data={"language": "en", "next": "/"}),
    "programmes:list": Row(everybody(200), NO_POST),
    "programmes:programme": Row(everybody(200), NO_POST, slug),
    "programmes:accent": Row(everybody(200), NO_POST, slug),
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
    "applications:applications": Row(staff(200), ONLY_GET, cohort_pk),
    "applications:board": Row(staff(200), ONLY_GET, cohort_pk),
    "applications:waitlist": Row(staff(200), ONLY_GET, cohort_pk),
    "applications:several": Row(ONLY_POST, staff(302), cohort_pk),
    "applications:keep_filter": Row(ONLY_POST, staff(302), cohort_pk, {"name": "Mine", "state": "all"}),
    "applications:forget_filter": Row(ONLY_POST, staff(302), lambda world: [world.saved_filter.pk]),
    "applications:review": Row(staff(200), ONLY_GET, application_pk),
    "applications:move": Row(ONLY_POST, staff(302), application_pk, {"move": "take_up", "version": "1"}),
    "applications:decide": Row(
        staff(200),
        staff(302),
        lambda world: [world.application.pk, "decline"],
        {"subject": "S", "text": "T", "version": "1"},
    ),
    "applications:assign": Row(ONLY_POST, staff(302), application_pk),
    "applications:note": Row(ONLY_POST, staff(302), application_pk, {"text": "note"}),
    "applications:attest": Row(ONLY_POST, staff(302), lambda world: [world.application.pk, "german"], {"verdict": "met"}),
    "applications:waiting": Row(ONLY_POST, staff(302), application_pk),
    "applications:certificate": Row(ONLY_POST, staff(302), application_pk, {"issued_on": "2020-01-01", "is_clear": "yes"}),
    "applications:certificate_letter": Row(staff(200), ONLY_GET, application_pk),
    "applications:book_talk": Row(staff(200), staff(200), application_pk),
    "applications:talk": Row(staff(200), staff(200), talk_pk),
    "applications:cancel_talk": Row(ONLY_POST, staff(302), talk_pk),
    "applications:talk_file": Row(staff(200), ONLY_GET, talk_pk),
    "applications:proof": Row(staff(200), ONLY_GET, lambda world: [world.proof.pk]),
    "applications:letters": Row(staff(200), ONLY_GET, slug),
    "applications:letter_text": Row(
        staff(200), staff(302), lambda world: [world.house.programme.slug, "accepted", "de"], {"subject": "S", "text": "T"}
    ),
    "applications:record_policy": Row(staff(200), staff(200), slug),
    "demo:mailbox": Row(everybody(200), NO_POST),
    "account_login": Row(ALLAUTH_OWN, ALLAUTH_OWN),
    "account_logout": Row(answers(200, anonymous=302, disabled=302), everybody(302)),
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
    with_form(with_rules(house.programme))
    application = make_application(house.cohort, proofs=("labour_market_proof",))
    invited = make_application(house.cohort, "Tara")
    when = When(timezone.now() + timedelta(days=3), 30, "phone", "+43 463 000")
    talk = book_talk(application=invited, when=when, version=1, letter=Letter("S", "T"), by=house.alice)
    kept = save_filter(cohort=house.cohort, name="Kept", query={"state": "all"}, by=house.alice)
    set_record_policy(
        programme=house.programme, group="second", legal_ground="law", certificate="certificate", by=house.alice
    )
    return World(house, run, sheets, application, application.proofs.get(), talk, kept)


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
    own = {"core:style", "home"}  # these answer every method alike and change nothing
    for method in ("PUT", "DELETE"):
        for role in ROLES:
            status = fetch(client_of(people[role]), method, url, {})
            assert status in {302, 403, 404, 405} or name.startswith("account_") or name in own, (method, role)


# Every address of an object that the other programme's coordinator may not know of, with each method it answers.
FOREIGN = [
    (name, method)
    for name, row in sorted(TABLE.items())
    for method, expected in (("GET", row.get), ("HEAD", row.get), ("POST", row.post))
    if expected["other_coordinator"] == 404
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
