"""Signing in by code, the second factor, sessions, a new address: what allauth does in our house."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from tests.factories import PASSWORD, House, make_person

pytestmark = pytest.mark.django_db


def sign_in(client: Client, person: Person) -> None:
    assert client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}).status_code == 302


def confirm(client: Client) -> None:
    """Confirm once more who one is."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_in_mail(to: str) -> str:
    letter = OutboxMail.objects.filter(to=to).latest("pk")
    found = re.search(r": ([0-9A-Za-z-]{6,})", letter.subject)
    assert found, letter.subject
    return found[1]


def current_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def add_app(client: Client) -> str:
    """Set up an authenticator app, and return its secret."""
    confirm(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code dir="ltr">(\w+)</code>', page)
    assert secret
    assert "<svg" in page
    answer = client.post(reverse("mfa_activate_totp"), {"code": current_code(secret[1])})
    assert answer.status_code == 302
    return secret[1]


def test_a_code_by_mail_signs_in_once(client: Client) -> None:
    make_person("Kim", email="kim@example.org")
    client.post(reverse("account_request_login_code"), {"email": "kim@example.org"})
    code = code_in_mail("kim@example.org")
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).status_code == 302
    assert client.get(reverse("people:me")).status_code == 200
    second = Client()
    second.post(reverse("account_confirm_login_code"), {"code": code})
    assert second.get(reverse("people:me")).status_code == 302


def test_a_code_is_good_for_a_quarter_of_an_hour(client: Client) -> None:
    make_person("Kim", email="kim@example.org")
    client.post(reverse("account_request_login_code"), {"email": "kim@example.org"})
    code = code_in_mail("kim@example.org")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        client.post(reverse("account_confirm_login_code"), {"code": code})
        assert client.get(reverse("people:me")).status_code == 302


def test_known_and_unknown_addresses_get_the_same_answer() -> None:
    make_person("Kim", email="kim@example.org")
    seen = []
    for address in ("kim@example.org", "nobody@example.org"):
        browser = Client()
        answer = browser.post(reverse("account_request_login_code"), {"email": address})
        page = browser.get(answer.headers["Location"]).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(address, "ADDRESS")
        seen.append((answer.status_code, answer.headers["Location"], page))
    assert seen[0] == seen[1]
    assert OutboxMail.objects.filter(to="kim@example.org").count() == 1


def test_the_secret_of_an_app_is_encrypted_and_each_code_works_once(client: Client) -> None:
    person = make_person("Kim", email="kim@example.org")
    sign_in(client, person)
    secret = add_app(client)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert kept.startswith("k1:")
    client.post(reverse("account_logout"))
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        code = current_code(secret)
        doors = []
        for _ in range(2):
            browser = Client()
            sign_in(browser, person)
            assert browser.get(reverse("people:me")).status_code == 302  # the password alone opens nothing
            browser.post(reverse("mfa_authenticate"), {"code": code})
            doors.append(browser.get(reverse("people:me")).status_code)
    assert doors == [200, 302]
    assert TOTP(Authenticator.objects.get(type="totp")).instance.user == person


def test_a_recovery_code_works_once(client: Client) -> None:
    person = make_person("Kim", email="kim@example.org")
    sign_in(client, person)
    add_app(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r"<li><code>(\w+)</code></li>", page)[0]
    doors = []
    for _ in range(2):
        browser = Client()
        sign_in(browser, person)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        doors.append(browser.get(reverse("people:me")).status_code)
    assert doors == [200, 302]


def test_with_a_second_factor_staff_go_on_and_participants_are_not_asked(
    settings: LazySettings, house: House, client: Client
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    sign_in(client, house.alice)
    assert client.get(reverse("mfa_index")).status_code == 200
    add_app(client)
    assert client.get(reverse("matching:today")).status_code == 200
    other = Client()
    sign_in(other, house.amina.person)
    assert other.get(reverse("tandems:tandem", args=[house.active.pk])).status_code == 200


def test_a_session_of_staff_that_is_left_alone_ends(house: House, client: Client) -> None:
    sign_in(client, house.alice)
    begun = timezone.now()
    seen = []
    for minutes in (20, 45, 76):
        with time_machine.travel(begun + timedelta(minutes=minutes)):
            seen.append(client.get(reverse("matching:today")).status_code)
    assert seen == [200, 200, 302]


def test_a_session_of_a_participant_is_not_cut_short(house: House, client: Client) -> None:
    sign_in(client, house.amina.person)
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert client.get(reverse("people:me")).status_code == 200


def test_other_sessions_can_be_ended(client: Client) -> None:
    person, other = make_person("Kim", email="kim@example.org"), Client()
    for browser in (client, other):
        sign_in(browser, person)
    assert client.post(reverse("usersessions_list")).status_code == 302
    assert [browser.get(reverse("people:me")).status_code for browser in (client, other)] == [200, 302]


def test_a_new_password_ends_all_other_sessions(client: Client) -> None:
    person, other = make_person("Kim", email="kim@example.org"), Client()
    for browser in (client, other):
        sign_in(browser, person)
    words = {"oldpassword": PASSWORD, "password1": "another horse battery", "password2": "another horse battery"}
    client.post(reverse("account_change_password"), words)
    assert [browser.get(reverse("people:me")).status_code for browser in (client, other)] == [200, 302]


def test_the_address_changes_only_by_the_code_sent_to_the_new_one(client: Client) -> None:
    person = make_person("Kim", email="kim@example.org")
    sign_in(client, person)
    assert client.get(reverse("people:address")).headers["Location"].startswith(reverse("account_reauthenticate"))
    confirm(client)
    client.post(reverse("people:address"), {"email": "New@Example.org"})
    code = code_in_mail("New@Example.org")
    wrong = "000000" if code != "000000" else "111111"
    assert client.post(reverse("people:confirm_address"), {"code": wrong}).status_code == 200
    person.refresh_from_db()
    assert person.email == "kim@example.org"
    client.post(reverse("people:confirm_address"), {"code": code})
    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert OutboxMail.objects.filter(to="kim@example.org").count() == 1
    assert LogEntry.objects.get(verb="change_email").detail == {}


def test_three_wrong_codes_are_enough(client: Client) -> None:
    person = make_person("Kim", email="kim@example.org")
    sign_in(client, person)
    confirm(client)
    client.post(reverse("people:address"), {"email": "new@example.org"})
    code = code_in_mail("new@example.org")
    for _ in range(3):
        client.post(reverse("people:confirm_address"), {"code": "999999" if code != "999999" else "111111"})
    client.post(reverse("people:confirm_address"), {"code": code})
    person.refresh_from_db()
    assert person.email == "kim@example.org"


def test_an_address_of_somebody_else_is_not_taken(client: Client) -> None:
    person = make_person("Kim", email="kim@example.org")
    make_person("Ada", email="ada@example.org")
    sign_in(client, person)
    confirm(client)
    client.post(reverse("people:address"), {"email": "ada@example.org"})
    client.post(reverse("people:confirm_address"), {"code": code_in_mail("ada@example.org")})
    person.refresh_from_db()
    assert person.email == "kim@example.org"


def test_own_details_are_kept_and_the_log_holds_no_values(client: Client) -> None:
    person = make_person("Kim", email="kim@example.org")
    sign_in(client, person)
    words = {
        "first_name": "آمنة",
        "last_name": "",
        "name_own_script": "آمنة",
        "form_of_address": "feminine",
        "pronouns": "sie/ihr",
        "language": "ar",
    }
    assert client.post(reverse("people:me"), words).status_code == 302
    person.refresh_from_db()
    assert {name: getattr(person, name) for name in words} == words
    assert LogEntry.objects.get(verb="change_own_details").detail == {"fields": list(words)}
    assert client.post(reverse("people:me"), words).status_code == 302
    assert LogEntry.objects.filter(verb="change_own_details").count() == 1


def test_nothing_typed_is_lost_where_a_field_is_wrong(client: Client) -> None:
    sign_in(client, make_person("Kim", email="kim@example.org"))
    answer = client.post(reverse("people:me"), {"first_name": "", "pronouns": "they"})
    page = answer.content.decode()
    assert (answer.status_code, 'value="they"' in page, "error-summary" in page) == (200, True, True)
