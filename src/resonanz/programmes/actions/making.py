"""Making a programme in the browser: from a preset, from a file, or as a copy of another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.export import as_preset
from resonanz.programmes.actions.people import appoint_staff
from resonanz.programmes.actions.presets import load_preset
from resonanz.programmes.actions.settings import NotPossible
from resonanz.programmes.enums import ProgrammeState, StaffRole
from resonanz.programmes.models import Logo, Programme


@transaction.atomic
def create_programme(*, data: Mapping[str, Any], slug: str, by: Person) -> Programme:
    """Make a programme from preset `data` under the address `slug`: a draft without cohorts, coordinated by its maker.

    Raises PresetError for data that cannot be loaded, and NotPossible where the address is taken.
    """
    if Programme.objects.filter(slug=slug).exists():
        raise NotPossible(_("There is a programme with this address already. Please choose another."))
    own = {name: value for name, value in data.items() if name != "cohort"}
    programme = load_preset(data={**own, "slug": slug}, by=by, state=ProgrammeState.DRAFT)
    appoint_staff(programme=programme, person=by, role=StaffRole.COORDINATOR, by=by)
    log_action("create_programme", by=by, on=programme, scope=programme.scope)
    return programme


@transaction.atomic
def copy_programme(*, programme: Programme, slug: str, by: Person) -> Programme:
    """Make a programme like `programme`, logos included; people, contact persons, voices and cohorts stay where they are."""
    copy = create_programme(data=as_preset(programme), slug=slug, by=by)
    Logo.objects.bulk_create(
        Logo(
            programme=copy,
            organisation_id=logo.organisation_id,
            content=logo.content,
            width=logo.width,
            height=logo.height,
        )
        for logo in programme.logos.all()
    )
    return copy
