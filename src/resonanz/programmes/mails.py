"""Letters of a programme to the people in it, one function each, in the recipient's language."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from resonanz.mail.actions import queue_mail
from resonanz.people.models import Person
from resonanz.programmes.models import ImportBatch, Participation


def mail_imported(batch: ImportBatch, person: Person) -> None:
    """Tell somebody whom the team has read in: that, where the data come from, and how to look at them (Art. 14 GDPR)."""
    programme = batch.cohort.programme
    with translation.override(person.language or (programme.languages or ["de"])[0]):
        queue_mail(
            key=key_of(batch, person.pk),
            to=person.email,
            language=translation.get_language() or "de",
            subject=_("Your data at {programme}").format(programme=programme),
            text=_(
                "Hello {first_name},\n\n"
                "we have entered you as a participant of {programme}. Your data come from: {source}.\n\n"
                "Please look whether everything is right. You sign in with this e-mail address and a code that we send to "
                "you; you need no password.\n\n"
                "You do not want to take part? Just answer us, and we delete your data.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=person.first_name, programme=programme, source=batch.source),
            scope=programme.scope,
            link=(_("Look at my data"), reverse("people:me")),
        )


def mail_invitation(batch: ImportBatch, participation: Participation) -> None:
    """Ask somebody with an account whether the team of another programme may have her take part."""
    programme, person = batch.cohort.programme, participation.person
    with translation.override(person.language or (programme.languages or ["de"])[0]):
        queue_mail(
            key=key_of(batch, person.pk),
            to=person.email,
            language=translation.get_language() or "de",
            subject=_("{programme} would like you to take part").format(programme=programme),
            text=_(
                "Hello {first_name},\n\n"
                "the team of {programme} has your address from: {source}. You have an account here already, so we ask you "
                "first: only if you say yes, the team sees your name and your profile.\n\n"
                "If you do nothing, nothing happens.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=person.first_name, programme=programme, source=batch.source),
            scope=programme.scope,
            link=(_("Say yes or no"), reverse("programmes:invitation", args=[participation.pk])),
        )


def key_of(batch: ImportBatch, person_id: int) -> str:
    """Return the key of the letter, by which it is found again when the import is taken back."""
    return f"import:{batch.pk}:{person_id}"
