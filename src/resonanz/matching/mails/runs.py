"""Letters about matching runs, among colleagues."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from resonanz.mail.actions import queue_mail
from resonanz.matching.models import MatchingRun
from resonanz.people.models import Person


def mail_handed_over(run: MatchingRun, to: Person, by: Person, count: int) -> None:
    """Tell a colleague that a draft is hers now; `count` makes each handing over a cause of its own."""
    with translation.override(to.language or "de"):
        queue_mail(
            key=f"matching-run:{run.pk}:handed-over:{count}",
            to=to.email,
            language=translation.get_language() or "de",
            subject=_("Matching: run {number} for {cohort} is yours now").format(number=run.number, cohort=run.cohort),
            text=_(
                "Hello {first_name},\n\n"
                "{name} has handed run {number} for {cohort} over to you. Everything is as {name} left it: "
                "settings, pinned and ruled-out pairs, notes. Nobody in it has been asked yet.\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=to.first_name,
                name=by.full_name,
                number=run.number,
                cohort=run.cohort,
                programme=run.cohort.programme,
            ),
            scope=run.cohort.programme.scope,
            link=(_("Open the run"), reverse("matching:run", args=[run.pk])),
        )
