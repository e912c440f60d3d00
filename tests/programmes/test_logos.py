"""Logos: drawn anew, small, without what else was in the file; and never a script."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from resonanz.people.models import Person
from resonanz.programmes.models import Logo
from tests.factories import House

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#1f5f5b").save(out, kind, **more)
    return out.getvalue()


def upload(house: House, client: Client, content: bytes, name: str = "logo.png") -> tuple[int, str]:
    organisation = house.programme.partnerships.all()[0].organisation
    url = reverse("programmes:set_logo", args=[house.programme.slug])
    answer = client.post(url, {"organisation": organisation.pk, "image": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_shown_with_its_name(kind: str, house: House, client_of: ClientOf) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    assert upload(house, client_of(house.alice), picture(kind, exif=exif.tobytes()))[0] == 302
    logo = Logo.objects.get()
    assert (logo.width, logo.height) == (480, 160)
    content = bytes(logo.content)
    assert content.startswith(b"\x89PNG")
    assert b"secret" not in content
    answer = client_of(None).get(reverse("programmes:logo", args=[house.programme.slug, logo.pk]))
    assert (answer.content, answer.headers["Content-Type"]) == (content, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    page = client_of(None).get(reverse("programmes:programme", args=[house.programme.slug])).content.decode()
    assert f'alt="{logo.organisation.name}"' in page


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    parts = [(part, struct.pack(">I", zlib.crc32(part))) for part in (header, data, b"IEND")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(part) - 4) + part + check for part, check in parts)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "svg": (SVG, "SVG-Dateien können Programme enthalten."),
    "svg called png": (SVG, "SVG-Dateien können Programme enthalten."),
    "html": (b"<!doctype html><script>alert(1)</script>", "Dieses Bild können wir nicht lesen."),
    "gif": (picture("GIF"), "Dieses Bild können wir nicht lesen."),
    "bomb": (bomb(50_000, 50_000), "Dieses Bild hat zu viele Bildpunkte."),
    "smaller bomb": (bomb(6_000, 6_000), "Dieses Bild hat zu viele Bildpunkte."),
    "broken": (picture()[:200], "Dieses Bild können wir nicht lesen."),
    "large": (picture() + b"\0" * 1_100_000, "Dieses Bild ist größer als 1 MB."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_logo_gets_a_sentence(name: str, house: House, client_of: ClientOf) -> None:
    content, sentence = REFUSED[name]
    status, page = upload(house, client_of(house.alice), content, f"{name}.png")
    assert (status, sentence in page) == (200, True)
    assert not Logo.objects.exists()


def test_a_logo_goes_with_its_organisation_and_by_its_button(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    upload(house, client, picture())
    logo = Logo.objects.get()
    foreign = reverse("programmes:remove_logo", args=[house.other_programme.slug, logo.pk])
    assert client_of(house.charlie).post(foreign).status_code == 404
    client.post(reverse("programmes:remove_logo", args=[house.programme.slug, logo.pk]))
    assert not Logo.objects.exists()


def test_organisations_of_others_get_no_logo_here(house: House, client_of: ClientOf) -> None:
    foreign = house.other_programme.partnerships.all()[0].organisation
    house.programme.partnerships.filter(organisation=foreign).delete()
    url = reverse("programmes:set_logo", args=[house.programme.slug])
    data = {"organisation": foreign.pk, "image": SimpleUploadedFile("logo.png", picture())}
    assert client_of(house.alice).post(url, data).status_code == 200
    assert not Logo.objects.exists()
