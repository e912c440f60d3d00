"""`resonanz manage appoint`: make somebody the coordinator of a programme."""

from __future__ import annotations

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from resonanz.people.actions import create_person
from resonanz.people.models import Person
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Programme


class Command(BaseCommand):
    """Appoints a coordinator; makes the account where there is none."""

    help = "Make somebody the coordinator of a programme; a new account asks for a password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add who and where."""
        parser.add_argument("email")
        parser.add_argument("programme", help="the programme's short name in its address, such as mentegra")
        parser.add_argument("--first-name", default="", help="needed for a new account")
        parser.add_argument("--last-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Appoint."""
        programme = Programme.objects.filter(slug=options["programme"]).first()
        if programme is None:
            known = ", ".join(Programme.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no programme «{options['programme']}»; there are: {known}.")
        person = find_or_create(options)
        appoint_staff(programme=programme, person=person, role=StaffRole.COORDINATOR, by=None)
        self.stdout.write(f"{person} coordinates {programme}.")


def find_or_create(options: dict[str, Any]) -> Person:
    """Return the person with this address; make an account, with a password typed twice, where there is none."""
    email = options["email"].strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"«{email}» is no e-mail address.") from error
    person = Person.objects.filter(email=email).first()
    if person is not None:
        return person
    if not options["first_name"]:
        raise CommandError(f"There is no account {email} yet; give --first-name to make one.")
    password = getpass("Password for the new account: ")
    if password != getpass("The same again: "):
        raise CommandError("The two passwords differ. Nothing was changed.")
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(f"{' '.join(error.messages)} Nothing was changed.") from error
    return create_person(
        email=email, first_name=options["first_name"], last_name=options["last_name"], password=password, by=None
    )
