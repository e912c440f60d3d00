"""München: German with both forms, and a start at any time; the whole way works without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from resonanz.closing.models import Certificate, TalkDate
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Participation, Staff
from resonanz.tandems.actions import agree_tandem
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.together.queries.plan import plan_of, title_of
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


def test_a_job_on_day_one_turns_the_plan_around(visit: Visit) -> None:
    """On two phones: both said yes today, and today the job came. The plan changes, the agreement is made, and is a PDF."""
    free = Participation.objects.filter(cohort__programme__slug=SLUG, is_active=True, taken=0)
    mentor = free.filter(group="first").earliest("pk")
    mentee = next(each for each in free.filter(group="second") if "job-search" in each.topics)
    tandem = agree_tandem(cohort=mentor.cohort, mentor=mentor, mentee=mentee, by=mentor.person)
    ends_on, name = tandem.ends_on, mentor.person.first_name
    phone, other = visit(width=390), visit(width=390, script=False)
    sign_in(phone, mentee.person.email)
    phone.goto(f"/tandems/{tandem.pk}/")
    phone.get_by_role("link", name="Etwas hat sich geändert?", exact=True).click()
    phone.get_by_role("link", name="Plan ändern").click()
    phone.get_by_role("link", name="Stelle gefunden", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Stelle gefunden")
    expect(phone.get_by_label("Stellen finden und sich bewerben")).not_to_be_checked()
    expect(phone.get_by_label("Gut durch die Probezeit")).to_be_checked()
    phone.get_by_label("Arbeitskultur und ungeschriebene Regeln").uncheck()
    phone.get_by_label(f"Ein Wort an {name}").fill("Ich habe die Zusage!")
    phone.get_by_role("button", name="Diesen Plan nehmen").click()
    expect(phone).to_have_url(f"/tandems/{tandem.pk}/plan/")
    titles = [title_of(item) for item in plan_of(tandem) if item.state == "open"]
    assert titles[:2] == ["Die ersten Wochen im neuen Betrieb", "Gut durch die Probezeit"]
    assert "Stellen finden und sich bewerben" not in titles
    expect(phone.get_by_text("Ich habe die Zusage!")).to_be_visible()
    tandem.refresh_from_db()
    assert tandem.ends_on == ends_on
    phone.get_by_role("link", name="Reihenfolge ändern").click()
    grip = phone.get_by_role("button", name="Gut durch die Probezeit verschieben")
    grip.focus()
    grip.press("ArrowUp")
    expect(phone.locator("[role=status]:not([data-offline-notes])").first).to_have_text("Verschoben.")
    assert next(map(title_of, plan_of(tandem))) == "Gut durch die Probezeit"
    phone.goto(f"/tandems/{tandem.pk}/agreement/")
    phone.get_by_role("link", name=f"Schreiben und {name} zeigen").click()
    phone.get_by_label("Wie oft wir uns treffen").fill("Jede Woche eine halbe Stunde")
    phone.get_by_role("button", name=f"{name} zeigen").click()
    expect(phone.get_by_text(f"{name} liest sie gerade").first).to_be_visible()
    sign_in(other, mentor.person.email)
    other.goto(f"/tandems/{tandem.pk}/")
    expect(other.get_by_text("Neu geplant: Stelle gefunden")).to_be_visible()
    other.get_by_role("link", name=f"{mentee.person.first_name} hat Ihnen Ihre Vereinbarung gezeigt").click()
    other.get_by_role("button", name="Ja, so machen wir es").click()
    expect(other.get_by_text("beide haben zugestimmt")).to_be_visible()
    paper = other.request.get(f"/tandems/{tandem.pk}/agreement/1/document/?language=de")
    assert paper.headers["content-type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper.body())).pages)
    assert "Jede Woche eine halbe Stunde" in text
    assert mentee.person.full_name in text


def test_a_group_talk_is_chosen_attended_and_certified_and_a_stranger_checks_the_number(visit: Visit) -> None:
    """The mentee chooses on a phone; the team notes who came and issues; the paper opens, and its number is good."""
    tandem = Tandem.objects.get(mentor__person__last_name="Hirschauer", state=State.ACTIVE)
    phone, desk, stranger = visit(width=390), visit(), visit(width=390)
    sign_in(phone, tandem.mentee.person.email)
    phone.goto(f"/tandems/{tandem.pk}/")
    phone.get_by_role("link", name="Unser Abschluss").first.click()
    phone.get_by_role("link", name="Abschlussgespräch").click()
    phone.get_by_role("button", name="Ich komme").first.click()
    expect(phone.locator(".notice-success:not([hidden])")).to_have_text(
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
    desk.get_by_role("button", name="Notieren und Zertifikate ausstellen").click()
    expect(desk.locator(".notice-success:not([hidden])")).to_have_text("1 Zertifikat ist ausgestellt.")
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
    expect(stranger.locator(".notice-success:not([hidden])")).to_have_text("Ja, dieses Zertifikat trägt genau diesen Namen.")
