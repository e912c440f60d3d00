"""The rows of the room `closing`: the two, whoever has a link or a number, the team."""

from __future__ import annotations

from typing import Any

from resonanz.closing.actions.certificates import issue_certificate
from resonanz.closing.actions.feedback import turn_into_change
from resonanz.closing.actions.talks import choose_talk
from resonanz.closing.models import Certificate, Feedback, TalkDate
from resonanz.closing.queries.due import token_of
from resonanz.programmes.models import Programme
from tests.access.rows import LOGIN, Row, World, answers, everybody, staff, two
from tests.factories.closing import ending_in, make_answer, make_closing, make_feedback, make_group_date, make_question

NO_POST = everybody(405)
NO_GET = answers(405, anonymous=LOGIN, disabled=LOGIN)


def near(world: World) -> list[Any]:
    """Jonas and Amina are in their last weeks; there are talks and certificates."""
    make_closing(world.house.programme)
    ending_in(world.house.active, 10)
    return [world.house.active.pk]


def with_seat(world: World) -> list[Any]:
    """Both have a date for the talk."""
    near(world)
    chosen = talk(world)
    for person in (world.house.amina.person, world.house.jonas.person):
        choose_talk(tandem=world.house.active, talk=chosen, by=person)
    return [world.house.active.pk]


def talk(world: World) -> TalkDate:
    return make_group_date(world.house.programme, world.house.alice)


def talk_args(world: World) -> list[Any]:
    near(world)
    return [world.house.programme.slug, talk(world).pk]


def named_args(world: World) -> list[Any]:
    """Somebody has named a date."""
    slug, pk = talk_args(world)
    TalkDate.objects.filter(pk=pk).update(is_agreed=False)
    return [slug, pk]


def certificate(world: World) -> Certificate:
    near(world)
    house = world.house
    return issue_certificate(tandem=house.active, participation=house.amina, by=house.alice)


def register_args(world: World) -> list[Any]:
    return [world.house.programme.slug, certificate(world).pk]


def slug(world: World) -> list[Any]:
    near(world)
    return [world.house.programme.slug]


def published(world: World) -> list[Any]:
    Programme.objects.filter(pk=world.house.programme.pk).update(state="published")
    return [world.house.programme.slug]


def tandem_args(world: World) -> list[Any]:
    return [*slug(world), world.house.active.pk]


def wish_args(world: World) -> list[Any]:
    """What Amina has said by name."""
    given = Feedback.objects.filter(participation=world.house.amina).first()
    return [*slug(world), (given or make_feedback(world.house.active, world.house.amina.person)).pk]


def change_args(world: World) -> list[Any]:
    house = world.house
    sentence = {"de": "Es gibt Termine am Abend."}
    change = turn_into_change(programme=house.programme, sentence=sentence, feedback=None, by=house.alice)
    return [house.programme.slug, change.pk]


def answer_args(world: World) -> list[Any]:
    """What Amina has answered months later."""
    return [*slug(world), make_answer(world.house.active, world.house.amina).pk]


def later_token(world: World) -> list[Any]:
    near(world)
    return [token_of(make_question(world.house.active, world.house.amina))]


def ours(get: int = 200, **more: Any) -> Row:
    """A page of the two; the team has no business there."""
    return Row(two(get, coordinator=404), two(more.pop("post", 302), coordinator=404), more.pop("args", near), **more)


def settings_row(**more: Any) -> Row:
    """A page of the settings: coordinators see it and may send it, reviewers know that it exists."""
    get, post = staff(200) | {"reviewer": 403}, staff(more.pop("post", 200)) | {"reviewer": 403}
    return Row(get, post, more.pop("args", slug), **more)


def reading(**more: Any) -> Row:
    return Row(staff(200) | {"reviewer": 403}, NO_GET, more.pop("args", slug), **more)


def act(**more: Any) -> Row:
    return Row(NO_GET, staff(302) | {"reviewer": 403}, more.pop("args", slug), **more)


READ = answers(405, anonymous=LOGIN, disabled=LOGIN)
CLOSING: dict[str, Row] = {
    "closing:closing": Row(two(200, coordinator=404), READ, near),
    "closing:talk": ours(),
    "closing:talk_calendar": Row(two(200, coordinator=404), READ, with_seat),
    "closing:feedback": ours(post=200),  # nothing was said
    "closing:afterwards": ours(data={"contact": "write"}),
    "closing:go_on": Row(READ, two(302, coordinator=404), near),
    "closing:certificate": ours(data={"is_wanted": "on", "printed_name": "Kim Beispiel"}),
    "closing:certificate_file": Row(two(200, coordinator=404), READ, near),
    "closing:verify": Row(everybody(200), everybody(200), lambda world: [certificate(world).code], {"name": "Kim"}),
    "closing:heard": Row(everybody(200), NO_POST, published),
    "closing:later": Row(everybody(200), everybody(200), later_token),
    "closing:stop": Row(everybody(405), everybody(302), later_token),
    "closing:settings": settings_row(),
    "closing:desk": reading(),
    "closing:issue": act(args=tandem_args, data={"who": "both"}),
    "closing:complete": act(args=tandem_args),
    "closing:talks": settings_row(),
    "closing:attendance": settings_row(post=302, args=talk_args),
    "closing:call_off": act(args=talk_args),
    "closing:agree": act(args=named_args),
    "closing:register": reading(),
    "closing:withdraw": settings_row(args=register_args),
    "closing:paper": reading(args=register_args),
    "closing:voices": reading(),
    "closing:answers": reading(),
    "closing:forget": act(args=answer_args),
    "closing:change": settings_row(args=wish_args),
    "closing:forget_change": act(args=change_args),
}
