"""Every change of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from resonanz.core.models import LogEntry, log_action, subject_of
from resonanz.people.mails import mail_address_changed
from resonanz.people.models import Consent, ConsentText, Person, Profile
from resonanz.people.signals import consent_withdrawn, pause_begun

OWN_FIELDS = ("first_name", "last_name", "name_own_script", "form_of_address", "pronouns", "language")


class AddressTaken(Exception):
    """The new e-mail address belongs to another account."""


class WrongLanguage(Exception):
    """A consent was given to a text in another language than the one that was read."""


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
def create_people(*, people: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], by: Person | None) -> list[Person]:
    """Make many accounts with their profiles by few queries, from (columns of the person, columns of the profile).

    Nobody gets a password: they sign in by a mailed code, and may set one. An address that has an account already raises
    IntegrityError, and nobody is made.
    """
    made = []
    for fields, _profile in people:
        person = Person(**{**fields, "email": str(fields["email"]).strip().lower()})
        person.set_unusable_password()
        person.renew_search_name()
        made.append(person)
    Person.objects.bulk_create(made, batch_size=200)
    Profile.objects.bulk_create(
        (Profile(person=person, **profile) for person, (_fields, profile) in zip(made, people, strict=True)), batch_size=200
    )
    LogEntry.objects.bulk_create(
        (LogEntry(actor=by, verb="create_person", subject=subject_of(person)) for person in made), batch_size=500
    )
    return made


@transaction.atomic
def choose_language(*, person: Person, language: str, by: Person) -> None:
    """Keep the language in which `person` reads pages and mails."""
    person.language = language
    person.save(update_fields={"language"})
    log_action("choose_language", by=by, on=person, language=language)


@transaction.atomic
def change_own_details(*, person: Person, details: Mapping[str, Any], by: Person) -> list[str]:
    """Keep what a person says about name, address and language; return which of them changed. The log has no values."""
    before = Person.objects.get(pk=person.pk)
    changed = [name for name in OWN_FIELDS if name in details and getattr(before, name) != details[name]]
    if changed:
        for name in changed:
            setattr(person, name, details[name])
        person.save(update_fields=set(changed))
        log_action("change_own_details", by=by, on=person, fields=changed)
    return changed


@transaction.atomic
def change_email(*, person: Person, email: str, by: Person) -> None:
    """Move the account to a new address that was confirmed by a code, and tell the old one.

    Raises:
        AddressTaken: another account has it.
    """
    old, new = person.email, email.strip().lower()
    if old == new:
        return
    try:
        with transaction.atomic():
            person.email = new
            person.save(update_fields={"email"})
    except IntegrityError as error:
        person.email = old
        raise AddressTaken from error
    log_action("change_email", by=by, on=person)
    mail_address_changed(person, old)


@transaction.atomic
def give_consent(
    *, person: Person, text: ConsentText, language: str, by: Person | None, given_at: datetime | str | None = None
) -> Consent:
    """Keep that `person` agreed to `text`, read in `language`, now or at `given_at`; a second click changes nothing.

    An older version of the same consent ends with that.

    Raises:
        WrongLanguage: the text is in another language: consent never rests on words that were not read.
    """
    if text.language != language:
        raise WrongLanguage(text.language)
    consent, is_new = Consent.objects.get_or_create(
        person=person, text=text, withdrawn_at=None, defaults={"given_at": given_at or timezone.now()}
    )
    if is_new:
        log_action("give_consent", by=by, on=consent, scope=text.scope, key=text.key, version=text.version)
    # The older one ends only now: there is no moment without consent in which something could be deleted.
    same = Consent.objects.filter(person=person, text__scope=text.scope, text__key=text.key, withdrawn_at=None)
    for older in same.exclude(pk=consent.pk):
        withdraw_consent(consent=older, by=by)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Person | None) -> bool:
    """End a consent, and with it whatever rests on it; return False where it had ended before."""
    if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        return False
    consent.refresh_from_db()
    log_action("withdraw_consent", by=by, on=consent, scope=consent.text.scope, key=consent.text.key)
    consent_withdrawn.send(Consent, consent=consent)
    return True


@transaction.atomic
def pause_person(*, person: Person, until: date | None, by: Person) -> None:
    """Suggest `person` to nobody up to and including `until`, or until revoked; tandems at work go on."""
    Person.objects.filter(pk=person.pk).update(paused_since=timezone.localdate(), paused_until=until)
    person.refresh_from_db(fields=["paused_since", "paused_until"])
    log_action("pause_person", by=by, on=person, until=until.isoformat() if until else None)
    pause_begun.send(Person, person=person)


@transaction.atomic
def end_pause(*, person: Person, by: Person) -> bool:
    """Let `person` be suggested again; return False where there was no pause."""
    if not Person.objects.filter(pk=person.pk, paused_since__isnull=False).update(paused_since=None, paused_until=None):
        return False
    person.refresh_from_db(fields=["paused_since", "paused_until"])
    log_action("end_pause", by=by, on=person)
    return True
