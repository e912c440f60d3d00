"""The agreement of the two: written by one, shown, agreed to or changed by the other; every version kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.people.models import Person
from resonanz.tandems.actions.moving import moved
from resonanz.tandems.models import Tandem
from resonanz.together.actions.course import BeyondBounds
from resonanz.together.actions.room import hold_at_work
from resonanz.together.enums.course import VersionState
from resonanz.together.mails.course import mail_agreement_shown, mail_agreement_valid
from resonanz.together.models import AgreementDraft, AgreementVersion
from resonanz.together.models.agreement import TEXTS
from resonanz.together.queries.agreement import draft_of, same_form
from resonanz.together.queries.plan import earliest_end, latest_end
from resonanz.together.queries.rooms import AT_WORK


class NewerVersion(Exception):
    """The other has shown another version since this one was begun; it has to be read first."""


@transaction.atomic
def save_draft(
    *, tandem: Tandem, texts: Mapping[str, str], ends_on: date | None, seen: int | None, key: UUID, by: Person
) -> AgreementDraft | None:
    """Keep what one of the two writes; nobody else sees it. `seen` is the newest version that she or he had before the eyes.

    Returns None where the same form was shown to the other already. Raises NotAtWork.
    """
    hold_at_work(tandem)
    if same_form(tandem, by, key):
        return None
    draft = draft_of(tandem, by) or AgreementDraft(tandem=tandem, person=by, key=key)
    is_new = draft.pk is None
    draft.seal(**{name: texts.get(name, "") for name in TEXTS})
    draft.ends_on, draft.based_on = ends_on, AgreementVersion.objects.filter(tandem=tandem, number=seen or 0).first()
    if is_new and not store_once(draft, same=["tandem_id", "person_id"]):
        return draft
    draft.save()
    if is_new:
        log_action("draft_agreement", by=by, on=tandem, scope=tandem.cohort.programme.scope)
    return draft


@transaction.atomic
def show_agreement(*, tandem: Tandem, key: UUID, by: Person) -> AgreementVersion:
    """Show the own draft to the other, and agree to it by that; the other's yes to an earlier version counts no more.

    Raises NotAtWork, NewerVersion, BeyondBounds.
    """
    hold_at_work(tandem)
    if shown := same_form(tandem, by, key):
        return shown
    draft = AgreementDraft.objects.get(tandem=tandem, person=by)
    newest = AgreementVersion.objects.filter(tandem=tandem).first()
    if newest and newest.pk != draft.based_on_id and newest.written_by_id != by.pk:
        raise NewerVersion
    in_bounds(tandem, draft.ends_on)
    AgreementVersion.objects.filter(tandem=tandem, state=VersionState.OPEN).update(state=VersionState.REPLACED)
    number = (AgreementVersion.objects.filter(tandem=tandem).aggregate(last=Max("number"))["last"] or 0) + 1
    version = AgreementVersion(tandem=tandem, number=number, written_by=by, key=draft.key, ends_on=draft.ends_on)
    version.seal(**draft.texts())
    setattr(version, f"{tandem.side_of(by)}_agreed_at", timezone.now())
    version.save(force_insert=True)
    draft.delete()
    log_action("show_agreement", by=by, on=tandem, scope=tandem.cohort.programme.scope, version=number)
    mail_agreement_shown(version, tandem.other(by).person)
    return version


@transaction.atomic
def accept_agreement(*, tandem: Tandem, number: int, by: Person) -> AgreementVersion:
    """Say yes to a version of the other; from now on it counts, and with it the time frame.

    Raises NotAtWork, NewerVersion, BeyondBounds.
    """
    hold_at_work(tandem)
    version = AgreementVersion.objects.select_for_update(no_key=True).get(tandem=tandem, number=number)
    version.tandem = tandem
    if version.agreed_at(tandem.side_of(by)):
        return version
    if version.state != VersionState.OPEN:
        raise NewerVersion
    in_bounds(tandem, version.ends_on)
    AgreementVersion.objects.filter(tandem=tandem, state=VersionState.VALID).update(state=VersionState.REPLACED)
    setattr(version, f"{tandem.side_of(by)}_agreed_at", timezone.now())
    version.state = VersionState.VALID
    version.save(update_fields=["mentor_agreed_at", "mentee_agreed_at", "state", "changed_at"])
    if version.ends_on:
        moved(tandem, AT_WORK, ends_on=version.ends_on)
    log_action("accept_agreement", by=by, on=tandem, scope=tandem.cohort.programme.scope, version=number)
    mail_agreement_valid(version, tandem.other(by).person)
    return version


def in_bounds(tandem: Tandem, ends_on: date | None) -> None:
    """Refuse a time frame beyond the programme's; part of the acts above. One that counts already stays possible."""
    if ends_on and ends_on != tandem.ends_on and not earliest_end(tandem) <= ends_on <= latest_end(tandem):
        raise BeyondBounds


@transaction.atomic
def drop_draft(*, tandem: Tandem, by: Person) -> None:
    """Throw the own draft away."""
    if AgreementDraft.objects.filter(tandem=tandem, person=by).delete()[0]:
        log_action("drop_agreement_draft", by=by, on=tandem, scope=tandem.cohort.programme.scope)
