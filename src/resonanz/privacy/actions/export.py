"""One's own data as a file to take along: a page to read in the person's language, and the same as JSON."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.privacy.queries.own import access_to, sections_of, withheld_of

STYLE = Path(__file__).parent.parent / "data" / "export.css"


@transaction.atomic
def export_own_data(*, person: Person, by: Person) -> bytes:
    """Return a ZIP file with everything about `person`, in the language of the moment; the log notes that it was made."""
    log_action("export_own_data", by=by, on=person)
    context = {
        "person": person,
        "made_at": timezone.now(),
        "sections": sections_of(person),
        "access": access_to(person),
        "withheld": withheld_of(person),
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as bundle:
        bundle.writestr("data.html", as_page(context))
        bundle.writestr("data.json", as_json(context))
    return file.getvalue()


def as_page(context: dict[str, Any]) -> str:
    """Return one HTML page that needs nothing else: its layout is inside."""
    page = render_to_string("privacy/export.html", context)
    return page.replace("</head>", f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>", 1)


def as_json(context: dict[str, Any]) -> str:
    """Return the same for machines: model → rows, who had access, and what is left out with the reason."""
    data: dict[str, list[dict[str, Any]]] = {}
    for section in context["sections"]:
        data.setdefault(section.declaration.model, []).extend(section.raw)
    found = {
        "made_at": context["made_at"],
        "data": data,
        "access": [{"at": entry.at, "who": entry.who, "what": entry.what} for entry in context["access"]],
        "left_out": [{"what": what, "why": why} for what, why in context["withheld"]],
    }
    return json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
