"""Make the pictures of documents in docs/images: certificates and agreements from right to left, names in three scripts.

Loads the demo into a folder of its own, prints as the product does and turns the first pages into PNG. Needs `pdftoppm`
(Debian and Ubuntu: poppler-utils).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

IMAGES = Path(__file__).parents[1] / "docs" / "images"
DPI = 60
NAMES = [("Nour Darwish", "نور درويش", "ar"), ("Olena Melnyk", "Олена Мельник", "en"), ("Selam Tesfaye", "ሰላም ተስፋዬ", "en")]
ARABIC = {
    "expectations": "أن أفهم كيف تسير مقابلات العمل هنا.",
    "goals_mentee": "كتابة سيرة ذاتية جديدة، ثم ثلاث مقابلات حتى الربيع.",
    "frequency": "كل أسبوعين مساء الثلاثاء، من الساعة 17:30 إلى 19:00.",
    "places": "المكتبة المركزية (Stadtbibliothek)، أو مكالمة فيديو.",
    "absence": "رسالة قبل يوم واحد، ونتفق على موعد آخر.",
}
PERSIAN = {
    "expectations": "می‌خواهم بدانم مصاحبهٔ شغلی این‌جا چگونه است.",
    "goals_mentee": "نوشتن رزومهٔ تازه و سه مصاحبه تا بهار.",
    "frequency": "هر دو هفته یک‌بار، سه‌شنبه‌ها از ۱۷:۳۰ تا ۱۹:۰۰.",
    "places": "کتابخانهٔ مرکزی (Stadtbibliothek) یا تماس تصویری.",
    "absence": "یک روز پیش‌تر پیام می‌دهیم و وقت دیگری می‌گذاریم.",
}


def main() -> None:
    """Make all of them."""
    with tempfile.TemporaryDirectory() as folder:
        begin(folder)
        from resonanz.tandems.models import Tandem

        munich = Tandem.objects.filter(cohort__programme__slug="mentoring-partnerschaft-muenchen")
        tandem = munich.filter(state="active").order_by("pk")[0]
        for language, texts in (("ar", ARABIC), ("fa", PERSIAN)):
            picture(agreement(tandem, texts, language)).save(IMAGES / f"agreement-{language}.png", optimize=True)
            paper = certificate(tandem, "Leila Ahmadi", "لیلا احمدی" if language == "fa" else "ليلى أحمدي", language)
            picture(paper).save(IMAGES / f"certificate-{language}.png", optimize=True)
        heads = [picture(certificate(tandem, *name)) for name in NAMES]
        width, top, height = heads[0].width, heads[0].height // 10, 27 * heads[0].height // 100
        stacked = Image.new("P", (width, 3 * height))
        stacked.putpalette(heads[0].getpalette() or [])
        for n, head in enumerate(heads):
            stacked.paste(head.crop((0, top, width, top + height)), (0, n * height))
        stacked.save(IMAGES / "names.png", optimize=True)


def begin(folder: str) -> None:
    """Set the product up with the demo in `folder`."""
    os.environ |= {"RESONANZ_DATA_DIR": folder, "RESONANZ_DEMO": "1", "RESONANZ_SECURE": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "resonanz.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from resonanz.demo.actions import load_demo

    call_command("migrate", verbosity=0)
    load_demo()


def certificate(tandem: Any, name: str, own: str, language: str) -> bytes:
    """Return a certificate of the mentee under another name."""
    from django.utils import timezone

    from resonanz.closing.models import CertificateWish
    from resonanz.closing.queries.certificates import content_of, logos_of, paper, topics_to_choose
    from resonanz.closing.queries.room import closing_of

    programme = tandem.cohort.programme
    wish = CertificateWish(
        tandem=tandem,
        participation=tandem.mentee,
        printed_name=name,
        printed_own_script=own,
        second_language=language,
        with_hours=True,
        printed_topics=list(topics_to_choose(tandem))[:3],
    )
    content = content_of(wish, closing_of(programme))
    return paper(content, logos_of(programme), issued_on=timezone.localdate(), code="K7QM-3XVD-P2HT")


def agreement(tandem: Any, texts: dict[str, str], language: str) -> bytes:
    """Return an agreement of the two with these texts, to which one has said yes."""
    from uuid import uuid4

    from django.db import transaction

    from resonanz.core.documents import render_pdf
    from resonanz.together.actions.agreement import save_draft, show_agreement
    from resonanz.together.queries.agreement import document_of, paper, versions_of
    from resonanz.together.views.agreement import PAPER

    with transaction.atomic():
        key, by = uuid4(), tandem.mentee.person
        newest = versions_of(tandem).first()
        save_draft(tandem=tandem, key=key, texts=texts, ends_on=None, seen=newest.number if newest else None, by=by)
        version = show_agreement(tandem=tandem, key=key, by=by)
        version.tandem = tandem
        words = paper()[language]["title"]
        made = render_pdf(PAPER, document_of(version, language), language=language, title=words)
        transaction.set_rollback(True)
    return made


def picture(pdf: bytes) -> Image.Image:
    """Return the first page in few colours."""
    command = ["pdftoppm", "-png", "-singlefile", "-r", str(DPI), "-"]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    except FileNotFoundError:
        sys.exit("This needs pdftoppm (Debian and Ubuntu: apt install poppler-utils).")
    return Image.open(BytesIO(done.stdout)).convert("RGB").quantize(64)


if __name__ == "__main__":
    main()
