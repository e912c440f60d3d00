"""The agreement: a draft is nobody else's, a version is the other's turn, and what both said yes to counts."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.programmes.models import Programme
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.together.actions.agreement import (
    NewerVersion,
    accept_agreement,
    drop_draft,
    save_draft,
    show_agreement,
)
from resonanz.together.actions.course import BeyondBounds
from resonanz.together.actions.room import NotAtWork
from resonanz.together.enums.course import VersionState
from resonanz.together.models import AgreementDraft, AgreementVersion
from resonanz.together.queries.agreement import draft_of, fields_of, said_in, versions_of
from resonanz.together.queries.plan import after_months
from tests.factories import House
from tests.factories.together import TEXTS, make_agreed, make_shown, write

pytestmark = pytest.mark.django_db


def letters(tandem: Tandem) -> list[tuple[str, str]]:
    """Return cause and recipient of all letters about agreements."""
    rows = OutboxMail.objects.filter(key__startswith=f"tandem:{tandem.pk}:agreement").order_by("pk")
    return [(row.key.split(":")[2], row.to) for row in rows]


def test_a_draft_is_sealed_and_kept_once(house: House) -> None:
    key = write(house.active, house.amina.person)
    write(house.active, house.amina.person, key, expectations="Neu: كلمة")
    draft = AgreementDraft.objects.get()
    assert (draft.opened("expectations"), draft.opened("frequency")) == ("Neu: كلمة", "")
    assert "Neu" not in draft.expectations
    assert draft_of(house.active, house.jonas.person) is None
    assert [entry.verb for entry in LogEntry.objects.filter(verb__contains="agreement")] == ["draft_agreement"]
    assert letters(house.active) == []


def test_showing_is_agreeing_and_the_other_gets_a_letter_without_content(house: House) -> None:
    version = make_shown(house.active, house.amina.person)
    assert (version.number, version.state) == (1, VersionState.OPEN)
    assert version.mentee_agreed_at is not None
    assert version.mentor_agreed_at is None
    assert version.texts() == {**dict.fromkeys(version.texts(), ""), **TEXTS}
    assert not AgreementDraft.objects.exists()
    assert letters(house.active) == [("agreement-1", house.jonas.person.email)]
    mail = OutboxMail.objects.latest("pk")
    assert [word for word in TEXTS.values() if word in mail.text + mail.subject] == []


def test_the_same_form_sent_twice_is_one_version(house: House) -> None:
    key, amina = write(house.active, house.amina.person), house.amina.person
    first = show_agreement(tandem=house.active, key=key, by=amina)
    assert save_draft(tandem=house.active, by=amina, texts={}, ends_on=None, seen=None, key=key) is None
    assert show_agreement(tandem=house.active, key=key, by=amina) == first
    assert len(letters(house.active)) == 1


def test_both_yeses_make_it_count(house: House) -> None:
    version = make_agreed(house.active, house.amina.person)
    assert version.state == VersionState.VALID
    accept_agreement(tandem=house.active, number=1, by=house.jonas.person)
    assert letters(house.active) == [
        ("agreement-1", house.jonas.person.email),
        ("agreement-1-valid", house.amina.person.email),
    ]
    verbs = list(LogEntry.objects.filter(verb__contains="agreement").order_by("pk").values_list("verb", "detail"))
    assert verbs == [("draft_agreement", {}), ("show_agreement", {"version": 1}), ("accept_agreement", {"version": 1})]


def test_whoever_changes_it_needs_the_others_yes_and_what_counted_counts_until_then(house: House) -> None:
    make_agreed(house.active, house.amina.person)
    second = make_shown(house.active, house.jonas.person, expectations="Anders")
    assert (second.mentor_agreed_at is None, second.mentee_agreed_at) == (False, None)
    assert [(each.number, each.state) for each in versions_of(house.active)] == [(2, "open"), (1, "valid")]
    accept_agreement(tandem=house.active, number=2, by=house.amina.person)
    assert [(each.number, each.state) for each in versions_of(house.active)] == [(2, "valid"), (1, "replaced")]


def test_a_version_that_was_replaced_cannot_be_accepted(house: House) -> None:
    make_shown(house.active, house.amina.person)
    make_shown(house.active, house.jonas.person, expectations="Anders")
    with pytest.raises(NewerVersion):
        accept_agreement(tandem=house.active, number=1, by=house.jonas.person)


def test_who_has_not_read_the_others_version_may_not_overwrite_it(house: House) -> None:
    mine = write(house.active, house.amina.person)
    make_shown(house.active, house.jonas.person, expectations="Von Jonas")
    with pytest.raises(NewerVersion):
        show_agreement(tandem=house.active, key=mine, by=house.amina.person)
    assert AgreementDraft.objects.get().opened("expectations") == TEXTS["expectations"]
    write(house.active, house.amina.person)
    assert show_agreement(tandem=house.active, key=mine, by=house.amina.person).number == 2


def test_a_draft_may_be_thrown_away(house: House) -> None:
    write(house.active, house.amina.person)
    drop_draft(tandem=house.active, by=house.jonas.person)
    assert AgreementDraft.objects.count() == 1
    drop_draft(tandem=house.active, by=house.amina.person)
    assert AgreementDraft.objects.count() == 0


def test_an_accepted_time_frame_is_the_end_of_the_tandem_within_bounds(house: House) -> None:
    tandem, today = house.active, timezone.localdate()
    make_agreed(tandem, house.amina.person, after_months(today, 7))
    assert Tandem.objects.get(pk=tandem.pk).ends_on == after_months(today, 7)
    for wrong in (after_months(today, 5), after_months(today, 9)):  # 6 months, and two more by the two themselves
        with pytest.raises(BeyondBounds):
            make_shown(tandem, house.jonas.person, wrong)
    Programme.objects.filter(pk=house.programme.pk).update(duration_agreed=True)
    tandem = Tandem.objects.get(pk=tandem.pk)
    make_agreed(tandem, house.jonas.person, today + timedelta(days=30))
    assert Tandem.objects.get(pk=tandem.pk).ends_on == today + timedelta(days=30)


def test_nothing_is_written_where_the_tandem_is_not_at_work(house: House) -> None:
    key = write(house.active, house.amina.person)
    Tandem.objects.filter(pk=house.active.pk).update(suspended_at=timezone.now())
    with pytest.raises(NotAtWork):
        show_agreement(tandem=house.active, key=key, by=house.amina.person)
    Tandem.objects.filter(pk=house.active.pk).update(suspended_at=None, state=State.ENDED)
    with pytest.raises(NotAtWork):
        save_draft(tandem=house.active, by=house.amina.person, texts={}, ends_on=None, seen=None, key=uuid4())
    assert AgreementVersion.objects.count() == 0


def test_what_is_new_is_marked_and_both_have_goals_where_both_give_and_take(house: House) -> None:
    first = make_shown(house.active, house.amina.person)
    second = make_shown(house.active, house.jonas.person, **{**TEXTS, "frequency": "Jede Woche", "roles": "Beide"})
    said = {part.name: (part.text, part.changed) for part in said_in(second, first)}
    assert said == {
        "expectations": (TEXTS["expectations"], False),
        "goals_mentee": (TEXTS["goals_mentee"], False),
        "frequency": ("Jede Woche", True),
        "roles": ("Beide", True),
    }
    assert "goals_mentor" not in fields_of(house.active)
    Programme.objects.filter(pk=house.programme.pk).update(direction="reciprocal")
    assert "goals_mentor" in fields_of(Tandem.objects.get(pk=house.active.pk))
