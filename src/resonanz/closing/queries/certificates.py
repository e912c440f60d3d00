"""Certificates: what is printed, from what a programme and a person want; the register; the paper itself."""

from __future__ import annotations

import base64
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import qrcode
from django.conf import settings as django_settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from resonanz.closing.enums import SECOND_LANGUAGES
from resonanz.closing.models import Certificate, CertificateDesign, CertificateWish, ClosingSettings
from resonanz.core.documents import render_pdf
from resonanz.core.text import in_language
from resonanz.programmes.enums import Side
from resonanz.programmes.models import Logo, Participation, Programme, Topic
from resonanz.programmes.queries import coordinated_by
from resonanz.tandems.models import Tandem
from resonanz.together.queries.meetings import hours_of, meetings_of, topics_of

ROOM = Path(__file__).parent.parent
TEMPLATE = ROOM / "templates" / "closing" / "certificate.typ"
SVG = "http://www.w3.org/2000/svg"
PNG = b"\x89PNG\r\n\x1a\n"
# Months of the second languages that Django does not speak, or speaks with other names than people here use.
ARABIC_MONTHS = [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
PERSIAN_MONTHS = ["ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"]
MONTHS = {"ar": ARABIC_MONTHS, "fa": PERSIAN_MONTHS}


@cache
def words() -> dict[str, dict[str, str]]:
    """Return what a certificate says: language → key → text."""
    return tomllib.loads((ROOM / "data" / "certificate.toml").read_text(encoding="utf-8"))


def day_in(day: date, language: str) -> str:
    """Return a day as one of the languages of a certificate writes it."""
    if language in MONTHS:
        return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
    with translation.override(language):
        return date_format(day, "j. F Y" if language == "de" else "j F Y")


def number_in(hours: float, language: str) -> str:
    """Return a number of hours without a needless zero, with the comma of the language."""
    text = f"{hours:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "de" else text


def wish_of(tandem: Tandem, participation: Participation) -> CertificateWish:
    """Return how somebody would like the certificate; as it is usual, and not kept, where nothing was said."""
    found = CertificateWish.objects.filter(tandem=tandem, participation=participation).first()
    person = participation.person
    return found or CertificateWish(
        tandem=tandem,
        participation=participation,
        printed_name=person.full_name,
        printed_own_script=person.name_own_script,
        second_language=usual_second(tandem, participation),
        printed_topics=[],
    )


def usual_second(tandem: Tandem, participation: Participation) -> str:
    """Return the second language where nobody has chosen: the person's own where we have it, else the programme's."""
    own = participation.person.language
    if own in dict(SECOND_LANGUAGES):
        return own
    found = ClosingSettings.objects.filter(programme=tandem.cohort.programme_id).values_list("second_language", flat=True)
    return found.first() or ""


def topics_to_choose(tandem: Tandem) -> dict[str, str]:
    """Return the topics that may be named: those that the two have met about, else the whole catalogue."""
    titles = {topic.key: in_language(topic.title) for topic in Topic.objects.filter(programme=tandem.cohort.programme_id)}
    met = [key for key in topics_of(tandem) if key in titles]
    return {key: titles[key] for key in met} if met else titles


def lacking(tandem: Tandem, settings: ClosingSettings) -> tuple[int, int]:
    """Return how many meetings and hours are lacking for a certificate; (0, 0) where the programme asks for none."""
    meetings = settings.least_meetings - meetings_of(tandem).count() if settings.least_meetings else 0
    hours = settings.least_hours - hours_of(tandem) if settings.least_hours else 0
    return max(0, meetings), max(0, -int(-hours // 1))


def content_of(wish: CertificateWish, settings: ClosingSettings) -> dict[str, Any]:
    """Return all that is printed but logos, code and day of issue, so that it can be kept as it was."""
    tandem, participation, programme = wish.tandem, wish.participation, wish.tandem.cohort.programme
    titles = {topic.key: topic.title for topic in Topic.objects.filter(programme=programme)}
    facts = {
        "from": tandem.started_on,
        "until": min(filter(None, [tandem.ended_on, tandem.ends_on]), default=timezone.localdate()),
        "hours": hours_of(tandem) if wish.with_hours else None,
        "topics": [titles[key] for key in wish.printed_topics if key in titles],
    }
    languages = ["de", *filter(None, [wish.second_language])]
    return {
        "name": wish.printed_name,
        "own_script": wish.printed_own_script,
        "accent": programme.accent,
        "programme": in_language(programme.name, "de"),
        "place": in_language(programme.place, "de"),
        "signatories": [dict(entry) for entry in settings.signatories],
        "blocks": [block(language, facts, programme, participation) for language in languages],
    }


def block(language: str, facts: Mapping[str, Any], programme: Programme, participation: Participation) -> dict[str, Any]:
    """Return the sentences in one language."""
    said = words()[language]
    kind = {Side.MENTOR: "mentor", Side.MENTEE: "mentee", Side.PEER: "peer"}[Side(participation.side)]
    role = said[kind]
    if language == "de" and participation.side != Side.PEER:
        with translation.override("de"):
            role = participation.role_name
    days = {name: day_in(facts[name], language) for name in ("from", "until")}
    hours = facts["hours"]
    return {
        "language": language,
        "title": said["title"],
        "intro": said["intro"],
        "sentence": said["sentence"].format(**days, programme=in_language(programme.name, language), role=role),
        "hours": said["hours"].format(hours=number_in(hours, language)) if hours else "",
        "topics_title": said["topics"],
        "topics": [in_language(title, language) for title in facts["topics"]],
        "thanks": said["thanks"],
    }


def logos_of(programme: Programme) -> list[dict[str, str]]:
    """Return the logos of the organisations, in the order of the public page, each once."""
    order = programme.partnerships.order_by("position", "pk").values_list("organisation_id", flat=True)
    kept = {logo.organisation_id: logo for logo in Logo.objects.filter(programme=programme).select_related("organisation")}
    return [
        {"name": kept[pk].organisation.name, "png": base64.b64encode(bytes(kept[pk].content)).decode()}
        for pk in dict.fromkeys(order)
        if pk in kept and bytes(kept[pk].content).startswith(PNG)
    ]


def digest_of(logos: list[dict[str, str]]) -> str:
    """Return what tells one set of logos from another."""
    return sha256("\0".join(f"{logo['name']}\0{logo['png']}" for logo in logos).encode()).hexdigest()


def paper(
    content: Mapping[str, Any], logos: list[dict[str, str]], *, issued_on: date | None = None, code: str = ""
) -> bytes:
    """Return a certificate as PDF; without a code, as a preview that says so. The same values give the same bytes."""
    return render_pdf(TEMPLATE, printed(content, logos, issued_on, code), language="de", title=title_of(content))


def title_of(content: Mapping[str, Any]) -> str:
    """Return the title of the document."""
    return f"{words()['de']['title']}: {content['name']}"


def printed(content: Mapping[str, Any], logos: list[dict[str, str]], issued_on: date | None, code: str) -> dict[str, Any]:
    """Return what the template gets."""
    said = words()["de"]
    url = f"{django_settings.BASE_URL}{reverse('closing:verify', args=[code])}" if code else ""
    day = day_in(issued_on, "de") if issued_on else ""
    place = said["place"].format(place=content["place"], day=day) if content["place"] else day
    return {
        **content,
        "logos": [{"name": logo["name"], "svg": embedded(logo["png"])} for logo in logos],
        "dated": place if day else "",
        "draft": "" if code else said["draft"],
        "check": said["check"].format(url=url.removeprefix("https://").removeprefix("http://")) if code else "",
        "code": said["code"].format(code=code) if code else "",
        "qr": qr_svg(url) if code else "",
        "qr_says": said["qr"],
    }


def embedded(png: str) -> str:
    """Return a PNG, given in base64, inside a drawing of its own size: so it reaches the template as text."""
    raw = base64.b64decode(png)
    width, height = int.from_bytes(raw[16:20], "big"), int.from_bytes(raw[20:24], "big")  # the header of every PNG
    image = f'<image width="{width}" height="{height}" href="data:image/png;base64,{png}"/>'
    return f'<svg xmlns="{SVG}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{image}</svg>'


def qr_svg(text: str) -> str:
    """Return a QR code as a vector drawing: one path, a square for each dark module, with the quiet zone around."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return f'<svg xmlns="{SVG}" viewBox="0 0 {size} {size}"><path fill="#1f2933" d="{path}"/></svg>'


def certificate_of(tandem: Tandem, participation: Participation) -> Certificate | None:
    """Return somebody's certificate that is in force."""
    rows = Certificate.objects.filter(tandem=tandem, participation=participation, withdrawn_on=None)
    return rows.select_related("design").first()


def issued_paper(certificate: Certificate) -> bytes:
    """Return the paper of an entry of the register, as it was on the day of issue."""
    logos: list[dict[str, str]] = certificate.design.logos
    return paper(certificate.printed, logos, issued_on=certificate.issued_on, code=certificate.code)


def preview(wish: CertificateWish, settings: ClosingSettings) -> bytes:
    """Return the paper as it would be issued today."""
    return paper(content_of(wish, settings), logos_of(wish.tandem.cohort.programme))


def certificates_of(programme: Programme) -> QuerySet[Certificate]:
    """Return the register of a programme, the newest first."""
    return Certificate.objects.filter(programme=programme).select_related("tandem", "participation__person")


def certificates_coordinated_by(person: Any) -> QuerySet[Certificate]:
    """Return the entries of the programmes that `person` coordinates."""
    rows = Certificate.objects.filter(programme__in=coordinated_by(person))
    return rows.select_related("programme", "design", "tandem__cohort__programme", "participation__person")


def by_code(code: str) -> Certificate | None:
    """Return the entry with this code, however it was typed: small letters, blanks, without dashes."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    if len(plain) != 12:
        return None
    dashed = "-".join(plain[place : place + 4] for place in (0, 4, 8))
    return Certificate.objects.filter(code=dashed).select_related("programme").first()


def is_name_of(certificate: Certificate, typed: str) -> bool:
    """Whether the certificate bears exactly this name; case and further blanks do not count."""
    return bool(certificate.certified_name) and same(typed) in {
        same(certificate.certified_name),
        same(certificate.printed.get("own_script", "")) or same(certificate.certified_name),
    }


def same(name: str) -> str:
    """Return a name such that two ways to type it are equal."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def design_for(programme: Programme) -> CertificateDesign:
    """Return the row that keeps the logos as they are now; part of issuing."""
    logos = logos_of(programme)
    design, _is_new = CertificateDesign.objects.get_or_create(
        programme=programme, digest=digest_of(logos), defaults={"logos": logos}
    )
    return design
