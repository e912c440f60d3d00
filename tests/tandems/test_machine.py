"""Whatever people do in whatever order: the tandem is in a legal state, places and letters agree with it."""

from __future__ import annotations

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.tandems.actions import AlreadyDecided, answer_suggestion, end_tandem
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.models import Tandem
from tests.factories import House

ACTS = st.sampled_from(["mentor yes", "mentor no", "mentee yes", "mentee no", "mentor end", "mentee end", "team end"])
LEGAL = {
    State.PROPOSED: {State.PROPOSED, State.ACTIVE, State.DECLINED, State.WITHDRAWN},
    State.ACTIVE: {State.ACTIVE, State.ENDED},
    State.DECLINED: {State.DECLINED},
    State.WITHDRAWN: {State.WITHDRAWN},
    State.ENDED: {State.ENDED},
}
LETTERS = {  # kinds of letters by the states that a tandem went through
    (State.PROPOSED,): {"suggestion": 2},
    (State.PROPOSED, State.ACTIVE): {"suggestion": 2, "start": 2},
    (State.PROPOSED, State.DECLINED): {"suggestion": 2, "no-tandem": 1},
}


def act(house: House, tandem: Tandem, what: str) -> None:
    who, deed = what.split()
    people = {"mentor": house.karin.person, "mentee": house.olena.person, "team": house.alice}
    if deed == "end":
        end_tandem(tandem=tandem, by=people[who])
    else:
        answer_suggestion(tandem=tandem, answer=Answer(deed), by=people[who])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=6))
def test_every_sequence_ends_in_a_legal_state(acts: list[str], house: House) -> None:
    with transaction.atomic():  # every example begins with the same house and is undone at its end
        path = [State(house.proposed.state)]
        for what in acts:
            tandem = Tandem.objects.get(pk=house.proposed.pk)
            entries = LogEntry.objects.count()
            before = (tandem.state, tandem.mentor_answer, tandem.mentee_answer)
            try:
                act(house, tandem, what)
            except AlreadyDecided:
                assert LogEntry.objects.count() == entries
            tandem.refresh_from_db()
            if (tandem.state, tandem.mentor_answer, tandem.mentee_answer) != before:
                assert LogEntry.objects.count() > entries
            tandem.refresh_from_db()
            assert tandem.state in LEGAL[path[-1]]
            if tandem.state != path[-1]:
                path.append(State(tandem.state))
            house.karin.refresh_from_db()
            house.olena.refresh_from_db()
            assert house.karin.taken == house.olena.taken == int(tandem.is_open)
        counts: dict[str, int] = {}
        for key in OutboxMail.objects.filter(key__startswith=f"tandem:{house.proposed.pk}:").values_list("key", flat=True):
            kind = key.split(":")[2]
            counts[kind] = counts.get(kind, 0) + 1
        if tuple(path) in LETTERS:
            assert counts == LETTERS[tuple(path)]
        else:  # ended: whoever did not end it was told, once
            ending = "end" if State.ACTIVE in path else "no-tandem"
            ender = next(a for a in acts if a.endswith("end"))
            assert counts[ending] == (2 if ender == "team end" else 1)
        transaction.set_rollback(True)
