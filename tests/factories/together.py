"""Agreements and plans for tests, made through the product's own actions."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from resonanz.people.models import Person
from resonanz.tandems.models import Tandem
from resonanz.together.actions.agreement import accept_agreement, save_draft, show_agreement
from resonanz.together.models import AgreementVersion
from resonanz.together.queries.agreement import versions_of

TEXTS: dict[str, Any] = {
    "expectations": "Ehrliche Rückmeldung",
    "frequency": "Alle zwei Wochen",
    "goals_mentee": "Drei Bewerbungen",
}


def write(tandem: Tandem, by: Person, key: UUID | None = None, ends_on: date | None = None, **texts: Any) -> UUID:
    """Let somebody draft an agreement, having read the newest version; return the key of the form."""
    newest = versions_of(tandem).first()
    key = key or uuid4()
    seen = newest.number if newest else None
    draft = save_draft(tandem=tandem, by=by, texts=texts or TEXTS, ends_on=ends_on, seen=seen, key=key)
    return draft.key if draft else key


def make_shown(tandem: Tandem, by: Person, ends_on: date | None = None, **texts: Any) -> AgreementVersion:
    """Let somebody show a version to the other."""
    return show_agreement(tandem=tandem, key=write(tandem, by, ends_on=ends_on, **texts), by=by)


def make_agreed(tandem: Tandem, by: Person, ends_on: date | None = None, **texts: Any) -> AgreementVersion:
    """Make an agreement that both said yes to."""
    version = make_shown(tandem, by, ends_on, **texts)
    return accept_agreement(tandem=tandem, number=version.number, by=tandem.other(by).person)
