"""The logins of the demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from resonanz.applications.models import Application
from resonanz.matching.queries.offered import choosing
from resonanz.people.models import Person
from resonanz.programmes.enums import Group
from resonanz.programmes.models import ImportRow, Participation, Staff
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem

ADDRESSES = ".demo.example"
PASSWORD = "resonanz-demo"  # noqa: S105 - printed on the login page of the demo, on purpose


@dataclass(frozen=True)
class DemoLogin:
    """One person of the demo to log in as."""

    person: Person
    role: str
    programme: str
    tone: str = ""


def demo_logins() -> list[DemoLogin]:
    """Return who runs the installation, then for each programme its coordinator and the two people of one tandem.

    And where participants choose, somebody who looks for somebody.
    """
    operators = Person.objects.filter(is_operator=True, email__endswith=ADDRESSES).order_by("pk")
    logins = [DemoLogin(person, str(_("Operation")), str(_("This installation"))) for person in operators]
    staff = Staff.objects.select_related("person", "programme").order_by("programme__slug", "id")
    pairs, seekers = first_tandems(), first_seekers()
    for entry in staff:
        programme = str(entry.programme)
        logins.append(DemoLogin(entry.person, str(entry.get_role_display()), programme, "partner"))
        if tandem := pairs.pop(entry.programme_id, None):
            for participation, tone in ((tandem.mentor, "partner"), (tandem.mentee, "")):
                logins.append(DemoLogin(participation.person, participation.role_name, programme, tone))
            if seeker := seekers.pop(entry.programme_id, None):
                role = _("{role}, looking for somebody").format(role=seeker.role_name)
                logins.append(DemoLogin(seeker.person, role, programme))
    return logins


def real_people() -> QuerySet[Person]:
    """Return the people who are not invented: their addresses do not end as those of the demo do.

    Whoever was read in from a list by somebody invented belongs to the demo as well, and whoever applied while playing to
    a programme that somebody invented runs. A deleted account is nobody.
    """
    played = ImportRow.objects.filter(is_new_person=True, batch__by__email__endswith=ADDRESSES, person__isnull=False)
    applied = Application.objects.filter(cohort__programme__staff__person__email__endswith=ADDRESSES)
    people = Person.objects.filter(erased_at=None).exclude(email__endswith=ADDRESSES)
    return people.exclude(pk__in=played.values("person")).exclude(pk__in=applied.values("person"))


def first_tandems() -> dict[int, Tandem]:
    """Return the first tandem at work of each programme, by the programme's id."""
    tandems = Tandem.objects.filter(state=State.ACTIVE).select_related(
        "cohort__programme",
        "mentor__person",
        "mentee__person",
        "mentor__cohort__programme",
        "mentee__cohort__programme",
    )
    return {tandem.cohort.programme_id: tandem for tandem in tandems.order_by("-id")}


def first_seekers() -> dict[int, Participation]:
    """Return the first who looks for somebody in each programme in which participants choose, by the programme's id."""
    waiting = Participation.objects.filter(cohort__programme__in=choosing(), group=Group.SECOND, is_active=True, taken=0)
    rows = waiting.filter(person__email__endswith=ADDRESSES).select_related("cohort__programme", "person").order_by("-id")
    return {row.cohort.programme_id: row for row in rows}
