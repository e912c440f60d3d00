"""What a visit of a page is: its address, the answer, and what is done there before one looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect


@dataclass(frozen=True)
class Stop:
    """One page: its address, what its answer must be, and what to do there before looking."""

    path: str
    status: int = 200
    act: Callable[[Page], Any] | None = None


Stops = tuple[str, list[Stop]]  # who goes there, by address; nobody logged in where it is empty


def at(name: str, *args: object, query: str = "", **more: Any) -> Stop:
    """Return the stop at a named URL."""
    return Stop(reverse(name, args=args) + query, **more)


def send(**values: str) -> Callable[[Page], None]:
    """Return an act that fills the fields of the page's form and sends it, without the browser's own checks."""

    def act(page: Page) -> None:
        form = page.locator("main form.form").last
        form.evaluate(
            "form => { form.noValidate = true; for (const part of form.querySelectorAll('details')) part.open = true; }"
        )
        for name, value in values.items():
            form.locator(f"[name={name}]").fill(value)
        form.locator(".actions button").last.click()
        expect(page.locator("main [aria-invalid=true], main .error-summary").first).to_be_visible()

    return act


def next_page(**values: str) -> Callable[[Page], None]:
    """Return an act that fills fields of an application's page and wants to go on, which it may not yet."""

    def act(page: Page) -> None:
        for name, value in values.items():
            page.locator(f"main [name={name}]").fill(value)
        page.locator(".apply-acts button[name=go]").click()
        expect(page.locator("main .error-summary")).to_be_visible()

    return act
