"""Outcomes: recorded by anyone concerned, confirmed by the person whom they are about, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.outcomes.enums import OutcomeState
from resonanz.outcomes.mails import mail_outcome
from resonanz.outcomes.models import Outcome, OutcomeSettings
from resonanz.outcomes.queries import kind_rows
from resonanz.people.models import Person
from resonanz.programmes.actions.settings import at_work, unchanged
from resonanz.programmes.models import Programme
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem


@transaction.atomic
def record_outcome(
    *, tandem: Tandem, key: UUID, about: Person, kind: str, on: date, by: Person, word: str = "", for_team: bool = False
) -> Outcome:
    """Record a fact about one of the two; whoever it is about is asked, unless she or he recorded it.

    A word along with it is confidential, unless whoever writes it lets the team read it. The same form makes it once.

    Raises:
        SomebodyElses: the key is that of somebody else's form.
    """
    own = about.pk == by.pk
    outcome = Outcome(
        tandem=tandem, key=key, about=about, by=by, kind=kind, on=on, for_team=for_team and bool(word),
        state=OutcomeState.CONFIRMED if own else OutcomeState.WAITING,
        decided_at=timezone.now() if own else None,
    )  # fmt: skip
    outcome.seal(word=word)
    if store_once(outcome, same=["tandem_id", "by_id"]):
        log(outcome, "record_outcome", by, kind=kind)
        if not own:
            mail_outcome(outcome)
    return outcome


@transaction.atomic
def decide_outcome(*, outcome: Outcome, confirmed: bool, by: Person) -> None:
    """Say that it is so, or that it is not. Raises AlreadyDecided."""
    after = OutcomeState.CONFIRMED if confirmed else OutcomeState.REFUSED
    move(outcome, [OutcomeState.WAITING], after)
    log(outcome, "decide_outcome", by, state=after.value)


@transaction.atomic
def withdraw_outcome(*, outcome: Outcome, by: Person) -> None:
    """Take an outcome back: whoever recorded it while it waits, whom it is about at any time. The word goes with it.

    Raises:
        AlreadyDecided: it was taken back or refused, or is confirmed and about somebody else.
    """
    before = [OutcomeState.WAITING]
    if outcome.about_id == by.pk:
        before.append(OutcomeState.CONFIRMED)
    move(outcome, before, OutcomeState.WITHDRAWN, word="", for_team=False)
    log(outcome, "withdraw_outcome", by)


def move(outcome: Outcome, before: list[OutcomeState], after: OutcomeState, **more: Any) -> None:
    """Change the state by a conditional update; raises AlreadyDecided where somebody was faster."""
    now = timezone.now()
    rows = Outcome.objects.filter(pk=outcome.pk, state__in=before)
    if not rows.update(state=after, decided_at=now, changed_at=now, **more):
        raise AlreadyDecided
    outcome.refresh_from_db(fields=["state", "decided_at", *more])


@transaction.atomic
def change_kinds(
    *, programme: Programme, kinds: Iterable[Mapping[str, Any]], by: Person | None, seen: str | None = None
) -> None:
    """Make `kinds` (key, group, title) those that a programme offers, in this order.

    Raises ChangedMeanwhile, ProgrammeArchived.
    """
    row = at_work(programme)
    unchanged(seen, kind_rows(row))
    settings = write_kinds(row, kinds)
    log_action("change_outcome_kinds", by=by, on=settings, scope=row.scope, kinds=len(settings.kinds))


def write_kinds(programme: Programme, kinds: Iterable[Mapping[str, Any]]) -> OutcomeSettings:
    """Keep the kinds; one that is no longer offered keeps its name where an outcome bears it. Part of larger acts."""
    offered = [
        {"key": k["key"], "group": k.get("group", ""), "title": dict(k.get("title", {})), "offered": True} for k in kinds
    ]
    keys = {kind["key"] for kind in offered}
    used = set(Outcome.objects.filter(tandem__cohort__programme=programme).order_by().values_list("kind", flat=True))
    resting = [kind | {"offered": False} for kind in kind_rows(programme) if kind["key"] in used - keys]
    return OutcomeSettings.objects.update_or_create(programme=programme, defaults={"kinds": offered + resting})[0]


def log(outcome: Outcome, verb: str, by: Person, **codes: str) -> None:
    """Write down that something was done with an outcome, and of which kind it is; never a word of it."""
    log_action(verb, by=by, on=outcome, scope=outcome.tandem.cohort.programme.scope, **codes)
