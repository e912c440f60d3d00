"""On the tram: what is typed without a network is not lost, and arrives once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page, expect

from resonanz.tandems.models import Tandem
from resonanz.together.actions.plan import add_topics
from resonanz.together.models import DiaryEntry, Meeting
from tests.journeys.conftest import Visit
from tests.journeys.steps import sign_in

AMINA, PHONE = "amina.yassin@kaernten.demo.example", 390
WAITS = "Noch nicht gesendet. Es bleibt auf diesem Gerät und wird gesendet, sobald Netz da ist."
SIGN_IN = "Auf diesem Gerät wartet ein Eintrag. Bitte melden Sie sich an, dann wird er gesendet; es geht nichts verloren."
KEPT = """async (path) => navigator.serviceWorker.controller !== null
  && sessionStorage.getItem("resonanz-kept") === "1" && (await caches.match(path)) !== undefined"""

FORGET = """async (path) => {
  sessionStorage.clear();
  await (await caches.open("resonanz-pages")).delete(path, { ignoreVary: true });
}"""


def wait_for_copy(page: Page, path: str) -> None:
    """Wait until the phone has a copy of the form, which it gets without being asked."""
    page.wait_for_function(KEPT, arg=path)


def to_form(page: Page) -> Tandem:
    """Go to Amina's tandem, as she does while there is a network; return it."""
    tandem = Tandem.objects.filter(mentee__person__email=AMINA, state="active").earliest("pk")
    page.goto(f"/tandems/{tandem.pk}/")
    return tandem


def type_in(page: Page, note: str) -> None:
    """Fill in the form and send it."""
    page.get_by_label("Gestern", exact=True).check()
    page.get_by_label("45 Min.", exact=True).check()
    page.get_by_label("Per Video").check()
    if not page.get_by_label("Notiz").is_visible():
        page.get_by_text("Notiz und Uhrzeit").click()
    page.get_by_label("Notiz").fill(note)
    page.get_by_role("button", name="Speichern").click()


def test_a_meeting_typed_without_a_network_arrives_once(visit: Visit) -> None:
    page = visit(width=PHONE, worker=True)
    sign_in(page, AMINA)
    tandem = to_form(page)
    path = f"/tandems/{tandem.pk}/meetings/new/"
    wait_for_copy(page, path)
    before = set(Meeting.objects.values_list("pk", flat=True))
    page.context.set_offline(True)
    page.get_by_role("link", name="Treffen eintragen").click()
    expect(page.get_by_role("heading", name="Treffen eintragen")).to_be_visible()
    for note in ("Auf der Straßenbahn", "Noch eines"):
        type_in(page, note)
        expect(page.get_by_text(WAITS)).to_be_visible()
        expect(page.get_by_label("Notiz")).to_have_value("")  # the form is ready for the next
    assert set(Meeting.objects.values_list("pk", flat=True)) == before
    page.context.set_offline(False)
    expect(page.get_by_text(WAITS)).to_be_hidden()
    # Two on one day, of the same kind: the second asks whether it is the same.
    made = Meeting.objects.exclude(pk__in=before).get()
    yesterday = timezone.localdate() - timedelta(days=1)
    assert (made.held_on, made.minutes, made.kind, made.opened("note")) == (yesterday, 45, "video", "Auf der Straßenbahn")
    page.goto(f"/tandems/{tandem.pk}/")
    page.get_by_role("button", name="Ansehen").click()
    page.get_by_role("button", name="Es war ein weiteres Treffen").click()
    expect(page.get_by_text("Eingetragen: 45 Min.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Ansehen")).to_be_hidden()
    notes = [row.opened("note") for row in Meeting.objects.exclude(pk__in=before).order_by("pk")]
    assert notes == ["Auf der Straßenbahn", "Noch eines"]


def test_a_diary_entry_written_without_a_network_arrives_once(visit: Visit) -> None:
    page = visit(width=PHONE, worker=True)
    sign_in(page, AMINA)
    tandem = to_form(page)
    page.goto(f"/tandems/{tandem.pk}/diary/")
    path = f"/tandems/{tandem.pk}/diary/new/day/"
    wait_for_copy(page, path)
    before = DiaryEntry.objects.count()
    page.context.set_offline(True)
    page.get_by_role("link", name="Schreiben", exact=True).click()
    page.get_by_label("Was möchten Sie festhalten?").fill("In der Bahn geschrieben")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text(WAITS)).to_be_visible()
    assert DiaryEntry.objects.count() == before
    page.context.set_offline(False)
    expect(page.get_by_text(WAITS)).to_be_hidden()
    entry = DiaryEntry.objects.latest("pk")
    assert (DiaryEntry.objects.count(), entry.opened("text"), entry.audience) == (
        before + 1,
        "In der Bahn geschrieben",
        "me",
    )
    page.goto(path)
    page.get_by_label("Was möchten Sie festhalten?").fill("Mit Netz")
    page.get_by_role("button", name="Speichern").click()
    expect(page).to_have_url(f"/tandems/{tandem.pk}/diary/")
    expect(page.get_by_role("button", name="Ansehen")).to_be_hidden()
    assert DiaryEntry.objects.count() == before + 2


def test_somebody_signed_out_signs_in_and_nothing_is_lost(visit: Visit) -> None:
    page = visit(width=PHONE, worker=True)
    sign_in(page, AMINA)
    to_form(page)
    page.get_by_role("link", name="Treffen eintragen").click()
    before = Meeting.objects.count()
    page.context.set_offline(True)
    type_in(page, "Nicht verloren")
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.context.set_offline(False)
    expect(page.get_by_text(SIGN_IN)).to_be_visible()
    page.goto("/account/login/")
    expect(page.get_by_text(SIGN_IN)).to_be_visible()
    sign_in(page, AMINA)  # leads to the tandem, whose page is fetched anew as soon as the entry is sent
    expect(page.get_by_text("Per Video, 45 Min.").first).to_be_visible()
    assert Meeting.objects.filter(minutes=45).latest("pk").opened("note") == "Nicht verloren"
    assert Meeting.objects.count() == before + 1


def test_a_topic_of_their_own_is_on_the_page_and_not_in_the_copy(visit: Visit) -> None:
    page, words = visit(width=PHONE, worker=True), "Über die Narbe sprechen"
    sign_in(page, AMINA)
    tandem = Tandem.objects.select_related("cohort__programme").get(pk=to_form(page).pk)
    add_topics(tandem=tandem, own=words, key=uuid4(), by=tandem.mentee.person)
    path = f"/tandems/{tandem.pk}/meetings/new/"
    wait_for_copy(page, path)  # what this page does beside is done
    page.evaluate(FORGET, path)
    page.reload()
    wait_for_copy(page, path)
    page.goto(path)
    expect(page.get_by_text(words)).to_be_visible()
    copy = page.evaluate("async (path) => (await caches.match(path, { ignoreVary: true })).text()", path)
    assert (words in copy, 'name="topics"' in copy) == (False, True)


def test_whoever_signs_out_takes_the_copy_along(visit: Visit) -> None:
    page = visit(width=PHONE, worker=True)
    sign_in(page, AMINA)
    path = f"/tandems/{to_form(page).pk}/meetings/new/"
    wait_for_copy(page, path)
    page.goto("/account/logout/")
    page.locator("main form button").click()
    page.wait_for_url("**/")
    assert page.evaluate("async (path) => (await caches.match(path)) === undefined", path)
