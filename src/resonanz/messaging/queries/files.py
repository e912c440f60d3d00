"""Named reads of files and of the links that lead to them."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db.models import Q, QuerySet

from resonanz.core.crypto import code_of
from resonanz.messaging.enums import SEEN_STATES, Audience
from resonanz.messaging.models import Share, TandemFile
from resonanz.people.models import Person
from resonanz.tandems.models import Tandem

ALONG = ("tandem__cohort__programme", "tandem__mentor__person", "tandem__mentee__person", "owner")


def files_seen_by(person: Any) -> QuerySet[TandemFile]:
    """Return the files that `person` owns, or that the other of the two shares with her or him; without their bytes."""
    if not person.is_authenticated:
        return TandemFile.objects.none()
    two = Q(tandem__mentor__person=person) | Q(tandem__mentee__person=person)
    seen = Q(owner=person) | Q(audience=Audience.TANDEM)
    rows = TandemFile.objects.filter(two & seen, tandem__state__in=SEEN_STATES)
    return rows.select_related(*ALONG).defer("content")


def files_of(tandem: Tandem, person: Person) -> QuerySet[TandemFile]:
    """Return the files of one tandem that `person` sees, each with its links."""
    return files_seen_by(person).filter(tandem=tandem).prefetch_related("shares")


def own_shares(person: Any) -> QuerySet[Share]:
    """Return the links to one's own files."""
    rows = Share.objects.filter(file__owner=person) if person.is_authenticated else Share.objects.none()
    return rows.select_related("file__tandem__cohort__programme")


def shares_of(file: TandemFile) -> QuerySet[Share]:
    """Return the links to a file, the newest first, with what came back."""
    return Share.objects.filter(file=file).prefetch_related("feedback")


def token_of(share: Share) -> str:
    """Return the secret of a link: made from the key of its form by a key that the database does not have."""
    return code_of(str(share.key), "messaging.share")


def hash_of(token: str) -> str:
    """Return what is stored of a link."""
    return sha256(token.encode()).hexdigest()


def by_token(token: str) -> Share | None:
    """Return what a link leads to while it is good; None otherwise, whatever the reason."""
    rows = Share.objects.filter(token_hash=hash_of(token)).select_related(
        "file__tandem__cohort__programme", "file__tandem__mentor__person", "file__tandem__mentee__person", "file__owner"
    )
    share = rows.defer("file__content").first()
    return share if share is not None and share.is_open and goes_on(share.file) else None


def goes_on(file: TandemFile) -> bool:
    """Whether a file may leave the house: its owner is still there, and nothing is being clarified."""
    return file.owner.erased_at is None and file.tandem.suspended_at is None and file.tandem.state in SEEN_STATES
