"""Every change of a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.models import Consent, ConsentText, Person, Profile


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


@transaction.atomic
def give_consent(*, person: Person, text: ConsentText, given_at: datetime | str, by: Person | None) -> Consent:
    """Keep that `person` agreed to `text`; an older version of the same consent ends with that, the same one stays."""
    same = Consent.objects.filter(person=person, text__scope=text.scope, text__key=text.key, withdrawn_at__isnull=True)
    for older in same.exclude(text=text):
        end_consent(consent=older, by=by)
    consent, made = Consent.objects.get_or_create(
        person=person, text=text, withdrawn_at=None, defaults={"given_at": given_at}
    )
    if made:
        log_action("give_consent", by=by, on=consent, scope=text.scope, key=text.key, version=text.version)
    return consent


@transaction.atomic
def end_consent(*, consent: Consent, by: Person | None) -> None:
    """Take a consent back from now on; that it was given remains known."""
    rows = Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True)
    if rows.update(withdrawn_at=timezone.now()):
        log_action("end_consent", by=by, on=consent, scope=consent.text.scope, key=consent.text.key)
