"""Agreements, plans and a pause in the demo: written and changed some days ago, by the two themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from resonanz.tandems.models import Tandem
from resonanz.together.actions.agreement import accept_agreement, save_draft, show_agreement
from resonanz.together.actions.course import pause_tandem
from resonanz.together.actions.plan import change_topic, replan
from resonanz.together.enums.course import TopicState
from resonanz.together.models import AgreementVersion, CourseEvent, PlanChange
from resonanz.together.queries.plan import plan_of, suggested


def live_together(tandem: Tandem, entry: Mapping[str, Any], today: date) -> None:
    """Let a running tandem have what its entry in the data says: `agreement`, `plan`, `paused`."""
    if "agreement" in entry:
        agree(tandem, entry["agreement"])
    if "plan" in entry:
        plan(tandem, entry["plan"], today)
    if "paused" in entry:
        pause_tandem(
            tandem=tandem,
            until=today + timedelta(days=entry["paused"]["in_days"]),
            by=getattr(tandem, entry["paused"]["by"]).person,
        )
        since = today - timedelta(days=entry["paused"]["days_ago"])
        Tandem.objects.filter(pk=tandem.pk).update(paused_on=since)
        CourseEvent.objects.filter(tandem=tandem).update(on=since)


def agree(tandem: Tandem, entry: Mapping[str, Any]) -> None:
    """Let one write an agreement, and the other say yes where the data say so."""
    by, key = getattr(tandem, entry["by"]).person, uuid4()
    save_draft(tandem=tandem, texts=entry["texts"], ends_on=None, seen=None, key=key, by=by)
    version = show_agreement(tandem=tandem, key=key, by=by)
    if entry.get("agreed", True):
        accept_agreement(tandem=tandem, number=version.number, by=tandem.other(by).person)
    moment = timezone.now() - timedelta(days=entry["days_ago"])
    rows = AgreementVersion.objects.filter(pk=version.pk)
    rows.update(created_at=moment)
    for column in ("mentor_agreed_at", "mentee_agreed_at"):
        rows.filter(**{f"{column}__isnull": False}).update(**{column: moment})


def plan(tandem: Tandem, entry: Mapping[str, Any], today: date) -> None:
    """Let the first topics be done, the next one be at work with a note, and life have changed."""
    by = tandem.mentee.person
    for place, item in enumerate(plan_of(tandem)[: entry.get("done", 0) + 1]):
        done = place < entry.get("done", 0)
        state, note = (TopicState.DONE, "") if done else (TopicState.WORK, entry.get("note", ""))
        change_topic(item=item, state=state, note=note, by=by)
        if done:
            plan_of(tandem).filter(pk=item.pk).update(done_on=today - timedelta(days=entry["days_ago"] + 7))
    if "changed" in entry:
        lines = suggested(tandem, entry["changed"])
        change = replan(
            tandem=tandem,
            situation=entry["changed"],
            drop=[int(line.key) for line in lines if line.act == "drop"],
            insert=[line.key.removeprefix("+") for line in lines if line.act == "insert"],
            said=entry.get("said", ""),
            key=uuid4(),
            by=by,
        )
        PlanChange.objects.filter(pk=change.pk).update(changed_on=today - timedelta(days=entry["days_ago"]))
