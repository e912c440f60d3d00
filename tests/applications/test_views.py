"""The applicant's way through the pages, what is kept on it, and what nobody may learn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.applications.actions.capture import announce_people
from resonanz.applications.models import Application
from resonanz.applications.queries.apply import token_of, values_of
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Consent, ConsentText, Person
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Cohort
from tests.factories import make_cohort, make_person, make_programme
from tests.factories.apply import answers_for, make_draft, make_submitted

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort(make_programme(), state="open")


def begin(client: Client, email: str) -> Any:
    data = {"first_name": "Noor", "email": email, "language": "de", "accept": "on"}
    return client.post("/programmes/mentoring-fuer-migrantinnen/apply/second/", data)


def by_link(application: Application) -> Client:
    client = Client(headers={"accept-language": "de"})
    client.get(reverse("applications:open_link", args=[token_of(application.nonce)]))
    return client


def test_half_a_page_is_kept_and_the_rest_is_asked_again(cohort: Cohort, client: Client) -> None:
    begin(client, "noor@example.org")
    draft = Application.objects.get()
    url = reverse("applications:page", args=[draft.pk, "you"])
    answer = client.post(url, {"first_name": "Noor", "last_name": "Haddad", "phone": "not a number"})
    assert answer.status_code == 200
    assert values_of(draft) == {"first_name": "Noor", "last_name": "Haddad"}
    page = answer.content.decode()
    assert 'value="not a number"' in page
    assert "Bitte schreiben Sie die Nummer in Ziffern" in page


def test_a_page_that_is_only_looked_at_complains_of_nothing(cohort: Cohort, client: Client) -> None:
    begin(client, "noor@example.org")
    page = client.get(reverse("applications:page", args=[Application.objects.get().pk, "you"])).content.decode()
    assert ('value="Noor"' in page, "aria-invalid" in page, "error-summary" in page) == (True, False, False)


def test_saving_for_later_asks_nothing_more(cohort: Cohort, client: Client) -> None:
    begin(client, "noor@example.org")
    draft = Application.objects.get()
    answer = client.post(reverse("applications:page", args=[draft.pk, "you"]), {"first_name": "Nour", "go": "later"})
    assert answer.headers["Location"] == reverse("applications:application", args=[draft.pk])
    assert (values_of(draft), draft.page) == ({"first_name": "Nour"}, "")
    draft.refresh_from_db()
    assert draft.page == "you"


def test_an_address_with_and_without_an_account_looks_alike(cohort: Cohort) -> None:
    make_submitted(cohort, email="known@example.org")
    pages = []
    for email in ("known@example.org", "unknown@example.org"):
        client = Client()
        answer = begin(client, email)
        assert answer.status_code == 302
        draft = Application.objects.latest("pk")
        page = client.get(reverse("applications:application", args=[draft.pk])).content.decode()
        pages.append(page.replace(str(draft.pk), "N"))
    plain = [page[page.index("<main") : page.index("</main>")] for page in pages]
    assert len(plain[0]) == len(plain[1])
    assert "Haddad" not in plain[0]


def test_handing_in_needs_the_mailed_link(cohort: Cohort, client: Client) -> None:
    begin(client, "noor@example.org")
    draft = Application.objects.get()
    draft.answers.all().delete()
    for key, value in answers_for(draft).items():
        draft.answers.create(key=key, value=value)
    client.post(reverse("applications:submit", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == "draft"
    by_link(draft).post(reverse("applications:submit", args=[draft.pk]))
    draft.refresh_from_db()
    assert (draft.state, draft.confirmed_at is not None) == ("submitted", True)


def test_a_stranger_with_the_address_cannot_end_consents(cohort: Cohort, client: Client) -> None:
    make_submitted(cohort, email="noor@example.org")
    begin(client, "noor@example.org")
    draft = Application.objects.latest("pk")
    assert client.post(reverse("applications:take_back", args=[draft.pk, "suggest"])).status_code == 403
    assert Consent.objects.filter(withdrawn_at__isnull=False).count() == 0


def test_a_new_link_is_answered_alike_and_sent_only_where_there_is_one(cohort: Cohort, client: Client) -> None:
    draft = make_draft(cohort)
    for email in (draft.person.email, "nobody@example.org"):
        answer = client.post(reverse("applications:new_link"), {"email": email})
        assert answer.headers["Location"] == reverse("applications:new_link")
    assert list(OutboxMail.objects.values_list("to", flat=True)) == [draft.person.email] * 2


def test_a_wrong_link_leads_to_a_new_one(client: Client, db: None) -> None:
    answer = client.get(reverse("applications:open_link", args=["0" * 64]))
    assert answer.headers["Location"] == reverse("applications:new_link")


def test_many_starts_for_one_address_are_slowed_down(cohort: Cohort) -> None:
    answers = [begin(Client(), "noor@example.org").status_code for _ in range(6)]
    assert answers == [302] * 5 + [200]


def test_a_consent_is_not_asked_in_a_language_that_lacks_it(cohort: Cohort, client: Client) -> None:
    ConsentText.objects.filter(key="suggest", language="ar").delete()
    client.cookies["language"] = "ar"
    begin(client, "noor@example.org")
    draft = Application.objects.get()
    client.cookies["language"] = "ar"
    page = client.get(reverse("applications:page", args=[draft.pk, "consents"])).content.decode()
    assert 'name="suggest"' not in page
    assert 'name="language" value="de"' in page
    client.cookies["language"] = "en"
    assert 'name="suggest"' in client.get(reverse("applications:page", args=[draft.pk, "consents"])).content.decode()


def test_a_special_answer_is_kept_only_with_its_consent(cohort: Cohort) -> None:
    draft = make_draft(cohort)
    client, url = by_link(draft), reverse("applications:page", args=[draft.pk, "target-group"])
    assert client.post(url, {"migration": "yes"}).status_code == 200
    assert "migration" not in values_of(draft)
    assert client.post(url, {"migration": "unsure"}).status_code == 302
    assert client.post(url, {"migration": "yes", "target_group_consent": "on"}).status_code == 302
    assert values_of(draft)["migration"] == "yes"


def test_what_the_team_takes_down_is_confirmed_or_deleted(cohort: Cohort, client_of: ClientOf) -> None:
    alice = make_person("Alice")
    appoint_staff(programme=cohort.programme, person=alice, role=StaffRole.COORDINATOR, by=None)
    desk = client_of(alice)
    for email in ("yes@example.org", "no@example.org"):
        data = {"origin": "phone", "first_name": "Olena", "email": email, "language": "de"}
        desk.post(reverse("applications:capture", args=[cohort.programme.slug, "second"]), data)
        row = Application.objects.latest("pk")
        page = desk.get(reverse("applications:page", args=[row.pk, "consents"])).content.decode()
        assert 'name="suggest"' not in page
        for key, value in answers_for(row).items():
            row.answers.update_or_create(key=key, defaults={"value": value})
        row.answers.filter(key__in=["notice", "suggest", "migration", "target_group_consent"]).delete()
        desk.post(reverse("applications:hand_over", args=[row.pk]))
        row.refresh_from_db()
        assert (row.state, row.confirmed_at, row.captured_by) == ("submitted", None, alice)
    no, yes = Application.objects.order_by("-pk")
    by_link(no).post(reverse("applications:refuse", args=[no.pk]))
    assert not Person.objects.filter(email="no@example.org").exists()
    phone = by_link(yes)
    assert phone.get(reverse("applications:application", args=[yes.pk])).headers["Location"].endswith("/terms/")
    phone.post(reverse("applications:terms", args=[yes.pk]), {"accept": "on"})
    phone.post(reverse("applications:submit", args=[yes.pk]))
    yes.refresh_from_db()
    assert yes.confirmed_at is None  # the consents are still to be given
    phone.post(reverse("applications:page", args=[yes.pk, "consents"]), {"notice": "on", "suggest": "on"})
    phone.post(reverse("applications:submit", args=[yes.pk]))
    yes.refresh_from_db()
    assert yes.confirmed_at is not None
    assert desk.get(reverse("applications:application", args=[yes.pk])).status_code == 404  # now it is the person's own


def test_a_company_sees_names_and_whether_they_confirmed(cohort: Cohort, client: Client) -> None:
    rows = {f"people-{n}-{name}": value for n, row in enumerate(PEOPLE) for name, value in row.items()}
    form = {"people-TOTAL_FORMS": "3", "people-INITIAL_FORMS": "0", "company": "Werk", "contact_name": "Ute"}
    answer = client.post(
        reverse("applications:announce", args=[cohort.programme.slug]), {**form, **rows, "contact_email": "ute@example.org"}
    )
    page = client.get(answer.headers["Location"], headers={"accept-language": "de"}).content.decode()
    assert [page.count(word) for word in ("Karl Wieser", "eingeladen", "karl@example.org")] == [1, 2, 0]
    row = Application.objects.get(person__email="karl@example.org")
    assert (row.organisation.name, row.organisation.is_verified, row.terms_accepted_at) == ("Werk", False, None)  # type: ignore[union-attr]
    by_link(row).post(reverse("applications:refuse", args=[row.pk]))
    assert "Karl Wieser" not in client.get(answer.headers["Location"]).content.decode()


PEOPLE = [
    {"first_name": "Karl", "last_name": "Wieser", "email": "karl@example.org", "occupation": "Tischler"},
    {"first_name": "Nadja", "last_name": "", "email": "nadja@example.org", "occupation": ""},
]


def test_more_rows_keep_what_was_typed(cohort: Cohort, client: Client) -> None:
    data = {
        "people-TOTAL_FORMS": "3",
        "people-INITIAL_FORMS": "0",
        "company": "Werk",
        "people-0-first_name": "Karl",
        "go": "more",
    }
    page = client.post(reverse("applications:announce", args=[cohort.programme.slug]), data).content.decode()
    assert ('value="Werk"' in page, 'value="Karl"' in page, "people-3-email" in page) == (True, True, True)
    assert Application.objects.count() == 0


def test_a_known_company_is_found_again(cohort: Cohort) -> None:
    common: dict[str, Any] = {"cohort": cohort, "contact_name": "Ute", "contact_email": "u@example.org", "language": "de"}
    first, _one = announce_people(company="Werk", people=PEOPLE[:1], **common)
    again, _two = announce_people(company=" werk ", people=PEOPLE[1:], **common)
    assert first.organisation == again.organisation


def test_a_file_is_a_download_that_no_browser_opens(cohort: Cohort, client_of: ClientOf) -> None:
    row, alice = make_submitted(cohort), make_person("Alice")
    appoint_staff(programme=cohort.programme, person=alice, role=StaffRole.COORDINATOR, by=None)
    file = row.proofs.create(key="registered_proof", name="ams.pdf", media_type="application/pdf", content=b"%PDF-1.7")
    answer = client_of(alice).get(reverse("applications:proof", args=[file.pk]))
    headers = ["Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy"]
    assert [answer.headers[name] for name in headers] == [
        'attachment; filename="ams.pdf"',
        "nosniff",
        "sandbox; default-src 'none'",
    ]


@pytest.mark.parametrize(("months", "sentence"), [(6, "zurückgezogene Bewerbungen: 6 Monate."), (1, ": 1 Monat.")])
def test_the_notice_says_how_long_this_programme_keeps(cohort: Cohort, client: Client, months: int, sentence: str) -> None:
    cohort.programme.retention = {"rejected_applications": months}
    cohort.programme.save()
    url = reverse("applications:notice", args=[cohort.programme.slug, "second"])
    assert sentence in client.get(url, headers={"accept-language": "de"}).content.decode()


def test_whoever_began_it_with_somebodys_address_is_out_once_the_address_is_confirmed(
    cohort: Cohort, client: Client
) -> None:
    begin(client, "noor@example.org")
    draft = Application.objects.get()
    addresses = [reverse("applications:page", args=[draft.pk, "you"]), reverse("applications:application", args=[draft.pk])]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    owner = by_link(draft)
    owner.post(reverse("applications:submit", args=[draft.pk]))  # still incomplete: a draft with a confirmed address
    draft.refresh_from_db()
    assert (draft.state, draft.confirmed_at is not None) == ("draft", True)
    assert {client.get(address).headers.get("Location") for address in addresses} == {reverse("applications:new_link")}
    client.force_login(make_person("Somebody"))
    assert client.get(addresses[0]).status_code == 404
    assert [owner.get(address).status_code for address in addresses] == [200, 200]


def test_the_notice_names_who_answers_for_the_data(cohort: Cohort, client: Client) -> None:
    url = reverse("applications:notice", args=[cohort.programme.slug, "second"])
    carrying = client.get(url, headers={"accept-language": "de"}).content.decode()
    assert "<li><bdi>Wirtschaftskammer Kärnten</bdi></li>" in carrying
    cohort.programme.legal = {
        "controllers": [{"name": "WK Kärnten", "address": "Europaplatz 1"}],
        "contact": "data@example.org",
    }
    cohort.programme.save()
    declared = client.get(url, headers={"accept-language": "de"}).content.decode()
    assert "<li><bdi>WK Kärnten</bdi>, <bdi>Europaplatz 1</bdi></li>" in declared
    assert "Wirtschaftskammer Kärnten" not in declared
    assert 'href="mailto:data@example.org"' in declared
