"""Mentor:Mentor: both are mentor and mentee, so the two groups go by their own names, and no page sorts them otherwise."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Cohort, Staff
from resonanz.tandems.models import Tandem
from resonanz.together.queries.meetings import minutes_of
from tests.journeys.conftest import Visit
from tests.journeys.steps import DE, doors, expect_at_work, facts, groups, open_programme, sign_in
from tests.journeys.visits import card_of, finish, look_back, open_visits, plan

SLUG, NAME = "mentor-mentor", "Mentor:Mentor"
LABEL = re.compile(r"\b(Mentor\*in(nen)?|Mentees?|Mentor|Mentoren|Mentorin)\b")


def test_public_page(visit: Visit) -> None:
    page = visit()
    open_programme(page, SLUG, NAME)
    assert doors(page) == groups(page) == ["Talente", "Führungskräfte"]
    assert facts(page) == {
        "Wie lange": "3 Monate",
        "Wo": "Bayern",
        "Beginn": "Termin noch offen\nSagen Sie mir Bescheid",
        "Sprachen": "Deutsch, Englisch",
    }
    expect(page.locator(".hero .eyebrow")).to_have_text("Bayern · Pilotprojekt")
    expect(page.locator(".hero .lead")).to_contain_text("Jede*r Tandempartner*in ist Mentor*in und Mentee zugleich.")


def test_both_give_and_take_and_nobody_is_sorted(visit: Visit) -> None:
    cohort, desk = Cohort.objects.get(programme__slug=SLUG, state="matching"), visit()
    sign_in(desk, Staff.objects.get(programme__slug=SLUG, role=StaffRole.COORDINATOR).person.email)
    desk.goto(f"/cohorts/{cohort.pk}/match/")
    desk.get_by_role("button", name=DE.compute, exact=True).click()
    pairs = desk.locator("article.pair")
    second, first = [name.split()[0] for name in pairs.first.locator("h3 bdi").all_inner_texts()]
    expect(pairs.first.locator("dt")).to_contain_text([f"Das kann {first} geben", f"Das kann {second} geben"])
    number = pairs.count()
    desk.get_by_role("link", name="Veröffentlichen …").click()
    desk.get_by_role("button", name=f"{number} Paare fragen").click()
    expect(desk.locator("article.pair-asked")).to_have_count(number)
    tandem = Tandem.objects.get(cohort=cohort, mentor__person__first_name=first, mentee__person__first_name=second)
    gifts = []
    for side in ("mentee", "mentor"):
        phone = visit(width=390)
        sign_in(phone, getattr(tandem, side).person.email)
        phone.goto(f"/tandems/{tandem.pk}/")
        expect(phone.locator(".pair-why dt")).to_have_text(["Das können Sie geben", "Das können Sie bekommen"])
        gifts.append(phone.locator(".pair-why dd").all_inner_texts())
        phone.get_by_role("button", name=DE.yes, exact=True).click()
        expect(phone.get_by_role("button", name=DE.yes, exact=True)).to_have_count(0)
        assert without_label(phone)
    assert gifts[0] == gifts[1][::-1]  # what the one gives is what the other gets
    expect_at_work(phone, tandem, "mentor", DE)
    desk.goto(f"/cohorts/{cohort.pk}/?show=people")
    labels = set(desk.locator(".table-stack tbody td:first-of-type").all_inner_texts())
    assert labels == {"Talente", "Führungskräfte"}
    assert without_label(desk)
    assert without_label(phone)


def test_both_keep_a_diary_and_note_what_has_come_of_it(visit: Visit) -> None:
    """On two phones: private and shared entries, what was learned, goals of both, an outcome of each, confirmed."""
    tandem = Tandem.objects.get(cohort__programme__slug=SLUG, mentee__person__last_name="Barzani-Rash")
    path, hana, volker = f"/tandems/{tandem.pk}/", visit(width=390), visit(width=390)
    for phone, side in ((hana, "mentee"), (volker, "mentor")):
        sign_in(phone, getattr(tandem, side).person.email)
        phone.goto(path)
        phone.get_by_role("link", name="Ziele").click()
        phone.get_by_role("link", name="Das erste Ziel setzen" if side == "mentee" else "Noch ein Ziel").click()
        phone.get_by_label("Was will ich erreichen?").fill(f"Ziel von {side}")
        phone.get_by_role("button", name="Ziel setzen").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text(f"Ziel von {side}")
    hana.get_by_label("Nächster Schritt").fill("Beim Betrieb anrufen")
    hana.get_by_label("Bis wann?").fill(timezone.localdate().isoformat())
    hana.get_by_role("button", name="Diesen Schritt hinzufügen").click()
    hana.goto(path)
    expect(hana.locator(".next-when")).to_have_text("Beim Betrieb anrufen")
    volker.goto(f"{path}goals/")
    expect(volker.locator("section h2")).to_have_text(["Meine Ziele", "Ziele von Hana"])
    expect(volker.locator("section h3")).to_have_text(["Ziel von mentor", "Ziel von mentee"])

    for words, audience in (("Nur für mich.", "Nur ich"), ("Für uns beide.", "Volker und ich")):
        hana.goto(f"{path}diary/")
        hana.get_by_role("link", name="Schreiben").click()
        hana.get_by_label("Was möchten Sie festhalten?").fill(words)
        hana.get_by_label(audience, exact=True).check()
        hana.get_by_role("button", name="Speichern").click()
        expect(hana.get_by_text(words)).to_be_visible()
    volker.goto(f"{path}diary/")
    expect(volker.locator("article p.break")).to_have_text(["Für uns beide."])
    volker.get_by_role("link", name="Was ich gelernt habe").first.click()
    volker.get_by_label("über mich selbst").check()
    volker.get_by_label("Was haben Sie gelernt?").fill("Zuhören ist Arbeit.")
    volker.get_by_role("button", name="Speichern").click()
    expect(volker.locator(".tag-accent")).to_have_text(["Gelernt über mich selbst"])

    note_outcome(volker, path, "Etwas über mich festhalten", "Etwas an der eigenen Führung verändert")
    expect(volker.locator(".rows .tag-good")).to_have_text(["bestätigt"])
    note_outcome(volker, path, "Etwas über Hana festhalten", "Das Angebot einer Ausbildungsstelle")
    expect(volker.locator(".rows .tag").first).to_have_text("noch nicht bestätigt")
    hana.goto(path)
    hana.get_by_role("link", name="Stimmt das?").click()
    hana.get_by_role("button", name="Ja, das stimmt").click()
    expect(hana.locator(".rows .tag-good")).to_have_count(2)
    hana.goto(path)
    line = hana.locator(".timeline li.milestone")
    expect(line.filter(has_text="Das Angebot einer Ausbildungsstelle")).to_have_count(1)
    assert without_label(hana)
    assert without_label(volker)

    desk = visit()
    sign_in(desk, Staff.objects.get(programme__slug=SLUG, role=StaffRole.COORDINATOR).person.email)
    desk.goto(path)
    expect(desk.get_by_text("3 Tagebucheinträge")).to_be_visible()
    for secret in ("Nur für mich", "Für uns beide", "Zuhören ist", "Ziel von", "Beim Betrieb"):
        expect(desk.get_by_text(secret)).to_have_count(0)
    desk.goto(f"/cohorts/{tandem.cohort_id}/")
    desk.get_by_role("link", name="Ergebnisse", exact=True).click()
    number = desk.get_by_role("row").filter(has_text="Das Angebot einer Ausbildungsstelle").first.locator(".num")
    expect(number).to_have_text("1")


def test_the_two_visit_each_other_as_equals(visit: Visit) -> None:
    """On two phones: one day at the company, one in the class; each prepares, each looks back, each reads the other's."""
    tandem = Tandem.objects.get(cohort__programme__slug=SLUG, mentee__person__last_name="Barzani-Rash")
    path, hana, volker = f"/tandems/{tandem.pk}/", visit(width=390), visit(width=390)
    soon, before = timezone.localdate() + timedelta(days=8), minutes_of(tandem)
    wishes = {"Hana": "Wie ein Auftrag zum Programm wird", "Volker": "Wie in der Klasse gelernt wird"}
    surprises = {"Hana": "Alle dürfen Fragen stellen.", "Volker": "Sie erklären einander alles."}
    phones = ((hana, "mentee", "Volker", "Hana"), (volker, "mentor", "Hana", "Volker"))
    for phone, side, other, me in phones:
        sign_in(phone, getattr(tandem, side).person.email)
        phone.goto(path)
        open_visits(phone)
        headings = phone.locator("section.card h2").all_inner_texts()
        assert headings == [f"Sie besuchen {other}", f"{other} besucht Sie"]
        plan(phone, f"Sie besuchen {other}", soon, wishes[me])
    for phone, _side, other, me in phones:
        phone.reload()
        expect(card_of(phone, f"{other} besucht Sie")).to_contain_text(wishes[other])
        finish(phone, f"Sie besuchen {other}")
        look_back(phone, f"Sie besuchen {other}", surprises[me])
    for phone, _side, other, _me in phones:
        phone.reload()
        there = card_of(phone, f"{other} besucht Sie")
        expect(there).to_contain_text(wishes[other])
        expect(there).to_contain_text(surprises[other])
        assert without_label(phone)
        phone.goto(path)
        expect(phone.locator(".tiles li").filter(has_text="Besuche").locator(".tile-text")).to_have_text("2 von 2")
        lines = phone.locator(".timeline a").filter(has_text=re.compile("such")).all_inner_texts()
        visited = ["Hana hat Volker besucht", "Volker hat Hana besucht"]
        assert sorted(lines) == ["Besuch, 2 Std.", "Gegenbesuch, 2 Std.", *visited]
        assert without_label(phone)
    meetings = [row.meeting for row in tandem.visits.order_by("pk")]
    assert [meeting.kind for meeting in meetings if meeting] == ["visit", "counter"]
    assert minutes_of(tandem) == before + 240
    desk = visit()
    sign_in(desk, Staff.objects.get(programme__slug=SLUG, role=StaffRole.COORDINATOR).person.email)
    desk.goto(path)
    expect(desk.locator(".timeline .milestone").filter(has_text="besucht")).to_have_count(2)
    for secret in (*wishes.values(), *surprises.values()):
        expect(desk.get_by_text(secret)).to_have_count(0)


def note_outcome(page: Page, path: str, about: str, kind: str) -> None:
    """Note an outcome of today."""
    page.goto(f"{path}outcomes/")
    page.get_by_role("link", name=about).click()
    page.get_by_label(kind).check()
    page.get_by_role("button", name="Eintragen").click()


def without_label(page: Page) -> bool:
    """Whether nobody on a page is called mentor or mentee; the programme's own name is left out."""
    return LABEL.findall(page.locator("main").inner_text().replace(NAME, "")) == []


def test_an_agreement_has_a_set_of_goals_for_each(visit: Visit) -> None:
    """Written on one phone, changed on the other: each of the two has goals, and nobody is called mentor for it."""
    pair = Tandem.objects.filter(cohort__programme__slug=SLUG, state="active", agreements=None).earliest("pk")
    first, second = pair.mentor.person, pair.mentee.person
    phone, other = visit(width=390), visit("ar", width=390)
    sign_in(phone, second.email)
    phone.goto(f"/tandems/{pair.pk}/agreement/write/")
    assert LABEL.findall(phone.locator("main").inner_text()) == []
    phone.get_by_label(f"Ziele von {second.first_name}").fill("Ein Praktikum im Sommer")
    phone.get_by_role("button", name="Speichern und später weiterschreiben").click()
    phone.get_by_role("link", name="Weiterschreiben").click()
    expect(phone.get_by_label(f"Ziele von {second.first_name}")).to_have_value("Ein Praktikum im Sommer")
    phone.get_by_role("button", name=f"{first.first_name} zeigen").click()
    expect(phone.get_by_text(f"{first.first_name} liest sie gerade").first).to_be_visible()
    sign_in(other, first.email)
    other.goto(f"/tandems/{pair.pk}/agreement/")
    other.get_by_role("link", name="أودّ تغيير شيء").click()
    other.locator("[name=goals_mentor]").fill("Ein kleines Programm selbst schreiben")
    other.get_by_role("button", name="عرضه").click()
    expect(other.locator(".agreement")).to_contain_text("Ein kleines Programm selbst schreiben")
    phone.reload()
    expect(phone.locator(".agreement .changed dt")).to_contain_text(f"Ziele von {first.first_name}")
    phone.get_by_role("button", name="Ja, so machen wir es").click()
    goals = phone.locator(".agreement dd").all_inner_texts()
    assert {"Ein Praktikum im Sommer", "Ein kleines Programm selbst schreiben"} <= set(goals)
    assert [each.state for each in pair.agreements.all()] == ["valid", "replaced"]
