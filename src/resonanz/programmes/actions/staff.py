"""Colleagues: invited by mail, each with a login of her or his own; and who leaves a team."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from resonanz.core.models import log_action
from resonanz.people.actions import create_person
from resonanz.people.models import Person
from resonanz.programmes.actions.people import appoint_staff
from resonanz.programmes.actions.settings import NotPossible, at_work
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.mails import mail_invitation
from resonanz.programmes.models import Invitation, Programme, Staff
from resonanz.programmes.signals import staff_left


@transaction.atomic
def invite_colleague(*, programme: Programme, email: str, role: str, by: Person, site: str) -> Invitation:
    """Ask somebody by mail to work for `programme`; a new invitation to the same address replaces the old one.

    `site` is the address of this installation without a slash at the end. Raises NotPossible where the address belongs to
    somebody who has that role already.
    """
    row = at_work(programme)
    if row.staff.filter(person__email=email, role=role).exists():
        raise NotPossible(_("Somebody with this address has this role already."))
    row.invitations.filter(email=email).delete()
    invitation = Invitation.objects.create(programme=row, email=email, role=role, invited_by=by)
    mail_invitation(invitation, site=site)
    log_action("invite_colleague", by=by, on=invitation, scope=row.scope, role=role)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Person) -> None:
    """Let an invitation no longer hold."""
    log_action("withdraw_invitation", by=by, on=invitation, scope=invitation.programme.scope)
    invitation.delete()


@transaction.atomic
def accept_invitation(*, invitation: Invitation, person: Person) -> Staff:
    """Let `person`, who has proved to own the address, join the team. Raises NotPossible where the invitation is used up."""
    used, _rows = Invitation.objects.filter(pk=invitation.pk).delete()
    if not used:
        raise NotPossible(_("This invitation has been used or withdrawn already."))
    programme = at_work(invitation.programme)
    if invitation.role == StaffRole.COORDINATOR:  # who coordinates may review as well: one row says it all
        programme.staff.filter(person=person, role=StaffRole.REVIEWER).delete()
    return appoint_staff(programme=programme, person=person, role=StaffRole(invitation.role), by=person)


@transaction.atomic
def join_by_invitation(*, invitation: Invitation, first_name: str, last_name: str, password: str, language: str) -> Person:
    """Make an account for the invited address, and let its owner join the team. Raises what `accept_invitation` raises."""
    person = create_person(
        email=invitation.email,
        first_name=first_name,
        last_name=last_name,
        password=password,
        language=language,
        by=None,
    )
    accept_invitation(invitation=invitation, person=person)
    return person


@transaction.atomic
def dismiss_staff(*, staff: Staff, by: Person | None) -> None:
    """Take a role from somebody. Raises NotPossible for the last coordinator: somebody must be there for the people."""
    programme = at_work(staff.programme)
    coordinators = programme.staff.filter(role=StaffRole.COORDINATOR)
    if staff.role == StaffRole.COORDINATOR and not coordinators.exclude(pk=staff.pk).exists():
        raise NotPossible(_("A programme needs at least one coordinator. Please invite somebody else first."))
    leave_team(staff=staff, by=by)


@transaction.atomic
def leave_team(*, staff: Staff, by: Person | None) -> None:
    """End a role, whoever is left; upper rooms free what the person looked after, unless another role remains."""
    programme, person = staff.programme, staff.person
    log_action("dismiss_staff", by=by, on=staff, scope=programme.scope, person=person.pk, role=staff.role)
    staff.delete()
    if not programme.staff.filter(person=person).exists():
        staff_left.send(sender=Staff, programme=programme, person=person)
