"""München: German with both forms, and a start at any time; the whole way works without JavaScript."""

from __future__ import annotations

from playwright.sync_api import expect

from resonanz.tandems.models import Tandem
from tests.journeys.conftest import Visit
from tests.journeys.steps import DE, doors, facts, groups, letters, open_programme, sign_in, walk

SLUG, NAME = "mentoring-partnerschaft-muenchen", "Mentoring-Partnerschaft München"


def test_public_page_without_javascript(visit: Visit) -> None:
    page = visit(script=False)
    open_programme(page, SLUG, NAME)
    assert doors(page) == ["Ich suche eine Mentorin oder einen Mentor", "Ich möchte Mentorin oder Mentor werden"]
    assert groups(page) == ["Mentees", "Mentorinnen und Mentoren"]
    assert facts(page) == {"Wie lange": "4 Monate", "Wo": "München", "Beginn": "jederzeit", "Sprachen": "Deutsch, Englisch"}


def test_two_become_a_tandem_without_javascript(visit: Visit) -> None:
    walk(visit, SLUG, DE, DE, script=False)


def test_a_service_is_suggested_and_what_came_of_it_is_said_without_javascript(visit: Visit) -> None:
    tandem = Tandem.objects.get(cohort__programme__slug=SLUG, mentee__person__last_name="Okonjo-Ade")
    path = f"/tandems/{tandem.pk}/"
    mentor, mentee = (visit(width=390, script=False) for _ in range(2))
    sign_in(mentor, tandem.mentor.person.email)
    mentor.goto(path)
    mentor.get_by_role("link", name="Beratung und Hilfe").click()
    mentor.get_by_role("link", name="Eine Stelle finden").click()
    mentor.get_by_label("Wofür").select_option(label="Kammer")
    mentor.get_by_role("button", name="Anzeigen").click()
    expect(mentor.locator("article h2")).to_have_text(["IHK für München und Oberbayern"])
    mentor.get_by_role("link", name="Vormerken oder vorschlagen").click()
    mentor.get_by_label("Blessing", exact=True).check()
    mentor.get_by_label("Warum?").fill("Dort kennt man Ihren Abschluss.")
    mentor.get_by_role("button", name="Eintragen").click()
    address = tandem.mentee.person.email
    assert letters(mentor, 1) == {address: "Eine Stelle, die Ihnen helfen kann"}
    sign_in(mentee, address)
    mentee.goto(path)
    mentee.get_by_role("link", name="IHK für München und Oberbayern").click()
    expect(mentee.get_by_text("Dort kennt man Ihren Abschluss.")).to_be_visible()
    mentee.locator("article details summary").click()
    mentee.get_by_label("erledigt").check()
    mentee.get_by_label("Was ist daraus geworden?").fill("Der Antrag ist gestellt.")
    mentee.get_by_role("button", name="Speichern").click()
    expect(mentee.locator("article .tag-good")).to_have_text(["erledigt"])
    mentor.goto(f"{path}referrals/")
    expect(mentor.get_by_text("Der Antrag ist gestellt.")).to_be_visible()
