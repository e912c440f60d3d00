"""Pages of agreement, plan and course: what they say, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from resonanz.people.models import Person, Profile
from resonanz.tandems.models import Tandem
from resonanz.together.models import AgreementDraft, AgreementVersion, PlanChange, PlanSettings, PlanTopic, TopicMaterial
from resonanz.together.queries.plan import latest_end, plan_of
from tests.factories import House
from tests.factories.together import TEXTS, make_agreed, make_shown, write

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def at(name: str, house: House, *args: object) -> str:
    return reverse(f"together:{name}", args=[house.active.pk, *args])


def read(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_one_writes_and_goes_on_later_and_shows_it_and_the_other_says_yes(house: House, client_of: ClientOf) -> None:
    amina, jonas, key = client_of(house.amina.person), client_of(house.jonas.person), str(uuid4())
    typed = {"key": key, "expectations": "Ehrlich sein", "act": "keep"}
    assert amina.post(at("write_agreement", house), typed).status_code == 302
    assert "Ehrlich sein" in amina.get(at("write_agreement", house)).content.decode()
    assert "Ehrlich sein" not in jonas.get(at("agreement", house)).content.decode()
    for _sent_twice in range(2):
        amina.post(at("write_agreement", house), typed | {"act": "show"})
    page = jonas.get(at("agreement", house)).content.decode()
    assert "Ehrlich sein" in page
    assert "Ja, so machen wir es" in page
    jonas.post(at("accept_agreement", house, 1))
    assert [(each.number, each.state) for each in AgreementVersion.objects.all()] == [(1, "valid")]
    assert "gilt seit" in amina.get(at("agreement", house)).content.decode()


def test_a_day_beyond_the_bounds_is_refused_in_a_sentence_and_nothing_is_lost(house: House, client_of: ClientOf) -> None:
    day = latest_end(house.active) + timedelta(days=1)
    typed = {"key": str(uuid4()), "expectations": "Bleibt stehen", "ends_on": day.isoformat(), "act": "show"}
    page = client_of(house.amina.person).post(at("write_agreement", house), typed).content.decode()
    assert "Möglich vom" in page
    assert "Bleibt stehen" in page
    assert not AgreementDraft.objects.exists()


def test_the_document_is_a_pdf_in_the_language_that_was_chosen(house: House, client_of: ClientOf) -> None:
    Profile.objects.filter(person=house.amina.person).update(languages="de:B2;fa:native")
    make_agreed(house.active, house.amina.person, **TEXTS, roles="#eval(1)")
    amina = client_of(house.amina.person)
    page = amina.get(at("agreement", house)).content.decode()
    assert [code for code in ("de", "en", "ar", "fa") if f"?language={code}" in page] == ["de", "en", "fa"]
    answer = amina.get(at("agreement_document", house, 1) + "?language=de")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    text = read(answer.content)
    assert [
        line for line in ("Unsere Vereinbarung", "Alle zwei Wochen", "#eval(1)", "Vertraulichkeit") if line not in text
    ] == []
    assert "توافق" in read(amina.get(at("agreement_document", house, 1) + "?language=fa").content)
    assert amina.get(at("agreement_document", house, 1) + "?language=xx").status_code == 404
    assert amina.get(at("agreement_document", house, 2)).status_code == 404


def test_who_was_slower_reads_the_others_version_first(house: House, client_of: ClientOf) -> None:
    key = write(house.active, house.amina.person)
    make_shown(house.active, house.jonas.person, expectations="Von Jonas")
    typed = {"key": str(key), "seen": "", "expectations": "Von Amina", "act": "show"}
    answer = client_of(house.amina.person).post(at("write_agreement", house), typed, follow=True)
    assert "hat inzwischen eine andere Version gezeigt" in answer.content.decode()
    assert AgreementDraft.objects.get().opened("expectations") == "Von Amina"


def test_topics_move_by_buttons_and_by_dragging(house: House, client_of: ClientOf) -> None:
    amina = client_of(house.amina.person)
    amina.post(at("add_topics", house), {"key": str(uuid4()), "topics": ["network", "society"], "own": "Führerschein"})
    first, second, third = plan_of(house.active).values_list("pk", flat=True)
    amina.post(at("order_plan", house), {"move": f"down:{first}"})
    assert list(plan_of(house.active).values_list("pk", flat=True)) == [second, first, third]
    dragged = {"order": f"{third},{first},{second}"}
    answer = amina.post(at("order_plan", house), dragged, headers={"accept": "application/json"})
    assert answer.status_code == 204
    assert list(plan_of(house.active).values_list("pk", flat=True)) == [third, first, second]
    amina.post(at("order_plan", house), {"move": f"up:{third}", "order": "x"})
    assert list(plan_of(house.active).values_list("pk", flat=True)) == [third, first, second]


def test_a_topic_shows_what_the_programme_offers_to_read(house: House, client_of: ClientOf) -> None:
    TopicMaterial.objects.create(
        programme=house.programme, topic="network", title={"de": "Netzwerktreffen"}, url="https://example.org/netz"
    )
    item = PlanTopic.objects.create(tandem=house.active, topic="network", words={"de": "Kontakte"})
    page = client_of(house.jonas.person).get(at("plan_topic", house, item.pk)).content.decode()
    assert 'href="https://example.org/netz"' in page
    assert "Netzwerktreffen" in page


def test_of_two_notes_written_at_once_none_is_lost(house: House, client_of: ClientOf) -> None:
    item = PlanTopic.objects.create(tandem=house.active, topic="network", words={"de": "Kontakte"})
    amina, jonas, url = client_of(house.amina.person), client_of(house.jonas.person), at("plan_topic", house, item.pk)
    seen = amina.get(url).context["form"]["seen"].value()
    jonas.post(url, {"seen": seen, "state": "work", "note": "Von Jonas"})
    answer = amina.post(url, {"seen": seen, "state": "work", "note": "Von Amina"})
    page = answer.content.decode()
    assert "Von Jonas" in page
    assert "Von Amina" in page
    item.refresh_from_db()
    assert item.opened("note") == "Von Jonas"
    both = {"seen": answer.context["form"]["seen"].value(), "state": "work", "note": "Von Jonas, von Amina"}
    assert amina.post(url, both).status_code == 302
    item.refresh_from_db()
    assert item.opened("note") == "Von Jonas, von Amina"


def test_a_change_is_taken_line_by_line(house: House, client_of: ClientOf) -> None:
    amina = client_of(house.amina.person)
    amina.post(at("add_topics", house), {"key": str(uuid4()), "topics": ["job-search", "network", "internship"]})
    search, network, internship = plan_of(house.active)
    page = amina.get(at("replan", house, "job")).content.decode()
    assert "Herzlichen Glückwunsch" in page
    typed = {"key": str(uuid4()), "keep": [str(network.pk), str(internship.pk)], "insert": ["+probation"], "said": "Juhu"}
    amina.post(at("replan", house, "job"), typed)
    now = [(item.topic, item.state) for item in plan_of(house.active)]
    assert now == [("probation", "open"), ("network", "open"), ("internship", "open"), ("job-search", "dropped")]
    assert search.topic == "job-search"
    page = client_of(house.jonas.person).get(at("plan", house)).content.decode()
    assert "Juhu" in page
    assert "Stelle gefunden" in page
    assert PlanChange.objects.count() == 1


def test_pause_and_more_time_from_one_calm_page(house: House, client_of: ClientOf) -> None:
    amina = client_of(house.amina.person)
    room = amina.get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    assert at("changed", house) in room
    page = amina.get(at("changed", house)).content.decode()
    links = ["situations", "pause", "extend"]
    assert [name for name in links if at(name, house) not in page] == []
    assert reverse("tandems:change", args=[house.active.pk]) in page
    late = (timezone.localdate() + timedelta(days=400)).isoformat()
    assert "mehr als ein halbes Jahr" in amina.post(at("pause", house), {"until": late}).content.decode()
    amina.post(at("pause", house), {"until": ""})
    assert Tandem.objects.get(pk=house.active.pk).paused_on == timezone.localdate()
    assert "Ihr Tandem macht Pause" in amina.get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    client_of(house.jonas.person).post(at("resume", house))
    assert Tandem.objects.get(pk=house.active.pk).paused_on is None
    wrong = amina.post(at("extend", house), {"ends_on": (latest_end(house.active) + timedelta(days=1)).isoformat()})
    assert "darüber hinaus hilft Ihnen das Team" in wrong.content.decode()
    client_of(house.alice).post(at("extend", house), {"ends_on": (latest_end(house.active) + timedelta(days=1)).isoformat()})
    assert Tandem.objects.get(pk=house.active.pk).ends_on == latest_end(house.active) + timedelta(days=1)


def test_while_the_team_clarifies_something_nothing_is_written(house: House, client_of: ClientOf) -> None:
    Tandem.objects.filter(pk=house.active.pk).update(suspended_at=timezone.now())
    amina = client_of(house.amina.person)
    answer = amina.post(at("pause", house), {"until": ""}, follow=True)
    assert "Das Team klärt gerade etwas" in answer.content.decode()
    assert at("write_agreement", house) not in amina.get(at("agreement", house)).content.decode()


def test_no_page_of_the_team_shows_what_the_two_write(house: House, client_of: ClientOf) -> None:
    secret = "Streng vertraulich 4711"
    make_agreed(house.active, house.amina.person, expectations=secret)
    item = PlanTopic(tandem=house.active)
    item.seal(title=secret, note=secret)
    item.save()
    alice = client_of(house.alice)
    pages = [reverse("tandems:tandem", args=[house.active.pk]), at("changed", house), reverse("matching:today")]
    assert [path for path in pages if secret in alice.get(path).content.decode()] == []
    assert "Version 1, beide haben am" in alice.get(at("changed", house)).content.decode()


def test_settings_keep_only_what_differs_from_the_usual(house: House, client_of: ClientOf) -> None:
    url = reverse("together:plan_settings", args=[house.programme.slug])
    alice = client_of(house.alice)
    page = alice.get(url)
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data |= {"agreement": "off", "extension_months": "4", "drop_moving": ["network"], "seen": page.context["seen"]}
    alice.post(url, data)
    row = PlanSettings.objects.get(programme=house.programme)
    assert (row.agreement, row.extension_months, set(row.replan)) == ("off", 4, {"moving"})
    assert row.replan["moving"]["drop"] == ["network"]


def test_materials_are_kept_in_order_and_stand_in_the_preset(house: House, client_of: ClientOf) -> None:
    url = reverse("together:materials", args=[house.programme.slug, "network"])
    alice = client_of(house.alice)
    seen = alice.get(url).context["seen"]
    data = {
        "rows-TOTAL_FORMS": "1",
        "rows-INITIAL_FORMS": "0",
        "rows-0-title_de": "Liste",
        "rows-0-url": "https://example.org",
    }
    assert alice.post(url, data | {"seen": seen}).status_code == 302
    row = TopicMaterial.objects.get(programme=house.programme, topic="network")
    assert (row.title["de"], row.url) == ("Liste", "https://example.org")
    assert alice.get(reverse("together:materials", args=[house.programme.slug, "nowhere"])).status_code == 404
