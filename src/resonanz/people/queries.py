"""Named reads of people."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest

from resonanz.core.text import fold
from resonanz.people.models import Consent, Person


def named(text: str) -> QuerySet[Person]:
    """Return the people whose name contains every word of `text`, whatever its case and accents."""
    people = Person.objects.all()
    for word in fold(text).split():
        people = people.filter(search_name__contains=word)
    return people


def person_of(request: HttpRequest) -> Person:
    """Return who is signed in; only for views behind `login_required`."""
    assert isinstance(request.user, Person)  # noqa: S101 - for the type checker: the decorator has seen to it
    return request.user


def consents_of(person: Person) -> QuerySet[Consent]:
    """Return everything `person` agreed to, with the texts, the newest first."""
    return Consent.objects.filter(person=person).select_related("text")
