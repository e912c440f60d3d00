"""What has had its time, by programme and kind of data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone

from resonanz.applications.enums import ApplicationState
from resonanz.applications.models import Application
from resonanz.core.models import LogEntry
from resonanz.mail.enums import Category
from resonanz.mail.models import OutboxMail
from resonanz.mail.queries import NOT_GONE
from resonanz.programmes.enums import DataClass
from resonanz.programmes.models import Programme
from resonanz.surveys.models import Sheet
from resonanz.tandems.enums import State as TandemState
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import Outlived, content_outlived

TEXT_KEPT = timedelta(days=30)
ACCOUNT_TEXT_KEPT = timedelta(days=1)  # codes and links to sign in
LEAST_LOG_MONTHS = 12  # of acts that belong to no programme


def moment(months: int) -> datetime:
    """Return the moment so many months ago; a month has a twelfth of a year."""
    return timezone.now() - timedelta(days=months * 365 / 12)


def due_applications(programme: Programme) -> QuerySet[Application]:
    """Return the applications that were declined or taken back longer ago than the programme keeps them."""
    over = [ApplicationState.DECLINED, ApplicationState.WITHDRAWN]
    before = moment(programme.months_kept(DataClass.REJECTED_APPLICATIONS))
    rows = Application.objects.filter(cohort__programme=programme, state__in=over, decided_at__lt=before)
    return rows.select_related("person", "cohort__programme")


def ended_tandems(programme: Programme) -> QuerySet[Tandem]:
    """Return the tandems of a programme that have ended, whenever that was."""
    return Tandem.objects.filter(cohort__programme=programme, state=TandemState.ENDED, ended_on__isnull=False)


def due_content(programme: Programme) -> list[Outlived]:
    """Return what the two of a tandem wrote and shared longer ago than the programme keeps it, room by room."""
    before = timezone.localdate(moment(programme.months_kept(DataClass.MESSAGES)))
    answers: list[tuple[Any, Any]] = content_outlived.send(
        Tandem, tandems=ended_tandems(programme).filter(ended_on__lt=before)
    )
    return [outlived for _receiver, found in answers for outlived in found or ()]


def count_content(programme: Programme) -> int:
    """Return of how many rows that is."""
    return sum(outlived.rows.count() for outlived in due_content(programme))


def due_sheets(programme: Programme) -> QuerySet[Sheet]:
    """Return the answers to the funder's questionnaire that are older than the programme keeps them."""
    before = timezone.localdate(moment(programme.months_kept(DataClass.SURVEYS)))
    return Sheet.objects.filter(programme=programme, month__lt=before)


def due_log(programme: Programme) -> QuerySet[LogEntry]:
    """Return the acts in a programme that are older than it keeps its log."""
    return LogEntry.objects.filter(scope=programme.scope, at__lt=moment(programme.months_kept(DataClass.LOGS)))


def due_log_of_nobody() -> QuerySet[LogEntry]:
    """Return the old acts that belong to no programme, such as those about one's own account."""
    return LogEntry.objects.filter(scope="", at__lt=moment(LEAST_LOG_MONTHS))


def due_texts() -> QuerySet[OutboxMail]:
    """Return the letters that went out (or never will) so long ago that their text is no longer needed."""
    now = timezone.now()
    over = OutboxMail.objects.exclude(state__in=NOT_GONE).exclude(subject="", text="")
    account = Q(category=Category.ACCOUNT, due_at__lt=now - ACCOUNT_TEXT_KEPT)
    return over.filter(account | Q(due_at__lt=now - TEXT_KEPT))


def due_sessions() -> QuerySet[Session]:
    """Return the sessions of browsers that are over."""
    return Session.objects.filter(expire_date__lt=timezone.now())


def due_sign_ins() -> QuerySet[UserSession]:
    """Return what is known of sign-ins (address, browser) whose session is over or gone."""
    alive = Session.objects.filter(expire_date__gte=timezone.now()).values("session_key")
    return UserSession.objects.exclude(session_key__in=alive)
