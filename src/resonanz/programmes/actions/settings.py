"""Changes of a programme by its coordinators, page by page.

Each act locks the programme, so that of two at once one comes second and sees what the first has done. A page sends along
the fingerprint of what it showed; where somebody else has changed that since, nothing is overwritten. The log holds the
names of what changed, never the values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.presets import json_fields
from resonanz.programmes.enums import CohortState, ProgrammeState
from resonanz.programmes.models import (
    ContactPerson,
    Logo,
    Organisation,
    Partnership,
    Passage,
    Programme,
    Topic,
)
from resonanz.programmes.queries import contacts_of, open_days, organisations_of, passages_of, topics_of


class ChangedMeanwhile(Exception):
    """Somebody else changed the same page after it was opened; nothing was saved."""


class ProgrammeArchived(Exception):
    """An archived programme can only be read."""


class NotPossible(Exception):
    """The act is not possible at present; the text says why, in the language of the page."""


def fingerprint(values: Any) -> str:
    """Return a short mark of what a page shows: the same values, the same mark."""
    return sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]


def at_work(programme: Programme) -> Programme:
    """Return `programme` as it is now, locked until the end of the transaction; raise where it is archived."""
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    if row.is_archived:
        raise ProgrammeArchived
    return row


def unchanged(seen: str | None, values: Any) -> None:
    """Raise ChangedMeanwhile where a page showed something else than there is now; None asks nothing."""
    if seen is not None and seen != fingerprint(values):
        raise ChangedMeanwhile


@transaction.atomic
def change_programme(*, programme: Programme, by: Person | None, seen: str | None = None, **columns: Any) -> list[str]:
    """Set columns of `programme`, and return the names of those that changed.

    `seen` is the fingerprint of the same columns as they were shown. Raises ChangedMeanwhile, ProgrammeArchived, and
    ValidationError where a value does not fit its column.
    """
    row = at_work(programme)
    unchanged(seen, {name: getattr(row, name) for name in columns})
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, columns[name])
    row.clean_fields(exclude=json_fields())
    if changed:
        row.save(update_fields=[*changed, "changed_at"])
        log_action("change_programme", by=by, on=row, scope=row.scope, fields=changed)
    return changed


@transaction.atomic
def replace_topics(
    *, programme: Programme, topics: Sequence[Mapping[str, Any]], by: Person | None, seen: str | None = None
) -> None:
    """Make `topics` (key, title, text) the catalogue, in this order; a topic that stays keeps its row."""
    row = at_work(programme)
    unchanged(seen, topics_of(row))
    row.topics.exclude(key__in=[topic["key"] for topic in topics]).delete()
    for position, topic in enumerate(topics):
        Topic.objects.update_or_create(
            programme=row,
            key=topic["key"],
            defaults={"title": topic["title"], "text": topic.get("text", {}), "position": position},
        )
    log_action("replace_topics", by=by, on=row, scope=row.scope, topics=len(topics))


@transaction.atomic
def replace_passages(
    *, programme: Programme, kind: str, points: Sequence[Mapping[str, Any]], by: Person | None, seen: str | None = None
) -> None:
    """Make `points` (text, and perhaps more and group) all there is of one kind on the public page."""
    row = at_work(programme)
    unchanged(seen, passages_of(row, kind))
    row.passages.filter(kind=kind).delete()
    Passage.objects.bulk_create(
        Passage(
            programme=row,
            kind=kind,
            group=point.get("group", ""),
            text=point["text"],
            more=point.get("more", {}),
            position=position,
        )
        for position, point in enumerate(points)
    )
    log_action("replace_passages", by=by, on=row, scope=row.scope, kind=kind, points=len(points))


@transaction.atomic
def replace_organisations(
    *, programme: Programme, organisations: Sequence[Mapping[str, Any]], by: Person | None, seen: str | None = None
) -> None:
    """Make `organisations` (name, role, url) those of the page; logos of others than these are deleted."""
    row = at_work(programme)
    unchanged(seen, organisations_of(row))
    row.partnerships.all().delete()
    for position, entry in enumerate(organisations):
        organisation, _made = Organisation.objects.get_or_create(name=entry["name"])
        Partnership.objects.create(
            programme=row, organisation=organisation, role=entry["role"], url=entry.get("url", ""), position=position
        )
    row.logos.exclude(organisation__partnerships__programme=row).delete()
    log_action("replace_organisations", by=by, on=row, scope=row.scope, organisations=len(organisations))


@transaction.atomic
def replace_contacts(
    *, programme: Programme, contacts: Sequence[Mapping[str, Any]], by: Person | None, seen: str | None = None
) -> None:
    """Make `contacts` (name, role, email, phone) the contact persons of the page; the log notes their number only."""
    row = at_work(programme)
    unchanged(seen, contacts_of(row))
    row.contacts.all().delete()
    ContactPerson.objects.bulk_create(
        ContactPerson(programme=row, position=position, **contact) for position, contact in enumerate(contacts)
    )
    log_action("replace_contacts", by=by, on=row, scope=row.scope, contacts=len(contacts))


@transaction.atomic
def set_logo(
    *, programme: Programme, organisation: Organisation, picture: tuple[bytes, int, int], by: Person | None
) -> Logo:
    """Show `picture` (PNG, width, height) as the logo of `organisation` on this programme's pages."""
    row = at_work(programme)
    content, width, height = picture
    logo, _made = Logo.objects.update_or_create(
        programme=row, organisation=organisation, defaults={"content": content, "width": width, "height": height}
    )
    log_action("set_logo", by=by, on=logo, scope=row.scope, organisation=organisation.pk)
    return logo


@transaction.atomic
def remove_logo(*, logo: Logo, by: Person | None) -> None:
    """Show the organisation by name alone again."""
    row = at_work(logo.programme)
    log_action("remove_logo", by=by, on=logo, scope=row.scope, organisation=logo.organisation_id)
    logo.delete()


@transaction.atomic
def publish_programme(*, programme: Programme, by: Person | None) -> None:
    """Let everybody see the programme. Raises NotPossible where it has no name or says nothing yet."""
    row = at_work(programme)
    first = (row.languages or ["de"])[0]
    for column, sentence in (
        ("name", _("The programme has no name yet in its first language. Please give it one under «Texts».")),
        ("sentence", _("One sentence is missing in the first language: what the programme is, and for whom.")),
    ):
        if not getattr(row, column).get(first):
            raise NotPossible(sentence)
    set_programme_state(row, ProgrammeState.PUBLISHED, "publish_programme", by)


@transaction.atomic
def unpublish_programme(*, programme: Programme, by: Person | None) -> None:
    """Show the programme to its team alone; people who take part notice nothing."""
    set_programme_state(at_work(programme), ProgrammeState.DRAFT, "unpublish_programme", by)


@transaction.atomic
def archive_programme(*, programme: Programme, by: Person | None) -> None:
    """Put the programme to rest: hidden, and for its team to read only. Raises NotPossible while a cohort is at work."""
    row = at_work(programme)
    busy = open_days(row).exclude(state=CohortState.ANNOUNCED).first()
    if busy is not None:
        raise NotPossible(_("{cohort} is not finished yet. Please finish it first.").format(cohort=busy))
    set_programme_state(row, ProgrammeState.ARCHIVED, "archive_programme", by)


@transaction.atomic
def restore_programme(*, programme: Programme, by: Person | None) -> None:
    """Take an archived programme up again, as a draft."""
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    if row.is_archived:
        set_programme_state(row, ProgrammeState.DRAFT, "restore_programme", by)


def set_programme_state(row: Programme, state: str, verb: str, by: Person | None) -> None:
    """Part of the acts above: move a locked programme, once."""
    if row.state != state:
        row.state = state
        row.save(update_fields=["state", "changed_at"])
        log_action(verb, by=by, on=row, scope=row.scope)
