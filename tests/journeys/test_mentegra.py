"""MENTEGRA: German with a star, a mentee who is always «die Mentee», and no fixed length."""

from __future__ import annotations

from playwright.sync_api import expect

from resonanz.applications.models import Application
from tests.journeys.conftest import Visit
from tests.journeys.steps import DE, answer, doors, facts, groups, link_in, open_programme, walk

SLUG, NAME = "mentegra", "MENTEGRA"


def test_public_page(visit: Visit) -> None:
    page = visit()
    open_programme(page, SLUG, NAME)
    assert doors(page) == ["Ich suche eine*n Mentor*in", "Ich möchte Mentor*in werden"]
    assert groups(page) == ["Mentees", "Mentor*innen"]
    assert facts(page) == {
        "Wo": "Region Köln",
        "Beginn": "Termin noch offen\nSagen Sie mir Bescheid",
        "Sprachen": "Deutsch, Englisch",
    }
    tasks = page.locator("aside .check-list").first
    assert tasks.locator("li").first.inner_text() == "Zuhören und das Können der Mentee sehen"


def test_two_become_a_tandem(visit: Visit) -> None:
    walk(visit, SLUG, DE, DE)


def test_a_company_announces_a_mentor_who_decides_alone(visit: Visit) -> None:
    desk = visit()
    open_programme(desk, SLUG, NAME)
    desk.get_by_role("link", name="Für Unternehmen: mehrere Menschen anmelden").click()
    typed = {"company": "Rheinwerk", "contact_name": "Ute", "contact_email": "ute@example.org"}
    for name, value in {**typed, "people-0-first_name": "Karl", "people-0-email": "karl@example.org"}.items():
        desk.locator(f"[name={name}]").fill(value)
    desk.get_by_role("button", name="Anmelden").last.click()
    expect(desk.locator(".tiles")).to_contain_text("eingeladen")
    company = desk.url
    phone = visit(width=390)
    phone.goto(link_in(phone, "karl@example.org"))
    phone.locator("main [name=accept]").check()
    phone.get_by_role("button", name="Weiter", exact=True).click()
    said = {"adult": "yes", "company_size": "small", "languages_language": "de", "languages_level": "C1", "place": "50667"}
    answers = {**said, "occupation": "Tischler", "topics": True, "notice": True, "suggest": True}
    row = Application.objects.get(person__email="karl@example.org")
    for page in ("you", "occupation", "languages", "place-time", "offer", "consents"):
        phone.goto(f"/applications/{row.pk}/form/{page}/")
        for question, value_typed in answers.items():
            answer(phone, question, value_typed)
        phone.locator(".apply-acts button[name=go]").click()
    phone.locator(".apply-acts button").click()
    expect(phone.locator(".next-when")).to_have_text("Wir lesen Ihre Bewerbung")
    desk.goto(company)
    expect(desk.locator(".tiles")).to_contain_text("bestätigt")
