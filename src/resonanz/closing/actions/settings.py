"""How a programme ends its tandems: set by its coordinators, read from a preset and written into one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.closing.enums import SECOND_LANGUAGES, TalkKind
from resonanz.closing.models import ClosingSettings
from resonanz.closing.queries.room import closing_of
from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.presets import check_table
from resonanz.programmes.actions.settings import at_work, unchanged
from resonanz.programmes.actions.shapes import CONTROL, Check, Words, flag, one_of, text, whole
from resonanz.programmes.models import Programme

COLUMNS = (
    "weeks_before", "talk", "led_by", "has_certificate", "second_language", "signatories", "least_meetings", "least_hours",
    "follows_up", "has_summary",
)  # fmt: skip
MOST_SIGNATORIES = 3  # side by side on one sheet
LONGEST_NAME = 120


def settings_values(settings: ClosingSettings) -> dict[str, Any]:
    """Return the settings as the page shows them, for its fingerprint."""
    return {name: getattr(settings, name) for name in COLUMNS}


@transaction.atomic
def change_closing(*, programme: Programme, by: Person | None, seen: str | None = None, **columns: Any) -> ClosingSettings:
    """Set columns of COLUMNS. Raises ChangedMeanwhile, ProgrammeArchived."""
    row = at_work(programme)
    settings = closing_of(row)
    unchanged(seen, settings_values(settings))
    write_closing(settings, columns)
    log_action("change_closing", by=by, on=settings, scope=row.scope)
    return settings


def write_closing(settings: ClosingSettings, columns: Mapping[str, Any]) -> None:
    """Keep settings; part of the acts that change them. Whose tandem ended before questions were on is not asked."""
    did_follow = settings.follows_up
    for name, value in columns.items():
        setattr(settings, name, value)
    if settings.follows_up and not did_follow:
        settings.follows_since = timezone.localdate()
    settings.save()


def weeks(value: Any) -> Words:
    """A number of weeks from 1 to 26."""
    return whole(value) or ("" if 1 <= value <= 26 else _("a number of weeks from 1 to 26"))


def people(value: Any) -> Words:
    """A list of names and what these people are."""
    good = isinstance(value, list) and len(value) <= MOST_SIGNATORIES and all(map(is_signatory, value))
    return "" if good else format_lazy(_("at most {n} tables with name and role"), n=MOST_SIGNATORIES)


def is_signatory(entry: Any) -> bool:
    """Whether an entry is a name with a role."""
    if not isinstance(entry, Mapping) or set(entry) != {"name", "role"}:
        return False
    texts = list(entry.values())
    return all(isinstance(words, str) and len(words) <= LONGEST_NAME and not CONTROL.search(words) for words in texts)


TABLE: dict[str, tuple[str, Check]] = {
    "reminder_weeks": ("weeks_before", weeks),
    "talk": ("talk", one_of(*TalkKind.values)),
    "led_by": ("led_by", text(LONGEST_NAME)),
    "certificate": ("has_certificate", flag),
    "second_language": ("second_language", one_of("", *dict(SECOND_LANGUAGES))),
    "signatories": ("signatories", people),
    "least_meetings": ("least_meetings", whole),
    "least_hours": ("least_hours", whole),
    "follow_up": ("follows_up", flag),
    "summary": ("has_summary", flag),
}


def load_closing(*, programme: Programme, data: Mapping[str, Any]) -> None:
    """Take what `[closing]` says; without that table, the usual where there is nothing yet. Raises PresetError."""
    entry = data.get("closing", {})
    check_table(programme, "closing", entry, {name: check for name, (_column, check) in TABLE.items()})
    settings = closing_of(programme)
    if entry or settings.pk is None:
        write_closing(settings, {TABLE[name][0]: value for name, value in entry.items()})


def dump_closing(programme: Programme) -> dict[str, Any]:
    """Return the settings as a preset holds them; nothing where nobody has set anything."""
    settings = closing_of(programme)
    if settings.pk is None:
        return {}
    return {"closing": {name: getattr(settings, column) for name, (column, _check) in TABLE.items()}}
