"""Letters of a programme to people who wait for a date and to colleagues, one function each, in the reader's language."""

from __future__ import annotations

from datetime import date

from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resonanz.mail.actions import queue_mail
from resonanz.mail.enums import Shown
from resonanz.people.models import Person
from resonanz.programmes.enums import CohortState
from resonanz.programmes.models import Cohort, ImportBatch, Interest, Invitation, Participation

INTEREST, INVITATION = "resonanz.interest", "resonanz.invitation"  # a token for one is none for the other


def token_of(row: Interest | Invitation) -> str:
    """Return what stands in a mailed link: the row, signed, so that nobody can guess the link of another."""
    return signing.dumps(row.pk, salt=INTEREST if isinstance(row, Interest) else INVITATION)


def pk_from(token: str, salt: str) -> int | None:
    """Return the row's id in a token; None where the token is not one of ours."""
    try:
        return int(signing.loads(token, salt=salt))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def mail_interest(interest: Interest, *, site: str, day: date) -> None:
    """Ask the owner of an address whether she or he wants to be told; at most one such letter a day."""
    with translation.override(interest.language):
        queue_mail(
            key=f"interest:{interest.pk}:confirm:{day:%Y-%m-%d}",
            to=interest.email,
            language=interest.language,
            subject=_("Please confirm: {programme}").format(programme=interest.programme),
            text=_(
                "Hello,\n\n"
                "somebody, probably you, would like to know when {programme} begins. Please confirm it here:\n\n"
                "{link}\n\n"
                "We then write to you once, as soon as there is a date, and delete your address. If it was not you, you "
                "need not do anything: after a week we forget the address.\n\n"
                "Kind regards\n{programme}"
            ).format(programme=interest.programme, link=link_to(interest, site)),
            scope=interest.programme.scope,
            shown=Shown.NOTHING,  # nobody knows yet whose address it is
        )


def mail_date(interest: Interest, cohort: Cohort, *, site: str) -> None:
    """Tell somebody who waits that there is a date, once for each cohort."""
    programme = interest.programme
    with translation.override(interest.language):
        news = []
        if cohort.starts_on:
            news.append(
                _("{cohort} begins on {day}.").format(cohort=cohort, day=date_format(cohort.starts_on, "DATE_FORMAT"))
            )
        if cohort.state == CohortState.OPEN:
            news.append(_("You can apply from now on."))
        if cohort.applications_until:
            last = date_format(cohort.applications_until, "DATE_FORMAT")
            news.append(_("Applications are taken until {day}.").format(day=last))
        queue_mail(
            key=f"interest:{interest.pk}:cohort:{cohort.pk}",
            to=interest.email,
            language=interest.language,
            subject=_("There is a date: {programme}").format(programme=programme),
            text=_(
                "Hello,\n\n"
                "you asked us to tell you when {programme} begins.\n\n"
                "{news}\n\n"
                "All about it:\n{page}\n\n"
                "We have deleted your address from our list now, so you get no further letter. You can see that here:\n"
                "{link}\n\n"
                "Kind regards\n{programme}"
            ).format(
                programme=programme,
                news=" ".join(news),
                page=site + reverse("programmes:programme", args=[programme.slug]),
                link=link_to(interest, site),
            ),
            scope=programme.scope,
        )


def mail_invitation(invitation: Invitation, *, site: str) -> None:
    """Ask a colleague to join a programme's team; in her or his own language where there is an account, else the host's."""
    reader = Person.objects.filter(email=invitation.email).first()
    language = (reader.language if reader else "") or translation.get_language() or "de"
    with translation.override(language):
        queue_mail(
            key=f"invitation:{invitation.pk}",
            to=invitation.email,
            language=language,
            subject=_("Work with us: {programme}").format(programme=invitation.programme),
            text=_(
                "Hello,\n\n"
                "{name} invites you to the team of {programme}, for: {role}.\n\n"
                "Here you say yes, with a login of your own:\n\n"
                "{link}\n\n"
                "The link is for you alone and works for 14 days. If you do not know what this is about, you need not do "
                "anything.\n\n"
                "Kind regards\n{programme}"
            ).format(
                name=invitation.invited_by.full_name,
                programme=invitation.programme,
                role=invitation.get_role_display(),
                link=site + reverse("programmes:invitation", args=[token_of(invitation)]),
            ),
            scope=invitation.programme.scope,
        )


def link_to(interest: Interest, site: str) -> str:
    """Return the address where the owner of an address confirms or withdraws it."""
    return site + reverse("programmes:interest_answer", args=[token_of(interest)])


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


def mail_question(batch: ImportBatch, participation: Participation) -> None:
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
            link=(_("Say yes or no"), reverse("programmes:import_question", args=[participation.pk])),
        )


def key_of(batch: ImportBatch, person_id: int) -> str:
    """Return the key of the letter, by which it is found again when the import is taken back."""
    return f"import:{batch.pk}:{person_id}"
