"""München: German with both forms, and a start at any time; the whole way works without JavaScript."""

from __future__ import annotations

from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from resonanz.programmes.models import Participation
from resonanz.tandems.actions import agree_tandem
from resonanz.together.queries.plan import plan_of, title_of
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
    phone.get_by_role("link", name="Den Plan ändern").click()
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
    expect(phone.locator("[role=status]").first).to_have_text("Verschoben.")
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
