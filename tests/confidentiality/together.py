"""What two people make together: meetings, an agreement, a plan, goals, a diary."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from resonanz.together.models import (
    AgreementDraft,
    AgreementVersion,
    Appointment,
    DiaryEntry,
    Goal,
    Hurdle,
    Meeting,
    PlanTopic,
    Visit,
)
from resonanz.together.queries.agreement import fields_of
from tests.confidentiality.scene import Scene, Writer, in_days, post, send


def meeting(scene: Scene, secret: str) -> str:
    send(scene.mentor, "together:log", scene.pk, when="today", length="60", kind="person", text=secret)
    return reverse("together:meeting", args=[scene.pk, Meeting.objects.latest("pk").pk])


def appointment(scene: Scene, secret: str) -> str:
    when = {"day": in_days(3), "time": "17:00", "minutes": "60", "kind": "person"}
    send(scene.mentor, "together:appointment", scene.pk, **when, place=secret, matter=secret)
    return reverse("together:date", args=[scene.pk, Appointment.objects.latest("pk").pk])


def visit(scene: Scene, secret: str) -> str:
    """The mentee visits the mentor: writes what she would like to see, and what she takes along."""
    where = [scene.pk, scene.world.house.jonas.pk]
    send(scene.mentee, "together:plan_visit", *where, visit_on=in_days(0), preparation=secret)
    post(scene.mentor, "together:finish_visit", *where, visit_on=in_days(0), minutes="120")
    post(scene.mentee, "together:reflect_on_visit", *where, reflection=secret)
    row = Visit.objects.get()
    assert (row.opened("preparation"), row.opened("reflection")) == (secret, secret)
    return reverse("together:visits", args=[scene.pk])


def texts(scene: Scene, secret: str) -> dict[str, Any]:
    """Every field of an agreement."""
    return dict.fromkeys(fields_of(scene.world.house.active), secret)


def agreement(scene: Scene, secret: str) -> str:
    send(scene.mentor, "together:write_agreement", scene.pk, act="show", **texts(scene, secret))
    assert AgreementVersion.objects.filter(tandem=scene.pk).exists()
    return reverse("together:agreement", args=[scene.pk])


def draft(scene: Scene, secret: str) -> str:
    """The mentee writes another agreement, and has not shown it yet."""
    seen = AgreementVersion.objects.latest("number").number
    send(scene.mentee, "together:write_agreement", scene.pk, act="keep", seen=seen, **texts(scene, secret))
    assert AgreementDraft.objects.filter(tandem=scene.pk).exists()
    return reverse("together:write_agreement", args=[scene.pk])


def plan_change(scene: Scene, secret: str) -> str:
    send(scene.mentee, "together:add_topics", scene.pk, own="Bewerbung")
    send(scene.mentee, "together:replan", scene.pk, "illness", said=secret)
    return reverse("together:plan", args=[scene.pk])


def plan_topic(scene: Scene, secret: str) -> str:
    send(scene.mentor, "together:add_topics", scene.pk, own=secret)
    item = PlanTopic.objects.latest("pk").pk
    post(scene.mentor, "together:plan_topic", scene.pk, item, state="open", note=secret)
    return reverse("together:plan_topic", args=[scene.pk, item])


def met_about(scene: Scene, secret: str) -> str:
    """The two meet about a topic of their own, and then leave it out of their plan."""
    send(scene.mentee, "together:add_topics", scene.pk, own=secret)
    item = PlanTopic.objects.latest("pk").pk
    facts = {"when": "other", "held_on": in_days(0), "length": "30", "kind": "phone", "topics": [f"own:{item}"]}
    send(scene.mentor, "together:log", scene.pk, **facts)
    post(scene.mentor, "together:plan_topic", scene.pk, item, state="dropped", note="")
    row = Meeting.objects.latest("pk")
    assert row.topics == [f"own:{item}"]
    return reverse("together:meeting", args=[scene.pk, row.pk])


def goal(scene: Scene, secret: str) -> str:
    send(scene.mentee, "together:new_goal", scene.pk, title=secret, text=secret, whose="own", audience="tandem")
    return reverse("together:goal", args=[scene.pk, Goal.objects.latest("pk").pk])


def own_goal(scene: Scene, secret: str) -> str:
    """A goal that the mentee keeps for herself."""
    send(scene.mentee, "together:new_goal", scene.pk, title=secret, text=secret, whose="own", audience="me")
    return reverse("together:goal", args=[scene.pk, Goal.objects.latest("pk").pk])


def step(scene: Scene, secret: str) -> str:
    where = goal(scene, "Arbeit finden")
    send(scene.mentee, "together:new_step", scene.pk, Goal.objects.latest("pk").pk, title=secret)
    return where


def diary(scene: Scene, secret: str) -> str:
    """A hope, and what came of it, for both."""
    data = {"hoped": secret, "text": secret, "on": in_days(0), "audience": "tandem"}
    send(scene.mentor, "together:new_entry", scene.pk, "reality", **data)
    assert DiaryEntry.objects.latest("pk").opened("hoped") == secret
    return reverse("together:diary", args=[scene.pk])


def own_diary(scene: Scene, secret: str) -> str:
    """A day that the mentee keeps for herself."""
    send(scene.mentee, "together:new_entry", scene.pk, "day", text=secret, on=in_days(0), audience="me")
    return reverse("together:diary", args=[scene.pk])


def hurdle(scene: Scene, secret: str) -> str:
    send(scene.mentee, "together:hurdles", scene.pk, category="authority", text=secret, on=in_days(0), audience="tandem")
    assert Hurdle.objects.filter(tandem=scene.pk).exists()
    return reverse("together:hurdles", args=[scene.pk])


def own_hurdle(scene: Scene, secret: str) -> str:
    """A hurdle that the mentee keeps for herself."""
    send(scene.mentee, "together:hurdles", scene.pk, category="authority", text=secret, on=in_days(0), audience="me")
    return reverse("together:hurdles", args=[scene.pk])


WRITERS = [
    Writer("meeting", ("together.Meeting",), meeting),
    Writer("appointment", ("together.Appointment",), appointment),
    Writer("visit", ("together.Visit",), visit),
    Writer("agreement", ("together.AgreementVersion",), agreement),
    Writer("draft", ("together.AgreementDraft",), draft, is_own=True),
    Writer("plan_change", ("together.PlanChange",), plan_change),
    Writer("plan_topic", ("together.PlanTopic",), plan_topic),
    Writer("met_about", (), met_about),
    Writer("goal", ("together.Goal",), goal),
    Writer("own_goal", (), own_goal, is_own=True),
    Writer("step", ("together.Step",), step),
    Writer("diary", ("together.DiaryEntry",), diary),
    Writer("own_diary", (), own_diary, is_own=True),
    Writer("hurdle", ("together.Hurdle",), hurdle),
    Writer("own_hurdle", (), own_hurdle, is_own=True),
]
