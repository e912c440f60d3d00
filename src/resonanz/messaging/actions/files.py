"""Files of the two, the links that their owners give to third persons, and what comes back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from resonanz.core.models import log_action
from resonanz.core.sealed import store_once
from resonanz.messaging.actions.messages import writable
from resonanz.messaging.mails import mail_feedback
from resonanz.messaging.models import Feedback, Share, TandemFile
from resonanz.messaging.queries.files import hash_of, token_of
from resonanz.people.models import Person
from resonanz.programmes.actions import NotPossible
from resonanz.tandems.models import Tandem

MOST_FILES = 30  # of one person in one tandem
MOST_SHARES = 10  # links to one file that are good at the same time
MOST_FEEDBACK = 20  # texts that come back by one link


@transaction.atomic
def store_file(*, tandem: Tandem, name: str, kind: str, content: bytes, audience: str, key: UUID, by: Person) -> TandemFile:
    """Keep a file, sealed.

    Raises:
        CannotWrite, SomebodyElses: as for messages.
        NotPossible: there are too many files already.
    """
    writable(tandem)
    if TandemFile.objects.filter(tandem=tandem, owner=by).exclude(key=key).count() >= MOST_FILES:
        raise NotPossible(_("You have {n} files here already. Please delete one that is not needed.").format(n=MOST_FILES))
    file = TandemFile(tandem=tandem, owner=by, kind=kind, size=len(content), audience=audience, key=key)
    file.seal(name=name)
    file.seal_bytes(content=content)
    if store_once(file, same=["tandem_id", "owner_id"]):
        log_action("store_file", by=by, on=file, scope=tandem.cohort.programme.scope, audience=audience)
    return file


@transaction.atomic
def change_audience(*, file: TandemFile, audience: str, by: Person) -> None:
    """Show a file to the other, or to nobody else any more. Raises CannotWrite."""
    writable(file.tandem)
    file.audience = audience
    file.save(update_fields=["audience", "changed_at"])
    log_action("change_audience", by=by, on=file, scope=file.tandem.cohort.programme.scope, audience=audience)


@transaction.atomic
def remove_file(*, file: TandemFile, by: Person) -> None:
    """Delete a file with all links to it, at any time."""
    log_action("remove_file", by=by, on=file, scope=file.tandem.cohort.programme.scope)
    file.delete()


@transaction.atomic
def share_file(*, file: TandemFile, name: str, purpose: str, language: str, days: int, key: UUID, by: Person) -> Share:
    """Make a link by which one named third person can read the file for some days.

    Raises:
        CannotWrite, SomebodyElses: as for messages.
        NotPossible: there are too many links already.
    """
    writable(file.tandem)
    now = timezone.now()
    good = Share.objects.filter(file=file, revoked_at=None, expires_at__gt=now).exclude(key=key)
    if good.count() >= MOST_SHARES:
        raise NotPossible(_("{n} links to this file are open. Please close one that is not needed.").format(n=MOST_SHARES))
    share = Share(file=file, language=language, expires_at=now + timedelta(days=days), key=key)
    share.token_hash = hash_of(token_of(share))
    share.seal(name=name, purpose=purpose)
    if store_once(share, same=["file_id"]):
        log_action("share_file", by=by, on=share, scope=file.tandem.cohort.programme.scope, days=days)
    return share


@transaction.atomic
def revoke_share(*, share: Share, by: Person) -> None:
    """Make a link lead nowhere from now on."""
    if Share.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=timezone.now(), changed_at=timezone.now()):
        log_action("revoke_share", by=by, on=share, scope=share.file.tandem.cohort.programme.scope)


@transaction.atomic
def count_opening(*, share: Share) -> bytes:
    """Count that the third person takes the file, and return its bytes."""
    now = timezone.now()
    Share.objects.filter(pk=share.pk).update(opens=F("opens") + 1, last_opened_at=now)
    log_action("open_share", by=None, on=share, scope=share.file.tandem.cohort.programme.scope)
    return share.file.opened_bytes("content")


@transaction.atomic
def give_feedback(*, share: Share, text: str, key: UUID) -> Feedback:
    """Keep what the third person writes to the owner.

    Raises:
        NotPossible: enough has come back by this link.
        SomebodyElses: the key of the form belongs to another link.
    """
    if Feedback.objects.filter(share=share).exclude(key=key).count() >= MOST_FEEDBACK:
        raise NotPossible(_("You have written a lot already, thank you. Please talk to each other directly from here on."))
    feedback = Feedback(share=share, key=key)
    feedback.seal(text=text)
    if store_once(feedback, same=["share_id"]):
        log_action("give_feedback", by=None, on=feedback, scope=share.file.tandem.cohort.programme.scope)
        mail_feedback(feedback)
    return feedback
