"""What makes conversations, files and openings longer."""

from __future__ import annotations

from django.urls import reverse

from resonanz.messaging.actions import give_feedback
from resonanz.messaging.models import Message, Opening
from tests.factories import House
from tests.factories.messaging import make_channel, make_file, make_opened, make_opening, make_share, write


def more_messages(house: House, number: int) -> None:
    """Let both write, and be reached by further ways."""
    for _ in range(number):
        write(house)
        write(house, by=house.amina.person)
        make_channel(house)


def more_files(house: House, number: int) -> None:
    """Add files of both, and links with answers."""
    file = make_file(house)
    for _ in range(number):
        make_file(house, by=house.amina.person)
        give_feedback(share=make_share(house, file), text="Gut", key=Message().key)


def more_openings(house: House, number: int) -> None:
    """Ask to open something, and let there be something to open."""
    if not Opening.objects.exists():
        make_opened(house)
    for _ in range(number):
        write(house)
        make_opening(house)
        make_file(house)
        make_file(house, by=house.amina.person)


def of_tandem(name: str, house: House, *more: int) -> str:
    """The page of the tandem at work."""
    return reverse(f"messaging:{name}", args=[house.active.pk, *more])


def one_file(house: House) -> str:
    """The page of the first file of the mentor."""
    return of_tandem("file", house, house.active.files.filter(owner=house.jonas.person).earliest("pk").pk)


def opened_page(house: House) -> str:
    """What two of the team have opened."""
    return of_tandem("content", house, Opening.objects.earliest("pk").pk)
