"""Telling the team, and what the team does with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from resonanz.care.enums import SETTLED, WAITING, CaseState
from resonanz.care.mails import mail_case, mail_news, mail_receipt
from resonanz.care.models import Case
from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem

TEXTS = ("text", "contact", "answer")


class AlreadyTaken(Exception):
    """A colleague did something with the case a moment earlier; nothing was changed."""


@transaction.atomic
def tell_team(
    *,
    programme: Programme,
    kind: str,
    text: str,
    key: UUID,
    language: str,
    by: Person | None,
    tandem: Tandem | None = None,
    matter: str = "",
    is_urgent: bool = False,
    contact: str = "",
) -> Case:
    """Tell the team of a programme something; the same form (its `key`) tells it once. `by`: None for who is not signed in.

    Raises:
        SomebodyElses: the key is that of somebody else's form.
    """
    case = Case(
        programme=programme,
        person=by,
        kind=kind,
        matter=matter,
        is_urgent=is_urgent,
        tandem=tandem,
        key=key,
        language=language,
    )
    case.seal(text=text, contact=contact)
    if store_once(case, same=["programme_id", "person_id", "kind"]):
        log_action("tell_team", by=by, on=case, scope=programme.scope, kind=kind, urgent=is_urgent)
        mail_case(case)
        mail_receipt(case)
    return case


@transaction.atomic
def take_case(*, case: Case, by: Person) -> None:
    """Look after a case from now on, also instead of a colleague; whoever told it learns the name.

    Raises AlreadyTaken where it is not any more as `case` says.
    """
    values = {"state": CaseState.TAKEN, "taken_by": by, "taken_at": timezone.now()}
    if case.state not in WAITING or case.taken_by_id == by.pk or not change(case, values):
        raise AlreadyTaken
    entry = log(case, "take_case", by)
    mail_news(case, entry)


@transaction.atomic
def settle_case(*, case: Case, state: str, by: Person, answer: str = "") -> None:
    """Note that a case is clarified or closed, with a word for whoever told it. Raises AlreadyTaken."""
    case.seal(answer=answer)
    values = {"state": CaseState(state), "settled_at": timezone.now(), "answer": case.answer}
    if case.state != CaseState.TAKEN or state not in SETTLED or not change(case, values):
        raise AlreadyTaken
    entry = log(case, "settle_case", by)
    mail_news(case, entry)


@transaction.atomic
def reopen_case(*, case: Case, by: Person) -> None:
    """Look after a settled case once more. Raises AlreadyTaken."""
    values = {"state": CaseState.TAKEN, "settled_at": None, "taken_by": by, "taken_at": timezone.now()}
    if case.state not in SETTLED or not change(case, values):
        raise AlreadyTaken
    log(case, "reopen_case", by)


@transaction.atomic
def read_case(*, case: Case, by: Person) -> dict[str, str]:
    """Return what was written, for whoever looks after the case; every reading stands in the log."""
    log(case, "read_case", by)
    return {column: case.opened(column) for column in TEXTS}


def change(case: Case, values: dict[str, Any]) -> bool:
    """Change a case only where it still is as it was shown; return whether it was."""
    rows = Case.objects.filter(pk=case.pk, state=case.state, taken_by=case.taken_by, taken_at=case.taken_at)
    done = rows.update(**values, changed_at=timezone.now())
    case.refresh_from_db()
    return bool(done)


def log(case: Case, verb: str, by: Person) -> int:
    """Write down that something was done with a case, and return the number of the entry."""
    return int(log_action(verb, by=by, on=case, scope=case.programme.scope).pk)
