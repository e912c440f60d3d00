"""When a programme asks its tandems and from when on its team looks: changed by its coordinators, or by a preset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.care.models import CareSettings, usual_days
from resonanz.care.queries.settings import settings_of
from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.presets import check_table
from resonanz.programmes.actions.settings import at_work, unchanged
from resonanz.programmes.actions.shapes import Check, flag, whole
from resonanz.programmes.models import Programme

COLUMNS = (
    "is_on", "days", "every_days", "reminder_days", "first_meeting_days", "quiet_days", "low_percent", "agreement_days",
    "outside_name", "outside_email", "outside_phone",
)  # fmt: skip
LONGEST_DAYS = 366
MOST_DAYS = 12


def care_values(care: CareSettings) -> dict[str, Any]:
    """Return the settings as the page shows them, for its fingerprint."""
    return {name: getattr(care, name) for name in COLUMNS}


@transaction.atomic
def change_care(*, programme: Programme, by: Person | None, seen: str | None = None, **columns: Any) -> CareSettings:
    """Set columns of COLUMNS. Raises ChangedMeanwhile, ProgrammeArchived."""
    row = at_work(programme)
    care = settings_of(row)
    unchanged(seen, care_values(care))
    for name, value in columns.items():
        setattr(care, name, value)
    care.save()
    log_action("change_care", by=by, on=care, scope=row.scope, is_on=care.is_on)
    return care


def day_list(value: Any) -> Any:
    """A list of days after the start."""
    good = isinstance(value, list) and len(value) <= MOST_DAYS and all(not days(entry) and entry for entry in value)
    return "" if good and len(set(value)) == len(value) else _("a list of different whole numbers of days after the start")


def days(value: Any) -> Any:
    """A number of days of a year at most."""
    return whole(value) or ("" if value <= LONGEST_DAYS else format_lazy(_("{n} days at most"), n=LONGEST_DAYS))


def some_days(value: Any) -> Any:
    """A number of days from 1 up."""
    return days(value) or ("" if value else _("a whole number"))


def percent(value: Any) -> Any:
    """A percentage."""
    return whole(value) or ("" if value <= 100 else _("a percentage from 0 to 100"))


# key in the preset → (column, check)
TABLE: dict[str, tuple[str, Check]] = {
    "on": ("is_on", flag),
    "days": ("days", day_list),
    "every_days": ("every_days", days),
    "reminder_days": ("reminder_days", some_days),
    "first_meeting_days": ("first_meeting_days", some_days),
    "quiet_days": ("quiet_days", some_days),
    "low_percent": ("low_percent", percent),
    "agreement_days": ("agreement_days", days),
}


def load_care(*, programme: Programme, data: Mapping[str, Any]) -> None:
    """Make or renew what `[care]` describes; without that table everything stays as it is. Raises PresetError."""
    if "care" not in data:
        return
    entry = data["care"]
    check_table(programme, "care", entry, {name: check for name, (_column, check) in TABLE.items()})
    care, usual = settings_of(programme), CareSettings(days=usual_days())
    for name, (column, _check) in TABLE.items():
        setattr(care, column, entry.get(name, getattr(usual, column)))
    care.save()


def dump_care(programme: Programme) -> dict[str, Any]:
    """Return the settings as a preset holds them, without people; nothing where there never were any."""
    care = settings_of(programme)
    return {} if care.pk is None else {"care": {name: getattr(care, column) for name, (column, _check) in TABLE.items()}}
