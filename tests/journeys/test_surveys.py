"""The funder's questions on a phone: from the letter to the thanks; a no; and what the team gets of it."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import Page, expect

from resonanz.demo.queries import PASSWORD
from resonanz.programmes.models import Staff
from resonanz.surveys.enums import State
from resonanz.surveys.models import Invitation, Sheet
from resonanz.surveys.queries.sheets import opened, sheets_of
from tests.journeys.conftest import Visit
from tests.journeys.steps import sign_in

SLUG = "mentoring-partnerschaft-muenchen"
PATH = f"/programmes/{SLUG}/settings/questionnaire"


def waiting() -> Invitation:
    """Return somebody who was asked and has said nothing yet."""
    return Invitation.objects.filter(state=State.ASKED, participation__cohort__programme__slug=SLUG).latest("pk")


def open_letter(page: Page, invitation: Invitation) -> None:
    """Follow the link of the letter, out of the demo's mailbox."""
    address = invitation.participation.person.email
    page.goto(f"/demo/mail/?to={address}")
    letter = page.locator("main article").filter(has=page.get_by_text(address, exact=True)).first
    letter.locator("a[href*='/questions/']").click()


def test_a_mentee_answers_on_a_phone_and_takes_it_back(visit: Visit) -> None:
    invitation = waiting()
    page = visit(width=390)
    open_letter(page, invitation)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ein paar Fragen")
    expect(page.locator("main .panel")).to_contain_text("Europäischer Sozialfonds Plus")
    for question, answer in {
        "Welches Geschlecht haben Sie?": "keine Angabe",
        "Wie alt sind Sie?": "30 bis 54 Jahre",
        "Was haben Sie unmittelbar": "Ich war selbstständig.",
        "Welchen Abschluss haben Sie": "Meister, Fachhochschule, Universität (ISCED 5–8)",
        "Arbeitet in Ihrem Haushalt": "keine Angabe",
        "Haben Sie eine Behinderung": "nein",
    }.items():
        page.get_by_role("group", name=question).get_by_text(answer, exact=True).click()
    page.get_by_role("button", name="Meine Antworten senden").click()
    expect(page.locator("main .error-summary")).to_contain_text("Migrationshintergrund")
    migration = page.get_by_role("group", name="Haben Sie einen Migrationshintergrund")
    migration.get_by_text("keine Angabe", exact=True).click()
    page.get_by_role("button", name="Meine Antworten senden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Danke für Ihre Antworten")
    answers = opened(sheets_of(invitation.participation.person).get())
    assert answers == {
        "gender": None, "age": "30-54", "work": "self-employed", "education": "isced-5-8", "household": None,
        "disability": False, "migration": None,
    }  # fmt: skip
    page.get_by_text("Anders überlegt?").click()
    page.get_by_role("button", name="Alle meine Antworten löschen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Das ist in Ordnung")
    assert list(sheets_of(invitation.participation.person)) == []


def test_a_no_is_one_tap_without_script(visit: Visit) -> None:
    invitation, sheets = waiting(), Sheet.objects.count()
    page = visit(width=390, script=False)
    open_letter(page, invitation)
    page.get_by_role("button", name="Ich möchte nicht antworten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Das ist in Ordnung")
    invitation.refresh_from_db()
    assert (invitation.state, Sheet.objects.count()) == (State.REFUSED, sheets)


def test_the_team_sees_numbers_and_takes_rows_without_names(visit: Visit) -> None:
    desk = visit()
    sign_in(desk, Staff.objects.get(programme__slug=SLUG, role="coordinator").person.email)
    desk.goto(f"{PATH}/results/")
    row = desk.get_by_role("row").filter(has=desk.get_by_role("rowheader", name="Zu Beginn"))
    asked = Invitation.objects.filter(participation__cohort__programme__slug=SLUG).count()
    expect(row.get_by_role("cell")).to_have_text([str(asked), "15", "nicht gezeigt", "nicht gezeigt", "0"])
    desk.get_by_role("link", name="Export für den Förderer").click()
    desk.locator("main input[type=password]").fill(PASSWORD)
    desk.locator("main form").filter(has=desk.locator("input[type=password]")).locator("button").click()
    desk.locator("main input[value=csv]").check()
    with desk.expect_download() as begun:
        desk.get_by_role("button", name="Herunterladen").click()
    text = begun.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 16
    names = [row.participation.person.last_name for row in Invitation.objects.select_related("participation__person")]
    assert [name for name in names if name and name in text] == []
