"""Loading the demo into an empty database: five programmes and invented people, and never beside real ones."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from resonanz.demo.actions import load_demo
from resonanz.demo.queries import PASSWORD
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_the_demo_holds_the_five_programmes_and_loads_once() -> None:
    made = load_demo()
    assert made == Person.objects.count()
    assert load_demo() == 0
    for programme in Programme.objects.all():
        people = Person.objects.filter(participations__cohort__programme=programme).distinct().count()
        assert 20 <= people <= 60, programme
        assert Tandem.objects.filter(cohort__programme=programme, state=State.ACTIVE).count() >= 6, programme


def test_the_command_prints_the_logins() -> None:
    out = StringIO()
    call_command("demo", "--no-serve", stdout=out)
    assert f"«{PASSWORD}»" in out.getvalue()
    assert "maria.kogelnig@kaernten.demo.example" in out.getvalue()


def test_the_demo_never_opens_a_database_of_real_people() -> None:
    make_person("Real", email="real@example.org")
    with pytest.raises(CommandError, match="This database holds real people"):
        call_command("demo", "--no-serve")
