"""Deleting what has had its time. Doing it twice changes nothing, so it fits a timer."""

from __future__ import annotations

from django.db import transaction

from resonanz.applications.actions.apply import delete_application
from resonanz.core.models import log_action
from resonanz.mail.queries import EMPTIED
from resonanz.privacy.queries.due import (
    due_applications,
    due_content,
    due_log,
    due_log_of_nobody,
    due_sessions,
    due_sheets,
    due_sign_ins,
    due_texts,
)
from resonanz.programmes.models import Programme


def delete_declined() -> int:
    """Delete the applications whose time is over, each in a transaction of its own with its log entry; return how many."""
    count = 0
    for programme in Programme.objects.all():
        for pk in list(due_applications(programme).values_list("pk", flat=True)):
            with transaction.atomic():
                # Asked again under a lock: a colleague may have opened the application anew.
                still_due = due_applications(programme).select_for_update(of=("self",)).filter(pk=pk).first()
                if still_due is not None:
                    delete_application(application=still_due, by=None)
                    count += 1
    return count


def delete_content() -> int:
    """Delete or empty what the two of a tandem wrote and shared, some months after its end; return how many rows there were.

    Each programme in a transaction of its own; its log notes how many rows went. That there was a tandem stays known.
    """
    count = 0
    for programme in Programme.objects.all():
        with transaction.atomic():
            deleted = 0
            for outlived in due_content(programme):
                if outlived.columns:
                    deleted += outlived.rows.update(**dict.fromkeys(outlived.columns, ""))
                else:
                    deleted += outlived.rows.count()
                    outlived.rows.delete()
            if deleted:
                log_action("delete_outdated", by=None, on=programme, scope=programme.scope, what="content", count=deleted)
                count += deleted
    return count


@transaction.atomic
def delete_log() -> int:
    """Delete the entries of the log whose time is over; of each programme the log notes how many there were."""
    count = due_log_of_nobody().delete()[0]
    for programme in Programme.objects.all():
        if deleted := due_log(programme).delete()[0]:
            log_action("delete_outdated", by=None, on=programme, scope=programme.scope, what="log", count=deleted)
            count += deleted
    return count


@transaction.atomic
def delete_sheets() -> int:
    """Delete the answers to funders' questionnaires whose time is over; the log notes how many there were."""
    count = 0
    for programme in Programme.objects.all():
        if deleted := due_sheets(programme).delete()[0]:
            log_action("delete_outdated", by=None, on=programme, scope=programme.scope, what="sheets", count=deleted)
            count += deleted
    return count


@transaction.atomic
def empty_letters() -> int:
    """Empty old letters; that they were written stays known, so that none is written twice."""
    return due_texts().update(**EMPTIED)


@transaction.atomic
def delete_sign_ins() -> int:
    """Delete sessions that are over, with what is known of the sign-in; return of how many sign-ins."""
    due_sessions().delete()
    return due_sign_ins().delete()[0]
