"""Named reads of the two linked visits of a tandem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from resonanz.programmes.models import Participation
from resonanz.tandems.models import Tandem
from resonanz.together.enums.meetings import VisitState
from resonanz.together.models import Visit


@dataclass(frozen=True)
class Way:
    """One of the two directions: who visits whom, the row where somebody has planned it, and its texts, for the two."""

    host: Participation
    guest: Participation
    visit: Visit | None
    preparation: str
    reflection: str

    @property
    def is_done(self) -> bool:
        """Whether the visit has taken place."""
        return self.visit is not None and self.visit.state == VisitState.DONE


def visits_of(tandem: Tandem) -> list[Visit]:
    """Return the visits of a tandem that are planned or have taken place."""
    return list(Visit.objects.filter(tandem=tandem).select_related("host__person", "guest__person", "meeting"))


def ways_of(tandem: Tandem, person: Any) -> list[Way]:
    """Return both directions, that in which `person` visits the other first, with the texts in clear: for the two alone."""
    rows = {visit.host_id: visit for visit in visits_of(tandem)}
    found = []
    for host, guest in ((tandem.mentor, tandem.mentee), (tandem.mentee, tandem.mentor)):
        visit = rows.get(host.pk)
        texts = [visit.opened(column) if visit else "" for column in Visit.SEALED]
        found.append(Way(host, guest, visit, *texts))
    return sorted(found, key=lambda way: way.guest.person_id != person.pk)
