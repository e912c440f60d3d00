"""MENTEGRA: German with a star, a mentee who is always «die Mentee», and no fixed length."""

from __future__ import annotations

from playwright.sync_api import expect

from resonanz.applications.models import Application
from resonanz.mail.models import OutboxMail
from resonanz.matching.models import Proposal
from resonanz.programmes.enums import Group, StaffRole
from resonanz.programmes.models import Cohort, Staff
from tests.journeys.conftest import Visit
from tests.journeys.steps import DE, answer, doors, facts, groups, link_in, open_programme, sign_in, walk

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


BOTH = "Sie haben sich beide füreinander entschieden"


def test_after_a_meeting_of_all_the_wishes_decide(visit: Visit) -> None:
    cohort, desk = Cohort.objects.get(programme__slug=SLUG, state="matching"), visit()
    mentors, mentees = (list(cohort.participations.filter(group=group).order_by("pk")) for group in Group.values)
    sign_in(desk, Staff.objects.get(programme__slug=SLUG, role=StaffRole.COORDINATOR).person.email)
    desk.goto(f"/cohorts/{cohort.pk}/")
    desk.get_by_role("link", name="Kennenlerntreffen", exact=True).click()
    desk.get_by_label("Titel").fill("Speed-Meeting im Werk")
    desk.get_by_role("button", name="Eintragen", exact=True).click()
    desk.get_by_role("button", name="Alle fragen").click()
    expect(desk.locator(".notice-success:not([hidden])")).to_have_text("28 Gäste wurden gefragt.")
    asked = set(OutboxMail.objects.filter(key__contains=":open:").values_list("to", flat=True))
    assert asked == {guest.person.email for guest in (*mentors, *mentees)}
    mentee, mentor, other = mentees[-1], mentors[0], mentors[1]  # two who wish for each other, and one who is wished for
    for guest, wishes in {mentee: [other, mentor], mentor: [mentee]}.items():
        phone = visit(width=390)
        sign_in(phone, guest.person.email)
        phone.get_by_role("link", name="Zu meinen Wünschen").click()
        for rank, one in enumerate(wishes, start=1):
            phone.get_by_label(f"Wunsch Nummer: {one.person.card_name}", exact=True).select_option(str(rank))
        phone.get_by_role("button", name="Meine Wünsche senden").click()
        expect(phone.locator("section.card ol bdi")).to_have_text([one.person.card_name for one in wishes])
    desk.goto(f"/cohorts/{cohort.pk}/events/")
    desk.get_by_role("link", name="Speed-Meeting im Werk").click()
    expect(desk.locator("h2#next")).to_have_text("26 Gäste haben noch nicht geantwortet")
    desk.get_by_role("button", name="Wünsche abschließen").click()
    said = desk.get_by_role("row").filter(has=desk.get_by_role("rowheader", name=mentee.person.full_name))
    expect(said.locator("li")).to_have_text([f"1. {other.person.full_name}", f"2. {mentor.person.full_name} gegenseitig"])
    desk.get_by_role("button", name="Nach Wünschen matchen").click()
    expect(desk.locator("article.pair").first.locator("h3 bdi")).to_have_text(
        [mentee.person.full_name, mentor.person.full_name]
    )
    desk.get_by_role("link", name="Veröffentlichen …").click()
    desk.get_by_role("button", name="14 Paare fragen").click()
    expect(desk.locator("article.pair-asked")).to_have_count(14)
    for guest in (mentee, mentor, other):  # of a wish that was not mutual nobody learns
        phone, found = visit(width=390), Proposal.objects.get(**{guest.side: guest, "run__cohort": cohort})
        sign_in(phone, guest.person.email)
        phone.goto(f"/tandems/{found.tandem_id}/")
        expect(phone.get_by_role("button", name=DE.yes, exact=True)).to_be_visible()
        expect(phone.get_by_text(BOTH)).to_have_count(0 if guest == other else 1)
        assert ("Wunsch" in phone.locator("main").inner_text()) is False


def test_how_it_is_going_is_told_in_three_taps_and_somebody_looks_after_it(visit: Visit) -> None:
    phone, desk, other = visit(width=390), visit(), visit(width=390)
    phone.goto("/demo/mail/?to=rima.sabbagh@mentegra.demo.example")
    letter = phone.locator("main article").filter(has_text="Wie läuft es mit Ulrike?").first
    letter.locator("a[href*='/check-ins/']").first.click()
    phone.get_by_label("nicht gut").check()
    phone.get_by_label("Termin steht").check()
    phone.get_by_role("button", name="Ja, bitte melden Sie sich").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vielen Dank")
    expect(phone.locator("main .lead")).to_have_text("Das Team weiß Bescheid und meldet sich bei Ihnen.")

    sign_in(phone, "rima.sabbagh@mentegra.demo.example")
    phone.goto("/tandems/")
    phone.locator("main").get_by_role("link", name="Ich brauche Hilfe").click()
    phone.locator("[name=text]").fill("Ich möchte lieber mit Ihnen sprechen als schreiben.")
    phone.get_by_role("button", name="An das Team senden").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ihre Nachricht an das Team")
    status = phone.url

    sign_in(desk, "judith.merheimer@mentegra.demo.example")
    lines = desk.locator("main .rows a")
    expect(lines.filter(has_text="Nachrichten an das Team: Hilfe oder Meldung")).to_have_count(1)
    lines.filter(has_text="Tandems sagen: nicht gut, oder bitten um Kontakt").click()
    waiting = desk.locator("#cases ~ ul li").filter(has_text="Rima Sabbagh")
    waiting.get_by_role("button", name="Übernehmen").click()
    expect(desk.locator("main")).not_to_contain_text("Ich möchte lieber mit Ihnen sprechen")
    desk.get_by_role("button", name="Lesen").click()
    expect(desk.locator("main")).to_contain_text("Ich möchte lieber mit Ihnen sprechen als schreiben.")
    phone.goto(status)
    expect(phone.locator("main .timeline")).to_contain_text("Judith Merheimer kümmert sich darum")

    desk.get_by_role("link", name="Zum Tandem: ruhen lassen oder etwas notieren").click()
    desk.locator("summary").filter(has_text="Dieses Tandem während einer Klärung ruhen lassen").click()
    desk.get_by_role("button", name="Ruhen lassen").click()
    sign_in(other, "ulrike.eschbaum@mentegra.demo.example")
    other.goto("/tandems/")
    expect(other.locator("main .next-when")).to_have_text("Wir klären etwas; Ihr Tandem ruht")
    desk.get_by_role("button", name="Weitergehen lassen").click()
    other.goto("/tandems/")
    expect(other.locator("main")).not_to_contain_text("Wir klären etwas")
    desk.locator("[name=note]").fill("Mit beiden gesprochen.")
    desk.get_by_role("button", name="Eintragen").click()
    expect(desk.locator("#resting ~ ul")).to_contain_text("Rima Sabbagh")
