"""The diary's own questions out of a preset, and back into one; `presets/README.md` describes the keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.programmes.actions import PresetError
from resonanz.programmes.actions.shapes import texts
from resonanz.programmes.models import Programme
from resonanz.together.actions.diary import write_prompts
from resonanz.together.queries.diary import own_prompts

MOST_PROMPTS = 60


def load_diary(*, programme: Programme, data: Mapping[str, Any]) -> None:
    """Take the questions of `[diary]`; without that table everything stays as it is. Raises PresetError."""
    if "diary" not in data:
        return
    entry = data["diary"]
    prompts: Any = entry.get("prompts", []) if isinstance(entry, Mapping) else None
    good = isinstance(prompts, list) and len(prompts) <= MOST_PROMPTS and not any(texts(text) for text in prompts)
    if not good or set(entry) - {"prompts"}:
        raise PresetError(
            format_lazy(
                _("{slug}: the table [diary] holds prompts alone: a list of at most {n} texts, each by language."),
                slug=programme.slug,
                n=MOST_PROMPTS,
            )
        )
    write_prompts(programme, prompts)


def dump_diary(programme: Programme) -> dict[str, Any]:
    """Return the questions as a preset holds them; nothing where there are none."""
    prompts = own_prompts(programme)
    return {"diary": {"prompts": prompts}} if prompts else {}
