"""Pages of a programme's settings, its conditions and letters, and of whoever runs the installation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from resonanz.applications.enums import RuleKind
from resonanz.applications.mails.review import Letter, send_letter
from resonanz.applications.models import FormPage, Question
from resonanz.mail.actions import queue_mail
from resonanz.mail.enums import State as MailState
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.actions import set_logo
from resonanz.programmes.enums import CohortState
from resonanz.programmes.models import Interest, Invitation, Programme, Staff
from resonanz.surveys.models import Survey
from tests.factories import make_participation
from tests.factories.applications import make_application
from tests.factories.surveys import make_answered, make_survey
from tests.journeys.pages.people import confirm_password
from tests.journeys.pages.stops import Stop, Stops, at, send

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


def conditions_stops(programme: Programme) -> list[Stop]:
    """Conditions of every kind: listed, new, wrong, tried out, told before they change anything, archived."""
    slug, rules = programme.slug, programme.eligibility_rules.order_by("pk")
    region, age = rules.filter(kind="region").earliest("pk"), rules.get(kind="age")
    old = rules.filter(kind="attestation", group="first").earliest("pk")
    old.is_archived, age.question, age.text = True, "gone", {"de": "Mindestens 18 Jahre alt"}
    old.save()
    age.save()
    return [
        at("applications:rules", slug),
        at("applications:add_rule", slug, "second"),
        *(at("applications:add_rule", slug, "second", query=f"?kind={kind}") for kind in RuleKind.values),
        at("applications:rule", slug, region.pk),
        at("applications:rule", slug, region.pk, act=send(postcodes_AT="many")),
        at("applications:rule", slug, age.pk),
        at("applications:remove_rule", slug, region.pk),
        at("applications:restore_rule", slug, old.pk),
    ]


def survey_stops(programme: Programme) -> list[Stop]:
    """The funder's questionnaire: too short, on, its questions right and wrong, what came in, the way to the file."""
    slug = programme.slug
    survey = make_survey(programme, planned_hours=40)
    Programme.objects.filter(pk=programme.pk).update(hours_from=None)
    for n in range(6):
        make_answered(make_participation(programme.cohorts.latest("pk"), "second", f"Answering{n}"))

    def shorten(page: Page) -> None:
        Survey.objects.filter(pk=survey.pk).update(planned_hours=5)
        page.reload()
        expect(page.locator("main .notice-warning:not([hidden])").first).to_be_visible()

    return [
        at("together:plan_settings", slug),
        at("together:plan_settings", slug, act=send(extension_months="99")),
        at("together:materials", slug, programme_topic(slug), act=send(**{"rows-0-url": "nowhere"})),
        at("surveys:survey", slug),
        at("surveys:survey", slug, act=send(least_hours="0")),
        at("surveys:survey", slug, act=shorten),
        *(at("surveys:questions", slug, moment) for moment in ("entry", "exit", "later")),
        at("surveys:questions", slug, "exit", act=send(**{"rows-0-options_de": "eine"})),
        at("surveys:results", slug),
        at("account_reauthenticate", query=f"?next=/programmes/{slug}/settings/questionnaire/export/", act=confirm_password),
        at("surveys:export", slug),
    ]


def mail_stops(programme: Programme) -> list[Stop]:
    """Letters in every state, and one to read."""
    row = make_application(programme.cohorts.latest("pk"), "Samira")
    send_letter(row, "1", Letter("Einladung", "Guten Tag,\n\nbis bald"))
    read = OutboxMail.objects.latest("pk")
    for n, state in enumerate(MailState.values):
        words: dict[str, Any] = {"to": "w@example.org", "language": "ar", "subject": "مرحبا", "text": "x"}
        letter = queue_mail(key=f"state{n}", scope=programme.scope, **words)
        OutboxMail.objects.filter(pk=letter.pk).update(
            state=state, attempts=n, last_error="550 no such user", due_at=timezone.now() - timedelta(hours=1)
        )
    return [
        at("programmes:mail", programme.slug),
        at("programmes:mail", programme.slug, query="?show=trouble"),
        at("programmes:mail", programme.slug, query="?q=nobody"),
        at("programmes:letter", programme.slug, read.pk),
    ]


def settings_stops(staff: Staff) -> list[Stop]:
    """Every page of a programme's settings, with lists, with nothing in them, and with mistakes."""
    programme = staff.programme
    programme.languages = ["de", "en", "ar"]  # texts are missing, and some run from right to left
    programme.save()
    organisation = programme.partnerships.select_related("organisation")[0].organisation
    set_logo(programme=programme, organisation=organisation, picture=(PICTURE, 1, 1), by=None)
    Interest.objects.create(
        programme=programme, email="w@example.org", group="first", language="de", confirmed_at=timezone.now()
    )
    Invitation.objects.create(programme=programme, email="n@example.org", role="reviewer", invited_by=staff.person)
    cohort = programme.cohorts.exclude(state=CohortState.FINISHED)[0]
    slug = programme.slug
    plain = [
        "overview", "basics", "introductions", "texts", "wording", "nouns", "topics", "steps",
        "organisations", "contacts", "cohorts", "waiting", "team", "data", "export",
    ]  # fmt: skip
    return [
        *(at(f"programmes:{name}", slug) for name in plain),
        *(at("programmes:passages", slug, kind) for kind in ("condition", "question", "voice")),
        at("programmes:texts", slug, act=send(sentence_de="{nobody}")),
        at("programmes:topics", slug, act=send(**{"rows-0-title_de": ""})),
        at("programmes:cohort", slug, cohort.pk),
        at("programmes:summary", slug, cohort.pk),
        at("privacy:record", slug),
        at("matching:criteria", slug),
        at("matching:criteria", slug, act=send(**{"criterion-0-label_de": ""})),
    ]


def programme_stops() -> Stops:
    """What the coordinator of a programme sets: its forms, conditions and texts, and what became of its letters."""
    staff = Staff.objects.get(programme__slug="mentor-mentor")
    slug = staff.programme.slug
    page = FormPage.objects.filter(programme=staff.programme).earliest("pk")
    choice = Question.objects.filter(page__programme=staff.programme, kind="choice").earliest("pk")
    return staff.person.email, [
        at("applications:forms", slug),
        at("applications:preview", slug, "second"),
        at("applications:add_page", slug, "second"),
        at("applications:add_page", slug, "second", act=send(title_de="")),
        at("applications:form_page", page.pk),
        at("applications:add_question", page.pk),
        at("applications:question", choice.pk),
        at("applications:consent", slug, "suggest"),
        *conditions_stops(staff.programme),
        *settings_stops(staff),
        *survey_stops(staff.programme),
        *mail_stops(staff.programme),
    ]


def operators_stops() -> Stops:
    """What whoever runs the installation sees."""
    return Person.objects.get(is_operator=True).email, [
        at("programmes:manage"),
        at("programmes:create"),
        at("programmes:create", act=send(slug="mentegra")),
    ]


def programme_topic(slug: str) -> str:
    """Return the key of a topic of the catalogue."""
    return Programme.objects.get(slug=slug).topics.earliest("position").key
