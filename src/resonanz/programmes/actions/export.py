"""A programme as a preset file, so that another town can take it over: the way back of `presets`.

What goes along is what makes the programme: texts, rules, wording, criteria, topics, organisations, and the cohorts whose
date is open. No people, no staff, no voices; contact persons only when asked for. Logos are pictures and stay here.
"""

from __future__ import annotations

from typing import Any

import tomli_w
from django.db import transaction

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.presets import PASSAGES
from resonanz.programmes.actions.shapes import INTRODUCING
from resonanz.programmes.enums import CohortState, Group, PassageKind
from resonanz.programmes.models import Cohort, Passage, Programme
from resonanz.programmes.signals import preset_exported


@transaction.atomic
def export_programme(*, programme: Programme, by: Person | None, contacts: bool = False) -> str:
    """Return `programme` as the text of a preset file; the log notes that it was taken along."""
    log_action("export_programme", by=by, on=programme, scope=programme.scope, contacts=contacts)
    return as_toml(as_preset(programme, contacts=contacts))


def as_toml(data: dict[str, Any]) -> str:
    """Return a preset as text: paragraphs on lines of their own, tables in the order of presets/README.md."""
    return tomli_w.dumps(data, multiline_strings=True)


def as_preset(programme: Programme, *, contacts: bool = False) -> dict[str, Any]:
    """Return what `load_preset` reads: loading it makes the same programme again."""
    data: dict[str, Any] = {"schema": 1, "slug": programme.slug}
    if contacts and programme.legal.get("contact"):
        data["legal_contact"] = programme.legal["contact"]
    data |= {
        "name": programme.name,
        "short_name": programme.short_name,
        "sentence": programme.sentence,
        "about": programme.about,
        "place": programme.place,
        "settings": settings_of(programme),
        "address": {side: "informal" if informal else "formal" for side, informal in programme.is_informal.items()},
        "wording": {"style": programme.gender_style, "nouns": programme.nouns},
        "groups": {
            group: {"name": programme.group_names[group], "side": programme.side_of(group).value}
            for group in Group.values
            if group in programme.group_names
        },
        "retention": programme.retention,
        **lists_of(programme, contacts=contacts),
        "criteria": programme.criteria,
    }
    data = {name: value for name, value in data.items() if value not in ({}, [])}
    preset_exported.send(Programme, programme=programme, data=data)
    return data


def settings_of(programme: Programme) -> dict[str, Any]:
    """Return the table [settings]; what the programme does not say is left out."""
    settings: dict[str, Any] = {
        "country": programme.country,
        "online": programme.is_online,
        "languages": programme.languages,
        "direction": programme.direction,
        "matching": programme.matching_mode,
        "rhythm": programme.rhythm,
        "duration_months": [programme.months_from, programme.months_to],
        "duration_agreed": programme.duration_agreed,
        "hours_per_month": [programme.hours_from, programme.hours_to],
        "capacity": programme.usual_places,
        "accent": programme.accent,
        "pilot": programme.is_pilot,
        "complete_profile": programme.needs_complete_profile,
        **{name: getattr(programme, name) for name in INTRODUCING},
    }
    return {name: value for name, value in settings.items() if value not in ("", [None, None])}


def lists_of(programme: Programme, *, contacts: bool) -> dict[str, Any]:
    """Return the lists in double brackets, each in the programme's order."""
    passages = list(programme.passages.all())
    lists: dict[str, Any] = {
        "topic": [said({"key": t.key, "title": t.title, "text": t.text}) for t in programme.topics.all()],
        **{kind: [passage(row) for row in passages if row.kind == kind] for kind in PASSAGES},
        "organisation": [
            said({"name": entry.organisation.name, "role": entry.role, "url": entry.link})
            for entry in programme.partnerships.select_related("organisation")
        ],
        "approval": [
            said({"key": s["key"], "group": s["group"], "title": s["title"], "ground": s.get("ground", "")})
            | {"required": s["is_required"]}
            for s in programme.steps
        ],
        "controller": [said(entry) for entry in programme.legal.get("controllers", [])],
        "cohort": [
            cohort(row)
            for row in programme.cohorts.filter(state=CohortState.ANNOUNCED, starts_on=None, applications_until=None)
        ],
    }
    if contacts:
        lists["contact"] = [
            said({"name": row.name, "role": row.role, "email": row.email, "phone": row.phone})
            for row in programme.contacts.all()
        ]
    return lists


def passage(row: Passage) -> dict[str, Any]:
    """Return one point of the public page."""
    whom = {"side": row.programme.side_of(row.group).value, "group": row.group} if row.group else {}
    if row.kind == PassageKind.QUESTION:
        return {**whom, "q": row.text, "a": row.more}
    return {**whom, **row.text}


def cohort(row: Cohort) -> dict[str, Any]:
    """Return a cohort whose date is still open."""
    return said({"number": row.number, "name": row.name, "status": row.state})


def said(entry: dict[str, Any]) -> dict[str, Any]:
    """Return `entry` without what is empty."""
    return {name: value for name, value in entry.items() if value not in ("", {}, [], None)}
