"""What a coordinator does at the workbench: mark pairs, compute again, name a run, hand it over."""

from __future__ import annotations

from django.db import transaction

from resonanz.core.models import LogEntry, log_action, subject_of
from resonanz.matching.actions.runs import RunSettings, new_run
from resonanz.matching.enums import PairMarkKind, RunState
from resonanz.matching.mails.runs import mail_handed_over
from resonanz.matching.models import MatchingRun, PairMark
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.programmes.rules import coordinates
from resonanz.tandems.actions import AlreadyDecided


class PinnedElsewhere(Exception):
    """One of the two is kept together with somebody else already; `mark` says with whom."""

    def __init__(self, mark: PairMark) -> None:
        self.mark = mark
        super().__init__(str(mark.pk))


class NotAColleague(Exception):
    """Whoever a run is handed to must coordinate its programme."""


@transaction.atomic
def mark_pair(
    *, mentor: Participation, mentee: Participation, kind: str, note: str | None = None, by: Person
) -> PairMark | None:
    """Keep a pair together, rule it out, or note something about it; holds for every run computed from now on.

    `note` None leaves the note as it is. A note alone changes neither pin nor ban; an empty one is taken away, and with
    it a mark that held nothing else (then None comes back). Raises PinnedElsewhere.
    """
    mark = PairMark.objects.select_for_update().filter(mentor=mentor, mentee=mentee).first()
    mark = mark or PairMark(cohort=mentor.cohort, mentor=mentor, mentee=mentee, kind=kind)
    if kind == PairMarkKind.PIN:
        check_free_to_pin(mark)
    if kind != PairMarkKind.NOTE:
        mark.kind = kind
    mark.note, mark.by = mark.note if note is None else note.strip(), by
    if mark.kind == PairMarkKind.NOTE and not mark.note:
        if mark.pk:
            forget_mark(mark, by)
        return None
    mark.save()
    log_action("mark_pair", by=by, on=mark, scope=mentor.cohort.programme.scope, kind=kind)
    return mark


def check_free_to_pin(mark: PairMark) -> None:
    """Raise PinnedElsewhere where the pins of the two already fill their places."""
    pins = (
        PairMark.objects.filter(kind=PairMarkKind.PIN).exclude(pk=mark.pk).select_related("mentor__person", "mentee__person")
    )
    of_mentor, of_mentee = list(pins.filter(mentor=mark.mentor)), list(pins.filter(mentee=mark.mentee))
    if of_mentee or len(of_mentor) >= mark.mentor.capacity:
        raise PinnedElsewhere((of_mentee or of_mentor)[0])


@transaction.atomic
def unmark_pair(*, mark: PairMark, by: Person) -> None:
    """Let go of a pin or a ban; a note that stands beside it stays."""
    if mark.kind != PairMarkKind.NOTE and mark.note:
        PairMark.objects.filter(pk=mark.pk).update(kind=PairMarkKind.NOTE)
        mark.kind = PairMarkKind.NOTE
        log_action("unmark_pair", by=by, on=mark, scope=mark.cohort.programme.scope)
    else:
        forget_mark(mark, by)


def forget_mark(mark: PairMark, by: Person) -> None:
    """Delete a mark; part of an act."""
    log_action("unmark_pair", by=by, on=mark, scope=mark.cohort.programme.scope)
    mark.delete()


def settings_of(run: MatchingRun) -> RunSettings:
    """Return what a run was computed with."""
    return RunSettings(run.objective, run.criteria, run.left_out, run.event, run.name)


def re_solve(*, run: MatchingRun, by: Person) -> MatchingRun:
    """Compute a new run with the settings of another one, the people as they are now and the newest marks.

    Raises NotMatched as `new_run` does.
    """
    return new_run(cohort=run.cohort, settings=settings_of(run), by=by, parent=run)


@transaction.atomic
def describe_run(*, run: MatchingRun, name: str, note: str, by: Person) -> None:
    """Give a run a name, and write something about it for the team."""
    run.name, run.note = name.strip(), note.strip()
    run.save(update_fields=["name", "note"])
    log_action("describe_run", by=by, on=run, scope=run.cohort.programme.scope)


@transaction.atomic
def assign_run(*, run: MatchingRun, to: Person, by: Person) -> None:
    """Hand a draft over to a colleague, who gets a letter; to whom it belongs already, none.

    Raises:
        NotAColleague: `to` does not coordinate the programme.
        AlreadyDecided: it was published or discarded in the meantime.
    """
    if not coordinates.test(to, run.cohort):
        raise NotAColleague
    waiting = MatchingRun.objects.filter(pk=run.pk, state__in=[RunState.WAITING, RunState.DRAFT])
    if run.assigned_to_id == to.pk:
        return
    if not waiting.update(assigned_to=to):
        raise AlreadyDecided
    run.assigned_to = to
    log_action("assign_run", by=by, on=run, scope=run.cohort.programme.scope, to=to.pk)
    if to.pk != by.pk:
        count = LogEntry.objects.filter(verb="assign_run", subject=subject_of(run)).count()
        mail_handed_over(run, to, by, count)
