"""What people write in confidence, each by the product's own page: `tests/test_confidentiality.py` goes through this list.

A new model with sealed columns needs an entry here, which is one line in WRITERS and a function that lets its owner write
`secret` by a page, and returns the address of the page on which the owner reads it; "" while there is no such page, and an
action or the model itself has to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.matching.models import Request
from resonanz.messaging.models import Channel, Opening, Share, TandemFile
from resonanz.messaging.queries.files import token_of
from resonanz.together.actions.meetings import log_meeting
from resonanz.together.models import Appointment, Visit
from tests.access import World
from tests.factories.messaging import PDF


@dataclass(frozen=True)
class Scene:
    """The small world, and browsers of the two of the tandem at work, of a coordinator, and of nobody."""

    world: World
    mentor: Client
    mentee: Client
    coordinator: Client
    nobody: Client

    @property
    def pk(self) -> int:
        """The number of the tandem at work."""
        return int(self.world.house.active.pk)


@dataclass(frozen=True)
class Writer:
    """How a secret is written. `models` are those whose sealed columns it fills; `is_of_team`: it is written by the team,
    whose own page shows it.
    """

    name: str
    models: tuple[str, ...]
    write: Callable[[Scene, str], str]
    is_of_team: bool = False


def post(client: Client, address: str, /, *args: Any, **data: Any) -> None:
    """Send a form; it must have been taken."""
    answer = client.post(reverse(address, args=args), data)
    assert answer.status_code == 302, (address, answer.status_code)


def message(scene: Scene, secret: str) -> str:
    post(scene.mentor, "messaging:messages", scene.pk, text=f"Unter uns: {secret}.")
    return reverse("messaging:messages", args=[scene.pk])


def channel(scene: Scene, secret: str) -> str:
    post(scene.mentee, "messaging:channels", scene.pk, kind="messenger", value=secret)
    assert Channel.objects.filter(tandem=scene.pk).exists()
    return reverse("messaging:channels", args=[scene.pk])


def file(scene: Scene, secret: str) -> str:
    upload = SimpleUploadedFile(f"{secret}.pdf", PDF + secret.encode(), content_type="application/pdf")
    post(scene.mentee, "messaging:files", scene.pk, file=upload, audience="tandem")
    return reverse("messaging:files", args=[scene.pk])


def link(scene: Scene, secret: str) -> str:
    file(scene, "Lebenslauf")
    made = TandemFile.objects.latest("pk")
    where = reverse("messaging:file", args=[scene.pk, made.pk])
    data = {"name": secret, "purpose": secret, "language": "de", "days": "7"}
    post(scene.mentee, "messaging:file", scene.pk, made.pk, **data)
    return where


def feedback(scene: Scene, secret: str) -> str:
    where = link(scene, "Ute")
    post(scene.nobody, "messaging:shared", token_of(Share.objects.latest("pk")), text=secret)
    return where


def opening(scene: Scene, secret: str) -> str:
    data = {"category": "other", "reason": secret, "withheld_because": secret}
    post(scene.coordinator, "messaging:openings", scene.pk, **data)
    return reverse("messaging:opening", args=[scene.pk, Opening.objects.latest("pk").pk])


def request(scene: Scene, secret: str) -> str:
    house = scene.world.house
    made = Request.objects.create(
        cohort=house.cohort, mentor=house.jonas, mentee=house.noor, slot=1, expires_on=timezone.localdate()
    )
    pk = made.pk
    post(scene.mentor, "matching:ask_back", pk, question=secret)
    return reverse("matching:request", args=[pk])


def meeting(scene: Scene, secret: str) -> str:
    house = scene.world.house
    day = timezone.localdate()
    log_meeting(tandem=house.active, key=uuid4(), held_on=day, minutes=60, text=secret, by=house.jonas.person)
    return ""


def appointment(scene: Scene, secret: str) -> str:
    house = scene.world.house
    row = Appointment(tandem=house.active, starts_at=timezone.now(), made_by=house.jonas)
    row.seal(place=secret, matter=secret)
    row.save()
    return ""


def visit(scene: Scene, secret: str) -> str:
    house = scene.world.house
    row = Visit(tandem=house.active, host=house.jonas, guest=house.amina)
    row.seal(preparation=secret, reflection=secret)
    row.save()
    return ""


WRITERS = [
    Writer("message", ("messaging.Message",), message),
    Writer("channel", ("messaging.Channel",), channel),
    Writer("file", ("messaging.TandemFile",), file),
    Writer("link", ("messaging.Share",), link),
    Writer("feedback", ("messaging.Feedback",), feedback),
    Writer("opening", ("messaging.Opening",), opening, is_of_team=True),
    Writer("request", (), request),
    Writer("meeting", ("together.Meeting",), meeting),
    Writer("appointment", ("together.Appointment",), appointment),
    Writer("visit", ("together.Visit",), visit),
]
