"""Programmes as files: a preset holds all that makes a programme, and loading it makes or renews that programme.

The format is described in `presets/README.md`. Loading twice changes nothing; loading a newer file updates the programme
and leaves its cohorts, staff and people alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time
from math import isfinite
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import JSONField
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.shapes import CONTROL, INTRODUCING, Check, Complaint, complaint, languages, unknown_key
from resonanz.programmes.enums import ApprovalStep, PassageKind, ProgrammeState
from resonanz.programmes.models import (
    Cohort,
    ContactPerson,
    Organisation,
    Partnership,
    Passage,
    Programme,
    Topic,
)
from resonanz.programmes.signals import preset_keys, preset_loaded
from resonanz.wording import WordingError

FOLDER = Path(__file__).parent.parent.parent / "presets"
PASSAGES = ["task", "limit", "condition", "benefit", "step", "question"]


MAX_BYTES = 512 * 1024
MOST_DOTS, MOST_DOTS_OF_LINE = 20_000, 50  # names.of.many.parts cost the square of their number to read
spoken = lazy(lambda phrase: phrase.text(get_language() or "de"), str)


class PresetError(ValueError):
    """A preset file that cannot be loaded; it says where and what to do.

    As text it is English, for the command line; `sentence` is in the language of the page.
    """

    def __init__(self, sentence: Any) -> None:
        with override("en"):
            super().__init__(str(sentence))
        self.sentence = sentence


def preset_files() -> list[Path]:
    """Return the preset files that come with the product, by name."""
    return sorted(FOLDER.glob("*.toml"))


def read_preset(path: Path) -> dict[str, Any]:
    """Read and check a preset file. Raises PresetError where it is missing, and what `parse_preset` raises."""
    try:
        content = path.read_bytes()
    except OSError as error:
        names = ", ".join(file.stem for file in preset_files())
        raise PresetError(
            format_lazy(_("There is no file {path}. The presets that come along are: {names}."), path=str(path), names=names)
        ) from error
    return parse_preset(content, path.name)


def parse_preset(content: bytes, name: str) -> dict[str, Any]:
    """Read and check the content of a preset file, also of one that comes from a stranger; `name` stands in sentences.

    Raises:
        PresetError: it is too large, is no TOML, has an unknown or missing key, or a value of another form.
    """
    data = parsed(content, name)
    known = frozenset(key for _receiver, keys in preset_keys.send(Programme) for key in keys or ())
    if key := unknown_key(data, known):
        raise unknown(name, key[:60])
    for key in ("schema", "slug", "name", "sentence"):
        if key not in data:
            raise PresetError(
                format_lazy(
                    _("{name}: the key «{key}» is missing; presets/README.md says what it holds."), name=name, key=key
                )
            )
    if data["schema"] != 1:
        raise PresetError(
            format_lazy(
                _("{name}: schema {schema} is unknown; this version reads schema 1."),
                name=name,
                schema=str(data["schema"])[:20],
            )
        )
    return data


def parsed(content: bytes, name: str) -> dict[str, Any]:
    """Return what the TOML in `content` says."""
    if len(content) > MAX_BYTES:
        raise PresetError(format_lazy(_("{name} is larger than 512 kB; a preset is a text of a few pages."), name=name))
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        dots = [line.count(".") for line in text.split("\n") if "=" in line or line.lstrip().startswith("[")]
        if sum(dots) > MOST_DOTS or any(line.partition("=")[0].count(".") > MOST_DOTS_OF_LINE for line in text.split("\n")):
            raise PresetError(format_lazy(_("{name} has too many dots; it is no preset."), name=name))
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise PresetError(format_lazy(_("{name} is no text in UTF-8; a preset is a TOML file."), name=name)) from error
    except RecursionError as error:
        raise PresetError(format_lazy(_("{name}: lists or tables are nested too deeply."), name=name)) from error
    except ValueError as error:
        if isinstance(error, PresetError):
            raise
        reason = str(error)[:200]
        raise PresetError(format_lazy(_("{name} is not valid TOML: {reason}."), name=name, reason=reason)) from error


@transaction.atomic
def load_preset(*, data: Mapping[str, Any], by: Person | None, state: str = ProgrammeState.PUBLISHED) -> Programme:
    """Make or renew the programme that `data` (from `read_preset`) describes; a new one begins in `state`.

    Raises:
        PresetError: a value is not allowed.
    """
    slug = str(data["slug"])
    if found := complaint(data):
        raise PresetError(in_words(slug, found))
    try:
        programme = Programme.objects.filter(slug=slug).first() or Programme(slug=slug, state=state)
        for name, value in programme_fields(data).items():
            setattr(programme, name, value)
        programme.full_clean(validate_unique=False, exclude=json_fields())
        _words = programme.wording  # an impossible noun is told before anything is written
        programme.save()
        renew_parts(programme, data)
        for cohort in data.get("cohort", []):
            announce_cohort(programme, cohort)
        preset_loaded.send(Programme, programme=programme, data=data, by=by)
    except PresetError:
        raise
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise PresetError(f"{slug}: {field}: {sentences[0]}") from error
    except WordingError as error:
        raise PresetError(format_lazy("{slug}: wording: {problem}", slug=slug, problem=spoken(error.phrase))) from error
    except IntegrityError as error:
        raise PresetError(
            format_lazy(_("{slug}: the file names the same topic, organisation or cohort twice."), slug=slug)
        ) from error
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        raise PresetError(
            format_lazy(
                _("{slug}: something has another form than presets/README.md describes ({reason})."),
                slug=slug,
                reason=str(error)[:200],
            )
        ) from error
    check_wording(programme, data)
    log_action("load_preset", by=by, on=programme, scope=programme.scope, schema=data["schema"])
    return programme


def in_words(slug: str, found: Complaint) -> Any:
    """Return the sentence about a value that has another form than it must."""
    if not found.wanted:
        return format_lazy(_("{slug}: the key «{key}» is missing in one of the lists or tables."), slug=slug, key=found.key)
    return must_be(slug, found.key, found.wanted)


def must_be(slug: str, key: str, wanted: Any) -> Any:
    """Return the sentence that says which key must be what."""
    return format_lazy(
        _("{slug}: something has another form than presets/README.md describes: {key} must be {wanted}."),
        slug=slug,
        key=key,
        wanted=wanted,
    )


def unknown(name: str, key: str) -> PresetError:
    """Return the error about a key that nobody knows."""
    return PresetError(
        format_lazy(_("{name}: nobody knows the key «{key}»; presets/README.md lists all keys."), name=name, key=key)
    )


def wrong(programme: Programme, key: str, wanted: Any) -> PresetError:
    """Return the error that says which key of a room's part must be what."""
    return PresetError(must_be(programme.slug, key, wanted))


def check_table(programme: Programme, where: str, entry: Any, checks: Mapping[str, Check]) -> None:
    """Refuse what is no table, a key that the room does not know, or a value of another form.

    Raises PresetError.
    """
    if not isinstance(entry, Mapping):
        raise wrong(programme, where, _("a table"))
    for name, value in entry.items():
        if name not in checks:
            raise unknown(programme.slug, f"{where}.{name}"[:80])
        if wanted := checks[name](value):
            raise wrong(programme, f"{where}.{name}", wanted)


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
        "approval",
        "controller",
        "contact",
    )
    for key in speaking:
        for language, text in texts_in(data.get(key, {})):
            for problem in programme.wording.problems(text, language):
                raise PresetError(
                    format_lazy("{slug}: {key}: {problem}", slug=programme.slug, key=key, problem=spoken(problem))
                )


def texts_in(value: Any) -> Iterator[tuple[str, str]]:
    """Yield every text within tables and lists with its language."""
    entries = value.items() if isinstance(value, Mapping) else [("", entry) for entry in value]
    for key, entry in entries:
        if isinstance(entry, str) and key in languages():
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
        "about": {language: text.strip() for language, text in data.get("about", {}).items()},
        "place": data.get("place", {}),
        "country": settings.get("country", ""),
        "is_online": settings.get("online", False),
        "is_pilot": settings.get("pilot", False),
        "needs_complete_profile": settings.get("complete_profile", False),
        "languages": settings.get("languages", ["de", "en"]),
        "months_from": months[0],
        "months_to": months[-1],
        "duration_agreed": settings.get("duration_agreed", False),
        "hours_from": hours[0],
        "hours_to": hours[-1],
        "nouns": plain(wording.get("nouns", {})),
        "group_names": {key: group["name"] for key, group in data.get("groups", {}).items()},
        "is_informal": {side: form == "informal" for side, form in data.get("address", {}).items()},
        "criteria": plain(data.get("criteria", {})),
        "steps": [approval_step(entry) for entry in data.get("approval", [])],
        "retention": dict(data.get("retention", {})),
        "legal": legal(data),
    }
    optional = {
        "direction": settings.get("direction"),
        "matching_mode": settings.get("matching"),
        "rhythm": settings.get("rhythm"),
        "usual_places": settings.get("capacity"),
        **{name: settings.get(name) for name in INTRODUCING},
        "accent": settings.get("accent"),
        "gender_style": wording.get("style"),
    }
    return fields | {name: value for name, value in optional.items() if value is not None}


def plain(value: Any) -> Any:
    """Return tables as JSON can hold them: a day that TOML knows becomes its text; ValueError for what it cannot."""
    if isinstance(value, Mapping):
        return {name: plain(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("a number that is none")
    if isinstance(value, str) and CONTROL.search(value):
        raise ValueError("a control character")
    return value.isoformat() if isinstance(value, date | time) else value


def approval_step(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return one step before approval; the certificate of criminal record needs a legal ground."""
    if entry["key"] == ApprovalStep.CRIMINAL_RECORD and not entry.get("ground", "").strip():
        raise ValidationError({"approval": _("The certificate of criminal record may be asked for only on a legal ground.")})
    step = {
        "key": entry["key"],
        "group": entry.get("group", ""),
        "title": entry.get("title", {}),
        "is_required": entry.get("required", True),
    }
    return step | ({"ground": entry["ground"]} if entry.get("ground") else {})


def legal(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return who is responsible for people's data, and the one address for all questions about it."""
    controllers = [
        {"name": entry["name"], "address": entry.get("address", ""), "duties": entry.get("duties", {})}
        for entry in data.get("controller", [])
    ]
    contact = data.get("legal_contact", "")
    return ({"controllers": controllers} if controllers else {}) | ({"contact": contact} if contact else {})


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
        organisation, _made = Organisation.objects.get_or_create(name=entry["name"])
        url = entry.get("url", "")
        partnership = Partnership(
            programme=programme, organisation=organisation, role=entry["role"], url=url, position=place
        )
        partnership.clean_fields()
        partnership.save()
    if "contact" in data:
        programme.contacts.all().delete()
        for place, entry in enumerate(data["contact"]):
            contact = ContactPerson(programme=programme, position=place, **entry)
            contact.clean_fields(exclude=["role"])
            contact.save()


def passages(programme: Programme, data: Mapping[str, Any]) -> Iterator[Passage]:
    """Yield the points of the public page, in the order of the preset."""
    for kind in PASSAGES:
        for place, entry in enumerate(data.get(kind, [])):
            group = entry.get("group") or {"mentor": "first", "mentee": "second"}.get(entry.get("side", ""), "")
            text = entry["q"] if kind == "question" else {key: entry[key] for key in entry if key in languages()}
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
