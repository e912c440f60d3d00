"""Every page in every state that a reader can meet: axe finds nothing, and no phone scrolls sideways.

German runs from left to right, Arabic from right to left; what is folded away in a page is unfolded first. The list is
closed: a page of the role × URL table that is not visited here fails a test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core import signing
from django.urls import resolve, reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from resonanz.applications.enums import ApplicationState, Origin, RuleKind
from resonanz.applications.mails.review import Letter, send_letter
from resonanz.applications.models import Announcement, Application, FormPage, Interview, Question
from resonanz.applications.queries.apply import hash_of, pages_of, token_of
from resonanz.core.jobs import work_once
from resonanz.core.models import Job, JobState
from resonanz.demo.queries import PASSWORD as DEMO_PASSWORD
from resonanz.mail.actions import queue_mail
from resonanz.mail.enums import State as MailState
from resonanz.mail.letter import SALT
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions import keep_sheets, run_matching
from resonanz.people.actions import give_consent
from resonanz.people.models import Consent, ConsentText, Person
from resonanz.phrases import P
from resonanz.programmes.actions import set_logo
from resonanz.programmes.actions.imports import confirm_columns, keep_import
from resonanz.programmes.enums import CohortState, Group, ImportState
from resonanz.programmes.mails import token_of as mailed_token
from resonanz.programmes.models import Cohort, ImportBatch, Interest, Invitation, Participation, Programme, Staff
from resonanz.tables import Table, read_table
from resonanz.tandems.actions import answer_suggestion, end_tandem, propose_tandem
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.models import Tandem
from tests.access import TABLE
from tests.factories.applications import make_application, reviewed_cohort
from tests.factories.apply import make_draft
from tests.journeys.conftest import Visit
from tests.journeys.steps import sign_in
from tests.people.test_account import current_code

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
NO_PAGE = {  # style, pictures, files, suggestions
    "programmes:accent",
    "programmes:logo",
    "programmes:import_left",
    "matching:download",
    "privacy:download",
    "privacy:open_leave",
    "core:occupations",
    "applications:proof",
    "applications:talk_file",
    "applications:my_talks",
}
SAMPLES = ["", "programme", "match", "tandem", "cohort", "upload", "login"]


@dataclass(frozen=True)
class Stop:
    """One page: its address, what its answer must be, and what to do there before looking."""

    path: str
    status: int = 200
    act: Callable[[Page], Any] | None = None


Stops = tuple[str, list[Stop]]  # who goes there, by address; nobody logged in where it is empty


def at(name: str, *args: object, query: str = "", **more: Any) -> Stop:
    """Return the stop at a named URL."""
    return Stop(reverse(name, args=args) + query, **more)


def send(**values: str) -> Callable[[Page], None]:
    """Return an act that fills the fields of the page's form and sends it, without the browser's own checks."""

    def act(page: Page) -> None:
        form = page.locator("main form.form").last
        form.evaluate(
            "form => { form.noValidate = true; for (const part of form.querySelectorAll('details')) part.open = true; }"
        )
        for name, value in values.items():
            form.locator(f"[name={name}]").fill(value)
        form.locator(".actions button").last.click()
        expect(page.locator("main [aria-invalid=true], main .error-summary").first).to_be_visible()

    return act


def code_for_nobody(page: Page) -> None:
    page.locator("main [name=email]").fill("nobody@example.org")
    page.locator("main form.form .actions button").first.click()
    expect(page.locator("main [name=code]")).to_be_visible()


def stop_letters(page: Page) -> None:
    page.locator("main form button").click()
    expect(page.locator("main a.button")).to_be_visible()


def next_page(**values: str) -> Callable[[Page], None]:
    """Return an act that fills fields of an application's page and wants to go on, which it may not yet."""

    def act(page: Page) -> None:
        for name, value in values.items():
            page.locator(f"main [name={name}]").fill(value)
        page.locator(".apply-acts button[name=go]").click()
        expect(page.locator("main .error-summary")).to_be_visible()

    return act


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


def participants_stops() -> Stops:
    """What somebody sees who has tandems in every state."""
    person = with_all_states()
    tandems = Tandem.objects.filter(mentee__person=person).order_by("pk")
    assert {tandem.state for tandem in tandems} == set(State)
    return person.email, [
        at("tandems:mine"),
        *(at("tandems:tandem", tandem.pk) for tandem in tandems),
        at("programmes:import_question", invited(person)),
        at("account_change_password"),
        at("account_change_password", act=send(oldpassword="wrong", password1="a", password2="b")),
        at("account_logout"),
        at("matching:today", status=403),
    ]


def invited(person: Person) -> int:
    """Let another programme ask `person` to take part; return which participation waits."""
    cohort = Cohort.objects.exclude(programme__cohorts__participations__person=person).latest("pk")
    table = read_table(f"Vorname;E-Mail\nX;{person.email}\n".encode(), "x.csv")
    by = cohort.programme.staff.earliest("pk").person
    batch = keep_import(cohort=cohort, table=table, group="second", source="x", by=by)
    waiting = Participation.objects.create(cohort=cohort, person=person, group="second", side="mentee", is_active=False)
    batch.rows.update(participation=waiting)
    return waiting.pk


def pause(page: Page) -> None:
    page.locator("main form.form .actions button").click()
    expect(page.locator("main form[action$='/pause/end/'] button")).to_be_visible()


def account_stops() -> Stops:
    """Everything about one's own account, in the order in which one meets it: the second factor is set up on the way."""
    person = Participation.objects.filter(cohort__state=CohortState.MATCHING).latest("pk").person
    return person.email, [
        at("people:me"),
        at("people:me", act=send(first_name="")),
        at("people:consents"),
        at("people:withdraw", consented(person).pk),
        at("people:pause"),
        at("people:pause", act=send(until="2020-01-01")),
        at("people:pause", act=pause),
        at("privacy:own_data"),
        at("privacy:leave"),
        at("usersessions_list"),
        at("mfa_index"),
        at("mfa_list_webauthn"),
        at("account_reauthenticate"),
        at("account_reauthenticate", act=confirm_password),
        at("people:address"),
        at("people:address", act=new_address),
        at("privacy:confirm_leave"),
        at("people:confirm_address"),
        at("people:confirm_address", act=send(code="wrong")),
        at("mfa_add_webauthn"),
        at("mfa_activate_totp"),
        at("mfa_activate_totp", act=set_up_app),
        at("mfa_index"),
        at("mfa_view_recovery_codes"),
        at("mfa_generate_recovery_codes"),
        at("mfa_reauthenticate"),
        at("mfa_deactivate_totp"),
    ]


def consented(person: Person) -> Consent:
    """Return a consent of this person."""
    text, _ = ConsentText.objects.get_or_create(
        key="contact", language="de", defaults={"text": "Das Team darf mich anrufen.\n\nAuch abends."}
    )
    return give_consent(person=person, text=text, language="de", by=person)


def confirm_password(page: Page) -> None:
    """Confirm once more who one is, and look at where that leads."""
    page.locator("main input[type=password]").fill(DEMO_PASSWORD)
    page.locator("main form.form .actions button").first.click()
    page.wait_for_load_state()


def new_address(page: Page) -> None:
    """Have a code sent to a new address."""
    page.locator("main [name=email]").fill("neu@example.org")
    page.locator("main form.form .actions button").first.click()
    expect(page.locator("main [name=code]")).to_be_visible()


def set_up_app(page: Page) -> None:
    """Type the code that an app would show."""
    secret = page.locator("main figure code").inner_text()
    page.locator("main [name=code]").fill(current_code(secret))
    page.locator("main form.form .actions button").first.click()
    page.wait_for_load_state()


def with_all_states() -> Person:
    """Return a mentee who has a tandem in each state, and one suggestion that she has accepted."""
    mentee = next(tandem.mentee for tandem in Tandem.objects.filter(state=State.ACTIVE, cohort__programme__slug="mentegra"))
    mentee.capacity = 9
    mentee.save()
    mentors = mentee.cohort.participations.filter(group="first").exclude(pk__in=mentee.tandems_as_mentee.values("mentor"))
    for state, mentor in zip(["proposed", "accepted", "declined", "withdrawn", "ended"], mentors, strict=False):
        mentor.capacity = 9
        mentor.save()
        tandem = propose_tandem(cohort=mentee.cohort, mentor=mentor, mentee=mentee, by=None)
        if state not in {"proposed", "withdrawn"}:
            answer = Answer.NO if state == "declined" else Answer.YES
            answer_suggestion(tandem=tandem, answer=answer, by=mentee.person)
        if state == "ended":
            answer_suggestion(tandem=tandem, answer=Answer.YES, by=mentor.person)
        if state in {"withdrawn", "ended"}:
            end_tandem(tandem=tandem, by=None)
    return mentee.person


def newcomers_stops() -> Stops:
    """What somebody sees who has no tandem yet."""
    waiting = Participation.objects.filter(cohort__state=CohortState.MATCHING).earliest("pk")
    slug = waiting.cohort.programme.slug
    waiting.person.profile.languages = ""
    waiting.person.profile.save()
    return waiting.person.email, [
        at("tandems:mine"),
        at("applications:profile", slug),
        at("applications:profile_page", slug, "languages"),
    ]


def coordinators_stops() -> Stops:
    """What the coordinator of a programme sees: before and after a match, and with spreadsheets good and bad."""
    staff = Staff.objects.get(programme__slug="mentor-mentor")
    cohorts = Cohort.objects.filter(programme=staff.programme)
    running, waiting = cohorts.get(state=CohortState.RUNNING), cohorts.get(state=CohortState.MATCHING)
    run_matching(cohort=waiting, objective="most_pairs", by=staff.person)
    good, bad = (spreadsheets(staff.person, places) for places in ("1", "many"))
    slug = staff.programme.slug
    page = FormPage.objects.filter(programme=staff.programme).earliest("pk")
    choice = Question.objects.filter(page__programme=staff.programme, kind="choice").earliest("pk")
    handed_in = Application.objects.filter(cohort__programme=staff.programme, state=ApplicationState.SUBMITTED).earliest(
        "pk"
    )
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
        at("applications:capture", slug, "second"),
        at("applications:ask_changes", handed_in.pk),
        at("matching:today"),
        at("matching:cohort", running.pk),
        at("matching:cohort", running.pk, query="?show=people"),
        at("matching:cohort", waiting.pk),
        at("matching:match", waiting.pk),
        at("matching:match", running.pk),
        at("tandems:tandem", Tandem.objects.filter(cohort=running).latest("pk").pk),
        at("matching:sheets"),
        at("matching:sheets", act=send()),
        at("matching:columns", good.pk),
        at("matching:columns", bad.pk, act=choose_places),
        at("matching:pairs", good.pk),
        *settings_stops(staff),
        *mail_stops(staff.programme),
        *imports_stops(waiting, staff.person),
        at("tandems:export", running.pk, act=confirm_password),
        at("tandems:export", running.pk, query="?list=tandems"),
    ]


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


LIST = """Vorname;Nachname;E-Mail;Rolle;Deutschniveau
Leyla;Demir;leyla@example.org;second;B1
Ohne;Adresse;;Gast;B7
Leyla;Demir;l.demir@example.org;second;
"""


def imports_stops(cohort: Cohort, person: Person) -> list[Stop]:
    """A list of people in each state that a reader can meet."""
    kept = {}
    for state in sorted(ImportState.values, key=lambda state: state == ImportState.CHECKING):  # its job waits to the end
        batch = keep_import(cohort=cohort, table=read_table(LIST.encode(), "x.csv"), group="", source="x", by=person)
        if state != ImportState.UPLOADED:
            confirm_columns(batch=batch, mapping=batch.mapping, by=person)
        if state != ImportState.CHECKING:
            work_once()
        times = {"ran_at": timezone.now()} if state in {ImportState.DONE, ImportState.UNDONE} else {}
        ImportBatch.objects.filter(pk=batch.pk).update(state=state, **times)
        kept[state] = batch
    Job.objects.filter(state=JobState.WAITING).update(due_at=timezone.now() - timedelta(minutes=1))
    for state, row_states in (
        (ImportState.DONE, ["made", "left", "left"]),
        (ImportState.UNDONE, ["kept", "left", "undone"]),
    ):
        for row, row_state in zip(kept[state].rows.all(), row_states, strict=True):
            kept[state].rows.filter(pk=row.pk).update(state=row_state, why=P("Left out as decided.").to_json())
    undoing = ImportBatch.objects.get(pk=kept[ImportState.UNDOING].pk)
    assert undoing.job_id is not None
    Job.objects.filter(pk=undoing.job_id).update(state=JobState.FAILED)
    return [
        at("programmes:import_people", cohort.pk),
        at("programmes:import_people", cohort.pk, act=send(source="")),
        at("programmes:import_columns", kept[ImportState.UPLOADED].pk),
        at("programmes:import_status", kept[ImportState.CHECKING].pk),
        at("programmes:import_status", kept[ImportState.UNDOING].pk),
        at("programmes:import_rows", kept[ImportState.CHECKED].pk),
        at("programmes:import_rows", kept[ImportState.CHECKED].pk, query="?show=out"),
        at("programmes:import_result", kept[ImportState.DONE].pk),
        at("programmes:import_result", kept[ImportState.UNDONE].pk),
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


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


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
    plain = ["overview", "basics", "texts", "wording", "nouns", "topics", "steps", "organisations", "contacts", "cohorts",
             "waiting", "team", "data", "export"]  # fmt: skip
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


def operators_stops() -> Stops:
    """What whoever runs the installation sees."""
    return Person.objects.get(is_operator=True).email, [
        at("programmes:manage"),
        at("programmes:create"),
        at("programmes:create", act=send(slug="mentegra")),
    ]


def reviewers_stops() -> Stops:
    """What somebody sees who reviews: lists full and empty, applications in every state, letters with mistakes."""
    staff = Staff.objects.get(programme__slug="mentoring-fuer-migrantinnen")
    cohort = reviewed_cohort(staff.programme)
    empty = staff.programme.cohorts.exclude(pk=cohort.pk).latest("pk")
    one, person = cohort.applications.get(state="submitted"), staff.person
    moves = ("accept", "decline", "waitlist", "ask")
    return person.email, [
        at("matching:today"),
        at("applications:applications", cohort.pk),
        at("applications:applications", cohort.pk, query="?state=all&verdict=open&assigned=nobody"),
        at("applications:applications", cohort.pk, act=tick_all),
        at("applications:applications", empty.pk, query="?state=declined"),
        at("applications:mine"),
        at("applications:mine", act=take_one),
        at("applications:board", cohort.pk),
        at("applications:waitlist", cohort.pk),
        at("applications:waitlist", empty.pk),
        *(at("applications:review", application.pk) for application in cohort.applications.all()),
        *(at("applications:decide", one.pk, move) for move in moves),
        at("applications:decide", one.pk, "decline", act=send(text="{first_name}")),
        at("applications:book_talk", one.pk),
        at("applications:book_talk", one.pk, act=send(place="", day="2020-01-01")),
        at("applications:talk", Interview.objects.get(application__cohort=cohort).pk),
        at("applications:letters", staff.programme.slug),
        at("applications:letter_text", staff.programme.slug, "condition", "ar"),
        at("applications:letter_text", staff.programme.slug, "condition", "de", act=send(text="{nobody}")),
        at("applications:record_policy", staff.programme.slug),
        at("applications:certificate_letter", one.pk),
    ]


def take_one(page: Page) -> None:
    """Look after the first application that nobody has taken."""
    page.locator(".tasks form button").first.click()
    expect(page.locator(".notice-success")).to_be_visible()


def tick_all(page: Page) -> None:
    """Tick every application and prepare a decline."""
    for box in page.locator("[name=item]").all():
        box.check()
    page.locator("[name=move][value=decline]").click()
    expect(page.locator(".accordion")).to_be_visible()


def spreadsheets(person: Person, places: str) -> Any:
    """Keep two small spreadsheets of `person`, whose mentors have `places`."""
    mentors = [{"id": "M1", "branch": "Bau", "places": places}, {"id": "M2", "branch": "Pflege", "places": "1"}]
    mentees = [{"id": "P1", "branch": "Bau"}, {"id": "P2", "branch": "Handel"}]
    tables = [
        Table(f"{name}.csv", list(rows[0]), rows, [2, 3]) for name, rows in (("mentors", mentors), ("mentees", mentees))
    ]
    settings = {
        "columns": {"mentor": "id", "mentee": "id"},
        "settings": {"objective": "most_pairs", "capacity": 1},
        "must": [{"kind": "equal", "column": "branch"}],
        "criterion": [{"kind": "equal", "column": "branch", "weight": 10}],
    }
    return keep_sheets(mentors=tables[0], mentees=tables[1], settings=settings, by=person)


def choose_places(page: Page) -> None:
    """Name the bad column as the number of places, so that the rows with mistakes are shown."""
    page.locator("[name=places_column]").select_option("places")
    page.locator("main form .actions button").last.click()
    expect(page.locator("main .error-summary")).to_be_visible()


def faults(page: Page, stop: Stop, widths: list[int]) -> list[str]:
    """Visit a page and return what is wrong with it."""
    spoken = [cookie for cookie in page.context.cookies() if cookie["name"] == settings.LANGUAGE_COOKIE_NAME]
    answer = page.goto(stop.path)
    assert answer is not None
    page.context.add_cookies(spoken)  # type: ignore[arg-type]  # a mailed link changes to the applicant's language
    if answer.status != stop.status or "text/html" not in answer.headers["content-type"]:
        return [f"{stop.path}: answered {answer.status}"]
    if stop.act:
        stop.act(page)
    page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")
    page.evaluate(Axe().axe_script)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{stop.path} at {width} px: {wide} px wide")
        if width == 320:
            continue  # as 390, but for the scrolling
        for violation in page.evaluate("options => axe.run(document, options)", OPTIONS)["violations"]:
            nodes = "; ".join(f"{node['target'][0]} {node['html'][:120]}" for node in violation["nodes"][:3])
            found.append(f"{stop.path} at {width} px: {violation['id']}, {violation['help']}: {nodes}")
    return found


LISTS = {
    "stranger": strangers_stops,
    "style": style_stops,
    "participant": participants_stops,
    "newcomer": newcomers_stops,
    "account": account_stops,
    "coordinator": coordinators_stops,
    "operator": operators_stops,
    "reviewer": reviewers_stops,
}


@pytest.mark.parametrize(
    ("who", "language"),
    [(who, language) for who in LISTS for language in ("de", "ar") if (who, language) != ("style", "ar")],  # samples: once
)
def test_every_page_is_open_to_everybody(visit: Visit, who: str, language: str) -> None:
    email, stops = LISTS[who]()
    page = visit(language)
    if email:
        sign_in(page, email)
    widths = [320, 390, 1280] if language == "de" else [320, 390]  # a wide page has the same parts from right to left
    assert [fault for stop in stops for fault in faults(page, stop, widths)] == []
    page.goto(stops[0].path)
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("who", ["stranger", "participant", "coordinator", "reviewer"])
def test_pages_in_the_dark(visit: Visit, who: str) -> None:
    email, stops = LISTS[who]()
    page = visit(dark=True)
    if email:
        sign_in(page, email)
    some = stops[::3]
    assert [fault for stop in some for fault in faults(page, stop, [390])] == []


@pytest.mark.parametrize("language", ["de", "ar"])
def test_menus_on_a_phone(visit: Visit, language: str) -> None:
    page = visit(language, width=390)
    page.goto(reverse("programmes:list"))
    page.evaluate(Axe().axe_script)
    for menu in page.locator("details[data-menu] > summary").all():
        menu.click()
        assert page.evaluate("options => axe.run(document, options)", OPTIONS)["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        menu.click()


def test_no_page_is_left_out(demo: object) -> None:
    visited = {
        resolve(stop.path.partition("?")[0]).view_name
        for stops in LISTS.values()
        for stop in stops()[1]
        if stop.status == 200
    }
    # Visited are more: pages that first ask once more who one is.
    assert {name for name, row in TABLE.items() if 200 in row.get.values()} - NO_PAGE - visited == set()
