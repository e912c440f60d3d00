"""What came of a tandem, in the words of the two; the team reads those that are for it."""

from __future__ import annotations

from django.urls import reverse

from resonanz.outcomes.models import Referral
from tests.confidentiality.scene import Scene, Writer, in_days, post, send
from tests.factories.diary import make_service


def outcome(scene: Scene, secret: str) -> str:
    send(scene.mentor, "outcomes:record", scene.pk, "second", kind="internship", on=in_days(0), word=secret)
    return reverse("outcomes:outcomes", args=[scene.pk])


def outcome_for_team(scene: Scene, secret: str) -> str:
    """The same with the tick that lets the team read the word."""
    data = {"kind": "internship", "on": in_days(0), "word": secret, "for_team": "on"}
    send(scene.mentee, "outcomes:record", scene.pk, "second", **data)
    return reverse("outcomes:outcomes", args=[scene.pk])


def referral(scene: Scene, secret: str) -> str:
    """The mentor says why, and the mentee what came of it."""
    house = scene.world.house
    service, amina = make_service(house.programme), house.amina.person
    send(scene.mentor, "outcomes:new_referral", scene.pk, service.pk, person=amina.pk, reason=secret, on=in_days(0))
    row = Referral.objects.get()
    post(scene.mentee, "outcomes:move_referral", scene.pk, row.pk, state="taken_up", result=secret)
    row.refresh_from_db()
    assert (row.opened("reason"), row.opened("result")) == (secret, secret)
    return reverse("outcomes:referrals", args=[scene.pk])


WRITERS = [
    Writer("outcome", ("outcomes.Outcome",), outcome),
    Writer("outcome_for_team", (), outcome_for_team, team=("outcomes:outcomes", "outcomes:cohort")),
    Writer("referral", ("outcomes.Referral",), referral),
]
