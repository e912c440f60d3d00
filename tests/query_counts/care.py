"""More tandems that need somebody, and more that the team was told, for the lists of `care`."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from resonanz.care.actions.cases import settle_case
from resonanz.care.actions.settings import change_care
from resonanz.care.actions.tandem import see_to
from resonanz.care.models import CheckIn
from resonanz.programmes.enums import Group
from resonanz.tandems.actions import propose_tandem
from resonanz.tandems.models import Tandem
from tests.factories import House, make_participation
from tests.factories.care import make_answer, make_case, make_check_in, make_meeting_on, make_taken
from tests.factories.together import make_agreed


def more_care(house: House, number: int) -> None:
    """Add tandems with every sign, one with an agreement, some seen to, some stopped; cases that wait, and settled ones."""
    change_care(programme=house.programme, by=house.alice, agreement_days=30)
    today, old = timezone.localdate(), timezone.localdate() - timedelta(days=40)
    yes = {"mentor_answer": "yes", "mentee_answer": "yes", "state": "active", "started_on": old}
    for n in range(number):
        made = []
        for m in range(4):
            mentor = make_participation(house.cohort, Group.FIRST, f"Mentor{n}{m}")
            mentee = make_participation(house.cohort, Group.SECOND, f"Mentee{n}{m}")
            tandem = propose_tandem(cohort=house.cohort, mentor=mentor, mentee=mentee, by=None)
            Tandem.objects.filter(pk=tandem.pk).update(**yes)
            made.append(Tandem.objects.get(pk=tandem.pk))
        make_answer(made[0], made[0].mentee, going="not_well", word="Ein Wort")
        make_meeting_on(made[1], old)
        make_agreed(made[1], made[1].mentee.person)
        see_to(tandem=made[2], signs=["no_first"], again_on=today + timedelta(days=3), key=uuid4(), by=house.alice)
        Tandem.objects.filter(pk=made[3].pk).update(suspended_at=timezone.now())
        make_case(house.programme, made[0].mentee.person, tandem=made[0])
        settled = make_taken(house.programme, house.noor.person, house.bob)
        settle_case(case=settled, state="clarified", by=house.bob)


def more_of_one(house: House, number: int) -> None:
    """Add check-ins and notes of one tandem, and what one of the two told the team."""
    start = CheckIn.objects.filter(tandem=house.active).count()
    for n in range(number):
        make_answer(house.active, house.amina, start + 100 + n, going="not_well", word="Ein Wort")
        make_check_in(house.active, house.jonas, start + 100 + n)
        again = timezone.localdate() + timedelta(days=3)
        see_to(tandem=house.active, signs=[], again_on=again, key=uuid4(), by=house.alice, note="Angerufen")
        make_case(house.programme, house.amina.person, tandem=house.active)
