"""More of everything that the lists show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from resonanz.applications.actions.forms import add_question
from resonanz.applications.actions.work import add_note, save_filter
from resonanz.applications.models import Announcement, Application, FormPage, Interview, Step
from resonanz.applications.queries.apply import hash_of
from resonanz.closing.actions.certificates import issue_certificate
from resonanz.closing.actions.feedback import turn_into_change
from resonanz.closing.actions.parting import settle_afterwards
from resonanz.closing.actions.talks import choose_talk
from resonanz.closing.models import TalkDate
from resonanz.matching.actions import mark_person, run_matching
from resonanz.matching.enums import MarkKind, RequestState
from resonanz.matching.models import Mark, MatchingEvent, MatchingRun, Request
from resonanz.people.models import Person
from resonanz.phrases import P
from resonanz.programmes.actions import add_participant, appoint_staff, set_logo
from resonanz.programmes.actions.imports import keep_import
from resonanz.programmes.enums import Group, ImportState, StaffRole
from resonanz.programmes.models import ImportBatch, ImportRow, Organisation, Participation
from resonanz.surveys.models import Invitation
from resonanz.surveys.queries.sheets import token_of
from resonanz.tables import Table
from resonanz.tandems.actions import agree_tandem, leave_programme, propose_tandem
from resonanz.tandems.enums import Origin
from resonanz.tandems.models import Tandem
from resonanz.together.actions.plan import add_topics, replan
from resonanz.together.models import PlanTopic, TopicMaterial
from tests.factories import House, make_cohort, make_participation, make_person, make_programme
from tests.factories.applications import make_application, with_form, with_rules
from tests.factories.apply import make_draft
from tests.factories.closing import ending_in, make_answer, make_closing, make_feedback, make_group_date
from tests.factories.meetings import make_date, make_meeting
from tests.factories.requests import open_to_all
from tests.factories.surveys import make_answered, make_asked, make_survey
from tests.factories.together import make_agreed


def grow(house: House, number: int) -> None:
    """Add people, a tandem, a cohort and proposals."""
    for n in range(number):
        mentor = make_participation(house.cohort, Group.FIRST, f"Mentor{n}")
        mentee = make_participation(house.cohort, Group.SECOND, f"Mentee{n}")
        propose_tandem(cohort=house.cohort, mentor=mentor, mentee=mentee, by=None)
        make_participation(house.cohort, Group.FIRST, f"Free{n}")
        make_participation(house.cohort, Group.SECOND, f"Waiting{n}")
        make_cohort(house.programme)
    run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)


def second_programme(house: House, number: int) -> None:
    for slug in ["mentor-mentor", "alumniportal", "mentoring-partnerschaft-muenchen"][:number]:
        make_programme(slug)


def more_meetings(house: House, number: int) -> None:
    """Add meetings of both kinds of writers about topics of both kinds, a date and what stands in the line."""
    for n in range(number):
        own = PlanTopic(tandem=house.active)
        own.seal(title="Unser Thema")
        own.save()
        topics = ["job-search", f"own:{own.pk}"]
        make_meeting(house.active, house.amina.person if n % 2 else None, text="Notiz", topics=topics)
        make_date(house.active, in_hours=30 + n)
        make_date(house.active, in_hours=-30 - n)


def more_at_work(house: House, number: int) -> None:
    """Add tandems at work with a meeting each."""
    type(house.karin).objects.filter(pk=house.karin.pk).update(capacity=20)
    for n in range(number):
        mentee = make_participation(house.cohort, Group.SECOND, f"Mentee{n}")
        pair = agree_tandem(
            cohort=house.cohort, mentor=house.karin, mentee=mentee, origin=Origin.HAND, reasons=[], by=house.alice
        )
        make_meeting(pair)


def more_tandems(house: House, number: int) -> None:
    type(house.karin).objects.filter(pk=house.karin.pk).update(capacity=9)
    for n in range(number):
        mentee = make_participation(house.cohort, Group.SECOND, f"Mentee{n}")
        propose_tandem(cohort=house.cohort, mentor=house.karin, mentee=mentee, by=None)


def more_waiting(house: House, number: int) -> None:
    """Add people of every kind of waiting: next best, wishes for a change, long waiting, no answer, requests, drafts."""
    old = timezone.now() - timedelta(days=60)
    for n in range(number):
        mentors = [make_participation(house.cohort, Group.FIRST, f"Mentor{n}{m}") for m in range(5)]
        mentees = [make_participation(house.cohort, Group.SECOND, f"Mentee{n}{m}") for m in range(5)]
        tandem = propose_tandem(cohort=house.cohort, mentor=mentors[0], mentee=mentees[0], by=None)
        Tandem.objects.filter(pk=tandem.pk).update(
            state="ended", end_asked_by="mentee", ended_on=old.date(), mentor_answer="yes", mentee_answer="yes"
        )
        late = propose_tandem(cohort=house.cohort, mentor=mentors[1], mentee=mentees[1], by=None)
        Tandem.objects.filter(pk=late.pk).update(mentor_asked_at=old, mentee_asked_at=old, answer_by=old.date())
        request = Request.objects.create(
            cohort=house.cohort,
            mentor=mentors[2],
            mentee=mentees[2],
            slot=1,
            expectations="x",
            goals="x",
            expires_on=old.date(),
        )
        Request.objects.filter(pk=request.pk).update(created_at=old)
        Participation.objects.filter(pk__in=[mentors[3].pk, mentees[3].pk]).update(waiting_since=old.date())
        leave_programme(participation=mentors[4], by=house.alice)
    run = run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)
    others = {
        str(row.mentee_id): [{"mentor": row.mentor_id, "percent": 50, "text": P("x").to_json()}]
        for row in run.proposals.all()
    }
    MatchingRun.objects.filter(pk=run.pk).update(is_next=True, again={"others": others})
    draft = run_matching(cohort=house.other_cohort, objective="most_pairs", by=house.alice)
    MatchingRun.objects.filter(pk=draft.pk).update(cohort=house.cohort, number=1000 + draft.pk, assigned_to=house.alice)


def stalled(what: str) -> Callable[[House], str]:
    return lambda house: reverse("matching:stalled", args=[house.cohort.pk]) + f"?what={what}"


def grow_programme(house: House, number: int) -> None:
    """Add what a programme's own pages list: topics, points, cohorts, colleagues, invitations, waiting addresses."""
    programme = house.programme
    for n in range(number):
        programme.topics.create(key=f"t{n}{number}", title={"de": "Thema"})
        programme.passages.create(kind="task", text={"de": "Punkt"})
        programme.contacts.create(name="Kim", role={"de": "Fragen"})
        appoint_staff(programme=programme, person=make_person(f"Staff{n}"), role=StaffRole.REVIEWER, by=None)
        programme.invitations.create(email=f"n{n}{number}@example.org", role="reviewer", invited_by=house.alice)
        programme.interest.create(
            email=f"w{n}{number}@example.org", group="second", language="de", confirmed_at=timezone.now()
        )
        organisation = Organisation.objects.create(name=f"Verein {n} {number}")
        programme.partnerships.create(organisation=organisation, role="company")
        set_logo(programme=programme, organisation=organisation, picture=(b"png", 1, 1), by=None)
        make_participation(make_cohort(programme, state="finished", summary={"de": "Gut."}), Group.FIRST, f"Past{n}")


def more_requests(house: House, number: int) -> None:
    """Add requests in every state to one mentor, and from one mentee."""
    open_to_all(house.programme)
    start = Request.objects.count()
    for n in range(number):
        for place, state in enumerate(RequestState.values):
            mentee = make_participation(house.cohort, Group.SECOND, f"Asking{n}")
            Request.objects.create(
                cohort=house.cohort, mentor=house.karin, mentee=mentee, slot=1, state=state, expires_on=timezone.localdate()
            )
            mentor = make_participation(house.cohort, Group.FIRST, f"Asked{n}")
            Request.objects.create(
                cohort=house.cohort, mentor=mentor, mentee=house.noor, slot=start + 10 * n + place + 1, state=state,
                expires_on=timezone.localdate(),
            )  # fmt: skip


def page(name: str, *more: str) -> Callable[[House], str]:
    """A page of the first programme."""
    return lambda h: reverse(name, args=[h.programme.slug, *more])


def more_announced(house: House, number: int) -> None:
    announcement = Announcement.objects.first()
    for _n in range(number):
        row = make_draft(make_cohort(house.programme, state="open"))
        Application.objects.filter(pk=row.pk).update(announcement=announcement)


def company_page(house: House) -> str:
    return reverse("applications:announced", args=["secret"])


def with_announcement(house: House) -> Person | None:
    make_announcement(house)
    return None


def make_announcement(house: House) -> Announcement:
    company = Organisation.objects.create(name="Werk")
    return Announcement.objects.create(
        cohort=house.cohort, organisation=company, contact_name="U", contact_email="u@example.org", language="de",
        token_hash=hash_of("secret"),
    )  # fmt: skip


def more_questions(house: House, number: int) -> None:
    page = FormPage.objects.get(programme=house.programme, group="second", key="languages")
    for _n in range(number):
        add_question(page=page, by=None, kind="short_text", label={"de": "Wie?", "en": "How?"}, purpose={"en": "So."})


def with_draft(house: House) -> Person | None:
    make_draft(make_cohort(house.programme, state="open"), by=house.noor.person)
    return house.noor.person


def form_page(house: House) -> str:
    return reverse("applications:page", args=[Application.objects.latest("pk").pk, "languages"])


def own_application(house: House) -> str:
    return reverse("applications:application", args=[Application.objects.latest("pk").pk])


def more_applications(house: House, number: int) -> None:
    """Add applications in every state, with all that hangs on them."""
    with_form(with_rules(house.programme))
    for n in range(number):
        for state in ("submitted", "in_review", "interview", "waitlisted", "accepted", "declined"):
            position: dict[str, Any] = (
                {"waitlist_position": house.cohort.applications.count()} if state == "waitlisted" else {}
            )
            application = make_application(
                house.cohort, f"{state}{n}", state=state, assigned_to=house.bob, proofs=("registered_proof",), **position
            )
        add_note(application=application, text="note", by=house.alice)
        Step.objects.create(application=application, after=state, by=house.alice)
        save_filter(cohort=house.cohort, name=f"filter {house.cohort.applications.count()}", query={}, by=house.alice)


def nobodys_applications(house: House, number: int) -> None:
    """Add applications that nobody looks after, some with a talk ahead, in several cohorts."""
    for n in range(number):
        make_cohort(house.programme)
        application = make_application(house.cohort, f"Free{n}", state="interview")
        Interview.objects.create(application=application, by=house.alice, starts_at=timezone.now() + timedelta(days=2))


def more_conditions(house: House, number: int) -> None:
    """Add conditions with questions of the form, points of the page, and applications that they are held against."""
    for n in range(number):
        settings = {"language": "de", "at_least": "B1"}
        key = f"rule-{n}-{house.programme.eligibility_rules.count()}"
        common: dict[str, Any] = {
            "kind": "language",
            "question": "languages",
            "settings": settings,
            "text": {"de": "Deutsch"},
        }
        house.programme.eligibility_rules.create(group="second", key=key, **common)
        house.programme.eligibility_rules.create(group="second", key=f"{key}-old", is_archived=True, **common)
        house.programme.passages.create(kind="condition", group="second", text={"de": "Deutsch A1"})
    more_questions(house, number)
    for _n in range(number):
        make_application(house.cohort)


def first_condition(name: str) -> Callable[[House], str]:
    return lambda h: reverse(
        f"applications:{name}", args=[h.programme.slug, h.programme.eligibility_rules.earliest("pk").pk]
    )


def address(name: str, query: str = "") -> Callable[[House], str]:
    return lambda house: reverse(f"applications:{name}", args=[house.cohort.pk]) + query


def latest_application(house: House) -> str:
    return reverse("applications:review", args=[house.cohort.applications.latest("pk").pk])


def more_imports(house: House, number: int) -> None:
    """Add lists of people, each read in, with rows that repeat somebody and rows left out."""
    for _ in range(number):
        lines = list(range(2, 5 + number))
        rows = [{"E-Mail": "nobody"} for _line in lines]
        table = Table("people.csv", ["E-Mail"], rows, lines)
        batch = keep_import(cohort=house.cohort, table=table, group="second", source="x", by=house.alice)
        twins = [{"kind": "name", "person": house.noor.person_id, "line": None, "name": "Noor", "year": None}]
        ImportRow.objects.filter(batch=batch).update(twins=twins, choice="", same_as=house.noor.person)


def latest_import(house: House, state: str, name: str) -> str:
    """Return the address of the list with most rows, moved to `state`."""
    batch = ImportBatch.objects.latest("pk")
    ImportBatch.objects.filter(pk=batch.pk).update(state=state)
    if state == ImportState.DONE:
        ImportRow.objects.filter(batch=batch).update(state="left", person=house.noor.person)
    return reverse(f"programmes:{name}", args=[batch.pk])


def more_answers(house: House, number: int) -> None:
    """Add people who were asked and people who answered, and questions with options."""
    make_survey(house.programme)
    for n in range(number):
        make_answered(make_participation(house.cohort, Group.SECOND, f"Answering{n}"))
        make_asked(make_participation(house.cohort, Group.SECOND, f"Asked{n}"))
        key = f"k{house.programme.survey.questions.count()}"
        house.programme.survey.questions.create(moment="entry", key=key, kind="yes_no", text={"de": "Ja?"})


def own_answers(house: House, number: int) -> None:
    """Add cohorts in which Noor takes part and has answered."""
    make_survey(house.programme)
    for _n in range(number):
        row = add_participant(cohort=make_cohort(house.programme), person=house.noor.person, group=Group.SECOND, by=None)
        make_answered(row)


def questionnaire(house: House) -> str:
    invitation = Invitation.objects.filter(state="asked").latest("pk")
    return reverse("surveys:questionnaire", args=[token_of(invitation)])


def latest_run_page(house: House, name: str) -> str:
    return reverse(f"matching:{name}", args=[MatchingRun.objects.latest("pk").pk])


def of_run(name: str, *more: int) -> Callable[[House], str]:
    """A page about the newest run."""
    return lambda h: reverse(f"matching:{name}", args=[MatchingRun.objects.latest("pk").pk, *more])


def grow_twice(house: House, number: int) -> None:
    """Add the same, and compute once more."""
    grow(house, number)
    run_matching(cohort=house.cohort, objective="best_total", by=house.alice)


def run_before(house: House) -> int:
    return MatchingRun.objects.order_by("-pk")[1].pk


def more_guests(house: House, number: int) -> None:
    """Add guests of a meeting with their wishes, and further meetings."""
    event = MatchingEvent.objects.filter(cohort=house.cohort, state="closed").first() or meeting(house, "closed")
    for n in range(number):
        meeting(house, "open")
        first, second = (make_participation(house.cohort, group, f"Guest{n}") for group in Group.values)
        for one in MatchingEvent.objects.filter(cohort=house.cohort):
            one.guests.add(first, second, house.amina)
        event.wish_lists.create(by=first)
        event.wishes.create(by=first, other=second, rank=1)


def meeting(house: House, state: str) -> MatchingEvent:
    return MatchingEvent.objects.create(
        cohort=house.cohort, title="T", held_on="2026-01-01", wishes_until="2099-01-01", state=state
    )


def event_in(name: str, state: str) -> Callable[[House], str]:
    return lambda h: reverse(
        name, args=[MatchingEvent.objects.filter(cohort=h.cohort, state=state, guests=h.amina).earliest("pk").pk]
    )


def choosing(house: House) -> Person | None:
    """Let Noor look for somebody herself."""
    type(house.programme).objects.filter(pk=house.programme.pk).update(
        matching_mode="participants", state="published", needs_complete_profile=True
    )
    return house.noor.person


def more_to_find(house: House, number: int) -> None:
    """Add people to find, whom Noor remembers or hides; the first time so many that the pages are full."""
    for n in range(number if Mark.objects.exists() else 30):
        for kind in ("", *MarkKind.values):
            other = make_participation(house.cohort, Group.FIRST, f"Mentor{n}")
            if kind:
                mark_person(viewer=house.noor, other=other, kind=kind, by=house.noor.person)


def many_to_find(house: House, number: int) -> None:
    """Ten at first, then a hundred and more."""
    for _ in range(3 if number == 3 else 100):
        make_participation(house.cohort, Group.FIRST, "Mentor")


def longer_plan(house: House, number: int) -> None:
    """More topics in a plan, each change of life with its own line."""
    for n in range(number):
        add_topics(tandem=house.active, own=f"Thema {n}", key=uuid4(), by=house.amina.person)
        replan(tandem=house.active, situation="course", drop=[], insert=[], said="Neu", key=uuid4(), by=house.jonas.person)


def more_versions(house: House, number: int) -> None:
    """More versions of an agreement, each agreed by both."""
    for n in range(number):
        make_agreed(house.active, house.amina.person, expectations=f"Version {n}")


def more_materials(house: House, number: int) -> None:
    """More to read about a topic."""
    for n in range(number):
        TopicMaterial.objects.create(programme=house.programme, topic="network", title={"de": f"Liste {n}"})


def more_endings(house: House, number: int) -> None:
    """Add tandems near their end, whose people have a seat, have said something, and have a certificate."""
    make_closing(house.programme)
    talk = make_group_date(house.programme, house.alice, seats=50)
    for n in range(number):
        mentor = make_participation(house.cohort, Group.FIRST, f"Mentor{n}")
        mentee = make_participation(house.cohort, Group.SECOND, f"Mentee{n}")
        tandem = agree_tandem(
            cohort=house.cohort, mentor=mentor, mentee=mentee, origin=Origin.HAND, reasons=[], by=house.alice
        )
        ending_in(tandem, 10 + n)
        make_group_date(house.programme, house.alice)
        feedback = make_feedback(tandem, mentee.person)
        turn_into_change(programme=house.programme, sentence={"de": f"Satz {n}."}, feedback=feedback, by=house.alice)
        choose_talk(tandem=tandem, talk=talk, by=mentee.person)
        settle_afterwards(tandem=tandem, contact="write", word="", remains="", wants_network=True, by=mentee.person)
        issue_certificate(tandem=tandem, participation=mentee, by=house.alice)
        make_answer(tandem, mentee)


def more_dates(house: House, number: int) -> None:
    """Add dates that Amina may choose."""
    make_closing(house.programme)
    ending_in(house.active, 10)
    for _ in range(number):
        make_group_date(house.programme, house.alice)


def attended(house: House) -> str:
    """Return the page of the date that most have chosen."""
    return reverse("closing:attendance", args=[house.programme.slug, TalkDate.objects.latest("taken").pk])


def public_changes(house: House) -> str:
    """Return the public page with what feedback has changed."""
    type(house.programme).objects.filter(pk=house.programme.pk).update(state="published")
    return reverse("closing:heard", args=[house.programme.slug])
