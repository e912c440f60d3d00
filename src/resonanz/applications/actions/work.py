"""How a team works on applications: who looks at one, notes, saved filters, and the programme's letters."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db import transaction

from resonanz.applications.actions.review import AlreadyDecided, move_application
from resonanz.applications.enums import WAITING, ApplicationState, Move
from resonanz.applications.models import Application, LetterText, ReviewNote, SavedFilter
from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.models import Cohort, Programme


@transaction.atomic
def assign_application(*, application: Application, to: Person | None, by: Person) -> None:
    """Let one of the team look at an application, or nobody in particular."""
    Application.objects.filter(pk=application.pk).update(assigned_to=to)
    application.assigned_to = to
    scope = application.cohort.programme.scope
    log_action("assign_application", by=by, on=application, scope=scope, to=to.pk if to else None)


class AlreadyTaken(Exception):
    """Somebody looks after the application already, or it was decided meanwhile; nothing was changed."""

    def __init__(self, application: Application) -> None:
        super().__init__(f"application {application.pk} was taken in the meantime")
        self.application = Application.objects.select_related("person", "assigned_to").get(pk=application.pk)


@transaction.atomic
def take_application(*, application: Application, by: Person) -> Application:
    """Look after an application that nobody has taken; one that was just handed in is taken up with that.

    Raises:
        AlreadyTaken: a colleague was faster, or it waits for nobody any more.
    """
    if not Application.objects.filter(pk=application.pk, state__in=WAITING, assigned_to=None).update(assigned_to=by):
        raise AlreadyTaken(application)
    application.assigned_to = by
    if application.state == ApplicationState.SUBMITTED:
        with suppress(AlreadyDecided):  # moved on by somebody who did not take it: that holds, and it still needs somebody
            move_application(application=application, move=Move.TAKE_UP, version=application.version, by=by)
    log_action("take_application", by=by, on=application, scope=application.cohort.programme.scope)
    return application


@transaction.atomic
def add_note(*, application: Application, text: str, by: Person) -> ReviewNote:
    """Add a note of the team."""
    note = ReviewNote.objects.create(application=application, by=by, text=text)
    log_action("add_note", by=by, on=note, scope=application.cohort.programme.scope)
    return note


@transaction.atomic
def save_filter(*, cohort: Cohort, name: str, query: dict[str, Any], by: Person) -> SavedFilter:
    """Keep a filter under a name; the same name again replaces it."""
    row, _ = SavedFilter.objects.update_or_create(
        programme=cohort.programme, person=by, name=name, defaults={"query": query}
    )
    log_action("save_filter", by=by, on=row, scope=cohort.programme.scope)
    return row


@transaction.atomic
def delete_filter(*, row: SavedFilter, by: Person) -> None:
    """Forget a saved filter."""
    log_action("delete_filter", by=by, on=row, scope=row.programme.scope)
    row.delete()


@transaction.atomic
def write_letter_text(
    *, programme: Programme, kind: str, group: str, language: str, subject: str, text: str, by: Person
) -> LetterText:
    """Keep the programme's own wording of a letter."""
    row, _ = LetterText.objects.update_or_create(
        programme=programme, kind=kind, group=group, language=language, defaults={"subject": subject, "text": text}
    )
    log_action("write_letter_text", by=by, on=row, scope=programme.scope, kind=kind, language=language)
    return row


@transaction.atomic
def restore_letter_text(*, programme: Programme, kind: str, group: str, language: str, by: Person) -> None:
    """Go back to the product's wording of a letter."""
    programme.letter_texts.filter(kind=kind, group=group, language=language).delete()
    log_action("restore_letter_text", by=by, on=programme, scope=programme.scope, kind=kind, language=language)
