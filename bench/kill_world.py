"""The people of `bench.kill`: `make PAIRS` makes them and prints who writes, `check` prints what is wrong afterwards."""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def make(pairs: int) -> list[dict[str, Any]]:
    """Make so many tandems at work, and a session for each of their people."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.utils import timezone

    from resonanz.people.actions import create_person
    from resonanz.programmes.actions import add_participant, load_preset, preset_files, read_preset
    from resonanz.programmes.enums import Group
    from resonanz.programmes.models import Cohort
    from resonanz.tandems.actions import agree_tandem
    from resonanz.tandems.enums import Origin

    call_command("migrate", verbosity=0)
    path = next(file for file in preset_files() if file.stem == "mentoring-fuer-migrantinnen")
    programme = load_preset(data=read_preset(path), by=None)
    cohort = Cohort.objects.create(programme=programme, number=90, state="matching")
    found = []
    for number in range(pairs):
        two = []
        for group in (Group.FIRST, Group.SECOND):
            person = create_person(email=f"{group}{number}@example.org", first_name=f"{group}{number}", by=None)
            two.append(add_participant(cohort=cohort, person=person, group=group, by=None))
        tandem = agree_tandem(cohort=cohort, mentor=two[0], mentee=two[1], origin=Origin.HAND, reasons=[], by=two[0].person)
        for participation in two:
            session = SessionStore()
            session[SESSION_KEY] = str(participation.person_id)
            session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
            session[HASH_SESSION_KEY] = participation.person.get_session_auth_hash()
            session.create()
            day = timezone.localdate().isoformat()
            found.append({"tandem": tandem.pk, "session": session.session_key, "day": day})
    return found


def check(expected: dict[str, Any]) -> dict[str, Any]:
    """Compare what is stored with what was acknowledged; return how much is stored, and every difference."""
    from collections import Counter

    from django.db import connection

    from resonanz.core.models import LogEntry, subject_of
    from resonanz.messaging.models import Message
    from resonanz.together.models import DiaryEntry, Meeting

    told, wrong = expected["acknowledged"], []
    rows = [*Meeting.objects.all(), *Message.objects.all(), *DiaryEntry.objects.all()]
    verbs = ["log_meeting", "write_message", "write_entry"]
    logged = Counter(LogEntry.objects.filter(verb__in=verbs).values_list("subject", flat=True))
    keys = Counter(str(row.key) for row in rows)
    wrong += [f"lost: {key}" for key in told if key not in keys]
    wrong += [f"stored {count} times: {key}" for key, count in keys.items() if count != 1]
    wrong += [f"never acknowledged: {key}" for key in keys if key not in told]
    for row in rows:
        fields = told.get(str(row.key))
        if logged.pop(subject_of(row), 0) != 1:
            wrong.append(f"not one entry in the log: {row.key}")
        if fields and whole(row) != {name: fields[name].strip() for name in whole(row)}:
            wrong.append(f"half-written: {row.key}")
    wrong += [f"in the log alone: {subject}" for subject in logged]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            state = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        if state != "ok":
            wrong.append(f"the database file: {state}")
    return {"stored": len(rows), "wrong": wrong}


def whole(row: Any) -> dict[str, str]:
    """Return what is stored of a form, by the names of its fields."""
    from resonanz.messaging.models import Message
    from resonanz.together.models import Meeting

    if isinstance(row, Meeting):
        return {"held_on": row.held_on.isoformat(), "minutes": str(row.minutes), "text": row.opened("note")}
    if isinstance(row, Message):
        return {"text": row.opened("text")}
    return {"on": row.on.isoformat(), "audience": row.audience, "text": row.opened("text")}


def make_database(admin: str, name: str) -> None:
    """Make the database anew on the server that `admin` names."""
    import psycopg

    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")


def main() -> None:
    import django

    if sys.argv[1] == "make" and (admin := os.environ.get("RESONANZ_KILL_ADMIN", "")):
        from bench.kill import DATABASE

        make_database(admin, DATABASE)
    django.setup()
    print(json.dumps(make(int(sys.argv[2])) if sys.argv[1] == "make" else check(json.load(sys.stdin))))


if __name__ == "__main__":
    main()
