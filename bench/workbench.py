"""`python -m bench workbench`: the workbench's views of a run of 500 × 500 people on SQLite; seconds and size of each page.

Runs in the product's own environment, on a database file in a temporary folder with the settings of an installation. A
page is asked for through the whole product (sign-in, rights, queries, engine, template) by Django's test client: the
first time in a process, when the run is solved again, and then the shortest and the longest of ten. `bare` is a page of
the product that asks the database for next to nothing.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from typing import Any

SIZE = 500
TIMES = 10
OCCUPATIONS = ["2221", "2142", "5120", "2512", "2310", "3258", "7115", "5223", "2411", "2631", "2166"]
PLACES = ["AT-9020", "AT-9500", "AT-9800", "AT-9300", "AT-8010", "AT-9100"]
TIMES_OF_DAY = ["mon-evening;sat-morning", "tue-evening", "sat-morning", "wed-evening;thu-evening"]


def run() -> None:
    """Measure every page and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"RESONANZ_DATA_DIR": folder, "RESONANZ_DEMO": "1", "DJANGO_SETTINGS_MODULE": "resonanz.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0)
        print(f"{'page':44} {'first':>7} {'least':>7} {'most':>7} {'kB':>6}")
        pages()


def pages() -> None:
    """The pages of one run, and of a second one beside it."""
    from django.test import Client
    from django.urls import reverse

    from resonanz.core.jobs import work_once
    from resonanz.matching.queries import insight

    maria, older, newer = world(random.Random(1))
    client = Client()
    client.force_login(maria, backend="allauth.account.auth_backends.AuthenticationBackend")
    mentor, mentee = older.mentors[7]["id"], older.mentees[7]["id"]
    matrix = reverse("matching:matrix", args=[older.pk])
    ways = {
        "bare": reverse("core:style"),
        "matrix, 50 × 50 of it": matrix,
        "matrix, by occupation": f"{matrix}?order=occupation&row=3&col=4",
        "one pair beside the matrix": f"{matrix}?pair={mentor}-{mentee}&part=pair",
        "one mentee with three alternatives": reverse("matching:run_person", args=[older.pk, mentee]),
        "one mentee with twelve alternatives": reverse("matching:run_person", args=[older.pk, mentee]) + "?more=1",
        "one mentor with three alternatives": reverse("matching:run_person", args=[older.pk, mentor]),
        "search of a person": reverse("matching:person", args=[older.pk]) + "?q=5",
        "two runs compared": reverse("matching:compare", args=[newer.pk, older.pk]),
        "advice, before the long answers": reverse("matching:advice", args=[older.pk]),
    }

    def measured(name: str, address: str) -> None:
        seconds = []
        for _turn in range(TIMES + 1):
            start = time.perf_counter()
            answer = client.get(address)
            seconds.append(time.perf_counter() - start)
            assert answer.status_code == 200, (name, answer.status_code)
        size = len(answer.content) // 1024
        print(f"{name:44} {seconds[0]:7.2f} {min(seconds[1:]):7.2f} {max(seconds[1:]):7.2f} {size:6}", flush=True)

    for name, address in ways.items():
        insight.forget_models()
        measured(name, address)
    client.post(reverse("matching:ask_advice", args=[older.pk]))
    timed("the long answers, as a job", work_once)
    measured("advice, with the long answers", ways["advice, before the long answers"])


def timed(name: str, step: Callable[[], Any]) -> None:
    """Do one step, print its seconds."""
    start = time.perf_counter()
    step()
    print(f"{name:44} {time.perf_counter() - start:7.2f}", flush=True)


def world(chance: random.Random) -> tuple[Any, Any, Any]:
    """Return a coordinator and two runs of a cohort of invented people, of which the second weighs otherwise."""
    from resonanz.core.jobs import work_once
    from resonanz.matching.actions.runs import RunSettings, new_run
    from resonanz.matching.models import MatchingRun
    from resonanz.people.actions import create_person
    from resonanz.people.models import Person, Profile
    from resonanz.programmes.actions import load_preset, preset_files, read_preset
    from resonanz.programmes.models import Cohort, Participation, Staff

    preset = next(path for path in preset_files() if path.stem == "mentoring-fuer-migrantinnen")
    programme = load_preset(data=read_preset(preset), by=None)
    cohort = Cohort.objects.create(programme=programme, number=99, state="matching")
    maria = create_person(email="maria@example.org", first_name="Maria", by=None)
    Staff.objects.create(programme=programme, person=maria, role="coordinator")
    people = [Person(email=f"p{n}@example.org", first_name=f"Person {n}", last_name="Beispiel") for n in range(2 * SIZE)]
    for person in people:
        person.renew_search_name()
    people = Person.objects.bulk_create(people)
    Profile.objects.bulk_create(Profile(person=person, **profile(chance)) for person in people)
    topics = [topic.key for topic in programme.topics.all()]
    Participation.objects.bulk_create(
        Participation(
            cohort=cohort,
            person=person,
            group="first" if n < SIZE else "second",
            side="mentor" if n < SIZE else "mentee",
            topics=chance.sample(topics, 2),
        )
        for n, person in enumerate(people)
    )
    runs = []
    criteria = programme.criteria
    other = {**criteria, "criterion": [{**one, "weight": 10} for one in criteria["criterion"]]}
    for given in (criteria, other):
        run = new_run(cohort=cohort, settings=RunSettings(criteria=given), by=maria)
        timed(f"a run of {SIZE} × {SIZE} computed", work_once)
        runs.append(MatchingRun.objects.get(pk=run.pk))
    return maria, *runs


def profile(chance: random.Random) -> dict[str, Any]:
    """Return a profile of somebody invented."""
    spoken = ";".join(
        f"{code}:{chance.choice(['A2', 'B1', 'B2', 'C1', 'native'])}"
        for code in ("de", *chance.sample(["en", "ar", "uk", "tr"], 1))
    )
    return {
        "occupation": chance.choice(OCCUPATIONS),
        "job_title": {"de": "Beruf"},
        "languages": spoken,
        "place": chance.choice(PLACES),
        "availability": chance.choice(TIMES_OF_DAY),
    }
