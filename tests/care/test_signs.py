"""What shows that a tandem may need somebody, and what rests because somebody has seen to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from resonanz.care.actions.settings import change_care, dump_care
from resonanz.care.actions.tandem import see_to
from resonanz.care.models import CareNote, CheckIn
from resonanz.care.queries.settings import settings_of
from resonanz.care.queries.signs import look_of, looks
from resonanz.core.models import LogEntry
from resonanz.people.models import Person
from resonanz.programmes.actions import preset_files, read_preset
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem
from resonanz.together.actions.agreement import accept_agreement
from resonanz.together.models import PlanSettings
from tests.factories import House, make_programme
from tests.factories.care import make_answer, make_check_in, make_meeting_on, start_days_ago
from tests.factories.together import make_shown

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def signs(house: House, today: date | None = None) -> list[tuple[str, date]]:
    return [(found.sign.value, found.since) for look in looks([house.cohort], today) for found in look.found]


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def test_no_first_meeting(house: House) -> None:
    start_days_ago(house.active, 13)
    assert signs(house) == []
    start_days_ago(house.active, 16)
    assert signs(house) == [("no_first", ago(2))]
    change_care(programme=house.programme, by=house.alice, first_meeting_days=20)
    assert signs(house) == []


def test_nothing_entered_for_a_while(house: House) -> None:
    Programme.objects.filter(pk=house.programme.pk).update(hours_from=None)
    start_days_ago(house.active, 90)
    make_meeting_on(house.active, ago(27))
    assert signs(house) == []
    house.active.meetings.update(held_on=ago(30))
    assert signs(house) == [("quiet", ago(2))]
    make_meeting_on(house.active, ago(1))
    assert signs(house) == []


def test_few_hours_in_the_last_full_month(house: House) -> None:
    Programme.objects.filter(pk=house.programme.pk).update(hours_from=5, hours_to=7)
    house.active.started_on = date(2026, 3, 1)
    house.active.save()
    make_meeting_on(house.active, date(2026, 5, 2), 120)  # this month does not count
    make_meeting_on(house.active, date(2026, 4, 30), 135)
    assert signs(house, date(2026, 5, 10)) == [("few_hours", date(2026, 5, 1))]
    make_meeting_on(house.active, date(2026, 4, 1), 15)  # two hours and a half: half of five is enough
    assert signs(house, date(2026, 5, 10)) == []
    house.active.started_on = date(2026, 4, 2)  # not a full month yet
    house.active.save()
    house.active.meetings.filter(held_on__lt=date(2026, 5, 1)).delete()
    assert signs(house, date(2026, 5, 10)) == []


def test_no_agreement_where_the_programme_looks_for_one(house: House) -> None:
    start_days_ago(house.active, 31)
    make_meeting_on(house.active, ago(1))
    Programme.objects.filter(pk=house.programme.pk).update(hours_from=None)
    assert signs(house) == []  # 0: as long as it takes
    change_care(programme=house.programme, by=house.alice, agreement_days=32)
    assert signs(house) == []
    change_care(programme=house.programme, by=house.alice, agreement_days=30)
    assert signs(house) == [("no_agreement", ago(1))]
    found = look_of(house.active).found[0]
    with override("de"):
        assert (str(found.sign.label), found.is_said) == ("noch keine Vereinbarung", False)
        assert found.advice == (
            "Fragen Sie beide, was sie voneinander erwarten, und ob zehn Minuten zu dritt helfen würden, es festzuhalten."
        )
    for wish, shown in (("offered", []), ("off", []), ("wanted", [("no_agreement", ago(1))])):
        PlanSettings.objects.update_or_create(programme=house.programme, defaults={"agreement": wish})
        assert signs(house) == shown
    version = make_shown(house.active, house.amina.person)
    assert signs(house) == [("no_agreement", ago(1))]  # one has shown it; the other has not said yes
    accept_agreement(tandem=house.active, number=version.number, by=house.jonas.person)
    assert signs(house) == []


def test_only_a_programme_that_lets_the_two_settle_everything_looks_for_agreements() -> None:
    days = {path.stem: read_preset(path)["care"]["agreement_days"] for path in preset_files()}
    assert days == {
        "alumniportal": 30,
        "mentegra": 0,
        "mentor-mentor": 0,
        "mentoring-fuer-migrantinnen": 0,
        "mentoring-partnerschaft-muenchen": 0,
    }
    programme = make_programme("alumniportal")
    assert (settings_of(programme).agreement_days, dump_care(programme)["care"]["agreement_days"]) == (30, 30)


def test_what_somebody_said_last_counts(house: House) -> None:
    make_answer(house.active, house.amina, 7, going="not_well", need="contact")
    today = timezone.localdate()
    assert signs(house) == [("not_well", today), ("contact", today)]
    make_answer(house.active, house.amina, 21, going="so_so")
    assert signs(house) == []


def test_two_check_ins_without_an_answer(house: House) -> None:
    for day in (7, 21):
        make_check_in(house.active, house.amina, day)
        make_check_in(house.active, house.jonas, day)
    CheckIn.objects.update(state="closed")  # as by a pause
    assert signs(house) == []
    CheckIn.objects.filter(participation=house.amina).update(reminded_on=ago(1))
    assert signs(house) == [("silent", timezone.localdate())]
    assert look_of(house.active).found[0].who == house.amina


@pytest.mark.parametrize("rest", ["paused_on", "suspended_at"])
def test_who_rests_shows_nothing(house: House, rest: str) -> None:
    values = {"paused_on": date(2026, 1, 1), "suspended_at": timezone.now()}
    start_days_ago(house.active, 40)
    assert len(signs(house)) == 1
    Tandem.objects.filter(pk=house.active.pk).update(**{rest: values[rest]})
    assert signs(house) == []


def test_seen_to_until_the_day_or_until_it_comes_anew(house: House, client_of: ClientOf) -> None:
    make_answer(house.active, house.amina, 7, going="not_well")
    client, url = client_of(house.alice), reverse("care:seen", args=[house.active.pk])
    again = timezone.localdate() + timedelta(days=7)
    page = client.post(url, {"key": uuid4(), "again_on": timezone.localdate(), "note": "Angerufen"}).content.decode()
    assert "Bitte wählen Sie einen Tag ab morgen, höchstens in einem Jahr." in page
    assert "Angerufen" in page
    sent = {"key": uuid4(), "again_on": again, "note": "Angerufen, sie treffen sich am Freitag."}
    for _twice in range(2):
        assert client.post(url, sent).status_code == 302
    note = CareNote.objects.get()
    assert (note.signs, note.again_on, note.opened("note")) == (["not_well"], again, sent["note"])
    assert LogEntry.objects.filter(verb="see_to_tandem").count() == 1
    assert signs(house) == []
    assert [found.sign for found in look_of(house.active).resting] == ["not_well"]
    assert signs(house, again) == [("not_well", timezone.localdate())]  # the day has come
    CareNote.objects.update(seen_on=ago(1))
    assert signs(house) == [("not_well", timezone.localdate())]  # it was said after somebody had seen to it


def test_the_most_pressing_comes_first_and_today_counts(house: House, client_of: ClientOf) -> None:
    start_days_ago(house.active, 20)
    other = Tandem.objects.get(pk=house.proposed.pk)
    yes = {"mentor_answer": "yes", "mentee_answer": "yes", "state": "active"}
    Tandem.objects.filter(pk=other.pk).update(**yes, started_on=timezone.localdate())
    other.refresh_from_db()
    make_answer(other, house.olena, need="contact")
    assert [look.tandem.pk for look in looks([house.cohort])] == [other.pk, house.active.pk]
    cohort = client_of(house.alice).get(reverse("matching:today")).context["busy"][0]
    assert [(task.number, task.text, task.tone) for task in cohort.tasks] == [
        (1, "Tandem sagt: nicht gut, oder bittet um Kontakt", "bad"),
        (1, "Tandem, das Ihre Hilfe brauchen könnte", "warn"),
    ]
    page = client_of(house.alice).get(reverse("care:care", args=[house.cohort.pk])).content.decode()
    assert page.index("Olena") < page.index("Amina")
    see_to(tandem=other, signs=["contact"], again_on=timezone.localdate() + timedelta(days=1), key=uuid4(), by=house.alice)
    assert [look.tandem.pk for look in looks([house.cohort]) if look.found] == [house.active.pk]


def test_the_list_leads_back_to_its_cohort(house: House, client_of: ClientOf) -> None:
    page = client_of(house.alice).get(reverse("care:care", args=[house.cohort.pk])).content.decode()
    assert f'<a href="{reverse("matching:cohort", args=[house.cohort.pk])}">{house.cohort}</a>' in page
