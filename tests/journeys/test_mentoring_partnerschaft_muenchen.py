"""München: German with both forms, and a start at any time; the whole way works without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from resonanz.closing.models import Certificate, TalkDate
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Staff
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from tests.journeys.conftest import Visit
from tests.journeys.steps import DE, doors, facts, groups, open_programme, sign_in, walk

SLUG, NAME = "mentoring-partnerschaft-muenchen", "Mentoring-Partnerschaft München"


def test_public_page_without_javascript(visit: Visit) -> None:
    page = visit(script=False)
    open_programme(page, SLUG, NAME)
    assert doors(page) == ["Ich suche eine Mentorin oder einen Mentor", "Ich möchte Mentorin oder Mentor werden"]
    assert groups(page) == ["Mentees", "Mentorinnen und Mentoren"]
    assert facts(page) == {"Wie lange": "4 Monate", "Wo": "München", "Beginn": "jederzeit", "Sprachen": "Deutsch, Englisch"}


def test_two_become_a_tandem_without_javascript(visit: Visit) -> None:
    walk(visit, SLUG, DE, DE, script=False)


def test_a_group_talk_is_chosen_attended_and_certified_and_a_stranger_checks_the_number(visit: Visit) -> None:
    """The mentee chooses on a phone; the team notes who came and issues; the paper opens, and its number is good."""
    tandem = Tandem.objects.get(mentor__person__last_name="Hirschauer", state=State.ACTIVE)
    phone, desk, stranger = visit(width=390), visit(), visit(width=390)
    sign_in(phone, tandem.mentee.person.email)
    phone.goto(f"/tandems/{tandem.pk}/")
    phone.get_by_role("link", name="Unser Abschluss").first.click()
    phone.get_by_role("link", name="Abschlussgespräch").click()
    phone.get_by_role("button", name="Ich komme").first.click()
    expect(phone.locator(".notice-success")).to_have_text(
        "Sie haben einen Platz. Den Termin haben wir Ihnen per Mail geschickt."
    )
    expect(phone.locator(".next")).to_contain_text("Franziskanerstraße 8, Raum 214")
    phone.goto(f"/tandems/{tandem.pk}/closing/certificate/")
    phone.get_by_label("Mein Name, wie er dort stehen soll").fill("Irina Sokolowskaja")
    phone.get_by_label("English").check()
    phone.get_by_role("button", name="Speichern").click()
    expect(phone.get_by_role("link", name="Vorschau öffnen (PDF)")).to_be_visible()

    talk = TalkDate.objects.earliest("starts_at")
    assert talk.taken == 2
    TalkDate.objects.filter(pk=talk.pk).update(starts_at=timezone.now() - timedelta(hours=2))
    sign_in(desk, Staff.objects.get(programme__slug=SLUG, role=StaffRole.COORDINATOR).person.email)
    desk.goto(f"/programmes/{SLUG}/settings/closing/talks/{talk.pk}/")
    desk.get_by_label("Hirschauer").uncheck()
    desk.get_by_role("button", name="Notieren und ihre Zertifikate ausstellen").click()
    expect(desk.locator(".notice-success")).to_have_text("1 Zertifikat ist ausgestellt.")
    certificate = Certificate.objects.get()
    assert (certificate.participation, certificate.certified_name) == (tandem.mentee, "Irina Sokolowskaja")

    phone.goto(f"/tandems/{tandem.pk}/closing/certificate/")
    expect(phone.get_by_role("heading", name="Ihr Zertifikat ist da")).to_be_visible()
    path = phone.get_by_role("link", name="Zertifikat öffnen (PDF)").get_attribute("href")
    paper = PdfReader(BytesIO(phone.request.get(str(path)).body()))
    text = paper.pages[0].extract_text()
    assert [part in text for part in ("Irina Sokolowskaja", "Certificate", certificate.code)] == [True] * 3

    stranger.goto(f"/certificates/{certificate.code}/")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Dieses Zertifikat ist gültig")
    assert "Irina" not in stranger.locator("main").inner_text()
    stranger.get_by_label("Name auf dem Papier").fill("Irina Sokolowskaja")
    stranger.get_by_role("button", name="Vergleichen").click()
    expect(stranger.locator(".notice-success")).to_have_text("Ja, dieses Zertifikat trägt genau diesen Namen.")
