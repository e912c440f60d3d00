"""What two people write to each other, and what is opened in an emergency."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from resonanz.matching.models import Request
from resonanz.messaging.models import Channel, Opening, Share, TandemFile
from resonanz.messaging.queries.files import token_of
from tests.confidentiality.scene import Scene, Writer, post
from tests.factories.messaging import PDF


def message(scene: Scene, secret: str) -> str:
    post(scene.mentor, "messaging:messages", scene.pk, text=f"Unter uns: {secret}.")
    return reverse("messaging:messages", args=[scene.pk])


def channel(scene: Scene, secret: str) -> str:
    post(scene.mentee, "messaging:channels", scene.pk, kind="messenger", value=secret)
    assert Channel.objects.filter(tandem=scene.pk).exists()
    return reverse("messaging:channels", args=[scene.pk])


def file(scene: Scene, secret: str, audience: str = "tandem") -> str:
    upload = SimpleUploadedFile(f"{secret}.pdf", PDF + secret.encode(), content_type="application/pdf")
    post(scene.mentee, "messaging:files", scene.pk, file=upload, audience=audience)
    return reverse("messaging:file", args=[scene.pk, TandemFile.objects.latest("pk").pk])


def own_file(scene: Scene, secret: str) -> str:
    """A file that the mentee keeps for herself."""
    return file(scene, secret, "me")


def link(scene: Scene, secret: str) -> str:
    where = file(scene, "Lebenslauf")
    made = TandemFile.objects.latest("pk")
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


WRITERS = [
    Writer("message", ("messaging.Message",), message),
    Writer("channel", ("messaging.Channel",), channel),
    Writer("file", ("messaging.TandemFile",), file),
    Writer("own_file", (), own_file, is_own=True),
    Writer("link", ("messaging.Share",), link),
    Writer("feedback", ("messaging.Feedback",), feedback),
    Writer("opening", ("messaging.Opening",), opening, team=("messaging:opening",), is_own=True),
    Writer("request", (), request),
]
