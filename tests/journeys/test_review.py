"""Two applications in Kärnten: German at A2 gets a kind and exact answer; B1 is accepted once the proof was looked at."""

from __future__ import annotations

import re

from django.urls import reverse
from playwright.sync_api import Page, expect

from resonanz.applications.models import Application, Proof
from resonanz.programmes.models import Participation, Programme, Staff
from tests.factories import make_cohort
from tests.factories.applications import make_application, with_form, with_rules
from tests.journeys.conftest import Visit
from tests.journeys.steps import letters, sign_in

SLUG = "mentoring-fuer-migrantinnen"
REASON = "Für dieses Programm brauchen Sie Deutsch mindestens auf Niveau B1; Sie haben A2 angegeben."


def open_application(page: Page, application: Application) -> None:
    """From what is important today over the list to one application."""
    page.goto("/today/")
    address = reverse("applications:applications", args=[application.cohort_id])
    page.locator(f"main a[href='{address}']", has_text="zu entscheiden").first.click()
    page.get_by_role("link", name=application.person.full_name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(application.person.full_name)


def attest(page: Page, key: str, seen: str) -> None:
    """Keep that a condition was checked."""
    condition = page.locator(f"#condition-{key}")
    condition.locator("summary").click()
    condition.get_by_label("Was wurde vorgelegt?").fill(seen)
    condition.get_by_role("button", name="Ist erfüllt").click()
    expect(page.locator(f"#condition-{key}")).to_contain_text("Geprüft von Maria Kogelnig am")


def test_one_is_declined_kindly_and_one_accepted_after_a_check(visit: Visit) -> None:
    programme = with_rules(Programme.objects.get(slug=SLUG))
    with_form(programme)
    cohort = make_cohort(programme, state="open")
    samira = make_application(cohort, "Samira", answers={"languages": "de:A2;ar:native"})
    leyla = make_application(cohort, "Leyla", proofs=("labour_market_proof", "registered_proof"))
    page = visit()
    sign_in(page, Staff.objects.get(programme=programme).person.email)

    open_application(page, samira)
    expect(page.locator("#condition-german")).to_contain_text(REASON)
    page.get_by_role("link", name="Absagen", exact=True).click()
    expect(page.get_by_label("Brief")).to_have_value(re.compile(re.escape(REASON)))
    page.get_by_role("button", name="Absagen und senden").click()
    expect(page.get_by_text("Samira Beispiel: abgesagt. Der Brief ist unterwegs.")).to_be_visible()

    open_application(page, leyla)
    attest(page, "labour-market", "Aufenthaltstitel")
    attest(page, "registered", "Bestätigung des AMS")
    assert not Proof.objects.filter(application=leyla).exists()
    page.get_by_role("link", name="Annehmen", exact=True).click()
    page.get_by_role("button", name="Annehmen und senden").click()
    expect(page.get_by_text("Leyla Beispiel: angenommen. Der Brief ist unterwegs.")).to_be_visible()
    assert Participation.objects.get(person=leyla.person).cohort == cohort
    assert letters(page, 2) == {
        samira.person.email: "Ihre Bewerbung bei Mentoring für MigrantInnen",
        leyla.person.email: "Sie sind dabei: Mentoring für MigrantInnen",
    }
    expect(page.get_by_text(REASON)).to_be_visible()
