"""`python -m bench search`: 200,000 people to choose from; suggestions, search and the index on SQLite and PostgreSQL.

Each page is timed as its reader meets it (Django's test client, all middleware, logged in), the median of several, and is
set beside a bare page of the product in the same run: the own details (`/me/`), which ask for one row and draw one form.
The people are invented. Runs itself once for each database, in the product's own environment. `--size N` takes fewer people.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("results.md")
HEADING = "## Participants choose: search and suggestions"
RUNS = 15
BATCH = 2000
TOPICS = ["career", "application", "entry", "change", "soft-skills", "intercultural", "self-marketing", "unwritten-rules"]
SPOKEN = [
    "de",
    "en",
    "fr",
    "es",
    "pt",
    "ar",
    "tr",
    "ru",
    "uk",
    "fa",
    "id",
    "vi",
    "hi",
    "zh",
    "ja",
    "ko",
    "pl",
    "hu",
    "sr",
    "sw",
    "it",
    "ro",
]
LEVELS = ["B1", "B2", "C1", "C2", "native"]
PLACES = ["DE-10115", "DE-20095", "DE-70173", "AT-9020", "AT-1010", "GH", "BR", "IN", "TR", "KE", "FR", "PL", "VN", "MX"]
SLOTS = [
    f"{day}-{part}"
    for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    for part in ("morning", "afternoon", "evening")
]
FIELDS = [
    "Umwelt",
    "Bau",
    "IT",
    "Forschung",
    "Recht",
    "Gesundheit",
    "Bildung",
    "Energie",
    "Finanzen",
    "Kultur",
    "Stadt",
    "Technik",
    "Personal",
    "Handel",
]
LIKES = [
    "Wandern",
    "Chor",
    "Schach",
    "Kochen",
    "Reisen",
    "Lesen",
    "Theater",
    "Garten",
    "Laufen",
    "Tanzen",
    "Kino",
    "Musik",
    "Technik",
    "Fotografie",
]
SYLLABLES = [
    "ba",
    "ber",
    "den",
    "dor",
    "el",
    "fen",
    "gar",
    "hof",
    "ing",
    "ka",
    "lan",
    "mar",
    "nik",
    "or",
    "pe",
    "ris",
    "sen",
    "tal",
    "ul",
    "wik",
    "brü",
    "cken",
    "stra",
]


def run(size: int) -> None:
    """Measure on both databases, print, and write the section of bench/results.md."""
    here = [sys.executable, "-m", "bench", "search", "--size", str(size), "--who"]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    lines = [HEADING, "", f"`python -m bench search`, {size:,} people; a page / a bare page (`/me/`) of the same run.", ""]
    for name, command in {
        "SQLite": [*here, "SQLite"],
        "PostgreSQL": [sys.executable, str(ROOT / "scripts" / "with_postgres.py"), *here, "PostgreSQL"],
    }.items():
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            sys.exit(f"{name} failed:\n{done.stderr[-3000:]}")
        print(done.stdout)
        lines += [*done.stdout.strip().splitlines(), ""]
    keep_section(HEADING, lines)


def keep_section(heading: str, lines: list[str]) -> None:
    """Write a section of bench/results.md, which `lines` begin with its heading, in the place of the one before."""
    text = RESULTS.read_text(encoding="utf-8")
    before, _, after = text.partition(heading)
    rest = after[after.index("\n## ") + 1 :] if "\n## " in after else ""
    RESULTS.write_text(
        before.rstrip() + "\n\n" + "\n".join(lines).rstrip() + "\n" + (f"\n{rest}" if rest else ""), encoding="utf-8"
    )


def measure(name: str, size: int) -> None:
    """Measure on the database of this process, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        begin_product(folder)
        print(f"| {name} | ms | ratio | queries |\n|---|---:|---:|---:|")
        steps(size)


def begin_product(folder: str) -> None:
    """Set the product up in this process, with an empty database; its files go into `folder`."""
    os.environ |= {"RESONANZ_DATA_DIR": folder, "RESONANZ_DEMO": "1", "RESONANZ_SECURE": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "resonanz.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["*"]
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)


def community() -> Any:
    """Make a programme in which participants choose, and return its open cohort, in which there is nobody yet."""
    from resonanz.programmes.actions import load_preset, preset_files, read_preset
    from resonanz.programmes.models import Cohort

    preset = next(path for path in preset_files() if path.stem == "alumniportal")
    return Cohort.objects.create(programme=load_preset(data=read_preset(preset), by=None), state="open")


def signed_in(person: Any) -> Any:
    """Return a browser in which `person` is logged in."""
    from django.test import Client

    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def steps(size: int) -> None:
    """The people, the index, the pages."""
    from resonanz.matching.community import keeper
    from resonanz.people.actions import end_pause, pause_person
    from resonanz.people.models import Person
    from resonanz.programmes.models import Participation

    cohort = community()
    programme = cohort.programme
    viewer = fill(cohort, size)
    client = signed_in(viewer.person)
    find = f"/programmes/{programme.slug}/find/"
    bare = page(client, "/me/", None, "bare page")
    before, begin = peak(), time.perf_counter()
    keeper.index_of(cohort, "first")
    kept = keeper.one(cohort, "first")
    kept.wait()
    row("index made (beside, nobody waits longer than 2 s)", 1000 * (time.perf_counter() - begin), bare)
    print(f"| … its memory, the reading included | {peak() - before:,.0f} MB | | |")
    for label, query in {
        "suggestions": "",
        "all, first page with facets": "?all=1",
        "language, level, topic, times": "?language=de&level=C1&topic=career&time=week-evening",
        "words": "?q=brücken",
        "words, field and country": "?q=musik&field=umwelt&country=GH",
        "page 500": "?all=1&page=500",
    }.items():
        page(client, find + query, bare, label)
    other = Participation.objects.filter(cohort=cohort, group="first").latest("pk")
    page(client, f"/programmes/{programme.slug}/people/{other.pk}/", bare, "one person")

    def changed() -> None:
        person = Person.objects.get(pk=other.person_id)
        pause_person(person=person, until=None, by=person)
        end_pause(person=person, by=person)

    page(client, find, bare, "suggestions after somebody changed something", changed)


def page(client: Any, path: str, bare: float | None, label: str, before: Callable[[], None] | None = None) -> float:
    """Time one page and print it; return its milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _ in range(RUNS):
        if before:
            before()
        begin = time.perf_counter()
        response = client.get(path)
        times.append(1000 * (time.perf_counter() - begin))
        assert response.status_code == 200, (path, response.status_code)
    if before:
        before()
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    median = statistics.median(times[1:])
    row(label, median, bare or median, len(queries))
    return median


def row(label: str, ms: float, bare: float, queries: int | str = "") -> None:
    """Print one line of the table."""
    print(f"| {label} | {ms:,.1f} | {ms / bare:,.1f} | {queries} |")


def peak() -> float:
    """Return the highest resident memory so far, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(cohort: Any, size: int, looking: int = 1) -> Any:
    """Write `size` people of the first group, and those who look for somebody; return the last one's participation."""
    from resonanz.people.models import Person, Profile
    from resonanz.programmes.models import Participation
    from resonanz.taxonomy import isco

    choose = random.Random(1)
    codes = [code for code in sorted(isco.groups()) if len(code) == 4]
    words = ["".join(choose.choices(SYLLABLES, k=choose.randint(2, 4))) for _ in range(20_000)]

    def made(number: int) -> tuple[Any, Any]:
        person = Person(email=f"p{number}@example.org", first_name=choose.choice(words).title(), last_name="Muster")
        person.renew_search_name()
        person.set_unusable_password()
        spoken = choose.sample(SPOKEN, choose.randint(2, 4))
        spoken += [] if "de" in spoken else ["de"]
        return person, Profile(
            person=person,
            occupation=choose.choice(codes),
            job_title={"de": choose.choice(words).title()},
            languages=";".join(f"{code}:{choose.choice(LEVELS)}" for code in spoken),
            place=choose.choice(PLACES),
            place_name=choose.choice(words).title(),
            availability=";".join(choose.sample(SLOTS, choose.randint(2, 6))),
            interests={"de": "; ".join(choose.sample(LIKES, 3))},
            field=choose.choice(FIELDS),
            about={"de": " ".join(choose.choices(words, k=12))},
        )

    last = None
    for begin in range(0, size + looking, BATCH):
        some = [made(number) for number in range(begin, min(begin + BATCH, size + looking))]
        people = Person.objects.bulk_create([person for person, _profile in some])
        Profile.objects.bulk_create([profile for _person, profile in some])
        rows = Participation.objects.bulk_create(
            Participation(
                cohort=cohort,
                person=person,
                side="mentor" if begin + place < size else "mentee",
                group="first" if begin + place < size else "second",
                topics=choose.sample(TOPICS, choose.randint(2, 5)),
            )
            for place, person in enumerate(people)
        )
        last = rows[-1]
    assert last is not None and last.group == "second"  # noqa: PT018
    return Participation.objects.select_related("person").get(pk=last.pk)
