"""Kärnten: fourteen things to do together, a date still open, German with a colon; and the way in Arabic."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from resonanz.applications.actions.checks import attest_condition
from resonanz.applications.actions.review import move_application, reasons_of
from resonanz.applications.mails.review import draft
from resonanz.applications.models import Application
from resonanz.demo.queries import PASSWORD
from resonanz.matching.models import MatchingRun
from resonanz.people.models import Person, Profile
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Cohort, Participation, Programme, Staff
from resonanz.tandems.models import Tandem
from tests.factories import make_cohort
from tests.journeys.conftest import Visit
from tests.journeys.steps import (
    AR,
    DE,
    apply,
    doors,
    expect_at_work,
    facts,
    groups,
    hand_in,
    open_programme,
    say_yes,
    sign_in,
    walk,
)
from tests.journeys.visits import finish, look_back, open_visits

SLUG, NAME = "mentoring-fuer-migrantinnen", "Mentoring für MigrantInnen"
CONTENTS = [
    "Passende Arbeit suchen",
    "Arbeitskultur in Österreich",
    "Fachsprache",
    "Kontakte und Netzwerke",
    "Leben und Gesellschaft",
    "Anerkennung von Abschlüssen",
    "Praktikum und Volontariat",
    "Was der Arbeitsmarkt sucht",
    "Gemeinsam unterwegs",
    "Eigene Stärken nutzen",
    "Selbstvertrauen",
    "Erwartungen prüfen",
    "Weiterbildung",
    "Ein Unternehmen gründen",
]


def test_public_page(visit: Visit) -> None:
    page = visit()
    open_programme(page, SLUG, NAME)
    assert doors(page) == ["Ich suche eine:n Mentor:in", "Ich möchte Mentor:in werden"]
    assert groups(page) == ["Mentees", "Mentor:innen"]
    assert facts(page) == {
        "Wie lange": "6 Monate",
        "Zeit": "5 bis 7 Stunden im Monat",
        "Wo": "Kärnten",
        "Durchgang 12": "Termin noch offen\nSagen Sie mir Bescheid",
        "Sprachen": "Deutsch, Englisch",
    }
    together = page.locator("h2", has_text="Was Sie gemeinsam tun können").locator("xpath=..")
    assert together.locator("li strong").all_inner_texts() == CONTENTS
    assert len(CONTENTS) == 14


def test_two_become_a_tandem(visit: Visit) -> None:
    walk(visit, SLUG, DE, DE)


FIRST = "Amina Leyla Olena Maria Fatima Yusuf Noor Samira Iryna Mehmet Sara Daria Rania Hiba Nadia Omar Lina Tarek Zoya Aziz"
LAST = "Huber Moser Kovalenko Hassan Petrenko Ahmadi Popescu Horvat Novak Rahimi"


def forty_on_each_side() -> Cohort:
    """A cohort of forty mentors and forty mentees who wait to be brought together."""
    cohort = make_cohort(Programme.objects.get(slug=SLUG), number=90)
    names = [(first, last) for last in LAST.split() for first in FIRST.split()]
    places, trades = ["AT-9020", "AT-9500", "AT-9400", "AT-9800"], ["2221", "2142", "2512", "2330", "7522"]
    password = make_password(PASSWORD)
    people = Person.objects.bulk_create(
        Person(
            email=f"waiting{n}@example.org",
            first_name=first,
            last_name=last,
            language="de",
            password=password,
        )
        for n, (first, last) in enumerate(names[:80])
    )
    Profile.objects.bulk_create(
        Profile(
            person=one,
            languages="de:C1",
            availability="mon-evening;thu-evening;sat-morning",
            place=places[n % 4],
            occupation=trades[n * 7 % 5],
        )
        for n, one in enumerate(people)
    )
    Participation.objects.bulk_create(
        Participation(cohort=cohort, person=one, group=group, side=side)
        for (group, side), half in zip((("first", "mentor"), ("second", "mentee")), (people[:40], people[40:]), strict=True)
        for one in half
    )
    return cohort


def test_a_coordinator_matches_forty_by_forty(visit: Visit) -> None:
    cohort, desk = forty_on_each_side(), visit("de")
    sign_in(desk, coordinator().email)
    desk.goto(f"/cohorts/{cohort.pk}/match/")
    desk.get_by_role("button", name=DE.compute, exact=True).click()
    pairs = desk.locator("article.pair")
    expect(pairs).to_have_count(40)
    kept, banned = pairs.first.locator("h3 bdi").all_inner_texts(), pairs.last.locator("h3 bdi").all_inner_texts()
    pairs.first.get_by_role("button", name="Festhalten").click()
    expect(pairs.first.locator(".tag-accent")).to_have_text("festgehalten")
    pairs.last.get_by_role("button", name="Ausschließen").click()
    expect(desk.locator(".change")).to_contain_text("2 Änderungen sind noch nicht eingerechnet.")
    desk.get_by_role("button", name="Neu berechnen", exact=True).click()
    expect(desk.locator(".run-line .tag")).to_have_text("Lauf 2: Entwurf")
    expect(desk.locator(".change")).to_contain_text("Gegenüber Lauf 1:")
    now = [pair.locator("h3 bdi").all_inner_texts() for pair in pairs.all()]
    assert (kept in now, banned in now, len(now)) == (True, False, 40)
    desk.get_by_role("link", name="Veröffentlichen …").click()
    expect(desk.locator("#letters + p + .accordion details").first).to_contain_text("Guten Tag")
    desk.get_by_role("button", name="40 Paare fragen").click()
    expect(desk.locator("article.pair-asked")).to_have_count(40)
    tandem = MatchingRun.objects.get(cohort=cohort, state="published").proposals.get(is_pinned=True).tandem
    assert tandem is not None
    assert [tandem.mentee.person.full_name, tandem.mentor.person.full_name] == kept
    mentee, mentor = (visit("de", width=390) for _ in range(2))
    say_yes(mentee, tandem, "mentee", DE)
    say_yes(mentor, tandem, "mentor", DE)
    expect_at_work(mentee, tandem, "mentee", DE)
    dates, questions = (
        mentee.locator(".dates li > span").all_inner_texts(),
        mentee.locator(".questions li").all_inner_texts(),
    )
    assert (len(dates), len(set(dates)), len(questions)) == (3, 3, 5)
    desk.goto(f"/demo/mail/?to={tandem.mentee.person.email}")
    letter = desk.locator("main article").first
    for said in [*dates, *questions]:
        expect(letter).to_contain_text(said)


def test_two_become_a_tandem_in_arabic(visit: Visit) -> None:
    page = visit(width=390)
    page.goto(f"/programmes/{SLUG}/")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    page.locator("details[data-menu]").first.locator("summary").click()
    page.get_by_role("button", name="العربيّة").click()
    expect(page).to_have_url(f"/programmes/{SLUG}/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert doors(page) == ["أبحث عن مرشد أو مرشدة", "أريد المشاركة في الإرشاد"]
    assert facts(page)["الوقت"] == "5 إلى 7 ساعات في الشهر"
    ways = walk(visit, SLUG, DE, AR, language="ar")
    for phone in (ways.mentee, ways.mentor):
        expect(phone.locator("html")).to_have_attribute("lang", "ar")
        expect(phone.locator("html")).to_have_attribute("dir", "rtl")


MENTEE = {
    "first_name": "Shirin",
    "adult": "yes",
    "occupation": "Apothekerin",
    "education": "master",
    "languages_language": "de",
    "languages_level": "B1",
    "place": "9020",
    "availability": "mon-evening",
    "topics": "recognition",
    "labour_market": "yes",
    "registered": "yes",
    "migration": "yes",
    "target_group_consent": True,
    "notice": True,
    "suggest": True,
}
REASON = "Für dieses Programm brauchen Sie Deutsch mindestens auf Niveau B1; Sie haben A2 angegeben."
ADVICE = "Sobald Sie B1 erreicht haben, freuen wir uns auf Ihre neue Bewerbung."


def coordinator() -> Person:
    return Staff.objects.get(programme__slug=SLUG, role=StaffRole.COORDINATOR).person


def test_a_mentee_with_a2_learns_it_early_and_kindly(visit: Visit) -> None:
    phone, email = visit("de", width=390, script=False), "shirin@example.org"
    told: list[str] = []
    apply(
        phone, SLUG, "second", email, {**MENTEE, "languages_level": "A2"},
        look=lambda page: told.extend(page.locator("main .notice-info:not([hidden])").all_inner_texts()),
    )  # fmt: skip
    early, place = told  # the page after the languages, and the one after the place: each says it once
    assert early.startswith(REASON)
    assert "Weitermachen und Abschicken geht trotzdem: Es entscheiden Menschen." in early
    assert place == "Verstanden als: 9020 Klagenfurt, Österreich"
    standing = phone.locator("#standing")
    expect(standing.locator(".standing-unmet .small").first).to_have_text(REASON)
    expect(standing).to_contain_text(ADVICE)
    expect(standing).to_contain_text("Abschicken ist trotzdem möglich")
    expect(standing.get_by_role("link", name=coordinator().email)).to_be_visible()
    hand_in(phone, email, "Danke. Ihre Bewerbung ist bei uns angekommen.")
    expect(phone.locator(".next-when")).to_have_text("Wir lesen Ihre Bewerbung")

    row, staff = Application.objects.get(person__email=email), coordinator()
    assert (row.state, row.language, row.confirmed_at is not None) == ("submitted", "de", True)
    letter, reasons = draft(row, "condition", staff), reasons_of(row, "condition")
    move_application(application=row, move="decline", version=row.version, letter=letter, reasons=reasons, by=staff)
    phone.goto(f"/applications/{row.pk}/")
    expect(phone.locator(".next-when")).to_have_text("Diesmal hat es nicht geklappt")
    expect(phone.locator(".next .standing-unmet")).to_contain_text(REASON)
    expect(phone.locator(".next .standing-unmet")).to_contain_text(ADVICE)
    phone.goto(f"/demo/mail/?to={email}")
    newest = phone.locator("main article").first
    expect(newest).to_contain_text(REASON)
    expect(newest).to_contain_text(ADVICE)


def test_a_mentee_with_b1_applies_in_english_and_is_accepted_after_a_check(visit: Visit) -> None:
    phone, email = visit("en", width=390), "shirin@example.org"
    foreign: list[str] = []

    def look(page: Page) -> None:
        foreign.extend(page.locator("main [lang]:not([lang=en])").all_inner_texts())
        for field in page.locator("main [name=occupation]").all():
            field.press_sequentially("Apothekeri")
            expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("Apothekerin")
            expect(field).to_have_attribute("role", "combobox")

    apply(phone, SLUG, "second", email, MENTEE, look)
    assert foreign == []  # every page of questions is in English
    expect(phone.locator("#standing .standing-unmet")).to_have_count(0)
    expect(phone.locator("#standing .standing-open")).to_have_count(3)
    hand_in(phone, email, "Thank you. Your application has reached us.")
    expect(phone.locator(".next-when")).to_have_text("We read your application")
    row, staff = Application.objects.get(person__email=email), coordinator()
    assert dict(row.answers.filter(key__in=["place", "languages", "occupation"]).values_list("key", "value")) == {
        "place": "AT-9020",
        "languages": "de:B1",
        "occupation": {"code": "2262", "title": "Apothekerin"},
    }
    for rule in row.cohort.programme.eligibility_rules.filter(group="second", key__in=["labour-market", "registered"]):
        attest_condition(application=row, rule=rule, verdict="met", by=staff)
    phone.reload()
    expect(phone.locator("#standing").get_by_text("The team has checked this.")).to_have_count(2)
    move_application(application=row, move="accept", version=row.version, letter=draft(row, "accepted", staff), by=staff)
    phone.reload()
    expect(phone.locator(".next-when")).to_have_text("You take part")
    profile = Participation.objects.get(person=row.person).person.profile
    assert (profile.occupation, profile.languages, profile.place) == ("2262", "de:B1", "AT-9020")
    phone.goto(f"/demo/mail/?to={email}")
    expect(phone.locator("main article").first.get_by_role("heading")).to_have_text(f"You are in: {NAME}")


def test_two_enter_a_meeting_on_the_phone_and_see_their_hours(visit: Visit) -> None:
    """Twenty seconds: open, save; the other sees it, and what she enters for the same day counts once."""
    jonas, amina = (visit(width=390) for _who in range(2))
    sign_in(jonas, "jonas.kernmayr@kaernten.demo.example")
    jonas.goto("/tandems/")
    jonas.get_by_role("link", name="Treffen eintragen").click()
    topics = [text.strip() for text in jonas.locator("#id_topics .pick").all_inner_texts()]
    assert sorted(topics) == sorted(CONTENTS)
    jonas.get_by_label("1:30 Std.").check()
    jonas.get_by_label("Persönlich").check()
    jonas.get_by_label("Fachsprache").check()
    jonas.get_by_role("button", name="Speichern").click()
    expect(jonas.get_by_text("Eingetragen: 1:30 Std.")).to_be_visible()
    expect(jonas.locator(".timeline li").first).to_contain_text("Persönlich, 1:30 Std.")
    expect(jonas.locator(".timeline li").first).to_contain_text("Fachsprache")
    expect(jonas.locator(".meter-line")).to_contain_text("von 5–7")
    hours = jonas.locator(".tiles").get_by_role("link", name="Treffen und Stunden")
    before = jonas.locator(".tile-text").first.inner_text()
    sign_in(amina, "amina.yassin@kaernten.demo.example")
    amina.goto("/tandems/")
    expect(amina.locator(".timeline li").first).to_contain_text("Persönlich, 1:30 Std.")
    amina.get_by_role("link", name="Treffen eintragen").click()
    amina.get_by_label("2 Std.", exact=True).check()
    amina.get_by_label("Persönlich").check()
    amina.get_by_role("button", name="Speichern").click()
    expect(amina.get_by_text("Jonas hat dieses Treffen schon eingetragen.")).to_be_visible()
    amina.get_by_role("button", name="Es ist dasselbe: bei 1:30 Std. bleiben").click()
    expect(amina.locator(".tile-text").first).to_have_text(before)
    hours.click()
    expect(jonas.get_by_text("5–7 Stunden im Monat sind in Ihrem Programm üblich")).to_be_visible()
    expect(jonas.locator(".entry-list li").first).to_contain_text("von Jonas, geändert von Amina")
    coordinator_page = visit()
    sign_in(coordinator_page, "maria.kogelnig@kaernten.demo.example")
    tandem = Tandem.objects.get(mentee__person__first_name="Amina", mentor__person__first_name="Jonas", state="active")
    coordinator_page.goto(f"/cohorts/{tandem.cohort_id}/")
    coordinator_page.get_by_role("link", name="Stunden", exact=True).click()
    expect(coordinator_page.locator("main table")).to_contain_text("Amina & Jonas")
    expect(coordinator_page.locator("main")).not_to_contain_text("Fachsprache")


def test_two_visit_each_other(visit: Visit) -> None:
    """Amina has planned to visit Jonas; afterwards she keeps what she takes along, and the visit is among the hours."""
    page = visit(width=390)
    sign_in(page, "amina.yassin@kaernten.demo.example")
    page.goto("/tandems/")
    open_visits(page)
    finish(page, "Sie besuchen Jonas")
    look_back(page, "Sie besuchen Jonas", "Alle sagen du, auch zur Chefin.")
    page.goto("/tandems/")
    expect(page.locator(".timeline .milestone").first).to_contain_text("Amina hat Jonas besucht")
