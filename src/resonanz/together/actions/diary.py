"""The diary: written, changed, shown to both or to oneself alone, taken away; hurdles; a programme's own questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from resonanz.core.models import log_action
from resonanz.core.sealed import Sealed, store_once
from resonanz.people.models import Person
from resonanz.programmes.actions.settings import at_work, unchanged
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem
from resonanz.together.enums.diary import Audience, EntryKind
from resonanz.together.models import DiaryEntry, DiarySettings, Hurdle, HurdleNote
from resonanz.together.queries.diary import own_prompts

WORDS = ("text", "hoped")
COLUMNS = ("area", "audience", "on", "learned_on")


@transaction.atomic
def write_entry(*, tandem: Tandem, key: UUID, kind: str, by: Person, **values: Any) -> DiaryEntry:
    """Write into one's diary: `text`, `audience`, `on`, and as its kind needs it `area`, `hoped`, `learned_on`.

    The same form makes it once.

    Raises:
        SomebodyElses: the key is that of somebody else's form.
    """
    entry = DiaryEntry(tandem=tandem, by=by, key=key, kind=kind)
    put(entry, values)
    if store_once(entry, same=["tandem_id", "by_id"]):
        log(entry, "write_entry", by)
    return entry


@transaction.atomic
def change_entry(*, entry: DiaryEntry, by: Person, **values: Any) -> bool:
    """Change one's own entry; return whether the other could read it before, and no longer can."""
    was = entry.audience
    put(entry, values)
    entry.save(update_fields=[*WORDS, *COLUMNS, "changed_at"])
    log(entry, "change_entry", by)
    return was == Audience.TANDEM and entry.audience == Audience.ME


def put(entry: DiaryEntry, values: Mapping[str, Any]) -> None:
    """Set what was typed; part of writing and changing."""
    entry.seal(**{name: values[name] for name in WORDS if name in values})
    for name in COLUMNS:
        if name in values:
            setattr(entry, name, values[name])
    if entry.kind == EntryKind.REALITY:
        entry.learned_on = entry.learned_on if entry.text else None


@transaction.atomic
def remove_entry(*, entry: DiaryEntry, by: Person) -> None:
    """Take an entry away, for good."""
    log(entry, "remove_entry", by)
    entry.delete()


@transaction.atomic
def note_hurdle(
    *, tandem: Tandem, key: UUID, category: str, text: str, audience: str, on: date, for_team: bool, by: Person
) -> Hurdle:
    """Note what is in the way; with `for_team` the team gets a copy that leads to nobody. The same form makes both once.

    Raises:
        SomebodyElses: the key is that of somebody else's form.
    """
    hurdle = Hurdle(tandem=tandem, by=by, key=key, category=category, audience=audience, on=on)
    hurdle.seal(text=text)
    if store_once(hurdle, same=["tandem_id", "by_id"]):
        log(hurdle, "note_hurdle", by)
        if for_team and text:
            HurdleNote.objects.create(
                programme=tandem.cohort.programme, category=category, month=on.replace(day=1), text=text
            )
    return hurdle


@transaction.atomic
def remove_hurdle(*, hurdle: Hurdle, by: Person) -> None:
    """Take a hurdle away. What the team was given without a name stays: nobody can find it again."""
    log(hurdle, "remove_hurdle", by)
    hurdle.delete()


@transaction.atomic
def change_prompts(
    *, programme: Programme, prompts: Iterable[Mapping[str, str]], by: Person | None, seen: str | None = None
) -> None:
    """Let a programme ask its own questions in the diary; without any, the usual ones are asked.

    Raises ChangedMeanwhile, ProgrammeArchived.
    """
    row = at_work(programme)
    unchanged(seen, own_prompts(row))
    settings = write_prompts(row, prompts)
    log_action("change_prompts", by=by, on=settings, scope=row.scope, questions=len(settings.prompts))


def write_prompts(programme: Programme, prompts: Iterable[Mapping[str, str]]) -> DiarySettings:
    """Keep a programme's own questions; part of the acts that change them."""
    values = {"prompts": [dict(text) for text in prompts]}
    return DiarySettings.objects.update_or_create(programme=programme, defaults=values)[0]


def log(row: Sealed, verb: str, by: Person) -> None:
    """Write down that something was done, never what was written."""
    tandem: Tandem = row.tandem  # type: ignore[attr-defined]
    log_action(verb, by=by, on=row, scope=tandem.cohort.programme.scope)
