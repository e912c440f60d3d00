"""People who wait for a date: an address, confirmed by a mailed link, told once, and then forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.settings import NotPossible, at_work
from resonanz.programmes.enums import CohortState, DataClass
from resonanz.programmes.mails import mail_date, mail_interest
from resonanz.programmes.models import Cohort, Interest, Invitation, Programme
from resonanz.programmes.queries import waiting_for

UNCONFIRMED = timedelta(days=7)
INVITED = timedelta(days=14)


@transaction.atomic
def ask_to_be_told(*, programme: Programme, email: str, group: str, language: str, site: str) -> None:
    """Keep an address until it is confirmed, and send the link that confirms it: at most once a day.

    An address that is confirmed already gets no letter. Whoever asks learns nothing of either. `site` is the address of
    this installation without a slash at the end, for links.
    """
    interest, made = Interest.objects.get_or_create(
        programme=programme, email=email, defaults={"group": group, "language": language}
    )
    if interest.confirmed_at is not None:
        return
    if not made:
        interest.group, interest.language = group, language
        interest.save(update_fields=["group", "language", "changed_at"])
    mail_interest(interest, site=site, day=timezone.localdate())
    log_action("ask_to_be_told", by=None, on=interest, scope=programme.scope, group=group)


@transaction.atomic
def confirm_interest(*, interest: Interest) -> bool:
    """Count an address from now on, and return whether it was not counted before; its owner has followed the link."""
    confirmed = Interest.objects.filter(pk=interest.pk, confirmed_at=None).update(confirmed_at=timezone.now())
    if confirmed:
        log_action("confirm_interest", by=None, on=interest, scope=interest.programme.scope)
    return bool(confirmed)


@transaction.atomic
def withdraw_interest(*, interest: Interest) -> None:
    """Forget an address, because its owner says so."""
    log_action("withdraw_interest", by=None, on=interest, scope=interest.programme.scope)
    interest.delete()


@transaction.atomic
def tell_interested(*, cohort: Cohort, by: Person | None, site: str) -> int:
    """Write to everybody who waits for the date of `cohort`, forget the addresses, and return how many there were.

    Raises NotPossible where there is nothing to tell yet: no date, and not open.
    """
    row = at_work(cohort.programme)
    cohort.refresh_from_db()
    is_news = cohort.state == CohortState.OPEN or (cohort.state == CohortState.ANNOUNCED and cohort.starts_on)
    if not is_news:
        raise NotPossible(_("There is no date to tell yet. Please give the cohort a start, or open it for applications."))
    waiting = list(waiting_for(row).select_for_update())
    for interest in waiting:
        mail_date(interest, cohort, site=site)
    Interest.objects.filter(pk__in=[interest.pk for interest in waiting]).delete()
    log_action("tell_interested", by=by, on=cohort, scope=row.scope, told=len(waiting))
    return len(waiting)


def delete_outdated_interest() -> int:
    """Delete addresses that were never confirmed or have waited too long; return how many."""
    now = timezone.now()
    deleted, _rows = Interest.objects.filter(confirmed_at=None, created_at__lt=now - UNCONFIRMED).delete()
    for programme in Programme.objects.filter(interest__isnull=False).distinct():
        kept = timedelta(days=programme.months_kept(DataClass.INTEREST) * 365 / 12)
        deleted += Interest.objects.filter(programme=programme, created_at__lt=now - kept).delete()[0]
    return deleted


def delete_outdated_invitations() -> int:
    """Delete invitations that nobody has answered; return how many."""
    return Invitation.objects.filter(created_at__lt=timezone.now() - INVITED).delete()[0]
