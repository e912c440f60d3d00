"""What the team is told, and what it notes; the other of the two reads none of it."""

from __future__ import annotations

from django.urls import reverse

from resonanz.care.models import Case
from resonanz.care.queries.cases import token_of
from resonanz.care.queries.check_ins import token_of as check_in_token_of
from resonanz.programmes.enums import ProgrammeState
from resonanz.programmes.models import Programme
from tests.confidentiality.scene import Scene, Writer, in_days, post, send
from tests.factories.care import make_check_in


def check_in(scene: Scene, secret: str) -> str:
    """The mentee answers by the mailed link, and would like to be contacted: the team gets a letter without the word."""
    house = scene.world.house
    asked = make_check_in(house.active, house.amina)
    data = {"going": "not_well", "met": "no", "need": "contact", "word": secret}
    post(scene.nobody, "care:check_in", check_in_token_of(asked), **data)
    return reverse("care:tandem", args=[scene.pk])


def note(scene: Scene, secret: str) -> str:
    send(scene.coordinator, "care:seen", scene.pk, note=secret, again_on=in_days(7))
    return reverse("care:tandem", args=[scene.pk])


def taken(scene: Scene) -> Case:
    """Let the coordinator look after what was told last."""
    case = Case.objects.latest("pk")
    post(scene.coordinator, "care:take", case.pk)
    return case


def case(scene: Scene, secret: str) -> str:
    """The mentee asks for help, about this tandem."""
    slug = scene.world.house.programme.slug
    send(scene.mentee, "care:ask_help", slug, text=secret, tandem=scene.pk, is_urgent="on")
    return reverse("care:read", args=[taken(scene).pk])


def report(scene: Scene, secret: str) -> str:
    """Somebody without an account reports something, and says how to be reached."""
    programme = scene.world.house.programme
    Programme.objects.filter(pk=programme.pk).update(state=ProgrammeState.PUBLISHED)
    send(scene.nobody, "care:report_to", programme.slug, matter="other", text=secret, contact=secret)
    made = taken(scene)
    assert (made.opened("text"), made.opened("contact")) == (secret, secret)
    return reverse("care:read", args=[made.pk])


def answer(scene: Scene, secret: str) -> str:
    """The team settles something with a word, which whoever told it reads by a secret link."""
    case(scene, "Bitte rufen Sie mich an.")
    told = Case.objects.latest("pk")
    post(scene.coordinator, "care:settle", told.pk, state="clarified", answer=secret)
    return reverse("care:status", args=[token_of(told)])


WRITERS = [
    Writer("check_in", ("care.CheckIn",), check_in, team=("care:tandem",), is_own=True),
    Writer("note", ("care.CareNote",), note, team=("care:tandem",), is_own=True),
    Writer("case", ("care.Case",), case, team=("care:read",), is_own=True, by_button=True),
    Writer("report", (), report, team=("care:read",), is_own=True, by_button=True),
    Writer("answer", (), answer, team=("care:read",), is_own=True),
]
