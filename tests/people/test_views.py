"""Signing in, and the language of the pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.mail.models import OutboxMail
from tests.factories import PASSWORD, House, make_house, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    """Only where a test asks for it: others here count what there is."""
    return make_house()


def test_sign_in_and_out(client: Client) -> None:
    make_person("Kim", email="kim@example.org")
    answer = client.post(reverse("account_login"), {"login": "KIM@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get(reverse("tandems:mine")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("tandems:mine")).status_code == 302


def test_a_wrong_password_says_so_and_keeps_the_address(client: Client) -> None:
    make_person("Kim", email="kim@example.org")
    answer = client.post(reverse("account_login"), {"login": "kim@example.org", "password": "wrong"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="kim@example.org"' in page
    assert "error-summary" in page


def test_the_sixth_wrong_password_is_not_even_checked(client: Client) -> None:
    make_person("Kim", email="locked@example.org")
    for _ in range(6):
        client.post(reverse("account_login"), {"login": "locked@example.org", "password": "wrong"})
    client.post(reverse("account_login"), {"login": "locked@example.org", "password": PASSWORD})
    assert client.get(reverse("tandems:mine")).status_code == 302


@pytest.mark.parametrize("known", [True, False])
def test_a_forgotten_password_is_answered_alike_for_known_and_unknown(client: Client, known: bool) -> None:
    make_person("Kim", email="kim@example.org")
    address = "kim@example.org" if known else "nobody@example.org"
    answer = client.post(reverse("account_reset_password"), {"email": address})
    assert answer.headers["Location"] == reverse("account_reset_password_done")
    assert OutboxMail.objects.filter(to=address).count() == 1


def test_language_of_the_page_and_its_direction(client: Client) -> None:
    for language, direction in (("de", "ltr"), ("en", "ltr"), ("ar", "rtl")):
        client.post(reverse("people:language"), {"language": language, "next": "/programmes/"})
        page = client.get(reverse("programmes:list")).content.decode()
        assert re.search(r'<html lang="(\w+)" dir="(\w+)"', page).groups() == (language, direction)  # type: ignore[union-attr]


def test_the_language_follows_the_person_to_another_browser(house: House) -> None:
    first, second = Client(), Client()
    first.force_login(house.noor.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    first.post(reverse("people:language"), {"language": "ar"})
    second.force_login(house.noor.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert '<html lang="ar" dir="rtl"' in second.get(reverse("tandems:mine")).content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_a_language_leads_nowhere_else(client: Client, target: str) -> None:
    answer = client.post(reverse("people:language"), {"language": "de", "next": target})
    assert answer.headers["Location"] == "/"


def test_an_unknown_language_is_refused_with_a_sentence(client: Client) -> None:
    answer = client.post(reverse("people:language"), {"language": "xx"})
    assert (answer.status_code, answer.content.decode()) == (
        400,
        "Bitte wählen Sie eine der angebotenen Sprachen.",
    )


def test_personal_pages_are_not_kept_by_caches(house: House, client: Client) -> None:
    client.force_login(house.noor.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "no-store" in client.get(reverse("tandems:mine")).headers["Cache-Control"]


def test_every_answer_carries_the_strict_policy(client: Client) -> None:
    for url in ("/programmes/", "/nowhere/", "/account/login/", "/static/core/icons.svg"):
        policy = client.get(url).headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy, url


def test_a_new_password_by_mail(client: Client) -> None:
    make_person("Kim", email="kim@example.org")
    client.post(reverse("account_reset_password"), {"email": "kim@example.org"})
    letter = OutboxMail.objects.get()
    assert (letter.subject, letter.text.splitlines()[0]) == ("Ein neues Passwort für Sie", "Guten Tag,")
    link = re.search(r"https?://testserver(\S+)", letter.text)
    assert link is not None
    page = client.get(link[1], follow=True)
    assert "Neues Passwort festlegen" in page.content.decode()
    new = {"password1": "a quite new password", "password2": "a quite new password"}
    assert "Ihr neues Passwort gilt" in client.post(page.request["PATH_INFO"], new, follow=True).content.decode()
    assert client.login(username="kim@example.org", password="a quite new password")
    assert "schon benutzt" in Client().get(link[1], follow=True).content.decode()
