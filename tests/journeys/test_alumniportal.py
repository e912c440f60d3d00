"""Alumniportal: online, always open, as long as the two agree; everything in English."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from resonanz.matching.models import Request
from resonanz.programmes.models import Participation
from resonanz.tandems.enums import EndReason, State
from resonanz.tandems.models import Tandem
from tests.factories.messaging import PDF
from tests.journeys.conftest import Visit
from tests.journeys.steps import EN, doors, facts, groups, open_programme, sign_in, walk

SLUG, NAME = "alumniportal", "Alumniportal Deutschland"


def test_public_page(visit: Visit) -> None:
    page = visit()
    open_programme(page, SLUG, NAME)
    assert doors(page) == ["Ich suche eine*n Mentor*in", "Ich möchte Mentor*in werden"]
    assert groups(page) == ["Mentees", "Mentor*innen"]
    assert facts(page) == {
        "Wie lange": "nach Absprache, oft 6 bis 12 Monate",
        "Wo": "weltweit, online",
        "Beginn": "jederzeit",
        "Sprachen": "Deutsch, Englisch",
    }


def test_two_become_a_tandem_in_english(visit: Visit) -> None:
    page = visit("en")
    open_programme(page, SLUG, NAME)
    assert doors(page) == ["I look for a mentor", "I want to be a mentor"]
    assert facts(page)["How long"] == "as the two agree, often 6 to 12 months"
    walk(visit, SLUG, EN, EN, language="en")


def test_an_incomplete_profile_says_what_is_missing(visit: Visit) -> None:
    row = Participation.objects.filter(cohort__programme__slug=SLUG, group="second").earliest("pk")
    row.person.profile.about = {}
    row.person.profile.save()
    phone = visit("en", width=390)
    row.person.language = "en"
    row.person.save()
    sign_in(phone, row.person.email)
    phone.goto(f"/programmes/{SLUG}/profile/")
    expect(phone.get_by_text("Without these answers, nobody can be suggested to you.")).to_be_visible()
    phone.locator(".missing-list").get_by_role("link", name="One sentence about you").click()
    phone.locator("[name=about]").fill("I like rivers.")
    phone.get_by_role("button", name="Save").last.click()
    expect(phone.get_by_text("Your profile is complete.")).to_be_visible()
    expect(phone.locator("blockquote")).to_have_text("I like rivers.")


CAREER = "Ich bin Maschinenbauingenieurin in Medellín und plane seit fünf Jahren Anlagen für Papierfabriken."
GOALS = "In zwei Jahren möchte ich ein Projekt leiten, gern mit einem Werk in Deutschland."
HOPES = "Sie sind den Weg gegangen, den ich vor mir habe. Könnten wir alle zwei Wochen eine Stunde sprechen?"


def test_somebody_searches_asks_is_declined_and_finds_a_mentor(visit: Visit) -> None:
    me, juan, tuan = (named(name) for name in ("Valentina", "Juan Camilo", "Tuan"))
    phone = visit(width=390)
    sign_in(phone, me.person.email)
    phone.get_by_role("link", name="Jemanden finden").last.click()
    cards = phone.locator(".person-card")
    expect(cards).to_have_count(6)
    expect(cards.first.get_by_role("list", name="Was Sie verbindet").locator("li").first).to_be_visible()
    search(phone, "Jemand mit Erfahrung im Mikroskopieren", 0)
    search(phone, "Industrie", 2)
    phone.locator("details.more > summary", has_text="Weitere Kriterien").click()
    phone.locator(".facet-fold > summary", has_text="Themen").click()
    phone.locator("[name=topic][value=entry]").check()
    phone.get_by_role("button", name="Personen anzeigen").click()
    expect(cards.locator("h3")).to_have_text(["Tuan P."])
    keep(phone, "Tuan P.", "Merken", "Tuan P. steht auf der Liste „Gemerkt“.")
    phone.goto(f"/programmes/{SLUG}/find/?q=Verkehrsplaner")
    keep(
        phone,
        "Edson F.",
        "Passt nicht",
        "Edson F. wird nicht mehr gezeigt. Unter „Ausgeblendet“ lässt sich das zurücknehmen.",
    )
    expect(cards).to_have_count(0)
    phone.goto(f"/programmes/{SLUG}/find/?q=Stuttgart")
    expect(cards.locator("h3")).to_have_text(["Juan Camilo H.", "Cem A."])  # one writes of Stuttgart, the other lives there
    cards.get_by_role("link", name="Juan Camilo H.", exact=True).click()
    expect(phone.get_by_role("heading", name="Was Sie verbindet")).to_be_visible()
    assert "Herrán" not in phone.locator("main").inner_text()

    phone.locator(".person-acts a").click()
    phone.get_by_label("Ihr bisheriger Weg").fill(CAREER)
    phone.get_by_role("button", name="Anfrage senden").click()
    expect(phone.locator(".error-summary")).to_contain_text(f"Es fehlen {200 - len(CAREER)} Zeichen.")
    expect(phone.get_by_label("Ihr bisheriger Weg")).to_have_value(CAREER)
    write(phone)
    other = visit(width=390)
    answer_first(other, juan)
    other.locator("summary", has_text="Freundlich absagen").click()
    other.get_by_label("zurzeit keine Zeit").check()
    other.get_by_label("Ein freundliches Wort").fill("Fragen Sie Tuan, er kennt jede Werkhalle.")
    other.get_by_role("button", name="Absagen", exact=True).click()
    expect(other.locator(".notice-success:not([hidden])")).to_contain_text("Valentina O.")

    phone.reload()
    expect(phone.locator("main")).to_contain_text("Das liegt am Kalender, nicht an Ihnen.")
    expect(phone.locator("main blockquote").first).to_have_text("Fragen Sie Tuan, er kennt jede Werkhalle.")
    phone.get_by_role("link", name="Zu den Vorschlägen").click()
    phone.get_by_role("link", name="Gemerkt 1").click()
    cards.locator("a.button").click()
    write(phone, CAREER)
    mentor = visit(width=390)
    answer_first(mentor, tuan)
    mentor.locator("summary", has_text="Zuerst etwas fragen").click()
    mentor.get_by_label("Ihre Frage").fill("Welche Maschinen bauen Sie?")
    mentor.get_by_role("button", name="Frage senden").click()
    phone.reload()
    expect(phone.locator(".next")).to_contain_text("Welche Maschinen bauen Sie?")
    phone.get_by_label("Ihre Antwort").fill("Pressen und Trockner.")
    phone.get_by_role("button", name="Antwort senden").click()
    mentor.reload()
    expect(mentor.locator("main")).to_contain_text("Pressen und Trockner.")
    mentor.get_by_role("button", name="Ja, gerne").click()
    tandem = Request.objects.get(mentor=tuan, state="accepted").tandem
    assert tandem is not None
    phone.goto(f"/tandems/{tandem.pk}/")
    for page, partner in ((mentor, me), (phone, tuan)):
        expect(page.get_by_role("link", name=partner.person.email)).to_be_visible()
        expect(page.locator(".dates li").first).to_be_visible()
        expect(page.locator(".questions li")).to_have_count(5)


def named(first_name: str) -> Participation:
    """Return somebody of the demo by first name."""
    return Participation.objects.get(cohort__programme__slug=SLUG, person__first_name=first_name)


def search(page: Page, words: str, number: int) -> None:
    """Look for words, and expect so many people."""
    page.get_by_label("Wörter aus dem Profil").fill(words)
    page.get_by_role("button", name="Suchen", exact=True).click()
    expect(page.locator("#hits")).to_have_text("1 Person gefunden" if number == 1 else f"{number} Personen gefunden")


def keep(page: Page, name: str, button: str, said: str) -> None:
    """Remember or hide one of the people found."""
    page.get_by_role("article", name=name).get_by_role("button", name=button).click()
    expect(page.locator(".notice-success:not([hidden])")).to_have_text(said)


def write(page: Page, career: str = "") -> None:
    """Complete a request, and send it."""
    if career:
        page.get_by_label("Ihr bisheriger Weg").fill(career)
    page.locator("[name=goals]").fill(GOALS)
    page.locator("[name=expectations]").fill(HOPES)
    page.get_by_role("button", name="Anfrage senden").click()
    expect(page.locator(".notice-success:not([hidden])")).to_contain_text("Ihre Anfrage ist unterwegs.")


def answer_first(page: Page, mentor: Participation) -> None:
    """As somebody who was asked: log in, and open the request."""
    sign_in(page, mentor.person.email)
    page.goto("/requests/")
    page.get_by_role("link", name="Von Valentina O.").click()
    expect(page.locator("main")).to_contain_text(CAREER)


def test_two_write_and_share_a_file_on_the_phone(visit: Visit, tmp_path: Path) -> None:
    tandem = Tandem.objects.get(mentor__person__last_name="Ofori-Mintah", state="active")
    esi, kwabena = (visit(width=390, script=script) for script in (False, True))
    sign_in(kwabena, tandem.mentor.person.email)
    kwabena.goto(f"/tandems/{tandem.pk}/")
    tile = kwabena.locator(".tiles li").filter(has=kwabena.get_by_role("link", name="Nachrichten", exact=True))
    expect(tile.locator(".badge")).to_have_text("1")
    tile.get_by_role("link").click()
    expect(kwabena.locator(".bubble").last).to_contain_text("zum ersten Mal auf Deutsch vorgetragen")
    kwabena.get_by_label("Ihre Nachricht").fill("Großartig! Schicken Sie mir Ihren Lebenslauf?\nمبروك")
    kwabena.get_by_role("button", name="Senden", exact=True).click()
    expect(kwabena.locator(".bubble-own").last).to_contain_text("مبروك")
    expect(kwabena.get_by_label("Ihre Nachricht")).to_have_value("")

    sign_in(esi, tandem.mentee.person.email)
    esi.goto(f"/tandems/{tandem.pk}/messages/")
    expect(esi.locator(".bubble").last).to_contain_text("Großartig!")
    esi.get_by_label("Ihre Nachricht").fill("Kommt sofort.")
    esi.get_by_role("button", name="Senden", exact=True).click()
    own = esi.locator(".bubble-own").last
    own.locator("summary").click()
    own.get_by_role("link", name="Ändern").click()
    esi.get_by_label("Ihre Nachricht").fill("Kommt gleich.")
    esi.get_by_role("button", name="Speichern").click()
    expect(esi.locator(".bubble-own").last).to_contain_text("Kommt gleich.")
    kwabena.get_by_role("link", name="Nach neuen sehen").click()
    expect(kwabena.locator(".bubble").last).to_contain_text("geändert")

    cv = tmp_path / "Lebenslauf Esi.pdf"
    cv.write_bytes(PDF)
    esi.goto(f"/tandems/{tandem.pk}/files/")
    esi.locator("[name=file]").set_input_files(cv)
    esi.get_by_role("button", name="Datei hinzufügen").click()
    expect(esi.get_by_role("heading", level=1)).to_have_text("Lebenslauf Esi.pdf")
    esi.get_by_label("Wer bekommt den Link?").fill("Frau Doktor Baum")
    esi.get_by_label("Wofür?").fill("Rückmeldung zum Lebenslauf")
    esi.get_by_role("button", name="Link machen").click()
    address = esi.locator(".share-link").inner_text()
    kwabena.goto(f"/tandems/{tandem.pk}/files/")
    kwabena.get_by_role("link", name="Lebenslauf Esi.pdf").click()
    expect(kwabena.locator(".share-link")).to_have_count(0)

    reader = visit()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Eine Datei für Frau Doktor Baum")
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Herunterladen").click()
    assert (download.value.suggested_filename, Path(download.value.path()).read_bytes()) == ("Lebenslauf Esi.pdf", PDF)
    reader.get_by_label("Ihre Rückmeldung").fill("Klar und gut. Das Foto kann weg.")
    reader.get_by_role("button", name="Senden", exact=True).click()
    expect(reader.locator(".notice-success:not([hidden])")).to_have_text(
        "Danke. Nur Esi Amankwaah kann lesen, was Sie geschrieben haben."
    )

    esi.reload()
    expect(esi.locator("article blockquote")).to_contain_text("Das Foto kann weg.")
    expect(esi.locator("article")).to_contain_text("einmal heruntergeladen")
    esi.get_by_role("button", name="Link schließen").click()
    expect(esi.locator(".share-link")).to_have_count(0)
    assert reader.goto(address).status == 404  # type: ignore[union-attr]
    expect(reader.get_by_role("heading", level=1)).to_have_text("Dieser Link führt nirgendwohin")


def test_two_go_on_by_themselves(visit: Visit) -> None:
    """No talk, no certificate: both say yes on their phones, and see how to reach each other from then on."""
    tandem = Tandem.objects.filter(cohort__programme__slug=SLUG, state=State.ACTIVE).earliest("pk")
    one, other = visit("en", width=390), visit("en", width=390)
    for page, person in ((one, tandem.mentee.person), (other, tandem.mentor.person)):
        person.language = "en"
        person.save()
        sign_in(page, person.email)
        page.goto(f"/tandems/{tandem.pk}/closing/")
        expect(page.get_by_role("link", name="Closing talk")).to_have_count(0)
        expect(page.get_by_role("link", name="Certificate")).to_have_count(0)
    one.get_by_role("button", name="Yes, I would like to").click()
    expect(one.locator(".notice-success:not([hidden])")).to_have_text(
        "Kept. As soon as the other says so, too, you go on by yourselves."
    )
    other.reload()
    expect(other.get_by_text(f"{tandem.mentee.person.first_name} would like to.")).to_be_visible()
    other.get_by_role("button", name="Yes, I would like to").click()
    for page, partner in ((one, tandem.mentor.person), (other, tandem.mentee.person)):
        page.reload()
        expect(page.get_by_role("heading", name="You go on by yourselves")).to_be_visible()
        expect(page.get_by_role("link", name=partner.email)).to_be_visible()
    tandem.refresh_from_db()
    assert (tandem.state, tandem.end_reason) == (State.ENDED, EndReason.GOES_ON)
