"""Every page with a list: who reads it, what makes it longer, its address; and how often it may ask."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from resonanz.people.models import Person
from tests.factories import House, make_person
from tests.query_counts.care import more_care, more_of_one
from tests.query_counts.growth import (
    address,
    attended,
    choosing,
    company_page,
    event_in,
    first_condition,
    form_page,
    grow,
    grow_programme,
    grow_twice,
    latest_application,
    latest_import,
    latest_run_page,
    longer_plan,
    many_to_find,
    more_announced,
    more_answers,
    more_applications,
    more_at_work,
    more_conditions,
    more_dates,
    more_endings,
    more_guests,
    more_imports,
    more_materials,
    more_meetings,
    more_questions,
    more_requests,
    more_tandems,
    more_to_find,
    more_versions,
    more_waiting,
    nobodys_applications,
    of_run,
    own_answers,
    own_application,
    page,
    public_changes,
    questionnaire,
    run_before,
    second_programme,
    stalled,
    with_announcement,
    with_draft,
)
from tests.query_counts.messaging import more_files, more_messages, more_openings, of_tandem, one_file, opened_page

LISTS: dict[str, tuple[Callable[[House], Person | None], Callable[[House, int], None], Callable[[House], str]]] = {
    "programmes": (lambda h: None, second_programme, lambda h: reverse("programmes:list")),
    "today": (lambda h: h.alice, grow, lambda h: reverse("matching:today")),
    "people": (lambda h: h.alice, grow, lambda h: reverse("matching:cohort", args=[h.cohort.pk]) + "?show=people"),
    "tandems": (lambda h: h.alice, grow, lambda h: reverse("matching:cohort", args=[h.cohort.pk])),
    "today stalled": (lambda h: h.alice, more_waiting, lambda h: reverse("matching:today")),
    **{
        f"waiting: {what}": (lambda h: h.alice, more_waiting, stalled(what))
        for what in ("next", "change", "unmatched", "unanswered", "request", "draft", "left")
    },
    "step": (lambda h: h.alice, grow, lambda h: reverse("matching:cohort", args=[h.cohort.pk]) + "?show=people&step=asked"),
    "room of a tandem": (lambda h: h.amina.person, more_meetings, lambda h: reverse("tandems:tandem", args=[h.active.pk])),
    "line of a tandem": (lambda h: h.amina.person, more_meetings, lambda h: reverse("tandems:line", args=[h.active.pk])),
    "meetings of two": (lambda h: h.amina.person, more_meetings, lambda h: reverse("together:hours", args=[h.active.pk])),
    "hours of a cohort": (lambda h: h.alice, more_at_work, lambda h: reverse("together:cohort_hours", args=[h.cohort.pk])),
    "proposals": (lambda h: h.alice, grow, lambda h: reverse("matching:match", args=[h.cohort.pk])),
    "runs": (lambda h: h.alice, grow, lambda h: reverse("matching:runs", args=[h.cohort.pk])),
    "publishing": (lambda h: h.alice, grow, lambda h: latest_run_page(h, "publish")),
    "record of a run": (lambda h: h.alice, grow, lambda h: latest_run_page(h, "record")),
    "matrix": (lambda h: h.alice, grow, of_run("matrix")),
    "people of a run": (lambda h: h.alice, grow, of_run("person")),
    "one person of a run": (lambda h: h.alice, grow, lambda h: of_run("run_person", h.noor.pk)(h)),
    "two runs": (lambda h: h.alice, grow_twice, lambda h: of_run("compare", run_before(h))(h)),
    "advice": (lambda h: h.alice, grow, of_run("advice")),
    "matching events": (lambda h: h.alice, more_guests, lambda h: reverse("matching:events", args=[h.cohort.pk])),
    "matching event": (lambda h: h.alice, more_guests, event_in("matching:event", "open")),
    "wishes of all": (lambda h: h.alice, more_guests, event_in("matching:event", "closed")),
    "people to wish for": (lambda h: h.amina.person, more_guests, event_in("matching:wishes", "open")),
    "applications": (lambda h: h.alice, more_applications, address("applications", "?state=all")),
    "applications filtered": (
        lambda h: h.alice,
        more_applications,
        address("applications", "?state=all&verdict=open&language=ar&q=a"),
    ),
    "board": (lambda h: h.alice, more_applications, address("board")),
    "waiting list": (lambda h: h.alice, more_applications, address("waitlist")),
    "application": (lambda h: h.alice, more_applications, latest_application),
    "my applications": (lambda h: h.bob, more_applications, lambda h: reverse("applications:mine")),
    "nobody's applications": (lambda h: h.alice, nobodys_applications, lambda h: reverse("applications:mine")),
    "requests to one": (lambda h: h.karin.person, more_requests, lambda h: reverse("matching:requests")),
    "requests from one": (lambda h: h.noor.person, more_requests, lambda h: reverse("matching:requests")),
    "requests of a cohort": (
        lambda h: h.alice,
        more_requests,
        lambda h: reverse("matching:cohort_requests", args=[h.cohort.pk]),
    ),
    "sent mail": (lambda h: h.alice, more_tandems, page("programmes:mail")),
    "mine": (lambda h: h.karin.person, more_tandems, lambda h: reverse("tandems:mine")),
    "suggestions": (choosing, many_to_find, page("matching:find")),
    "search": (choosing, more_to_find, lambda h: page("matching:find")(h) + "?language=de&level=B1&time=mine&q=a&all=1"),
    "remembered": (choosing, more_to_find, page("matching:remembered")),
    "hidden": (choosing, more_to_find, page("matching:hidden")),
    "form": (with_draft, more_questions, form_page),
    "overview": (with_draft, more_questions, own_application),
    "forms": (lambda h: h.alice, more_questions, lambda h: reverse("applications:forms", args=[h.programme.slug])),
    "notice": (lambda h: None, more_questions, lambda h: reverse("applications:notice", args=[h.programme.slug, "second"])),
    "profile": (
        lambda h: h.noor.person,
        more_questions,
        lambda h: reverse("applications:profile", args=[h.programme.slug]),
    ),
    "announced": (with_announcement, more_announced, company_page),
    "imports": (lambda h: h.alice, more_imports, lambda h: reverse("programmes:import_people", args=[h.cohort.pk])),
    "columns": (lambda h: h.alice, more_imports, lambda h: latest_import(h, "uploaded", "import_columns")),
    "import rows": (lambda h: h.alice, more_imports, lambda h: latest_import(h, "checked", "import_rows")),
    "import result": (lambda h: h.alice, more_imports, lambda h: latest_import(h, "done", "import_result")),
    "own data": (lambda h: h.karin.person, more_tandems, lambda h: reverse("privacy:own_data")),
    "leaving": (lambda h: h.karin.person, more_tandems, lambda h: reverse("privacy:leave")),
    "record of processing": (lambda h: h.alice, more_imports, page("privacy:record")),
    "mailbox": (lambda h: None, more_tandems, lambda h: reverse("demo:mailbox")),
    "public page": (lambda h: None, grow_programme, page("programmes:programme")),
    "settings": (lambda h: h.alice, grow_programme, page("programmes:overview")),
    "topics": (lambda h: h.alice, grow_programme, page("programmes:topics")),
    "passages": (lambda h: h.alice, grow_programme, page("programmes:passages", "task")),
    "organisations": (lambda h: h.alice, grow_programme, page("programmes:organisations")),
    "contacts": (lambda h: h.alice, grow_programme, page("programmes:contacts")),
    "cohorts": (lambda h: h.alice, grow_programme, page("programmes:cohorts")),
    "waiting": (lambda h: h.alice, grow_programme, page("programmes:waiting")),
    "team": (lambda h: h.alice, grow_programme, page("programmes:team")),
    "criteria": (lambda h: h.alice, grow_programme, page("matching:criteria")),
    "conditions": (lambda h: h.alice, more_conditions, page("applications:rules")),
    "condition": (lambda h: h.alice, more_conditions, first_condition("rule")),
    "condition to remove": (lambda h: h.alice, more_conditions, first_condition("remove_rule")),
    "questionnaire": (lambda h: None, more_answers, questionnaire),
    "questions of the funder": (lambda h: h.alice, more_answers, page("surveys:questions", "entry")),
    "what came in": (lambda h: h.alice, more_answers, page("surveys:results")),
    "own data with meetings": (lambda h: h.amina.person, more_meetings, lambda h: reverse("privacy:own_data")),
    "own data with answers": (lambda h: h.noor.person, own_answers, lambda h: reverse("privacy:own_data")),
    "manage": (lambda h: make_person("Otto", is_operator=True), second_programme, lambda h: reverse("programmes:manage")),
    "login": (lambda h: None, second_programme, lambda h: reverse("account_login")),
    "plan": (lambda h: h.amina.person, longer_plan, lambda h: reverse("together:plan", args=[h.active.pk])),
    "agreement": (lambda h: h.amina.person, more_versions, lambda h: reverse("together:agreement", args=[h.active.pk])),
    "room": (lambda h: h.amina.person, longer_plan, lambda h: reverse("tandems:tandem", args=[h.active.pk])),
    "plan settings": (
        lambda h: h.alice,
        more_materials,
        lambda h: reverse("together:plan_settings", args=[h.programme.slug]),
    ),
    "messages": (lambda h: h.amina.person, more_messages, lambda h: of_tandem("messages", h)),
    "ways outside": (lambda h: h.amina.person, more_messages, lambda h: of_tandem("channels", h)),
    "files": (lambda h: h.amina.person, more_files, lambda h: of_tandem("files", h)),
    "file with links": (lambda h: h.jonas.person, more_files, one_file),
    "openings": (lambda h: h.alice, more_openings, lambda h: of_tandem("openings", h)),
    "what was opened": (lambda h: h.alice, more_openings, opened_page),
    "near the end": (lambda h: h.alice, more_endings, page("closing:desk")),
    "closing talks": (lambda h: h.alice, more_endings, page("closing:talks")),
    "who came": (lambda h: h.alice, more_endings, attended),
    "certificates": (lambda h: h.alice, more_endings, page("closing:register")),
    "feedback": (lambda h: h.alice, more_endings, page("closing:voices")),
    "answers months later": (lambda h: h.alice, more_endings, page("closing:answers")),
    "today near the end": (lambda h: h.alice, more_endings, lambda h: reverse("matching:today")),
    "what feedback changed": (lambda h: None, more_endings, public_changes),
    "dates to choose": (lambda h: h.amina.person, more_dates, lambda h: reverse("closing:talk", args=[h.active.pk])),
    "who needs us": (lambda h: h.alice, more_care, lambda h: reverse("care:care", args=[h.cohort.pk])),
    "today with care": (lambda h: h.alice, more_care, lambda h: reverse("matching:today")),
    "care of a tandem": (lambda h: h.alice, more_of_one, lambda h: reverse("care:tandem", args=[h.active.pk])),
    "help": (lambda h: h.amina.person, more_of_one, page("care:ask_help")),
}
# Pages of the review judge conditions from answers, attestations, consents and rules: four more; the board has six columns.
# The applicant's own overview judges them, too.
MOST = {
    "one person of a run": 16,  # the person's and the partners' profiles, topics, marks
    "two runs": 16,  # the pairs of both
    "matching event": 19,
    "wishes of all": 18,
    "suggestions": 40,  # the log is looked at, those who changed are read again, and those who are shown once more
    "search": 40,
    "remembered": 40,
    "hidden": 30,
    "applications": 21,
    "applications filtered": 21,
    "board": 21,
    "application": 24,
    "my applications": 24,  # three lists, two of which are judged
    "nobody's applications": 24,
    "proposals": 22,  # the run, the one before it, marks, who may be compared, what has changed
    "overview": 21,  # the menu looks whether there is somebody to find, a request or an event
    "form": 17,
    "people to wish for": 18,
    "publishing": 50,  # one letter of each kind is really written, and taken back
    "import result": 15,
    "condition": 15,
    "condition to remove": 18,
}
# Rooms are asked what they know, each at most a handful of times, however many rows there are:
# the page of two people and their line (twelve topics), the own data (every model with something of a person), what is to
# be done today (care and closing), and which texts of a programme are not translated yet.
MOST |= dict.fromkeys(["room of a tandem", "line of a tandem", "room"], 34)
MOST |= dict.fromkeys(
    ["own data", "leaving", "own data with answers", "own data with meetings", "own data with a diary"], 170
)
MOST |= dict.fromkeys(["today", "today stalled", "today with care", "today near the end"], 22)
MOST |= {"settings": 20, "near the end": 18, "who needs us": 16, "care of a tandem": 15, "help": 17, "meetings of two": 18}
MOST |= {"messages": 24}  # what is shown is noted as read, and a letter that still waits is taken back
MOST |= {"what was opened": 45}  # whether both may is asked once more, each look is written down, every room gives its texts
MOST |= {"record of processing": 48}  # a dozen kinds of data with a period, each counted and asked for the next day
MOST |= {"proposals": 24, "publishing": 52}
# Who waits too long is judged by each programme's own days: two queries for these, and the funnel asks three more.
MOST |= {
    **dict.fromkeys(["people", "tandems", "step"], 26),
    **dict.fromkeys([name for name in LISTS if name.startswith("waiting: ")], 18),
}
