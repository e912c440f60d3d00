"""What a programme has settled about care; the usual where it has settled nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from resonanz.care.models import CareSettings
from resonanz.programmes.models import ContactPerson, Programme

DATA = Path(__file__).parent.parent / "data"


def settings_of(programme: Programme) -> CareSettings:
    """Return the settings of a programme; the usual ones, never kept, where there are none yet."""
    return CareSettings.objects.filter(programme=programme).first() or CareSettings(programme=programme)


def settings_by_programme(pks: Iterable[int]) -> dict[int, CareSettings]:
    """Return the settings of several programmes by id, in one question."""
    wanted = set(pks)
    kept = {row.programme_id: row for row in CareSettings.objects.filter(programme__in=wanted)}
    return {pk: kept.get(pk) or CareSettings(programme_id=pk) for pk in wanted}


def due_days(care: CareSettings, until: int) -> list[int]:
    """Return on which days of a tandem its people are asked, up to the day `until`.

    First the days that are named; then every so many days counted from the start, with at least half that span between.
    """
    first = sorted(care.days)
    found = [day for day in first if day <= until]
    if care.every_days:
        last = first[-1] if first else 0
        begin = -(-(last + (care.every_days + 1) // 2) // care.every_days) * care.every_days if first else care.every_days
        found += range(begin, until + 1, care.every_days)
    return found


def contact_of(programme: Programme) -> ContactPerson | None:
    """Return who answers by name: the first contact person of the programme; None where none is named."""
    return ContactPerson.objects.filter(programme=programme).order_by("position", "id").first()


@cache
def _numbers() -> dict[str, Any]:
    return tomllib.loads((DATA / "numbers.toml").read_text(encoding="utf-8"))


def emergency_numbers(first: str = "") -> list[dict[str, Any]]:
    """Return for each country its name and numbers of emergency services and advice, that of `first` (ISO code) in front."""
    countries: list[dict[str, Any]] = _numbers()["country"]
    return sorted(countries, key=lambda country: country["code"] != first)
