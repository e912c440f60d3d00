"""Who may fill in an application, hand it in, and take it back."""

from __future__ import annotations

from typing import Any

from rules.predicates import always_allow, predicate

from resonanz.applications.enums import ApplicationState, Origin
from resonanz.applications.models import Application, FormPage, Question
from resonanz.programmes.rules import coordinates

CLOSED = {ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN}


may_see = always_allow  # the visible rows have seen to it


@predicate
def is_being_filled(person: Any, application: Application) -> bool:
    """Whether its answers may change: a draft, one that the person has yet to confirm, one the team asked to change."""
    if application.state == ApplicationState.DRAFT:
        return True
    if application.state in CLOSED:
        return False
    return application.confirmed_at is None or application.changes_asked_at is not None


@predicate
def is_open(person: Any, application: Application) -> bool:
    """Whether it can still be withdrawn."""
    return application.state not in CLOSED


@predicate
def takes_it_down(person: Any, application: Application) -> bool:
    """Whether `person` fills it in on the applicant's behalf."""
    return application.origin in {Origin.PHONE, Origin.MAIL} and bool(coordinates.test(person, application.cohort))


@predicate
def coordinates_application(person: Any, application: Application) -> bool:
    """Whether `person` coordinates the programme of the application."""
    return bool(coordinates.test(person, application.cohort))


@predicate
def coordinates_page(person: Any, page: FormPage) -> bool:
    """Whether `person` may change this page of a form."""
    return bool(coordinates.test(person, page.programme))


@predicate
def coordinates_question(person: Any, question: Question) -> bool:
    """Whether `person` may change this question of a form."""
    return bool(coordinates.test(person, question.page.programme))


may_fill = is_being_filled
may_withdraw = is_open
may_capture = takes_it_down
