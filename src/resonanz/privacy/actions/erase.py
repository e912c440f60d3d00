"""Deleting an account: what is open ends kindly, then every declaration is carried out, then the person is a number.

The row of the person stays without anything in it, so that tandems of others can be read, figures stay right, and the log
still says that the same somebody did two things. Nothing in it leads back to the person.
"""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from resonanz.applications.actions.apply import AlreadyDecided as ApplicationDecided
from resonanz.applications.actions.apply import withdraw_application
from resonanz.applications.enums import ApplicationState
from resonanz.applications.models import Application
from resonanz.core.models import log_action
from resonanz.mail.models import OutboxMail
from resonanz.mail.queries import EMPTIED, NOT_GONE
from resonanz.matching.actions.requests import end_requests_of
from resonanz.matching.models import Mark, MatchingRun, Wish
from resonanz.matching.queries.requests import requests_of
from resonanz.people.models import Person
from resonanz.privacy.declarations import declarations, empty
from resonanz.privacy.mails import mail_confirmation, mail_farewell
from resonanz.privacy.queries.leaving import hindrances, open_applications, open_tandems
from resonanz.programmes.actions import NotPossible, leave_team
from resonanz.programmes.models import ImportRow, Invitation, Participation, Programme
from resonanz.tandems.actions import AlreadyDecided, end_tandem
from resonanz.tandems.queries import of_person


@transaction.atomic
def ask_to_leave(*, person: Person, token: str) -> None:
    """Mail the link by which somebody without a password confirms the wish to delete the account."""
    log_action("ask_to_leave", by=person, on=person)
    mail_confirmation(person, token)


@transaction.atomic
def erase_person(*, person: Person, by: Person) -> None:
    """Delete the account of `person`; doing it twice changes nothing.

    Raises:
        NotPossible: a programme or the installation would be left alone; the text says what to do first.
    """
    hold_still(person)
    row = Person.objects.get(pk=person.pk)
    if row.erased_at is not None:
        return
    if found := hindrances(row):
        raise NotPossible(found[0][0])
    end_what_is_open(row)
    sign_out_everywhere(row)
    forget_letters_of_requests(row)
    carry_out(row)
    forget_elsewhere(row)
    goodbye: dict[str, Any] = {"pk": row.pk, "to": row.email, "first_name": row.first_name, "language": row.language}
    become_a_number(row)
    log_action("erase_person", by=by, on=row)
    mail_farewell(**goodbye)


def hold_still(person: Person) -> None:
    """Lock what decides whether somebody may leave: of two last colleagues leaving at once, one comes second."""
    programmes = Programme.objects.filter(staff__person=person).order_by("pk").values_list("pk", flat=True)
    list(Programme.objects.select_for_update().filter(pk__in=list(programmes)).order_by("pk"))
    list(Person.objects.select_for_update().filter(Q(is_operator=True) | Q(pk=person.pk)).order_by("pk"))


def end_what_is_open(person: Person) -> None:
    """End requests and tandems without fault (the other is told), take applications back, leave teams."""
    end_requests_of(person=person)
    for tandem in open_tandems(person):
        try:
            end_tandem(tandem=tandem, by=person)
        except AlreadyDecided:
            continue  # the other was faster, and has been told
    for application in open_applications(person):
        try:
            withdraw_application(application=application, by=person)
        except ApplicationDecided:
            continue
    for staff in person.staff_roles.select_related("programme"):
        leave_team(staff=staff, by=person)


def sign_out_everywhere(person: Person) -> None:
    """Delete the sessions of every browser; what they are called stands in rows that go with the declarations."""
    keys = UserSession.objects.filter(user=person).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()


def forget_letters_of_requests(person: Person) -> None:
    """Delete the letters about requests to and from the person; the last one to each of the others still goes out."""
    for pk in requests_of(person).values_list("pk", flat=True):
        letters = OutboxMail.objects.filter(key__startswith=f"request:{pk}:")
        letters.filter(key__endswith=f":{person.pk}").delete()
        letters.filter(state__in=NOT_GONE).exclude(key__startswith=f"request:{pk}:gone:").delete()
        letters.exclude(state__in=NOT_GONE).update(**EMPTIED)


def carry_out(person: Person) -> None:
    """Delete the rows, and empty the columns, of which a declaration says so."""
    for entry in declarations():
        rows = entry.rows_of(person)
        if entry.erased == "deleted":
            rows.delete()
        elif entry.erased == "emptied":
            fields = [entry.table._meta.get_field(column) for column in entry.columns]
            rows.order_by().update(**{field.name: empty(field) for field in fields})
        elif entry.erased == "shared":
            entry.private_rows_of(person).delete()


def forget_elsewhere(person: Person) -> None:
    """Delete what no path leads to: copies in runs, traces in lists, keys of applications, names in letters to others."""
    forget_in_runs(person)
    forget_in_lists(person)
    for chosen in (Mark, Wish):  # by others, who wished for or hid somebody that is no longer here
        chosen.objects.filter(other__person=person).delete()
    for pk in Participation.objects.filter(person=person).values_list("pk", flat=True):
        OutboxMail.objects.filter(key__startswith="matching-event:", key__endswith=f":{pk}").delete()
    asleep = Participation.objects.filter(person=person, is_active=False, application=None)
    asleep.filter(tandems_as_mentor=None, tandems_as_mentee=None).delete()  # after runs and lists, which know its number
    OutboxMail.objects.filter(key__startswith=f"person:{person.pk}:").delete()  # also to an address from before
    for application in Application.objects.filter(person=person):
        OutboxMail.objects.filter(key__startswith=f"application:{application.pk}:").delete()
        application.nonce, application.token_hash = get_random_string(43), get_random_string(64)
        application.page, application.assigned_to, application.captured_by = "", None, None
        application.save(update_fields=["nonce", "token_hash", "page", "assigned_to", "captured_by"])
    Application.objects.filter(person=person, state=ApplicationState.DRAFT).delete()
    for invitation in Invitation.objects.filter(invited_by=person):  # still good; only the letter names who invited
        OutboxMail.objects.filter(key=f"invitation:{invitation.pk}").exclude(state__in=NOT_GONE).update(**EMPTIED)
    for tandem in of_person(person):
        letters = OutboxMail.objects.filter(key__startswith=f"tandem:{tandem.pk}:")
        letters.filter(key__endswith=f":{person.pk}").delete()
        told = Q(key__contains=":end:") | Q(key__contains=":no-tandem:") | Q(key__contains=":choose-again:")  # still to go
        letters.filter(state__in=NOT_GONE).exclude(told).delete()
        letters.exclude(state__in=NOT_GONE).update(**EMPTIED)


def forget_in_runs(person: Person) -> None:
    """Take the copy of the profile out of every run that was computed with it."""
    own = set(Participation.objects.filter(person=person).values_list("pk", flat=True))
    cohorts = Participation.objects.filter(pk__in=own).values("cohort")
    # Locked: two who leave at once would else each write the other's profile back.
    for run in MatchingRun.objects.select_for_update().filter(cohort__in=cohorts).order_by("pk"):
        run.mentors = [row for row in run.mentors if int(row["id"]) not in own]
        run.mentees = [row for row in run.mentees if int(row["id"]) not in own]
        run.unplaced = [entry for entry in run.unplaced if entry["participation"] not in own]
        run.insight = {}  # it names who would be placed
        run.save(update_fields=["mentors", "mentees", "unplaced", "insight"])


def forget_in_lists(person: Person) -> None:
    """Delete rows with the person's address, and what other rows say about her or him as a possible twin."""
    near = ImportRow.objects.filter(cells__icontains=person.email).values_list("pk", "cells")  # columns not named yet, too
    as_brought = [pk for pk, cells in near if person.email.lower() in (str(cell).strip().lower() for cell in cells)]
    read = Q(values__person__email__iexact=person.email)
    ImportRow.objects.filter(Q(same_as=person) | read | Q(pk__in=as_brought)).delete()
    for row in ImportRow.objects.filter(is_twin=True).only("twins"):
        others = [twin for twin in row.twins if twin.get("person") != person.pk]
        if others != row.twins:
            ImportRow.objects.filter(pk=row.pk).update(twins=others)


def become_a_number(person: Person) -> None:
    """Empty the person's own row; nobody signs in with it any more."""
    now = timezone.now()
    Participation.objects.filter(person=person).update(is_active=False, capacity=0, taken=0)
    person.email = f"erased-{person.pk}@invalid"
    for column in ("first_name", "last_name", "name_own_script", "form_of_address", "pronouns", "language"):
        setattr(person, column, "")
    person.is_active = person.is_operator = False
    person.last_login = person.paused_since = person.paused_until = None
    person.joined_at = person.erased_at = now
    person.set_unusable_password()
    person.save()
