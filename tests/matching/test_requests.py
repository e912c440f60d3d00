"""Requests of participants: who may ask whom, what each act leaves behind, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from resonanz.core.crypto import Unreadable
from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions.requests import (
    CannotAsk,
    RemindedToday,
    accept_request,
    ask_back,
    ask_mentor,
    decline_request,
    end_impossible_requests,
    expire_requests,
    offer_places,
    remind_of_request,
    remind_of_requests,
    reply_to_question,
    withdraw_request,
)
from resonanz.matching.enums import DeclineReason, Ended, Hindrance, MarkKind, PairMarkKind, RequestState
from resonanz.matching.models import Mark, PairMark, Request
from resonanz.matching.queries.requests import (
    TEXTS as COLUMNS,
)
from resonanz.matching.queries.requests import (
    askable,
    hindrance,
    opened,
    request_numbers,
    silent_requests,
    texts_of,
)
from resonanz.people.actions import give_consent, pause_person, withdraw_consent
from resonanz.people.models import ConsentText, Person
from resonanz.programmes.actions import NoFreePlace, PlacesInUse
from resonanz.programmes.models import Cohort, Participation
from resonanz.tandems.actions import AlreadyDecided, AlreadyTogether, answer_suggestion, end_tandem, propose_tandem
from resonanz.tandems.enums import Answer, Origin, State
from tests.factories.requests import TEXTS, Community, make_community, make_request

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def town() -> Community:
    return make_community()


def letters(request: Request) -> list[tuple[str, str]]:
    """Return what was written about a request, to whom, in order."""
    found = OutboxMail.objects.filter(key__startswith=f"request:{request.pk}:").order_by("pk")
    return [(letter.key.split(":")[2], letter.to.partition(".")[0]) for letter in found]


def verbs(request: Request) -> list[str]:
    rows = LogEntry.objects.filter(subject=f"matching.request:{request.pk}").order_by("pk")
    return list(rows.values_list("verb", flat=True))


def days_pass(request: Request, days: int) -> None:
    """Move what is known of the days of a request into the past."""
    request.turn_since -= timedelta(days=days)
    request.expires_on -= timedelta(days=days)
    if request.reminded_at:
        request.reminded_at -= timedelta(days=days)
    request.save(update_fields=["turn_since", "expires_on", "reminded_at"])


def places(*rows: Participation) -> list[int]:
    return [Participation.objects.get(pk=row.pk).taken for row in rows]


def test_asking_keeps_the_message_for_the_two(town: Community) -> None:
    request = make_request(town.amina, town.jonas)
    assert (request.state, request.slot, request.turn_since) == (RequestState.OPEN, 1, TODAY)
    assert request.expires_on == TODAY + timedelta(days=town.programme.request_days)
    assert texts_of(request) == {**dict.fromkeys(COLUMNS, ""), **TEXTS}
    assert all(getattr(request, column).startswith("k1:") for column in TEXTS)
    assert letters(request) == [("asked", "jonas")]
    assert verbs(request) == ["ask_mentor"]
    letter = OutboxMail.objects.get(key__startswith=f"request:{request.pk}:asked")
    assert "Amina B." in letter.subject
    assert not any(word in letter.text for text in TEXTS.values() for word in (text, text[:30]))
    assert town.amina.person.last_name not in letter.text
    assert request.reasons != []


def test_a_text_opens_only_in_its_own_place(town: Community) -> None:
    one, other = make_request(town.amina, town.jonas), make_request(town.amina, town.karin)
    one.goals, other.goals = other.goals, one.career
    for request in (one, other):
        with pytest.raises(Unreadable):
            opened(request, "goals")


def test_whom_one_may_know_of(town: Community) -> None:
    everybody = {town.jonas, town.karin, town.marta}
    assert set(askable(town.amina.person)) == everybody
    assert set(askable(town.jonas.person)) == set()
    Mark.objects.create(viewer=town.jonas, other=town.amina, kind=MarkKind.HIDE)  # silent: she never learns of it
    PairMark.objects.create(cohort=town.cohort, mentor=town.karin, mentee=town.amina, kind=PairMarkKind.FORBID)
    assert set(askable(town.amina.person)) == {town.marta}
    assert set(askable(town.olena.person)) == everybody
    town.programme.matching_mode = "coordinators"
    town.programme.save()
    assert set(askable(town.olena.person)) == set()


def ask(mentee: Participation, mentor: Participation) -> Hindrance | None:
    """Try to ask; return what was in the way, which must be what the page says before."""
    mentee, mentor = (
        Participation.objects.select_related("cohort__programme", "person").get(pk=row.pk) for row in (mentee, mentor)
    )
    said = hindrance(mentee, mentor)
    count = Request.objects.count(), OutboxMail.objects.count(), LogEntry.objects.count()
    found: Hindrance | None = None
    try:
        make_request(mentee, mentor)
    except CannotAsk as error:
        found = error.hindrance
    made = int(found is None)
    assert found == said
    assert (Request.objects.count(), OutboxMail.objects.count(), LogEntry.objects.count()) == tuple(n + made for n in count)
    return found


def test_one_open_request_for_each_pair(town: Community) -> None:
    assert ask(town.amina, town.jonas) is None
    assert ask(town.amina, town.jonas) == Hindrance.OPEN
    withdraw_request(request=Request.objects.get(), by=town.amina.person)
    assert ask(town.amina, town.jonas) is None


def test_at_most_so_many_open_requests(town: Community) -> None:
    town.programme.open_requests = 2
    town.programme.save()
    assert [ask(town.amina, mentor) for mentor in (town.jonas, town.karin, town.marta)] == [None, None, Hindrance.LIMIT]
    first = Request.objects.get(mentor=town.jonas)
    withdraw_request(request=first, by=town.amina.person)
    assert ask(town.amina, town.marta) is None
    assert sorted(Request.objects.filter(state=RequestState.OPEN).values_list("slot", flat=True)) == [1, 2]
    assert ask(town.olena, town.marta) is None


def test_somebody_without_a_free_place_is_not_asked(town: Community) -> None:
    propose_tandem(cohort=town.cohort, mentor=town.jonas, mentee=town.olena, by=None)
    assert ask(town.amina, town.jonas) == Hindrance.FULL
    assert ask(town.olena, town.karin) == Hindrance.NO_PLACE
    assert ask(town.olena, town.jonas) == Hindrance.TOGETHER


def test_nobody_asks_or_is_asked_in_a_pause(town: Community) -> None:
    pause_person(person=town.jonas.person, until=None, by=town.jonas.person)
    assert ask(town.amina, town.jonas) == Hindrance.AWAY
    pause_person(person=town.amina.person, until=TODAY, by=town.amina.person)
    assert ask(town.amina, town.karin) == Hindrance.PAUSED


def test_nobody_asks_again_after_a_no(town: Community) -> None:
    decline_request(request=make_request(town.amina, town.jonas), reason="", kind_word="", by=town.jonas.person)
    assert ask(town.amina, town.jonas) == Hindrance.NO_CAME
    tandem = propose_tandem(cohort=town.cohort, mentor=town.karin, mentee=town.olena, by=None)
    answer_suggestion(tandem=tandem, answer=Answer.NO, by=town.karin.person)
    assert ask(town.olena, town.karin) == Hindrance.NO_CAME


def test_whom_one_has_hidden_one_does_not_ask_by_mistake(town: Community) -> None:
    Mark.objects.create(viewer=town.amina, other=town.jonas, kind=MarkKind.HIDE)
    assert ask(town.amina, town.jonas) == Hindrance.HIDDEN


def test_a_complete_profile_where_the_programme_needs_one(town: Community) -> None:
    town.programme.needs_complete_profile = True
    town.programme.save()
    assert ask(town.amina, town.jonas) == Hindrance.PROFILE


def test_what_must_be_holds_for_requests_too(town: Community) -> None:
    town.programme.criteria = {"must": [{"kind": "languages", "column": "languages", "level": "B1"}], "criterion": []}
    town.programme.save()
    town.amina.person.profile.languages = "ar:native"
    town.amina.person.profile.save()
    assert ask(town.amina, town.jonas) == Hindrance.UNFIT
    assert ask(town.olena, town.jonas) is None


def test_who_took_the_consent_back_asks_nobody(town: Community) -> None:
    request = make_request(town.amina, town.jonas)
    text = ConsentText.objects.create(scope=town.programme.scope, key="suggest", version=9, language="de", text="Ja")
    consent = give_consent(person=town.amina.person, text=text, language="de", by=town.amina.person)
    withdraw_consent(consent=consent, by=town.amina.person)
    assert ask(town.amina, town.karin) == Hindrance.NOT_SUGGESTED
    request.refresh_from_db()
    assert (request.state, request.ended_because) == (RequestState.WITHDRAWN, Ended.LEFT)
    assert letters(request) == [("asked", "jonas"), ("gone", "jonas")]


def test_one_question_and_its_answer_begin_the_clock_anew(town: Community) -> None:
    request = make_request(town.amina, town.jonas)
    days_pass(request, 5)
    assert remind_of_requests() == 1
    ask_back(request=request, question="Welche Sprache?", by=town.jonas.person)
    assert (request.state, request.turn, request.reminded_at) == (RequestState.ASKED_BACK, town.amina, None)
    assert request.expires_on == TODAY + timedelta(days=14)
    with pytest.raises(AlreadyDecided):
        ask_back(request=request, question="Noch eine?", by=town.jonas.person)
    days_pass(request, 3)
    assert (remind_of_requests(), remind_of_requests()) == (1, 0)
    reply_to_question(request=request, reply="Deutsch", by=town.amina.person)
    assert (request.state, request.turn, request.expires_on) == (RequestState.OPEN, town.jonas, TODAY + timedelta(days=14))
    assert (opened(request, "question"), opened(request, "reply")) == ("Welche Sprache?", "Deutsch")
    with pytest.raises(AlreadyDecided):
        ask_back(request=request, question="Noch eine?", by=town.jonas.person)
    with pytest.raises(AlreadyDecided):
        reply_to_question(request=request, reply="Noch etwas", by=town.amina.person)
    assert letters(request) == [
        ("asked", "jonas"),
        ("reminder", "jonas"),
        ("asked-back", "amina"),
        ("reminder", "amina"),
        ("replied", "jonas"),
    ]
    assert verbs(request) == ["ask_mentor", "remind_of_request", "ask_back", "remind_of_request", "reply_to_question"]


def test_a_yes_makes_a_tandem_and_settles_the_rest(town: Community) -> None:
    request, second = make_request(town.amina, town.jonas), make_request(town.amina, town.karin)
    third, fourth = make_request(town.olena, town.jonas), make_request(town.olena, town.karin)
    tandem = accept_request(request=request, by=town.jonas.person)
    assert (tandem.state, tandem.origin, tandem.started_on) == (State.ACTIVE, Origin.REQUEST, TODAY)
    assert tandem.reasons == request.reasons
    assert places(town.jonas, town.karin, town.amina, town.olena) == [1, 0, 1, 0]
    for row in (request, second, third, fourth):
        row.refresh_from_db()
    assert [(row.state, row.ended_because) for row in (request, second, third, fourth)] == [
        (RequestState.ACCEPTED, ""),
        (RequestState.WITHDRAWN, Ended.SETTLED),
        (RequestState.EXPIRED, Ended.PLACE),
        (RequestState.OPEN, ""),
    ]
    assert (request.tandem, letters(request)) == (tandem, [("asked", "jonas")])
    assert letters(second) == [("asked", "karin"), ("settled", "karin")]
    assert letters(third) == [("asked", "jonas"), ("no-place", "olena")]
    assert OutboxMail.objects.filter(key__startswith=f"tandem:{tandem.pk}:start:").count() == 2
    assert (verbs(request), verbs(second), verbs(third)) == (
        ["ask_mentor", "accept_request"],
        ["ask_mentor", "end_request"],
        ["ask_mentor", "end_request"],
    )


def test_a_yes_that_comes_too_late_changes_nothing(town: Community) -> None:
    request = make_request(town.amina, town.jonas)
    propose_tandem(cohort=town.cohort, mentor=town.karin, mentee=town.amina, by=None)  # holds her only place
    with pytest.raises(NoFreePlace):
        accept_request(request=request, by=town.jonas.person)
    request.refresh_from_db()
    assert (request.state, places(town.jonas), verbs(request)) == (RequestState.OPEN, [0], ["ask_mentor"])
    withdraw_request(request=request, by=town.amina.person)
    with pytest.raises(AlreadyDecided):
        accept_request(request=request, by=town.jonas.person)
    assert places(town.jonas, town.amina) == [0, 1]


def test_the_team_was_faster(town: Community) -> None:
    town.karin.person.participations.update(capacity=3)
    Participation.objects.filter(pk=town.amina.pk).update(capacity=3)
    request = make_request(town.amina, town.karin)
    propose_tandem(cohort=town.cohort, mentor=town.karin, mentee=town.amina, by=None)
    with pytest.raises(AlreadyTogether):
        accept_request(request=request, by=town.karin.person)
    assert places(town.karin, town.amina) == [1, 1]


def test_a_no_stays_between_the_two(town: Community) -> None:
    request = make_request(town.amina, town.jonas)
    decline_request(request=request, reason=DeclineReason.NO_TIME, kind_word="Viel Glück!", by=town.jonas.person)
    assert (request.state, opened(request, "kind_word")) == (RequestState.DECLINED, "Viel Glück!")
    assert letters(request) == [("asked", "jonas"), ("declined", "amina")]
    letter = OutboxMail.objects.get(key__contains=":declined:")
    assert "Viel Glück" not in letter.text
    assert LogEntry.objects.get(verb="decline_request").detail == {}
    with pytest.raises(AlreadyDecided):
        decline_request(request=request, reason="", kind_word="", by=town.jonas.person)
    with pytest.raises(AlreadyDecided):
        withdraw_request(request=request, by=town.amina.person)


def test_nobody_waits_for_ever(town: Community) -> None:
    silent, asked_back, young = (make_request(who, town.karin) for who in (town.amina, town.olena, town.noor))
    ask_back(request=asked_back, question="Wann?", by=town.karin.person)
    for request in (silent, asked_back):
        days_pass(request, 14)
    assert expire_requests() == 0  # the last day counts
    for request in (silent, asked_back):
        days_pass(request, 1)
    call_command("expire_requests")
    for request in (silent, asked_back, young):
        request.refresh_from_db()
    assert [(row.state, row.ended_because) for row in (silent, asked_back, young)] == [
        (RequestState.EXPIRED, Ended.TIME),
        (RequestState.EXPIRED, Ended.TIME),
        (RequestState.OPEN, ""),
    ]
    assert letters(silent) == [("asked", "karin"), ("expired", "amina"), ("expired", "karin")]
    assert letters(asked_back)[2:] == [("expired", "olena"), ("expired", "karin")]
    texts = {
        mail.key.split(":")[1]: mail.link
        for mail in OutboxMail.objects.filter(key__contains=":expired:", to=town.karin.person.email)
    }
    assert texts == {
        str(silent.pk): "/programmes/alumniportal/availability/",
        str(asked_back.pk): f"/requests/{asked_back.pk}/",
    }
    assert ask(town.amina, town.karin) is None  # no answer is not a no


def test_a_reminder_a_day(town: Community) -> None:
    request = make_request(town.amina, town.jonas)
    assert remind_of_requests() == 0
    remind_of_request(request=request, by=town.alice)
    with pytest.raises(RemindedToday):
        remind_of_request(request=request, by=town.alice)
    days_pass(request, 4)
    assert remind_of_requests() == 0  # this turn has had its reminder
    withdraw_request(request=request, by=town.amina.person)
    with pytest.raises(AlreadyDecided):
        remind_of_request(request=request, by=town.alice)
    assert letters(request) == [("asked", "jonas"), ("reminder", "jonas"), ("withdrawn", "jonas")]


def test_a_short_pause_lets_requests_wait(town: Community) -> None:
    to_jonas, from_olena = make_request(town.amina, town.jonas), make_request(town.olena, town.jonas)
    back = TODAY + timedelta(days=7)
    pause_person(person=town.jonas.person, until=back, by=town.jonas.person)
    pause_person(person=town.jonas.person, until=back, by=town.jonas.person)  # a double click
    for request in (to_jonas, from_olena):
        request.refresh_from_db()
        assert (request.state, request.turn_since, request.days_waiting) == (RequestState.OPEN, back, 0)
        assert request.expires_on == back + timedelta(days=14)
    assert letters(to_jonas) == [("asked", "jonas"), ("waits", "amina")]
    assert remind_of_requests() == 0
    with pytest.raises(NoFreePlace):
        accept_request(request=to_jonas, by=town.jonas.person)


@pytest.mark.parametrize("until", [None, TODAY + timedelta(days=15)])
def test_a_long_pause_ends_requests(town: Community, until: object) -> None:
    to_jonas, from_amina = make_request(town.amina, town.jonas), make_request(town.amina, town.karin)
    pause_person(person=town.jonas.person, until=until, by=town.jonas.person)  # type: ignore[arg-type]
    to_jonas.refresh_from_db()
    assert (to_jonas.state, to_jonas.ended_because) == (RequestState.EXPIRED, Ended.PAUSE)
    assert letters(to_jonas) == [("asked", "jonas"), ("paused", "amina")]
    pause_person(person=town.amina.person, until=until, by=town.amina.person)  # type: ignore[arg-type]
    from_amina.refresh_from_db()
    assert (from_amina.state, from_amina.ended_because) == (RequestState.WITHDRAWN, Ended.PAUSE)
    assert letters(from_amina) == [("asked", "karin"), ("paused", "karin")]


def test_places_never_below_those_in_use(town: Community) -> None:
    accept_request(request=make_request(town.amina, town.karin), by=town.karin.person)
    waiting = make_request(town.olena, town.karin)
    with pytest.raises(PlacesInUse):
        offer_places(participation=town.karin, capacity=0, by=town.karin.person)
    assert offer_places(participation=town.karin, capacity=1, by=town.karin.person)
    assert not offer_places(participation=town.karin, capacity=1, by=town.karin.person)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.ended_because) == (RequestState.EXPIRED, Ended.PLACE)
    assert letters(waiting) == [("asked", "karin"), ("no-place", "olena")]
    assert LogEntry.objects.filter(verb="set_capacity").count() == 1
    assert ask(town.noor, town.karin) == Hindrance.FULL


def test_what_became_impossible_elsewhere_ends_with_the_next_round(town: Community) -> None:
    request, other = make_request(town.amina, town.jonas), make_request(town.noor, town.karin)
    tandem = propose_tandem(cohort=town.cohort, mentor=town.jonas, mentee=town.olena, by=None)
    assert end_impossible_requests() == 0  # a place that is only held may become free again
    for row in (town.jonas, town.olena):
        tandem = answer_suggestion(tandem=tandem, answer=Answer.YES, by=row.person)
    Participation.objects.filter(pk=town.noor.pk).update(is_active=False)
    assert (end_impossible_requests(), end_impossible_requests()) == (2, 0)
    for each in (request, other):
        each.refresh_from_db()
    assert [(each.state, each.ended_because) for each in (request, other)] == [
        (RequestState.EXPIRED, Ended.PLACE),
        (RequestState.EXPIRED, Ended.LEFT),
    ]
    assert letters(other) == [("asked", "karin"), ("gone", "karin")]
    end_tandem(tandem=tandem, by=None)
    assert ask(town.amina, town.jonas) is None


def test_the_end_of_a_round_ends_its_requests(town: Community) -> None:
    request = make_request(town.amina, town.jonas)
    Cohort.objects.filter(pk=town.cohort.pk).update(state="finished")
    assert end_impossible_requests() == 1
    assert letters(request) == [("asked", "jonas"), ("gone", "jonas"), ("gone", "amina")]


def test_the_team_sees_that_and_when(town: Community) -> None:
    silent, young = make_request(town.amina, town.jonas), make_request(town.olena, town.karin)
    decline_request(request=make_request(town.noor, town.marta), reason="", kind_word="", by=town.marta.person)
    days_pass(silent, 7)
    assert request_numbers(town.cohort) == {
        "open": 2, "asked_back": 0, "accepted": 0, "declined": 1, "expired": 0, "withdrawn": 0, "silent": 1,
    }  # fmt: skip
    assert Cohort.objects.annotate(n=silent_requests()).get(pk=town.cohort.pk).n == 1
    assert Cohort.objects.annotate(n=silent_requests(days=0)).get(pk=town.cohort.pk).n == 2
    assert young.days_waiting == 0


def test_letters_speak_the_language_of_each(town: Community) -> None:
    Person.objects.filter(pk=town.jonas.person.pk).update(language="ar")
    Person.objects.filter(pk=town.amina.person.pk).update(language="en")
    town.jonas.person.refresh_from_db()
    town.amina.person.refresh_from_db()
    request = ask_mentor(mentee=town.amina, mentor=town.jonas, texts=TEXTS, by=town.amina.person)
    days_pass(request, 15)
    expire_requests()
    subjects = dict(OutboxMail.objects.values_list("key", "subject"))
    assert subjects == {
        f"request:{request.pk}:asked:{town.jonas.person_id}": "طلب إليكم من \u2068Amina B.\u2069",
        f"request:{request.pk}:expired:{town.jonas.person_id}": "انتهى الطلب بينكم وبين \u2068Amina B.\u2069",
        f"request:{request.pk}:expired:{town.amina.person_id}": "The request between Jonas B. and you has ended",
    }
