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


def not_paused() -> QuerySet[Person]:
    """Return everybody who may be suggested to somebody today."""
    return Person.objects.filter(Q(paused_since=None) | Q(paused_until__lt=timezone.localdate()))


def took_back(key: str, scope: str) -> QuerySet[Person]:
    """Return who has withdrawn the consent `key` in `scope` and not given it again; not those who were never asked."""
    rows = Consent.objects.filter(text__key=key, text__scope=scope)
    in_force, ended = rows.filter(withdrawn_at=None), rows.filter(withdrawn_at__isnull=False)
    return Person.objects.filter(pk__in=ended.values("person")).exclude(pk__in=in_force.values("person"))


def suggestible(scope: str) -> QuerySet[Person]:
    """Return who may be suggested to somebody in `scope` today: nobody who pauses, nobody who took the consent back."""
    return not_paused().exclude(pk__in=took_back(SUGGEST, scope).values("pk"))


def person_of(request: HttpRequest) -> Person:
    """Return who is signed in; only for views behind `login_required`."""
    assert isinstance(request.user, Person)  # noqa: S101 - for the type checker: the decorator has seen to it
    return request.user


def consents_of(person: Person) -> QuerySet[Consent]:
    """Return everything `person` agreed to, with the texts, the newest first."""
    return Consent.objects.filter(person=person).select_related("text")
