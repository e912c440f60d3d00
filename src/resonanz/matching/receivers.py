"""What matching hears from below.

A programme is loaded from a file: criteria that nobody could match by are refused. A suggestion ends: the next best is
looked for. The worker has time for a large run. Somebody pauses, leaves, or takes a consent back: requests wait or end.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.dispatch import receiver
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language

from resonanz.core.jobs import handles
from resonanz.core.rotation import sealed_in
from resonanz.engine import Criteria
from resonanz.matching.actions import compute_run, propose_pairs
from resonanz.matching.actions.insight import INSIGHT, find_insight
from resonanz.matching.actions.next_best import find_next_best, look_again
from resonanz.matching.actions.requests import end_requests_between, end_requests_of, pause_requests
from resonanz.matching.enums import RunState
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.requests import TEXTS, place_of
from resonanz.matching.queries.waiting import rematched
from resonanz.people.enums import SUGGEST
from resonanz.people.models import Consent, Person
from resonanz.people.queries import took_back
from resonanz.people.signals import consent_withdrawn, pause_begun
from resonanz.programmes.actions import PresetError
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.programmes.signals import preset_loaded
from resonanz.tables import InputError, InputProblem
from resonanz.tandems.enums import GOOD_ENDS
from resonanz.tandems.models import Block, Tandem
from resonanz.tandems.signals import person_blocked, programme_left, suggestion_ended

for text_column in TEXTS:
    sealed_in("matching.Request", text_column, partial(place_of, column=text_column))


@receiver(preset_loaded)
def check_criteria(sender: type[Programme], programme: Programme, **_more: Any) -> None:
    """Refuse a preset whose criteria the engine cannot read; a programme may also have none yet."""
    if not programme.criteria:
        return
    try:
        Criteria.parse(programme.criteria, f"{programme.slug}: criteria")
    except InputError as error:
        raise PresetError(format_lazy("{problem}", problem=sentence(error.problems[0]))) from error


@handles("compute_run")
def compute(arguments: dict[str, Any], progress: Callable[[int, int], None]) -> None:
    """Compute a run of a large cohort, unless that has been done or it was discarded."""
    run = run_of(arguments)
    if run is not None and run.state == RunState.WAITING:
        compute_run(run=run, progress=progress)


@handles("publish_run")
def publish(arguments: dict[str, Any], progress: Callable[[int, int], None]) -> None:
    """Suggest the pairs of a published run that are still open."""
    run = run_of(arguments)
    if run is not None and run.state == RunState.PUBLISHED:
        propose_pairs(run=run, progress=progress)


def run_of(arguments: dict[str, Any]) -> MatchingRun | None:
    """Return the run that a job is about; None where it was deleted meanwhile."""
    rows = MatchingRun.objects.select_related("cohort__programme", "computed_by", "published_by")
    return rows.filter(pk=arguments["run"]).first()


@receiver(suggestion_ended)
def find_somebody_else(sender: type[Tandem], tandem: Tandem, free: list[Participation], **_more: Any) -> None:
    """Queue the search for the next best of those who are free again; not after a tandem that ran its time."""
    ran_its_time = tandem.ended_on and tandem.ends_on and tandem.ended_on >= tandem.ends_on
    if free and not ran_its_time and tandem.end_reason not in GOOD_ENDS and rematched(tandem.cohort):
        look_again(cohort=tandem.cohort, cause=f"tandem:{tandem.pk}", free=free)


@handles("next_best")
def next_best(arguments: dict[str, Any], progress: Callable[[int, int], None]) -> None:
    """Look for the next best, unless the cohort was deleted meanwhile."""
    cohort = Cohort.objects.select_related("programme").filter(pk=arguments["cohort"]).first()
    if cohort is not None:
        find_next_best(cohort=cohort, free=arguments["free"])


@receiver(pause_begun)
def let_requests_wait(sender: type[Person], person: Person, **_more: Any) -> None:
    """Let the requests to and from somebody who pauses wait, or end."""
    pause_requests(person=person)


@receiver(programme_left)
def end_requests_of_leaver(sender: type[Participation], participation: Participation, **_more: Any) -> None:
    """End the requests to and from somebody who leaves a programme."""
    end_requests_of(person=participation.person, programme=participation.cohort.programme)


@receiver(consent_withdrawn)
def end_requests(sender: type[Consent], consent: Consent, **_more: Any) -> None:
    """End the requests to and from somebody who does not want to be introduced to anybody in a programme any more."""
    kind, _colon, pk = consent.text.scope.partition(":")
    if kind != "programme" or consent.text.key != SUGGEST:
        return
    if took_back(SUGGEST, consent.text.scope).filter(pk=consent.person_id).exists():  # a newer version may hold
        end_requests_of(person=consent.person, programme=Programme.objects.get(pk=pk))


def said(problem: InputProblem) -> str:
    """Return a problem in the language of the moment."""
    return problem.text(get_language() or "de")


sentence = lazy(said, str)


@handles(INSIGHT)
def insight_asked(arguments: dict[str, Any], progress: Callable[[int, int], None]) -> None:
    """Work out the long answers about a run."""
    find_insight(arguments["run"], progress)


@receiver(person_blocked)
def end_requests_of_blocked(sender: type[Block], person: Person, other: Person, **_more: Any) -> None:
    """End silently what is open between somebody and whom she or he has blocked."""
    end_requests_between(person=person, other=other)
