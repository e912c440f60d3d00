"""Pages of everybody: public ones, the way of an application, the style page."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from resonanz.applications.enums import ApplicationState, Origin
from resonanz.applications.models import Announcement, Application
from resonanz.applications.queries.apply import hash_of, pages_of, token_of
from resonanz.mail.letter import SALT
from resonanz.people.models import Person
from resonanz.programmes.enums import Group
from resonanz.programmes.mails import token_of as mailed_token
from resonanz.programmes.models import Interest, Invitation, Programme, Staff
from resonanz.surveys.enums import State
from resonanz.surveys.models import Invitation as SurveyInvitation
from resonanz.surveys.queries.sheets import token_of as survey_token_of
from tests.factories.apply import make_draft
from tests.journeys.pages.care import strangers_care
from tests.journeys.pages.closing import visitors_closing_stops
from tests.journeys.pages.stops import Stop, Stops, at, next_page, send

SAMPLES = ["", "programme", "match", "tandem", "cohort", "upload", "login"]


def code_for_nobody(page: Page) -> None:
    page.locator("main [name=email]").fill("nobody@example.org")
    page.locator("main form.form .actions button").first.click()
    expect(page.locator("main [name=code]")).to_be_visible()


def stop_letters(page: Page) -> None:
    page.locator("main form button").click()
    expect(page.locator("main a.button")).to_be_visible()


def strangers_stops() -> Stops:
    """What everybody may see, and what a link for a new password leads to."""
    person = Person.objects.earliest("pk")
    key = user_pk_to_url_str(person), default_token_generator.make_token(person)
    return "", [
        at("programmes:list"),
        *(at("programmes:programme", programme.slug) for programme in Programme.objects.order_by("slug")),
        at("account_login"),
        at("account_login", act=send(login="nobody@example.org", password="wrong")),
        at("account_request_login_code"),
        at("account_request_login_code", act=code_for_nobody),
        at("account_signup"),
        at("account_inactive"),
        at("account_reset_password"),
        at("account_reset_password", act=send(email="nobody")),
        at("account_reset_password_done"),
        at("account_reset_password_from_key", "1", "nothing"),
        at("account_reset_password_from_key", *key),
        at("account_reset_password_from_key", *key, act=send(password1="a", password2="b")),
        at("account_reset_password_from_key_done"),
        at("mail:unsubscribe", signing.dumps(["kim@example.org", "news", ""], salt=SALT)),
        at("mail:unsubscribe", signing.dumps(["kim@example.org", "news", ""], salt=SALT), act=stop_letters),
        *interest_stops(),
        *applying_stops(),
        *survey_stops(),
        *visitors_closing_stops(),
        *strangers_care(),
        at("demo:mailbox"),
        at("demo:mailbox", query="?to=nobody@example.org"),
        Stop("/nothing/", status=404),
    ]


def interest_stops() -> list[Stop]:
    """What somebody sees who waits for a date, and a colleague who is invited."""
    programme = Programme.objects.get(slug="mentoring-fuer-migrantinnen")
    waiting, listed = (
        Interest.objects.create(
            programme=programme, email=f"{name}@example.org", group="second", language="ar", confirmed_at=confirmed_at
        )
        for name, confirmed_at in (("waiting", None), ("listed", timezone.now()))
    )
    gone = Interest(pk=987654)
    host = Staff.objects.get(programme=programme).person
    invitation = Invitation.objects.create(programme=programme, email="n@example.org", role="reviewer", invited_by=host)
    known = Invitation.objects.create(programme=programme, email=host.email, role="reviewer", invited_by=host)
    return [
        at("programmes:interest", programme.slug),
        at("programmes:interest", programme.slug, act=send(email="nobody")),
        at("programmes:interest_sent", programme.slug),
        at("privacy:gone"),
        *(at("programmes:interest_answer", mailed_token(row)) for row in (waiting, listed, gone)),
        *(at("programmes:invitation", mailed_token(row)) for row in (invitation, known, Invitation(pk=987654))),
        at("programmes:invitation", mailed_token(invitation), act=send(password="a")),
    ]


def survey_stops() -> list[Stop]:
    """The funder's questions behind a mailed link, in every state of the invitation."""
    rows = {row.state: row for row in SurveyInvitation.objects.order_by("-pk")}
    late = rows[State.ASKED].participation.survey_invitations.create(
        moment="exit", seed="x", happened_on=timezone.localdate(), asked_on=timezone.localdate(), state=State.EXPIRED
    )
    asked = survey_token_of(rows[State.ASKED])
    return [
        *(at("surveys:questionnaire", survey_token_of(row)) for row in (*rows.values(), late)),
        at("surveys:questionnaire", asked, act=send_nothing),
        at("surveys:questionnaire", "nothing"),
    ]


def send_nothing(page: Page) -> None:
    page.locator("main form.form button").click()
    expect(page.locator("main .error-summary")).to_be_visible()


def applying_stops() -> list[Stop]:
    """The way of an application that opens by its link: every kind of question, right and wrong, and every state."""
    slug = "mentoring-fuer-migrantinnen"
    handed_in = Application.objects.filter(
        cohort__programme__slug=slug, state=ApplicationState.SUBMITTED, confirmed_at__isnull=False
    )
    captured = Application.objects.get(cohort__programme__slug=slug, origin=Origin.PHONE)
    begun = Application.objects.get(cohort__programme__slug=slug, state=ApplicationState.DRAFT, origin=Origin.FORM)
    announcement = Announcement.objects.get()
    announcement.token_hash = hash_of("secret")
    announcement.save()
    submitted = handed_in.filter(group=Group.SECOND).earliest("pk")
    begun.answers.update_or_create(key="languages", defaults={"value": "de:A2;ar:native"})
    declined = make_draft(begun.cohort)
    declined.answers.create(key="languages", value="de:A2")
    now = timezone.now()
    Application.objects.filter(pk=declined.pk).update(state="declined", confirmed_at=now, submitted_at=now, decided_at=now)
    declined.history.create(after=ApplicationState.DECLINED, reasons=["german"])
    opened = (submitted, captured, begun, declined)
    links = [Stop(reverse("applications:open_link", args=[token_of(row.nonce)])) for row in opened]
    return [
        *(at("applications:start", slug, group) for group in Group.values),
        at("applications:start", slug, "second", act=send(email="nobody")),
        at("applications:notice", slug, "second"),
        at("applications:new_link"),
        at("applications:new_link", act=send(email="nobody")),
        at("applications:announce", slug),
        at("applications:announce", slug, act=send(company="")),
        at("applications:announced", "secret"),
        *links,
        at("applications:application", submitted.pk),
        at("applications:terms", captured.pk),
        at("applications:application", begun.pk),
        at("applications:application", declined.pk),
        at("applications:page", begun.pk, "place-time", query="?after=languages"),
        *(at("applications:page", begun.pk, page.key) for page in pages_of(begun.cohort.programme, "second")),
        at("applications:page", begun.pk, "occupation", act=next_page(occupation="Pflege")),
        at("applications:page", begun.pk, "place-time", act=next_page(place="0000")),
    ]


def style_stops() -> Stops:
    """The style page and its examples, in both directions."""
    queries = [f"?show={sample}{turn}" for sample in SAMPLES for turn in ("", "&dir=rtl")]
    return "", [at("core:style", query=query) for query in queries]
