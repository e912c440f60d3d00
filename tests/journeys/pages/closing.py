"""Pages of the end: of the two in every state, of the team, of whoever has a number or a link."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from resonanz.closing.actions.certificates import issue_certificate, wish_certificate, withdraw_certificate
from resonanz.closing.actions.feedback import turn_into_change
from resonanz.closing.actions.later import answer_later, stop_questions
from resonanz.closing.actions.parting import complete_tandem, go_on, settle_afterwards
from resonanz.closing.actions.talks import When, choose_talk, name_date
from resonanz.closing.enums import TalkKind
from resonanz.closing.models import ClosingSettings, FeedbackSheet, FollowUp, TalkDate
from resonanz.closing.queries.due import token_of
from resonanz.closing.queries.feedback import sealed
from resonanz.programmes.models import Programme, Staff
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people
from tests.factories.closing import (
    ANSWERS,
    ending_in,
    in_days,
    make_answer,
    make_closing,
    make_feedback,
    make_group_date,
    make_question,
)
from tests.journeys.pages.stops import Stop, Stops, at, send


def pairs(slug: str) -> list[Tandem]:
    """Return the tandems of a programme that are at work."""
    rows = Tandem.objects.filter(cohort__programme__slug=slug, state=State.ACTIVE, joins=None)
    return list(with_people(rows).order_by("pk"))


def closing_stops() -> Stops:
    """What a mentee sees in the last weeks, with a date, and after the end; another programme talks with each pair alone."""
    slug = "mentor-mentor"
    programme, staff = Programme.objects.get(slug=slug), Staff.objects.filter(programme__slug=slug).earliest("pk")
    make_closing(programme)
    tandem = ending_in(pairs(slug)[0], 20)
    person = tandem.mentee.person
    full = make_group_date(programme, staff.person, days=3, seats=1)
    free = make_group_date(programme, staff.person, days=9)
    choose_talk(tandem=tandem, talk=full, by=tandem.mentor.person)
    settle_afterwards(
        tandem=tandem, contact="team", word="Bis bald!", remains="Das Praktikum", wants_network=True, by=tandem.mentor.person
    )
    turn_into_change(programme=programme, sentence={"de": "Es gibt Termine am Abend."}, feedback=None, by=staff.person)
    stops = [
        at("tandems:tandem", tandem.pk),
        at("closing:closing", tandem.pk),
        at("closing:talk", tandem.pk),
        at("closing:talk", tandem.pk, act=lambda page: choose_talk(tandem=tandem, talk=free, by=person) or page.reload()),
        at("closing:feedback", tandem.pk),
        at("closing:feedback", tandem.pk, act=send(liked="")),
        at("closing:feedback", tandem.pk, act=lambda page: make_feedback(tandem, person) and page.reload()),
        at("closing:afterwards", tandem.pk),
        at("closing:certificate", tandem.pk),
        at("closing:certificate", tandem.pk, act=send(printed_name="7")),
        at(
            "closing:certificate",
            tandem.pk,
            act=lambda page: (
                issue_certificate(tandem=tandem, participation=tandem.mentee, by=staff.person) and page.reload()
            ),
        ),
    ]

    def alone(page: object) -> None:
        ClosingSettings.objects.filter(programme=programme).update(talk=TalkKind.ALONE)
        name_date(tandem=tandem, when=When(in_days(5), 60, "Café am Markt"), by=person)
        page.reload()  # type: ignore[attr-defined]

    def over(page: object) -> None:
        for each in (tandem.mentor, tandem.mentee):
            go_on(tandem=tandem, by=each.person)
        page.reload()  # type: ignore[attr-defined]

    stops += [at("closing:talk", tandem.pk, act=alone), at("closing:closing", tandem.pk, act=over)]
    return person.email, stops


def team_stops() -> Stops:
    """What the team sets, sees and does about ends."""
    slug = "mentoring-partnerschaft-muenchen"
    programme, person = Programme.objects.get(slug=slug), Staff.objects.filter(programme__slug=slug).earliest("pk").person
    make_closing(programme, least_meetings=0)
    near, late, ended = (ending_in(tandem, days) for tandem, days in zip(pairs(slug)[:3], (12, -3, -1), strict=True))
    wish_certificate(
        tandem=near, by=near.mentee.person, is_wanted=True, printed_name="A", printed_own_script="", second_language="",
        with_hours=False, printed_topics=[], correction="Bitte mit Bindestrich",
    )  # fmt: skip
    settle_afterwards(tandem=near, contact="", word="", remains="", wants_network=True, by=near.mentee.person)
    complete_tandem(tandem=ended, by=person)
    certificate = issue_certificate(tandem=ended, participation=ended.mentee, by=person)
    gone = issue_certificate(tandem=ended, participation=ended.mentor, by=person)
    withdraw_certificate(certificate=gone, because="Der Name war falsch.", by=person)
    feedback = make_feedback(ended, ended.mentee.person)
    for number in range(1, 7):
        text = sealed(ANSWERS | {"words": "Mehr davon"}, number)
        FeedbackSheet.objects.create(id=number, programme=programme, group="first", month="2026-01-01", answers=text)
    make_answer(ended, ended.mentee)
    make_answer(ended, ended.mentor, 12, doing="job", helped="some")
    over = make_group_date(programme, person)
    choose_talk(tandem=late, talk=over, by=late.mentor.person)
    TalkDate.objects.filter(pk=over.pk).update(starts_at=timezone.now() - timedelta(days=1))
    empty = make_group_date(programme, person)
    stops: list[Stop] = [
        at("closing:settings", slug),
        at("closing:settings", slug, act=send(weeks_before="0")),
        at("closing:desk", slug),
        at("closing:talks", slug),
        at("closing:talks", slug, act=send(place="")),
        at("closing:attendance", slug, over.pk),
        at("closing:attendance", slug, empty.pk),
        at("closing:register", slug),
        at("closing:withdraw", slug, certificate.pk),
        at("closing:withdraw", slug, certificate.pk, act=send(because="")),
        at("closing:withdraw", slug, gone.pk),
        at("closing:voices", slug),
        at("closing:answers", slug),
        at("closing:change", slug, feedback.pk),
        at("closing:change", slug, 0, act=send(sentence_de="")),
    ]
    return person.email, stops


def visitors_closing_stops() -> list[Stop]:
    """What somebody sees who checks a certificate, or is asked months later; and what feedback has changed."""
    slug = "mentegra"
    programme, person = Programme.objects.get(slug=slug), Staff.objects.filter(programme__slug=slug).earliest("pk").person
    make_closing(programme)
    first, second, third = pairs(slug)[-3:]
    valid, gone = (issue_certificate(tandem=first, participation=each, by=person) for each in (first.mentee, first.mentor))
    withdraw_certificate(certificate=gone, because="Der Name war falsch.", by=person)
    turn_into_change(programme=programme, sentence={"de": "Es gibt Termine am Abend."}, feedback=None, by=person)
    asked, answered, refused = (make_question(tandem, tandem.mentee) for tandem in (first, second, third))
    answer_later(question=answered, doing="job", helped="much", may_ask_again=True)
    stop_questions(question=refused)
    return [
        at("closing:verify", valid.code),
        at("closing:verify", valid.code, act=send(name="")),
        at("closing:verify", gone.code),
        at("closing:verify", "AAAA-AAAA-AAAA", status=404),
        at("closing:heard", slug),
        at("closing:heard", "mentor-mentor"),
        *(at("closing:later", token_of(question)) for question in (asked, answered, refused, FollowUp(pk=987654))),
    ]
