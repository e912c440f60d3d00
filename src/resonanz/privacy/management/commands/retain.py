"""`resonanz manage retain`: delete what has had its time, as each programme keeps it; call it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from resonanz.privacy.actions.retain import (
    delete_content,
    delete_declined,
    delete_log,
    delete_sheets,
    delete_sign_ins,
    empty_letters,
)
from resonanz.privacy.queries.due import (
    count_content,
    due_applications,
    due_log,
    due_log_of_nobody,
    due_sheets,
    due_sign_ins,
    due_texts,
)
from resonanz.programmes.models import Programme


class Command(BaseCommand):
    """Deletes what programmes keep for so many months only."""

    help = (
        "Delete declined applications, messages and files of tandems that ended, log entries, answers to funders' "
        "questionnaires, sign-ins and texts of letters whose time is over; --dry-run only counts."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="print what would go, and delete nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, or count."""
        if not options["dry_run"]:
            self.stdout.write(f"{delete_declined()} applications deleted.")
            self.stdout.write(f"{delete_content()} rows with what ended tandems wrote and shared deleted.")
            self.stdout.write(f"{empty_letters()} letters emptied.")
            self.stdout.write(f"{delete_log()} log entries deleted.")
            self.stdout.write(f"{delete_sheets()} answered questionnaires deleted.")
            self.stdout.write(f"{delete_sign_ins()} sign-ins deleted.")
            return
        for programme in Programme.objects.order_by("slug"):
            applications, entries = due_applications(programme).count(), due_log(programme).count()
            sheets, content = due_sheets(programme).count(), count_content(programme)
            self.stdout.write(
                f"{programme.slug}: {applications} applications, {content} rows of what ended tandems wrote and shared, "
                f"{entries} log entries, {sheets} questionnaires."
            )
        letters, entries, sign_ins = due_texts().count(), due_log_of_nobody().count(), due_sign_ins().count()
        self.stdout.write(f"Everywhere: {letters} letters, {entries} log entries, {sign_ins} sign-ins.")
