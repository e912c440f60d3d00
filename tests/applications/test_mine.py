"""A reviewer's own page: what comes next with each application, what nobody took, and taking it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from resonanz.applications.actions.checks import attest_condition
from resonanz.applications.actions.review import move_application
from resonanz.applications.actions.work import AlreadyTaken, take_application
from resonanz.applications.enums import Move, NextStep
from resonanz.applications.models import Application, Interview
from resonanz.applications.queries.mine import UNTAKEN_SHOWN, review_numbers, talks_of, tasks_of, untaken, untaken_by_cohort
from resonanz.applications.templatetags.review import next_step
from resonanz.core.models import LogEntry
from resonanz.people.models import Person
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Cohort
from tests.factories import make_cohort, make_person
from tests.factories.applications import make_application, make_open_cohort

pytestmark = pytest.mark.django_db
PROOFS = ("labour_market_proof", "registered_proof")


@pytest.fixture
def cohort() -> Cohort:
    return make_open_cohort()


@pytest.fixture
def rita(cohort: Cohort) -> Person:
    """A reviewer of the programme."""
    person = make_person("Rita", "Ruf")
    appoint_staff(programme=cohort.programme, person=person, role=StaffRole.REVIEWER, by=None)
    return person


def talk(application: Application, **fields: Any) -> Interview:
    when = {"starts_at": timezone.now() + timedelta(days=2), "way": "phone", "place": "+43 463 000"}
    return Interview.objects.create(**{"application": application, **when, **fields})


def steps(person: Person) -> dict[str, str]:
    return {task.row.application.person.first_name: task.step for task in tasks_of(person)}


def attest_all(application: Application, by: Person) -> None:
    for rule in application.cohort.programme.eligibility_rules.filter(group=application.group):
        attest_condition(application=application, rule=rule, verdict="met", by=by)


def test_each_application_has_its_next_step(cohort: Cohort, rita: Person) -> None:
    def mine(name: str, **fields: Any) -> Application:
        return make_application(cohort, name, assigned_to=rita, **fields)

    mine("Read")
    mine("Changes", state="in_review", changes_asked_at=timezone.now())
    mine("Attest", state="in_review", proofs=PROOFS)
    talk(mine("Talk", state="interview"))
    talk(mine("Record", state="interview"), starts_at=timezone.now() - timedelta(days=1))
    talk(mine("Cancelled", state="interview"), is_cancelled=True)
    attest_all(mine("Decide", state="in_review"), rita)
    attest_all(mine("Confirm", state="in_review", confirmed_at=None), rita)
    mine("Accepted", state="accepted")
    mine("Waiting", state="waitlisted", waitlist_position=1)
    assert steps(rita) == {
        "Read": NextStep.READ,
        "Changes": NextStep.CHANGES,
        "Attest": NextStep.ATTEST,
        "Talk": NextStep.TALK,
        "Record": NextStep.RECORD,
        "Cancelled": NextStep.RECORD,
        "Decide": NextStep.DECIDE,
        "Confirm": NextStep.CONFIRMATION,
    }


def test_steps_are_said_in_words(cohort: Cohort, rita: Person) -> None:
    make_application(cohort, "Attest", assigned_to=rita, state="in_review", proofs=PROOFS)
    at = timezone.make_aware(datetime(2040, 3, 1, 17, 30))
    talk(make_application(cohort, "Talk", assigned_to=rita, state="interview"), starts_at=at)
    with translation.override("de"):
        assert [next_step(task) for task in tasks_of(rita)] == ["2 Nachweise prüfen", "Gespräch am 01.03.2040 um 17:30 Uhr"]


def test_who_waits_longest_comes_first_over_all_cohorts(cohort: Cohort, rita: Person) -> None:
    other = make_cohort(cohort.programme, state="open")
    for days, where, name in ((3, cohort, "Three"), (9, other, "Nine"), (5, cohort, "Five")):
        make_application(where, name, assigned_to=rita, submitted_at=timezone.now() - timedelta(days=days))
    assert list(steps(rita)) == ["Nine", "Five", "Three"]


def test_nothing_of_other_programmes_or_colleagues(cohort: Cohort, rita: Person) -> None:
    alice = make_person("Alice")
    appoint_staff(programme=cohort.programme, person=alice, role=StaffRole.COORDINATOR, by=None)
    make_application(cohort, "Alices", assigned_to=alice)
    foreign = make_open_cohort("mentegra")
    row = make_application(foreign, "Foreign", assigned_to=rita)  # once a colleague there, too
    make_application(foreign, "ForeignFree")
    talk(row, by=rita)
    assert (tasks_of(rita), untaken(rita), untaken_by_cohort(rita), list(talks_of(rita))) == ([], [], [], [])
    assert review_numbers(rita) == {"assigned": 0, "untaken": 0, "talks": 0}


def test_what_nobody_took_is_counted_by_cohort_and_shown_in_part(cohort: Cohort, rita: Person) -> None:
    other = make_cohort(cohort.programme, state="open")
    for n in range(UNTAKEN_SHOWN + 1):
        make_application(cohort, f"P{n}", submitted_at=timezone.now() - timedelta(days=n))
    make_application(other, "Last")
    assert [task.row.application.person.first_name for task in untaken(rita)] == [
        f"P{n}" for n in range(UNTAKEN_SHOWN, 0, -1)
    ]
    assert untaken_by_cohort(rita) == [(cohort, UNTAKEN_SHOWN + 1), (other, 1)]
    assert review_numbers(rita)["untaken"] == UNTAKEN_SHOWN + 2


def test_taking_takes_up_and_the_second_learns_who_was_faster(
    cohort: Cohort, rita: Person, client_of: Callable[[Person | None], Client]
) -> None:
    alice = make_person("Alice", "Auer")
    appoint_staff(programme=cohort.programme, person=alice, role=StaffRole.COORDINATOR, by=None)
    application = make_application(cohort)
    address = reverse("applications:take", args=[application.pk])
    first = client_of(rita).post(address, follow=True)
    assert [str(message) for message in first.context["messages"]] == ["Sie kümmern sich jetzt um Samira Beispiel."]
    second = client_of(alice).post(address, follow=True)
    assert [str(message) for message in second.context["messages"]] == [
        "Rita Ruf war schneller und kümmert sich um Samira Beispiel. Geändert wurde nichts."
    ]
    again = client_of(rita).post(address, follow=True)
    assert list(again.context["messages"]) == []
    application.refresh_from_db()
    assert (application.assigned_to, application.state) == (rita, "in_review")
    assert LogEntry.objects.filter(verb="take_application").count() == 1


def test_what_was_decided_meanwhile_is_not_taken(
    cohort: Cohort, rita: Person, client_of: Callable[[Person | None], Client]
) -> None:
    application = make_application(cohort, state="declined")
    with pytest.raises(AlreadyTaken):
        take_application(application=application, by=rita)
    page = client_of(rita).post(reverse("applications:take", args=[application.pk]), follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Samira Beispiel: darüber ist inzwischen entschieden worden."
    ]


def test_what_moved_on_meanwhile_is_taken_as_it_stands(cohort: Cohort, rita: Person) -> None:
    seen = make_application(cohort)
    Application.objects.filter(pk=seen.pk).update(state="interview", version=2)
    take_application(application=seen, by=rita)
    now = Application.objects.get(pk=seen.pk)
    assert (now.assigned_to, now.state) == (rita, "interview")


def test_taking_up_on_the_board_assigns_what_nobody_had(cohort: Cohort, rita: Person) -> None:
    alice = make_person("Alice")
    free, hers = make_application(cohort, "Free"), make_application(cohort, "Hers", assigned_to=alice)
    for row in (free, hers):
        move_application(application=row, move=Move.TAKE_UP, version=1, by=rita)
    assert list(Application.objects.order_by("pk").values_list("assigned_to", flat=True)) == [rita.pk, alice.pk]


def test_talks_of_mine_this_week_go_into_my_calendar(
    cohort: Cohort, rita: Person, client_of: Callable[[Person | None], Client]
) -> None:
    booked = talk(make_application(cohort, "Booked"), by=rita)
    assigned = talk(make_application(cohort, "Assigned", assigned_to=rita), starts_at=timezone.now() + timedelta(days=3))
    talk(make_application(cohort, "Somebody"))
    talk(make_application(cohort, "Later"), by=rita, starts_at=timezone.now() + timedelta(days=8))
    talk(make_application(cohort, "Over"), by=rita, starts_at=timezone.now() - timedelta(hours=2))
    talk(make_application(cohort, "Off"), by=rita, is_cancelled=True)
    assert list(talks_of(rita)) == [booked, assigned]
    answer = client_of(rita).get(reverse("applications:my_talks"))
    assert answer.headers["Content-Type"] == "text/calendar; method=PUBLISH; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert [(str(event["SUMMARY"]), str(event["UID"])) for event in calendar.walk("VEVENT")] == [
        ("Gespräch mit Booked Beispiel", f"talk-{booked.pk}@resonanz.invalid"),
        ("Gespräch mit Assigned Beispiel", f"talk-{assigned.pk}@resonanz.invalid"),
    ]
    assert calendar.walk("VEVENT")[0].get("ATTENDEE") is None


def test_reviewers_start_at_their_own_page(rita: Person, client_of: Callable[[Person | None], Client]) -> None:
    client = client_of(rita)
    page = client.get(reverse("home"), follow=True)
    assert page.redirect_chain == [(reverse("applications:mine"), 302)]
    assert [entry["label"] for entry in page.context["navigation"]] == ["Meine Bewerbungen", "Programme"]
    assert "Im Moment ist nichts zu tun" in page.content.decode()


def test_the_first_page_of_a_coordinator_counts_what_is_hers(
    cohort: Cohort, client_of: Callable[[Person | None], Client]
) -> None:
    alice = make_person("Alice")
    appoint_staff(programme=cohort.programme, person=alice, role=StaffRole.COORDINATOR, by=None)
    talk(make_application(cohort, "Mine", assigned_to=alice))
    make_application(cohort, "Free")
    page = client_of(alice).get(reverse("matching:today"))
    assert page.context["mine"] == {"assigned": 1, "untaken": 1, "talks": 1}
    assert f'href="{reverse("applications:mine")}#untaken"' in page.content.decode()


def test_reviewers_need_a_second_factor_like_all_staff(
    rita: Person, client_of: Callable[[Person | None], Client], settings: Any
) -> None:
    settings.STAFF_SECOND_FACTOR = True
    answer = client_of(rita).get(reverse("applications:mine"))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("mfa_index"))
