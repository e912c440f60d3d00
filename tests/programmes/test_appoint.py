"""Making a coordinator from the command line."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from resonanz.people.models import Person
from resonanz.programmes.management.commands import appoint
from resonanz.programmes.models import Staff
from tests.factories import make_person, make_programme

pytestmark = pytest.mark.django_db


def test_an_account_that_is_there_is_appointed_once() -> None:
    programme, person = make_programme(), make_person("Alice", email="alice@example.org")
    for _ in range(2):
        out = StringIO()
        call_command("appoint", "ALICE@example.org", programme.slug, stdout=out)
    assert [(staff.person, staff.programme) for staff in Staff.objects.all()] == [(person, programme)]
    assert out.getvalue() == "Alice Beispiel coordinates Mentoring für MigrantInnen.\n"


def test_a_new_account_gets_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = make_programme()
    monkeypatch.setattr(appoint, "getpass", lambda _prompt: "a long enough one")
    call_command("appoint", "new@example.org", programme.slug, "--first-name", "Nora", stdout=StringIO())
    assert Person.objects.get(email="new@example.org").check_password("a long enough one")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["a@example.org", "nothing"], "There is no programme «nothing»; there are: mentoring-fuer-migrantinnen."),
        (["no-address", "mentoring-fuer-migrantinnen"], "«no-address» is no e-mail address."),
        (["a@example.org", "mentoring-fuer-migrantinnen"], "give --first-name to make one."),
    ],
)
def test_what_is_missing_is_said(arguments: list[str], sentence: str) -> None:
    make_programme()
    with pytest.raises(CommandError, match=sentence):
        call_command("appoint", *arguments)


def test_the_operator_of_the_installation_can_be_made() -> None:
    person = Person.objects.create_superuser("op@example.org", "a long enough one", first_name="Otto")
    assert person.is_operator
