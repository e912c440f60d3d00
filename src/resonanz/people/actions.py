"""Every change of a person."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from resonanz.core.models import log_action
from resonanz.people.models import Person, Profile


@transaction.atomic
def create_person(
    *,
    email: str,
    first_name: str,
    by: Person | None,
    password: str | None = None,
    profile: dict[str, Any] | None = None,
    **fields: Any,
) -> Person:
    """Make an account and its profile; an address that has an account already raises IntegrityError."""
    person = Person.objects.create_user(email=email, password=password, first_name=first_name, **fields)
    Profile.objects.create(person=person, **(profile or {}))
    log_action("create_person", by=by, on=person)
    return person


@transaction.atomic
def choose_language(*, person: Person, language: str, by: Person) -> None:
    """Keep the language in which `person` reads pages and mails."""
    person.language = language
    person.save(update_fields={"language"})
    log_action("choose_language", by=by, on=person, language=language)
