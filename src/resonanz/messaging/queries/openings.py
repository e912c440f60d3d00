"""Named reads of openings, and of what they open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from resonanz.messaging.enums import Audience
from resonanz.messaging.models import Opening, TandemFile
from resonanz.messaging.queries.messages import within
from resonanz.people.models import Person
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Staff
from resonanz.programmes.queries import coordinated_by
from resonanz.programmes.rules import operates
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people
from resonanz.tandems.signals import Opened, content_opened


def tandems_overseen_by(person: Any) -> QuerySet[Tandem]:
    """Return the tandems whose content `person` could ask to open: of programmes one coordinates; all for the operator."""
    started = with_people(Tandem.objects.filter(started_on__isnull=False))
    return started if operates.test(person) else started.filter(cohort__programme__in=coordinated_by(person))


def openings_seen_by(person: Any) -> QuerySet[Opening]:
    """Return the openings that `person` may know of."""
    rows = Opening.objects.filter(tandem__in=tandems_overseen_by(person).values("pk"))
    return rows.select_related(
        "tandem__cohort__programme", "tandem__mentor__person", "tandem__mentee__person", "asked_by", "approved_by"
    )


def openings_of(tandem: Tandem, person: Any) -> QuerySet[Opening]:
    """Return the openings of one tandem, the newest first."""
    return openings_seen_by(person).filter(tandem=tandem)


def second_people(opening: Opening) -> QuerySet[Person]:
    """Return who could approve: coordinators of the programme, else the operator; not who asked, and neither of the two."""
    rows = Person.objects.filter(is_active=True).exclude(pk__in=involved(opening.tandem, opening.asked_by_id))
    staff = Staff.objects.filter(programme_id=programme_of(opening.tandem), role=StaffRole.COORDINATOR)
    colleagues = rows.filter(pk__in=staff.values("person"))
    return colleagues if colleagues.exists() else rows.filter(is_operator=True)


def involved(tandem: Tandem, *more: int) -> list[int]:
    """Return the numbers of the two, and of whoever else is named."""
    return [tandem.mentor.person_id, tandem.mentee.person_id, *more]


def programme_of(tandem: Tandem) -> int:
    """Return the number of the programme."""
    return tandem.cohort.programme_id


@dataclass(frozen=True)
class Content:
    """What an opening opens: the texts of every room, and the files of the two, each the oldest first."""

    texts: list[Opened]
    files: list[TandemFile]


def content_of(opening: Opening) -> Content:
    """Return what an opening opens; only `actions.openings` may ask for it."""
    answers: list[tuple[Any, Any]] = content_opened.send(
        Tandem, tandem=opening.tandem, since=opening.since, until=opening.until
    )
    texts: list[Opened] = [text for _receiver, found in answers for text in found or ()]
    return Content(sorted(texts, key=lambda text: text.at), list(files_in(opening)))


def files_in(opening: Opening) -> QuerySet[TandemFile]:
    """Return the files that an opening opens, without their bytes: those that both can see at this moment.

    What somebody keeps for herself alone is nobody's but hers, as with the diary: it is neither handed out nor listed.
    """
    rows = TandemFile.objects.filter(tandem=opening.tandem_id, audience=Audience.TANDEM)
    return within(rows.select_related("owner").defer("content").order_by("pk"), opening.since, opening.until)
