"""Programmes as files: a preset holds all that makes a programme, and loading it makes or renews that programme.

The format is described in `presets/README.md`. Loading twice changes nothing; loading a newer file updates the programme
and leaves its cohorts, staff and people alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import JSONField

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.enums import PassageKind
from resonanz.programmes.models import (
    Cohort,
    Organisation,
    Partnership,
    Passage,
    Programme,
    Topic,
)
from resonanz.wording import WordingError

FOLDER = Path(__file__).parent.parent.parent / "presets"
KEYS = {
    "schema", "slug", "name", "short_name", "sentence", "about", "place", "settings", "address", "wording",
    "groups", "topic", "task", "limit", "condition", "benefit", "organisation", "step", "question", "criteria",
    "rule", "letter",
    "cohort",
}  # fmt: skip
SETTINGS = {
    "country", "online", "languages", "direction", "matching", "rhythm", "duration_months", "duration_agreed",
    "hours_per_month", "capacity", "accent", "pilot",
}  # fmt: skip
PASSAGES = ["task", "limit", "condition", "benefit", "step", "question"]


class PresetError(ValueError):
    """A preset file that cannot be loaded; the text says where and what to do."""


def preset_files() -> list[Path]:
    """Return the preset files that come with the product, by name."""
    return sorted(FOLDER.glob("*.toml"))


def read_preset(path: Path) -> dict[str, Any]:
    """Read and check a preset file.

    Raises:
        PresetError: the file is missing, is not TOML, or has an unknown or missing key.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        names = ", ".join(file.stem for file in preset_files())
        raise PresetError(f"There is no file {path}. The presets that come along are: {names}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PresetError(f"{path.name} is not valid TOML: {error}.") from error
    unknown = [*sorted(data.keys() - KEYS), *sorted(data.get("settings", {}).keys() - SETTINGS)]
    if unknown:
        raise PresetError(f"{path.name}: nobody knows the key «{unknown[0]}»; presets/README.md lists all keys.")
    for key in ("schema", "slug", "name", "sentence"):
        if key not in data:
            raise PresetError(f"{path.name}: the key «{key}» is missing; presets/README.md says what it holds.")
    if data["schema"] != 1:
        raise PresetError(f"{path.name}: schema {data['schema']} is unknown; this version reads schema 1.")
    return data


@transaction.atomic
def load_preset(*, data: Mapping[str, Any], by: Person | None) -> Programme:
    """Make or renew the programme that `data` (from `read_preset`) describes, and publish it.

    Raises:
        PresetError: a value is not allowed.
    """
    slug = data["slug"]
    try:
        programme = Programme.objects.filter(slug=slug).first() or Programme(slug=slug)
        for name, value in programme_fields(data).items():
            setattr(programme, name, value)
        programme.full_clean(validate_unique=False, exclude=json_fields())
        programme.save()
        renew_parts(programme, data)
        for cohort in data.get("cohort", []):
            announce_cohort(programme, cohort)
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise PresetError(f"{slug}: {field}: {sentences[0]}") from error
    except KeyError as error:
        raise PresetError(f"{slug}: the key «{error.args[0]}» is missing in one of the lists or tables.") from error
    except (AttributeError, IndexError, TypeError, WordingError) as error:
        raise PresetError(f"{slug}: something has another form than presets/README.md describes ({error}).") from error
    check_wording(programme, data)
    log_action("load_preset", by=by, on=programme, scope=programme.scope, schema=data["schema"])
    return programme


def check_wording(programme: Programme, data: Mapping[str, Any]) -> None:
    """Refuse a preset one of whose texts cannot be said: an unknown noun, an unknown case, a brace left open."""
    speaking = (
        "sentence",
        "about",
        "groups",
        "topic",
        "task",
        "limit",
        "condition",
        "benefit",
        "step",
        "question",
        "cohort",
    )
    for key in speaking:
        for language, text in texts_in(data.get(key, {})):
            for problem in programme.wording.problems(text, language):
                raise PresetError(f"{programme.slug}: {key}: {problem}")


def texts_in(value: Any) -> Iterator[tuple[str, str]]:
    """Yield every text within tables and lists with its language."""
    entries = value.items() if isinstance(value, Mapping) else [("", entry) for entry in value]
    for key, entry in entries:
        if isinstance(entry, str) and key in ("de", "en"):
            yield key, entry
        elif isinstance(entry, Mapping | list):
            yield from texts_in(entry)


def programme_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a programme from a preset; what the preset does not say takes the product's default."""
    settings, wording = data.get("settings", {}), data.get("wording", {})
    months, hours = settings.get("duration_months", [None, None]), settings.get("hours_per_month", [None, None])
    fields = {
        "name": data["name"],
        "short_name": data.get("short_name", data["name"]),
        "sentence": data["sentence"],
        "about": data.get("about", {}),
        "place": data.get("place", {}),
        "country": settings.get("country", ""),
        "is_online": settings.get("online", False),
        "is_pilot": settings.get("pilot", False),
        "is_published": True,
        "languages": settings.get("languages", ["de", "en"]),
        "months_from": months[0],
        "months_to": months[-1],
        "duration_agreed": settings.get("duration_agreed", False),
        "hours_from": hours[0],
        "hours_to": hours[-1],
        "nouns": wording.get("nouns", {}),
        "group_names": {key: group["name"] for key, group in data.get("groups", {}).items()},
        "is_informal": {side: form == "informal" for side, form in data.get("address", {}).items()},
        "criteria": data.get("criteria", {}),
    }
    optional = {
        "direction": settings.get("direction"),
        "matching_mode": settings.get("matching"),
        "rhythm": settings.get("rhythm"),
        "usual_places": settings.get("capacity"),
        "accent": settings.get("accent"),
        "gender_style": wording.get("style"),
    }
    return fields | {name: value for name, value in optional.items() if value is not None}


def renew_parts(programme: Programme, data: Mapping[str, Any]) -> None:
    """Replace topics, passages and partnerships by those of the preset; voices and contacts belong to the place."""
    programme.topics.all().delete()
    Topic.objects.bulk_create(
        Topic(programme=programme, key=topic["key"], title=topic["title"], text=topic.get("text", {}), position=place)
        for place, topic in enumerate(data.get("topic", []))
    )
    programme.passages.exclude(kind=PassageKind.VOICE).delete()
    Passage.objects.bulk_create(passages(programme, data))
    programme.partnerships.all().delete()
    for place, entry in enumerate(data.get("organisation", [])):
        organisation, _ = Organisation.objects.get_or_create(name=entry["name"], defaults={"url": entry.get("url", "")})
        Partnership.objects.create(programme=programme, organisation=organisation, role=entry["role"], position=place)


def passages(programme: Programme, data: Mapping[str, Any]) -> Iterator[Passage]:
    """Yield the points of the public page, in the order of the preset."""
    for kind in PASSAGES:
        for place, entry in enumerate(data.get(kind, [])):
            group = entry.get("group") or {"mentor": "first", "mentee": "second"}.get(entry.get("side", ""), "")
            text = entry["q"] if kind == "question" else {key: entry[key] for key in ("de", "en") if key in entry}
            yield Passage(programme=programme, kind=kind, group=group, text=text, more=entry.get("a", {}), position=place)


def announce_cohort(programme: Programme, entry: Mapping[str, Any]) -> None:
    """Make a cohort of a preset, unless the programme has it already; only a numbered cohort can have siblings."""
    if programme.cohorts.filter(number=entry.get("number")).exists():
        return
    Cohort.objects.create(
        programme=programme,
        number=entry.get("number"),
        name=entry.get("name", {}),
        state=entry.get("state", entry.get("status", "announced")),
        starts_on=entry.get("starts_on"),
        ends_on=entry.get("ends_on"),
        applications_until=entry.get("applications_until"),
    )


def json_fields() -> list[str]:
    """Return the columns whose emptiness means «not said»; `full_clean` would refuse an empty JSON value."""
    return [field.name for field in Programme._meta.fields if isinstance(field, JSONField)]
