"""The steps that every programme's way has in common, from the public page to a tandem at work."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from resonanz.demo.queries import PASSWORD
from resonanz.programmes.enums import CohortState, StaffRole
from resonanz.programmes.models import Cohort, Staff
from resonanz.tandems.models import Tandem
from tests.journeys.conftest import Visit


@dataclass(frozen=True)
class Words:
    """What the pages say on the way, in one language."""

    match: str
    compute: str
    in_common: str
    accept: str
    suggestion: str
    yes: str
    no: str
    waiting: str
    next: str
    both_yes: str
    change: str
    at_work: str


DE = Words(
    match="Matching",
    compute="Berechnen",
    in_common="Gemeinsam",
    accept="Nur diese beiden jetzt fragen",
    suggestion="Ein Vorschlag für Sie",
    yes="Ja, gerne",
    no="Nein, danke",
    waiting="Sie haben Ja gesagt. Jetzt ist {name} am Zug; wir schreiben Ihnen, sobald eine Antwort da ist.",
    next="Als Nächstes",
    both_yes="Wir haben beide Ja gesagt",
    change="Etwas hat sich geändert?",
    at_work="läuft",
)
EN = Words(
    match="Match",
    compute="Compute",
    in_common="In common",
    accept="Ask only these two now",
    suggestion="A suggestion for you",
    yes="Yes, gladly",
    no="No, thank you",
    waiting="You have said yes. Now it is up to {name}; we write to you as soon as there is an answer.",
    next="What is next",
    both_yes="We both said yes",
    change="Something has changed?",
    at_work="at work",
)

AR = replace(
    EN,
    suggestion="اقتراح لكم",
    yes="نعم، بكل سرور",
    no="لا، شكرًا",
    waiting="وصلنا ردّكم بنعم. ننتظر الآن ردّ \u2068{name}\u2069، وسنكتب إليكم فور وصوله.",
    next="الخطوة التالية",
    both_yes="وافق كل منا",
    change="هل تغيّر شيء؟",
    at_work="قائم",
)


def sign_in(page: Page, email: str) -> None:
    """Log in on the login page, by its first form."""
    page.goto("/account/login/")
    form = page.locator("form").filter(has=page.locator("input[type=password]"))
    form.locator("input[name=login]").fill(email)
    form.locator("input[type=password]").fill(PASSWORD)
    form.locator("button").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


def open_programme(page: Page, slug: str, name: str) -> None:
    """Come as a stranger: to the list of programmes, and from there to one of them."""
    page.goto("/")
    expect(page).to_have_url("/programmes/")
    page.locator("main").get_by_role("link", name=name, exact=True).click()
    expect(page).to_have_url(f"/programmes/{slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def facts(page: Page) -> dict[str, str]:
    """Return the facts of a programme's public page."""
    terms, values = (page.locator(f"dl.facts {tag}").all_inner_texts() for tag in ("dt", "dd"))
    return dict(zip(terms, values, strict=True))


def groups(page: Page) -> list[str]:
    """Return what a programme's public page calls its two groups."""
    return page.locator('[id^="group-"] h2').all_inner_texts()


def doors(page: Page) -> list[str]:
    """Return what stands on the two doors of a programme's public page."""
    return page.locator(".door strong").all_inner_texts()


def suggest_one(page: Page, slug: str, words: Words) -> Tandem:
    """As the programme's coordinator: log in, match the cohort, look at the reasons, accept the first pair."""
    cohort = Cohort.objects.get(programme__slug=slug, state__in=[CohortState.MATCHING, CohortState.OPEN])
    sign_in(page, Staff.objects.get(programme__slug=slug, role=StaffRole.COORDINATOR).person.email)
    expect(page).to_have_url("/today/")
    page.locator(f'h2 a[href="/cohorts/{cohort.pk}/"]').click()
    page.locator(".page-head").get_by_role("link", name=words.match, exact=True).click()
    expect(page.locator("article.pair")).to_have_count(0)
    page.get_by_role("button", name=words.compute, exact=True).click()
    first = page.locator("article.pair").first
    people = [name.strip() for name in first.locator("h3 bdi").all_inner_texts()]
    shared = first.locator("dl div").filter(has=page.get_by_text(words.in_common, exact=True)).locator("dd")
    assert len(shared.inner_text().splitlines()) >= 1
    first.locator("details > summary").click()
    points = first.locator("tbody tr")
    assert points.count() >= 2
    expect(points.first).to_be_visible()
    first.get_by_role("button", name=words.accept).click()
    expect(page.locator("article.pair-asked h3 bdi")).to_have_text(people)
    tandem = Tandem.objects.latest("pk")
    assert [tandem.mentee.person.full_name, tandem.mentor.person.full_name] == people
    return tandem


def letters(page: Page, count: int) -> dict[str, str]:
    """Return the newest letters of the demo's mailbox: address → subject."""
    page.goto("/demo/mail/")
    newest = page.locator("main article").all()[:count]
    return {letter.locator("bdi").first.inner_text(): letter.get_by_role("heading").inner_text() for letter in newest}


def say_yes(page: Page, tandem: Tandem, side: str, words: Words) -> None:
    """As one of the two: log in, read the suggestion, and say yes."""
    sign_in(page, getattr(tandem, side).person.email)
    if urlsplit(page.url).path == "/tandems/":  # somebody who has another tandem, too
        page.locator(f'main a[href="/tandems/{tandem.pk}/"]').click()
    expect(page).to_have_url(f"/tandems/{tandem.pk}/")
    expect(page.get_by_role("heading", name=words.suggestion, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=words.no, exact=True)).to_be_visible()
    page.get_by_role("button", name=words.yes, exact=True).click()
    expect(page.get_by_role("button", name=words.yes, exact=True)).to_have_count(0)


def expect_at_work(page: Page, tandem: Tandem, side: str, words: Words) -> None:
    """Both said yes: the page of one of the two leads to the other."""
    page.goto(f"/tandems/{tandem.pk}/")
    other = (tandem.mentee if side == "mentor" else tandem.mentor).person
    expect(page.get_by_role("heading", name=words.next, exact=True)).to_be_visible()
    expect(page.get_by_text(words.both_yes, exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=other.email)).to_be_visible()
    expect(page.get_by_role("link", name=words.change, exact=True)).to_have_attribute(
        "href", f"/tandems/{tandem.pk}/changed/"
    )


def walk(visit: Visit, slug: str, coordinator: Words, two: Words, language: str = "de", script: bool = True) -> Ways:
    """Go the whole way of a programme, from its match to two phones; return what the last pages are."""
    desk = visit("en" if coordinator is EN else "de", script=script)
    tandem = suggest_one(desk, slug, coordinator)
    both = {tandem.mentor.person.email, tandem.mentee.person.email}
    first = {"mentee_first": tandem.mentee, "mentor_first": tandem.mentor}.get(tandem.cohort.programme.answer_order)
    asked = {first.person.email} if first else both
    assert set(letters(desk, len(asked))) == asked
    mentee, mentor = (visit(language, width=390, script=script) for _ in range(2))
    say_yes(mentee, tandem, "mentee", two)
    expect(mentee.get_by_text(two.waiting.format(name=tandem.mentor.person.first_name))).to_be_visible()
    say_yes(mentor, tandem, "mentor", two)
    expect_at_work(mentor, tandem, "mentor", two)
    expect_at_work(mentee, tandem, "mentee", two)
    assert set(letters(desk, 2)) == both
    desk.goto(f"/cohorts/{tandem.cohort_id}/")
    row = desk.get_by_role("row").filter(has=desk.locator(f'a[href="/tandems/{tandem.pk}/"]'))
    expect(row.locator(".tag")).to_have_text(coordinator.at_work)
    return Ways(tandem, desk, mentee, mentor)


@dataclass(frozen=True)
class Ways:
    """Where a way has led: the tandem, and the pages of the three."""

    tandem: Tandem
    desk: Page
    mentee: Page
    mentor: Page


def link_in(page: Page, address: str) -> str:
    """Return the path of the link in the newest letter to `address`, out of the demo's mailbox."""
    page.goto("/demo/mail/")
    letter = page.locator("main article").filter(has=page.get_by_text(address, exact=True)).first
    found = re.search(r"https?://[^/]+(/applications/link/\S+)", letter.inner_text())
    assert found is not None
    return found.group(1)


def apply(
    page: Page,
    slug: str,
    group: str,
    email: str,
    answers: dict[str, Any],
    look: Callable[[Page], None] = lambda page: None,
) -> None:
    """Come to the public page, read what to expect, and answer page after page until the overview is reached.

    `answers` are by the name of the field: text to type, `True` to tick, the value of a radio or of a select. `look` is
    called on every page of questions.
    """
    page.goto(f"/programmes/{slug}/")
    page.locator(f'.door[href$="/apply/{group}/"]').click()
    page.locator("main [name=first_name]").fill(answers["first_name"])
    page.locator("main [name=email]").fill(email)
    page.locator("main [name=accept]").check()
    page.locator("main form.form .actions button").click()
    while "/form/" in urlsplit(page.url).path:
        path = page.url
        look(page)
        for name, value in answers.items():
            answer(page, name, value)
        page.locator(".apply-acts button[name=go]").click()
        assert page.url != path, page.locator(".error-summary").inner_text()


def answer(page: Page, name: str, value: Any) -> None:
    """Answer one question, if this page asks it."""
    field = page.locator(f"main [name={name}]")
    if not field.count():
        return
    kind = field.first.evaluate("field => field.type")
    if kind in {"radio", "checkbox"}:
        page.locator(
            f'main [name={name}][value="{value}"]' if isinstance(value, str) else f"main [name={name}]"
        ).first.check()
    elif kind.startswith("select"):
        field.first.select_option(value)
    else:
        field.first.fill(value)


def hand_in(page: Page, email: str, said: str) -> None:
    """Hand in: the mailbox has to be looked into first, then the link hands in."""
    page.locator(".apply-acts button").click()
    page.goto(link_in(page, email))
    page.locator(".apply-acts button").click()
    expect(page.locator(".notice-success:not([hidden])")).to_have_text(said)
