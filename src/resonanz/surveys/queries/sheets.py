"""Sheets and the codes that lead to them; without the keys, which the database does not have, nothing finds anything."""

from __future__ import annotations

import json
from typing import Any

from django.core import signing
from django.db.models import QuerySet

from resonanz.core.crypto import code_of, decrypt, encrypt
from resonanz.people.models import Person
from resonanz.surveys.enums import State
from resonanz.surveys.models import Invitation, Sheet

SALT = "resonanz.surveys.invitation"
BLOCK = 1024  # characters: answers of one length do not tell by it what they are


def token_of(invitation: Invitation) -> str:
    """Return the secret of the mailed link."""
    return signing.dumps(invitation.pk, salt=SALT)


def by_token(token: str) -> Invitation | None:
    """Return the invitation that a mailed link opens; None where the link is none of ours, or its row is gone."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    rows = Invitation.objects.select_related("participation__person", "participation__cohort__programme__survey")
    return rows.filter(pk=pk).first()


def links_of(person: Person) -> list[tuple[Invitation, str]]:
    """Return the invitations of `person` in which there is something to answer or to take back, each with its secret."""
    rows = Invitation.objects.filter(participation__person=person, state__in=[State.ASKED, State.ANSWERED])
    rows = rows.select_related("participation__cohort__programme")
    return [(row, token_of(row)) for row in rows]


def code_for(seed: str) -> str:
    """Return the code under which somebody's sheets stand."""
    return code_of(seed, "survey")


def code_told(code: str) -> str:
    """Return the code that the funder gets instead: the same for all moments of one person, but not that of the sheets."""
    return code_of(code, "survey.told")


def sealed(answers: dict[str, Any], number: int) -> str:
    """Return answers as the sheet of this number keeps them: unreadable without the key, all of one length."""
    text = json.dumps(answers)
    return encrypt(text.ljust(-(-len(text) // BLOCK) * BLOCK), place_of(number))


def opened(sheet: Sheet) -> dict[str, Any]:
    """Return the answers of a sheet."""
    answers: dict[str, Any] = json.loads(decrypt(sheet.answers, place_of(sheet.pk)))
    return answers


def place_of(number: int) -> str:
    """Return what the answers on the sheet of this number are bound to."""
    return f"surveys.sheet:{number}"


def sheets_of(person: Person) -> QuerySet[Sheet]:
    """Return what `person` has answered, found by the codes that the key makes of the person's own invitations."""
    seeds = Invitation.objects.filter(participation__person=person).values_list("seed", flat=True).distinct()
    return Sheet.objects.filter(code__in=[code_for(seed) for seed in seeds])
