"""What a programme sets for agreement and plan, and what it offers to read; by its coordinators, or out of a preset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.presets import check_table, wrong
from resonanz.programmes.actions.settings import at_work, unchanged
from resonanz.programmes.actions.shapes import Check, key, one_of, text, texts, whole
from resonanz.programmes.models import Programme
from resonanz.together.enums.course import AgreementWish, Situation
from resonanz.together.models import PlanSettings, TopicMaterial
from resonanz.together.models.plan import USUAL_EXTENSION
from resonanz.together.queries.plan import materials_by_topic, settings_of

COLUMNS = ("agreement", "extension_months", "replan")
MOST_MATERIALS = 200
MOST_MONTHS = 24


def plan_values(settings: PlanSettings) -> dict[str, Any]:
    """Return the settings as the page shows them, for its fingerprint."""
    return {name: getattr(settings, name) for name in COLUMNS}


@transaction.atomic
def change_plan_settings(
    *, programme: Programme, by: Person | None, seen: str | None = None, **columns: Any
) -> PlanSettings:
    """Set columns of COLUMNS. Raises ChangedMeanwhile, ProgrammeArchived."""
    row = at_work(programme)
    settings = settings_of(row)
    unchanged(seen, plan_values(settings))
    for name, value in columns.items():
        setattr(settings, name, value)
    settings.save()
    log_action("change_plan_settings", by=by, on=settings, scope=row.scope, agreement=settings.agreement)
    return settings


@transaction.atomic
def replace_materials(
    *, programme: Programme, topic: str, materials: Iterable[Mapping[str, Any]], by: Person | None, seen: str | None = None
) -> None:
    """Make `materials` (title, text, url) all there is to read about a topic.

    Raises ChangedMeanwhile, ProgrammeArchived.
    """
    row = at_work(programme)
    unchanged(seen, materials_by_topic(row).get(topic, []))
    written = write_materials(row, topic, materials)
    log_action("replace_materials", by=by, on=row, scope=row.scope, topic=topic, materials=written)


def write_materials(programme: Programme, topic: str, materials: Iterable[Mapping[str, Any]]) -> int:
    """Keep the materials of one topic; part of the acts that change them."""
    TopicMaterial.objects.filter(programme=programme, topic=topic).delete()
    rows = [
        TopicMaterial(
            programme=programme,
            topic=topic,
            title=dict(entry["title"]),
            text=dict(entry.get("text", {})),
            url=entry.get("url", ""),
            position=place,
        )
        for place, entry in enumerate(materials)
    ]
    TopicMaterial.objects.bulk_create(rows)
    return len(rows)


def months(value: Any) -> Any:
    """A number of months up to two years."""
    return whole(value) or ("" if value <= MOST_MONTHS else _("a whole number up to 24"))


def keys(value: Any) -> Any:
    """A list of keys of topics."""
    good = isinstance(value, list) and not any(map(key, value)) and len(value) <= MOST_MATERIALS
    return "" if good else _("a list of keys of topics")


def replan_rules(value: Any) -> Any:
    """A table of situations, each with the keys of topics to drop and to insert."""
    if not isinstance(value, Mapping) or not value.keys() <= set(Situation.values):
        return format_lazy(_("a table with: {choices}"), choices=", ".join(Situation.values))
    for rule in value.values():
        if not isinstance(rule, Mapping) or not rule.keys() <= {"drop", "insert"} or any(map(keys, rule.values())):
            return _("a table with drop and insert, each a list of keys of topics")
    return ""


def link(value: Any) -> Any:
    """An address on the web, or none."""
    if wanted := text(500)(value):
        return wanted
    try:
        if value:
            URLValidator(["http", "https"])(value)
    except ValidationError:
        return _("an address that begins with https://")
    return ""


TABLE: dict[str, Check] = {
    "agreement": one_of(*AgreementWish.values), "extension_months": months, "replan": replan_rules,
}  # fmt: skip
MATERIAL: dict[str, Check] = {"topic": key, "title": texts, "text": texts, "url": link}


def load_plan(*, programme: Programme, data: Mapping[str, Any]) -> None:
    """Keep `[plan]` and `[[material]]` of a preset; what is not there stays as it is. Raises PresetError."""
    if "plan" in data:
        entry = data["plan"]
        check_table(programme, "plan", entry, TABLE)
        settings = settings_of(programme)
        settings.agreement = entry.get("agreement", AgreementWish.WANTED)
        settings.extension_months = entry.get("extension_months", USUAL_EXTENSION)
        settings.replan = {name: dict(rule) for name, rule in entry.get("replan", {}).items()}
        settings.save()
    if "material" in data:
        rows = data["material"]
        if not isinstance(rows, list) or len(rows) > MOST_MATERIALS:
            raise wrong(programme, "material", format_lazy(_("a list of tables, written [[{name}]]"), name="material"))
        for row in rows:
            check_table(programme, "material", row, MATERIAL)
            if not {"topic", "title"} <= row.keys():
                raise wrong(programme, "material.topic", _("there"))
        TopicMaterial.objects.filter(programme=programme).delete()
        for topic in dict.fromkeys(row["topic"] for row in rows):
            write_materials(programme, topic, [row for row in rows if row["topic"] == topic])


def dump_plan(programme: Programme) -> dict[str, Any]:
    """Return both as a preset holds them; nothing where a programme has set nothing."""
    found: dict[str, Any] = {}
    settings = PlanSettings.objects.filter(programme=programme).first()
    if settings:
        found["plan"] = {"agreement": settings.agreement, "extension_months": settings.extension_months}
        if settings.replan:
            found["plan"]["replan"] = settings.replan
    rows = [
        {"topic": topic, **{name: value for name, value in entry.items() if value}}
        for topic, entries in materials_by_topic(programme).items()
        for entry in entries
    ]
    if rows:
        found["material"] = rows
    return found
