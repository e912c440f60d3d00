"""How every letter about a tandem goes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resonanz.mail.actions import Attachment, queue_mail
from resonanz.people.models import Person
from resonanz.tandems.models import Tandem


def language_of(person: Person) -> str:
    """Return the language in which `person` is written to."""
    return person.language or "de"


def day_in_words(day: date | None) -> str:
    """Return a day with its weekday in the language that is active; empty for none."""
    if day is None:
        return ""
    language = (translation.get_language() or "de")[:2]
    return date_format(day, {"de": "l, j. F", "ar": "l، j F"}.get(language, "l, j F"))


def moment_in_words(moment: datetime) -> str:
    """Return weekday, day and time by the clock of the installation, in the language that is active."""
    local = timezone.localtime(moment)
    return _("{day}, {time}").format(day=day_in_words(local.date()), time=date_format(local, "H:i"))


def send(
    tandem: Tandem,
    person: Person,
    cause: str,
    subject: str,
    text: str,
    *,
    link: tuple[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> None:
    """Queue one letter of a tandem; the same cause never writes to the same person twice."""
    queue_mail(
        key=f"tandem:{tandem.pk}:{cause}:{person.pk}",
        to=person.email,
        language=translation.get_language() or "de",
        subject=subject,
        text=text,
        scope=tandem.cohort.programme.scope,
        link=link or (_("Open the page of this tandem"), reverse("tandems:tandem", args=[tandem.pk])),
        attachments=attachments,
    )


def choice_link(tandem: Tandem) -> tuple[str, str]:
    """Return label and address of the page on which somebody chooses among several candidates."""
    return _("Look at the suggestions"), reverse("tandems:choice", args=[tandem.pk])
