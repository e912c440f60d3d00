"""The field for an occupation in a real browser: by keyboard, by mouse, from right to left, without JavaScript."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from resonanz.core.views import SUGGESTIONS
from tests.journeys.conftest import Visit
from tests.journeys.test_pages import OPTIONS


@pytest.fixture(autouse=True)
def fresh_count() -> None:
    SUGGESTIONS.reset()


def field(page: Page, query: str = "") -> Locator:
    """Open the style page and return its empty field for an occupation."""
    page.goto(reverse("core:style") + query)
    return page.locator("[name=new-occupation]")


def chosen(page: Page) -> tuple[str, str]:
    """Return what the form would send beside the words: the code, and the words that it was chosen for."""
    return (
        page.locator("[name=new-occupation_code]").input_value(),
        page.locator("[name=new-occupation_for]").input_value(),
    )


def test_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit("de")
    box = field(page)
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("Krankenpflegeri")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_contain_text("Krankenpflegerin/Krankenpfleger")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox", name="Beruf")).to_be_visible()
    spoken = page.locator(".combo [role=status]").first
    expect(spoken).to_have_text(f"{options.count()} Vorschläge. Wählen Sie mit den Pfeiltasten.")

    box.press("ArrowDown")
    first = options.first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    box.press("ArrowUp")  # back to the words
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")  # and round to the last
    assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Krankenpflegerin/Krankenpfleger")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert chosen(page) == ("2221", "Krankenpflegerin/Krankenpfleger")

    box.press("Backspace")  # other words: what was chosen no longer holds
    assert chosen(page) == ("", "")
    expect(options.first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("Krankenpflegerin/Krankenpflege")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_with_the_mouse_and_from_right_to_left(visit: Visit) -> None:
    page = visit("ar", width=390)
    box = field(page, "?dir=rtl")
    box.press_sequentially("ممرض")
    option = page.get_by_role("listbox").get_by_role("option").first
    expect(option).to_contain_text("ممرضة/ممرض")
    frame, listed = box.bounding_box(), page.get_by_role("listbox").bounding_box()
    assert frame is not None
    assert listed is not None
    assert (round(listed["x"]), round(listed["width"])) == (round(frame["x"]), round(frame["width"]))
    height = option.bounding_box()
    assert height is not None
    assert height["height"] >= 44
    option.click()
    expect(box).to_have_value("ممرضة/ممرض")
    expect(box).to_be_focused()
    assert chosen(page) == ("2221", "ممرضة/ممرض")


@pytest.mark.parametrize(("language", "query", "text"), [("de", "", "Lehr"), ("ar", "?dir=rtl", "معلم")])
def test_axe_finds_nothing_in_the_open_list(visit: Visit, language: str, query: str, text: str) -> None:
    page = visit(language)
    box = field(page, query)
    box.press_sequentially(text)
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found] == []


def test_without_javascript_it_is_a_text_field_and_the_form_asks(visit: Visit) -> None:
    page = visit("de", script=False)
    box = field(page)
    assert box.get_attribute("role") is None
    box.fill("Krankenpflegerin")
    expect(box).to_have_value("Krankenpflegerin")
    question = page.get_by_role("group", name="Welchen Beruf meinen Sie?")
    expect(question.get_by_role("radio")).to_have_count(7)
    question.get_by_text("Keinen davon, „Pflege im Krankenhaus“ soll bleiben").click()
    expect(question.get_by_role("radio").last).to_be_checked()
