"""Every page in every state that a reader can meet: axe finds nothing, and no phone scrolls sideways.

German runs from left to right, Arabic from right to left; what is folded away in a page is unfolded first. The list is
closed: a page of the role × URL table that is not visited here fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import is_valid_path, resolve, reverse
from playwright.sync_api import Page

from tests.access import TABLE
from tests.journeys.conftest import Visit
from tests.journeys.pages.closing import closing_stops, team_stops
from tests.journeys.pages.diary import outcome_stops, writing_stops
from tests.journeys.pages.messaging import messaging_stops, openers_stops
from tests.journeys.pages.people import (
    account_stops,
    asked_stops,
    asking_stops,
    newcomers_stops,
    pair_stops,
    participants_stops,
    seekers_stops,
)
from tests.journeys.pages.settings import operators_stops, programme_stops
from tests.journeys.pages.stops import Stop
from tests.journeys.pages.team import coordinators_stops, reviewers_stops
from tests.journeys.pages.together import tandem_stops
from tests.journeys.pages.visitors import strangers_stops, style_stops
from tests.journeys.steps import sign_in

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS: dict[str, Any] = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
CONTRAST = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # all that the dark changes
# Contrast takes half of axe's time, and colours do not depend on the direction, nor on the state that one page is in: what
# shows mistakes and messages has its colours from the samples of the style page.
TURNED = OPTIONS | {"rules": {"color-contrast": {"enabled": False}}}
# By width what axe looks for, None where only the scrolling counts. Axe takes most of the time, so each page meets it once
# wide (from left to right) and once on a phone (from right to left).
Widths = Mapping[int, dict[str, Any] | None]
WIDE: Widths = {320: None, 390: None, 1280: OPTIONS}
GRAY: Widths = {320: None, 390: None, 1280: TURNED}
PHONE: Widths = {320: None, 390: TURNED}
DARK: Widths = {390: CONTRAST}
# Drawings turn round from right to left, writing never does.
MIRRORED = """
() => document.documentElement.dir !== "rtl" ? "" : [...document.querySelectorAll("main *")]
  .filter((part) => new DOMMatrix(getComputedStyle(part).transform).a < 0 && part.textContent.trim())
  .map((part) => part.getAttribute("class") || part.tagName).join(", ")
"""
NO_PAGE = {  # style, pictures, files, suggestions
    "programmes:accent",
    "programmes:logo",
    "programmes:import_left",
    "matching:download",
    "privacy:download",
    "privacy:open_leave",
    "core:occupations",
    "applications:proof",
    "applications:talk_file",
    "applications:my_talks",
    "tandems:first_date",
    "together:agreement_document",
    "together:date_file",
    "core:service_worker",
    "messaging:download",
    "messaging:take_shared",
    "closing:talk_calendar",
    "closing:certificate_file",
    "closing:paper",
}


def faults(page: Page, stop: Stop, widths: Widths, dark: bool) -> list[str]:
    """Visit a page and return what is wrong with it, once more in the dark if so wished."""
    spoken = [cookie for cookie in page.context.cookies() if cookie["name"] == settings.LANGUAGE_COOKIE_NAME]
    answer = page.goto(stop.path)
    assert answer is not None
    page.context.add_cookies(spoken)  # type: ignore[arg-type]  # a mailed link changes to the applicant's language
    if answer.status != stop.status or "text/html" not in answer.headers["content-type"]:
        return [f"{stop.path}: answered {answer.status}"]
    if stop.act:
        stop.act(page)
        page.wait_for_load_state()
    page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")
    found = look(page, stop, widths)
    if dark:
        page.emulate_media(color_scheme="dark")
        found += look(page, stop, DARK)
        page.emulate_media(color_scheme="light")
    return found


def look(page: Page, stop: Stop, widths: Widths) -> list[str]:
    """Return what is wrong with the page that is open."""
    found = []
    for width, options in widths.items():
        page.set_viewport_size({"width": width, "height": 844})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{stop.path} at {width} px: {wide} px wide")
        if mirrored := page.evaluate(MIRRORED):
            found.append(f"{stop.path} at {width} px: mirrored writing in {mirrored}")
        if options is None:
            continue
        for violation in page.evaluate("options => axe.run(document, options)", options)["violations"]:
            nodes = "; ".join(f"{node['target'][0]} {node['html'][:120]}" for node in violation["nodes"][:3])
            found.append(f"{stop.path} at {width} px: {violation['id']}, {violation['help']}: {nodes}")
    return found


LISTS = {
    "stranger": strangers_stops,
    "style": style_stops,
    "participant": participants_stops,
    "pair": pair_stops,
    "seeker": seekers_stops,
    "newcomer": newcomers_stops,
    "asking": asking_stops,
    "asked": asked_stops,
    "account": account_stops,
    "coordinator": coordinators_stops,
    "settings": programme_stops,
    "operator": operators_stops,
    "reviewer": reviewers_stops,
    "writing": writing_stops,
    "outcomes": outcome_stops,
    "tandem": tandem_stops,
    "messages": messaging_stops,
    "opener": openers_stops,
    "closing": closing_stops,
    "closing team": team_stops,
}
LONG = {"coordinator", "settings", "stranger", "account"}  # begin, so that no worker is left alone with one of them
DARKENED = {"stranger", "participant", "pair", "coordinator", "reviewer"}  # every fourth of their pages, in the dark, too
STAFF = {
    "coordinator",
    "outcomes",
    "settings",
    "operator",
    "reviewer",
    "opener",
    "closing team",
}


def once_per_address(stops: list[Stop]) -> list[Stop]:
    """Return the first stop at each view, and those at no view."""
    first: dict[str, Stop] = {}
    for stop in stops:
        path = stop.path.partition("?")[0]
        first.setdefault(resolve(path).view_name if is_valid_path(path) else path, stop)
    return list(first.values())


@pytest.mark.parametrize(
    ("who", "language"),
    [
        (who, language)
        for who in sorted(LISTS, key=lambda who: who not in LONG)
        for language in ("de", "ar")
        if (who, language) != ("style", "ar")  # samples: once
    ],
)
def test_every_page_is_open_to_everybody(visit: Visit, who: str, language: str) -> None:
    email, stops = LISTS[who]()
    page = visit(language)
    page.context.add_init_script(Axe().axe_script)  # read once, not sent to each page
    if email:
        sign_in(page, email)
    coloured = {id(stop) for stop in once_per_address(stops)} if language == "de" else set()
    if language == "ar" and who in STAFF:  # the team's pages are not in Arabic yet: only their frame turns round
        stops = once_per_address(stops)
    dark = {id(stop) for stop in stops[::4]} if language == "de" and who in DARKENED else set()
    found = []
    for stop in stops:
        widths = PHONE if language == "ar" else WIDE if id(stop) in coloured else GRAY
        found += faults(page, stop, widths, id(stop) in dark)
    assert found == []
    page.goto(stops[0].path)
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", ["de", "ar"])
def test_menus_on_a_phone(visit: Visit, language: str) -> None:
    page = visit(language, width=390)
    page.context.add_init_script(Axe().axe_script)
    page.goto(reverse("programmes:list"))
    for menu in page.locator("details[data-menu] > summary").all():
        menu.click()
        assert page.evaluate("options => axe.run(document, options)", OPTIONS)["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        menu.click()


def test_no_page_is_left_out(demo: object) -> None:
    visited = {
        resolve(stop.path.partition("?")[0]).view_name
        for stops in LISTS.values()
        for stop in stops()[1]
        if stop.status == 200
    }
    # Visited are more: pages that first ask once more who one is.
    assert {name for name, row in TABLE.items() if 200 in row.get.values()} - NO_PAGE - visited == set()
