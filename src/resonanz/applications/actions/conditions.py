"""Changing a programme's conditions in the browser, one by one.

What is found about applications is worked out from the conditions whenever somebody looks, so every change counts at once
for what is not decided yet. A point of the public page that has the very words of a condition follows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from resonanz.applications.actions.forms import after_last, free_key, swap
from resonanz.applications.models import Attestation, EligibilityRule
from resonanz.applications.queries.conditions import condition_values, is_judged_by, on_public_page
from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.settings import ChangedMeanwhile, at_work, unchanged
from resonanz.programmes.enums import PassageKind
from resonanz.programmes.models import Passage, Programme

CHANGEABLE = ("decided_by", "question", "settings", "text", "unmet_text", "help_text")


@transaction.atomic
def add_rule(*, programme: Programme, group: str, kind: str, by: Person | None, **columns: Any) -> EligibilityRule:
    """Add a condition at the end of those of `group`; its key is made from its text and never changes.

    A key that an archived condition or an attestation has is not used again: what was found then was about something else.
    """
    row = at_work(programme)
    own = row.eligibility_rules.filter(group=group)
    attested = Attestation.objects.filter(application__cohort__programme=row, application__group=group)
    taken = {*own.values_list("key", flat=True), *attested.values_list("key", flat=True)}
    rule = EligibilityRule.objects.create(
        programme=row,
        group=group,
        kind=kind,
        key=free_key(columns["text"], taken, "condition"),
        position=after_last(own),
        **columns,
    )
    log_action("add_rule", by=by, on=rule, scope=row.scope, key=rule.key, kind=kind)
    return rule


@transaction.atomic
def change_rule(*, rule: EligibilityRule, by: Person | None, seen: str | None = None, **columns: Any) -> list[str]:
    """Change a condition, and return the names of the columns that changed; key and kind stay, attestations hang on them.

    `seen` is the fingerprint of `condition_values` as shown. Raises ChangedMeanwhile (also where the condition was deleted
    meanwhile) and ProgrammeArchived.
    """
    programme = at_work(rule.programme)
    row = EligibilityRule.objects.filter(pk=rule.pk).first()
    if row is None:
        raise ChangedMeanwhile
    unchanged(seen, condition_values(row))
    changed = [name for name in CHANGEABLE if name in columns and getattr(row, name) != columns[name]]
    point = on_public_page(row) if "text" in changed else None
    for name in changed:
        setattr(row, name, columns[name])
    if changed:
        row.save(update_fields=changed)
        log_action("change_rule", by=by, on=row, scope=programme.scope, key=row.key, fields=changed)
    if point is not None:
        point.text = row.text
        point.save(update_fields=["text"])
    return changed


@transaction.atomic
def move_rule(*, rule: EligibilityRule, up: bool, by: Person | None) -> None:
    """Move a condition one place up or down among those of its side."""
    programme = at_work(rule.programme)
    rows = list(programme.eligibility_rules.filter(group=rule.group, is_archived=False))
    if rule in rows and swap(rows, rule, up):
        log_action("move_rule", by=by, on=rule, scope=programme.scope, key=rule.key, up=up)


@transaction.atomic
def remove_rule(*, rule: EligibilityRule, by: Person | None) -> bool:
    """Let a condition no longer count; archived where somebody was judged by it, else deleted. Return whether it is gone.

    A point of the public page with its very words goes as well.
    """
    programme = at_work(rule.programme)
    archived = is_judged_by(rule)
    log_action("remove_rule", by=by, on=rule, scope=programme.scope, key=rule.key, archived=archived)
    if point := on_public_page(rule):
        point.delete()
    if archived:
        EligibilityRule.objects.filter(pk=rule.pk).update(is_archived=True)
    else:
        rule.delete()
    return not archived


@transaction.atomic
def restore_rule(*, rule: EligibilityRule, by: Person | None) -> None:
    """Let an archived condition count again, as the last of its side; attestations made by it count again, too."""
    programme = at_work(rule.programme)
    last = after_last(programme.eligibility_rules.filter(group=rule.group))
    EligibilityRule.objects.filter(pk=rule.pk).update(is_archived=False, position=last)
    log_action("restore_rule", by=by, on=rule, scope=programme.scope, key=rule.key)


@transaction.atomic
def show_rule(*, rule: EligibilityRule, by: Person | None) -> bool:
    """Put the words of a condition on the public page, as its last point; return False where they stand there already."""
    programme = at_work(rule.programme)
    if on_public_page(rule):
        return False
    points = programme.passages.filter(kind=PassageKind.CONDITION)
    text: Mapping[str, str] = rule.text
    point = Passage.objects.create(
        programme=programme, kind=PassageKind.CONDITION, group=rule.group, text=text, position=after_last(points)
    )
    log_action("show_rule", by=by, on=point, scope=programme.scope, key=rule.key)
    return True
