"""One's own data on a phone: taken along, a pause begun and ended, an account deleted."""

from __future__ import annotations

from zipfile import ZipFile

from playwright.sync_api import Page, expect

from resonanz.demo.queries import PASSWORD
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from tests.journeys.conftest import Visit
from tests.journeys.steps import letters, sign_in

SLUG = "mentoring-fuer-migrantinnen"


def confirm(page: Page) -> None:
    """Give the password once more."""
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main form").filter(has=page.locator("input[type=password]")).locator("button").click()


def test_a_mentor_takes_the_data_along_and_pauses(visit: Visit) -> None:
    tandem = Tandem.objects.filter(cohort__programme__slug=SLUG, state=State.ACTIVE).latest("pk")
    page = visit(width=390)
    sign_in(page, tandem.mentor.person.email)
    page.goto("/me/")
    page.get_by_role("link", name="Ihre Daten ansehen und herunterladen").click()
    page.get_by_role("link", name="Meine Daten herunterladen").click()
    with page.expect_download() as begun:
        confirm(page)
    with ZipFile(begun.value.path()) as bundle:
        assert bundle.namelist() == ["data.html", "data.json"]
        assert tandem.mentor.person.full_name in bundle.read("data.html").decode()
    page.goto("/me/pause/")
    page.get_by_role("button", name="Pause beginnen").click()
    page.goto("/me/")
    page.get_by_role("button", name="Pause beenden").click()
    expect(page.get_by_role("button", name="Pause beenden")).to_have_count(0)
    tandem.mentor.person.refresh_from_db()
    assert tandem.mentor.person.is_paused is False


def test_a_mentee_deletes_her_account(visit: Visit) -> None:
    tandem = Tandem.objects.filter(cohort__programme__slug=SLUG, state=State.ACTIVE).earliest("pk")
    name, address = tandem.mentee.person.full_name, tandem.mentor.person.email
    page = visit(width=390)
    sign_in(page, tandem.mentee.person.email)
    page.goto("/me/")
    page.get_by_role("link", name="Konto löschen").click()
    page.get_by_role("button", name="Weiter").click()
    confirm(page)
    page.get_by_role("button", name="Mein Konto endgültig löschen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Konto ist gelöscht")
    assert address in letters(page, 2)
    other = visit(width=390)
    sign_in(other, address)
    other.goto(f"/tandems/{tandem.pk}/")
    expect(other.locator(f"#person-{tandem.mentee_id}")).to_have_text("ehemals beteiligte Person")
    assert name not in other.content()
