"""Pages of two people at work: agreement, plan, and all that may change, in each state."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page, expect

from resonanz.tandems.models import Tandem
from resonanz.together.actions.course import pause_tandem
from resonanz.together.actions.plan import add_topics
from resonanz.together.models import PlanTopic, TopicMaterial
from tests.factories.together import make_agreed, make_shown, write
from tests.journeys.pages.stops import Stops, at, send


def tandem_stops() -> Stops:
    """What one of the two sees: nothing written yet, a draft, a version that waits, one that counts; a plan; a pause."""
    tandem = at_work()
    mentee = tandem.mentee.person
    item = PlanTopic.objects.get(tandem=tandem, topic="network")
    return mentee.email, [
        at("together:agreement", tandem.pk, act=lambda page: drafted(page, tandem)),
        at("together:write_agreement", tandem.pk, act=send(ends_on="2020-01-01")),
        at("together:agreement", tandem.pk, act=lambda page: waiting(page, tandem)),
        at("together:agreement", tandem.pk, act=lambda page: agreed(page, tandem)),
        at("together:plan", tandem.pk),
        at("together:plan", tandem.pk, query="?order=1"),
        at("together:plan_topic", tandem.pk, item.pk),
        at("together:situations", tandem.pk),
        at("together:replan", tandem.pk, "job"),
        at("together:changed", tandem.pk),
        at("together:pause", tandem.pk),
        at("together:pause", tandem.pk, act=send(until="2020-01-01")),
        at("together:extend", tandem.pk, act=send(ends_on="2020-01-01")),
        at("together:changed", tandem.pk, act=lambda page: resting(page, tandem)),
    ]


def at_work() -> Tandem:
    """Return a tandem of Carinthia at work that has no agreement yet, with topics and something to read."""
    people = ("mentor__person__profile", "mentee__person__profile", "cohort__programme")
    rows = Tandem.objects.select_related(*people).filter(
        cohort__programme__slug="mentoring-fuer-migrantinnen", state="active"
    )
    tandem = rows.filter(agreements=None).earliest("pk")
    keys = ["recognition", "network", "society"]
    add_topics(tandem=tandem, keys=keys, own="Führerschein", key=uuid4(), by=tandem.mentee.person)
    TopicMaterial.objects.create(
        programme=tandem.cohort.programme, topic="network", title={"de": "Liste"}, url="https://example.org", position=9
    )
    return tandem


def drafted(page: Page, tandem: Tandem) -> None:
    """Begin to write."""
    write(tandem, tandem.mentee.person)
    page.reload()
    expect(page.locator("#draft")).to_be_visible()


def waiting(page: Page, tandem: Tandem) -> None:
    """The other has shown a version, and then changed it."""
    make_shown(tandem, tandem.mentor.person)
    make_shown(tandem, tandem.mentor.person, expectations="Anders", roles="Beide")
    page.reload()
    expect(page.locator(".agreement .changed").first).to_be_visible()


def agreed(page: Page, tandem: Tandem) -> None:
    """Both have said yes."""
    make_agreed(tandem, tandem.mentor.person)
    page.reload()
    expect(page.locator(".tag-good")).to_be_visible()


def resting(page: Page, tandem: Tandem) -> None:
    """The two take a pause."""
    pause_tandem(tandem=tandem, until=timezone.localdate() + timedelta(days=20), by=tandem.mentee.person)
    page.reload()
    expect(page.locator("#rest")).to_be_visible()
