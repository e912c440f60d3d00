"""What a programme settles about messages and files: changed by its coordinators, or by a preset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.core.models import log_action
from resonanz.messaging.enums import Receipts
from resonanz.messaging.models import MessagingSettings
from resonanz.messaging.models.settings import MOST_MB
from resonanz.messaging.queries.settings import settings_of
from resonanz.people.models import Person
from resonanz.programmes.actions.presets import check_table
from resonanz.programmes.actions.settings import at_work, unchanged
from resonanz.programmes.actions.shapes import Check, one_of, whole
from resonanz.programmes.models import Programme

COLUMNS = ("writing_days", "receipts", "quiet_from", "quiet_until", "file_mb")
LONGEST_DAYS = 366


def messaging_values(settings: MessagingSettings) -> dict[str, Any]:
    """Return the settings as the page shows them, for its fingerprint."""
    return {name: getattr(settings, name) for name in COLUMNS}


@transaction.atomic
def change_messaging(
    *, programme: Programme, by: Person | None, seen: str | None = None, **columns: Any
) -> MessagingSettings:
    """Set columns of COLUMNS. Raises ChangedMeanwhile, ProgrammeArchived."""
    row = at_work(programme)
    settings = settings_of(row)
    unchanged(seen, messaging_values(settings))
    for name, value in columns.items():
        setattr(settings, name, value)
    settings.save()
    log_action("change_messaging", by=by, on=settings, scope=row.scope, **messaging_values(settings))
    return settings


def days(value: Any) -> Any:
    """A number of days of a year at most."""
    return whole(value) or ("" if value <= LONGEST_DAYS else format_lazy(_("{n} days at most"), n=LONGEST_DAYS))


def megabytes(value: Any) -> Any:
    """A size that a file may have here."""
    good = not whole(value) and 1 <= value <= MOST_MB
    return "" if good else format_lazy(_("a whole number from 1 to {most}"), most=MOST_MB)


def hours(value: Any) -> Any:
    """Two full hours of a day, or none."""
    good = isinstance(value, list) and len(value) in (0, 2) and not any(whole(hour) or hour > 23 for hour in value)
    return "" if good else _("a list of two full hours from 0 to 23, such as [21, 7], or an empty one")


TABLE: dict[str, Check] = {
    "writing_days": days,
    "receipts": one_of(*Receipts.values),
    "quiet_hours": hours,
    "file_mb": megabytes,
}


def load_messaging(*, programme: Programme, data: Mapping[str, Any]) -> None:
    """Make or renew what `[messaging]` describes; without that table everything stays as it is. Raises PresetError."""
    if "messaging" not in data:
        return
    entry = data["messaging"]
    check_table(programme, "messaging", entry, TABLE)
    settings, usual = settings_of(programme), MessagingSettings()
    for name in ("writing_days", "receipts", "file_mb"):
        setattr(settings, name, entry.get(name, getattr(usual, name)))
    settings.quiet_from, settings.quiet_until = entry.get("quiet_hours") or (None, None)
    settings.save()


def dump_messaging(programme: Programme) -> dict[str, Any]:
    """Return the settings as a preset holds them; nothing where there never were any."""
    row = settings_of(programme)
    if row.pk is None:
        return {}
    found: dict[str, Any] = {name: getattr(row, name) for name in ("writing_days", "receipts", "file_mb")}
    return {"messaging": found | ({} if row.quiet_from is None else {"quiet_hours": [row.quiet_from, row.quiet_until]})}
