"""What this room does when a lower one tells of something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.dispatch import receiver

from resonanz.applications.signals import followed_up
from resonanz.core.rotation import sealed_in
from resonanz.programmes.models import Programme
from resonanz.programmes.signals import preset_exported, preset_keys, preset_loaded, texts_counted
from resonanz.surveys.actions.asking import follow_surveys
from resonanz.surveys.actions.presets import dump_survey, load_survey
from resonanz.surveys.models import SurveyQuestion
from resonanz.surveys.queries.sheets import place_of

sealed_in("surveys.Sheet", "answers", lambda sheet: place_of(sheet.pk))


@receiver(followed_up)
def ask(**_: Any) -> int:
    """Ask, remind and close whenever `follow_up` looks after what waits."""
    return follow_surveys()


@receiver(preset_keys)
def known_keys(**_: Any) -> set[str]:
    """Say which keys of a preset this room understands."""
    return {"survey"}


@receiver(preset_loaded)
def take_survey(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Make or renew the questionnaire that a preset describes."""
    load_survey(programme=programme, data=data)


@receiver(preset_exported)
def give_survey(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Add the questionnaire to what another town can load."""
    data.update(dump_survey(programme))


@receiver(texts_counted)
def count_texts(programme: Programme, **_: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Name the texts of the questions that are asked, so that the overview says where one is not translated yet."""
    for row in SurveyQuestion.objects.filter(survey__programme=programme, survey__is_on=True):
        yield "surveys:survey", row.text
        for option in row.options:
            yield "surveys:survey", option["label"]
