"""What is said at the end: to the team by name, to nobody by name, to the other."""

from __future__ import annotations

from django.urls import reverse

from resonanz.closing.models import Feedback, Parting
from tests.confidentiality.scene import Scene, Writer, post, send


def named(scene: Scene, secret: str) -> str:
    """The part with a name is for the team; the mentor never sees it."""
    send(scene.mentee, "closing:feedback", scene.pk, liked=secret, wish=secret)
    assert Feedback.objects.get().opened("liked") == secret
    return reverse("closing:voices", args=[scene.world.house.programme.slug])


def sheet(scene: Scene, secret: str) -> str:
    """One sheet alone would tell whose it is: no page shows it."""
    send(scene.mentor, "closing:feedback", scene.pk, unsaid=secret)
    return ""


def parting(scene: Scene, secret: str) -> str:
    post(scene.mentor, "closing:afterwards", scene.pk, contact="write", word=secret, remains=secret)
    row = Parting.objects.get()
    assert (row.opened("word"), row.opened("remains")) == (secret, secret)
    return reverse("closing:afterwards", args=[scene.pk])


WRITERS = [
    Writer("named_feedback", ("closing.Feedback",), named, team=("closing:voices", "closing:change"), is_own=True),
    Writer("sheet", (), sheet),
    Writer("parting", ("closing.Parting",), parting),
]
