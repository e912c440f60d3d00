"""Who may open what: every address × every role, from one table.

The table is closed: an address that is not in it fails the test. A row names the address, how its arguments are made, what
is posted, and the answer for each role. «Foreign» rows ask for an object of somebody else: the answer must be the same as
for one that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.conf import LazySettings, settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from resonanz.applications.actions.apply import ask_for_changes
from resonanz.applications.actions.capture import announce_people, capture_application
from resonanz.applications.actions.checks import set_record_policy
from resonanz.applications.actions.talks import When, book_talk
from resonanz.applications.actions.work import save_filter
from resonanz.applications.mails.review import Letter
from resonanz.applications.models import Proof
from resonanz.matching.actions import keep_sheets, run_matching
from resonanz.matching.models import Request
from resonanz.people.models import Person
from resonanz.programmes.actions import appoint_staff, invite_colleague, set_logo
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Interest
from resonanz.tables import Table
from tests.access import ROLES, TABLE, Row, World
from tests.factories import House, make_cohort, make_house, make_person
from tests.factories.applications import make_application, with_form, with_rules
from tests.factories.apply import make_draft, make_submitted
from tests.factories.requests import open_to_all


def make_world() -> World:
    """One object of everything that an address can name."""
    house = make_house()
    run = run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)
    table = Table("people.csv", ["id"], [{"id": "1"}], [2])
    settings = {
        "columns": {"mentor": "id", "mentee": "id"},
        "settings": {"objective": "most_pairs", "capacity": 1},
        "must": [],
        "criterion": [{"kind": "equal", "column": "id", "weight": 1}],
    }
    sheets = keep_sheets(mentors=table, mentees=table, settings=settings, by=house.alice)
    organisation = house.programme.partnerships.first().organisation  # type: ignore[union-attr]
    logo = set_logo(programme=house.programme, organisation=organisation, picture=(b"png", 1, 1), by=house.alice)
    interest = Interest.objects.create(programme=house.programme, email="w@example.org", group="second", language="de")
    invitation = invite_colleague(
        programme=house.programme, email="new@example.org", role="reviewer", by=house.alice, site="http://testserver"
    )
    next_cohort = house.programme.cohorts.get(state="announced")
    noor = house.noor.person
    round_to_join = make_cohort(house.programme, state="open")
    draft, handed_in = make_draft(round_to_join, by=noor), make_submitted(make_cohort(house.programme), by=noor)
    Proof.objects.create(
        application=handed_in, key="registered_proof", name="ams.pdf", media_type="application/pdf", content=b"%PDF-1.7"
    )
    ask_for_changes(application=handed_in, text="Please look again.", by=house.alice)
    captured = capture_application(
        cohort=round_to_join,
        group="second",
        origin="phone",
        email="caller@example.org",
        first_name="Caller",
        last_name="",
        language="de",
        by=house.alice,
    )
    _announcement, token = announce_people(
        cohort=round_to_join,
        company="Werk",
        contact_name="Ute",
        contact_email="ute@example.org",
        language="de",
        people=[{"first_name": "Karl", "last_name": "Wieser", "email": "karl@example.org", "occupation": ""}],
    )
    with_form(with_rules(house.programme))
    application = make_application(house.cohort, proofs=("labour_market_proof",))
    invited = make_application(house.cohort, "Tara")
    when = When(timezone.now() + timedelta(days=3), 30, "phone", "+43 463 000")
    talk = book_talk(application=invited, when=when, version=1, letter=Letter("S", "T"), by=house.alice)
    kept = save_filter(cohort=house.cohort, name="Kept", query={"state": "all"}, by=house.alice)
    set_record_policy(
        programme=house.programme, group="second", legal_ground="law", certificate="certificate", by=house.alice
    )
    open_to_all(house.programme)
    between = Request.objects.create(
        cohort=house.cohort, mentor=house.jonas, mentee=house.amina, slot=1, expires_on=timezone.localdate()
    )
    return World(
        house, run, sheets, logo, interest, invitation, next_cohort, draft, handed_in, captured, token,
        application, application.proofs.get(), talk, kept, between,
    )  # fmt: skip


def make_reviewer(house: House) -> Person:
    person = make_person("Rita")
    appoint_staff(programme=house.programme, person=person, role=StaffRole.REVIEWER, by=None)
    return person


def make_people(house: House) -> dict[str, Person | None]:
    """One person for each role."""
    return {
        "anonymous": None,
        "mentee": house.amina.person,
        "mentor": house.jonas.person,
        "bystander": house.noor.person,
        "coordinator": house.alice,
        "reviewer": make_reviewer(house),
        "other_coordinator": house.charlie,
        "operator": make_person("Otto", is_operator=True),
        "disabled": make_person("Dana", is_active=False),
    }


@dataclass(frozen=True)
class Standing:
    """What stands while the tests of this file run: the world, and the cookies of each role's browser."""

    world: World
    cookies: dict[str, SimpleCookie]


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Standing]:
    """Made once, because it takes as long as ten questions, in a transaction that is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        cookies = {}
        for role, person in make_people(world.house).items():
            client = Client()
            if person is not None:
                client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            cookies[role] = client.cookies
        yield Standing(world, cookies)
        transaction.set_rollback(True)


@pytest.fixture
def world(standing: Standing, db: None) -> World:
    """A copy for each test, which may change it; the database is as it was after each."""
    return deepcopy(standing.world)


@pytest.fixture
def browser_of(standing: Standing, db: None) -> Callable[[str], Client]:
    """A function that returns the browser of a role."""

    def make(role: str) -> Client:
        client = Client()
        client.cookies = deepcopy(standing.cookies[role])
        return client

    return make


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


# Django's allauth and these answer every method alike, and change nothing by it.
EVERY_METHOD = ("account_", "mfa_", "usersessions_")
EVERY_METHOD_TOO = {"core:style", "home"}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_role_by_address(
    name: str,
    world: World,
    browser_of: Callable[[str], Client],
) -> None:
    row = TABLE[name]
    url = reverse(name, args=row.args(world))
    clients = {role: browser_of(role) for role in ROLES}
    seen = {method: {role: fetch(clients[role], method, url, row.data) for role in ROLES} for method in ("GET", "POST")}
    assert seen == {"GET": row.get, "POST": row.post}
    if name.startswith(EVERY_METHOD) or name in EVERY_METHOD_TOO:
        return
    unlike = {(row.get[role], row.post[role]): role for role in ROLES}.values()  # who is answered alike, once
    others = {(method, role): fetch(clients[role], method, url, {}) for method in ("PUT", "DELETE") for role in unlike}
    assert {key: status for key, status in others.items() if status not in {302, 403, 404, 405}} == {}


# Every address of an object that the other programme's coordinator may not know of, with each method it answers.
FOREIGN = {
    name: methods
    for name, row in sorted(TABLE.items())
    if row.args is not Row.args
    and (
        methods := [
            method
            for method, expected in (("GET", row.get), ("HEAD", row.get), ("POST", row.post))
            if expected["other_coordinator"] == 404
        ]
    )
}


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_looks_like_nonexistent(name: str, world: World, browser_of: Callable[[str], Client]) -> None:
    client = browser_of("other_coordinator")
    args = TABLE[name].args(world)
    for method in FOREIGN[name]:
        foreign = client.generic(method, reverse(name, args=args))
        nothing = client.generic(method, reverse(name, args=[987654321, *args[1:]]))
        assert foreign.status_code == nothing.status_code == 404, method
        assert plain(foreign.content) == plain(nothing.content), method
        assert sorted(foreign.headers) == sorted(nothing.headers), method


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


@pytest.mark.parametrize("name", sorted(TABLE))
def test_staff_without_a_second_factor_reach_nothing_where_it_is_asked_for(
    name: str, world: World, browser_of: Callable[[str], Client], settings: LazySettings
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    answer = browser_of("coordinator").get(reverse(name, args=TABLE[name].args(world)))
    needed = reverse("mfa_index")
    if name.startswith(("mfa_", "account_logout", "account_reauthenticate")) or name == "people:language":
        assert answer.status_code in {200, 302, 404, 405}
        assert answer.headers.get("Location") != needed
    else:
        assert (answer.status_code, answer.headers["Location"]) == (302, needed)
