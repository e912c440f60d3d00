"""Requests of the demo: written, asked back, answered and declined as people would, some days ago."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F

from resonanz.matching.actions.requests import ask_back, ask_mentor, decline_request, reply_to_question
from resonanz.matching.models import Request
from resonanz.programmes.models import Participation

TEXTS = ("career", "goals", "expectations")


def load_requests(data: dict[str, Any], people: dict[tuple[str, str], Participation]) -> None:
    """Make the requests of one programme, the oldest first as the data have them."""
    by_name = {name: person for (_cohort, name), person in people.items()}
    for entry in data.get("request", []):
        load_request(entry, by_name[entry["from"]], by_name[entry["to"]])


def load_request(entry: dict[str, Any], mentee: Participation, mentor: Participation) -> None:
    """Make one request with all that came of it, and let it lie some days back."""
    texts = {name: entry[name] for name in TEXTS}
    request = ask_mentor(mentee=mentee, mentor=mentor, texts=texts, by=mentee.person)
    if "question" in entry:
        ask_back(request=request, question=entry["question"], by=mentor.person)
    if "reply" in entry:
        reply_to_question(request=request, reply=entry["reply"], by=mentee.person)
    if "declined" in entry:
        decline_request(request=request, **entry["declined"], by=mentor.person)
    back = timedelta(days=entry["days_ago"])
    Request.objects.filter(pk=request.pk).update(
        created_at=F("created_at") - back, turn_since=F("turn_since") - back, expires_on=F("expires_on") - back
    )
