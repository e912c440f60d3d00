"""Pages of somebody who takes part, has just come, or looks after the own account."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from resonanz.demo.queries import PASSWORD as DEMO_PASSWORD
from resonanz.matching.actions import mark_person, reasons_of_pair
from resonanz.matching.actions.events import make_event, open_wishes
from resonanz.matching.actions.requests import ask_back, decline_request, withdraw_request
from resonanz.matching.enums import MarkKind
from resonanz.matching.models import Request
from resonanz.matching.queries.requests import between
from resonanz.people.actions import give_consent
from resonanz.people.models import Consent, ConsentText, Person
from resonanz.programmes.actions.imports import keep_import
from resonanz.programmes.enums import AnswerOrder, CohortState
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.programmes.queries import participants
from resonanz.tables import read_table
from resonanz.tandems.actions import (
    answer_suggestion,
    end_tandem,
    expire_suggestions,
    offer_candidates,
    propose_tandem,
)
from resonanz.tandems.enums import LIVE_STATES, Answer, State
from resonanz.tandems.models import Tandem
from resonanz.together.actions.meetings import take_back_meeting
from resonanz.together.actions.visits import finish_visit
from tests.factories.meetings import make_date, make_meeting, make_visit
from tests.factories.requests import make_request, open_to_all
from tests.factories.surveys import make_answered, make_survey
from tests.journeys.pages.care import participants_care
from tests.journeys.pages.stops import Stops, at, send
from tests.people.test_account import current_code


def participants_stops() -> Stops:
    """What somebody sees who has tandems in every state."""
    person = with_all_states()
    tandems = Tandem.objects.filter(mentee__person=person).order_by("pk")
    assert {tandem.state for tandem in tandems} == set(State)
    return person.email, [
        at("tandems:mine"),
        *(at("tandems:tandem", tandem.pk) for tandem in tandems if tandem.state != State.OFFERED),
        at("tandems:choice", next(tandem.pk for tandem in tandems if tandem.state == State.OFFERED)),
        at("programmes:import_question", invited(person)),
        *participants_care(person),
        at("account_change_password"),
        at("account_change_password", act=send(oldpassword="wrong", password1="a", password2="b")),
        at("account_logout"),
        at("matching:today", status=403),
    ]


def pair_stops() -> Stops:
    """What one of two at work sees: meetings, dates, visits, and mistakes on the way."""
    tandem = Tandem.objects.filter(cohort__programme__slug="mentoring-fuer-migrantinnen", state=State.ACTIVE).earliest("pk")
    person, pk = tandem.mentee.person, tandem.pk
    meeting = tandem.meetings.latest("held_on")
    back = make_meeting(tandem, person, days_ago=1, kind="phone", text="Ein Irrtum")
    take_back_meeting(meeting=back, seen=1, by=person)
    ahead, past = tandem.appointments.earliest("pk"), make_date(tandem, person, in_hours=-30, place="Am See")
    visit = make_visit(tandem, tandem.mentee, person)
    finish_visit(visit=visit, visit_on=timezone.localdate(), minutes=60, by=person)
    return person.email, [
        at("tandems:tandem", pk),
        at("tandems:line", pk),
        at("together:log", pk),
        at("together:hours", pk),
        at("together:meeting", pk, meeting.pk),
        at("together:meeting", pk, back.pk),
        at("together:appointment", pk),
        at("together:appointment", pk, act=send(day="2020-01-01", time="17:30")),
        at("together:date", pk, ahead.pk),
        at("together:date", pk, past.pk),
        at("together:cancel_date", pk, ahead.pk),
        at("together:visits", pk),
    ]


def seekers_stops() -> Stops:
    """What somebody sees who looks for a mentor, with somebody remembered and somebody hidden."""
    row = Participation.objects.filter(cohort__programme__slug="alumniportal", group="second", taken=0).earliest("pk")
    mentors = list(
        Participation.objects.filter(cohort=row.cohort, group="first", taken=0)
        .exclude(requests_received__mentee=row)
        .order_by("pk")[:2]
    )
    for other, kind in zip(mentors, MarkKind.values, strict=True):
        mark_person(viewer=row, other=other, kind=kind, by=row.person)
    slug = row.cohort.programme.slug
    return row.person.email, [
        at("matching:find", slug),
        at("matching:find", slug, query="?q=musik&language=de&level=B2&all=1"),
        at("matching:find", slug, query="?q=nothingatall"),
        at("matching:found", slug, mentors[0].pk),
        at("matching:remembered", slug),
        at("matching:hidden", slug),
    ]


def invited(person: Person) -> int:
    """Let another programme ask `person` to take part; return which participation waits."""
    cohort = Cohort.objects.exclude(programme__cohorts__participations__person=person).latest("pk")
    table = read_table(f"Vorname;E-Mail\nX;{person.email}\n".encode(), "x.csv")
    by = cohort.programme.staff.earliest("pk").person
    batch = keep_import(cohort=cohort, table=table, group="second", source="x", by=by)
    waiting = Participation.objects.create(cohort=cohort, person=person, group="second", side="mentee", is_active=False)
    batch.rows.update(participation=waiting)
    return waiting.pk


def pause(page: Page) -> None:
    page.locator("main form.form .actions button").click()
    expect(page.locator("main form[action$='/pause/end/'] button")).to_be_visible()


def account_stops() -> Stops:
    """Everything about one's own account, in the order in which one meets it: the second factor is set up on the way."""
    participation = Participation.objects.filter(cohort__state=CohortState.MATCHING).latest("pk")
    person = participation.person
    make_survey(participation.cohort.programme)
    make_answered(participation)
    return person.email, [
        at("people:me"),
        at("people:me", act=send(first_name="")),
        at("people:consents"),
        at("people:withdraw", consented(person).pk),
        at("people:pause"),
        at("people:pause", act=send(until="2020-01-01")),
        at("people:pause", act=pause),
        at("privacy:own_data"),
        at("privacy:leave"),
        at("usersessions_list"),
        at("mfa_index"),
        at("mfa_list_webauthn"),
        at("account_reauthenticate"),
        at("account_reauthenticate", act=confirm_password),
        at("people:address"),
        at("people:address", act=new_address),
        at("privacy:confirm_leave"),
        at("people:confirm_address"),
        at("people:confirm_address", act=send(code="wrong")),
        at("mfa_add_webauthn"),
        at("mfa_activate_totp"),
        at("mfa_activate_totp", act=set_up_app),
        at("mfa_index"),
        at("mfa_view_recovery_codes"),
        at("mfa_generate_recovery_codes"),
        at("mfa_reauthenticate"),
        at("mfa_deactivate_totp"),
    ]


def consented(person: Person) -> Consent:
    """Return a consent of this person."""
    text, _ = ConsentText.objects.get_or_create(
        key="contact", language="de", defaults={"text": "Das Team darf mich anrufen.\n\nAuch abends."}
    )
    return give_consent(person=person, text=text, language="de", by=person)


def confirm_password(page: Page) -> None:
    """Confirm once more who one is, and look at where that leads."""
    page.locator("main input[type=password]").fill(DEMO_PASSWORD)
    page.locator("main form.form .actions button").first.click()
    page.wait_for_load_state()


def new_address(page: Page) -> None:
    """Have a code sent to a new address."""
    page.locator("main [name=email]").fill("neu@example.org")
    page.locator("main form.form .actions button").first.click()
    expect(page.locator("main [name=code]")).to_be_visible()


def set_up_app(page: Page) -> None:
    """Type the code that an app would show."""
    secret = page.locator("main figure code").inner_text()
    page.locator("main [name=code]").fill(current_code(secret))
    page.locator("main form.form .actions button").first.click()
    page.wait_for_load_state()


def with_all_states() -> Person:
    """Return a mentee who has a tandem in each state, and one suggestion that she has accepted."""
    mentee = next(tandem.mentee for tandem in Tandem.objects.filter(state=State.ACTIVE, cohort__programme__slug="mentegra"))
    mentee.capacity = 9
    mentee.save()
    mentors = mentee.cohort.participations.filter(group="first").exclude(pk__in=mentee.tandems_as_mentee.values("mentor"))
    for state, mentor in zip(["proposed", "accepted", "declined", "withdrawn", "expired", "ended"], mentors, strict=False):
        mentor.capacity = 9
        mentor.save()
        tandem = propose_tandem(cohort=mentee.cohort, mentor=mentor, mentee=mentee, by=None)
        if state not in {"proposed", "withdrawn", "expired"}:
            answer = Answer.NO if state == "declined" else Answer.YES
            answer_suggestion(tandem=tandem, answer=answer, by=mentee.person)
        if state == "ended":
            answer_suggestion(tandem=tandem, answer=Answer.YES, by=mentor.person)
        if state in {"withdrawn", "ended"}:
            end_tandem(tandem=tandem, by=None)
        if state == "expired":
            Tandem.objects.filter(pk=tandem.pk).update(answer_by=timezone.localdate() - timedelta(days=1))
            expire_suggestions()
    offer_two(mentee)
    return mentee.person


def offer_two(mentee: Participation) -> None:
    """Let somebody choose between two people who have not been suggested to her yet."""
    Programme.objects.filter(pk=mentee.cohort.programme_id).update(answer_order=AnswerOrder.MENTEE_FIRST, candidates=2)
    mentee = Participation.objects.get(pk=mentee.pk)
    others = mentee.cohort.participations.filter(group="first").exclude(
        pk__in=mentee.tandems_as_mentee.filter(state__in=LIVE_STATES).values("mentor")
    )[:2]
    for other in others:
        other.capacity = 9
        other.save()
    offer_candidates(
        cohort=mentee.cohort, chooser=mentee, candidates=[(o, reasons_of_pair(o, mentee)) for o in others], by=None
    )


def newcomers_stops() -> Stops:
    """What somebody sees who has no tandem yet."""
    waiting = Participation.objects.filter(cohort__state=CohortState.MATCHING).earliest("pk")
    slug = waiting.cohort.programme.slug
    waiting.person.profile.languages = ""
    waiting.person.profile.save()
    return waiting.person.email, [
        at("tandems:mine"),
        at("applications:profile", slug),
        at("applications:profile_page", slug, "languages"),
        at("matching:wishes", meeting_of(waiting)),
        at("matching:wishes", meeting_of(waiting), act=wish_for_nobody_named),
    ]


def wish_for_nobody_named(page: Page) -> None:
    """Send the wishes without having chosen anybody."""
    page.locator("main form .actions button").first.click()
    expect(page.locator("main .error-summary")).to_be_visible()


def meeting_of(guest: Participation) -> int:
    """Ask everybody in the cohort of `guest` for wishes after a meeting; return which meeting it is."""
    today, guests = timezone.localdate(), list(guest.cohort.participations.filter(is_active=True))
    event = make_event(
        cohort=guest.cohort, title="Kennenlernabend", held_on=today, wishes_until=today, most_wishes=3, guests=guests,
        by=guest.person,
    )  # fmt: skip
    open_wishes(event=event, by=guest.person)
    return event.pk


def asking_stops() -> Stops:
    """What somebody sees who asks others: nothing yet, in every state of a request, too short, and too many."""
    cohort = Cohort.objects.get(programme__slug="alumniportal", state=CohortState.OPEN)
    open_to_all(cohort.programme)
    cohort.programme.open_requests = 9
    cohort.programme.save()
    free = [row for row in participants(cohort) if row.free_places]
    mentors = [row for row in free if row.group == "first"]
    mentee = next(row for row in free if row.group == "second" and not any(between(row, mentor) for mentor in mentors[:6]))
    made = [make_request(mentee, mentor) for mentor in mentors[:5]]
    ask_back(request=made[1], question="Welche Sprache sprechen Sie am liebsten?", by=made[1].mentor.person)
    decline_request(request=made[2], reason="no_time", kind_word="Viel Glück!", by=made[2].mentor.person)
    withdraw_request(request=made[3], by=mentee.person)
    Request.objects.filter(pk=made[4].pk).update(state="expired", ended_because="time")
    return mentee.person.email, [
        at("matching:requests"),
        at("matching:ask", mentors[5].pk),
        at("matching:ask", mentors[5].pk, act=send(career="Kurz.")),
        at("matching:ask", mentors[0].pk),
        *(at("matching:request", request.pk) for request in made),
    ]


def asked_stops() -> Stops:
    """What somebody sees who is asked."""
    cohort = Cohort.objects.get(programme__slug="alumniportal", state=CohortState.OPEN)
    open_to_all(cohort.programme)
    free = [row for row in participants(cohort) if row.free_places]
    mentor = next(row for row in free if row.group == "first")
    mentee = next(row for row in free if row.group == "second" and not between(row, mentor))
    request = make_request(mentee, mentor)
    return mentor.person.email, [
        at("matching:requests"),
        at("matching:request", request.pk),
        at("matching:availability", "alumniportal"),
    ]
