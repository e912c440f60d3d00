"""Pages of care: the question with three taps, help, reports, and what the team sees of them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from resonanz.care.actions.cases import settle_case, take_case
from resonanz.care.actions.tandem import see_to, stop_tandem
from resonanz.care.models import Case
from resonanz.care.queries.cases import token_of
from resonanz.care.queries.check_ins import token_of as check_in_token
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.tandems.actions import block_person
from resonanz.tandems.models import Tandem
from tests.factories.care import make_answer, make_case, make_check_in, make_taken
from tests.journeys.pages.stops import Stop, at, send


def running(slug: str) -> list[Tandem]:
    """Return the tandems at work of a programme."""
    rows = Tandem.objects.filter(cohort__programme__slug=slug, state="active", suspended_at=None)
    return list(rows.select_related("cohort__programme", "mentor__person", "mentee__person").order_by("pk"))


def strangers_care() -> list[Stop]:
    """What one meets by a link alone: the question open, with a mistake, answered and closed; reports and their state."""
    slug = "mentoring-partnerschaft-muenchen"
    first, second, third = running(slug)[:3]
    programme = first.cohort.programme
    programme.contacts.create(name="Sibylle", phone="+49 89 1", email="s@example.org")
    asked = make_check_in(first, first.mentee, 200)
    closed = make_check_in(second, second.mentee, 200)
    stop_tandem(tandem=third, by=programme.staff.earliest("pk").person)
    type(closed).objects.filter(pk=closed.pk).update(state="closed")
    answered = make_answer(second, second.mentor, 200, going="not_well")
    case = make_case(programme, None, kind="report", matter="event")
    settled = make_taken(programme, None, programme.staff.earliest("pk").person, kind="report", matter="person")
    settle_case(case=settled, state="clarified", by=programme.staff.earliest("pk").person, answer="Danke.")
    return [
        *(at("care:check_in", check_in_token(row)) for row in (asked, answered, closed)),
        at("care:check_in", check_in_token(asked), act=lambda page: page.locator("main form.form button").first.click()),
        at("care:check_in", "nothing"),
        at("care:crisis"),
        at("care:report"),
        at("care:report_to", slug),
        at("care:report_to", slug, act=send(text="")),
        *(at("care:status", token_of(row)) for row in (case, settled)),
    ]


def participants_care(person: Person) -> list[Stop]:
    """What somebody in a tandem meets: help, a report, no more contact before and after."""
    mine = [row for row in running("mentegra") if row.mentee.person_id == person.pk]
    programme = mine[0].cohort.programme
    make_case(programme, person, tandem=mine[0])
    ended = Tandem.objects.filter(mentee__person=person, state="ended").latest("pk")
    block_person(other=ended.mentor.person, by=person)
    make_check_in(mine[0], mine[0].mentee, 201)
    return [
        at("care:ask_help", programme.slug, query=f"?tandem={mine[0].pk}"),
        at("care:ask_help", programme.slug, act=send(text="")),
        at("care:report_to", programme.slug),
        at("care:block", mine[0].pk),
        at("care:block", ended.pk),
    ]


def teams_care(programme: Programme, by: Person) -> list[Stop]:
    """What the team meets: signs, what was answered and noted, a tandem at rest, cases in every state."""
    first, second, third = running(programme.slug)[:3]
    make_answer(first, first.mentee, 200, going="not_well", need="contact", word="Ein Wort")
    make_check_in(first, first.mentor, 200)
    again = timezone.localdate() + timedelta(days=3)
    see_to(tandem=second, signs=["no_first", "quiet", "few_hours"], again_on=again, key=uuid4(), by=by, note="Angerufen")
    stop_tandem(tandem=third, by=by)
    waiting = make_case(programme, first.mentee.person, tandem=first, is_urgent=True)
    colleague = programme.staff.exclude(person=by).first()
    others = make_taken(programme, None, by, kind="report", matter="event", contact="0151 5")
    if colleague is not None:
        Case.objects.filter(pk=others.pk).update(taken_by=colleague.person)
    own, settled = (make_case(programme, None, kind="report", matter="team") for _n in range(2))
    for case in (own, settled):
        take_case(case=case, by=by)
    settle_case(case=settled, state="closed", by=by)
    return [
        at("care:care", first.cohort_id),
        at("care:care", programme.cohorts.exclude(pk=first.cohort_id).latest("pk").pk),
        *(at("care:tandem", row.pk) for row in (first, second, third)),
        at("care:tandem", first.pk, act=lambda page: page.locator("#seen ~ form button").click()),
        *(at("care:case", row.pk) for row in (waiting, others, own, settled)),
        at("care:case", own.pk, act=lambda page: page.locator("form[action$='/read/'] button").click()),
        at("care:case", own.pk, act=lambda page: page.locator("form[action$='/settle/'] button").click()),
        at("care:help"),
        at("care:settings", programme.slug),
        at("care:settings", programme.slug, act=send(days="soon", outside_name="Wer")),
    ]
