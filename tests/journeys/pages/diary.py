"""Pages of goals, diary, hurdles, outcomes, services and referrals: for the two, and for their team."""

from __future__ import annotations

from resonanz.outcomes.models import Service
from resonanz.tandems.models import Tandem
from resonanz.together.actions.diary import change_prompts
from resonanz.together.actions.goals import move_goal
from resonanz.together.models import DiaryEntry, Goal
from tests.factories import make_participation
from tests.factories.diary import make_goal, make_hurdle, make_outcome, make_referral
from tests.journeys.pages.stops import Stops, at, send


def tandem() -> Tandem:
    """The tandem of the demo that writes most."""
    rows = Tandem.objects.select_related("cohort__programme", "mentor__person", "mentee__person")
    return rows.get(cohort__programme__slug="mentor-mentor", mentee__person__first_name="Idris")


def writing_stops() -> Stops:
    """What one of the two sees: every kind of goal and entry, what waits, what is empty, and mistakes."""
    row = tandem()
    idris, carsten = row.mentee.person, row.mentor.person
    move_goal(goal=make_goal(row, idris, "Losgelassen", audience="me"), state="let_go", by=idris)
    theirs = Goal.objects.filter(tandem=row, by=carsten, whose="own").earliest("pk")
    mine = Goal.objects.filter(tandem=row, by=idris, state="begun").earliest("pk")
    entries = {kind: DiaryEntry.objects.filter(by=idris, kind=kind).earliest("pk").pk for kind in ("day", "reality")}
    service = Service.objects.filter(programme=row.cohort.programme).earliest("pk")
    make_outcome(row, idris, carsten, kind="setback")
    make_referral(row, idris, carsten, service)
    return idris.email, [
        at("together:goals", row.pk),
        at("together:new_goal", row.pk),
        at("together:new_goal", row.pk, act=send(title="")),
        at("together:goal", row.pk, mine.pk),
        at("together:goal", row.pk, theirs.pk),
        at("together:edit_goal", row.pk, mine.pk),
        at("together:diary", row.pk),
        at("together:diary", row.pk, query="?kind=learned"),
        *(at("together:new_entry", row.pk, kind) for kind in ("day", "learned", "reality")),
        at("together:new_entry", row.pk, "reality", act=send(hoped="")),
        *(at("together:entry", row.pk, pk) for pk in entries.values()),
        at("together:hurdles", row.pk),
        at("outcomes:outcomes", row.pk),
        at("outcomes:record", row.pk, "second"),
        at("outcomes:record", row.pk, "first", act=send(on="")),
        at("outcomes:referrals", row.pk),
        at("outcomes:services", row.pk),
        at("outcomes:services", row.pk, query="?language=ti&kind=chamber"),
        at("outcomes:new_referral", row.pk, service.pk),
        at("tandems:tandem", row.pk),
    ]


def outcome_stops() -> Stops:
    """What their coordinator sees: facts, numbers, and hurdles without names; and what she sets up."""
    row = tandem()
    programme, by = row.cohort.programme, row.cohort.programme.staff.earliest("pk").person
    make_outcome(row, row.mentor.person, by, kind="network")
    make_outcome(row, row.mentor.person, row.mentor.person, kind="team", word="Das dürfen alle lesen.", for_team=True)
    make_referral(row, row.mentee.person, by, Service.objects.filter(programme=programme).earliest("pk"))
    for n in range(5):
        make_hurdle(row, make_participation(row.cohort, "second", f"Mensch{n}").person, "Warten", for_team=True)
    change_prompts(programme=programme, prompts=[{"de": "Wie war es?", "en": "How was it?"}], by=None)
    other = programme.cohorts.exclude(pk=row.cohort_id).earliest("pk")
    slug = programme.slug
    return by.email, [
        at("outcomes:cohort", row.cohort_id),
        at("outcomes:cohort", row.cohort_id, query="?state=confirmed"),
        at("outcomes:cohort", other.pk),
        at("outcomes:outcomes", row.pk),
        at("outcomes:record", row.pk, "first"),
        at("outcomes:referrals", row.pk),
        at("outcomes:services", row.pk),
        at("outcomes:kinds", slug),
        at("outcomes:directory", slug),
        at("outcomes:directory", slug, act=send(**{"rows-0-languages": "Quatschisch"})),
        at("together:prompts", slug),
        at("together:prompts", slug, act=send(**{"rows-0-text_de": ""})),
        at("tandems:tandem", row.pk),
    ]
