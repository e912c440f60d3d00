"""A real browser before a real server that holds the demo.

One Chromium and one server per worker; each test begins with the demo as it was loaded. Whatever a page says in
the console, asks of another host, or answers with 5xx fails the test.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from resonanz.demo.actions import load_demo

HERE = Path(__file__).parent
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
MISSING = f"The journeys need a browser, and none was found on the PATH; install one of: {', '.join(NAMES)}."
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A page lives for a second here: what V8's optimising compilers would do takes longer than it saves.
    "--js-flags=--no-opt --no-maglev",
]
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`content policy: ${event.violatedDirective} forbids ${event.blockedURI}`));
"""
PATIENCE = 30_000  # milliseconds, for a machine that is busy with other things


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder: each opens a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="session", autouse=True)
def files_as_in_life() -> Iterator[None]:
    """Let the product itself send styles, scripts and fonts, with leave to keep them, instead of the tests' server."""
    with pytest.MonkeyPatch.context() as server:
        server.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda application: application)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this worker."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # The browser's loop runs in this thread; Django would refuse the database for that reason alone.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=PATIENCE)
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def kept_demo() -> Iterator[dict[str, sqlite3.Connection]]:
    """Where this worker keeps its loaded demo: loading takes three seconds, copying it back a hundredth of one."""
    kept: dict[str, sqlite3.Connection] = {}
    yield kept
    for copy in kept.values():
        copy.close()


@pytest.fixture
def demo(live_server: LiveServer, kept_demo: dict[str, sqlite3.Connection]) -> LiveServer:
    """The server with the demo behind it."""
    connection.ensure_connection()
    database = connection.connection
    if "demo" in kept_demo:
        kept_demo["demo"].backup(database)
    else:
        load_demo()
        if isinstance(database, sqlite3.Connection):
            kept_demo["demo"] = sqlite3.connect(":memory:")
            database.backup(kept_demo["demo"])
    cache.clear()  # each test starts with a fresh count of logins
    return live_server


@dataclass
class Faults:
    """What went wrong in any page of a test."""

    host: str
    found: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of `context`."""
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.found.append(f"script error: {error.error}"))
        context.on("request", self.request)
        context.on("response", self.response)

    def console(self, message: ConsoleMessage) -> None:
        """Keep errors; a refused load is told by `response`, which knows whether it was the page itself."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")

    def request(self, request: Request) -> None:
        """Keep requests that leave the server."""
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.found.append(f"request to another host: {request.url}")

    def response(self, response: Response) -> None:
        """Keep answers of 5xx, and of 4xx for anything but the page itself."""
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            self.found.append(f"{response.status} for {response.url}")


Visit = Callable[..., Page]


@pytest.fixture
def visit(demo: LiveServer, browser: Browser) -> Iterator[Visit]:
    """A function that returns the page of a new visitor: `visit(language="de", width=1280, script=True, dark=False)`.

    `worker`: whether the product's service worker may stand between page and server, for phones without a network.

    At the end of the test it fails on everything that went wrong in any of the pages.
    """
    faults = Faults(urlsplit(demo.url).netloc)
    with ExitStack() as contexts:

        def make(
            language: str = "de", width: int = 1280, script: bool = True, dark: bool = False, worker: bool = False
        ) -> Page:
            context = browser.new_context(
                base_url=demo.url,
                viewport={"width": width, "height": 844 if width < 800 else 900},
                locale=language,
                timezone_id=settings.TIME_ZONE,
                java_script_enabled=script,
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
                accept_downloads=True,
                service_workers="allow" if worker else "block",
            )
            contexts.callback(context.close)
            context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": demo.url}])
            context.set_default_timeout(PATIENCE)
            faults.watch(context)
            return context.new_page()

        yield make
    assert faults.found == []
