"""What this room does when a lower one tells of something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.dispatch import receiver

from resonanz.applications.actions.apply import delete_answers
from resonanz.applications.actions.presets import dump_forms, load_forms
from resonanz.applications.actions.rules import dump_rules, load_rules
from resonanz.applications.enums import DECIDED
from resonanz.applications.models import Application
from resonanz.applications.queries.conditions import texts_of
from resonanz.people.models import Consent, Person
from resonanz.people.signals import consent_withdrawn
from resonanz.programmes.models import Programme
from resonanz.programmes.signals import preset_exported, preset_keys, preset_loaded, staff_left, texts_counted


@receiver(preset_keys)
def known_keys(**_: Any) -> set[str]:
    """Say which keys of a preset this room understands."""
    return {"form", "consent", "rule", "letter"}


@receiver(preset_loaded)
def take_forms(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Make or renew the forms, conditions and letters that a preset describes."""
    load_forms(programme=programme, data=data)
    load_rules(programme, data)


@receiver(preset_exported)
def give_forms(programme: Programme, data: dict[str, Any], **_: Any) -> None:
    """Add forms, conditions and letters to what another town can load."""
    data.update(dump_forms(programme))
    data.update(dump_rules(programme))


@receiver(texts_counted)
def count_texts(programme: Programme, **_: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Name the texts of conditions and forms, so that the overview says where one is not translated yet."""
    return texts_of(programme)


@receiver(staff_left)
def free_applications(programme: Programme, person: Person, **_: Any) -> None:
    """Let colleagues find what somebody who left the team looked after among what nobody looks after."""
    open_ones = Application.objects.filter(cohort__programme=programme, assigned_to=person).exclude(state__in=DECIDED)
    open_ones.update(assigned_to=None)


@receiver(consent_withdrawn)
def forget_answers(consent: Consent, **_: Any) -> None:
    """Delete what was kept because of a consent that has ended, in every application to the programme."""
    text = consent.text
    kind, _colon, pk = text.scope.partition(":")
    newer = Consent.objects.filter(person=consent.person_id, text__scope=text.scope, text__key=text.key, withdrawn_at=None)
    if kind == "programme" and not newer.exists():  # a newer version takes its place: nothing has ended
        applications = Application.objects.filter(person=consent.person_id, cohort__programme=int(pk))
        delete_answers(applications=applications, key=text.key)
