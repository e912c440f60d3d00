"""Kinds of outcomes and the directory out of a preset, and back into one; `presets/README.md` describes the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.outcomes.actions.outcomes import write_kinds
from resonanz.outcomes.actions.referrals import COLUMNS, write_services
from resonanz.outcomes.enums import USUAL_GROUPS, Kind, ServiceKind
from resonanz.outcomes.models import OutcomeSettings
from resonanz.outcomes.queries import services_of
from resonanz.programmes.actions.presets import wrong
from resonanz.programmes.actions.shapes import Check, key, one_of, text, texts
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Programme
from resonanz.taxonomy import languages

MOST_KINDS = 40
MOST_SERVICES = 60


def spoken(value: Any) -> Any:
    """A list of codes of languages."""
    good = isinstance(value, list) and all(isinstance(code, str) and code in languages.codes() for code in value)
    return "" if good else _('a list of languages by code, such as ["de", "ar"]')


def web_address(value: Any) -> Any:
    """Nothing, or an address of the web."""
    if text(200)(value):
        return _("a web address")
    return (
        "" if not value or (urlsplit(value).scheme in ("http", "https") and urlsplit(value).netloc) else _("a web address")
    )


KIND: dict[str, Check] = {"key": key, "group": one_of("", *Group.values), "title": texts}
SERVICE: dict[str, Check] = {
    "name": text(200), "kind": one_of(*ServiceKind.values), "languages": spoken, "hours": text(200), "address": text(300),
    "phone": text(40), "url": web_address, "note": texts,
}  # fmt: skip


def load_outcomes(*, programme: Programme, data: Mapping[str, Any]) -> None:
    """Take `[[outcome]]` and `[[service]]`; without a list its part stays as it is. Raises PresetError."""
    if "outcome" in data:
        rows = checked(programme, "outcome", data["outcome"], KIND, ["key"], MOST_KINDS)
        for row in rows:
            if row["key"] not in Kind.values and not any(row.get("title", {}).values()):
                raise wrong(programme, f"outcome.{row['key']}.title", _("there, because this kind is one of its own"))
        if len({row["key"] for row in rows}) < len(rows):
            raise wrong(programme, "outcome.key", _("different in each"))
        usual: Mapping[str, str] = {kind.value: group for kind, group in USUAL_GROUPS.items()}
        write_kinds(programme, [{"group": usual.get(row["key"], ""), **row} for row in rows])
    if "service" in data:
        rows = checked(programme, "service", data["service"], SERVICE, ["name", "kind"], MOST_SERVICES)
        known = {row.name: row.pk for row in services_of(programme)}
        write_services(programme, [{"pk": known.get(row["name"]), **row} for row in rows])


def checked(
    programme: Programme, name: str, value: Any, checks: Mapping[str, Check], needed: list[str], most: int
) -> list[Mapping[str, Any]]:
    """Return a list of tables after every key in it was judged."""
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise wrong(programme, name, format_lazy(_("a list of tables, written [[{name}]]"), name=name))
    if len(value) > most:
        raise wrong(programme, name, format_lazy(_("at most {n} entries"), n=most))
    for row in value:
        for inner in [*needed, *row]:
            judge: Callable[[Any], Any] | None = checks.get(inner)
            if judge is None:
                raise wrong(programme, f"{name}.{inner}"[:80], _("a key that is known here"))
            if inner not in row:
                raise wrong(programme, f"{name}.{inner}", _("there"))
            if wanted := judge(row[inner]):
                raise wrong(programme, f"{name}.{inner}", wanted)
    return value


def dump_outcomes(programme: Programme) -> dict[str, Any]:
    """Return kinds and directory as a preset holds them; nothing of what was never set."""
    found: dict[str, Any] = {}
    row = OutcomeSettings.objects.filter(programme=programme).first()
    if row:
        offered = [kind for kind in row.kinds if kind["offered"]]
        found["outcome"] = [
            {"key": kind["key"], "group": kind["group"]} | ({"title": kind["title"]} if kind["title"] else {})
            for kind in offered
        ]
    services = [
        {name: getattr(service, name) for name in COLUMNS if getattr(service, name)} for service in services_of(programme)
    ]
    return found | ({"service": services} if services else {})
