"""Agreement, plan and materials out of a preset, and back into one."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from resonanz.programmes.actions import PresetError, load_preset, preset_files, read_preset
from resonanz.together.actions.settings import dump_plan
from resonanz.together.models import PlanSettings
from resonanz.together.queries.plan import titles_of
from tests.factories import make_programme

pytestmark = pytest.mark.django_db
SLUGS = [path.stem for path in preset_files()]


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_written_is_what_was_read(slug: str) -> None:
    data = read_preset(next(path for path in preset_files() if path.stem == slug))
    programme = make_programme(slug)
    given = dump_plan(programme)
    assert given["plan"] == data["plan"]
    assert given.get("material", []) == data.get("material", [])
    named = {key for rule in data["plan"].get("replan", {}).values() for keys in rule.values() for key in keys}
    named |= {row["topic"] for row in data.get("material", [])}
    assert named <= set(titles_of(programme))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"plan": {"agreement": "must"}}, "plan.agreement must be one of: wanted, offered, off"),
        ({"plan": {"extension_months": 99}}, "plan.extension_months must be a whole number up to 24"),
        ({"plan": {"replan": {"lottery": {}}}}, "plan.replan must be a table with: job"),
        ({"plan": {"replan": {"job": {"drop": "x"}}}}, "plan.replan must be a table with drop and insert"),
        ({"plan": {"colour": "red"}}, "nobody knows the key «plan.colour»"),
        ({"plan": "yes"}, "plan must be a table"),
        ({"material": {}}, "material must be a list of tables"),
        ({"material": [{"title": {"de": "a"}}]}, "material.topic must be there"),
        ({"material": [{"topic": "a", "title": {"de": "a"}, "url": "javascript:x"}]}, "material.url must be an address"),
    ],
)
def test_a_wrong_file_is_refused_in_a_sentence(wrong: dict[str, Any], sentence: str) -> None:
    data = read_preset(next(path for path in preset_files() if path.stem == "mentor-mentor")) | wrong
    with translation.override("en"), pytest.raises(PresetError) as refused:
        load_preset(data=data, by=None)
    assert sentence in str(refused.value)
    assert not PlanSettings.objects.filter(programme__slug="mentor-mentor").exists()
