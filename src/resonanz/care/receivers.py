"""What this room does when a lower one tells of something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resonanz.applications.signals import followed_up
from resonanz.care.actions.check_ins import follow_check_ins
from resonanz.care.actions.settings import dump_care, load_care
from resonanz.care.queries.cases import case_numbers
from resonanz.care.queries.check_ins import open_of, token_of
from resonanz.care.queries.settings import contact_of
from resonanz.care.queries.signs import looks
from resonanz.programmes.models import Cohort, Programme
from resonanz.programmes.signals import Task, preset_exported, preset_keys, preset_loaded, today_asked
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import Act, Part, cohort_shown, room_shown


@receiver(followed_up)
def follow(**_more: Any) -> int:
    """Ask, remind and close whenever `follow_up` looks after what waits."""
    return follow_check_ins()


@receiver(room_shown)
def parts(tandem: Tandem, person: Any, side: str, **_more: Any) -> list[Part]:
    """Add the question that waits for an answer, what is being clarified, and where one finds help."""
    if not side:
        return [
            Part("tile", _("Look after this tandem"), reverse("care:tandem", args=[tandem.pk]), "heart-handshake", order=5)
        ]
    if tandem.started_on is None:
        return []
    slug = tandem.cohort.programme.slug
    at = f"?tandem={tandem.pk}"
    found = [
        Part("help", _("I need help"), reverse("care:ask_help", args=[slug]) + at, "life-buoy", order=20),
        Part("help", _("Report something"), reverse("care:report_to", args=[slug]) + at, "flag", order=30),
        Part("help", _("No more contact"), reverse("care:block", args=[tandem.pk]), "ban", order=40),
    ]
    if tandem.state == State.ACTIVE and tandem.suspended_at is not None:
        return [clarifying(tandem), *found]
    check_in = open_of(tandem, person) if tandem.is_working else None
    if check_in is not None:
        url = reverse("care:check_in", args=[token_of(check_in)])
        acts = (Act(_("Answer now"), url, is_main=True),)
        text = _("Three taps and, if you like, a word.")
        found.append(Part("next", _("A question for you (1 minute)"), url, "message-circle", text, order=25, acts=acts))
    return found


@receiver(cohort_shown)
def show_cohort(cohort: Cohort, **_more: Any) -> list[Part]:
    """Lead from the page of a cohort to what was told and what shows, also where nothing waits today."""
    return [Part("link", _("Who needs us"), reverse("care:care", args=[cohort.pk]), "heart-handshake", order=10)]


def clarifying(tandem: Tandem) -> Part:
    """Return what the two see while the team clarifies something."""
    programme = tandem.cohort.programme
    contact = contact_of(programme)
    text = _("Please do not meet or write to each other until then. This is no judgement of anybody.")
    if contact is not None:
        reach = " · ".join(filter(None, [contact.phone, contact.email]))
        text += " " + _("{name} is there for your questions: {reach}").format(name=contact.name, reach=reach)
    return Part("next", _("We are clarifying something; your tandem rests"), reverse("care:ask_help", args=[programme.slug]),
                "life-buoy", text=text, order=0)  # fmt: skip


@receiver(today_asked)
def tasks(cohorts: list[Cohort], person: Any, **_more: Any) -> Iterator[Task]:
    """Say what somebody told the team, and which tandems show a sign."""
    yield from told(cohorts)
    found = looks(cohorts)
    for cohort in cohorts:
        here = [look for look in found if look.tandem.cohort_id == cohort.pk and look.found]
        low = sum(look.is_low for look in here)
        url = reverse("care:care", args=[cohort.pk])
        if low:
            text = ngettext(
                "Tandem says: not well, or please contact me", "Tandems say: not well, or please contact me", low
            )
            yield Task(cohort.pk, low, text, url, tone="bad", order=20)
        if len(here) > low:
            text = ngettext("Tandem that may need you", "Tandems that may need you", len(here) - low)
            yield Task(
                cohort.pk, len(here) - low, text, url, _("No meeting, few hours, or no answer for a while."), order=30
            )


def told(cohorts: list[Cohort]) -> Iterator[Task]:
    """Say how many cases wait at each cohort; those about no tandem stand at the newest one of their programme."""
    numbers = case_numbers({cohort.programme_id for cohort in cohorts})
    for cohort in cohorts:
        own, loose = (numbers.pop((cohort.programme_id, key), (0, 0)) for key in (cohort.pk, None))
        number, urgent = own[0] + loose[0], own[1] + loose[1]
        if number:
            text = ngettext("Message to the team: help or report", "Messages to the team: help or report", number)
            detail = ngettext("{n} is urgent.", "{n} are urgent.", urgent).format(n=urgent) if urgent else ""
            url = reverse("care:care", args=[cohort.pk]) + "#cases"
            yield Task(cohort.pk, number, text, url, detail, tone="bad" if urgent else "warn", order=10)


@receiver(preset_keys)
def known_keys(**_more: Any) -> set[str]:
    """Say which keys of a preset this room understands."""
    return {"care"}


@receiver(preset_loaded)
def take_care_settings(programme: Programme, data: dict[str, Any], **_more: Any) -> None:
    """Make or renew what a preset settles about care."""
    load_care(programme=programme, data=data)


@receiver(preset_exported)
def give_care_settings(programme: Programme, data: dict[str, Any], **_more: Any) -> None:
    """Add it to what another town can load."""
    data.update(dump_care(programme))
