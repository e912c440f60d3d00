"""`python -m bench queries`: how often each list asks the database, with 10 people and with 10,000, side by side.

The same invented community twice, each in a process and a SQLite database of its own: half give their time, half look for
somebody; two fifths of the pairs are at work, a fifth has been suggested and does not answer, a fifth has a request and is
matched with the rest; all, at most MET of them, were at two meetings. The tests compare some hundred people on every page;
this makes sure that nothing grows beyond. A page that asks more often for 10,000 than for 10 is asked with SOME, too: of ten
people nobody is left over, at a run as at a meeting. Ends with 1 where it then still asks more often. `--size N` takes
another number than 10,000.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.search import begin_product, community, fill, keep_section, signed_in

ROOT = Path(__file__).parents[1]
HEADING = "## Query counts: 10 people and 10,000"
FEW, SOME = 10, 1_000
MET = 400  # guests of a meeting; thousands do not meet to say whom they would like
OLD = timedelta(days=60)  # long enough that everything counts as overdue


def run(size: int) -> int:
    """Compare, print a table, keep it in bench/results.md; return 1 where a page differs."""
    small, large = count_apart(FEW), count_apart(size)
    lines = [HEADING, ""]
    lines += [
        f"`python -m bench queries`, SQLite, the same community with {FEW} and {size:,} people; ms is the CPU time of",
        f"the page with {size:,}, everything included. Advice on the {FEW} is worked out within the page, on more by a job",
        f"that nobody has asked for here. In brackets: with {SOME:,} people, where ten leave nothing to show.",
        "",
        f"| page | queries, {FEW} | queries, {size:,} | ms |",
        "|---|---:|---:|---:|",
    ]
    growing = [name for name, (number, _ms) in small.items() if large[name][0] > number]
    some = count_apart(SOME) if growing else {}
    for name, (number, _ms) in small.items():
        more, ms = large[name]
        beside = f" ({some[name][0]} with {SOME:,})" if name in growing else ""
        lines.append(f"| {name} | {number}{beside} | {more} | {ms:,.0f} |")
    differing = [name for name in growing if large[name][0] > some[name][0]]
    print("\n".join(lines[2:]))
    if differing:
        print(f"\nMore queries for more people: {', '.join(differing)}", file=sys.stderr)
        return 1
    keep_section(HEADING, lines)
    return 0


def count_apart(size: int) -> dict[str, tuple[int, float]]:
    """Count in a process of its own."""
    command = [sys.executable, "-m", "bench", "queries", "--size", str(size), "--who", "SQLite"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        sys.exit(f"With {size} people it failed:\n{done.stderr[-3000:]}")
    return {name: (number, ms) for name, (number, ms) in json.loads(done.stdout.splitlines()[-1]).items()}


def count(size: int) -> int:
    """Make `size` people in this process, and print as JSON: page → number of queries, milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        begin_product(folder)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        found = {}
        for name, client, address in pages(size):
            client.get(address)  # the first visit of a session is noted, and models of runs are solved
            client.get("/me/")
            session = client.session  # now and then it writes down that somebody is still here: not on the page that counts
            session["last_seen"] = int(time.time())
            session.save()
            begin = time.process_time()
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            number, ms = len(queries), 1000 * (time.process_time() - begin)
            assert answer.status_code == 200, (name, answer.status_code)
            found[name] = (number, ms)
            print(f"{name}: {number}, {ms:,.0f} ms", file=sys.stderr, flush=True)
        print(json.dumps(found))
    return 0


def pages(size: int) -> Iterator[tuple[str, Any, str]]:
    """Yield each page: what it is called, the browser of whoever reads it, its address."""
    from django.urls import reverse

    from resonanz.matching.community import keeper

    cohort, alice, viewer, asked = people(size)
    older, newer = runs(cohort, alice)
    closed, is_open = meetings(cohort, viewer)
    keeper.index_of(cohort, "first")
    keeper.one(cohort, "first").wait()
    team, guest, mentor = signed_in(alice), signed_in(viewer.person), signed_in(asked.person)
    slug, run, mentee = cohort.programme.slug, [newer.pk], newer.mentees[0]["id"]

    def at(name: str, *values: Any, query: str = "") -> str:
        return reverse(f"matching:{name}", args=values) + query

    yield "suggestions", guest, at("find", slug)
    yield "search, everybody", guest, at("find", slug, query="?all=1")
    yield "search, language, topic, times, words", guest, at("find", slug, query="?language=de&topic=career&time=mine&q=a")
    yield "one person", guest, at("found", slug, asked.pk)
    yield "remembered", guest, at("remembered", slug)
    yield "hidden", guest, at("hidden", slug)
    yield "requests of one who asks", guest, at("requests")
    yield "requests to one who is asked", mentor, at("requests")
    yield "wishes after a meeting", guest, at("wishes", is_open.pk)
    yield "today", team, at("today")
    yield "cohort, tandems", team, at("cohort", cohort.pk)
    yield "cohort, people", team, at("cohort", cohort.pk, query="?show=people")
    for what in ("next", "change", "unmatched", "unanswered", "request", "draft", "left"):
        yield f"waiting: {what}", team, at("stalled", cohort.pk, query=f"?what={what}")
    yield "requests of the cohort", team, at("cohort_requests", cohort.pk)
    yield "list of runs", team, at("runs", cohort.pk)
    yield "workbench, pairs", team, at("run", *run)
    yield "workbench, matrix", team, at("matrix", *run)
    yield "workbench, matrix by occupation", team, at("matrix", *run, query="?order=occupation")
    yield "workbench, people", team, at("person", *run)
    yield "workbench, one person", team, at("run_person", *run, mentee)
    yield "workbench, two runs", team, at("compare", newer.pk, older.pk)
    yield "workbench, advice", team, at("advice", *run)
    yield "record of a run", team, at("record", *run)
    yield "before publishing", team, at("publish", *run)
    yield "meetings", team, at("events", cohort.pk)
    yield "a meeting, open", team, at("event", is_open.pk)
    yield "a meeting, wishes of all", team, at("event", closed.pk)


def people(size: int) -> tuple[Any, Any, Any, Any]:
    """Fill a community; return its cohort, the coordinator, somebody who looks, somebody who is asked."""
    from django.utils import timezone

    from resonanz.matching.models import Mark, Request
    from resonanz.people.actions import create_person
    from resonanz.programmes.models import Participation, Staff
    from resonanz.tandems.models import Tandem

    cohort = community()
    alice = create_person(email="alice@example.org", first_name="Alice", by=None)
    Staff.objects.create(programme=cohort.programme, person=alice, role="coordinator")
    fill(cohort, size // 2, size // 2)
    groups = (Participation.objects.filter(cohort=cohort, group=group) for group in ("first", "second"))
    mentors, mentees = (list(rows.select_related("person").order_by("pk")) for rows in groups)
    viewer, asked, before = mentees[3], mentors[3], timezone.now() - OLD
    tandems, requests = [], []
    for n, (mentor, mentee) in enumerate(zip(mentors, mentees, strict=True)):
        two: dict[str, Any] = {"cohort": cohort, "mentor": mentor, "mentee": mentee}
        texts = {"expectations": "x", "goals": "x", "expires_on": before.date(), "slot": 1}
        if n % 5 == 0:
            late = {"mentor_asked_at": before, "mentee_asked_at": before, "answer_by": before.date()}
            tandems.append(Tandem(**two, state="proposed", proposed_on=before.date(), **late))
        elif n % 5 in (1, 4):
            yes = {"mentor_answer": "yes", "mentee_answer": "yes", "started_on": before.date()}
            tandems.append(Tandem(**two, state="active", **yes))
        elif n % 5 == 2:
            requests.append(Request(**two, state="open", turn_since=before.date(), **texts))
        if n % 5 in (0, 1, 4):  # these have nobody to give a place to, so it takes nobody out of the suggestions
            requests.append(Request(**{**two, "mentee": viewer}, state="declined", **texts))
        if mentee != viewer:
            requests.append(Request(**{**two, "mentor": asked}, state="declined", **texts))
    Tandem.objects.bulk_create(tandems, batch_size=500)
    Request.objects.bulk_create(requests, batch_size=500)
    in_tandems = [row.pk for tandem in tandems for row in (tandem.mentor, tandem.mentee)]
    for begin in range(0, len(in_tandems), 500):
        Participation.objects.filter(pk__in=in_tandems[begin : begin + 500]).update(taken=1)
    Participation.objects.filter(cohort=cohort).update(waiting_since=before.date())
    kinds = {3: "bookmark", 2: "hide"}
    Mark.objects.bulk_create(
        (Mark(viewer=viewer, other=mentor, kind=kinds[n % 5]) for n, mentor in enumerate(mentors) if n % 5 in kinds),
        batch_size=500,
    )
    return cohort, alice, viewer, asked


def runs(cohort: Any, alice: Any) -> tuple[Any, Any]:
    """Compute two runs of those who wait, of which the second weighs otherwise."""
    from resonanz.core.jobs import work_once
    from resonanz.matching.actions.runs import RunSettings, new_run
    from resonanz.matching.models import MatchingRun

    criteria, found = cohort.programme.criteria, []
    other = {**criteria, "criterion": [{**one, "weight": 10} for one in criteria["criterion"]]}
    for given in (criteria, other):
        run = new_run(cohort=cohort, settings=RunSettings(criteria=given), by=alice)
        work_once()
        found.append(MatchingRun.objects.get(pk=run.pk))
    return found[0], found[1]


def meetings(cohort: Any, viewer: Any) -> tuple[Any, Any]:
    """Two meetings at which everybody was: one whose wishes are known, and one that asks for them."""
    from django.utils import timezone

    from resonanz.matching.actions.events import make_event
    from resonanz.matching.models import MatchingEvent, Wish, WishList

    sides = [list(cohort.participations.filter(group=group).order_by("pk")[: MET // 2]) for group in ("first", "second")]
    today, guests, half = timezone.localdate(), [*sides[0], *sides[1]], len(sides[0])
    for title in ("Closed", "Open"):
        make_event(
            cohort=cohort, title=title, held_on=today, wishes_until=today, most_wishes=3, guests=guests, by=viewer.person
        )
    closed, is_open = MatchingEvent.objects.order_by("pk")
    WishList.objects.bulk_create((WishList(event=closed, by=guest) for guest in guests), batch_size=500)
    wishes = (Wish(event=closed, by=guests[n], other=guests[(n + half) % len(guests)], rank=1) for n in range(len(guests)))
    Wish.objects.bulk_create(wishes, batch_size=500)
    for event, state in ((closed, "closed"), (is_open, "open")):
        MatchingEvent.objects.filter(pk=event.pk).update(state=state)
    return closed, is_open
