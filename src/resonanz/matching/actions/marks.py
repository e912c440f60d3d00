"""Remembering somebody, or not wanting to be shown somebody again; the other never learns of it."""

from __future__ import annotations

from django.db import transaction

from resonanz.core.models import log_action
from resonanz.matching.enums import MarkKind
from resonanz.matching.models import Mark
from resonanz.people.models import Person
from resonanz.programmes.models import Participation


@transaction.atomic
def mark_person(*, viewer: Participation, other: Participation, kind: str, by: Person) -> Mark:
    """Remember `other`, or hide her or him; the later of the two counts, and doing it twice changes nothing.

    The log names neither the other nor the kind: those who may read it must not learn who wants to avoid whom.
    """
    mark, made = Mark.objects.get_or_create(viewer=viewer, other=other, defaults={"kind": MarkKind(kind)})
    changed = made or bool(Mark.objects.filter(pk=mark.pk).exclude(kind=kind).update(kind=kind))
    mark.kind = kind
    if changed:
        log_action("mark_person", by=by, on=mark)
    return mark


@transaction.atomic
def unmark_person(*, viewer: Participation, other: Participation, by: Person) -> bool:
    """Take a mark back; return False where there was none."""
    mark = Mark.objects.filter(viewer=viewer, other=other).first()
    if mark is None:
        return False
    log_action("unmark_person", by=by, on=mark)
    mark.delete()
    return True
