"""Pages of coordinators and reviewers: matches, spreadsheets, lists, applications."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from resonanz.applications.enums import ApplicationState
from resonanz.applications.models import Application, Interview
from resonanz.core.jobs import queue_job, work_once
from resonanz.core.models import Job, JobState
from resonanz.matching.actions import keep_sheets, run_matching
from resonanz.matching.actions.events import close_wishes, make_event, open_wishes, send_wishes
from resonanz.matching.enums import EventState
from resonanz.matching.models import MatchingEvent, MatchingRun
from resonanz.people.models import Person
from resonanz.phrases import P
from resonanz.programmes.actions.imports import confirm_columns, keep_import
from resonanz.programmes.enums import CohortState, ImportState
from resonanz.programmes.models import Cohort, ImportBatch, Participation, Staff
from resonanz.tables import Table, read_table
from resonanz.tandems.actions import ask_for_change
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from tests.factories.applications import reviewed_cohort
from tests.journeys.pages.care import teams_care
from tests.journeys.pages.people import (
    confirm_password,
)
from tests.journeys.pages.stops import Stop, Stops, at, send

LIST = """Vorname;Nachname;E-Mail;Rolle;Deutschniveau
Leyla;Demir;leyla@example.org;second;B1
Ohne;Adresse;;Gast;B7
Leyla;Demir;l.demir@example.org;second;
"""


def coordinators_stops() -> Stops:
    """What the coordinator of a programme sees: before and after a match, and with spreadsheets good and bad."""
    staff = Staff.objects.get(programme__slug="mentor-mentor")
    cohorts = Cohort.objects.filter(programme=staff.programme)
    running, waiting = cohorts.get(state=CohortState.RUNNING), cohorts.get(state=CohortState.MATCHING)
    run = run_matching(cohort=waiting, objective="most_pairs", by=staff.person)
    changing = waiting_stops(running, staff.person)  # does all work there is; a run that waits for the worker comes after it
    large = MatchingRun.objects.create(
        cohort=running, number=1, state="waiting", objective="most_pairs", criteria={}, mentors=[], mentees=[],
        version="0", job=queue_job(key="large", kind="compute_run", run=0),
    )  # fmt: skip
    good, bad = (spreadsheets(staff.person, places) for places in ("1", "many"))
    slug = staff.programme.slug
    handed_in = Application.objects.filter(cohort__programme=staff.programme, state=ApplicationState.SUBMITTED).earliest(
        "pk"
    )
    return staff.person.email, [
        at("applications:capture", slug, "second"),
        at("applications:ask_changes", handed_in.pk),
        *teams_care(staff.programme, staff.person),
        at("matching:today"),
        at("matching:cohort", running.pk),
        at("matching:cohort", running.pk, query="?show=people"),
        at("matching:cohort", waiting.pk),
        at("together:cohort_hours", running.pk),
        at("together:cohort_hours", waiting.pk),
        *changing,
        at("matching:cohort_requests", waiting.pk),
        at("matching:run", run.pk),
        at("matching:match", waiting.pk, act=try_out),
        at("matching:waiting", large.pk),
        at("matching:publish", run.pk),
        at("matching:record", run.pk),
        at("matching:runs", waiting.pk),
        at("matching:match", running.pk),
        *workbench_stops(waiting, staff.person),
        at("tandems:tandem", Tandem.objects.filter(cohort=running).latest("pk").pk),
        at("matching:events", waiting.pk),
        *(at("matching:event", event_of(waiting, staff.person, state).pk) for state in EventState.values),
        at("matching:sheets"),
        at("matching:sheets", act=send()),
        at("matching:columns", good.pk),
        at("matching:columns", bad.pk, act=choose_places),
        at("matching:pairs", good.pk),
        *imports_stops(waiting, staff.person),
        at("tandems:export", running.pk, act=confirm_password),
        at("tandems:export", running.pk, query="?list=tandems"),
        at("outcomes:export", running.pk),
    ]


def waiting_stops(cohort: Cohort, by: Person) -> list[Stop]:
    """Lists of who waits, full and empty, a letter before it goes, and what changes on the way."""
    active = Tandem.objects.filter(cohort=cohort, state=State.ACTIVE).earliest("pk")
    wished = Tandem.objects.filter(cohort=cohort, state=State.ACTIVE).latest("pk")
    ask_for_change(tandem=wished, by=wished.mentee.person)
    Participation.objects.filter(pk=wished.mentee_id).update(waiting_since=timezone.localdate() - timedelta(days=90))
    while work_once():
        pass
    return [
        *(
            at("matching:stalled", cohort.pk, query=f"?what={what}")
            for what in ("next", "change", "unmatched", "unanswered")
        ),
        at("matching:stalled", cohort.pk, query="?what=request"),
        at("matching:nudge", cohort.pk, "unmatched", wished.mentee_id, wished.mentee_id),
        at("tandems:tandem", wished.pk),
        at("tandems:change", active.pk),
        at("tandems:co_mentor", active.pk),
        at("together:changed", active.pk),
        at("together:extend", active.pk),
        at("tandems:leave", active.mentee_id),
    ]


def workbench_stops(cohort: Cohort, person: Person) -> list[Stop]:
    """The views of a run: the matrix without and with a pair, somebody placed and somebody not, two runs, advice."""
    run = MatchingRun.objects.filter(cohort=cohort).latest("pk")
    other = run_matching(cohort=cohort, objective="best_total", by=person)
    pair = other.proposals.earliest("pk")
    return [
        at("matching:matrix", other.pk),
        at("matching:matrix", other.pk, query=f"?order=occupation&pair={pair.mentor_id}-{pair.mentee_id}"),
        at("matching:person", other.pk),
        at("matching:run_person", other.pk, pair.mentee_id),
        *(at("matching:run_person", other.pk, entry["participation"]) for entry in other.unplaced[:1]),
        at("matching:compare", other.pk, run.pk),
        at("matching:advice", other.pk),
    ]


def event_of(cohort: Cohort, by: Person, state: str) -> MatchingEvent:
    """A meeting of everybody in one state, with a wish."""
    today, guests = timezone.localdate(), list(cohort.participations.filter(is_active=True))
    event = make_event(
        cohort=cohort, title="Kennenlernabend", held_on=today, wishes_until=today, most_wishes=3, guests=guests, by=by
    )
    if state != EventState.PLANNED:
        open_wishes(event=event, by=by)
        one = next(guest for guest in guests if guest.group == "first")
        other = next(guest for guest in guests if guest.group == "second")
        send_wishes(event=event, guest=one, others=[other], by=one.person)
    if state == EventState.CLOSED:
        close_wishes(event=event, by=by)
    return event


def imports_stops(cohort: Cohort, person: Person) -> list[Stop]:
    """A list of people in each state that a reader can meet."""
    kept = {}
    for state in sorted(ImportState.values, key=lambda state: state == ImportState.CHECKING):  # its job waits to the end
        batch = keep_import(cohort=cohort, table=read_table(LIST.encode(), "x.csv"), group="", source="x", by=person)
        if state != ImportState.UPLOADED:
            confirm_columns(batch=batch, mapping=batch.mapping, by=person)
        if state != ImportState.CHECKING:
            work_once()
        times = {"ran_at": timezone.now()} if state in {ImportState.DONE, ImportState.UNDONE} else {}
        ImportBatch.objects.filter(pk=batch.pk).update(state=state, **times)
        kept[state] = batch
    Job.objects.filter(state=JobState.WAITING).update(due_at=timezone.now() - timedelta(minutes=1))
    for state, row_states in (
        (ImportState.DONE, ["made", "left", "left"]),
        (ImportState.UNDONE, ["kept", "left", "undone"]),
    ):
        for row, row_state in zip(kept[state].rows.all(), row_states, strict=True):
            kept[state].rows.filter(pk=row.pk).update(state=row_state, why=P("Left out as decided.").to_json())
    undoing = ImportBatch.objects.get(pk=kept[ImportState.UNDOING].pk)
    assert undoing.job_id is not None
    Job.objects.filter(pk=undoing.job_id).update(state=JobState.FAILED)
    return [
        at("programmes:import_people", cohort.pk),
        at("programmes:import_people", cohort.pk, act=send(source="")),
        at("programmes:import_columns", kept[ImportState.UPLOADED].pk),
        at("programmes:import_status", kept[ImportState.CHECKING].pk),
        at("programmes:import_status", kept[ImportState.UNDOING].pk),
        at("programmes:import_rows", kept[ImportState.CHECKED].pk),
        at("programmes:import_rows", kept[ImportState.CHECKED].pk, query="?show=out"),
        at("programmes:import_result", kept[ImportState.DONE].pk),
        at("programmes:import_result", kept[ImportState.UNDONE].pk),
    ]


def reviewers_stops() -> Stops:
    """What somebody sees who reviews: lists full and empty, applications in every state, letters with mistakes."""
    staff = Staff.objects.get(programme__slug="mentoring-fuer-migrantinnen")
    cohort = reviewed_cohort(staff.programme)
    empty = staff.programme.cohorts.exclude(pk=cohort.pk).latest("pk")
    one, person = cohort.applications.get(state="submitted"), staff.person
    moves = ("accept", "decline", "waitlist", "ask")
    return person.email, [
        at("matching:today"),
        at("applications:applications", cohort.pk),
        at("applications:applications", cohort.pk, query="?state=all&verdict=open&assigned=nobody"),
        at("applications:applications", cohort.pk, act=tick_all),
        at("applications:applications", empty.pk, query="?state=declined"),
        at("applications:mine"),
        at("applications:mine", act=take_one),
        at("applications:board", cohort.pk),
        at("applications:waitlist", cohort.pk),
        at("applications:waitlist", empty.pk),
        *(at("applications:review", application.pk) for application in cohort.applications.all()),
        *(at("applications:decide", one.pk, move) for move in moves),
        at("applications:decide", one.pk, "decline", act=send(text="{first_name}")),
        at("applications:book_talk", one.pk),
        at("applications:book_talk", one.pk, act=send(place="", day="2020-01-01")),
        at("applications:talk", Interview.objects.get(application__cohort=cohort).pk),
        at("applications:letters", staff.programme.slug),
        at("applications:letter_text", staff.programme.slug, "condition", "ar"),
        at("applications:letter_text", staff.programme.slug, "condition", "de", act=send(text="{nobody}")),
        at("applications:record_policy", staff.programme.slug),
        at("applications:certificate_letter", one.pk),
    ]


def try_out(page: Page) -> None:
    """Try settings out at the workbench, with a pair opened."""
    page.locator("[data-bench] [name=try]").click()
    expect(page.locator(".notice-warning:not([hidden])")).to_be_visible()
    page.locator(".pair summary").first.click()


def take_one(page: Page) -> None:
    """Look after the first application that nobody has taken."""
    page.locator(".tasks form button").first.click()
    expect(page.locator(".notice-success:not([hidden])")).to_be_visible()


def tick_all(page: Page) -> None:
    """Tick every application and prepare a decline."""
    for box in page.locator("[name=item]").all():
        box.check()
    page.locator("[name=move][value=decline]").click()
    expect(page.locator(".accordion")).to_be_visible()


def spreadsheets(person: Person, places: str) -> Any:
    """Keep two small spreadsheets of `person`, whose mentors have `places`."""
    mentors = [{"id": "M1", "branch": "Bau", "places": places}, {"id": "M2", "branch": "Pflege", "places": "1"}]
    mentees = [{"id": "P1", "branch": "Bau"}, {"id": "P2", "branch": "Handel"}]
    tables = [
        Table(f"{name}.csv", list(rows[0]), rows, [2, 3]) for name, rows in (("mentors", mentors), ("mentees", mentees))
    ]
    settings = {
        "columns": {"mentor": "id", "mentee": "id"},
        "settings": {"objective": "most_pairs", "capacity": 1},
        "must": [{"kind": "equal", "column": "branch"}],
        "criterion": [{"kind": "equal", "column": "branch", "weight": 10}],
    }
    return keep_sheets(mentors=tables[0], mentees=tables[1], settings=settings, by=person)


def choose_places(page: Page) -> None:
    """Name the bad column as the number of places, so that the rows with mistakes are shown."""
    page.locator("[name=places_column]").select_option("places")
    page.locator("main form .actions button").last.click()
    expect(page.locator("main .error-summary")).to_be_visible()
