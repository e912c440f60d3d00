"""Check-ins, a message to the team and what it has seen to, in the demo."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from resonanz.care.actions.cases import tell_team
from resonanz.care.actions.check_ins import answer_check_in, ask
from resonanz.care.actions.settings import change_care
from resonanz.care.actions.tandem import see_to
from resonanz.care.models import CheckIn
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people


def load_care(programme: Programme, data: dict[str, Any], today: date) -> None:
    """Let some of the people have answered how it is going, one ask for help, and the team have called another tandem."""
    if "care" not in data:
        return
    entry = data["care"]
    change_care(programme=programme, by=None, **entry["outside"])
    for row in entry.get("check_in", []):
        load_check_in(tandem_of(programme, row["mentee"]), row, today)
    for row in entry.get("help", []):
        tandem = tandem_of(programme, row["mentee"])
        person = tandem.mentee.person
        values = {"kind": "help", "text": row["text"], "language": row["language"], "is_urgent": row.get("urgent", False)}
        tell_team(programme=programme, by=person, tandem=tandem, key=uuid4(), **values)
    for row in entry.get("seen", []):
        by = programme.staff.earliest("pk").person
        again = today + timedelta(days=row["again_in_days"])
        see_to(
            tandem=tandem_of(programme, row["mentee"]),
            signs=row["signs"],
            again_on=again,
            key=uuid4(),
            by=by,
            note=row["note"],
        )


def tandem_of(programme: Programme, mentee: str) -> Tandem:
    """Return the tandem at work of somebody named as in the data."""
    last, _comma, first = mentee.partition(", ")
    rows = with_people(Tandem.objects.filter(cohort__programme=programme, state="active"))
    return rows.get(mentee__person__last_name=last, mentee__person__first_name=first)


def load_check_in(tandem: Tandem, row: dict[str, Any], today: date) -> None:
    """Let one of the two have been asked some days ago, and have answered a day later where the data say what."""
    participation = tandem.mentor if row["side"] == "mentor" else tandem.mentee
    asked = today - timedelta(days=row["days_ago"])
    ask(tandem, participation, row["day"], asked)
    check_in = CheckIn.objects.get(tandem=tandem, participation=participation, day=row["day"])
    if "going" in row:
        answer = {name: row[name] for name in ("going", "met", "need")}
        answer_check_in(check_in=check_in, word=row.get("word", ""), **answer)
        CheckIn.objects.filter(pk=check_in.pk).update(answered_on=asked + timedelta(days=1))
