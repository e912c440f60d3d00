"""Certificates: what somebody wishes, issuing, withdrawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from resonanz.closing.mails import mail_certificate, mail_withdrawn
from resonanz.closing.models import Certificate, CertificateWish
from resonanz.closing.queries.certificates import certificate_of, content_of, design_for, lacking, wish_of
from resonanz.closing.queries.room import closing_of, own_side
from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.tandems.models import Tandem


class NotIssued(Exception):
    """No certificate was made; `why`: "off", "unwanted", "lacking", "correction", "erased", or "there"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def wish_certificate(
    *,
    tandem: Tandem,
    by: Person,
    is_wanted: bool,
    printed_name: str,
    printed_own_script: str,
    second_language: str,
    with_hours: bool,
    printed_topics: Sequence[str],
    correction: str,
) -> CertificateWish:
    """Keep how somebody would like the certificate; it counts for one that is issued later."""
    wish, _is_new = CertificateWish.objects.update_or_create(
        tandem=tandem,
        participation=own_side(tandem, by),
        defaults={
            "is_wanted": is_wanted,
            "printed_name": printed_name,
            "printed_own_script": printed_own_script,
            "second_language": second_language,
            "with_hours": with_hours,
            "printed_topics": list(printed_topics),
            "correction": correction,
        },
    )
    log_action("wish_certificate", by=by, on=wish, scope=tandem.cohort.programme.scope, tandem=tandem.pk)
    return wish


@transaction.atomic
def issue_certificate(*, tandem: Tandem, participation: Participation, by: Person, in_spite: bool = False) -> Certificate:
    """Issue a certificate as its person wishes, enter it into the register, and tell the person.

    `in_spite`: also where the person has asked for a correction, which the team has seen to.

    Raises:
        NotIssued: the programme has none, the person wants none, something is lacking or open, or it is there already.
    """
    settings, wish = closing_of(tandem.cohort.programme), wish_of(tandem, participation)
    if why := hindrance(tandem, participation, wish, in_spite):
        raise NotIssued(why)
    certificate = Certificate(
        tandem=tandem,
        participation=participation,
        programme=tandem.cohort.programme,
        design=design_for(tandem.cohort.programme),
        certified_name=wish.printed_name,
        content=content_of(wish, settings),
        issued_by=by,
    )
    try:
        with transaction.atomic():
            certificate.save()
    except IntegrityError as error:  # issued a moment ago
        raise NotIssued("there") from error
    if wish.pk and wish.correction:
        CertificateWish.objects.filter(pk=wish.pk).update(correction="")
    log_action("issue_certificate", by=by, on=certificate, scope=tandem.cohort.programme.scope, tandem=tandem.pk)
    mail_certificate(certificate)
    return certificate


def hindrance(tandem: Tandem, participation: Participation, wish: CertificateWish, in_spite: bool) -> str:
    """Return what is in the way of a certificate; nothing where it can be issued."""
    settings = closing_of(tandem.cohort.programme)
    if not settings.has_certificate or tandem.started_on is None:
        return "off"
    if participation.person.erased_at is not None:
        return "erased"
    if certificate_of(tandem, participation) is not None:
        return "there"
    if not wish.is_wanted:
        return "unwanted"
    if wish.correction and not in_spite:
        return "correction"
    return "lacking" if any(lacking(tandem, settings)) else ""


def issue_certificates(*, wanted: Iterable[tuple[Tandem, Participation]], by: Person) -> tuple[int, list[tuple[str, str]]]:
    """Issue certificates to many, each in a transaction of its own; return how many, and who got none and why."""
    count, left = 0, []
    for tandem, participation in wanted:
        try:
            issue_certificate(tandem=tandem, participation=participation, by=by)
            count += 1
        except NotIssued as error:
            left.append((participation.person.full_name, error.why))
    return count, left


@transaction.atomic
def withdraw_certificate(*, certificate: Certificate, because: str, by: Person) -> bool:
    """Withdraw a certificate with a reason, and tell its person; return False where that was done already."""
    rows = Certificate.objects.filter(pk=certificate.pk, withdrawn_on=None)
    if not rows.update(withdrawn_on=timezone.localdate(), withdrawn_because=because, changed_at=timezone.now()):
        return False
    certificate.refresh_from_db()
    log_action("withdraw_certificate", by=by, on=certificate, scope=certificate.programme.scope)
    if certificate.participation.person.erased_at is None:
        mail_withdrawn(certificate)
    return True
