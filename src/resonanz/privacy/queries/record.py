"""The record of processing of a programme (Art. 30 GDPR), and what of it will be deleted when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resonanz.applications.enums import ApplicationState
from resonanz.applications.models import Application, RecordCheck, RecordPolicy
from resonanz.applications.queries.apply import DRAFTS_KEPT
from resonanz.core.models import LogEntry
from resonanz.core.text import in_language
from resonanz.mail.enums import Category
from resonanz.mail.models import OutboxMail
from resonanz.mail.queries import NOT_GONE
from resonanz.privacy.declarations import declarations, words
from resonanz.privacy.queries.due import TEXT_KEPT, count_content, ended_tandems
from resonanz.programmes.actions.imports.keep import KEPT as LISTS_KEPT
from resonanz.programmes.actions.interest import INVITED, UNCONFIRMED
from resonanz.programmes.enums import DataClass
from resonanz.programmes.models import ImportBatch, Interest, Invitation, Programme
from resonanz.surveys.models import Sheet, Survey

RECORD_CHECK = "applications.RecordCheck"
SURVEYS = "surveys."


@dataclass(frozen=True)
class Kind:
    """Kinds of data that share a line of the record: ground, audience, period and end, in words."""

    basis: str
    audience: str
    kept: str
    end: str
    labels: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Purpose:
    """What data are used for, and the kinds of data that are."""

    code: str
    text: str
    kinds: list[Kind]


@dataclass(frozen=True)
class Due:
    """A kind of data that a command deletes: how many rows are due now, and when the next one will be."""

    label: str
    count: int
    next_on: datetime | None
    command: str


def months(count: int) -> str:
    """Return a number of months in words."""
    return ngettext("{n} month", "{n} months", count).format(n=count)


def record_of(programme: Programme) -> list[Purpose]:
    """Return the declarations in the reader's language, by purpose, with the programme's own periods.

    Certificates of criminal records and the funder's questionnaire are named only where the programme asks for them.
    """
    policy = RecordPolicy.objects.filter(programme=programme).first()
    surveys = Survey.objects.filter(programme=programme).exclude(on_since=None).exists()  # once on, there may be answers
    periods = {data.value: months(programme.months_kept(data)) for data in DataClass}
    days = policy.days_kept if policy else 0
    periods["record_days"] = ngettext("{n} day", "{n} days", days).format(n=days)
    found: dict[str, dict[tuple[str, ...], Kind]] = {code: {} for code in words()["purposes"]}
    for entry in declarations():
        if (entry.model == RECORD_CHECK and policy is None) or (entry.model.startswith(SURVEYS) and not surveys):
            continue
        key = (entry.basis, entry.audience, entry.kept, entry.erased, entry.because)
        end = entry.word("erased")
        if entry.because:
            end = _("{end}, {reason}").format(end=end, reason=entry.word("because"))
        kind = Kind(entry.word("basis"), entry.word("audience"), entry.word("kept", **periods), end)
        found[entry.purpose].setdefault(key, kind).labels.append(in_language(entry.label))
    texts = words()["purposes"]
    return [Purpose(code, in_language(texts[code]), list(kinds.values())) for code, kinds in found.items() if kinds]


def forecast(programme: Programme) -> list[Due]:
    """Return what the daily commands delete of a programme: how many rows are due now, and when the next is."""
    return [
        *(counted(*source) for source in sources(programme)),
        due_content_of_tandems(programme),
        due_record_checks(programme),
    ]


def sources(programme: Programme) -> Iterator[tuple[str, QuerySet[Any], str, timedelta, str]]:
    """Yield what has a period: its name, the rows, the moment from which the period counts, the period, the command."""

    def period(data: DataClass) -> timedelta:
        return timedelta(days=programme.months_kept(data) * 365 / 12)

    applications = Application.objects.filter(cohort__programme=programme)
    over = applications.filter(state__in=[ApplicationState.DECLINED, ApplicationState.WITHDRAWN])
    yield (
        _("Applications that were declined or taken back"),
        over, "decided_at", period(DataClass.REJECTED_APPLICATIONS), "retain",
    )  # fmt: skip
    drafts = applications.filter(state=ApplicationState.DRAFT)
    yield _("Applications begun and not handed in"), drafts, "changed_at", DRAFTS_KEPT, "follow_up"
    letters = OutboxMail.objects.filter(scope=programme.scope).exclude(category=Category.ACCOUNT)
    gone = letters.exclude(state__in=NOT_GONE).exclude(subject="", text="")
    yield _("Texts of letters"), gone, "due_at", TEXT_KEPT, "retain"
    log = LogEntry.objects.filter(scope=programme.scope)
    yield _("Entries of the log"), log, "at", period(DataClass.LOGS), "retain"
    waiting = Interest.objects.filter(programme=programme)
    confirmed = waiting.exclude(confirmed_at=None)
    yield _("Addresses of people who wait for a date"), confirmed, "created_at", period(DataClass.INTEREST), "tidy"
    yield _("Addresses that were never confirmed"), waiting.filter(confirmed_at=None), "created_at", UNCONFIRMED, "tidy"
    yield _("Invitations to the team"), Invitation.objects.filter(programme=programme), "created_at", INVITED, "tidy"
    lists = ImportBatch.objects.filter(cohort__programme=programme)
    yield _("Lists of people that were never read in"), lists.filter(ran_at=None), "created_at", LISTS_KEPT, "tidy"
    full = ~(Q(rows__cells=[]) & Q(rows__values={}))
    read = lists.filter(full, ran_at__isnull=False, rows__isnull=False).distinct()
    yield _("What stood in lists that were read in"), read, "ran_at", LISTS_KEPT, "tidy"
    sheets = Sheet.objects.filter(programme=programme)
    yield _("Answers to the funder's questionnaire"), sheets, "month", period(DataClass.SURVEYS), "retain"


def counted(label: str, rows: QuerySet[Any], since: str, period: timedelta, command: str) -> Due:
    """Return how many of `rows` are due now, and when the next one will be."""
    before = timezone.now() - period
    first = rows.filter(**{f"{since}__gte": before}).aggregate(first=Min(since))["first"]
    due = rows.filter(**{f"{since}__lt": before}).count()
    return Due(label, due, first + period if first else None, command)


def due_content_of_tandems(programme: Programme) -> Due:
    """Return the same of what the two of a tandem wrote and shared, which counts from the end of the tandem."""
    count = count_content(programme)
    period = timedelta(days=programme.months_kept(DataClass.MESSAGES) * 365 / 12)
    today = timezone.localdate()
    later = ended_tandems(programme).filter(ended_on__gte=today - period)
    first = later.aggregate(first=Min("ended_on"))["first"]
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    next_on = midnight + timedelta(days=(first - today).days + 1) + period if first else None
    return Due(_("Messages, files, diaries and notes of tandems that ended"), count, next_on, "retain")


def due_record_checks(programme: Programme) -> Due:
    """Return the same of checks of criminal records, which count from the end of the cohort or of taking part."""
    label = _("Looks at certificates of criminal records")
    policy = RecordPolicy.objects.filter(programme=programme).first()
    if policy is None:
        return Due(label, 0, None, "tidy")
    now = timezone.localtime()
    ends: list[datetime] = []
    rows = RecordCheck.objects.filter(application__cohort__programme=programme)
    for ends_on, is_active, changed_at in rows.values_list(
        "application__cohort__ends_on", "application__participation__is_active", "application__participation__changed_at"
    ):
        days = [ends_on] if ends_on else []
        if is_active is False:
            days.append(timezone.localdate(changed_at))
        if days:
            day = min(days) + timedelta(days=policy.days_kept + 1)
            ends.append(now.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0))
    return Due(label, sum(end <= now for end in ends), min((end for end in ends if end > now), default=None), "tidy")
