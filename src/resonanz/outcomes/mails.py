"""Letters about outcomes and referrals: that there is something to look at, never what."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from resonanz.outcomes.models import Outcome, Referral
from resonanz.people.models import Person
from resonanz.tandems.mails.sending import language_of, send
from resonanz.tandems.models import Tandem


def mail_outcome(outcome: Outcome) -> None:
    """Ask whoever an outcome is about whether it is so."""
    person = outcome.about
    with translation.override(language_of(person)):
        send(
            outcome.tandem,
            person,
            f"outcome-{outcome.pk}",
            _("Is that so?"),
            _(
                "Hello {first_name},\n\n"
                "{who} has noted something that concerns you in your tandem. Please look whether it is right, and say yes "
                "or no. It counts only after that.\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=person.get_short_name(),
                who=name_for(outcome.tandem, outcome.by),
                programme=outcome.tandem.cohort.programme,
            ),
            link=(_("Look at it"), reverse("outcomes:outcomes", args=[outcome.tandem_id])),
        )


def mail_referral(referral: Referral) -> None:
    """Tell somebody that a service was suggested to her or him."""
    person = referral.person
    with translation.override(language_of(person)):
        send(
            referral.tandem,
            person,
            f"referral-{referral.pk}",
            _("A service that may help you"),
            _(
                "Hello {first_name},\n\n"
                "{who} thinks that a service near you could help. Which one, and how to reach it, stands on your page. "
                "Whether you go there is up to you.\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=person.get_short_name(),
                who=name_for(referral.tandem, referral.by),
                programme=referral.tandem.cohort.programme,
            ),
            link=(_("Look at it"), reverse("outcomes:referrals", args=[referral.tandem_id])),
        )


def name_for(tandem: Tandem, by: Person) -> str:
    """Return what to call whoever acted: the other by first name, somebody of the team by the whole name."""
    return by.get_short_name() if tandem.side_of(by) else by.full_name
