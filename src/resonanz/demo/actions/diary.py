"""What some tandems of the demo write, and what has come of them: made as people would, some days ago."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from resonanz.outcomes.actions.outcomes import decide_outcome, record_outcome
from resonanz.outcomes.actions.referrals import move_referral, refer
from resonanz.outcomes.models import Service
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem
from resonanz.together.actions.diary import note_hurdle, write_entry
from resonanz.together.actions.goals import add_step, move_goal, set_goal, tick_step
from resonanz.together.models import Goal, Step

FILE = Path(__file__).parent.parent / "data" / "life" / "diary.toml"


def load_diary(programme: Programme, today: date) -> None:
    """Write goals, diaries, hurdles, outcomes and referrals of the tandems of one programme."""
    for entry in tomllib.loads(FILE.read_text(encoding="utf-8"))["tandem"]:
        if entry["programme"] == programme.slug:
            Life(find_tandem(programme, entry), today).load(entry)


def find_tandem(programme: Programme, entry: dict[str, Any]) -> Tandem:
    """Return the tandem of two people by their names."""
    named: dict[str, str] = {}
    for side, key in (("mentor", "first"), ("mentee", "second")):
        last, _comma, first = entry[key].partition(", ")
        named |= {f"{side}__person__last_name": last, f"{side}__person__first_name": first}
    rows = Tandem.objects.select_related("cohort__programme", "mentor__person", "mentee__person")
    return rows.get(cohort__programme=programme, **named)


class Life:
    """One tandem, whose days count from the day of loading."""

    def __init__(self, tandem: Tandem, today: date) -> None:
        self.tandem, self.today = tandem, today
        self.people: dict[str, Person] = {"first": tandem.mentor.person, "second": tandem.mentee.person}

    def load(self, entry: dict[str, Any]) -> None:
        """Make everything that the data have of this tandem."""
        for goal in entry.get("goal", []):
            self.goal(goal)
        for written in entry.get("entry", []):
            self.entry(written)
        for outcome in entry.get("outcome", []):
            self.outcome(outcome)
        for referral in entry.get("referral", []):
            self.referral(referral)
        for hurdle in entry.get("hurdle", []):
            note_hurdle(
                tandem=self.tandem, key=uuid4(), by=self.people[hurdle["by"]], category=hurdle["category"],
                text=hurdle["text"], audience=hurdle["audience"], on=self.ago(hurdle["days_ago"]),
                for_team=hurdle.get("for_team", False),
            )  # fmt: skip

    def ago(self, days: int) -> date:
        """Return the day so many days before the day of loading."""
        return self.today - timedelta(days=days)

    def ahead(self, row: dict[str, Any]) -> date | None:
        """Return the day until which something is to be done, where one is named."""
        return self.today + timedelta(days=row["due_in_days"]) if "due_in_days" in row else None

    def goal(self, row: dict[str, Any]) -> None:
        """Set a goal, with its steps and how far it is."""
        by = self.people[row["by"]]
        goal = set_goal(
            tandem=self.tandem, key=uuid4(), title=row["title"], text=row.get("text", ""), whose=row.get("whose", "own"),
            due_on=self.ahead(row), by=by,
        )  # fmt: skip
        for entry in row.get("steps", []):
            step = add_step(goal=goal, key=uuid4(), title=entry["title"], due_on=self.ahead(entry), by=by)
            if "done_days_ago" in entry:
                tick_step(step=step, done=True, by=by)
                Step.objects.filter(pk=step.pk).update(done_on=self.ago(entry["done_days_ago"]))
        if row["state"] != goal.state:
            move_goal(goal=goal, state=row["state"], by=by)
        if "settled_days_ago" in row:
            Goal.objects.filter(pk=goal.pk).update(settled_on=self.ago(row["settled_days_ago"]))

    def entry(self, row: dict[str, Any]) -> None:
        """Write an entry of a diary."""
        learned = {"learned_on": self.ago(row["learned_days_ago"])} if "learned_days_ago" in row else {}
        write_entry(
            tandem=self.tandem, key=uuid4(), kind=row["kind"], by=self.people[row["by"]], audience=row["audience"],
            on=self.ago(row["days_ago"]), text=row.get("text", ""), hoped=row.get("hoped", ""), area=row.get("area", ""),
            **learned,
        )  # fmt: skip

    def outcome(self, row: dict[str, Any]) -> None:
        """Record an outcome, and let the other say that it is so."""
        about, by = self.people[row["about"]], self.people[row["by"]]
        made = record_outcome(
            tandem=self.tandem, key=uuid4(), about=about, by=by, kind=row["kind"], on=self.ago(row["days_ago"]),
            word=row.get("word", ""),
        )  # fmt: skip
        if row.get("is_confirmed"):
            decide_outcome(outcome=made, confirmed=True, by=about)

    def referral(self, row: dict[str, Any]) -> None:
        """Point somebody to a service, and say how far it has come."""
        person = self.people[row["person"]]
        service = Service.objects.get(programme=self.tandem.cohort.programme, name=row["service"])
        made = refer(
            tandem=self.tandem, key=uuid4(), person=person, service=service, reason=row.get("reason", ""),
            on=self.ago(row["days_ago"]), by=self.people[row["by"]],
        )  # fmt: skip
        if "state" in row:
            move_referral(referral=made, state=row["state"], result=row.get("result", ""), by=person)
