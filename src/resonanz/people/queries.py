"""Named reads of people."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from resonanz.core.text import fold
from resonanz.people.enums import SUGGEST
from resonanz.people.models import Consent, Person


def named(text: str) -> QuerySet[Person]:
    """Return the people whose name contains every word of `text`, whatever its case and accents."""
    people = Person.objects.all()
    for word in fold(text).split():
        people = people.filter(search_name__contains=word)
    return people


def is_not_paused(person: str = "") -> Q:
    """Who is not paused today; `person` is the way to the person from other rows, such as "person__"."""
    return Q(**{f"{person}paused_since": None}) | Q(**{f"{person}paused_until__lt": timezone.localdate()})


def took_back(key: str, scope: str) -> QuerySet[Person]:
    """Return who has withdrawn the consent `key` in `scope` and not given it again; not those who were never asked."""
    rows = Consent.objects.filter(text__key=key, text__scope=scope)
    in_force, ended = rows.filter(withdrawn_at=None), rows.filter(withdrawn_at__isnull=False)
    return Person.objects.filter(pk__in=ended.values("person")).exclude(pk__in=in_force.values("person"))


def is_suggestible(scope: str, person: str = "") -> Q:
    """Who may be suggested to somebody in `scope` today: nobody who pauses, nobody who took the consent back.

    `person` is the way to the person, such as "person__": a condition on the row itself asks about one person, where «is
    among all who may be suggested» would gather everybody first.
    """
    return is_not_paused(person) & ~Q(**{f"{person}pk__in": took_back(SUGGEST, scope).values("pk")})


def person_of(request: HttpRequest) -> Person:
    """Return who is signed in; only for views behind `login_required`."""
    assert isinstance(request.user, Person)  # noqa: S101 - for the type checker: the decorator has seen to it
    return request.user


def consents_of(person: Person) -> QuerySet[Consent]:
    """Return everything `person` agreed to, with the texts, the newest first."""
    return Consent.objects.filter(person=person).select_related("text")
