"""A new programme, from an empty form to people who are told its date: everything in the browser, without a script."""

from __future__ import annotations

import re

from django.urls import reverse
from playwright.sync_api import expect

from resonanz.mail.models import OutboxMail
from resonanz.programmes.models import Interest, Programme
from tests.journeys.conftest import Visit
from tests.journeys.steps import sign_in


def test_from_a_preset_to_the_letter_with_the_date(visit: Visit) -> None:
    page = visit(script=False)
    sign_in(page, "otto.operator@resonanz.demo.example")
    page.goto(reverse("programmes:create"))
    page.locator("[name=source]").select_option("preset:mentoring-fuer-migrantinnen")
    page.locator("[name=slug]").fill("mentoring-graz")
    page.get_by_role("button", name="Programm anlegen").click()
    expect(page.get_by_role("heading", level=1, name="Überblick")).to_be_visible()
    assert visit().goto("/programmes/mentoring-graz/").status == 404  # type: ignore[union-attr]

    page.goto(reverse("programmes:texts", args=["mentoring-graz"]))
    page.locator("[name=name_de]").fill("Mentoring Graz")
    page.locator("[name=sentence_de]").fill("In Graz begleiten {mentors} Menschen, die neu sind.")
    page.get_by_role("button", name="Zeigen, wie es sich liest").click()
    expect(page.get_by_text("In Graz begleiten Mentor:innen Menschen, die neu sind.")).to_be_visible()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()

    page.goto(reverse("programmes:passages", args=["mentoring-graz", "task"]))
    first = page.locator("[name=rows-0-text_de]").input_value()
    page.get_by_role("button", name="Punkt 1 nach unten").click()
    expect(page.locator("[name=rows-1-text_de]")).to_have_value(first)
    page.get_by_role("button", name="Noch ein Punkt").click()
    page.locator("[name=rows-6-text_de]").fill("Gemeinsam durch Graz gehen")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()

    page.goto(reverse("programmes:cohorts", args=["mentoring-graz"]))
    page.get_by_role("button", name="Ankündigen").click()
    page.goto(reverse("programmes:overview", args=["mentoring-graz"]))
    page.get_by_role("button", name="Veröffentlichen").click()

    visitor = visit("en", width=390, script=False)
    visitor.goto("/programmes/mentoring-graz/")
    expect(visitor.get_by_text("date still open")).to_be_visible()
    visitor.get_by_role("link", name="Tell me when").click()
    visitor.get_by_label("Your e-mail address").fill("kim@example.org")
    visitor.get_by_role("button", name="Tell me when").click()
    expect(visitor.get_by_role("heading", level=1, name="Please look into your mailbox")).to_be_visible()
    link = re.search(r"/interest/\S+", OutboxMail.objects.get(to="kim@example.org").text)
    assert link is not None
    visitor.goto(link[0])
    visitor.get_by_role("button", name="Yes, tell me").click()
    expect(visitor.get_by_role("heading", level=1, name="Thank you, we will tell you")).to_be_visible()

    page.goto(reverse("programmes:cohorts", args=["mentoring-graz"]))
    page.locator("tbody th a").first.click()
    page.get_by_role("button", name="Für Bewerbungen öffnen").click()
    page.get_by_role("button", name="Allen den Termin mitteilen").click()
    expect(page.get_by_text("1 Brief ist unterwegs.")).to_be_visible()
    letters = OutboxMail.objects.filter(to="kim@example.org", subject="There is a date: Mentoring für MigrantInnen")
    assert (letters.count(), Interest.objects.count()) == (1, 0)
    assert Programme.objects.get(slug="mentoring-graz").passages.filter(kind="task").count() == 7
