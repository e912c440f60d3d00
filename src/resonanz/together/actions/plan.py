"""Changes of a plan: made at the start, topics added, moved and ticked off, and made anew when life changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.people.models import Person
from resonanz.tandems.models import Tandem
from resonanz.together.actions.room import hold_at_work
from resonanz.together.enums.course import TopicState
from resonanz.together.mails.course import mail_replanned
from resonanz.together.models import PlanChange, PlanTopic
from resonanz.together.queries.plan import plan_of, shown, titles_of, wished_by

MOST_TOPICS = 60


class PlanIsFull(Exception):
    """A plan with more topics helps nobody."""


@transaction.atomic
def make_plan(*, tandem: Tandem, by: Person | None) -> int:
    """Make the plan of what the two wish for, in the catalogue's order, where there is none; return how many topics."""
    if plan_of(tandem).exists():
        return 0
    wished = wished_by(tandem)
    if wished:
        add_known(tandem, wished, by, start=0)
        log_action("make_plan", by=by, on=tandem, scope=tandem.cohort.programme.scope, topics=len(wished))
    return len(wished)


def add_known(
    tandem: Tandem, keys: Sequence[str], by: Person | None, *, start: int, change: PlanChange | None = None
) -> list[PlanTopic]:
    """Put topics known by a key into a plan from `start` on; one that was left out comes back. Part of larger acts."""
    titles, before = titles_of(tandem.cohort.programme), {item.topic: item for item in plan_of(tandem) if item.topic}
    made = []
    for place, key in enumerate(key for key in dict.fromkeys(keys) if key in titles):
        item = before.get(key) or PlanTopic(tandem=tandem, topic=key, added_by=by if by and by.pk else None)
        if item.state == TopicState.DROPPED:
            item.state = TopicState.OPEN
        item.words, item.position, item.added_with = dict(titles[key]), start + place, change or item.added_with
        item.save()
        made.append(item)
    return made


def next_place(tandem: Tandem) -> int:
    """Return the place after the last topic."""
    return (plan_of(tandem).aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def add_topics(*, tandem: Tandem, keys: Sequence[str] = (), own: str = "", key: UUID, by: Person) -> int:
    """Add topics of the catalogue, and one of the two's own, at the end; return how many are new.

    Raises NotAtWork, PlanIsFull.
    """
    hold_at_work(tandem)
    held = {item.topic for item in shown(plan_of(tandem)) if item.topic}
    new = [each for each in keys if each not in held]
    if plan_of(tandem).count() + len(new) + bool(own) > MOST_TOPICS:
        raise PlanIsFull
    added = len(add_known(tandem, new, by, start=next_place(tandem)))
    if own:
        item = PlanTopic(tandem=tandem, key=key, position=next_place(tandem), added_by=by)
        item.seal(title=own)
        added += store_once(item, same=["tandem_id", "added_by_id"])
    if added:
        log_action("add_to_plan", by=by, on=tandem, scope=tandem.cohort.programme.scope, topics=added)
    return added


@transaction.atomic
def change_topic(*, item: PlanTopic, state: str, note: str, by: Person) -> None:
    """Set how far a topic is, and the note of the two. Raises NotAtWork."""
    hold_at_work(item.tandem)
    was = PlanTopic.objects.get(pk=item.pk)
    item.state = state
    item.done_on = (was.done_on or timezone.localdate()) if state == TopicState.DONE else None
    item.seal(note=note)
    item.save(update_fields=["state", "done_on", "note", "changed_at"])
    scope = item.tandem.cohort.programme.scope
    log_action("change_plan_topic", by=by, on=item, scope=scope, state=state, was=was.state)


@transaction.atomic
def order_plan(*, tandem: Tandem, order: Sequence[int], by: Person) -> None:
    """Put the topics into this order; those that are not named (somebody has just added one) follow. Raises NotAtWork."""
    hold_at_work(tandem)
    rows = {item.pk: item for item in plan_of(tandem)}
    named = [rows[pk] for pk in dict.fromkeys(order) if pk in rows]
    sorted_rows = [*named, *(item for item in rows.values() if item not in named)]
    if [item.pk for item in rows.values()] == [item.pk for item in sorted_rows]:
        return
    place(sorted_rows)
    log_action("order_plan", by=by, on=tandem, scope=tandem.cohort.programme.scope)


def place(rows: Iterable[PlanTopic]) -> None:
    """Number topics in their order; part of larger acts."""
    moved = []
    for position, item in enumerate(rows):
        item.position = position
        moved.append(item)
    PlanTopic.objects.bulk_update(moved, ["position"])


@transaction.atomic
def replan(
    *,
    tandem: Tandem,
    situation: str,
    drop: Sequence[int],
    insert: Sequence[str],
    said: str = "",
    key: UUID,
    by: Person,
) -> PlanChange:
    """Make the plan anew because life has changed: leave topics out, put new ones first; what is done and the end stay.

    The other is told that, and why in one word; what is said besides stands on the page of the two only. Raises NotAtWork.
    """
    hold_at_work(tandem)
    plan = shown(plan_of(tandem))
    change = PlanChange(tandem=tandem, by=by, key=key, before=[[item.pk, item.state] for item in plan])
    change.seal(situation=situation, said=said)
    if not store_once(change, same=["tandem_id", "by_id"]):
        return change
    dropped = [item for item in plan if item.pk in set(drop) and item.state != TopicState.DONE]
    for item in dropped:
        item.state = TopicState.DROPPED
        item.save(update_fields=["state", "changed_at"])
    held = {item.topic for item in plan if item.topic and item not in dropped}
    added = add_known(tandem, [k for k in insert if k not in held], by, start=0, change=change)
    done = [item for item in plan if item.state == TopicState.DONE]
    left = [item for item in plan if item not in done and item not in dropped and item not in added]
    now = [*done, *added, *left]
    place([*now, *plan_of(tandem).filter(state=TopicState.DROPPED)])
    change.after = [[item.pk, item.state] for item in now]
    change.save(update_fields=["after", "changed_at"])
    log_action("replan", by=by, on=tandem, scope=tandem.cohort.programme.scope, dropped=len(dropped), added=len(added))
    for participation in (tandem.mentor, tandem.mentee):
        mail_replanned(change, participation.person)
    return change
