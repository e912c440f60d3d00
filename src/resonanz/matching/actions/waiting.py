"""What the team does about people who wait, and the one letter that comes by itself."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.matching.mails.waiting import Letter, draft_not_forgotten, send_waiting_letter
from resonanz.matching.models import Request
from resonanz.matching.queries.waiting import unmatched_long
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.tandems.models import Tandem


@transaction.atomic
def remind_person(*, to: Participation, cause: Tandem | Request | Participation, letter: Letter, by: Person) -> bool:
    """Send a letter that the team has seen, about a suggestion, a request or the waiting itself.

    Once a day for each person and cause: returns False where somebody has written already today.
    """
    today = timezone.localdate()
    kind = cause._meta.model_name
    link = reverse("tandems:tandem", args=[cause.pk]) if isinstance(cause, Tandem) else ""
    if not send_waiting_letter(to, letter, key=f"nudge:{kind}:{cause.pk}:{to.person_id}:{today:%Y-%m-%d}", link=link):
        return False
    if isinstance(cause, Participation):  # the letter that comes by itself would say the same
        Participation.objects.filter(pk=cause.pk).update(waiting_told_on=today)
    log_action("remind_person", by=by, on=cause, scope=to.cohort.programme.scope, to=to.pk)
    return True


def comfort_waiting(*, limit: int = 100) -> int:
    """Write to everybody who has waited too long that nobody has forgotten them, once for each time of waiting."""
    count = 0
    untold = Q(waiting_told_on=None) | Q(waiting_told_on__lt=F("waiting_since"))
    rows = unmatched_long().filter(untold).select_related("person", "cohort__programme").order_by("waiting_since", "pk")
    for participation in rows[:limit]:
        with transaction.atomic():
            claimed = Participation.objects.filter(untold, pk=participation.pk, is_active=True)
            if claimed.update(waiting_told_on=timezone.localdate()):
                log_action("comfort_waiting", by=None, on=participation, scope=participation.cohort.programme.scope)
                key = f"waiting:{participation.pk}:{participation.waiting_since:%Y-%m-%d}"
                send_waiting_letter(participation, draft_not_forgotten(participation), key=key)
                count += 1
    return count
