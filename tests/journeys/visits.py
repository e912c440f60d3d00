"""The steps of mutual visits, the same in every programme: each plans, prepares, enters and looks back."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect


def open_visits(page: Page) -> None:
    """Go from the page of the tandem to its visits."""
    page.get_by_role("link", name="Besuche", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Besuche")


def card_of(page: Page, heading: str) -> Locator:
    """Return one of the two directions, such as "Sie besuchen Jonas"."""
    return page.locator("section.card").filter(has=page.get_by_role("heading", name=heading, exact=True))


def plan(page: Page, heading: str, day: date, wish: str) -> None:
    """As the guest: say when, and what one would like to see. A visit that nobody has planned stands open to be planned."""
    card = card_of(page, heading)
    expect(card).to_contain_text("noch nicht geplant")
    card.get_by_label("Tag").first.fill(day.isoformat())
    card.get_by_label("Was möchten Sie sehen?").fill(wish)
    card.get_by_role("button", name="Plan speichern").click()
    expect(page.get_by_text("Der Besuch ist geplant. Sie sehen ihn beide hier.")).to_be_visible()
    expect(card).to_contain_text("geplant für")


def finish(page: Page, heading: str) -> None:
    """As either: say that the visit was today."""
    card = card_of(page, heading)
    card.get_by_text("Der Besuch hat stattgefunden").click()
    card.get_by_label("Tag").last.fill(timezone.localdate().isoformat())
    card.get_by_role("button", name="Besuch eintragen").click()
    expect(page.get_by_text("Eingetragen. Der Besuch zählt zu Ihren Stunden.")).to_be_visible()


def look_back(page: Page, heading: str, words: str) -> None:
    """As the guest: keep what was surprising."""
    card = card_of(page, heading)
    card.get_by_label("Was hat Sie überrascht?").fill(words)
    card.get_by_role("button", name="Speichern", exact=True).click()
    expect(card.get_by_text(words).first).to_be_visible()
